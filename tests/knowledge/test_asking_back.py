"""Questions that are too open, that want a sort of answer the sources lack, or that take a wrong figure for granted."""

import pytest

from bot.app import App
from knowledge.openings import opening
from knowledge.premise import contradiction
from knowledge.routes import Status
from knowledge.talk import Question, Turn


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("how often do we visit", "Which children"),
        ("when is the next review", "Which review"),
        ("do we need permission for that", "Consent to what"),
        ("can it be extended", "What is to be extended"),
        ("deadline?", "Which timescale"),
        ("who authorises this", "What needs to be approved"),
        ("is it 15 working days", "Which timescale"),
    ],
)
def test_a_task_with_no_rule_named_is_asked_about(text: str, asks: str) -> None:
    found = opening(text)

    assert found is not None
    assert found.ask.startswith(asks)
    assert 3 <= len(found.choices) <= 5


@pytest.mark.parametrize(
    "text",
    [
        "how often do we visit a child in need",
        "when is the next lac review",
        "can an EPO be extended",
        "reg 24 deadline",
        "is it 45 days for the assessment",
        "who approves a placement out of area",
        "SO extension",
    ],
)
def test_a_question_that_names_its_subject_is_not_asked_about(text: str) -> None:
    assert opening(text) is None


_OPEN = (
    "who gets a copy of the plan",
    "what day does the second review fall",
    "how long after the first meeting is the next",
    "when does the carer need approving by",
    "who sits in on the review",
    "do i have to visit in person",
    "is the assessment allowed to go past the date",
    "does the order need renewing",
    "can the parents appeal it",
    "how many visits in a year",
)


def test_most_open_questions_in_other_words_are_asked_back(app: App) -> None:
    given = [app.ask(Question(text)) for text in _OPEN]

    asked_back = [one for one in given if one.status is Status.CLARIFY]
    assert len(asked_back) >= 7
    assert all(one.choices and not one.quotes for one in asked_back)


@pytest.mark.parametrize(
    "text",
    [
        "who gets a copy of the child protection plan",
        "when is the second looked after review",
        "how long after the icpc is the first core group",
        "when does a reg 24 carer need full approval by",
        "who chairs the child protection conference",
        "do private fostering visits have to be in person",
        "can a c&f assessment go past 45 days",
        "can an interim care order be renewed",
        "how often do we see a child in need",
        "what is the first thing to do when a child goes missing",
    ],
)
def test_a_look_alike_that_says_enough_is_answered(app: App, text: str) -> None:
    assert app.ask(Question(text)).quotes


def test_every_choice_offered_is_answered(app: App) -> None:
    asked = ("how often visit", "review?", "assessment late?", "extension", "checks?", "consent", "who signs", "notice")
    choices = {choice for text in asked for choice in app.ask(Question(text)).choices}

    unanswered = [choice for choice in choices if not app.ask(Question(choice)).quotes]

    assert len(choices) > 25
    assert unanswered == []


def test_an_open_message_leans_on_the_question_before_it(app: App) -> None:
    before = (Turn(True, "how long does an emergency protection order last"), Turn(False, "8 days (CA 1989 s 45)."))

    found = app.ask(Question("can it be extended", before))

    assert "CA 1989 s 45" in found.citations


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("what is the fine in pounds for not telling the council about private fostering", "a sum of money"),
        ("how many square metres must a child's bedroom be", "a size"),
        ("what time does the contact centre shut", "a time of day"),
    ],
)
def test_a_sort_of_answer_that_no_source_gives_is_not_made_up(app: App, text: str, lacks: str) -> None:
    found = app.ask(Question(text))

    assert found.status in {Status.NOT_FOUND, Status.OUT_OF_SCOPE}, lacks
    assert found.quotes == ()


def test_a_count_that_a_source_gives_is_answered(app: App) -> None:
    found = app.ask(Question("how many personal referees must be interviewed for a new foster carer"))

    assert "2 personal referees" in found.text


@pytest.mark.parametrize(
    ("question", "stated", "said"),
    [
        (
            "is it 24 weeks for temporary approval",
            "Approval lasts for no more than 16 weeks.",
            "Not 24 weeks: 16 weeks.",
        ),
        ("someone said 10 weeks, right?", "Gaps must not be longer than 6 weeks.", "Not 10 weeks: 6 weeks."),
        ("six weekly isn't it", "Gaps must not be longer than 6 weeks.", ""),
        ("he's been there 18 months, is that ok", "Gaps must not be longer than 3 months.", ""),
        ("is it 45 days", "The limit is 45 working days.", ""),
        ("how long is it, about 10 weeks", "Gaps must not be longer than 6 weeks.", ""),
    ],
)
def test_a_wrong_figure_is_said_first_and_a_circumstance_is_let_be(question: str, stated: str, said: str) -> None:
    assert contradiction(question, stated, [stated]) == said


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("F5 of the 2019 Ofsted letter", "Ofsted letter 2019 F5"),
        ("ofsted finding 12", "Ofsted letter 2019 F12"),
        ("improvement point 2 in the letter", "Ofsted letter 2019 I2"),
    ],
)
def test_a_numbered_part_of_the_letter_is_a_citation(app: App, text: str, label: str) -> None:
    assert app.ask(Question(text)).citations[0] == label


def test_a_part_that_the_letter_does_not_have_is_said_not_to_exist(app: App) -> None:
    found = app.ask(Question("what does F25 of the ofsted letter say"))

    assert found.status is Status.NOT_FOUND
    assert "F25" in found.text


def test_a_number_that_several_laws_have_is_asked_back_and_a_known_one_is_answered(app: App) -> None:
    shared, known = app.ask(Question("reg 8?")), app.ask(Question("reg 24"))

    assert shared.status is Status.CLARIFY
    assert {"SI 2010/959 reg 8", "SI 2005/1533 reg 8"} <= set(shared.choices)
    assert known.citations[0] == "SI 2010/959 reg 24"


@pytest.mark.parametrize(
    "message",
    ["whats the notice period to end s20", "what is the plo timescale here", "what is an exclusion requirement"],
)
def test_what_names_its_provision_short_form_or_thing_is_not_asked_back_about(app: App, message: str) -> None:
    assert app.ask(Question(message)).status in {Status.ANSWERED, Status.PARTIAL}
