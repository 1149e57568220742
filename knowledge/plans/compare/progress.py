"""Core group minutes against the plan: for each action, evidence of impact, activity only, or nothing."""

import re
from collections.abc import Iterator

from knowledge.plans.compare.meaning import Likeness, likeness
from knowledge.plans.compare.model import Line, State
from knowledge.plans.compare.pieces import actions_of, told_in
from knowledge.plans.learnt import Embed
from knowledge.plans.lexicon import pattern
from knowledge.plans.model import Plan, Topic
from knowledge.text import Span, trimmed

_SAME, _SAME_WORDS = 0.30, 0.22
_NEAR = 0.8
_DRESS = " -*•.;0123456789)"
_NOTES = {
    State.EVIDENCE: "The minutes say what is different for the child.",
    State.ACTIVITY_ONLY: "The minutes say what was done, and not what it changed for the child.",
    State.NOT_MENTIONED: "The minutes do not speak of this action.",
}


def progress(plan: Plan, minutes: Plan, embed: Embed | None) -> Iterator[Line]:
    """One line for each action of the plan."""
    actions = actions_of(plan)
    copied = _copied(minutes, {_bare(plan, one) for one in actions})
    told = tuple(one for one in told_in(minutes) if _bare(minutes, one) not in copied)
    table = likeness([one.of(plan.text) for one in actions], [one.of(minutes.text) for one in told], embed)
    for row, action in enumerate(actions):
        columns = _columns(table, row, _SAME if embed else _SAME_WORDS)
        places = tuple(_with_next(told[column], minutes) for column in columns)
        state = _state(minutes, places)
        yield Line(state, action, places, _NOTES[state])


def _copied(minutes: Plan, asked: set[str]) -> set[str]:
    """The words of actions that the minutes' own list only asks for once more: that tells nothing of them."""
    again = (one.span for one in minutes.statements if minutes.topic(one) is Topic.ACTIONS)
    return asked & {_bare(minutes, one) for one in again}


def _bare(plan: Plan, place: Span) -> str:
    return plan.words(place).strip(_DRESS)


def _columns(table: Likeness, row: int, least: float) -> list[int]:
    """The places that tell of an action: the best, and any nearly as good that fits no other action better."""
    column, best = table.best(row)
    if best < least:
        return []
    near = [
        other
        for other in range(table.table.shape[1])
        if table.table[row, other] >= max(least, _NEAR * best) and table.table[:, other].argmax() == row
    ]
    return sorted({column, *near})[:3]


def _with_next(place: Span, minutes: Plan) -> Span:
    """The place and what follows it on its line: "Leanne weighed Bo. He has gained 300g." """
    line_end = minutes.text.find("\n", place.end)
    return trimmed(minutes.text, Span(place.start, line_end if line_end >= 0 else len(minutes.text)))


def _state(minutes: Plan, places: tuple[Span, ...]) -> State:
    if not places:
        return State.NOT_MENTIONED
    shown = any(_shows(minutes.words(place)) for place in places)
    return State.EVIDENCE if shown else State.ACTIVITY_ONLY


def _shows(words: str) -> bool:
    """Whether any clause tells a change and is not a hope, a plan or an unmet one."""
    return any(
        pattern("compare", "impact").search(clause) and not pattern("compare", "not_yet").search(clause)
        for clause in re.split(r"(?<=[.;!?])\s", words)
    )
