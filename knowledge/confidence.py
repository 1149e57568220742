"""Whether what was found answers the question, calibrated on the development questions."""

import math
import tomllib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from importlib import resources

from knowledge.understanding import Understood
from knowledge.weighing import Retrieved


class Confidence(StrEnum):
    """How far the best passage can be trusted to answer."""

    SURE = "sure"
    NEAR = "near"
    NONE = "none"


def confidence(asked: Understood, found: Sequence[Retrieved]) -> Confidence:
    """Sure, near or none, from the signals of the best passage."""
    if not found:
        return Confidence.NONE
    chance = probability(asked, found)
    limits = _table()["limits"]
    if chance >= limits["sure"]:
        return Confidence.SURE
    return Confidence.NEAR if chance >= limits["near"] else Confidence.NONE


def probability(asked: Understood, found: Sequence[Retrieved]) -> float:
    """The chance that the best passage answers, between 0 and 1."""
    weights = _table()["weights"]
    total = sum(weights[name] * value for name, value in features(asked, found).items())
    return 1 / (1 + math.exp(-(total + weights["constant"])))


def features(asked: Understood, found: Sequence[Retrieved]) -> Mapping[str, float]:
    """What the calibration weighs."""
    best = found[0].signals
    return {
        "meaning": max(r.signals.meaning for r in found[:3]),
        "question": max(r.signals.question for r in found[:3]),
        "coverage": best.coverage,
        "cited": min(best.cited, 1.0),
        "short": 1.0 if len(asked.own) <= 2 else 0.0,
        "score": found[0].score,
    }


@cache
def _table() -> Mapping[str, Mapping[str, float]]:
    text = (resources.files("knowledge") / "confidence.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
