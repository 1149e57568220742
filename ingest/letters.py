"""Ofsted's letters to sections with codes: H heading, O overview, I improve, F findings, C close."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.inspections import Inspection, about
from ingest.paragraphs import rejoined, without_bullet
from ingest.replacing import is_digests, short_of
from ingest.reports import report_sections
from knowledge.documents import Document, Section, Source
from knowledge.readers import Block, BlockKind, Reading

STATUS, CONFIRMED = "inspection finding", "official letter"
# The headings that Ofsted has used in its letters, and the code of what stands under each.
_PARTS = (
    ("I", re.compile(r"(?:what needs to improve|areas? for improvement|the areas for improvement)\b.*", re.IGNORECASE)),
    ("P", re.compile(r"areas? for priority action.*", re.IGNORECASE)),
    ("F", re.compile(r"(?:main |key )?findings.*|(?:findings and )?evaluation of progress.*", re.IGNORECASE)),
    ("O", re.compile(r"overview.*|headline findings.*", re.IGNORECASE)),
)
_CLOSE = re.compile(r"ofsted will take|i am copying this letter|yours (?:sincerely|faithfully)", re.IGNORECASE)
_LONGEST_HEADING = 15


@dataclass(frozen=True, slots=True)
class _Part:
    """One coded piece of a letter: its words, the heading it stands under, and its page."""

    code: str
    heading: str
    text: str
    page: int | None


def read_inspection(reading: Reading, source: Source) -> Document:
    """An inspection letter or report as sections that can be cited by code, paragraph or page."""
    blocks = rejoined(reading.blocks)
    inspection = about(blocks)
    known = replace(source, short=_short(inspection, source), as_at=inspection.dated or source.as_at)
    sections = _letter(blocks, known.short) if inspection.is_letter else report_sections(blocks, known.short)
    return Document(known, tuple(sections), (*reading.notes, *inspection.notes))


def _short(inspection: Inspection, source: Source) -> str:
    """The name that was given, unless it is the one of a digest of another inspection."""
    own = short_of(inspection, source.as_at)
    return own if source.short in {"", source.title} or is_digests(source.short) else source.short


def _letter(blocks: Sequence[Block], short: str) -> Iterator[Section]:
    for part in _numbered(_parts(_from_date(blocks))):
        yield Section(
            locator=part.code,
            text=part.text,
            title=part.heading,
            page=part.page,
            label=f"{short} {part.code}",
            status=STATUS,
            confirmed=CONFIRMED,
        )


def _from_date(blocks: Sequence[Block]) -> Sequence[Block]:
    """The letter without the sender's address, which stands above the date."""
    for place, block in enumerate(blocks[:15]):
        if re.match(r"\d{1,2}\s+[A-Z][a-z]+\s+20\d\d\b", block.text):
            return blocks[place:]
    return blocks


def _parts(blocks: Sequence[Block]) -> Iterator[_Part]:
    """Every paragraph with the letter of its part; what stands before the first heading is H."""
    code, heading = "H", "Letter"
    for block in blocks:
        found = _code_of(block)
        if code in {"F", "I", "P", "O"} and _CLOSE.match(block.text):
            code, heading = "C", "Close"
        elif found:
            code, heading = found, _bare(block)
            continue
        elif code not in {"H", "C"} and _is_subheading(block):
            heading = block.text
            continue
        yield _Part(code, heading, without_bullet(block.text), block.page)


def _code_of(block: Block) -> str:
    words = _bare(block)
    if len(words.split()) > _LONGEST_HEADING or words.endswith("."):
        return ""
    return next((code for code, pattern in _PARTS if pattern.fullmatch(words)), "")


def _is_subheading(block: Block) -> bool:
    """A heading by its type, or a short line without a stop where the file has no types."""
    words = _bare(block)
    short = block.kind is BlockKind.PARAGRAPH and len(words.split()) <= _LONGEST_HEADING and words[:1].isupper()
    return block.kind is BlockKind.HEADING or (short and words[-1:] not in ".,;:!?”)")


def _bare(block: Block) -> str:
    """A heading's words without the marks of bold type."""
    return block.text.strip("*_# \n")


def _numbered(parts: Iterator[_Part]) -> Iterator[_Part]:
    """H and C once each, with all their words; the other parts numbered paragraph by paragraph."""
    counts: dict[str, int] = {}
    whole: dict[str, list[_Part]] = {"H": [], "C": []}
    numbered = []
    for part in parts:
        if part.code in whole:
            whole[part.code].append(part)
            continue
        counts[part.code] = counts.get(part.code, 0) + 1
        numbered.append(replace(part, code=f"{part.code}{counts[part.code]}"))
    yield from (*_together(whole["H"]), *numbered, *_together(whole["C"]))


def _together(parts: Sequence[_Part]) -> Iterator[_Part]:
    if parts:
        yield replace(parts[0], text="\n\n".join(part.text for part in parts))
