"""Matches what a learner wrote in own words to the gaps of an answer key, by wording, by meaning and by place."""

import math
import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from knowledge.plans.learnt import Embed, meant
from knowledge.plans.rules import catalogue
from knowledge.scenarios.model import Gap, Scenario
from knowledge.text import sentences
from knowledge.words import terms

if TYPE_CHECKING:
    import numpy as np

_BULLET = re.compile(r"^\s*(?:[-*•–]|\d+[.)])\s*")
# Praise of the draft is not a gap, unless the same point says what is wrong with it.
_PRAISE = re.compile(r"\b(?:good|great|clear|clearly|well|lovely|excellent|strong|nice|like(?:d)?)\b", re.IGNORECASE)
_FAULT = re.compile(
    r"\b(?:no|not|nothing|nobody|none|never|without|missing|lacks?|vague|unclear|too|only|but|isn'?t|doesn'?t|didn'?t|"
    r"hasn'?t|haven'?t|wouldn'?t|couldn'?t|can'?t|what|who|when|where|how|should|wrong|just|better)\b|\?",
    re.IGNORECASE,
)
# Fitted on the development half of tests/training/own_words.csv; the held half measures it.
_MEANING, _WORDING, _PLACE = 1.0, 0.5, 0.35
_LEAST, _LEAST_WITHOUT_MODEL = 0.58, 0.2
_NEAR = 0.12
_USUAL = 0.95


@dataclass(frozen=True, slots=True)
class Match:
    """One point and the gaps it names; ``arguable`` when it names only what could be said either way."""

    point: str
    gaps: tuple[Gap, ...] = ()
    arguable: bool = False


def points_of(words: str) -> tuple[str, ...]:
    """The points of a text: one a line or sentence, without bullets and repeats."""
    found: dict[str, None] = {}
    for line in words.splitlines():
        plain = _BULLET.sub("", line).strip()
        for span in sentences(plain):
            point = span.of(plain).strip(" ;")
            if point:
                found[point] = None
    return tuple(found)


def matches(scenario: Scenario, points: Sequence[str], embed: Embed | None) -> tuple[Match, ...]:
    """What each point names in the key; the same words always give the same result."""
    if not points:
        return ()
    gaps = (*scenario.gaps, *scenario.arguable)
    if not gaps:
        return tuple(Match(point) for point in points)
    scores = _scores(scenario, gaps, points, embed)
    least = _LEAST if embed else _LEAST_WITHOUT_MODEL
    return tuple(_match(point, row, scenario, gaps, least) for point, row in zip(points, scores, strict=True))


@dataclass(frozen=True, slots=True)
class _Score:
    total: float
    place: float


def _match(point: str, row: Sequence[_Score], scenario: Scenario, gaps: Sequence[Gap], least: float) -> Match:
    if _PRAISE.search(point) and not _FAULT.search(point):
        return Match(point)
    best = max(row, key=lambda score: score.total)
    if best.total < least:
        return Match(point)
    top = gaps[row.index(best)]
    named = [
        gap
        for gap, score in zip(gaps, row, strict=True)
        if score.total >= max(least, best.total - _NEAR) and _together(gap, top)
    ]
    if best.place == 0:
        named += [gap for gap in gaps if gap.rule == top.rule and gap not in named]
    in_key = tuple(gap for gap in scenario.gaps if any(gap is one for one in named))
    return Match(point, in_key, arguable=not in_key)


def _together(gap: Gap, top: Gap) -> bool:
    """Whether one point may name both: the same kind of fault, or the same words of the draft."""
    if gap.rule == top.rule:
        return True
    return gap.span is not None and top.span is not None and gap.span.overlaps(top.span)


def _scores(scenario: Scenario, gaps: Sequence[Gap], points: Sequence[str], embed: Embed | None) -> list[list[_Score]]:
    says = [gap.say for gap in gaps]
    rules = [" ".join(_phrases(gap.rule)) for gap in gaps]
    quotes = [gap.span.of(scenario.text) if gap.span else "" for gap in gaps]
    weights = _weights((*says, *rules, *quotes))
    meaning = _meaning(points, says, [gap.rule for gap in gaps], embed)
    wordings = [_bag(say) | _bag(rule) for say, rule in zip(says, rules, strict=True)]
    places = [_bag(quote) for quote in quotes]
    # A learner's own words are worked out here and never kept in a cache.
    worths = [_worth(frozenset(terms(point)), weights) for point in points]
    return [
        [_score(meaning[row][column], worth, wordings[column], places[column]) for column in range(len(gaps))]
        for row, worth in enumerate(worths)
    ]


def _score(meaning: float, worth: dict[str, float], wording: frozenset[str], quote: frozenset[str]) -> _Score:
    said, place = (sum(worth[word] for word in worth.keys() & other) for other in (wording, quote))
    return _Score(_MEANING * meaning + _WORDING * said + _PLACE * place, place)


def _worth(point: frozenset[str], weights: dict[str, float]) -> dict[str, float]:
    """What each word of a point that the key knows is worth of the whole point, rare words counting more."""
    rare = max(weights.values(), default=1.0)
    whole = sum(weights.get(word, rare) for word in point)
    return {word: weights[word] / whole for word in point if word in weights}


@lru_cache(maxsize=64)
def _weights(texts: tuple[str, ...]) -> dict[str, float]:
    bags = [_bag(text) for text in texts]
    counts = Counter(word for bag in bags for word in bag)
    return {word: math.log(1 + len(bags) / count) for word, count in counts.items()}


@lru_cache(maxsize=4096)
def _bag(text: str) -> frozenset[str]:
    """The search terms of one of the key's own texts."""
    return frozenset(terms(text))


def _meaning(points: Sequence[str], says: list[str], rules: list[str], embed: Embed | None) -> list[list[float]]:
    """Closeness of each point to each gap: to its own words or, a little less, to how people say such a fault."""
    if embed is None:
        return [[0.0] * len(says) for _ in points]
    import numpy as np

    # Eight-bit arithmetic shares its scale over a batch: alone, a point means the same whatever else was written.
    mine = np.vstack([meant(embed([point])) for point in points])
    own = mine @ _vectors(embed, tuple(says)).T
    usual = {rule: (mine @ _vectors(embed, _phrases(rule)).T).max(axis=1) for rule in set(rules)}
    return [
        [max(float(own[row, column]), _USUAL * float(usual[rule][row])) for column, rule in enumerate(rules)]
        for row in range(len(points))
    ]


@lru_cache(maxsize=256)
def _vectors(embed: Embed, texts: tuple[str, ...]) -> "np.ndarray":
    """The key's own texts are embedded once for a whole room."""
    return meant(embed(texts))


def _phrases(rule: str) -> tuple[str, ...]:
    return (*_table().get(rule, ()), _rule_words()[rule])


@cache
def _table() -> dict[str, list[str]]:
    source = resources.files("knowledge") / "own_words.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))["phrases"]  # type: ignore[no-any-return]


@cache
def _rule_words() -> dict[str, str]:
    return {rule.id: f"{rule.name}. {rule.what}" for rule in catalogue()}
