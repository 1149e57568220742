"""Ofsted's long inspection reports to numbered paragraphs, or to pages where nothing is numbered."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.paragraphs import number_of
from knowledge.documents import Section
from knowledge.readers import Block, BlockKind

STATUS, CONFIRMED = "inspection finding", "official report"
_MAIN = re.compile(
    r"the experiences and progress|the experiences of|leadership, management|the impact of leaders|"
    r"the local safeguarding children board|the local authority$|information about this inspection|"
    r"annex|overall effectiveness",
    re.IGNORECASE,
)
_GRADED = re.compile(r"the graded judgement", re.IGNORECASE)
_BACK_MATTER = re.compile(
    r"the office for standards in education|any complaints about the inspection|"
    r"if you would like a copy of this document",
    re.IGNORECASE,
)
_LEAST_NUMBERED = 8
# Less than this is a scrap of a cover page's layout.
_LEAST_WORDS = 3


@dataclass(slots=True)
class _Place:
    """Where the reading is: the main heading, the nearest heading and the paragraph being gathered."""

    main: str = ""
    heading: str = ""
    number: str = ""
    blocks: list[Block] = field(default_factory=list)

    @property
    def page(self) -> int | None:
        return self.blocks[0].page


def report_sections(blocks: Sequence[Block], short: str) -> Iterator[Section]:
    """The sections of a report: ``para 12`` where paragraphs are numbered, else ``p 4`` by heading and page."""
    kept = tuple(_without_furniture(blocks))
    numbers = _numbers(kept)
    place = _Place()
    for index, block in enumerate(kept):
        if _is_heading(block) or index in numbers or _turns_page(place, block):
            yield from _closed(place, short)
            place = _next(place, block, numbers.get(index, ""))
        if not _is_heading(block):
            place.blocks.append(block)
    yield from _closed(place, short)


def _without_furniture(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks without the contents page and the publisher's notices at the end."""
    contents: int | None = None
    for block in blocks:
        if _BACK_MATTER.match(block.text) and block.page and block.page > 2:
            return
        if block.text.strip().lower() == "contents":
            contents = block.page or 0
        elif contents is None or block.page != contents:
            yield block


def _numbers(blocks: Sequence[Block]) -> dict[int, str]:
    """Where the numbered paragraphs are: the longest count 1, 2, 3 and on; none if it is short."""
    best: dict[int, str] = {}
    current: dict[int, str] = {}
    for index, block in enumerate(blocks):
        number = number_of(block.text) if block.kind is BlockKind.ITEM else ""
        if number == "1":
            current = {index: number}
        elif number.isdigit() and int(number) == len(current) + 1:
            current[index] = number
        best = max(best, current, key=len)
    return dict(best) if len(best) >= _LEAST_NUMBERED else {}


def _is_heading(block: Block) -> bool:
    """A heading by its type, a main heading in a box with its judgement, or a graded judgement."""
    boxed = block.kind is BlockKind.ROW and block.page != 1 and bool(_MAIN.match(block.text))
    return block.kind is BlockKind.HEADING or boxed or bool(_GRADED.match(block.text))


def _turns_page(place: _Place, block: Block) -> bool:
    """Loose paragraphs are cited by page, so that each page is a section; numbered ones are not cut."""
    return bool(place.blocks) and not place.number and place.page != block.page


def _next(place: _Place, block: Block, number: str) -> _Place:
    if not _is_heading(block):
        return _Place(place.main, place.heading, number)
    heading = block.text.replace(" | ", ": ")
    is_main = bool(_MAIN.match(heading))
    return _Place(heading if is_main else place.main, "" if is_main else heading)


def _closed(place: _Place, short: str) -> Iterator[Section]:
    if sum(len(block.text.split()) for block in place.blocks) < _LEAST_WORDS:
        return
    page = place.page
    locator = f"para {place.number}" if place.number else f"p {page}" if page else place.heading or place.main
    yield Section(
        locator=locator,
        text=_text(place.blocks),
        title=place.heading or place.main,
        trail=(place.main,) if place.main and place.heading else (),
        page=page,
        label=f"{short} {locator}".strip(),
        status=STATUS,
        confirmed=CONFIRMED,
    )


def _text(blocks: Sequence[Block]) -> str:
    pieces = [blocks[0].text]
    for block in blocks[1:]:
        pieces.append("\n" if block.kind is BlockKind.ITEM else "\n\n")
        pieces.append(block.text)
    return "".join(pieces)
