"""The words of an answer: what is said first of a text that does not hold today."""

from dataclasses import replace

import pytest

from bot.app import App
from knowledge.composing import cautioned
from knowledge.documents import Authority
from knowledge.reply import Quote
from knowledge.talk import Question


@pytest.fixture(scope="module")
def quote(app: App) -> Quote:
    return app.ask(Question("reg 24")).quotes[0]


def of(quote: Quote, authority: Authority, status: str) -> Quote:
    return replace(
        quote,
        passage=replace(quote.passage, status=status),
        source=replace(quote.source, authority=authority),
    )


@pytest.mark.parametrize(
    ("authority", "first"),
    [
        (Authority.STATUTE, "Not the law today"),
        (Authority.STATUTORY_GUIDANCE, "Not the guidance today"),
        (Authority.LOCAL_PROCEDURE, "An older procedure, no longer used"),
        (Authority.INSPECTION, "Not the latest inspection"),
        (Authority.GOOD_PRACTICE, "An older text, no longer current"),
    ],
)
def test_a_text_that_was_replaced_is_called_what_it_is(quote: Quote, authority: Authority, first: str) -> None:
    old = of(quote, authority, "superseded: replaced on 2026-03-01")

    assert cautioned(old, "Visit weekly.") == f"{first} (superseded: replaced on 2026-03-01): Visit weekly."


def test_a_text_in_force_needs_no_caution(quote: Quote) -> None:
    assert cautioned(of(quote, Authority.STATUTE, "in force"), "Visit weekly.") == "Visit weekly."


def test_law_that_is_still_to_come_says_so(quote: Quote) -> None:
    coming = of(quote, Authority.STATUTE, "enacted, not yet in force")

    assert cautioned(coming, "Visit weekly.").startswith("Enacted, but not yet in force")
