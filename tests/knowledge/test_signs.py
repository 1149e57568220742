"""What the words of a question and of a passage show."""

import pytest

from knowledge.signs import HAS_TIME


@pytest.mark.parametrize("words", ["at least once each month", "within six weeks", "16 weeks", "once a year"])
def test_a_time_may_be_in_figures_or_in_words(words: str) -> None:
    assert HAS_TIME.search(words)


@pytest.mark.parametrize("words", ["each child", "one of the parents", "every decision"])
def test_a_number_alone_is_no_time(words: str) -> None:
    assert not HAS_TIME.search(words)
