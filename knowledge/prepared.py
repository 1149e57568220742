"""Embeddings of the bundled practitioners' questions, made beforehand and shipped as data.

They are half of the words that an ingestion would have to embed, and they are the same on every machine. A text that
is not among them, such as a passage or a question that was changed or added since, is embedded as ever.
Made by ``python -m tests.quality.prepare_questions``.
"""

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FILE = "prepared.npz"
_STEPS = 127


@cache
def prepared(model: str) -> Mapping[int, "NDArray[np.float32]"]:
    """Embeddings of length one, shape (384,), by ``key_of`` their text; empty for another model than theirs."""
    with (resources.files("knowledge") / FILE).open("rb") as stream:
        kept = np.load(stream, allow_pickle=False)
        if str(kept["model"]) != model:
            return {}
        rows = kept["rows"].astype(np.float32)
        keys = kept["keys"].tolist()
    return dict(zip(keys, rows / np.linalg.norm(rows, axis=1, keepdims=True), strict=True))


def key_of(text: str) -> int:
    """What a text is known by: the first eight bytes of its SHA-256."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def packed(model: str, texts: Sequence[str], embeddings: "NDArray[np.float32]") -> Mapping[str, "NDArray[np.generic]"]:
    """The arrays of the file: each number of an embedding in a byte, as a share of the largest of its row."""
    largest = np.abs(embeddings).max(axis=1, keepdims=True)
    rows = np.rint(embeddings / largest * _STEPS).astype(np.int8)
    return {"model": np.array(model), "keys": np.array([key_of(text) for text in texts], np.uint64), "rows": rows}
