"""Which words are shown: quotations and lists stay whole, and a sentence brings what its "it" stands for."""

import pytest

from bot.app import App
from knowledge.selection import direct_words, quoted
from knowledge.talk import Question
from knowledge.understanding import Understood, understand


@pytest.fixture(scope="module")
def asked(app: App) -> Understood:
    return understand(Question("what should the visit note say about the fridge"), app.index.vocabulary)


def test_words_in_quotation_marks_are_not_cut(asked: Understood) -> None:
    text = (
        "The visit note is on the record the same day and is read by the manager before the week ends. "
        'A better note reads "Saw Rafi alone. He showed me the fridge. I rang Jo". '
        "Every note names the people who were there, the rooms that were seen, and what comes next, with a date."
    )

    assert '"Saw Rafi alone. He showed me the fridge. I rang Jo".' in direct_words(asked, text, most=1)


def test_an_example_of_what_not_to_write_is_not_the_answer(asked: Understood) -> None:
    text = 'A weak visit note reads "Fridge seen". A visit note says what was in the fridge.'

    assert direct_words(asked, text + " It names " + "people " * 50, most=1).startswith("A visit note says")


def test_a_sentence_that_leans_on_the_one_before_brings_it_along(asked: Understood) -> None:
    text = f"A food diary is kept for 2 weeks. As commonly stated, it lists the fridge and the note. {'More. ' * 60}"

    assert direct_words(asked, text, most=1).startswith("A food diary is kept for 2 weeks.")


def test_a_list_that_is_cut_keeps_the_words_that_lead_to_it(app: App, asked: Understood) -> None:
    passage = next(quote.passage for quote in app.ask(Question("who gets notice of a placement, reg 13(2)")).quotes)
    assert "\n- " in passage.text

    shown = quoted(asked, passage, first=False)

    assert passage.text.startswith(shown)
