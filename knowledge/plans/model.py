"""The records that flow through the plan checker: a plan, what it says, and the rules asked of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from knowledge.plans.guess import View
from knowledge.text import Span

if TYPE_CHECKING:
    import numpy as np

    from knowledge.plans.readings import Readings


class DocType(StrEnum):
    """What kind of written work a draft is."""

    CHILD_PROTECTION_PLAN = "child_protection_plan"
    CHILD_IN_NEED_PLAN = "child_in_need_plan"
    CORE_GROUP_MINUTES = "core_group_minutes"
    LETTER_BEFORE_PROCEEDINGS = "letter_before_proceedings"
    PRE_PROCEEDINGS_MINUTE = "pre_proceedings_minute"
    SUPERVISION_RECORD = "supervision_record"
    REGULATION_24_DECISION = "regulation_24_decision"
    PRIVATE_FOSTERING_ASSESSMENT = "private_fostering_assessment"
    UNKNOWN = "unknown"


class Severity(StrEnum):
    """How much a finding matters to a child."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Topic(StrEnum):
    """What a section of a draft is about, read from its heading."""

    WORRIES = "worries"
    STRENGTHS = "strengths"
    ACTIONS = "actions"
    OUTCOMES = "outcomes"
    CONTINGENCY = "contingency"
    VOICE = "voice"
    PARENT_VIEWS = "parent_views"
    VISITS = "visits"
    REVIEWS = "reviews"
    HISTORY = "history"
    IDENTITY = "identity"
    UPDATE = "update"
    PREVIOUS = "previous"
    DECISION = "decision"
    REFLECTION = "reflection"
    SUPPORT = "support"
    ADMIN = "admin"
    OTHER = "other"


class Column(StrEnum):
    """What a table column or a labelled line holds."""

    TEXT = "text"
    WORRY = "worry"
    STRENGTH = "strength"
    ACTION = "action"
    OWNER = "owner"
    WHEN = "when"
    MEASURE = "measure"
    PROGRESS = "progress"
    CONTINGENCY = "contingency"
    VOICE = "voice"
    OTHER = "other"


class Role(StrEnum):
    """What one statement does in the draft."""

    WORRY = "worry"
    HISTORY = "history"
    STRENGTH = "strength"
    ACTION = "action"
    OUTCOME = "outcome"
    CONTINGENCY = "contingency"
    VOICE = "voice"
    VISIT = "visit"
    REVIEW = "review"
    ADMIN = "admin"
    NARRATIVE = "narrative"


class Quality(StrEnum):
    """How well an action is timed."""

    SPECIFIC = "specific"
    VAGUE = "vague"
    MISSING = "missing"
    PAST = "past"
    RECURRING_OK = "recurring_ok"


TIMED = frozenset({Quality.SPECIFIC, Quality.RECURRING_OK})


class Ownership(StrEnum):
    """Whether an action belongs to somebody, to a crowd, or to nobody."""

    NAMED = "named"
    GROUP = "group"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the draft under one heading."""

    heading: str
    topic: Topic
    span: Span
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell or labelled value; its span may be empty."""

    column: Column
    span: Span


@dataclass(frozen=True, slots=True)
class Entry:
    """One paragraph, list item or table row, in its section."""

    span: Span
    section: int
    listed: bool = False
    table: int | None = None
    cells: tuple[Cell, ...] = ()

    def cell(self, column: Column) -> Cell | None:
        """The first cell of that column."""
        return next((cell for cell in self.cells if cell.column is column), None)


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence, list item or table cell, with the part it plays."""

    span: Span
    role: Role
    section: int
    entry: int
    column: Column = Column.TEXT
    settled: bool = False


@dataclass(frozen=True, slots=True)
class When:
    """A date found in a draft; ``day`` is None where the date cannot exist."""

    span: Span
    day: date | None


@dataclass(frozen=True, slots=True)
class Timescale:
    """The words that time an action, and how good they are."""

    quality: Quality
    span: Span | None = None
    due: date | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """Something that somebody is asked to do."""

    span: Span
    owner: str | None
    ownership: Ownership
    timescale: str | None
    timescale_quality: Quality
    measurable: bool
    timing: Timescale
    statement: int
    measure: Span | None = None
    done: bool = False
    categories: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Risk:
    """A worry about a child, its category and the actions that answer it, the one that most plainly does first."""

    category: str
    span: Span
    addressed: bool
    statement: int
    answers: tuple[int, ...] = ()
    cue: Span | None = None
    chance: float = 0.0


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The intervals a council sets for itself; the figures are samples, not law."""

    visit_working_days: int = 10
    core_group_weeks: int = 6
    first_core_group_working_days: int = 10
    supervision_weeks: int = 6
    most_actions: int = 15
    most_actions_one_person: int = 10


@dataclass(frozen=True, slots=True)
class Plan:
    """A draft that has been read: every span points into ``text``.

    ``vectors`` are the embeddings of the statements and ``tuned`` what the layers that learnt from drafts make of them,
    also with the cells of their row that say who and when.
    ``faint_risks`` and ``faint_actions`` are statements that the judges hardly take for one: they are shown where a
    check of them is upheld.
    """

    kind: DocType
    text: str
    plain: str
    reference_date: date | None
    sections: tuple[Section, ...]
    entries: tuple[Entry, ...]
    statements: tuple[Statement, ...]
    readings: "Readings" = field(compare=False, repr=False)
    dates: tuple[When, ...] = ()
    actions: tuple[Action, ...] = ()
    risks: tuple[Risk, ...] = ()
    faint_risks: tuple[Risk, ...] = ()
    faint_actions: tuple[Action, ...] = ()
    thresholds: Thresholds = field(default_factory=Thresholds)
    own_words: tuple[tuple[str, tuple[str, ...]], ...] = ()
    views: tuple[View, ...] = ()
    vectors: "np.ndarray | None" = field(default=None, compare=False, repr=False)
    tuned: "np.ndarray | None" = field(default=None, compare=False, repr=False)
    tuned_with_cells: "np.ndarray | None" = field(default=None, compare=False, repr=False)
    facts: tuple[Mapping[str, float], ...] = field(default=(), compare=False, repr=False)

    def words(self, span: Span) -> str:
        """The span in lower case with plain quotes and single-line spacing, same length."""
        return self.plain[span.start : span.end]

    def additions(self, words: str) -> tuple[str, ...]:
        """The council's additions to one word list."""
        return dict(self.own_words).get(words, ())

    def topic(self, statement: Statement) -> Topic:
        """The topic of the section that a statement stands in."""
        return self.sections[statement.section].topic

    def having(self, *roles: Role) -> tuple[Statement, ...]:
        """The statements that play one of these parts."""
        return tuple(one for one in self.statements if one.role in roles)

    def section_text(self, *topics: Topic) -> str:
        """The plain text of every section on these topics, joined."""
        return " ".join(self.words(one.span) for one in self.sections if one.topic in topics)


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule hands back: a place, or None for the whole document, and one sentence.

    ``fired`` is False where the rule's own words say nothing is wrong and the learnt verdict is asked all the same;
    ``settled`` is True where a council's own choice decides and the verdict is not asked.
    """

    span: Span | None
    message: str
    severity: Severity | None = None
    fired: bool = True
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One check and its documentation."""

    id: str
    name: str
    severity: Severity
    what: str
    why: tuple[str, ...]
    weak: str
    better: str
    applies_to: frozenset[DocType]
    check: Callable[[Plan], Iterator[Found]]
