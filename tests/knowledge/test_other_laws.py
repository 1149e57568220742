"""Laws that are not held: named, never taken for the Children Act."""

import pytest

from bot.app import App
from knowledge.other_laws import other_law
from knowledge.routes import Status
from knowledge.talk import Question


@pytest.mark.parametrize(
    ("question", "law", "status"),
    [
        ("what does section 3 of the Domestic Abuse Act 2021 say", "the Domestic Abuse Act 2021", Status.NOT_FOUND),
        ("adult safeguarding s42 enquiry, what is the test", "the Care Act 2014", Status.OUT_OF_SCOPE),
        ("they got a section 21 notice, how much warning", "the Housing Act 1988", Status.OUT_OF_SCOPE),
        ("s 17 of the Lighthouse Keepers Act 1924", "the Lighthouse Keepers Act 1924", Status.NOT_FOUND),
    ],
)
def test_a_provision_of_a_law_not_held_is_never_looked_up_in_another(
    app: App, question: str, law: str, status: Status
) -> None:
    given = app.ask(Question(question))
    assert given.status is status
    assert law in given.text
    assert not given.quotes


@pytest.mark.parametrize("question", ["what does the Children Act 1975 say", "what did the children act 1948 say"])
def test_the_act_of_a_year_that_is_not_held_is_not_answered_from_that_of_another(app: App, question: str) -> None:
    assert app.ask(Question(question)).status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("question", "locator"),
    [
        ("art 8 ECHR", "Sch 1 art 8(1)"),
        ("Article 8(2) of the European Convention on Human Rights", "Sch 1 art 8(2)"),
        ("article 6 human rights act", "Sch 1 art 6"),
        ("art 3", "Sch 1 art 3"),
    ],
)
def test_an_article_that_is_held_is_answered_from_its_own_words(app: App, question: str, locator: str) -> None:
    given = app.ask(Question(question))

    assert given.status is Status.ANSWERED
    assert given.quotes[0].passage.locator == locator


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Article 3 UNCRC", "I do not hold the UN Convention on the Rights of the Child"),
        ("what is art 12 of the un convention on the rights of the child", "I do not hold the UN Convention"),
        ("art 14 echr", "I do not hold art 14 of HRA 1998"),
    ],
)
def test_an_article_that_is_not_held_is_said_not_to_be_held(app: App, question: str, named: str) -> None:
    given = app.ask(Question(question))

    assert given.status is Status.NOT_FOUND
    assert named in given.text
    assert not given.quotes


@pytest.mark.parametrize(
    "question",
    [
        "section 47 Children Act who must help",
        "Childrens Act 1989 sec 22C (6)",
        "what does The Children Act 1989 say in section 31",
        "Section 20 of the Act, can mum withdraw",
    ],
)
def test_the_children_act_in_any_form_is_the_one_of_1989(app: App, question: str) -> None:
    assert app.ask(Question(question)).quotes[0].label.startswith("CA 1989 s ")


def test_laws_with_a_short_form_are_no_other_law() -> None:
    assert not other_law("what does the Equality Act 2010 say in section 20")
    assert not other_law("is that ours under the 1970 act")


@pytest.mark.parametrize(
    ("text", "law"),
    [
        ("s21 of the housing act 1988", "the Housing Act 1988"),
        ("s 193 housing act", "the Housing Act 1996"),
        ("section 7 of the local authority social services act 1970", "the Local Authority Social Services Act 1970"),
        ("s 3 nationality and borders act", "the Nationality and Borders Act 2022"),
        ("section 2 of the Children Act 1975", "the Children Act 1975"),
        ("Does The Armed Forces Act 2006 say in s 5", "the Armed Forces Act 2006"),
        ("Does The Act say in s 47", ""),
        ("Section 47 Of The Children Act", ""),
        ("Under The Act who must help in s 47", ""),
    ],
)
def test_a_law_is_named_as_it_is(text: str, law: str) -> None:
    assert other_law(text) == law
