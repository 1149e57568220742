"""English working days: weekends and the bank holidays of England and Wales are left out.

SI 2010/959 and SI 2005/1533 were not seen to define a working day, so this is an assumption,
and every deadline that uses it says so.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from knowledge.errors import DeadlineError

FIRST_YEAR, LAST_YEAR = 1995, 2035
_WEEKEND = 5


def is_working_day(day: date) -> bool:
    """Whether a day is neither a weekend nor a bank holiday in England."""
    return day.weekday() < _WEEKEND and day not in _bank_holidays(day.year)


def bank_holiday(day: date) -> str:
    """The name of the bank holiday on a day, or nothing."""
    return _bank_holidays(day.year).get(day, "")


def add_working_days(start: date, count: int) -> date:
    """The ``count``-th working day after ``start``; the start day is not counted."""
    day = start
    for _ in range(count):
        day = next_working_day(day + timedelta(days=1))
    return day


def next_working_day(day: date) -> date:
    """The day itself if it is a working day, else the first one after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def skipped(start: date, end: date) -> Iterator[tuple[date, str]]:
    """Bank holidays on weekdays after ``start`` and up to ``end``, with their names."""
    day = start + timedelta(days=1)
    while day <= end:
        name = bank_holiday(day)
        if name and day.weekday() < _WEEKEND:
            yield day, name
        day += timedelta(days=1)


def check_in_calendar(day: date) -> None:
    """Raise ``DeadlineError`` for a day whose bank holidays are not known for certain."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise DeadlineError(
            f"The calendar of bank holidays covers {FIRST_YEAR} to {LAST_YEAR}.",
            "Give a date in those years.",
        )


@cache
def _bank_holidays(year: int) -> dict[date, str]:
    from holidays.countries.united_kingdom import GB

    return {day: str(name) for day, name in GB(subdiv="ENG", years=year).items()}
