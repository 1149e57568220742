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
        rows, keys = out_of_bytes(kept["rows"]), kept["keys"].tolist()
    return dict(zip(keys, rows, strict=True))


def key_of(text: str) -> int:
    """What a text is known by: the first eight bytes of its SHA-256."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def packed(model: str, texts: Sequence[str], embeddings: "NDArray[np.float32]") -> Mapping[str, "NDArray[np.generic]"]:
    """The arrays of the file."""
    keys = np.array([key_of(text) for text in texts], np.uint64)
    return {"model": np.array(model), "keys": keys, "rows": in_bytes(embeddings)}


def in_bytes(embeddings: "NDArray[np.float32]") -> "NDArray[np.int8]":
    """Embeddings, shape (n, 384), with each number in a byte, as a share of the largest of its row."""
    largest = np.abs(embeddings).max(axis=1, keepdims=True)
    kept: NDArray[np.int8] = np.rint(embeddings / largest * _STEPS).astype(np.int8)
    return kept


def out_of_bytes(rows: "NDArray[np.int8]") -> "NDArray[np.float32]":
    """Embeddings that were kept in bytes, of length one, shape (n, 384)."""
    wide = rows.astype(np.float32)
    unit: NDArray[np.float32] = wide / np.linalg.norm(wide, axis=1, keepdims=True)
    return unit
