"""The words of an answer: what is said first of a text that does not hold today."""

from dataclasses import replace

import pytest

from bot.app import App
from knowledge.composing import also, cautioned, headed
from knowledge.documents import Authority
from knowledge.reply import Quote
from knowledge.talk import Question
from knowledge.understanding import understand


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


@pytest.mark.parametrize(
    ("words", "lead"),
    [
        ("Procedures commonly state that visits are weekly.", "Said about the law"),
        ("Visits are commonly stated to be weekly.", "Said about the law"),
        ("The council must visit weekly.", "The law also says"),
    ],
)
def test_what_others_state_of_a_law_is_not_what_the_law_says(app: App, quote: Quote, words: str, lead: str) -> None:
    law = replace(of(quote, Authority.STATUTE, "in force"), text=words, contrary=False)

    assert also(understand(Question("how often are visits"), app.index.vocabulary), law).startswith(f"{lead} (")


def test_guidance_keeps_its_own_name_whoever_states_it(app: App, quote: Quote) -> None:
    guidance = replace(of(quote, Authority.STATUTORY_GUIDANCE, "in force"), text="It is commonly stated to be weekly.")

    assert also(understand(Question("how often"), app.index.vocabulary), guidance).startswith("Statutory guidance (")


def test_a_first_line_takes_the_place_of_what_adds_and_never_of_an_item() -> None:
    first, said = "A record must be true.", "word " * 170
    assert headed(first, f"{said}\nThe law also says: more words here for you.") == f"{first}\n{said}"
    assert headed(first, f"{said}\n- one more item of five words") == f"{said}\n- one more item of five words"
    assert headed(first, "Six weeks.\n- by then") == f"{first}\nSix weeks.\n- by then"
