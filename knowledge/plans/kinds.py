"""Telling what kind of document a draft is."""

import math
import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from knowledge.plans.learnt import classifier
from knowledge.plans.lexicon import any_of, data, pattern, where_any
from knowledge.plans.model import DocType, Plan, Role

if TYPE_CHECKING:
    import numpy as np

# The least a title and words must say, what likeness weighs beside them, and how sure it must be alone.
_TELLING, _LIKENESS, _SURE = 2.0, 2.0, 0.5
_OPENING, _TASKS = 6, 2
_TITLE_LINES = 5
_MOST_COUNTED = 2
# What says that the people are made up says nothing of the kind of document.
_BANNER = re.compile(
    r"\([^()]*(?:fictional|invented|made[- ]up|imaginary)[^()]*\)"
    r"|[^.;|]*(?:fictional|invented|made[- ]up|imaginary)[^.;|]*"
)
_ORDER = tuple(kind for kind in DocType if kind is not DocType.UNKNOWN)


def kind_of(plain: str, text: str, vectors: "np.ndarray | None" = None) -> DocType:
    """The kind of document: from its title and headings, and from what the whole of it is like."""
    title, counts = _title(plain, text), _counts(plain)
    scores = {kind: _score(kind, title, counts) for kind in _ORDER}
    if max(scores.values()) < _TELLING:
        return DocType.UNKNOWN
    likely = likeness(text, vectors)
    return max(_ORDER, key=lambda kind: scores[kind] + _LIKENESS * math.log(likely[kind] + 1e-6))


def likeness(text: str, vectors: "np.ndarray | None") -> dict[DocType, float]:
    """How like each kind the whole text is; ``vectors`` holds the embeddings of its statements."""
    learnt = classifier("kinds")
    shares = learnt.shares([text], None if vectors is None else summed_up(vectors)[None])[0]
    return {DocType(label): float(share) for label, share in zip(learnt.labels, shares, strict=True)}


def summed_up(vectors: "np.ndarray") -> "np.ndarray":
    """The middle of a text's embeddings, and of its first ones."""
    import numpy as np

    return np.concatenate([vectors.mean(axis=0), vectors[:_OPENING].mean(axis=0)])


def likely_kind(plan: Plan) -> DocType:
    """Tasks and no other sign: what the text is most like, or else a plan, and a protection plan only where
    something says so."""
    tasks = sum(one.role in {Role.ACTION, Role.CONTINGENCY, Role.VISIT} for one in plan.statements)
    if tasks < _TASKS:
        return DocType.UNKNOWN
    likely = likeness(plan.text, plan.vectors)
    best = max(_ORDER, key=lambda kind: likely[kind])
    if plan.vectors is not None and likely[best] >= _SURE:
        return best
    if "plan" not in plan.plain:
        return DocType.UNKNOWN
    guarded = any_of(("child protection", "category", "conference", "core group", "protection")).search(plan.plain)
    return DocType.CHILD_PROTECTION_PLAN if guarded else DocType.CHILD_IN_NEED_PLAN


def _score(kind: DocType, title: list[str], counts: Mapping[str, int]) -> float:
    score = 0.0
    for at, line in enumerate(title):
        found = pattern("kinds", f"title.{kind.value}").search(line)
        if found:
            score += (7.0 if found.end() < 60 or len(line) < 110 else 3.0) / (1 + at * 0.4) - min(
                2.0, found.start() / 40
            )
    return score + sum(min(_MOST_COUNTED, counts[cue]) * 0.7 for cue in data("kinds")["body"][kind.value])


def _counts(plain: str) -> dict[str, int]:
    """How often each cue stands in a text, up to a few; the text is gone through once for all of them."""
    found = dict.fromkeys(_cues(), 0)
    ends = dict.fromkeys(_cues(), 0)
    for place in _where_cues().finditer(plain):
        for cue in _cues():
            if ends[cue] <= place.start() and found[cue] < _MOST_COUNTED:
                match = _cue(cue).match(plain, place.start())
                if match:
                    found[cue], ends[cue] = found[cue] + 1, match.end()
    return found


@cache
def _cues() -> tuple[str, ...]:
    return tuple(dict.fromkeys(cue for cues in data("kinds")["body"].values() for cue in cues))


@cache
def _where_cues() -> re.Pattern[str]:
    return where_any(_cues())


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
