"""What an Ofsted letter or report says of itself: authority, type of inspection, dates and name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ingest.dates import first_date
from knowledge.readers import Block

_AUTHORITIES = (
    re.compile(
        r"(?:focused|monitoring|assurance) visit (?:to|of) (?P<name>.+?)(?:[’']s)? (?:local authority )?children[’']s"
    ),
    re.compile(r"^inspection of (?P<name>.+?)(?:[’']s)? (?:local authority )?children[’']s (?:social care )?services"),
    re.compile(r"^(?P<name>(?:london |royal )?(?:borough|city|county) of [A-Z][\w’' -]+|[A-Z][\w’' -]+ council)$"),
)  # fmt: skip
_TYPES = (
    ("focused visit", "focused visit"),
    ("monitoring visit", "monitoring visit"),
    ("assurance visit", "assurance visit"),
    ("short inspection", "short inspection"),
    ("inspection of services for children in need of help and protection", "single inspection"),
    ("joint targeted area inspection", "joint targeted area inspection"),
)
_PUBLISHED = re.compile(r"(?:report |letter |date )?published:?\s*(.{6,40})", re.IGNORECASE)
_VISITED = re.compile(
    r"(?:inspection dates?:|(?:visit|inspection)\b[^.]{0,160}?\bon|took place (?:on|from|between))\s*"
    r"(?P<dates>\d{1,2}[^.:;]{0,60}?20\d\d(?:\s*(?:to|and|–|-)\s*\d{1,2}\s\w+\s20\d\d)?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Inspection:
    """An inspection as its letter or report describes it; ``dated`` is the letter's or publication date."""

    is_letter: bool
    type: str
    authority: str
    dated: date | None
    visited: str = ""

    @property
    def title(self) -> str:
        """A title for lists of sources."""
        what = f"Ofsted {self.type} letter" if self.is_letter else f"Ofsted {self.type} report"
        whom = f": {self.authority}" if self.authority else ""
        when = f", {self.dated.day} {self.dated:%B %Y}" if self.dated else ""
        return f"{what}{whom}{when}"

    @property
    def notes(self) -> tuple[str, ...]:
        """Authority, type and dates as one note."""
        parts = (
            f"authority {self.authority}" if self.authority else "no authority was found",
            f"type {self.type}",
            f"dated {self.dated.isoformat()}" if self.dated else "no date was found",
            f"visited {self.visited}" if self.visited else "",
        )
        return (f"Inspection: {', '.join(part for part in parts if part)}.",)


def about(blocks: Sequence[Block]) -> Inspection:
    """What the first pages of a letter or report say of it."""
    opening = blocks[:40]
    text = " ".join(block.text for block in opening).replace("\n", " ")
    is_letter = any(block.text.startswith("Dear ") for block in opening)
    return Inspection(
        is_letter=is_letter,
        type=next((name for words, name in _TYPES if words in text.lower()), "inspection"),
        authority=next(_authorities(opening), ""),
        dated=_letter_date(opening) if is_letter else _published(text) or _visit_end(text),
        visited=_visited(text),
    )


def is_inspection(blocks: Sequence[Block]) -> bool:
    """Whether a document is Ofsted's own letter or report, and not one that only speaks of Ofsted."""
    opening = blocks[:40]
    text = " ".join(block.text for block in opening).lower().replace("’", "'")
    is_letter = any(block.text.startswith("Dear ") for block in opening)
    if is_letter:
        return any(name in text for name, _ in _TYPES) and ("ofsted" in text or "majesty's inspector" in text)
    return bool(re.search(r"inspection dates?:", text)) and ("ofsted" in text or "inspector" in text)


def _authorities(blocks: Sequence[Block]) -> Iterator[str]:
    for pattern in _AUTHORITIES:
        for block in blocks:
            match = re.search(pattern.pattern, " ".join(block.text.split()), re.IGNORECASE)
            if match and len(match["name"]) < 80:
                yield match["name"].strip()


def _letter_date(blocks: Sequence[Block]) -> date | None:
    """The date above the salutation, else the first in the letter."""
    before = [block for block in blocks if block.text.startswith("Dear ")][:1]
    head = blocks[: blocks.index(before[0])] if before else blocks
    return first_date(" ".join(block.text for block in head)) or first_date(" ".join(block.text for block in blocks))


def _published(text: str) -> date | None:
    match = _PUBLISHED.search(text)
    return first_date(match[1]) if match else None


def _visited(text: str) -> str:
    match = _VISITED.search(text)
    return " ".join(match["dates"].split()) if match else ""


def _visit_end(text: str) -> date | None:
    """The last day of the inspection, for a report that does not say when it was published."""
    dates = re.findall(r"\d{1,2}\s\w+\s20\d\d", _visited(text))
    return first_date(dates[-1]) if dates else None
