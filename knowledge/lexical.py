"""Word rankings (BM25) of passages and of the practitioners' questions beside them."""

import json
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge.catalogue import Stored
from knowledge.errors import StoreError
from knowledge.words import content_words, terms

if TYPE_CHECKING:
    from numpy.typing import NDArray

FIELDS = ("passages", "questions")
VOCABULARY = "vocabulary.json"
_FREQUENCIES = "frequencies.json"
_KEYS = "keys.npy"
_DAMAGED = "The search index is damaged."
_REPAIR = "Run practice-ingest --rebuild to make it again from the catalogue."


class Lexical:
    """BM25 over one field: scores are aligned with ``keys``."""

    def __init__(self, keys: "NDArray[np.int64]", ranking: Any) -> None:
        self.keys = keys
        self._ranking = ranking

    def scores(self, query: Sequence[str]) -> "NDArray[np.float32]":
        """A score for each key; zeros where nothing of the query is known."""
        known = [term for term in query if term in self._ranking.vocab_dict]
        if not known:
            return np.zeros(len(self.keys), np.float32)
        return self._ranking.get_scores(known)  # type: ignore[no-any-return]

    def known(self, term: str) -> bool:
        """Whether the term occurs anywhere in the field."""
        return term in self._ranking.vocab_dict


def build(folder: Path, stored: Iterable[Stored]) -> None:
    """Write the rankings of both fields to ``folder``."""
    keys: list[int] = []
    vocabulary: Counter[str] = Counter()
    fields: dict[str, list[list[str]]] = {name: [] for name in FIELDS}
    for row in stored:
        keys.append(row.key)
        vocabulary.update(content_words(f"{row.passage.search_text} {' '.join(row.passage.questions)}"))
        fields["passages"].append(terms(row.passage.search_text))
        fields["questions"].append(question_terms(row))
    folder.mkdir(parents=True)
    np.save(folder / _KEYS, np.array(keys, np.int64))
    (folder / VOCABULARY).write_text(json.dumps(vocabulary), encoding="utf-8")
    frequencies = Counter(term for words in fields["passages"] for term in set(words))
    (folder / _FREQUENCIES).write_text(json.dumps(frequencies), encoding="utf-8")
    for name, corpus in fields.items():
        _ranking(corpus).save(str(folder / name))


def question_terms(row: Stored) -> list[str]:
    """The terms of a passage's title and questions."""
    return terms("\n".join((row.passage.title, *row.passage.questions)))


def load(folder: Path) -> dict[str, Lexical]:
    """The rankings by field; raises ``StoreError`` when they are missing or damaged."""
    import bm25s

    try:
        keys = np.load(folder / _KEYS)
        return {name: Lexical(keys, _mapped(bm25s.BM25.load(str(folder / name), mmap=True))) for name in FIELDS}
    except (OSError, ValueError, KeyError, EOFError):
        raise StoreError(_DAMAGED, _REPAIR) from None


def _mapped(ranking: Any) -> Any:
    """The ranking with plain views of its mapped arrays: taking slices of them is far cheaper."""
    ranking.scores = {name: np.asarray(part) for name, part in ranking.scores.items()}
    return ranking


def load_frequencies(folder: Path) -> dict[str, int]:
    """How many passages hold each stemmed term."""
    try:
        return dict(json.loads((folder / _FREQUENCIES).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        raise StoreError(_DAMAGED, _REPAIR) from None


def _ranking(corpus: list[list[str]]) -> Any:
    os.environ.setdefault("DISABLE_JAX", "1")
    import bm25s

    # A field without a word cannot be indexed: one term that no question holds stands in.
    ranking = bm25s.BM25(method="lucene", k1=1.2, b=0.6)
    ranking.index([words or ["\x00"] for words in corpus] or [["\x00"]], show_progress=False)
    return ranking
