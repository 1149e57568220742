"""What the learnt part makes of each statement, and where it overrules the first reading."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from knowledge.plans.guess import Guess, View
from knowledge.plans.learnt import Embed, classifier
from knowledge.plans.lexicon import pattern, plain
from knowledge.plans.model import Column, Entry, Role, Section, Statement, Topic
from knowledge.plans.readings import Readings

if TYPE_CHECKING:
    import numpy as np

# A part that the first reading took from a heading or a list is given up only against these certainties,
# chosen on the training sentences so that nine in ten changes are right.
_SURE = 0.6
_VIEWED = ("roles", "risks", "signs", "marked")
# More statements than any labelled draft holds.
_LONG = 400
_VERY_SURE = 0.75
_UNLIKELY = 0.2
_TAKEN_UP = frozenset({Topic.OTHER, Topic.ACTIONS, Topic.UPDATE, Topic.PREVIOUS, Topic.SUPPORT, Topic.DECISION})
_PROMISE = re.compile(r"[A-Z][\w'’ ()-]{1,40}? (?:to|must|agree[sd]? to|(?:is|are) to|needs? to) [a-z]")
_KEPT = frozenset({Role.ACTION, Role.NARRATIVE, Role.WORRY, Role.OUTCOME, Role.REVIEW})
# With a day or a frequency in it, less is needed to call a sentence an action.
_TIMED, _TIMED_IN_PLAN, _UNTIMED = 0.5, 0.2, 0.9
_NO_TASKS = frozenset(
    {
        Topic.HISTORY,
        Topic.VOICE,
        Topic.STRENGTHS,
        Topic.ADMIN,
        Topic.CONTINGENCY,
        Topic.WORRIES,
        Topic.IDENTITY,
        Topic.REVIEWS,
    }
)
_IS = re.compile(
    r"\W*(?:\([^)]*\)|, [^,]{2,40},)?\W*(?:\Z|(?:is|are|was|were|has|have|had|says|said|told|lives|wants|thinks|feels"
    r"|asked|loves|likes|works|puts|want|can|cannot|does not|did|would|and|with|of|in|at|near|for|by|himself|herself)\b"
    r"(?! (?:to|agreed|booked|seeing|starting)\b))"
)
_KIN = re.compile(
    r"(?:mum|mam|dad|nan|nana|gran|granny|grandad|i|we|you|she|he|they|both|everyone|school|nursery|police)\Z"
)
_READ_OUT = re.compile(r"\b(?:was|were) (?:read|discussed|talked|agreed|shared|looked)\b")
_WHEN = ("frequency", "bounded", "depends")
_DAY = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\b\d{1,2}/\d{1,2}\b")
_TOLD = re.compile(r"\b(?:was|were|had|said|told|saw|came|went|found|since|ago|last (?:week|month|year|term))\b")


@dataclass(frozen=True, slots=True)
class Rows:
    """What the encoder makes of each statement, and of each with the cells of its row that say who and when."""

    alone: "np.ndarray"
    with_cells: "np.ndarray"


def embedded(text: str, statements: Sequence[Statement], entries: Sequence[Entry], embed: Embed | None) -> Rows | None:
    """Rows for a draft's statements, all from one call; None without an encoder.

    In a draft longer than any of the labelled ones, sentences that come again are embedded once; in a shorter one
    it is not worth it, as what stands beside a sentence in a call moves the last places of its embedding.
    """
    if not embed or not statements:
        return None
    said, longer = said_in(text, statements), said_with_cells(text, statements, entries)
    more = [one for one, alone in zip(longer, said, strict=True) if one != alone]
    together = [*said, *more] if len(said) <= _LONG else list(dict.fromkeys([*said, *more]))
    rows, at = embed(together), {one: row for row, one in enumerate(together)}
    alone = rows[: len(said)] if len(said) <= _LONG else rows[[at[one] for one in said]]
    return Rows(alone, rows[[at[one] for one in longer]])


def said_with_cells(text: str, statements: Sequence[Statement], entries: Sequence[Entry]) -> list[str]:
    """The words of each statement on one line, with the cells of its row that say who and when, where it has them."""
    return [_with_cells(text, one, entries[one.entry]) for one in statements]


def _with_cells(text: str, statement: Statement, entry: Entry) -> str:
    cells = (entry.cell(column) for column in (Column.WHEN, Column.OWNER))
    spans = [statement.span, *(cell.span for cell in cells if cell and not cell.span.overlaps(statement.span))]
    return " ".join(" ".join(span.of(text).split()) for span in spans)


def said_in(text: str, statements: Sequence[Statement]) -> list[str]:
    """The words of each statement on one line."""
    return [" ".join(one.span.of(text).split()) for one in statements]


def views(readings: Readings, statements: Sequence[Statement], tuned: "np.ndarray | None") -> tuple[View, ...]:
    """One view a statement; ``tuned`` holds what the learnt layers make of each."""
    said = said_in(readings.text, statements)
    if not said:
        return ()
    guesses = (classifier(name).guesses(said, tuned, readings.pieces) for name in _VIEWED)
    return tuple(View(*of_one) for of_one in zip(*guesses, strict=True))


def second_reading(
    readings: Readings,
    statements: Sequence[Statement],
    seen: Sequence[View],
    sections: Sequence[Section],
    entries: Sequence[Entry],
) -> tuple[Statement, ...]:
    """The statements with the parts that remain after a second look."""
    return tuple(
        one
        if _promised(one.span.of(readings.text), one)
        else replace(one, role=_part(_Case(one, view.part, sections[one.section].topic, entries[one.entry]), readings))
        for one, view in zip(statements, seen, strict=True)
    )


def _promised(words: str, statement: Statement) -> bool:
    """``Gran to mend the gate``: the form itself settles it."""
    return statement.role is Role.ACTION and bool(_PROMISE.match(words))


@dataclass(frozen=True, slots=True)
class _Case:
    """One statement with what is known of it."""

    statement: Statement
    guess: Guess
    topic: Topic
    entry: Entry


def _part(case: _Case, readings: Readings) -> Role:
    statement = case.statement
    if statement.column is not Column.TEXT or statement.role not in _KEPT:
        return statement.role
    if statement.role is Role.ACTION:
        return _doubted(case)
    if _becomes_task(case, readings):
        return Role.ACTION
    if (
        statement.role is Role.NARRATIVE
        and case.topic in _TAKEN_UP
        and not _READ_OUT.search(statement.span.of(readings.text))
    ):
        return _noticed(case)
    return statement.role


def _becomes_task(case: _Case, readings: Readings) -> bool:
    """Somebody does something at a time, and it reads like a task."""
    said = case.statement.span.of(readings.text)
    words = plain(said)
    if (
        case.topic in _NO_TASKS
        or said[:1] in "(["
        or _TOLD.search(words)
        or words.endswith("?")
        or not _doable(case, said, readings)
    ):
        return False
    likely, planned = case.guess.of("action", "visit"), case.topic is Topic.ACTIONS
    if _timed(words):
        return likely >= (_TIMED_IN_PLAN if planned else _TIMED)
    return planned and likely >= _UNTIMED


def _doable(case: _Case, said: str, readings: Readings) -> bool:
    """Whether a known person acts, an owner is named beside the task, or a list of actions gives an instruction."""
    who, words = readings.subject(said), plain(said)
    if who:
        known = not who[:1].isupper() or " " in who or plain(who) in readings.names or bool(_KIN.match(plain(who)))
        return known and not _IS.match(words[len(who) :])
    planned = case.topic is Topic.ACTIONS
    return (planned and bool(pattern("roles", "verbs").match(words))) or bool(readings.owner(said).words)


def _timed(words: str) -> bool:
    """Whether a sentence names a day or says how often."""
    return any(pattern("timescales", key).search(words) for key in _WHEN) or bool(_DAY.search(words))


def _doubted(case: _Case) -> Role:
    """An action stays one unless it is unlikely and something else is likely."""
    guess = case.guess
    least = _VERY_SURE if case.topic is Topic.ACTIONS and case.entry.listed else _SURE
    tasked = guess.of("action", "visit", "review")
    return _named(guess, Role.NARRATIVE) if tasked < _UNLIKELY and guess.sure >= least else Role.ACTION


def _noticed(case: _Case) -> Role:
    """A sentence without a part takes the one it plainly plays."""
    guess = case.guess
    plainly = guess.label in {"contingency", "voice", "outcome", "strength", "review"}
    return _named(guess, Role.NARRATIVE) if plainly and guess.sure >= _SURE else Role.NARRATIVE


def _named(guess: Guess, otherwise: Role) -> Role:
    return Role(guess.label) if guess.label in set(Role) else otherwise
