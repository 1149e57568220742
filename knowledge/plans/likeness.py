"""Naming a worry whose words are in no list, by likeness to our own example sentences."""

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from knowledge.plans.lexicon import data

if TYPE_CHECKING:
    import numpy as np

Embed = Callable[[Sequence[str]], "np.ndarray"]
_WORD = re.compile(r"[a-z']+")
_LIKE, _ALIKE = 0.2, 0.42
_vectors: dict[int, tuple["Embed", "np.ndarray"]] = {}


@cache
def examples() -> tuple[tuple[str, str], ...]:
    """Each example sentence with its category; ``none`` is no worry."""
    return tuple((key, words) for key, all_words in data("examples")["examples"].items() for words in all_words)


@cache
def _bags() -> tuple[tuple[dict[str, float], float], ...]:
    weights = _weights()
    bags = [{stem: weights[stem] for stem in _stems(words)} for _, words in examples()]
    return tuple((bag, math.sqrt(sum(weight**2 for weight in bag.values()))) for bag in bags)


@cache
def _weights() -> dict[str, float]:
    counts = Counter(stem for _, words in examples() for stem in _stems(words))
    return {stem: math.log(len(examples()) / count) for stem, count in counts.items()}


def _stems(words: str) -> frozenset[str]:
    return frozenset(re.sub(r"(?:ing|ed|es|s|'s)\Z", "", one) for one in _WORD.findall(words.lower()) if len(one) > 2)


def alike(sentences: Sequence[str], embed: "Embed | None") -> tuple[str, ...]:
    """For each sentence the category it is most like; empty where it is like none."""
    if not sentences:
        return ()
    return _by_vector(sentences, embed) if embed else tuple(map(_by_words, sentences))


def _by_words(sentence: str) -> str:
    weights = _weights()
    said = {stem: weights[stem] for stem in _stems(sentence) if stem in weights}
    norm = math.sqrt(sum(weight**2 for weight in said.values())) or 1.0
    scores: dict[str, float] = {}
    for (key, _), (bag, size) in zip(examples(), _bags(), strict=True):
        score = sum(weight * bag[stem] for stem, weight in said.items() if stem in bag) / (norm * size)
        scores[key] = max(scores.get(key, 0.0), score)
    best = max(scores, key=lambda key: scores[key])
    return best if scores[best] >= _LIKE else ""


def _by_vector(sentences: Sequence[str], embed: "Embed") -> tuple[str, ...]:
    known = _known(embed)
    near = embed(list(sentences)) @ known.T
    best = near.argmax(axis=1)
    keys = [key for key, _ in examples()]
    return tuple(keys[at] if near[row, at] >= _ALIKE else "" for row, at in enumerate(best))


def _known(embed: "Embed") -> "np.ndarray":
    """The examples' vectors, worked out once for each embedding function."""
    kept = _vectors.get(id(embed))
    if kept is None or kept[0] is not embed:
        kept = (embed, embed([words for _, words in examples()]))
        _vectors.clear()
        _vectors[id(embed)] = kept
    return kept[1]
