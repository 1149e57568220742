"""Messages as Telegram HTML, split to fit: made from structure, so that no words can break or forge a tag."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.render.cutting import cut, fitting, units
from bot.render.message import Block, Message, Run, Shape, Style

# Telegram's own limits, counted after parsing.
LONGEST = 4096
MOST_ENTITIES = 100
_TAGS = {Style.BOLD: "b", Style.ITALIC: "i", Style.CODE: "code"}
# Controls, and signs that turn the direction of what follows: no text needs them and they can disguise one.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_LINK = re.compile(r"https?://[^\s/]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One message to send: its HTML, and the same without a look for when HTML is refused."""

    html: str
    plain: str


def parts(message: Message, longest: int = LONGEST, most_entities: int = MOST_ENTITIES) -> tuple[Part, ...]:
    """The messages that carry all of ``message``, in order, each within Telegram's limits."""
    groups = _groups([block for block in map(_cleaned, message) if block.text.strip()])
    return tuple(_part(blocks) for blocks in _packed(groups, longest, most_entities))


def plain_parts(message: Message, longest: int = LONGEST) -> tuple[str, ...]:
    """The same without any look; a link's address follows its words."""
    bare = tuple(replace(block, runs=(Run(_with_addresses(block)),), shape=Shape.PARAGRAPH) for block in message)
    return tuple(part.plain for part in parts(bare, longest))


def _with_addresses(block: Block) -> str:
    return "".join(f"{run.text} ({run.url})" if run.url and run.url != run.text else run.text for run in block.runs)


# -- cleaning --------------------------------------------------------------------------------


def _cleaned(block: Block) -> Block:
    runs = [replace(run, text=_visible(run.text), url=_safe(run.url)) for run in block.runs]
    kept = [run for run in runs if run.text]
    if kept:
        kept[0] = replace(kept[0], text=kept[0].text.lstrip())
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip())
    return replace(block, runs=tuple(run for run in kept if run.text))


def _visible(text: str) -> str:
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _safe(url: str) -> str:
    return url if _LINK.match(url) else ""


# -- packing ---------------------------------------------------------------------------------


def _groups(blocks: Sequence[Block]) -> list[list[Block]]:
    """Blocks with those that stay close to them."""
    groups: list[list[Block]] = []
    for block in blocks:
        if block.close and groups:
            groups[-1].append(block)
        else:
            groups.append([replace(block, close=False)])
    return groups


def _packed(groups: Sequence[list[Block]], longest: int, most: int) -> Iterator[list[Block]]:
    """As many whole groups in one message as fit; a group that fits in none is taken apart."""
    held: list[Block] = []
    for group in groups:
        if _fits([*held, *group], longest, most):
            held += group
            continue
        if held:
            yield held
            held = []
        if _fits(group, longest, most):
            held = list(group)
            continue
        *full, held = _apart(group, longest, most)
        yield from full
    if held:
        yield held


def _apart(group: Sequence[Block], longest: int, most: int) -> list[list[Block]]:
    """A group over several messages, its long blocks cut."""
    made: list[list[Block]] = [[]]
    for block in group:
        for piece in _pieces(block, longest, most):
            if not _fits([*made[-1], piece], longest, most) and made[-1]:
                made.append([])
            made[-1].append(piece)
    return made


def _fits(blocks: Sequence[Block], longest: int, most: int) -> bool:
    length = sum(units(block.text) for block in blocks) + 2 * (len(blocks) - 1)
    return length <= longest and sum(map(_entities, blocks)) <= most


def _entities(block: Block) -> int:
    return (block.shape is Shape.QUOTE) + sum(_marks(run) for run in block.runs)


def _marks(run: Run) -> int:
    return (run.style is not Style.PLAIN) + bool(run.url)


# -- cutting ---------------------------------------------------------------------------------


def _pieces(block: Block, longest: int, most: int) -> Iterator[Block]:
    rest = block
    while not _fits([rest], longest, most):
        text = rest.text
        end, start = cut(text, min(fitting(text, longest), _within_entities(rest, most)))
        head = _sliced(rest, 0, end)
        if head.text.strip():
            yield head
        rest = _sliced(rest, start, len(text))
    if rest.text.strip():
        yield rest


def _within_entities(block: Block, most: int) -> int:
    """How many characters come before the run that would be one entity too many."""
    count, length = int(block.shape is Shape.QUOTE), 0
    for run in block.runs:
        count += _marks(run)
        if count > most:
            return max(1, length)
        length += len(run.text)
    return length


def _sliced(block: Block, start: int, end: int) -> Block:
    runs, place = [], 0
    for run in block.runs:
        words = run.text[max(0, start - place) : max(0, end - place)]
        if words:
            runs.append(replace(run, text=words))
        place += len(run.text)
    return replace(block, runs=tuple(runs))


# -- writing ---------------------------------------------------------------------------------


def _part(blocks: Sequence[Block]) -> Part:
    return Part(_joined(blocks, [_html(block) for block in blocks]), _joined(blocks, [block.text for block in blocks]))


def _joined(blocks: Sequence[Block], texts: Sequence[str]) -> str:
    made = texts[0]
    for block, text in zip(blocks[1:], texts[1:], strict=True):
        made += f"\n{text}" if block.close else f"\n\n{text}"
    return made


def _html(block: Block) -> str:
    inside = "".join(_run(run) for run in block.runs)
    return f"<blockquote>{inside}</blockquote>" if block.shape is Shape.QUOTE else inside


def _run(run: Run) -> str:
    words = html.escape(run.text, quote=False)
    if not run.text.strip():
        return words
    if tag := _TAGS.get(run.style):
        words = f"<{tag}>{words}</{tag}>"
    return f'<a href="{html.escape(run.url)}">{words}</a>' if run.url else words
