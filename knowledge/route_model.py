"""How likely each route is for a question: weights learnt from the sentences in ``knowledge/training``.

``tests/quality/train_routes.py`` makes ``route_model.npz`` anew; nothing is learnt at run time.
"""

import math
import re
import tomllib
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

ORDINARY = "ordinary"
EMERGENCY = "emergency"
OPEN = "clarify"
DECISION = "decision"
OVERRIDE = "override"
# What the sources cannot hold: decided together with what the search finds (``confidence.py``), not before it.
NOT_HELD = "not_held"
# Subjects and countries that are not for these sources at all.
ANOTHER_TASK = "another_task"
OUTSIDE = (ANOTHER_TASK, "another_country")
ELSEWHERE = (NOT_HELD, *OUTSIDE)
KINDS_OF_PLACE = ("nation", "council")
BUCKETS = 1 << 14
_NAMES = {"routes", "danger_routes"}
_LONGEST = 700
_TOKEN = re.compile(r"[a-z']+|0|\?")
_CHARACTERS = (3, 4, 5)


@dataclass(frozen=True, slots=True)
class Guess:
    """What the model makes of a question: the likeliest route, how sure it is that one is needed, and every chance.

    ``improper``, learnt apart, is the chance that it asks for what must be declined.
    """

    name: str
    away: float
    emergency: float
    limit: float
    chances: tuple[tuple[str, float], ...] = ()
    improper: float = 0.0
    improper_limit: float = 1.0

    @property
    def sure(self) -> bool:
        """Whether the limit measured for this route is reached."""
        return self.away >= self.limit

    @property
    def is_improper(self) -> bool:
        """Whether the limit measured for what must be declined is reached."""
        return self.improper >= self.improper_limit

    def of(self, *routes: str) -> float:
        """The chance of some routes together."""
        return sum(chance for name, chance in self.chances if name in routes)


@dataclass(frozen=True, slots=True)
class _Layer:
    constant: "NDArray[np.float32]"
    meaning: "NDArray[np.float32]"
    words: "NDArray[np.float32]"


@dataclass(frozen=True, slots=True)
class _Weights:
    """``away`` tells which route fits; ``danger``, learnt apart, has the say on emergencies alone.

    ``improper``, learnt apart as well, tells what must be declined from what only sounds like it.
    """

    routes: tuple[str, ...]
    limits: "NDArray[np.float32]"
    away: _Layer
    danger: _Layer
    danger_place: int
    improper: _Layer
    improper_limit: float
    alarm: "NDArray[np.float32]"
    alarm_constant: float
    alarm_limit: float


def guess(text: str, read: "NDArray[np.float32]") -> Guess:
    """The likeliest route away from search; ``read`` is what the encoder makes of the plain cleaned question: its
    embedding, and beside it what the layers that learnt from questions read, shape (768,)."""
    weights = _weights()
    found = buckets(text)
    chances = _chances(weights.away, found, read)
    emergency = _chances(weights.danger, found, read)[weights.danger_place]
    ordinary = weights.routes.index(ORDINARY)
    best = max((place for place in range(len(chances)) if place != ordinary), key=chances.__getitem__)
    every = tuple(zip(weights.routes, chances.tolist(), strict=True))
    return Guess(
        weights.routes[best],
        float(1 - chances[ordinary]),
        float(emergency),
        float(weights.limits[best]),
        every,
        float(_chances(weights.improper, found, read)[1]),
        weights.improper_limit,
    )


def alarming(text: str) -> bool:
    """Whether the words alone, with no embedding, tell of an emergency: the limit is set for few false alarms."""
    weights = _weights()
    found = buckets(text)
    if not found:
        return False
    return weights.alarm_constant + _weighed(weights.alarm, found) >= weights.alarm_limit


def _weighed(weights: "NDArray[np.float32]", found: Sequence[int]) -> float:
    return float(weights[list(found)].sum()) / math.sqrt(len(found))


@lru_cache(maxsize=64)
def buckets(text: str) -> tuple[int, ...]:
    """The word features of a text as numbers below ``BUCKETS``: words, neighbours and pieces of words."""
    words = tokens(text)
    found = {_bucket(feature) for feature in _neighbours(words)}
    return tuple(found.union(*map(_of_word, words)))


@lru_cache(maxsize=8192)
def _of_word(word: str) -> frozenset[int]:
    return frozenset((_bucket(f"1{word}"), *map(_bucket, _pieces(f" {word} "))))


def _bucket(feature: str) -> int:
    return zlib.crc32(feature.encode()) % BUCKETS


def tokens(text: str) -> list[str]:
    """Words in lower case with numbers as 0 and the names of nations and councils as one word each."""
    plain = re.sub(r"\d+", "0", text[:_LONGEST].lower().replace("’", "'"))
    return [_kind_of_place(token) for token in _TOKEN.findall(plain)]


def _neighbours(words: list[str]) -> Iterator[str]:
    bounded = ["^", "^", *words, "$"]
    yield from (f"2{one} {two}" for one, two in pairwise(bounded[1:]))
    for one, two, three in zip(bounded, bounded[1:-1], bounded[2:-1], strict=False):
        yield f"3{one} {two} {three}"
        yield f"s{one} _ {three}"


def _pieces(word: str) -> Iterator[str]:
    for size in _CHARACTERS:
        yield from (f"c{word[at : at + size]}" for at in range(len(word) - size + 1))


def _kind_of_place(word: str) -> str:
    return _places().get(word.removesuffix("'s"), word)


def _chances(weights: _Layer, found: Sequence[int], read: "NDArray[np.float32]") -> "NDArray[np.float32]":
    total = weights.constant + read @ weights.meaning
    if found:
        total = total + weights.words[list(found)].sum(axis=0) / math.sqrt(len(found))
    shares: NDArray[np.float32] = np.exp(total - total.max())
    shares /= shares.sum()
    return shares


def place_names(kind: str) -> tuple[str, ...]:
    """The names of one of ``KINDS_OF_PLACE``, one lower-case word each."""
    return tuple(name for name, of in _places().items() if of == f"<{kind}>")


@cache
def _places() -> Mapping[str, str]:
    table = tomllib.loads((resources.files("knowledge") / "places.toml").read_text(encoding="utf-8"))
    return {name: f"<{kind}>" for kind in KINDS_OF_PLACE for name in table[kind].split()}


def _layer(arrays: Mapping[str, "NDArray[np.float32]"], prefix: str) -> _Layer:
    return _Layer(*(arrays[prefix + name] for name in ("constant", "meaning", "words")))


@cache
def _weights() -> _Weights:
    with (resources.files("knowledge") / "route_model.npz").open("rb") as stream:
        stored = np.load(stream, allow_pickle=False)
        arrays = {name: stored[name].astype(np.float32) for name in stored.files if name not in _NAMES}
        return _Weights(
            routes=tuple(str(name) for name in stored["routes"]),
            limits=arrays["limits"],
            away=_layer(arrays, ""),
            danger=_layer(arrays, "danger_"),
            danger_place=stored["danger_routes"].tolist().index(EMERGENCY),
            improper=_layer(arrays, "improper_"),
            improper_limit=float(arrays["improper_limit"]),
            alarm=arrays["alarm"],
            alarm_constant=float(arrays["alarm_edge"][0]),
            alarm_limit=float(arrays["alarm_edge"][1]),
        )
