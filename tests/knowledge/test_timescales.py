"""Statutory clocks and the calendar they run on."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.digest import digest_files, read_digest
from knowledge.errors import DeadlineError
from knowledge.timescales import clocks, deadline, find_clock, known_wrong
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


def test_a_date_outside_the_calendar_is_refused() -> None:
    with pytest.raises(DeadlineError, match="covers"):
        deadline(find_clock("reg 24"), date(2050, 1, 1))


def test_an_unknown_event_offers_the_nearest_names() -> None:
    with pytest.raises(DeadlineError, match=r"No statutory clock.*Did you mean|--list"):
        find_clock("core grup meting frist")
