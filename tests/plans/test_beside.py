"""Clocks, plain language and the language of a draft: what a report shows beside its findings."""

import json
from datetime import date
from pathlib import Path

import pytest

from knowledge.plans.beside import ClockState
from knowledge.plans.check import check_text
from knowledge.plans.readability import better_words, long_forms
from tests.conftest import Run

PLAN = """Child protection plan for Bo, 4
Strategy discussion: 10 February 2025
Initial conference: 3 March 2025
First core group: {core}
Review conference: {review}
What are we worried about?
- Bo was left alone in the flat on 8 February 2025.
Actions
- Mum, Carly, to leave Bo only with Gran from 4 March 2025; the social worker checks every Monday.
"""


def _clocks(text: str, **more: date) -> dict[str, ClockState]:
    report = check_text(text, doc="draft", reference_date=more.get("day"))
    for row in report.clocks:
        assert row.label
        assert row.status
        assert all(place is None or place.of(text).strip() for place in (row.start, row.found))
    return {row.title: row.state for row in report.clocks}


def test_dates_within_their_clocks_are_in_time() -> None:
    found = _clocks(PLAN.format(core="17 March 2025", review="2 June 2025"))

    assert found["Initial child protection conference"] is ClockState.IN_TIME
    assert found["First core group"] is ClockState.IN_TIME
    assert found["First review child protection conference"] is ClockState.IN_TIME


def test_dates_after_their_clocks_are_late() -> None:
    found = _clocks(PLAN.format(core="18 March 2025", review="4 June 2025"))

    assert found["First core group"] is ClockState.LATE
    assert found["First review child protection conference"] is ClockState.LATE


def test_a_date_before_its_start_is_impossible() -> None:
    found = _clocks(PLAN.format(core="17 February 2025", review="2 June 2025"))

    assert found["First core group"] is ClockState.BEFORE_START


def test_a_clock_that_ran_out_with_no_date_is_told() -> None:
    text = PLAN.format(core="to be set", review="2 June 2025")

    assert _clocks(text, day=date(2025, 4, 30))["First core group"] is ClockState.PASSED
    assert _clocks(text, day=date(2025, 3, 5))["First core group"] is ClockState.DUE


def test_a_meeting_on_a_bank_holiday_is_told() -> None:
    found = _clocks(PLAN.format(core="17 March 2025", review="26 May 2025"))

    assert found["Meeting date"] is ClockState.HOLIDAY


def test_sixteen_weeks_of_regulation_24_are_counted_with_their_extension() -> None:
    text = (
        "Regulation 24 decision\nDate of decision: 6 January 2025\nTemporary approval from 6 January 2025.\n"
        "Approval ends on 23 June 2025.\nThe full assessment goes to panel.\n"
    )

    report = check_text(text, doc="draft")

    row = next(row for row in report.clocks if row.label == "SI 2010/959 reg 24")
    assert row.state is ClockState.LATE
    assert row.due == date(2025, 4, 28)
    assert row.status == "law"
    assert "extended once, to Monday 23 June 2025" in row.note


def test_private_fostering_visits_more_than_six_weeks_apart_are_late() -> None:
    text = (
        "Private fostering assessment\nNotification received on 3 March 2025.\n"
        "First visit on 10 March 2025.\nVisit on 28 April 2025.\n"
    )

    found = _clocks(text)

    assert found["Visit after notice of a private fostering proposal"] is ClockState.IN_TIME
    assert found["Private fostering visits in year one"] is ClockState.LATE


def test_a_birthday_starts_no_clock() -> None:
    assert not _clocks("Child protection plan\nBo, born 3 March 2021.\nActions\n- Gran to help by 4 March 2025.\n")


def test_hard_words_for_parents_raise_the_reading_age() -> None:
    easy = "If mum has been drinking, Bo goes to Gran. Gran rings us that day. " * 4
    hard = (
        "Should maternal substance consumption necessitate alternative accommodation arrangements, professional "
        "representatives will immediately implement appropriate safeguarding procedures with mum accordingly. "
    ) * 3

    ages = [check_text(f"Child protection plan\nContingency\n{text}\n", doc="draft").reading for text in (easy, hard)]

    assert ages[0] is not None
    assert ages[1] is not None
    assert ages[0].age is not None
    assert ages[1].age is not None
    assert ages[0].age <= 9
    assert ages[1].age >= 18


def test_blaming_words_get_a_better_wording_and_short_forms_their_long_form() -> None:
    text = "Child protection plan\nWorries\n- Disguised compliance by mum. IDVA to call.\nActions\n- Gran to help.\n"

    reading = check_text(text, doc="draft").reading

    assert reading is not None
    assert [one.span.of(text) for one in reading.wordings] == ["Disguised compliance"]
    assert [one.better for one in reading.short_forms] == ["independent domestic violence adviser"]


def test_words_somebody_said_and_short_forms_that_are_explained_are_left_alone() -> None:
    text = 'Child protection plan\n- Mum said "he is so manipulative".\n- Ask the health visitor (HV) to call.\n'

    reading = check_text(text, doc="draft").reading

    assert reading is not None
    assert reading.wordings == ()
    assert reading.short_forms == ()


def test_the_lists_are_long_enough_and_say_something() -> None:
    assert len(better_words()) >= 60
    assert len(long_forms()) >= 120
    assert all(value.strip() for value in (*better_words().values(), *long_forms().values()))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (("Cynllun amddiffyn plant ar gyfer Bo. Rydym yn poeni am Bo oherwydd bod ei fam yn yfed bob nos. Bydd y"
         " gweithiwr cymdeithasol yn ymweld bob wythnos ac yn siarad gyda Bo ar ei ben ei hun yn yr ysgol."), True),
        (("Plan ochrony dziecka. Martwimy się, że mama pije co wieczór i dzieci są same w domu. Pracownik socjalny"
         " będzie odwiedzał rodzinę co tydzień i rozmawiał z dziećmi w szkole. Babcia pomoże w weekendy."), True),
        (("We are worried that the children are left on their own when mum drinks at night. The social worker will"
         " visit every week and talk with each child alone at school, and Gran will help at weekends."), False),
    ],
)  # fmt: skip
def test_another_language_is_told(text: str, *, told: bool) -> None:
    notes = check_text(text, doc="draft").notes

    assert any("written in English" in note for note in notes) is told


def test_the_command_shows_clocks_and_the_reading_age_in_every_form(bot: Run, tmp_path: Path) -> None:
    draft = tmp_path / "plan.txt"
    draft.write_text(PLAN.format(core="18 March 2025", review="2 June 2025"), encoding="utf-8")

    told = json.loads(bot("check", "--json", str(draft)).stdout)
    words = bot("check", str(draft)).stdout
    page = bot("check", "--format", "html", str(draft)).stdout

    late = next(row for row in told["clocks"] if row["state"] == "late")
    assert late["found"]["span_text"] == "18 March 2025"
    assert late["label"] == "WT 2023 ch 3"
    assert told["reading"]["words"] > 0
    for form in (words, page):
        assert "Late: First core group" in form
        assert "guidance, commonly stated" in form
