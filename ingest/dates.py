"""Dates as documents print them: "18 December 2019", "4th March 2015", "2024-05-21"."""

import re
from datetime import date

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "|".join((*_MONTHS, *(name[:3] for name in _MONTHS), "sept"))
_WORDS = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({_MONTH})\.?,?\s+(\d{{4}})\b", re.IGNORECASE)
_MONTH_ONLY = re.compile(rf"\b({_MONTH})\.?,?\s+(\d{{4}})\b", re.IGNORECASE)
_FIGURES = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_SLASHES = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")


def today() -> date:
    """The day on which a text is read; law ends on a day where it is the law."""
    return date.today()  # noqa: DTZ011 - the machine's own day is the reader's day


def first_date(text: str) -> date | None:
    """The first full date in a text, day before month; None when there is none."""
    found = [
        (match.start(), day)
        for pattern, order in ((_WORDS, "dmy"), (_FIGURES, "ymd"), (_SLASHES, "dmy"))
        for match in pattern.finditer(text)
        if (day := _day(match.groups(), order)) is not None
    ]
    return min(found)[1] if found else None


def first_month(text: str) -> date | None:
    """The first day of the first month that a text names with its year."""
    match = _MONTH_ONLY.search(text)
    return date(int(match[2]), _month(match[1]), 1) if match else None


def iso_date(text: str | None) -> date | None:
    """A date written YYYY-MM-DD, or None for anything else."""
    match = _FIGURES.match(text or "")
    return _day(match.groups(), "ymd") if match else None


def _day(parts: tuple[str | None, ...], order: str) -> date | None:
    named = dict(zip(order, (part or "" for part in parts), strict=True))
    month = int(named["m"]) if named["m"].isdigit() else _month(named["m"])
    try:
        return date(int(named["y"]), month, int(named["d"]))
    except ValueError:
        return None


def _month(name: str) -> int:
    return next(number for number, full in enumerate(_MONTHS, start=1) if full[:3] == name[:3].lower())
