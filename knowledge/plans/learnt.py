"""Small linear classifiers trained on our own sentences (``training/``): a sentence's part, and its worry."""

import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from knowledge.plans.guess import Guess
from knowledge.plans.lexicon import pattern, plain, table
from knowledge.plans.people import subject

if TYPE_CHECKING:
    import numpy as np

# One row a text: an embedding, shape (384,), and beside it as many numbers from the layers that learnt from drafts.
Embed = Callable[[Sequence[str]], "np.ndarray"]
_MEANT = 384
# The hashed pieces of a text for the classifier of a name.
Cut = Callable[[str, str], Iterable[int]]
DIMENSIONS = 1 << 15
_TOKEN = re.compile(r"[a-z']+|\d+|[?!:£%]")
_LONGEST, _WHOLE = 60, 1500
_MARK_WEIGHT = 3
_TOGETHER = 500
_PARTS = ("modal", "soft", "fear", "outcome", "condition", "settled", "positive", "child_says", "admin", "meeting_line")
_TIMES = ("bounded", "frequency", "vague", "depends", "procedure", "meeting")

# The word lists, one a kind of worry, that a classifier weighs beside the words.
_LISTS = {"risks": ("risks", "cues"), "answers": ("responses", "answers")}


def family(name: str) -> str:
    """Classifiers of one family weigh the same pieces of a text."""
    return name if name in {"answers", "kinds", "risks"} else "roles"


def marks_of(name: str, text: str, who: Callable[[str], str] = subject) -> tuple[str, ...]:
    """What the word lists make of a text: kinds of worry for ``risks`` and ``answers``, signs of its part otherwise."""
    if name == "kinds":
        return ()
    words = plain(text)
    if name in _LISTS:
        return tuple(category for category, cues in table(*_LISTS[name]) if cues.search(words))
    found = [key for key in _PARTS if pattern("roles", key).search(words)]
    found += [key for key in _TIMES if pattern("timescales", key).search(words)]
    found += ["opens with a verb"] if pattern("roles", "verbs").match(words) else []
    found += ["opens with a person"] if who(text) else []
    return (*found, *(["quotes"] if '"' in words else []), *(["asks"] if words.endswith("?") else []))


def pieces(name: str, text: str) -> dict[int, float]:
    """The pieces of a text that a classifier weighs, of length one."""
    kept = cut(name, text) | marked(marks_of(name, text))
    return dict.fromkeys(sorted(kept), 1.0 / len(kept) ** 0.5)


def cut(name: str, text: str) -> frozenset[int]:
    """Hashed words, word pairs and word pieces of a text; a kind of document is told from the whole of it."""
    longest = _WHOLE if name == "kinds" else _LONGEST
    words = ["0" if word.isdigit() else word for word in _TOKEN.findall(plain(text))][:longest]
    found = [f"w {word}" for word in words]
    found += [f"p {one} {two}" for one, two in zip(["^", *words], [*words, "$"], strict=True)]
    for word in words:
        edged = f"<{word}>"
        found += [f"c {edged[at : at + 4]}" for at in range(len(edged) - 3)] if len(word) > 3 else []
    return _hashed(found)


def marked(marks: Sequence[str]) -> frozenset[int]:
    """Hashed marks of a text."""
    return _hashed([f"k{weight} {mark}" for mark in marks for weight in range(_MARK_WEIGHT)])


def _hashed(found: Sequence[str]) -> frozenset[int]:
    return frozenset(zlib.crc32(one.encode()) % DIMENSIONS for one in found)


def meant(rows: "np.ndarray") -> "np.ndarray":
    """The embeddings among the rows of ``Embed``."""
    return rows[:, :_MEANT]


def read_beside(rows: "np.ndarray") -> "np.ndarray":
    """What the layers that learnt from drafts make of the texts, among the rows of ``Embed``."""
    return rows[:, _MEANT:]


@dataclass(frozen=True, slots=True)
class Classifier:
    """Weights over hashed pieces of text, and over what the encoder makes of it where there is one."""

    name: str
    labels: tuple[str, ...]
    gram_weights: "np.ndarray"
    gram_bias: "np.ndarray"
    vector_weights: "np.ndarray"
    vector_bias: "np.ndarray"
    mix: tuple[float, float]

    def guesses(
        self, texts: Sequence[str], vectors: "np.ndarray | None" = None, cut: Cut = pieces
    ) -> tuple[Guess, ...]:
        """One guess a text; ``vectors`` holds what the learnt layers make of each, or is None without an encoder."""
        return tuple(map(self._guess, self.shares(texts, vectors, cut).tolist())) if texts else ()

    def shares(self, texts: Sequence[str], vectors: "np.ndarray | None" = None, cut: Cut = pieces) -> "np.ndarray":
        """How likely each label is for each text; rows add up to one."""
        import numpy as np

        scores = self._by_grams([list(cut(self.name, text)) for text in texts])
        if vectors is not None:
            scores = self.mix[0] * scores + self.mix[1] * (vectors @ self.vector_weights + self.vector_bias)
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        return raised / raised.sum(axis=1, keepdims=True)  # type: ignore[no-any-return]

    def _by_grams(self, found: Sequence[Sequence[int]]) -> "np.ndarray":
        """The weights of each text's pieces, which are never none, added up and made as if of one length."""
        import numpy as np

        sizes = np.array([len(one) for one in found])
        sums = np.concatenate([self._added_up(found[at : at + _TOGETHER]) for at in range(0, len(found), _TOGETHER)])
        return sums * (1.0 / sizes**0.5).astype("float32")[:, None] + self.gram_bias  # type: ignore[no-any-return]

    def _added_up(self, found: Sequence[Sequence[int]]) -> "np.ndarray":
        """The weights of a few texts' pieces, added up; those of a long draft together would fill the memory."""
        import numpy as np

        sizes = np.array([len(one) for one in found])
        weights = self.gram_weights[np.concatenate(found)].astype("float32")
        return np.add.reduceat(weights, np.cumsum(sizes) - sizes, axis=0)

    def _guess(self, row: list[float]) -> Guess:
        sure = max(row)
        return Guess(self.labels[row.index(sure)], sure, tuple(zip(self.labels, row, strict=True)))


@cache
def classifier(name: str) -> Classifier:
    """The trained weights shipped as ``data/NAME.npz``."""
    import numpy as np

    with (resources.files("knowledge.plans") / "data" / f"{name}.npz").open("rb") as stream:
        kept = np.load(stream, allow_pickle=False)
        return Classifier(
            name,
            tuple(map(str, kept["labels"])),
            kept["gram_weights"],
            kept["gram_bias"],
            kept["vector_weights"],
            kept["vector_bias"],
            (float(kept["mix"][0]), float(kept["mix"][1])),
        )
