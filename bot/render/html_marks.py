"""A draft's text with every finding's place marked; places may overlap and may cross lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from knowledge.plans.model import Severity
from knowledge.plans.report import Finding
from knowledge.text import Span, trimmed

_WORST = tuple(Severity)


_SHORT, _AROUND = 25, 70


@dataclass(frozen=True, slots=True)
class Mark:
    """One place: the number of its finding in the report, its id on the page, its severity and its span."""

    number: int
    id: str
    severity: Severity
    span: Span


def marks_of(groups: Sequence[Sequence[Finding]], text: str) -> tuple[Mark, ...]:
    """The places of findings that were grouped and numbered as they are listed."""
    return tuple(
        Mark(number, place_id(number, part), one.severity, trimmed(text, one.span))
        for number, group in enumerate(groups, start=1)
        for part, one in enumerate(group, start=1)
        if one.span
    )


def place_id(number: int, part: int) -> str:
    """The id of a finding's place in the marked draft."""
    return f"place-{number}-{part}"


def in_context(text: str, span: Span) -> str:
    """The words of a place as HTML; a few words are shown within their line."""
    words = " ".join(span.of(text).split())
    if not words or len(words) > _SHORT:
        return escape(words or "an empty place")
    line_end = text.find("\n", span.end)
    before = text[text.rfind("\n", 0, span.start) + 1 : span.start].lstrip(" -")
    after = text[span.end : line_end if line_end >= 0 else len(text)].rstrip()
    return f"{escape(_cut_before(before))}<mark>{escape(words)}</mark>{escape(_cut_after(after))}"


def _cut_before(words: str) -> str:
    return words if len(words) <= _AROUND else f"… {words[-_AROUND:].partition(' ')[2]}"


def _cut_after(words: str) -> str:
    return words if len(words) <= _AROUND else f"{words[:_AROUND].rpartition(' ')[0]} …"


def marked(text: str, marks: Sequence[Mark]) -> Iterator[str]:
    """The text as paragraphs of HTML, everything escaped."""
    start = 0
    for line in text.split("\n"):
        span = Span(start, start + len(line))
        start = span.end + 1
        if line.strip():
            here = [mark for mark in marks if mark.span.start <= span.end and span.start <= mark.span.end]
            yield f"<p>{''.join(_line(text, span, here))}</p>"


def _line(text: str, line: Span, marks: Sequence[Mark]) -> Iterator[str]:
    cuts = {line.start, line.end}
    for mark in marks:
        cuts |= {max(mark.span.start, line.start), min(mark.span.end, line.end)}
    start = line.start
    for end in sorted(cuts):
        piece = Span(start, end)
        yield _piece(piece.of(text), [mark for mark in marks if mark.span.overlaps(piece)])
        yield from (_reference(mark) for mark in marks if mark.span.end == end)
        start = end


def _piece(words: str, marks: Sequence[Mark]) -> str:
    if not words or not marks:
        return escape(words)
    worst = min((mark.severity for mark in marks), key=_WORST.index)
    return f'<mark class="{worst.value}">{escape(words)}</mark>'


def _reference(mark: Mark) -> str:
    number, severity = mark.number, mark.severity.value
    return (
        f'<a class="reference" id="{mark.id}" href="#finding-{number}"'
        f' aria-label="Finding {number}, {severity}">{number}</a>'
    )
