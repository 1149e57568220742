"""The records of a training scenario: a fictional draft, its answer key and what to learn from it."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from knowledge.areas import place_of
from knowledge.plans.model import DocType
from knowledge.text import Span


class Level(StrEnum):
    """How hard a scenario is."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class Quality(StrEnum):
    """How good the draft is as a piece of written work."""

    GOOD = "good"
    MIXED = "mixed"
    POOR = "poor"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is wrong with a draft; ``span`` is None for what is missing from the whole document."""

    rule: str
    span: Span | None
    say: str
    better: str

    @property
    def theme(self) -> str:
        """The teaching theme of the gap."""
        return place_of(self.rule).theme

    @property
    def sources(self) -> tuple[str, str, str]:
        """The duty, the letter's finding and the local procedure behind the gap."""
        return place_of(self.rule).sources


@dataclass(frozen=True, slots=True)
class Scenario:
    """A fictional draft and its answer key. ``arguable`` gaps count neither for nor against a learner."""

    id: str
    title: str
    kind: DocType
    level: Level
    quality: Quality
    themes: tuple[str, ...]
    day: date | None
    text: str = field(repr=False)
    gaps: tuple[Gap, ...]
    arguable: tuple[Gap, ...]
    keep: tuple[Span, ...]
    learning: tuple[str, ...]
    questions: tuple[str, ...]
    cites: tuple[str, ...]
    family: str = ""
    series: str = ""
    claimed_grade: str = ""

    @property
    def digest(self) -> str:
        """A fingerprint of the draft and its key: the same round can only be compared over the same scenario."""
        key = "\n".join(f"{gap.rule} {gap.span}" for gap in self.gaps)
        return hashlib.sha256(f"{self.text}\n{key}".encode()).hexdigest()[:16]

    @property
    def rules(self) -> frozenset[str]:
        """The rules of the answer key."""
        return frozenset(gap.rule for gap in self.gaps)
