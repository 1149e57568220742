"""How a draft is read: lines, dates, owners and the small trees that weigh what is known."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from knowledge.plans.dates import dates_in, own_date
from knowledge.plans.features import features_of
from knowledge.plans.layout import read_layout
from knowledge.plans.lexicon import plain
from knowledge.plans.model import Role, Topic
from knowledge.plans.parse import read
from knowledge.plans.people import owner_in
from knowledge.plans.statements import Reader
from knowledge.trees import Trees, trees

CHAT = (
    "hi is this ok to send, it is the plan for the smith twins and it goes to my manager on friday\n"
    "gp referral - me, sent this week\n"
    "nan and jo to keep an eye on them\n"
    "school will ring at some point\n"
)


def items(text: str) -> list[str]:
    return [entry.span.of(text) for entry in read_layout(text)[1]]


def said(text: str) -> list[str]:
    sections, entries = read_layout(text)
    return [one.span.of(text) for one in Reader(text, plain(text), sections).read(entries)]


def test_a_line_that_ended_early_was_ended_on_purpose() -> None:
    found = items(CHAT)

    assert "nan and jo to keep an eye on them" in found
    assert "school will ring at some point" in found


def test_a_line_broken_by_a_page_goes_on() -> None:
    text = "The health visitor weighed him on Monday and found\nthat he had lost a kilo since the visit before it\nwas."

    assert items(text) == [text]


def test_a_letter_that_asks_for_three_things_says_three_things() -> None:
    asked = said("We expect you to come to each clinic, to keep Sean out of the flat and to tell us if you move.")

    assert len(asked) == 3
    assert asked[1] == "to keep Sean out of the flat"


def test_days_that_share_a_year_are_days_of_that_year() -> None:
    found = dates_in("core groups on 30 october, 27 november and 11 december 2025", date(2025, 9, 1))

    assert [when.day for when in found] == [date(2025, 10, 30), date(2025, 11, 27), date(2025, 12, 11)]


def test_a_letter_that_opens_with_its_date_is_dated() -> None:
    text = "15 January 2025\n\nDear Ms Alder\n\nPlease come to a meeting on 5 February 2025."

    assert own_date(text, plain(text)) == date(2025, 1, 15)


@pytest.mark.parametrize(
    ("task", "owner"),
    [
        ("Next: nursery key worker Ash carries on the feelings book", "nursery key worker Ash"),
        ("jo and steph to keep an eye on her", "jo and steph"),
        ("FIRST OF EIGHT SESSIONS - DR ANJALI BOSE, 13 AUGUST", "DR ANJALI BOSE"),
        ("Letter to go again, Gaynor, 11 April 2025.", "Gaynor"),
        ("voucher from me, today", "me"),
        ("Dad will be supported to address his gambling.", None),
        ("Package to continue.", None),
        ("Knives put somewhere sensible", None),
    ],
)
def test_the_owner_is_whoever_acts(task: str, owner: str | None) -> None:
    assert owner_in(task).words == owner


def test_a_tree_answers_by_its_leaves() -> None:
    tree = Trees(
        names=("height",),
        asks=np.array([[0, 0, 0]], dtype="int16"),
        limits=np.array([[1.5, 0.0, 0.0]], dtype="float32"),
        below=np.array([[1, 1, 2]], dtype="int8"),
        above=np.array([[2, 1, 2]], dtype="int8"),
        values=np.array([[0.0, -1.0, 1.0]], dtype="float32"),
        start=0.0,
        depth=1,
    )

    low, high = tree.likely([{"height": 1.0}, {"height": 2.0}])

    assert low == pytest.approx(1 / (1 + np.e))
    assert high == pytest.approx(np.e / (1 + np.e))


@given(some.lists(some.dictionaries(some.sampled_from(trees("tasks").names), some.floats(-5, 50)), max_size=5))
def test_the_judges_answer_with_a_chance(rows: list[dict[str, float]]) -> None:
    for name in ("tasks", "concerns", "answered"):
        assert all(0 <= chance <= 1 for chance in trees(name).likely(rows))


def test_every_number_that_a_judge_asks_for_is_known_of_a_statement() -> None:
    plan = read(
        "Child protection plan\n\nWorries\n- Dean hits Carly.\n\nActions\n- Rukia to see Carly on 5 March 2025."
    )

    known = set().union(*features_of(plan))

    assert set(trees("tasks").names) <= known
    assert set(trees("concerns").names) <= known


def test_a_known_heading_right_under_a_date_is_a_heading() -> None:
    text = "Child protection plan for Bo. Date of plan: 3 March 2025\nWhat needs to happen\nGran to help every day."

    assert [one.topic for one in read_layout(text)[0]] == [Topic.OTHER, Topic.ACTIONS]


def test_a_sentence_broken_by_a_page_before_its_verb_is_no_heading() -> None:
    text = "What needs to happen\nGran to bring Bo to nursery.\nSupport around domestic abuse to be\nexplored."

    assert items(text)[-1] == "Support around domestic abuse to be\nexplored."


@pytest.mark.parametrize(
    ("scanned", "meant"),
    [("lega1 advice", "legal advice"), ("wi1l be sought", "will be sought"), ("l4 march 2025", "14 march 2025")],
)
def test_letters_and_figures_that_a_scan_mixed_up_are_read_as_they_were_meant(scanned: str, meant: str) -> None:
    assert plain(scanned) == meant


@pytest.mark.parametrize("kept", ["week1", "year1", "plan b1", "ts10 1ab", "1pm", "l4 house"])
def test_figures_that_mean_figures_stay(kept: str) -> None:
    assert plain(kept) == kept


@pytest.mark.parametrize(
    "line",
    [
        "If you have received this message in error please delete it and tell the sender.",
        "If you are not the intended recipient you must not use this e-mail.",
        "You must not act on it or copy it.",
        "Hi Dawn - please can you send the plan by Friday.",
        "From: Dawn Petrie",
    ],
)
def test_what_an_e_mail_adds_is_neither_task_nor_contingency(line: str) -> None:
    sections, entries = read_layout(line)

    roles = [one.role for one in Reader(line, plain(line), sections).read(entries)]

    assert roles == [Role.ADMIN]


def test_a_request_for_a_plan_to_be_sent_to_the_parents_is_a_task() -> None:
    line = "Social worker to send the plan to Mum by Friday."
    sections, entries = read_layout(line)

    assert [one.role for one in Reader(line, plain(line), sections).read(entries)] == [Role.ACTION]
