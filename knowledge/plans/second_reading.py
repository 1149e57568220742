"""What the learnt part makes of each statement, and where it overrules the first reading."""

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.plans.guess import Guess, View
from knowledge.plans.learnt import Embed, classifier
from knowledge.plans.model import Column, Entry, Role, Section, Statement, Topic

# A part that the first reading took from a heading or a list is given up only against these certainties,
# chosen on the training sentences so that nine in ten changes are right.
_SURE = 0.6
_VERY_SURE = 0.75
_UNLIKELY = 0.2
_TAKEN_UP = frozenset({Topic.OTHER, Topic.ACTIONS, Topic.UPDATE, Topic.PREVIOUS, Topic.SUPPORT, Topic.DECISION})
_PROMISE = re.compile(r"[A-Z][\w'’ ()-]{1,40}? (?:to|must|agree[sd]? to|(?:is|are) to|needs? to) [a-z]")
_KEPT = frozenset({Role.ACTION, Role.NARRATIVE, Role.WORRY})


def views(text: str, statements: Sequence[Statement], embed: Embed | None) -> tuple[View, ...]:
    """One view a statement; every statement goes to the encoder in one call."""
    said = [" ".join(one.span.of(text).split()) for one in statements]
    if not said:
        return ()
    vectors = embed(said) if embed else None
    parts = classifier("roles").guesses(said, vectors)
    worries = classifier("risks").guesses(said, vectors)
    return tuple(View(part, worry) for part, worry in zip(parts, worries, strict=True))


def second_reading(
    text: str,
    statements: Sequence[Statement],
    seen: Sequence[View],
    sections: Sequence[Section],
    entries: Sequence[Entry],
) -> tuple[Statement, ...]:
    """The statements with the parts that remain after a second look."""
    return tuple(
        replace(one, role=_part(one, view.part, sections[one.section].topic, entries[one.entry]))
        if not _promised(one.span.of(text), one)
        else one
        for one, view in zip(statements, seen, strict=True)
    )


def _promised(words: str, statement: Statement) -> bool:
    """``Gran to mend the gate``: the form itself settles it."""
    return statement.role is Role.ACTION and bool(_PROMISE.match(words))


def _part(statement: Statement, guess: Guess, topic: Topic, entry: Entry) -> Role:
    if statement.column is not Column.TEXT or statement.role not in _KEPT:
        return statement.role
    if statement.role is Role.ACTION:
        return _doubted(guess, topic, listed=entry.listed)
    if statement.role is Role.NARRATIVE and topic in _TAKEN_UP:
        return _noticed(guess, topic)
    return statement.role


def _doubted(guess: Guess, topic: Topic, *, listed: bool) -> Role:
    """An action stays one unless it is unlikely and something else is likely."""
    least = _VERY_SURE if topic is Topic.ACTIONS and listed else _SURE
    tasked = guess.of("action", "visit", "review")
    return _named(guess, Role.NARRATIVE) if tasked < _UNLIKELY and guess.sure >= least else Role.ACTION


def _noticed(guess: Guess, topic: Topic) -> Role:
    """A sentence without a part takes the one it plainly plays."""
    if guess.label == "action" and guess.sure < (_SURE if topic is Topic.ACTIONS else _VERY_SURE):
        return Role.NARRATIVE
    plain = guess.label in {"action", "contingency", "voice", "outcome", "strength", "review", "visit"}
    return _named(guess, Role.NARRATIVE) if plain and guess.sure >= _SURE else Role.NARRATIVE


def _named(guess: Guess, otherwise: Role) -> Role:
    return Role(guess.label) if guess.label in set(Role) else otherwise
