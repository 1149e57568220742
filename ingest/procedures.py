"""Guidance, procedures and any other document: headings, numbered paragraphs, lists and tables to sections."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.paragraphs import garbled, number_of, rejoined, runs_through
from knowledge.documents import Document, Kind, Section, Source
from knowledge.readers import Block, BlockKind, Reading

_SECTION = re.compile(
    r"(?:(?P<word>section|chapter|part|appendix|annex)\s+)?"
    r"(?P<number>\d{1,3}(?:\.\d{1,3}){0,4}|(?<=\s)[A-Z])(?:[.:)\s]|$)",
    re.IGNORECASE,
)


def read_procedure(reading: Reading, source: Source) -> Document:
    """A document's sections in reading order; every block's words are in a section's title, trail or text."""
    blocks = _under_title(rejoined(reading.blocks))
    sections = tuple(_sections(blocks, source))
    return Document(source, sections, (*reading.notes, *_notes(blocks, sections)))


def _under_title(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with a document's title above the headings that are set like it."""
    first = blocks[:2]
    both = len(first) == 2 and all(block.kind is BlockKind.HEADING for block in first)
    if not both or first[0].level != first[1].level:
        return blocks
    return (replace(first[0], level=0), *blocks[1:])


@dataclass(slots=True)
class _Open:
    """The section being gathered, under its headings."""

    headings: tuple[Block, ...] = ()
    number: str = ""
    blocks: list[Block] = field(default_factory=list)


def _sections(blocks: Sequence[Block], source: Source) -> Iterator[Section]:
    counted = runs_through(blocks)
    gathered = _Open()
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            yield from _closed(gathered, source, below=block)
            gathered = _Open(_under(gathered.headings, block))
        elif number := _own_number(block, counted=counted):
            yield from _closed(gathered, source) if gathered.blocks else ()
            gathered = _Open(gathered.headings, number, [block])
        else:
            gathered.blocks.append(block)
    yield from _closed(gathered, source)


def _own_number(block: Block, *, counted: bool) -> str:
    """The number of a paragraph that can be cited by it: 3.2.1, or 12 where numbers run through."""
    if block.kind is BlockKind.ROW:
        return ""
    number = number_of(block.text)
    return number if "." in number or counted else ""


def _under(headings: tuple[Block, ...], block: Block) -> tuple[Block, ...]:
    return (*(heading for heading in headings if heading.level < block.level), block)


def _closed(gathered: _Open, source: Source, below: Block | None = None) -> Iterator[Section]:
    """The gathered section; a heading with nothing under it stands as its own text."""
    headings = gathered.headings
    if gathered.blocks:
        yield _section(headings, gathered.number, gathered.blocks, source)
    elif headings and not (below and below.level > headings[-1].level) and not gathered.number:
        yield _section(headings, "", [headings[-1]], source)


def _section(headings: Sequence[Block], number: str, blocks: Sequence[Block], source: Source) -> Section:
    title = headings[-1].text if headings else _of_file(source)
    page = blocks[0].page
    return Section(
        locator=_locator(title, number, page),
        text=_text(blocks),
        title=title,
        trail=tuple(heading.text for heading in headings[:-1]),
        page=page,
        label=_label(source.short, _name(title, number, page)),
        status=_STATUS.get(source.kind, ""),
    )


_STATUS = {Kind.PROCEDURE: "local procedure", Kind.GUIDANCE: "guidance"}


def _of_file(source: Source) -> str:
    """What stands for a heading where there is none: the file's title, where the source has a name of its own."""
    return source.title if source.title != source.short else ""


def _label(short: str, name: str) -> str:
    return short if name == short else f"{short} {name}".strip()


def _locator(title: str, number: str, page: int | None) -> str:
    if number:
        return f"para {number}"
    match = _SECTION.match(title)
    if match:
        return f"{(match['word'] or 'section').lower()} {match['number']}"
    return f"p {page}" if page else title


def _name(title: str, number: str, page: int | None) -> str:
    """What a label says after the short name: a number, else the heading, else the page."""
    if number:
        return f"para {number}"
    match = _SECTION.match(title)
    if match and not match["word"]:
        return match["number"]
    return match[0].rstrip(".: ") if match else title or (f"p {page}" if page else "")


def _text(blocks: Sequence[Block]) -> str:
    """The blocks as text: items of one list on neighbouring lines, everything else apart."""
    pieces: list[str] = []
    for before, block in zip((None, *blocks), blocks, strict=False):
        if before is not None:
            pieces.append("\n" if block.kind is BlockKind.ITEM else "\n\n")
        pieces.append(_line(block))
    return "".join(pieces)


def _line(block: Block) -> str:
    bare = block.kind is BlockKind.ITEM and not re.match(r"[-*•●▪◦◼■]|\(?\w{1,5}[.)]|\d", block.text)
    return f"- {block.text}" if bare else block.text


def _notes(blocks: Sequence[Block], sections: Sequence[Section]) -> Iterator[str]:
    empty = [section.text for section in sections if any(_is_bare(section, block) for block in blocks)]
    if empty:
        shown = "; ".join(empty[:5]) + (" and others" if len(empty) > 5 else "")
        yield f"Nothing stands under {len(empty)} headings: {shown}."
    strange = garbled(blocks)
    if strange:
        yield f"{strange} paragraphs look garbled: check them against the file."


def _is_bare(section: Section, block: Block) -> bool:
    return block.kind is BlockKind.HEADING and block.text == section.text
