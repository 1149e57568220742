"""One file's bytes to a document: which parser reads it, and what it says about itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ingest.dates import first_date, first_month
from ingest.inspections import Inspection, about, is_inspection
from ingest.legislation import is_legislation, read_enactment, read_legislation
from ingest.letters import read_inspection
from ingest.procedures import read_procedure
from ingest.replacing import short_of
from knowledge.digest import digest_of, is_digest
from knowledge.documents import Document, Kind, Source
from knowledge.errors import SourceError
from knowledge.readers import BlockKind, Reading, read_bytes

_UNLIKE_LAW = (
    "It is not laid out as legislation.gov.uk lays out law, so it is cited by heading and page, not by provision."
)
_CONTENTS = re.compile(r"(?:table of )?contents", re.IGNORECASE)
_ISSUED = re.compile(
    r"\b(?:published|updated|issued|approved|agreed|effective|version|dated?|reviewed|revised)\b", re.IGNORECASE
)
_NEXT_REVIEW = re.compile(r"\bnext review|review (?:due|date|by)\b|due for review", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Description:
    """What a document says about itself; ``as_at`` is None where no date was found.

    ``part`` names the provisions of a file that holds only a part of an enactment.
    """

    kind: Kind
    title: str
    short: str
    as_at: date | None
    part: str = ""


def parse(data: bytes, name: str, source: Source) -> Document:
    """A file as a document with its sections; raises ``SourceError`` when it cannot be read or trusted."""
    digest = _digest(data, Path(name))
    if digest is not None:
        return _under(digest, source)
    if is_legislation(data):
        return read_legislation(data, name, source)
    if _is_xml(data):
        raise SourceError(f"{name} is XML of a kind that is not known.", "Give legislation.gov.uk's XML, or a page.")
    reading = read_bytes(data, name)
    if source.kind is Kind.INSPECTION:
        return read_inspection(reading, source)
    document = read_procedure(reading, source)
    return replace(document, notes=(*document.notes, _UNLIKE_LAW)) if source.kind is Kind.LEGISLATION else document


def describe(data: bytes, name: str, kind: Kind | None) -> Description:
    """Kind, title, short name and date as the file itself gives them; ``kind`` overrules the guess."""
    digest = _digest(data, Path(name))
    if digest is not None:
        source = digest.source
        return Description(kind or source.kind, source.title, source.short, source.as_at)
    if is_legislation(data):
        return _of_legislation(data, name)
    return _of_reading(read_bytes(data, name), name, kind)


def short_by_itself(data: bytes, name: str, otherwise: date) -> str:
    """The short name that an inspection's own words give it; ``otherwise`` dates one without a date."""
    digest = _digest(data, Path(name))
    return digest.source.short if digest else short_of(about(read_bytes(data, name).blocks), otherwise)


def _digest(data: bytes, path: Path) -> Document | None:
    text = data.decode("utf-8-sig", errors="replace") if data.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"---") else ""
    return digest_of(text, path) if is_digest(text) else None


def _under(digest: Document, source: Source) -> Document:
    """A digest under the id, owner and sign-off of the source list."""
    own = digest.source
    kept = replace(
        own,
        id=source.id,
        owner=source.owner or own.owner,
        review_due=source.review_due or own.review_due,
        signed_off_by=source.signed_off_by or own.signed_off_by,
        signed_off_on=source.signed_off_on or own.signed_off_on,
        address=source.address,
    )
    return replace(digest, source=kept)


def _is_xml(data: bytes) -> bool:
    head = data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    return head.startswith(b"<?xml") and b"<html" not in data[:2000].lower()


def _of_legislation(data: bytes, name: str) -> Description:
    enactment = read_enactment(data, name)
    instrument = enactment.instrument
    dates = [provision.as_at for provision in enactment.provisions if provision.as_at]
    title = instrument.title or instrument.short or _stem(name)
    return Description(
        Kind.LEGISLATION, title, instrument.short or title, max(dates, default=None), part=enactment.part
    )


def _of_reading(reading: Reading, name: str, kind: Kind | None) -> Description:
    if kind is Kind.INSPECTION or (kind is None and is_inspection(reading.blocks)):
        return _of_inspection(about(reading.blocks))
    headings = (block.text for block in reading.blocks if block.kind is BlockKind.HEADING)
    title = next((heading for heading in headings if not _CONTENTS.fullmatch(heading)), "") or _stem(name)
    opening = [block.text for block in reading.blocks[:40]]
    guessed = Kind.GUIDANCE if _is_guidance(opening) else Kind.PROCEDURE
    return Description(kind or guessed, title, title, _issued(opening))


def _is_guidance(opening: Sequence[str]) -> bool:
    """Whether government itself speaks: a council's procedure that cites statutory guidance is none."""
    text = " ".join(opening[:12]).lower()
    return "statutory guidance" in text and bool(re.search(r"department for education|hm government", text))


def _issued(lines: Sequence[str]) -> date | None:
    """The date of issue: one that says so, else the first that is not the date of the next review."""
    current = [_NEXT_REVIEW.split(line)[0] for line in lines]
    telling = [line[match.start() :] for line in current if (match := _ISSUED.search(line))]
    found = (first_date(line) or first_month(line) for line in (*telling, *current))
    return next((day for day in found if day is not None), None)


def _of_inspection(inspection: Inspection) -> Description:
    short = short_of(inspection, inspection.dated) if inspection.dated else ""
    return Description(Kind.INSPECTION, inspection.title, short, inspection.dated)


def _stem(name: str) -> str:
    return Path(name).stem.replace("-", " ").replace("_", " ")
