"""A draft's text with every finding's place marked; places may overlap and may cross lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from knowledge.plans.model import Finding, Severity
from knowledge.text import Span, trimmed

_WORST = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Mark:
    """One finding's number in the report, its severity and its place."""

    number: int
    severity: Severity
    span: Span


def marks_of(findings: Sequence[Finding], text: str) -> tuple[Mark, ...]:
    """The findings that have a place in the text, numbered as they are listed."""
    numbered = enumerate(findings, start=1)
    return tuple(Mark(number, one.severity, trimmed(text, one.span)) for number, one in numbered if one.span)


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
        f'<a class="reference" id="place-{number}" href="#finding-{number}"'
        f' aria-label="Finding {number}, {severity}">{number}</a>'
    )
