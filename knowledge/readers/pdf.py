"""PDF files: printed lines to headings, paragraphs and items, joined across lines and pages."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from knowledge.readers.blocks import Block, BlockKind, Reading
from knowledge.readers.limits import TRUSTED
from knowledge.readers.pdf_lines import HYPHEN, Line, read_lines

_BULLET = r"[-•●▪◦◼■➢\u2013\ue000-\uf8ff]"
_ITEM = re.compile(rf"(?:{_BULLET}\s|\d{{1,3}}(?:\.\d{{1,3}})*\.(?=\s)|\(?[a-z]{{1,3}}\)(?=\s)|\([ivx]+\)(?=\s))\s*\S")
_GLYPH = re.compile(r"^[●▪◦◼■➢\ue000-\uf8ff]\s*")
_ENDS = re.compile(r"[.!?:;][\"'”’)]?$")


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a document is set: its ordinary type size and line pitch, and whether type tells headings."""

    size: float
    pitch: float
    width: float
    styled: bool
    heading_sizes: tuple[tuple[float, bool], ...]


def read_pdf(data: bytes, name: str, most: int = TRUSTED.pages) -> Reading:
    """Blocks of a PDF; pages that hold only pictures are named in the notes."""
    printed = read_lines(data, name, most)
    pages = printed.pages
    kept = tuple(tuple(line for line in lines if not line.running) for lines in pages)
    layout = _layout(kept)
    groups = _across_pages([list(_paragraphs(lines, layout)) for lines in kept], layout)
    words = Counter(re.findall(r"[\w-]+", " ".join(line.text.lower() for lines in kept for line in lines)))
    blocks = tuple(_block(group, layout, words) for group in groups)
    empty = [str(number) for number, lines in enumerate(pages, start=1) if not lines]
    scans = (f"No text on page {', '.join(empty)}: pictures are not read.",) if empty else ()
    hidden = ("Hidden text in the file was not counted.",) if printed.hidden else ()
    return Reading("pdf", blocks, (*scans, *hidden), len(pages))


# -- how the document is set -----------------------------------------------------------------


def _layout(pages: Sequence[Sequence[Line]]) -> _Layout:
    lines = [line for page in pages for line in page if not line.row]
    if not lines:
        return _Layout(0, 0, 0, styled=False, heading_sizes=())
    size = _commonest(line.size for line in lines)
    body = [line for line in lines if abs(line.size - size) < 0.5]
    pitches = [before.baseline - line.baseline for page in pages for before, line in pairwise(page)]
    ordinary = [pitch for pitch in pitches if 0 < pitch < size * 2.2]
    larger = {(line.size, line.bold) for line in lines if line.size > size * 1.08}
    bold = {(size, True)} if any(line.bold for line in body) else set()
    return _Layout(
        size,
        pitch=_commonest(round(pitch * 2) / 2 for pitch in ordinary) if ordinary else size,
        width=median(line.right - line.left for line in body),
        styled=bool(larger) or (bool(bold) and not all(line.bold for line in body)),
        heading_sizes=tuple(sorted(larger | bold, reverse=True)),
    )


def _commonest(values: Iterable[float]) -> float:
    return Counter(values).most_common(1)[0][0]


# -- lines to paragraphs ---------------------------------------------------------------------


def _paragraphs(lines: Sequence[Line], layout: _Layout) -> Iterator[list[Line]]:
    held: list[Line] = []
    for line in lines:
        if held and _starts(held, line, layout):
            yield held
            held = []
        held.append(line)
    if held:
        yield held


def _starts(held: Sequence[Line], line: Line, layout: _Layout) -> bool:
    """Whether a line begins a paragraph: by its gap, type, mark or place."""
    before = held[-1]
    if before.row or line.row:
        return True
    gap = before.baseline - line.baseline
    if gap < 0 or gap > max(layout.pitch, before.size) * 1.3:
        return True
    if abs(before.size - line.size) > layout.size * 0.08 or _is_set_apart(held, line):
        return True
    if _ITEM.match(line.text):
        return not _in_mid_sentence(held, line, layout)
    return _is_short(before, layout) and (bool(_ENDS.search(before.text)) or line.text[:1].isupper())


def _is_set_apart(held: Sequence[Line], line: Line) -> bool:
    """A bold line stands apart from ordinary ones, unless the sentence runs on."""
    if held[-1].bold == line.bold:
        return False
    return not line.text[:1].islower() or all(before.bold for before in held)


def _in_mid_sentence(held: Sequence[Line], line: Line, layout: _Layout) -> bool:
    """A number that only happens to stand first in a line of running text."""
    runs_on = not _is_short(held[-1], layout) and not _ENDS.search(held[-1].text)
    aligned = len(held) > 1 and abs(held[-1].left - line.left) < 2
    return runs_on and aligned


def _is_short(line: Line, layout: _Layout) -> bool:
    return line.right - line.left < layout.width * 0.75


def _across_pages(pages: Iterable[list[list[Line]]], layout: _Layout) -> list[list[Line]]:
    """Paragraphs of all pages; one that a page break cut is joined again, past the notes at its foot."""
    joined: list[list[Line]] = []
    for groups in pages:
        open_end = next((group for group in reversed(joined) if group[0].size > layout.size * 0.92), None)
        if groups and open_end and _goes_on(open_end, groups[0], layout):
            open_end.extend(groups.pop(0))
        joined.extend(groups)
    return joined


def _goes_on(group: Sequence[Line], following: Sequence[Line], layout: _Layout) -> bool:
    before, line = group[-1], following[0]
    if before.row or line.row or _ENDS.search(before.text) or _ITEM.match(line.text) or before.bold != line.bold:
        return False
    same = abs(before.size - line.size) < layout.size * 0.08
    return same and not _is_heading(group, layout) and (line.text[:1].islower() or abs(before.left - line.left) < 3)


# -- paragraphs to blocks --------------------------------------------------------------------


def _block(lines: Sequence[Line], layout: _Layout, words: Counter[str]) -> Block:
    text, page = _joined(lines, words), lines[0].page
    if lines[0].row:
        return Block(BlockKind.ROW, text, page=page)
    if _is_heading(lines, layout):
        return Block(BlockKind.HEADING, text, level=_level(lines[0], layout), page=page)
    if _ITEM.match(text):
        return Block(BlockKind.ITEM, _GLYPH.sub("• ", text), page=page)
    return Block(BlockKind.PARAGRAPH, text, page=page)


def _joined(lines: Sequence[Line], words: Counter[str]) -> str:
    text = lines[0].text
    for line in lines[1:]:
        text = _met(text, line.text, words)
    return text.replace(HYPHEN, "-")


def _met(text: str, following: str, words: Counter[str]) -> str:
    """Two lines joined; a hyphen between them goes only where the document has the word without it."""
    if not text.endswith((HYPHEN, "-", "\u00ad")):
        return f"{text} {following}"
    if text.endswith("\u00ad"):
        return text[:-1] + following
    first, second = re.search(r"\w*$", text[:-1]), re.match(r"\w*", following)
    whole = f"{first[0] if first else ''}{second[0] if second else ''}".lower()
    if text.endswith("-") and not whole:
        return f"{text} {following}"
    return f"{text[:-1]}{'' if words[whole] else '-'}{following}"


def _is_heading(lines: Sequence[Line], layout: _Layout) -> bool:
    text = " ".join(line.text for line in lines)
    if not 0 < len(text.split()) <= 25 or text.endswith((".", ",", ";")) or text[:1].islower():
        return False
    if layout.styled:
        return all(line.bold or line.size > layout.size * 1.08 for line in lines)
    return len(text.split()) <= 12 and text[:1].isupper() and not text.endswith((":", "?")) and len(lines) == 1


def _level(line: Line, layout: _Layout) -> int:
    sizes = layout.heading_sizes
    return min(sizes.index((line.size, line.bold)) + 1, 6) if (line.size, line.bold) in sizes else 2
