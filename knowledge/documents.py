"""Sources, documents, passages and citations, with ids made from the thing's own address."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum

# Stands in the id of a pinpoint between the passage that holds its words and the rest: ``reg-24-2~b``.
INSIDE = "~"
DIGEST_NOTICE = "our summary, not the official wording"
NO_LICENCE = "Not recorded"
SAMPLE_NOTICE = "SAMPLE procedure: your council has not adopted it"


class Kind(StrEnum):
    """What sort of document a source is; it decides how the source is parsed."""

    LEGISLATION = "legislation"
    GUIDANCE = "guidance"
    INSPECTION = "inspection"
    PROCEDURE = "procedure"


class Authority(StrEnum):
    """What weight a text carries, strongest first."""

    STATUTE = "statute"
    STATUTORY_GUIDANCE = "statutory_guidance"
    LOCAL_PROCEDURE = "local_procedure"
    INSPECTION = "inspection"
    GOOD_PRACTICE = "good_practice"

    @property
    def heading(self) -> str:
        """The words a reader sees above texts of this weight."""
        return _HEADINGS[self]


_HEADINGS = {
    Authority.STATUTE: "Law",
    Authority.STATUTORY_GUIDANCE: "Statutory guidance",
    Authority.LOCAL_PROCEDURE: "Local procedure",
    Authority.INSPECTION: "Inspection finding",
    Authority.GOOD_PRACTICE: "Good practice, not law",
}
AUTHORITY_OF_KIND = {
    Kind.LEGISLATION: Authority.STATUTE,
    Kind.GUIDANCE: Authority.STATUTORY_GUIDANCE,
    Kind.INSPECTION: Authority.INSPECTION,
    Kind.PROCEDURE: Authority.LOCAL_PROCEDURE,
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a text comes from and who answers for it."""

    id: str
    title: str
    short: str
    kind: Kind
    authority: Authority
    as_at: date
    url: str = ""
    licence: str = ""
    owner: str = ""
    review_due: date | None = None
    signed_off_by: str = ""
    signed_off_on: date | None = None
    jurisdiction: str = "England"
    digest: bool = False
    sample: bool = False
    address: str = ""

    def overdue(self, today: date) -> bool:
        """Whether the review date has passed."""
        return self.review_due is not None and self.review_due < today

    @property
    def needs_sign_off(self) -> bool:
        """Whether the council answers for the words: law and letters are signed by who publishes them."""
        return self.authority is Authority.LOCAL_PROCEDURE and not self.sample

    def flags(self, today: date) -> tuple[str, ...]:
        """What is missing or out of date in the keeping of a source, in the words of its citations."""
        found = (
            f"REVIEW OVERDUE since {self.review_due}" if self.overdue(today) else "",
            "not signed off" if self.needs_sign_off and not self.signed_off_by else "",
            "licence not recorded" if self.licence in {"", NO_LICENCE} else "",
        )
        return tuple(flag for flag in found if flag)


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """A part of a section with its lead-in, such as ``reg 24(2)(b)`` within ``reg 24(2)``."""

    locator: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One addressable part of a document, before splitting, with the pinpoints inside it that can be cited alone."""

    locator: str
    text: str
    title: str = ""
    trail: tuple[str, ...] = ()
    page: int | None = None
    label: str = ""
    id: str = ""
    status: str = ""
    confirmed: str = ""
    as_at: date | None = None
    url: str = ""
    theme: str = ""
    applies_to: str = ""
    depends: str = ""
    questions: tuple[str, ...] = ()
    pinpoints: tuple[Pinpoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A source with its sections in reading order, and notes on what could not be read."""

    source: Source
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text that can be found and quoted, with its pinpoint."""

    id: str
    source_id: str
    label: str
    locator: str
    text: str
    title: str = ""
    trail: tuple[str, ...] = ()
    page: int | None = None
    status: str = ""
    confirmed: str = ""
    as_at: date | None = None
    url: str = ""
    theme: str = ""
    applies_to: str = ""
    depends: str = ""
    questions: tuple[str, ...] = field(default=())

    @property
    def within(self) -> str:
        """The id of the passage that holds these words, for a pinpoint that is found only by its citation."""
        holder, inside, _ = self.id.partition(INSIDE)
        return holder if inside else ""

    @property
    def heading(self) -> str:
        """The heading trail as one line, for search and for readers."""
        return " > ".join((*self.trail, self.title) if self.title else self.trail)

    @property
    def search_text(self) -> str:
        """The words that stand for the passage in both rankings."""
        return f"{self.label} {self.locator}. {self.heading}\n{self.text}"


def slug(words: str) -> str:
    """Lower-case words joined by hyphens, for use in ids."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def version_id(document: Document, passages: Iterable[Passage]) -> str:
    """A fingerprint of a source and everything read from it: 16 hexadecimal digits."""
    content = [asdict(document.source), *(asdict(passage) for passage in passages)]
    canonical = json.dumps(content, default=str, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def snapshot_id(versions: Iterable[str], model: str) -> str:
    """A name for one state of the index: the same texts and model give the same name."""
    canonical = "\n".join((model, *sorted(versions)))
    return hashlib.sha256(canonical.encode()).hexdigest()[:12]
