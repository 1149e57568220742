"""Finding passages: exact citations, word rankings and vectors, fused into one score."""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

from knowledge.adapter import turned
from knowledge.citing import cited_by, is_bare
from knowledge.documents import Authority, Passage, Source
from knowledge.exact import TEXT
from knowledge.held import asks_grades, grades_given, years_meant
from knowledge.index import Index, Read
from knowledge.signs import ASKS_OFTEN, ASKS_TIME, HAS_FREQUENCY, YEAR, aim, aims_of, of_year
from knowledge.themes import fitting, shown
from knowledge.timescales import clocks_named
from knowledge.understanding import Understood

if TYPE_CHECKING:
    from numpy.typing import NDArray

_POOL = 30
_NEAR = 60
# How many of the pooled passages are read and weighed in full.
_WEIGHED = 40
_SPEAKS_OF = 0.75


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for one passage; each signal runs from about 0 to 1."""

    words: float = 0.0
    asked: float = 0.0
    meaning: float = 0.0
    question: float = 0.0
    cited: float = 0.0
    coverage: float = 0.0
    said: float = 0.0
    title: float = 0.0
    timed: float = 0.0
    aimed: float = 0.0
    theme: float = 0.0
    dated: float = 0.0
    clock: float = 0.0
    authority: float = 0.0
    official: float = 0.0
    lapsed: float = 0.0


SIGNALS = tuple(Signals.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A passage that may answer, with what speaks for it and the fused score."""

    key: int
    passage: Passage
    source: Source
    signals: Signals
    score: float


def search(index: Index, asked: Understood, count: int = 10) -> tuple[Retrieved, ...]:
    """The best passages for a question, best first."""
    cited = cited_by(index, asked)
    near = _Near.of(index, asked)
    ranks = {name: _scores(index, name, asked) for name in ("passages", "questions")}
    keys = {
        *cited,
        *near.texts,
        *near.questions,
        *_best(index, ranks["passages"]),
        *_best(index, ranks["questions"]),
    }
    weigher = _Weigher(index, asked, ranks, near, cited)
    likely = sorted(keys, key=lambda key: (-weigher.cheap(key), key))[:_WEIGHED]
    likely = list(dict.fromkeys((*likely, *weigher.graded(index), *(cited if is_bare(asked) else ()))))
    found = (weigher.retrieved(read) for read in index.texts(likely).values())
    if is_bare(asked):
        # A citation and nothing else: the provision from its beginning, the pinpoint first.
        return tuple(sorted(found, key=lambda r: (-r.signals.cited, r.key))[:count])
    return tuple(sorted(found, key=lambda r: (-weigher.of_report(r), -r.score, r.passage.id))[:count])


@dataclass(frozen=True, slots=True)
class _Near:
    """How near each passage's text and questions are, by key."""

    texts: Mapping[int, float]
    questions: Mapping[int, float]

    @classmethod
    def of(cls, index: Index, asked: Understood) -> "_Near":
        texts: dict[int, float] = {}
        questions: dict[int, float] = {}
        for near in index.nearest(turned(_meant(index, asked)), _NEAR):
            best = texts if near.kind == TEXT else questions
            best[near.key] = max(best.get(near.key, 0.0), near.similarity)
        return cls(texts, questions)


def _meant(index: Index, asked: Understood) -> "NDArray[np.float32]":
    """The embedding to search with: each text's own, summed, so that none is embedded twice."""
    meant = index.embed(asked.text)
    if asked.before:
        meant = meant + _BEFORE * index.embed(asked.before)
    if asked.spelt_out:
        spelt_out = _unit(np.sum([index.phrase(phrase) for phrase in asked.spelt_out], axis=0))
        meant = _unit(meant) + _SPELT_OUT * spelt_out
    return meant


# How much the question before and what short forms stand for count beside the question itself.
_BEFORE, _SPELT_OUT = 0.8, 0.25


def _unit(vector: "NDArray[np.float32]") -> "NDArray[np.float32]":
    unit: NDArray[np.float32] = vector / np.linalg.norm(vector)
    return unit


class _Weigher:
    """Turns a candidate into a scored result for one question."""

    def __init__(
        self,
        index: Index,
        asked: Understood,
        ranks: Mapping[str, "NDArray[np.float32]"],
        near: _Near,
        cited: Mapping[int, float],
    ) -> None:
        self._places = index.positions
        self._near = near
        self._cited = cited
        self._ranks = {name: (scores, float(scores.max(initial=0.0)) or 1.0) for name, scores in ranks.items()}
        self._worth = _worth(index, asked)
        self._total = sum(self._worth.values())
        self._named_terms = frozenset(r.provision.replace(" ", "").lower() for r in asked.references)
        self._asks_time = bool(ASKS_TIME.search(asked.text))
        self._asks_often = bool(ASKS_OFTEN.search(asked.text))
        self._aims = aims_of(asked.text)
        self._shown = shown(asked.meaning)
        self._clocks = clocks_named(asked.meaning) if self._asks_time else frozenset()
        self._reports = years_meant(asked.text, index.reports)
        self._grades = asks_grades(asked.text)
        self._years = self._reports or frozenset(int(year) for year in YEAR.findall(asked.text))

    def cheap(self, key: int) -> float:
        """The part of the score that needs no text."""
        return float(sum(weight * value for weight, value in zip(_cheap_weights(), self._rankings(key), strict=True)))

    def retrieved(self, read: Read) -> Retrieved:
        """The passage with all its signals."""
        row = read.stored
        words, asked, meaning, question, _ = self._rankings(row.key)
        signals = Signals(
            words=words,
            asked=asked,
            meaning=meaning,
            question=question,
            coverage=self._share(read.everything),
            said=self._share(read.text),
            title=self._share(read.title),
            timed=read.timed if self._asks_time and self._in_kind(row.passage) else 0.0,
            aimed=aim(self._aims, row.source.authority),
            theme=fitting(row.passage.theme, self._shown),
            dated=of_year(row.source, self._years),
            clock=float(row.passage.id in self._clocks and self._in_kind(row.passage)),
            authority=_AUTHORITY[row.source.authority],
            official=0.0 if row.source.digest or row.source.sample else 1.0,
            cited=self._citing(row.key, read),
            lapsed=read.lapsed,
        )
        return Retrieved(row.key, row.passage, row.source, signals, fused(signals))

    def graded(self, index: Index) -> tuple[int, ...]:
        """Passages with the grades, where the question asks for those of an added report."""
        return index.graded(self._reports) if self._grades and self._reports else ()

    def of_report(self, found: Retrieved) -> int:
        """1 for a passage of the added report that the question names, more where it gives the grades asked for."""
        if found.source.digest or of_year(found.source, self._reports) <= 0:
            return 0
        return 1 + grades_given(found.passage.text) if self._grades else 1

    def _in_kind(self, passage: Passage) -> bool:
        """Whether a time is of the kind asked for: how often is not answered by how long."""
        return not self._asks_often or bool(HAS_FREQUENCY.search(f"{passage.title} {passage.text}"))

    def _citing(self, key: int, read: Read) -> float:
        """1 or more under a provision that was named; less for another that speaks of it, such as reg 25 of reg 24."""
        speaks = _SPEAKS_OF if self._named_terms & read.everything else 0.0
        return max(self._cited.get(key, 0.0), speaks)

    def _rankings(self, key: int) -> tuple[float, float, float, float, float]:
        """The signals named in ``_CHEAP``, in that order."""
        place = self._places[key]
        return (
            self._relative("passages", place),
            self._relative("questions", place),
            self._near.texts.get(key, 0.0),
            self._near.questions.get(key, 0.0),
            self._cited.get(key, 0.0),
        )

    def _relative(self, field: str, place: int) -> float:
        scores, top = self._ranks[field]
        return float(scores[place]) / top

    def _share(self, said: frozenset[str]) -> float:
        """The share of what was asked, by weight, that a text speaks of."""
        if not self._total:
            return 0.0
        return sum([worth for term, worth in self._worth.items() if term in said]) / self._total


_AUTHORITY = {
    Authority.STATUTE: 1.0,
    Authority.STATUTORY_GUIDANCE: 0.8,
    Authority.LOCAL_PROCEDURE: 0.5,
    Authority.INSPECTION: 0.5,
    Authority.GOOD_PRACTICE: 0.3,
}


def fused(signals: Signals) -> float:
    """One score from all signals, with the weights of ``ranking.toml``."""
    return float(sum([weight * value for weight, value in zip(_ordered_weights(), _values(signals), strict=True)]))


_CHEAP = ("words", "asked", "meaning", "question", "cited")


@cache
def _cheap_weights() -> tuple[float, ...]:
    return tuple(_weights()[name] for name in _CHEAP)


@cache
def _ordered_weights() -> tuple[float, ...]:
    return tuple(_weights().get(name, 0.0) for name in SIGNALS)


_values = attrgetter(*SIGNALS)


@cache
def _weights() -> Mapping[str, float]:
    text = (resources.files("knowledge") / "ranking.toml").read_text(encoding="utf-8")
    weights: dict[str, float] = tomllib.loads(text)["weights"]
    return weights


def _scores(index: Index, field: str, asked: Understood) -> "NDArray[np.float32]":
    ranking = index.fields[field]
    scores = ranking.scores(asked.own)
    for extra, weight in ((asked.added, 0.6), (asked.context, 0.4)):
        if extra:
            scores = scores + weight * ranking.scores(extra)
    return scores


def _best(index: Index, scores: "NDArray[np.float32]") -> list[int]:
    count = min(_POOL, len(scores))
    if not count:
        return []
    places = np.argpartition(-scores, count - 1)[:count]
    keys = index.fields["passages"].keys
    return [int(keys[place]) for place in places if scores[place] > 0]


def _worth(index: Index, asked: Understood) -> dict[str, float]:
    """How much each asked term tells: rare words more; unknown words as much as the rarest."""
    total = max(len(index.positions), 1)
    frequency = index.frequencies
    worth = {term: math.log(1 + total / (1 + frequency.get(term, 0))) for term in asked.own}
    worth.update({term: 0.4 * math.log(1 + total / (1 + frequency.get(term, 0))) for term in asked.context})
    return worth
