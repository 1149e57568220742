"""This supervision note against the last one: what was done, carried over, left undated or dropped."""

from collections.abc import Iterator

from knowledge.plans.compare.meaning import Likeness, likeness, pairs
from knowledge.plans.compare.model import Line, State
from knowledge.plans.compare.pieces import open_actions, told_in
from knowledge.plans.learnt import Embed
from knowledge.plans.lexicon import pattern
from knowledge.plans.model import Plan, Quality
from knowledge.text import Span

_SAME, _TOLD, _SAME_WORDS = 0.42, 0.36, 0.26
_UNTIMED = frozenset({Quality.MISSING, Quality.VAGUE})


def supervision(last: Plan, this: Plan, embed: Embed | None) -> Iterator[Line]:
    """A line for each action of the last note, then one for each action of this note without a date."""
    before, now = open_actions(last), open_actions(this)
    table = likeness([one.span.of(last.text) for one in before], [one.span.of(this.text) for one in now], embed)
    again = pairs(table, _SAME if embed else _SAME_WORDS)
    told = told_in(this, besides=tuple(one.span for one in now))
    heard = likeness([one.span.of(last.text) for one in before], [one.of(this.text) for one in told], embed)
    for row, action in enumerate(before):
        if row in again and not _told_better(this, row, again[row], table, told, heard):
            yield Line(State.REPEATED, action.span, (now[again[row]].span,), "Asked for last time and asked for again.")
        else:
            column, score = heard.best(row)
            place = told[column] if score >= (_TOLD if embed else _SAME_WORDS) else None
            yield _outcome(this, action.span, place)
    for action in now:
        if action.timescale_quality in _UNTIMED:
            yield Line(State.UNDATED, None, (action.span,), "This action has no clear date.")


def _told_better(this: Plan, row: int, column: int, table: Likeness, told: tuple[Span, ...], heard: Likeness) -> bool:
    """Whether the note tells of the action in words nearer than those of the action it seemed to repeat."""
    place, score = heard.best(row)
    return score > table.table[row, column] and not pattern("compare", "not_yet").search(this.words(told[place]))


def _outcome(this: Plan, action: Span, place: Span | None) -> Line:
    if place is None:
        return Line(State.DROPPED, action, (), "This note does not say what became of it.")
    if pattern("compare", "not_yet").search(this.words(place)):
        return Line(State.DROPPED, action, (place,), "Said not to be done, and no action takes it up again.")
    return Line(State.DONE, action, (place,), "This note says what became of it.")
