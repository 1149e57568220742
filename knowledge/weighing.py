"""What speaks for a passage: the signals, and the one score that they are fused into."""

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

from knowledge.catalogue import Stored
from knowledge.documents import Authority, Passage, Source
from knowledge.held import asks_grades, grades_given, years_meant
from knowledge.index import Index, Read
from knowledge.signs import ASKS_OFTEN, ASKS_TIME, HAS_FREQUENCY, YEAR, aim, aims_of, of_year
from knowledge.standing import Standing, standings
from knowledge.themes import fitting, shown
from knowledge.timescales import clocks_named
from knowledge.understanding import Understood

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SPEAKS_OF = 0.75


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for one passage; each signal runs from about 0 to 1.

    ``remembered`` tells how near the nearest earlier question is that its label answered.

    ``rarest`` is the share of the two rarest words asked about that it holds; ``unknown``, the same for every
    passage, the share of the words asked about that no source holds.
    """

    words: float = 0.0
    asked: float = 0.0
    meaning: float = 0.0
    question: float = 0.0
    cited: float = 0.0
    remembered: float = 0.0
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
    rarest: float = 0.0
    unknown: float = 0.0


SIGNALS = tuple(Signals.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A passage that may answer, with what speaks for it and the fused score."""

    key: int
    passage: Passage
    source: Source
    signals: Signals
    score: float
    # The sentence of a local procedure that gives another figure than the law.
    contrary: str = ""


_FEW = 2
# A text that was added brings no practitioners' questions; its nearness stands in for theirs.
_UNASKED = 0.7

# The regulations on care plans are about looked-after children, whether a title says so or not.
_OF_CARE = re.compile(r"\bcare planning\b", re.IGNORECASE)


class Weigher:
    """Turns a candidate into a scored result for one question."""

    def __init__(self, index: Index, asked: Understood, ranks: "NDArray[np.float32]") -> None:
        self._places = index.positions
        self._ranks = ranks
        self._worth = _worth(index, asked)
        self._total = sum(self._worth.values())
        self._rarest = frozenset(sorted(asked.own, key=lambda term: (-self._worth[term], term))[:_FEW])
        self._unknown = sum(term not in index.frequencies for term in asked.own) / (len(asked.own) or 1)
        self._named_terms = frozenset(r.provision.replace(" ", "").lower() for r in asked.references)
        self._asks_time = bool(ASKS_TIME.search(asked.text))
        self._asks_often = bool(ASKS_OFTEN.search(asked.text))
        self._aims = aims_of(asked.text)
        self._shown = shown(asked.meaning)
        self._clocks = clocks_named(asked.meaning) if self._asks_time else frozenset()
        self._reports = years_meant(asked.text, index.reports)
        self._grades = asks_grades(asked.text)
        self._standings = standings(asked.meaning)
        self._years = self._reports or frozenset(int(year) for year in YEAR.findall(asked.text))

    def retrieved(self, read: Read) -> Retrieved:
        """The passage with all its signals."""
        row = read.stored
        words, asked, meaning, question, cited, remembered = self._ranks[:, self._places[row.key]].tolist()
        signals = Signals(
            words=words,
            asked=asked,
            meaning=meaning,
            question=question if row.passage.questions else _UNASKED * meaning,
            remembered=0.0 if self._is_of_others(row) else remembered,
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
            cited=self._citing(cited, read),
            lapsed=read.lapsed,
            rarest=len(self._rarest & read.everything) / (len(self._rarest) or 1),
            unknown=self._unknown,
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

    def _is_of_others(self, row: Stored) -> bool:
        """Whether a passage is about children of another standing than the question's, as its title and bounds say."""
        if not self._standings:
            return False
        theirs = standings(f"{row.passage.title} {row.passage.applies_to}")
        if _OF_CARE.search(row.source.title):
            theirs |= {Standing.IN_CARE}
        return bool(theirs) and not theirs & self._standings

    def _in_kind(self, passage: Passage) -> bool:
        """Whether a time is of the kind asked for: how often is not answered by how long."""
        return not self._asks_often or bool(HAS_FREQUENCY.search(f"{passage.title} {passage.text}"))

    def _citing(self, cited: float, read: Read) -> float:
        """1 or more under a provision that was named; less for another that speaks of it, such as reg 25 of reg 24."""
        speaks = _SPEAKS_OF if self._named_terms & read.everything else 0.0
        return max(cited, speaks)

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


# The signals that need no text.
FIRST = ("words", "asked", "meaning", "question", "cited", "remembered")


@cache
def first_weights() -> "NDArray[np.float32]":
    """The weights of ``FIRST``."""
    return np.array([_weights()[name] for name in FIRST], np.float32)


@cache
def _ordered_weights() -> tuple[float, ...]:
    return tuple(_weights().get(name, 0.0) for name in SIGNALS)


_values = attrgetter(*SIGNALS)


@cache
def _weights() -> Mapping[str, float]:
    text = (resources.files("knowledge") / "ranking.toml").read_text(encoding="utf-8")
    weights: dict[str, float] = tomllib.loads(text)["weights"]
    return weights


def _worth(index: Index, asked: Understood) -> dict[str, float]:
    """How much each asked term tells: rare words more; unknown words as much as the rarest."""
    total = max(len(index.positions), 1)
    frequency = index.frequencies
    weighed = (*((term, 1.0) for term in asked.own), *((term, 0.4 * asked.lean) for term in asked.context))
    return {term: weight * math.log(1 + total / (1 + frequency.get(term, 0))) for term, weight in weighed}
