"""English working days: weekends and the bank holidays of England and Wales are left out.

SI 2010/959 and SI 2005/1533 were not seen to define a working day, so this is an assumption,
and every deadline that uses it says so.
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

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
    kept = _kept()
    return kept[year] if year in kept else from_library(year)


def from_library(year: int) -> dict[date, str]:
    """The bank holidays of a year as the ``holidays`` library has them; importing it takes half a second."""
    from holidays.countries.united_kingdom import GB

    return {day: str(name) for day, name in sorted(GB(subdiv="ENG", years=year).items())}


@cache
def _kept() -> dict[int, dict[date, str]]:
    """What the installed release of the library says, if it is the one that ``bank_holidays.json`` was made from."""
    kept = json.loads((resources.files("knowledge") / "bank_holidays.json").read_text(encoding="utf-8"))
    if not _is_installed(kept["release"]):
        return {}
    return {
        int(year): {date.fromisoformat(day): name for day, name in days.items()} for year, days in kept["days"].items()
    }


def _is_installed(release: str) -> bool:
    """Whether this release of the library is installed: told from its folder, without importing anything of it."""
    spec = find_spec("holidays")
    places = spec.submodule_search_locations or () if spec else ()
    return any((Path(place).parent / f"holidays-{release}.dist-info").is_dir() for place in places)
