"""Answers: quotes that are exact, statuses that are honest, and the same answer each time."""

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.app import App
from knowledge.reply import Answer
from knowledge.routes import Status
from knowledge.talk import Question, Turn, before, completed

ANSWERS = {Status.ANSWERED, Status.PARTIAL}
WORDS = st.sampled_from(
    """reg 24 visit review core group icpc s47 private fostering cake Paris sgo lado plan how long who when ? 🙂 <b> ' "
    %""".split()
)


def ask(app: App, text: str, *history: tuple[bool, str]) -> Answer:
    return app.ask(Question(text, tuple(Turn(by_user, words) for by_user, words in history)))


@given(st.lists(WORDS, max_size=12).map(" ".join))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_quote_stands_verbatim_and_an_answer_always_has_one(app: App, text: str) -> None:
    given_answer = ask(app, text)

    for quote in given_answer.quotes:
        assert quote.text in quote.passage.text
    assert bool(given_answer.quotes) == (given_answer.status in ANSWERS)
    assert len(given_answer.text.split()) <= 180
    assert len(given_answer.quotes) <= 3


@pytest.mark.parametrize(
    ("question", "label", "words"),
    [
        ("reg 24", "SI 2010/959 reg 24", "16 weeks"),
        ("s47", "CA 1989 s 47", "significant harm"),
        ("regulation 28(2)(a)", "SI 2010/959 reg 28", "1 week"),
        ("r.33 first review", "SI 2010/959 reg 33", "20 working days"),
        ("section 20(8) children act 1989", "CA 1989 s 20", "remove"),
        ("SI 2005/1533 reg 8", "SI 2005/1533 reg 8", "6 weeks"),
    ],
)
def test_a_citation_leads_to_its_provision(app: App, question: str, label: str, words: str) -> None:
    found = ask(app, question)

    assert found.quotes[0].label == label
    assert words in " ".join(quote.text for quote in found.quotes)


@pytest.mark.parametrize("question", ["what does reg 97 of the care planning regulations say", "section 400 CA 1989"])
def test_a_provision_that_does_not_exist_is_said_not_to(app: App, question: str) -> None:
    found = ask(app, question)

    assert found.status is Status.NOT_FOUND
    assert "There is no" in found.text
    assert found.quotes == ()


def test_a_follow_up_stays_with_its_subject(app: App) -> None:
    found = ask(
        app,
        "who has to agree to it",
        (True, "can temporary approval of a relative be extended"),
        (False, "Yes, once, by up to 8 weeks (SI 2010/959 reg 25)."),
    )

    assert found.quotes[0].label == "SI 2010/959 reg 25"


def test_a_dated_question_gets_its_date_first(app: App) -> None:
    found = ask(app, "placed with nan under reg 24 on 3 November 2026, when does it run out")

    assert found.deadline is not None
    assert found.deadline.due == date(2027, 2, 23)
    assert found.text.startswith("No later than Tuesday 23 February 2027")


def test_a_typing_mistake_finds_the_same_provision(app: App) -> None:
    right, wrong = ask(app, "private fostering visits"), ask(app, "privat fosterring vists")

    assert right.quotes[0].label == wrong.quotes[0].label


def test_invisible_characters_change_nothing(app: App) -> None:
    plain, hidden = ask(app, "core group timescale"), ask(app, "core\u200b gr\u00adoup time\u2060scale\U000e0041")

    assert [q.passage.id for q in plain.quotes] == [q.passage.id for q in hidden.quotes]


def test_the_same_question_gets_the_same_answer(app: App) -> None:
    texts = {json.dumps([ask(app, "what must a cp plan say").text for _ in range(3)]) for _ in range(2)}

    assert len(texts) == 1


@pytest.mark.parametrize("question", ["", "   ", "🙂", "???"])
def test_nothing_to_answer_gets_a_line_of_help(app: App, question: str) -> None:
    assert ask(app, question).status is Status.CLARIFY


def test_an_open_question_gets_choices_and_no_quote(app: App) -> None:
    found = ask(app, "how often do I visit?")

    assert found.status is Status.CLARIFY
    assert len(found.choices) >= 3
    assert found.quotes == ()


def test_how_often_is_answered_with_a_frequency_and_not_with_a_length(app: App) -> None:
    given_answer = ask(app, "how often see a kid placed with nan on temp approval")

    assert given_answer.quotes[0].passage.locator == "reg 28(4)"


def test_what_was_asked_back_completes_the_question_before(app: App) -> None:
    history = (Turn(True, "how long have i got to hold it"), Turn(False, "Which meeting do you mean?"))
    given = app.ask(Question("the icpc", history))
    assert "15 working days" in " ".join(quote.text for quote in given.quotes)


def test_a_follow_up_may_lean_on_what_was_answered(app: App) -> None:
    history = (
        Turn(True, "court might let us remove tonight, which order is it"),
        Turn(False, "An emergency protection order under section 44 of the Children Act 1989."),
    )
    given = app.ask(Question("how long does one of those last", history))
    assert "8 days" in " ".join(quote.text for quote in given.quotes)


def test_a_follow_up_after_thanks_leans_on_nothing() -> None:
    history = (Turn(True, "ta for that"), Turn(False, "You are welcome."))
    assert completed(Question("and the other one", history)).text == "and the other one"
    assert not before(Question("and the other one", history))


def test_a_whole_question_is_not_judged_by_the_one_before_it(app: App) -> None:
    history = (Turn(True, "how long is temporary approval in wales"), Turn(False, "I cover England only."))
    given = app.ask(Question("how long does reg 24 last", history))
    assert "SI 2010/959 reg 24" in given.citations


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("What does Regulation 24 of the Care Planning Regulations require?", "SI 2010/959 reg 24"),
        ("what does section 22C of the children act 1989 actually say", "CA 1989 s 22C"),
        ("explain s47 CA 1989", "CA 1989 s 47"),
    ],
)
def test_what_a_cited_provision_says_is_always_answered(app: App, question: str, label: str) -> None:
    found = app.ask(Question(question))

    assert found.status is Status.ANSWERED
    assert found.quotes[0].label == label
