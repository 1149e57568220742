"""Greetings, thanks and "that's wrong" get a short word, and a whole new question in a talk is a new question."""

import pytest

from bot.app import App
from knowledge.routes import Status
from knowledge.talk import Question, Turn, is_follow_up

TALK = (
    Turn(by_user=True, text="what is reg 24?"),
    Turn(by_user=False, text="Temporary approval of a connected person lasts for no more than 16 weeks."),
)


@pytest.mark.parametrize("history", [(), TALK])
@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("hi", "Hello"),
        ("Good morning!", "Hello"),
        ("can you help me?", "Hello"),
        ("who are you", "Hello"),
        ("thanks so much", "You are welcome"),
        ("ok cheers", "You are welcome"),
        ("no that's wrong", "Sorry"),
    ],
)
def test_a_courtesy_gets_a_short_word_and_no_sources(
    app: App, text: str, start: str, history: tuple[Turn, ...]
) -> None:
    given = app.ask(Question(text, history))

    assert given.text.startswith(start)
    assert (given.status, given.quotes) == (Status.CLARIFY, ())


@pytest.mark.parametrize(
    "text", ["hi, how long does temporary approval last", "thanks, who signs that off under reg 25"]
)
def test_a_question_after_a_courtesy_is_answered(app: App, text: str) -> None:
    assert app.ask(Question(text)).status is Status.ANSWERED


def test_after_a_courtesy_the_talk_goes_on_where_it_was(app: App) -> None:
    polite = (*TALK, Turn(by_user=True, text="thanks"), Turn(by_user=False, text="You are welcome."))

    given = app.ask(Question("who signs off an extension of it?", polite))

    assert given.quotes[0].label == "SI 2010/959 reg 25"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("when must the first looked after review be held?", "SI 2010/959 reg 33"),
        ("how long does an EPO last?", "CA 1989 s 45"),
    ],
)
def test_a_whole_new_question_does_not_lean_on_the_one_before(app: App, text: str, label: str) -> None:
    assert app.ask(Question(text, TALK)).quotes[0].label == label


@pytest.mark.parametrize(
    "text", ["how often for a child in need?", "who signs that off?", "and how long does an EPO last?"]
)
def test_what_points_back_or_joins_on_still_leans(text: str) -> None:
    assert is_follow_up(text)
