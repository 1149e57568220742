"""A comparison as plain text: what needs a look first."""

from collections.abc import Iterator
from textwrap import fill, shorten

from bot.comparing import Pair
from bot.render.compare_words import CLOSING, HEADINGS, TITLES, counted
from bot.render.wording import kind_name
from knowledge.plans.compare.model import Line
from knowledge.text import Span

_WIDTH, _QUOTE = 88, 150


def compare_lines(pair: Pair) -> Iterator[str]:
    """What a manager reads, one heading a state."""
    found = pair.comparison
    title, old, new = TITLES[found.kind]
    yield f"{title}: {counted(found)}"
    yield f"{old}: {pair.old_name} ({kind_name(found.old_kind)}). {new}: {pair.new_name} ({kind_name(found.new_kind)})."
    yield from (fill(f"Note: {note}", _WIDTH) for note in found.notes)
    for state, heading in HEADINGS.items():
        lines = found.having(state)
        if lines:
            yield ""
            yield f"{heading.upper()} ({len(lines)})"
        for line in lines:
            yield from _line(line, pair, old, new)
    yield ""
    yield CLOSING


def _line(line: Line, pair: Pair, old: str, new: str) -> Iterator[str]:
    """The places in both, and what to know where no place says it."""
    places = [f"{old}: {_quoted(pair.old_text, line.old)}"] if line.old else []
    places += [f"{new}: {_quoted(pair.new_text, span)}" for span in line.new]
    note = f"{line.rule} {line.note}" if line.rule else ""
    for number, said in enumerate([note, *places] if note else places or [line.note]):
        yield fill(said, _WIDTH, initial_indent="  - " if not number else "    ", subsequent_indent="    ")


def _quoted(text: str, span: Span) -> str:
    return f"“{shorten(span.of(text), _QUOTE, placeholder='...')}”"
