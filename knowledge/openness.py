"""How likely it is that nothing in a question tells which rule is meant, so that it has several right answers."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from knowledge.citing import says_which_law
from knowledge.glossary import names_short_form
from knowledge.index import Index
from knowledge.openings import groups_named, names_subject, offered, opening, unusual
from knowledge.route_model import OPEN, ORDINARY, Guess
from knowledge.signs import ASKS_OFTEN
from knowledge.standing import standings
from knowledge.themes import shown
from knowledge.trees import trees
from knowledge.understanding import Understood
from knowledge.weighing import Retrieved

_FIGURE = re.compile(r"\d+")
_NAMED_BY_FEW = 3
_NEXT = 4


def too_open(index: Index, asked: Understood, found: Sequence[Retrieved], learnt: Guess) -> bool:
    """Whether to ask back: learnt from questions that a careful colleague would or would not ask back about.

    Never after a follow-up or about a choice that was offered, and never where a few passages alone name what was
    asked about, or the words themselves say it.
    """
    if not found or asked.follow_up or offered(asked.text) or _says_which(asked):
        return False
    if any(0 < index.frequencies.get(stem, 0) <= _NAMED_BY_FEW for stem in unusual(asked.text)):
        return False
    return probability(index, asked, found, learnt) >= _limit()


def _says_which(asked: Understood) -> bool:
    """Whether a provision, a short form or a thing that is asked to be explained ("what is a ...") is named.

    Or how often or when something is done for a child whose standing is named: the rule depends on that.
    """
    if (ASKS_OFTEN.search(asked.text) or _WHEN.search(asked.text)) and standings(asked.text):
        return True
    return says_which_law(asked) or names_short_form(asked.text) or bool(_EXPLAIN.search(asked.text))


_WHEN = re.compile(r"\b(?:when|how soon)\b", re.IGNORECASE)
_EXPLAIN = re.compile(r"\bwh(?:at|o)(?:'?s| is| are| counts as)? an? ", re.IGNORECASE)


def probability(index: Index, asked: Understood, found: Sequence[Retrieved], learnt: Guess) -> float:
    """The chance that a question is too open to answer, between 0 and 1."""
    return trees("openness", ".").likely([features(index, asked, found, learnt)])[0]


def features(index: Index, asked: Understood, found: Sequence[Retrieved], learnt: Guess) -> Mapping[str, float]:
    """What is weighed: what the model of the routes sees, how special the words are, and how one subject leads."""
    return {
        "open": learnt.of(OPEN),
        "ordinary": learnt.of(ORDINARY),
        "away": learnt.away,
        "themes": float(len(shown(asked.meaning))),
        "spelt out": float(len(asked.spelt_out)),
        **_of_words(index, asked),
        **_of_found(found),
    }


def _of_words(index: Index, asked: Understood) -> Mapping[str, float]:
    special = unusual(asked.text)
    rarest, next_rarest = _rarest(index, asked.own)
    rarest_special, next_special = _rarest(index, tuple(special))
    return {
        "length": float(min(60, len(asked.text.split()))),
        "terms": float(len(asked.own)),
        "special": float(len(special)),
        "special share": len(special) / (len(asked.own) or 1),
        "tasks": float(groups_named(asked.text)),
        "subject": float(names_subject(asked.text)),
        "by words": float(opening(asked.text) is not None),
        "references": float(len(asked.references)),
        "figures": float(len(_FIGURE.findall(asked.text))),
        "rarest": rarest,
        "next rarest": next_rarest,
        "rarest special": rarest_special,
        "next special": next_special,
    }


def _rarest(index: Index, terms: Sequence[str]) -> tuple[float, float]:
    """The shares of passages that hold the two rarest terms; 1 where there is none."""
    total = len(index.positions) or 1
    shares = sorted(index.frequencies.get(term, 0) / total for term in terms)
    first, second, *_ = (*shares[:2], 1.0, 1.0)
    return first, second


def _of_found(found: Sequence[Retrieved]) -> Mapping[str, float]:
    best = found[0]
    others = [one for one in found if one.passage.theme != best.passage.theme]
    signals = best.signals
    return {
        "score": best.score,
        "lead": best.score - max((one.score for one in others), default=0.0),
        "coverage": signals.coverage,
        "coverage lead": signals.coverage - max((one.signals.coverage for one in found[1:_NEXT]), default=0.0),
        "question": signals.question,
        "question elsewhere": max((one.signals.question for one in others), default=0.0),
        "asked": signals.asked,
        "meaning": signals.meaning,
        "title": signals.title,
        "clock": signals.clock,
        "rarest said": signals.rarest,
    }


@cache
def _limit() -> float:
    text = (resources.files("knowledge") / "confidence.toml").read_text(encoding="utf-8")
    limit: float = tomllib.loads(text)["limits"]["open"]
    return limit
