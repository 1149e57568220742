"""Statutory clocks and the calendar they run on."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.digest import digest_files, read_digest
from knowledge.errors import DeadlineError
from knowledge.law_dates import beginning
from knowledge.timescales import clocks, deadline, find_clock, known_wrong, only_clock
from knowledge.working_days import add_working_days, is_working_day

DAYS = st.dates(date(2011, 1, 1), date(2033, 12, 31))


def test_there_are_at_least_45_clocks_and_their_names_are_unique() -> None:
    names = [name.lower() for clock in clocks() for name in clock.names]

    assert len(clocks()) >= 45
    assert len(names) == len(set(names))


def test_every_clock_stands_on_a_provision_of_the_corpus() -> None:
    held = {section.id for path in digest_files() for section in read_digest(path).sections}

    assert [clock.id for clock in clocks() if clock.provision_id not in held] == []


def test_superseded_and_welsh_values_are_kept_apart() -> None:
    assert known_wrong()
    assert not {row["id"] for row in known_wrong()} & {clock.id for clock in clocks()}


@pytest.mark.parametrize(
    ("event", "start", "due"),
    [
        ("reg 24", date(2026, 11, 3), date(2027, 2, 23)),
        ("icpc", date(2026, 11, 26), date(2026, 12, 17)),
        ("first core group", date(2026, 12, 24), date(2027, 1, 12)),
        ("assessment", date(2026, 11, 2), date(2027, 1, 7)),
    ],
)
def test_everyday_names_give_the_right_latest_day(event: str, start: date, due: date) -> None:
    assert deadline(find_clock(event), start).due == due


def test_working_days_leave_out_weekends_and_bank_holidays() -> None:
    assert add_working_days(date(2026, 12, 24), 1) == date(2026, 12, 29)


@given(DAYS, st.integers(1, 60))
def test_a_deadline_in_working_days_never_falls_on_a_day_off(start: date, count: int) -> None:
    due = add_working_days(start, count)

    assert is_working_day(due)
    assert due - start >= timedelta(days=count)


@given(DAYS, DAYS, st.integers(0, 60))
def test_a_later_start_never_gives_an_earlier_deadline(one: date, two: date, count: int) -> None:
    first, second = sorted((one, two))

    assert add_working_days(first, count) <= add_working_days(second, count)


def test_every_clock_of_regulations_says_when_they_began() -> None:
    labels = {clock.label for clock in clocks() if clock.label.startswith(("SI ", "WT "))}

    assert [label for label in labels if beginning("", label) is None] == []


@pytest.mark.parametrize(
    ("event", "start", "since"),
    [
        ("reg 24", date(2011, 3, 31), "1 April 2011"),
        ("first lac review", date(2010, 3, 3), "1 April 2011"),
        ("pf visits", date(2005, 6, 30), "1 July 2005"),
        ("care proceedings", date(2014, 4, 21), "22 April 2014"),
        ("final ehcp", date(2014, 8, 31), "1 September 2014"),
    ],
)
def test_a_start_before_the_law_began_is_refused_with_the_day_it_began(event: str, start: date, since: str) -> None:
    with pytest.raises(DeadlineError, match=rf"only since \w+ {since}"):
        deadline(find_clock(event), start)


def test_the_first_day_of_the_law_is_not_refused() -> None:
    assert deadline(find_clock("reg 24"), date(2011, 4, 1)).warnings == ()


def test_a_start_before_the_edition_of_guidance_is_warned_of() -> None:
    old, new = (deadline(find_clock("icpc"), start).warnings for start in (date(2019, 5, 1), date(2026, 5, 1)))

    assert "dates from Friday 15 December 2023" in old[0]
    assert new == ()


@pytest.mark.parametrize(
    ("event", "start", "words"),
    [
        ("reg 24", date(2020, 5, 1), "24 weeks applied in place of 16"),
        ("reg 24", date(2020, 4, 24), "Friday 9 October 2020"),
        ("reg 24", date(2020, 3, 1), "SI 2020/445"),
        ("placement plan", date(2020, 6, 1), "as soon as reasonably practicable"),
        ("reg 28", date(2020, 6, 1), "telephone or video"),
    ],
)
def test_the_coronavirus_months_are_named_as_a_time_with_another_rule(event: str, start: date, words: str) -> None:
    assert any(words in warning for warning in deadline(find_clock(event), start).warnings)


def test_no_other_month_is_named_as_one() -> None:
    for start in (date(2019, 10, 1), date(2020, 9, 26), date(2026, 11, 3)):
        assert deadline(find_clock("reg 24"), start).warnings == ()


def test_what_is_assumed_of_the_first_day_is_said_with_both_dates() -> None:
    made = deadline(find_clock("reg 24"), date(2026, 11, 3))

    assert (made.due, made.if_first_day_counts) == (date(2027, 2, 23), date(2027, 2, 22))
    assert any("We assume" in note and "Monday 22 February 2027" in note for note in made.notes)


def test_a_start_on_a_day_off_gives_one_date_and_a_counted_day_one_assumes_nothing() -> None:
    weekend = deadline(find_clock("icpc"), date(2026, 11, 28))
    day_one = deadline(find_clock("care proceedings"), date(2026, 11, 3))

    assert weekend.if_first_day_counts is None
    assert not any("We assume" in note for note in day_one.notes)


def test_a_date_outside_the_calendar_is_refused() -> None:
    with pytest.raises(DeadlineError, match="covers"):
        deadline(find_clock("reg 24"), date(2050, 1, 1))


def test_an_unknown_event_offers_the_nearest_names() -> None:
    with pytest.raises(DeadlineError, match=r"No statutory clock.*Did you mean|--list"):
        find_clock("core grup meting frist")


@pytest.mark.parametrize(
    ("question", "clock"),
    [
        ("when is the icpc due", "wt-icpc-15wd"),
        ("How soon must we hold the initial conference?", "wt-icpc-15wd"),
        ("when is the icpc due in Wales", ""),
        ("who chairs the icpc", ""),
        ("the icpc", ""),
        ("icpc and core group deadlines, when are they due", ""),
    ],
)
def test_a_question_about_one_clock_and_nothing_else_is_known(question: str, clock: str) -> None:
    assert only_clock(question) == clock
