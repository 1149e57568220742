"""Learns the ranking weights from the corpus's own questions, each left out of the index while it is asked.

``python -m tests.quality.train_ranking`` prints the weights for ``knowledge/ranking.toml``. It
uses no labelled question of either half.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.app import App
from config.settings import load
from knowledge.catalogue import Stored
from knowledge.exact import Near
from knowledge.index import Read
from knowledge.lexical import Lexical, question_terms
from knowledge.search import search
from knowledge.talk import Question
from knowledge.understanding import understand
from knowledge.weighing import SIGNALS
from knowledge.words import terms

_FOLDS = 3
_COUNT = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """A question taken out of the index, and the key of the passage it belongs to."""

    text: str
    key: int


class MemoryIndex:
    """An index in memory over passages with some of their questions taken out."""

    def __init__(self, app: App, rows: list[Stored], embeddings: dict[str, np.ndarray]) -> None:
        self._real = app.index
        self.snapshot, self.catalogue = self._real.snapshot, self._real.catalogue
        self.instrument_named = self._real.instrument_named
        self.frequencies, self.vocabulary = self._real.frequencies, self._real.vocabulary
        self._rows = {row.key: Read.of(row) for row in rows}
        keys = np.array([row.key for row in rows], np.int64)
        self.positions = {int(key): n for n, key in enumerate(keys)}
        self.labelled: dict[str, tuple[int, ...]] = {}
        self.fields = {
            "passages": _lexical(keys, [terms(row.passage.search_text) for row in rows]),
            "questions": _lexical(keys, [question_terms(row) for row in rows]),
        }
        pairs = [(row.key, "text", row.passage.search_text) for row in rows]
        pairs += [(row.key, "question", question) for row in rows for question in row.passage.questions]
        self._what = [(key, kind) for key, kind, _ in pairs]
        self._matrix = np.stack([embeddings[text] for *_, text in pairs])

    def embed(self, text: str) -> Any:
        return self._real.embed(text)

    def nearest(self, embedding: Any, count: int) -> tuple[Near, ...]:
        similar = self._matrix @ embedding
        best = np.argpartition(-similar, count)[:count]
        return tuple(Near(*self._what[n], float(similar[n])) for n in best)

    def remembered(self, _embedding: Any) -> dict[str, float]:
        return {}

    def texts(self, keys: list[int]) -> dict[int, Read]:
        return {key: self._rows[key] for key in keys if key in self._rows}


def _lexical(keys: Any, corpus: list[list[str]]) -> Lexical:
    from knowledge.lexical import _ranking

    return Lexical(keys, _ranking(corpus))


def folds(rows: list[Stored]) -> Iterator[tuple[list[Stored], list[Asked]]]:
    """Each time another question of every passage is taken out."""
    for fold in range(_FOLDS):
        kept, asked = [], []
        for row in rows:
            questions = row.passage.questions
            if len(questions) > 1:
                out = (fold + row.key) % len(questions)
                asked.append(Asked(questions[out], row.key))
                questions = tuple(q for n, q in enumerate(questions) if n != out)
            kept.append(replace(row, passage=replace(row.passage, questions=questions)))
        yield kept, asked


def main() -> None:
    """Print weights learnt from pairs of the right passage and each other one that was found."""
    app = App(load(os.environ))
    catalogue = app.index.catalogue
    rows = list(catalogue.passages([v.id for v in catalogue.versions(app.index.snapshot)]))
    texts = list({t for row in rows for t in (row.passage.search_text, *row.passage.questions)})
    vectors = app.index._encoder.embed(texts)
    embeddings = dict(zip(texts, vectors, strict=True))
    differences, ranks = [], []
    share = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    for kept, asked in folds(rows):
        index: Any = MemoryIndex(app, kept, embeddings)
        for one in asked[::share]:
            found = search(index, understand(Question(one.text), index.vocabulary), _COUNT)
            right = next((r for r in found if r.key == one.key), None)
            label = next(row.passage.label for row in kept if row.key == one.key)
            ranks.append(next((n for n, r in enumerate(found, 1) if r.passage.label == label), 0))
            if right is None:
                continue
            good = _vector(right)
            differences.extend(good - _vector(other) for other in found if other.passage.label != label)
    print(
        "questions",
        len(ranks),
        "right label first",
        np.mean(np.array(ranks) == 1),
        "in five",
        np.mean([1 <= r <= 5 for r in ranks]),
    )
    _print_weights(np.array(differences))


def _vector(found: Any) -> np.ndarray:
    return np.array([getattr(found.signals, name) for name in SIGNALS])


def _print_weights(differences: np.ndarray) -> None:
    both = np.vstack([differences, -differences])
    sides = np.r_[np.ones(len(differences)), np.zeros(len(differences))]
    model = LogisticRegression(fit_intercept=False, C=1.0, max_iter=1000).fit(both, sides)
    weights = model.coef_[0]
    scale = 6.0 / np.abs(weights).sum()
    for name, weight in zip(SIGNALS, weights * scale, strict=True):
        print(f"{name} = {weight:.3f}")


if __name__ == "__main__":
    main()
