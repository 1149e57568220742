"""Dates as people type them in a question."""

from datetime import date

import pytest

from knowledge.dated import dates_in


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("my assessment started 2 november 45 days ends when", date(2026, 11, 2)),
        ("2 nov 45 working days", date(2026, 11, 2)),
        ("placed 3 dec 12 weeks to run", date(2026, 12, 3)),
        ("approved 2 november 25, still in date?", date(2025, 11, 2)),
    ],
)
def test_a_length_of_time_after_a_date_is_not_its_year(text: str, day: date) -> None:
    assert next(dates_in(text, date(2026, 11, 28))) == day
