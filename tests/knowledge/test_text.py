"""Spans, sentences and the exact-quote check."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text import Span, sentences, stands_verbatim, trimmed


def test_a_span_must_not_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(4, 2)


def test_sentences_keep_abbreviations_and_list_items_apart() -> None:
    text = "Mr. Okafor visits on Monday. See reg. 24 first:\n- check the home\n- see the child"

    found = [span.of(text) for span in sentences(text)]

    assert found == ["Mr. Okafor visits on Monday.", "See reg. 24 first:", "- check the home", "- see the child"]


@given(st.text(alphabet="ab. \n-?!1", max_size=200))
def test_sentences_stand_in_order_and_miss_no_word(text: str) -> None:
    spans = sentences(text)

    assert all(one.end <= two.start for one, two in pairwise(spans))
    kept = "".join(span.of(text) for span in spans)
    assert [c for c in kept if not c.isspace()] == [c for c in text if not c.isspace()]


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_trimming_never_leaves_the_span(text: str, one: int, two: int) -> None:
    start, end = sorted((min(one, len(text)), min(two, len(text))))

    inner = trimmed(text, Span(start, end))

    assert start <= inner.start <= inner.end <= max(end, inner.start)
    assert inner.of(text) == text[start:end].strip() or not text[start:end].strip()


def test_a_quote_must_stand_byte_for_byte() -> None:
    assert stands_verbatim("16 weeks", "up to 16 weeks.")
    assert not stands_verbatim("16  weeks", "up to 16 weeks.")
    assert not stands_verbatim("", "anything")
