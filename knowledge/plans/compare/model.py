"""The records of a comparison: which pair it is, and one line for each thing that was looked for."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.plans.model import DocType
from knowledge.text import Span


class PairKind(StrEnum):
    """What two documents are to each other; the older one is named first."""

    PROGRESS = "progress"
    SUPERVISION = "supervision"
    ASSESSMENT = "assessment"
    DRAFTS = "drafts"


class State(StrEnum):
    """What became of one action, worry or finding."""

    NOT_MENTIONED = "not_mentioned"
    ACTIVITY_ONLY = "activity_only"
    EVIDENCE = "evidence"
    DROPPED = "dropped"
    REPEATED = "repeated"
    UNDATED = "undated"
    DONE = "done"
    ONLY_ASSESSMENT = "only_assessment"
    ONLY_PLAN = "only_plan"
    IN_BOTH = "in_both"
    STILL_OPEN = "still_open"
    NEW = "new"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing looked for: its place in the older text, its places in the newer one, and what to know."""

    state: State
    old: Span | None = None
    new: tuple[Span, ...] = ()
    note: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that comparing two documents says."""

    kind: PairKind
    old_kind: DocType
    new_kind: DocType
    lines: tuple[Line, ...]
    notes: tuple[str, ...]

    def having(self, state: State) -> tuple[Line, ...]:
        """The lines in one state, in the order of the texts."""
        return tuple(line for line in self.lines if line.state is state)
