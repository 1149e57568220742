"""Finding passages: exact citations, word rankings and vectors, fused into one score."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from knowledge.adapter import turned
from knowledge.beside_law import with_contrary
from knowledge.citing import cited_by, is_bare
from knowledge.exact import TEXT
from knowledge.index import Index
from knowledge.inspectors import inspectors_first
from knowledge.official import before_digest, of_citation
from knowledge.pinpoints import narrowed
from knowledge.understanding import Understood
from knowledge.weighing import FIRST, Retrieved, Weigher, first_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

_POOL = 30
_NEAR = 90
# How many of the pooled passages are read and weighed in full.
_WEIGHED = 30
_WORDS, _ASKED, _MEANING, _QUESTION, _CITED, _REMEMBERED = range(len(FIRST))


def search(index: Index, asked: Understood, count: int = 10) -> tuple[Retrieved, ...]:
    """The best passages for a question, best first."""
    cited = cited_by(index, asked)
    ranks = _ranked(index, asked, cited)
    weigher = Weigher(index, asked, ranks)
    bare = is_bare(asked)
    likely = dict.fromkeys((*_likely(index, ranks), *weigher.graded(index), *(cited if bare else ())))
    found = (weigher.retrieved(read) for read in index.texts(list(likely)).values())
    if bare:
        return narrowed(index, asked, of_citation(found, asked.references[0].subs)[:count])
    ranked = sorted(found, key=lambda r: (-weigher.of_report(r), -r.score, r.passage.id))
    if not asked.references and not any(weigher.of_report(one) for one in ranked[:1]):
        ranked = inspectors_first(index, asked, ranked)
    ordered = with_contrary(index, asked, weigher, before_digest(index, weigher, ranked[:count]))
    return narrowed(index, asked, ordered[:count])


def _ranked(index: Index, asked: Understood, cited: Mapping[int, float]) -> "NDArray[np.float32]":
    """The signals in ``FIRST`` for every passage: one row a signal, one column a place of ``index.positions``."""
    places = index.positions
    ranks = np.zeros((len(FIRST), len(places)), np.float32)
    ranks[_WORDS], ranks[_ASKED] = (_relative(_scores(index, name, asked)) for name in ("passages", "questions"))
    meant = turned(_meant(index, asked))
    for near in index.nearest(meant, _NEAR):
        row = ranks[_MEANING if near.kind == TEXT else _QUESTION]
        row[places[near.key]] = max(row[places[near.key]], near.similarity)
    for key, weight in cited.items():
        ranks[_CITED, places[key]] = weight
    for label, nearness in index.remembered(meant).items():
        ranks[_REMEMBERED, index.labelled.get(label, ())] = nearness
    return ranks


def _likely(index: Index, ranks: "NDArray[np.float32]") -> list[int]:
    """The keys of the passages that are worth reading, by what needs no text."""
    pooled: NDArray[np.bool_] = np.any(ranks[_MEANING:] > 0, axis=0)
    for row in ranks[:_MEANING]:
        pooled[_best(row)] = True
    places = np.flatnonzero(pooled)
    order = np.argsort(-(first_weights() @ ranks[:, places]), kind="stable")[:_WEIGHED]
    return [int(key) for key in index.fields["passages"].keys[places[order]]]


def _scores(index: Index, field: str, asked: Understood) -> "NDArray[np.float32]":
    ranking = index.fields[field]
    scores = ranking.scores(asked.own)
    for extra, weight in ((asked.added, 0.6), (asked.context, 0.4 * asked.lean)):
        if extra:
            scores = scores + weight * ranking.scores(extra)
    return scores


def _relative(scores: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """Scores as shares of the best one."""
    return scores / (scores.max(initial=0.0) or 1.0)


def _best(scores: "NDArray[np.float32]") -> "NDArray[np.intp]":
    """The places of the highest scores above 0."""
    count = min(_POOL, len(scores))
    places = np.argpartition(-scores, count - 1)[:count] if count else np.empty(0, np.intp)
    return places[scores[places] > 0]


def _meant(index: Index, asked: Understood) -> "NDArray[np.float32]":
    """The embedding to search with: each text's own, summed, so that none is embedded twice."""
    meant = index.embed(asked.text)
    if asked.before:
        meant = meant + _BEFORE * asked.lean * index.embed(asked.before)
    if asked.told:
        meant = meant + _TOLD * index.embed(asked.told)
    if asked.spelt_out:
        spelt_out = _unit(np.sum([index.phrase(phrase) for phrase in asked.spelt_out], axis=0))
        meant = _unit(meant) + _SPELT_OUT * spelt_out
    return meant


# How much the question before, its answer and what short forms stand for count beside the question itself.
_BEFORE, _TOLD, _SPELT_OUT = 0.8, 0.6, 0.25


def _unit(vector: "NDArray[np.float32]") -> "NDArray[np.float32]":
    unit: NDArray[np.float32] = vector / np.linalg.norm(vector)
    return unit
