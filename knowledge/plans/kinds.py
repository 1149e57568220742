"""Telling what kind of document a draft is."""

import re
from functools import cache

from knowledge.plans.lexicon import any_of, data
from knowledge.plans.model import DocType, Plan, Role

_TITLE_LINES = 5
# What says that the people are made up says nothing of the kind of document.
_BANNER = re.compile(
    r"\([^()]*(?:fictional|invented|made[- ]up|imaginary)[^()]*\)"
    r"|[^.;|]*(?:fictional|invented|made[- ]up|imaginary)[^.;|]*"
)
_ORDER = tuple(kind for kind in DocType if kind is not DocType.UNKNOWN)


def kind_of(plain: str, text: str) -> DocType:
    """The kind of document, from its title, then its headings and its words."""
    scores = {kind: _score(kind, plain, text) for kind in _ORDER}
    best = max(_ORDER, key=lambda kind: scores[kind])
    return best if scores[best] >= 2 else DocType.UNKNOWN


def likely_kind(plan: Plan) -> DocType:
    """Tasks and no other sign: a plan, and a protection plan only where something says so."""
    tasks = sum(one.role in {Role.ACTION, Role.CONTINGENCY, Role.VISIT} for one in plan.statements)
    if tasks < 2 or "plan" not in plan.plain:
        return DocType.UNKNOWN
    guarded = any_of(("child protection", "category", "conference", "core group", "protection")).search(plan.plain)
    return DocType.CHILD_PROTECTION_PLAN if guarded else DocType.CHILD_IN_NEED_PLAN


def _score(kind: DocType, plain: str, text: str) -> float:
    title, body = _title(plain, text), data("kinds")["body"][kind.value]
    score = 0.0
    for at, line in enumerate(title):
        found = any_of(tuple(data("kinds")["title"][kind.value])).search(line)
        if found:
            score += (7.0 if found.end() < 60 or len(line) < 110 else 3.0) / (1 + at * 0.4) - min(
                2.0, found.start() / 40
            )
    return score + sum(min(2, _count(cue, plain)) * 0.7 for cue in body)


def _count(cue: str, plain: str) -> int:
    return len(_cue(cue).findall(plain))


@cache
def _cue(cue: str) -> re.Pattern[str]:
    return any_of((cue,))


def _title(plain: str, text: str) -> list[str]:
    """The first lines that say something, without the training banner."""
    found: list[str] = []
    start = 0
    for line in text.splitlines(keepends=True):
        words = _BANNER.sub(" ", plain[start : start + len(line)]).strip(" #*_=-|.")
        start += len(line)
        if words:
            found.append(words)
        if len(found) == _TITLE_LINES:
            break
    return found
