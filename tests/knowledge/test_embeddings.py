"""Texts that are embedded before they are asked for."""

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.embeddings import MiniLMEmbeddings
from knowledge.encoder import MiniLM


class Counting:
    """Gives each text its length and its first letter, and remembers what it was asked for."""

    name = "counting"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> Any:
        self.asked.extend(texts)
        return np.array([[len(text), ord(text[0])] for text in texts], np.float32).reshape(len(texts), 2)


def nobody(_: int) -> None:
    """Hears nothing."""


def _embeddings(model: Counting) -> MiniLMEmbeddings:
    return MiniLMEmbeddings(cast("MiniLM", model))


@given(st.lists(st.text("abc", min_size=1, max_size=3), max_size=1500), st.data())
def test_what_was_begun_ahead_is_what_would_have_been_made(texts: list[str], data: st.DataObject) -> None:
    asked = [*texts, *data.draw(st.lists(st.text("xyz", min_size=1, max_size=3), max_size=5))]
    plain, model = _embeddings(Counting()), Counting()
    early = _embeddings(model)
    with early.ahead(texts, nobody):
        found = [
            row for start in range(0, len(asked), 400) for row in early.embed_documents(asked[start : start + 400])
        ]
    assert found == plain.embed_documents(asked)
    assert early.embedded == len(asked)


def test_each_text_is_embedded_once_and_somebody_hears_how_many_are_done() -> None:
    model, texts = Counting(), [f"text {number}" for number in range(700)]
    told: list[int] = []
    embeddings = _embeddings(model)
    with embeddings.ahead(iter(texts), told.append):
        embeddings.embed_documents(texts)
    assert sorted(model.asked) == sorted(texts)
    assert told == [256, 512, 700]


def test_a_long_list_is_not_embedded_far_ahead_of_what_is_taken() -> None:
    begun: list[int] = []

    def texts() -> Any:
        for number in range(100_000):
            begun.append(number)
            yield f"text {number}"

    with _embeddings(Counting()).ahead(texts(), nobody):
        assert len(begun) < 10_000


def test_a_failure_ahead_reaches_whoever_asks() -> None:
    class Broken(Counting):
        def embed(self, _: Sequence[str]) -> Any:
            raise MemoryError

    embeddings = _embeddings(Broken())
    with pytest.raises(MemoryError), embeddings.ahead(["a", "b"], nobody):
        embeddings.embed_documents(["a", "b"])
