"""Asking whether a draft, or a place in it, says something from the rule word lists."""

import re
from collections.abc import Callable, Iterable, Iterator

from knowledge.plans.lexicon import pattern
from knowledge.plans.model import TIMED, Action, DocType, Ownership, Plan, Role, Statement, Topic
from knowledge.text import Span

PLANS = frozenset({DocType.CHILD_PROTECTION_PLAN, DocType.CHILD_IN_NEED_PLAN})


_SEVERAL, _NEARLY_ALL, _SURE, _BELIEVED = 4, 0.7, 0.85, 0.4
_THOUGHTS = frozenset({Topic.REFLECTION, Topic.DECISION})


def find(key: str, words: str) -> re.Match[str] | None:
    """The first place where words of one list stand."""
    return pattern("words", key).search(words)


def said(plan: Plan, *keys: str) -> bool:
    """Whether the draft uses words of every one of these lists."""
    return all(find(key, plan.plain) for key in keys)


def says(plan: Plan, span: Span, *keys: str) -> bool:
    """Whether one place uses words of every one of these lists."""
    return all(find(key, plan.words(span)) for key in keys)


def saying(plan: Plan, statements: Iterable[Statement], *keys: str) -> Iterator[Statement]:
    """The statements that use words of every one of these lists."""
    return (one for one in statements if says(plan, one.span, *keys))


def doing(plan: Plan, key: str) -> bool:
    """Whether any action or contingency uses words of one list."""
    spans = [action.span for action in plan.actions]
    spans += [one.span for one in plan.having(Role.CONTINGENCY, Role.VISIT, Role.ACTION)]
    return any(says(plan, span, key) for span in spans)


def tidy(plan: Plan) -> bool:
    """Whether nearly every action has an owner and a time, so that a lone gap is more often a misreading."""
    kept = [one.ownership is not Ownership.NOBODY and one.timescale_quality in TIMED for one in plan.actions]
    return len(kept) >= _SEVERAL and sum(kept) >= _NEARLY_ALL * len(kept)


def surely(plan: Plan) -> Callable[[Action], bool]:
    """Tells whether an action is surely a task; a tidy draft asks for more."""
    if not tidy(plan):
        return lambda _: True
    return lambda action: all(view.task >= _SURE for view in plan.views[action.statement : action.statement + 1])


def to_do(plan: Plan) -> Iterator[tuple[Action, bool]]:
    """Every action that is not done, with whether it is plainly one; what is hardly taken for one comes last."""
    yield from ((action, True) for action in plan.actions if not action.done)
    yield from ((action, False) for action in plan.faint_actions if not action.done)


def plays(plan: Plan, *parts: str, least: float = 0.6) -> bool:
    """Whether the learnt part reads any statement as playing one of these parts; a tidy draft is believed sooner."""
    least = min(least, _BELIEVED) if tidy(plan) else least
    return any(view.part.of(*parts) >= least for view in plan.views)


def told(plan: Plan) -> tuple[Statement, ...]:
    """The statements that tell what is happening, not what is to be done."""
    kept = (Role.WORRY, Role.NARRATIVE, Role.VOICE, Role.HISTORY)
    return tuple(
        one
        for one in plan.having(*kept)
        if not one.settled and " would " not in plan.words(one.span) and plan.topic(one) not in _THOUGHTS
    )


def elsewhere(plan: Plan, *words: str) -> bool:
    """Whether the sender says that this part is kept somewhere else."""
    return any(
        any(word in plan.words(one.span) for word in words) and says(plan, one.span, "elsewhere")
        for one in plan.statements
    )


def around(plan: Plan, action: Action) -> Span:
    """An action with the rest of its list item or table row."""
    return plan.entries[plan.statements[action.statement].entry].span


def paragraph(plan: Plan, statement: Statement) -> Span:
    """The list item, row or paragraph that a statement stands in."""
    return plan.entries[statement.entry].span
