"""The kept bank holidays are the library's, and count only while that release of it is installed."""

import json
from importlib.metadata import version

import pytest

from knowledge import working_days
from knowledge.working_days import FIRST_YEAR, LAST_YEAR, bank_holiday, from_library
from tests.make_bank_holidays import KEPT, table


def test_the_kept_days_are_those_of_the_library() -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    if kept["release"] != version("holidays"):
        pytest.skip("another release of the library is installed: the kept days are not used")

    assert kept == table()


def test_every_bank_holiday_is_the_librarys_whichever_release_is_installed() -> None:
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        for day, name in from_library(year).items():
            assert bank_holiday(day) == name


def test_another_release_is_asked_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def own(year: int) -> dict[object, str]:
        asked.append(year)
        return {}

    monkeypatch.setattr(working_days, "_is_installed", lambda release: False)  # noqa: ARG005 - stands in for it
    monkeypatch.setattr(working_days, "from_library", own)
    for function in (working_days._kept, working_days._bank_holidays):
        function.cache_clear()
    try:
        assert bank_holiday(working_days.date(2026, 12, 25)) == ""
        assert asked == [2026]
    finally:
        for function in (working_days._kept, working_days._bank_holidays):
            function.cache_clear()
