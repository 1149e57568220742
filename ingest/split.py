"""Documents to passages: short enough to be embedded whole, without losing a character."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from knowledge.documents import INSIDE, Document, Passage, Pinpoint, Section, slug
from knowledge.text import Span, sentences

# About 190 word pieces: below the model's 256 with room for the label and heading trail.
LIMIT = 850


def split(document: Document) -> tuple[Passage, ...]:
    """The passages of a document in reading order, with ids that are unique within it."""
    return tuple(_with_unique_ids(document))


def tiles(text: str, limit: int = LIMIT) -> tuple[Span, ...]:
    """Spans that cover the text end to end, each at most ``limit`` characters unless one word is longer."""
    if len(text) <= limit:
        return (Span(0, len(text)),) if text else ()
    return tuple(_tiles(text, limit))


def _with_unique_ids(document: Document) -> Iterator[Passage]:
    seen: Counter[str] = Counter()
    for section in document.sections:
        whole = tuple(_unique(passage, seen) for passage in _of_section(document, section))
        yield from whole
        if len(whole) == 1:
            yield from (_unique(_inside(whole[0], pinpoint), seen) for pinpoint in section.pinpoints)


def _of_section(document: Document, section: Section) -> Iterator[Passage]:
    spans = tiles(section.text)
    for number, span in enumerate(spans, start=1):
        part = number if len(spans) > 1 else 0
        yield _passage(document, section, span.of(section.text), part)


def _inside(whole: Passage, pinpoint: Pinpoint) -> Passage:
    """A pinpoint as a passage of its own; its id starts with that of the passage that holds its words."""
    name = f"{whole.id}{INSIDE}{slug(pinpoint.locator.removeprefix(whole.locator))}"
    return replace(whole, id=name, locator=pinpoint.locator, text=pinpoint.text, questions=())


def _unique(passage: Passage, seen: Counter[str]) -> Passage:
    seen[passage.id] += 1
    times = seen[passage.id]
    return passage if times == 1 else replace(passage, id=f"{passage.id}-again-{times}")


def _passage(document: Document, section: Section, text: str, part: int) -> Passage:
    source = document.source
    name = section.id or f"{source.id}-{slug(section.locator or section.title) or 'text'}"
    return Passage(
        id=f"{name}-part-{part}" if part else name,
        source_id=source.id,
        label=section.label or source.short,
        locator=section.locator,
        text=text,
        title=section.title,
        trail=section.trail,
        page=section.page,
        status=section.status,
        confirmed=section.confirmed,
        as_at=section.as_at or source.as_at,
        url=section.url or source.url,
        theme=section.theme,
        applies_to=section.applies_to,
        depends=section.depends,
        questions=section.questions if part <= 1 else (),
    )


def _tiles(text: str, limit: int) -> Iterator[Span]:
    start = 0
    while len(text) - start > limit:
        end = _cut(text, start, limit)
        yield Span(start, end)
        start = end
    if start < len(text):
        yield Span(start, len(text))


def _cut(text: str, start: int, limit: int) -> int:
    """The best place to cut: after a sentence, else after a word, else at the limit."""
    window = text[start : start + limit]
    ends = [span.end for span in sentences(window)[:-1] if span.end > limit // 3]
    if ends:
        return _past_spaces(text, start + ends[-1])
    space = max(window.rfind(" "), window.rfind("\n"))
    return start + space + 1 if space > 0 else start + limit


def _past_spaces(text: str, place: int) -> int:
    while place < len(text) and text[place].isspace():
        place += 1
    return place
