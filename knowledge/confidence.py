"""Whether what was found answers the question, learnt from labelled questions and the sentences of the routes."""

import tomllib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from importlib import resources

from knowledge.route_model import ELSEWHERE, Guess
from knowledge.routes import says_elsewhere
from knowledge.trees import trees
from knowledge.understanding import Understood
from knowledge.weighing import Retrieved

# How much of a question the best passage of an added text must take up.
_TAKEN_UP = 0.6


class Confidence(StrEnum):
    """How far the best passage can be trusted to answer."""

    SURE = "sure"
    NEAR = "near"
    NONE = "none"


def confidence(
    asked: Understood,
    found: Sequence[Retrieved],
    learnt: Guess | None,
    like: Mapping[str, float],
    missing: str = "",
) -> Confidence:
    """Sure, near or none, from the signals of the best passages and what the model makes of the question.

    Nothing is made of a question that leans on the one before it, nor of one that a text which was added takes up: what
    there is to be made of it was learnt from questions about the bundled texts. ``like`` tells whether questions like
    it had an answer (``knowledge.had_answers``), ``missing`` names the sort of thing that was asked for, such as a sum
    of money, and that no passage gives.
    """
    if not found:
        return Confidence.NONE
    best = found[0].signals
    seen = None if best.official and best.coverage >= _TAKEN_UP else learnt
    chance = trees("confidence", ".").likely([features(asked, found, seen, like, missing)])[0]
    if chance >= _limits()["sure"]:
        return Confidence.SURE
    return Confidence.NEAR if chance >= _limits()["near"] else Confidence.NONE


def features(
    asked: Understood,
    found: Sequence[Retrieved],
    learnt: Guess | None,
    like: Mapping[str, float],
    missing: str = "",
) -> Mapping[str, float]:
    """What is weighed."""
    best = found[0].signals
    first = found[:3]
    return {
        "meaning": max(r.signals.meaning for r in first),
        "question": max(r.signals.question for r in first),
        "best meaning": best.meaning,
        "best question": best.question,
        "coverage": best.coverage,
        "coverage at most": max(r.signals.coverage for r in first),
        "said": best.said,
        "words": best.words,
        "asked": best.asked,
        "cited": min(best.cited, 1.0),
        "score": found[0].score,
        "lead": found[0].score - found[min(3, len(found) - 1)].score,
        "timed": best.timed,
        "theme": best.theme,
        "clock": best.clock,
        "authority": best.authority,
        "length": float(min(20, len(asked.own))),
        "follow-up": float(asked.follow_up),
        "in talk": float(asked.in_talk),
        "missing": float(bool(missing)),
        "rarest said": best.rarest,
        "rarest said at most": max(r.signals.rarest for r in first),
        "unknown": best.unknown,
        **like,
        **(_of_question(asked.text, learnt) if learnt else {}),
    }


def _of_question(text: str, learnt: Guess) -> Mapping[str, float]:
    """How far a question, whatever was found, seems to be for no source."""
    said = float(bool(says_elsewhere(text)))
    return {"away": learnt.away, "said to be elsewhere": said, **{name: learnt.of(name) for name in ELSEWHERE}}


@cache
def _limits() -> Mapping[str, float]:
    text = (resources.files("knowledge") / "confidence.toml").read_text(encoding="utf-8")
    limits: dict[str, float] = tomllib.loads(text)["limits"]
    return limits
