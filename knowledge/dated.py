"""Questions that give a date: which clock they ask about, and when it runs out."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from knowledge.errors import DeadlineError
from knowledge.search import ASKS_TIME, Retrieved
from knowledge.timescales import Clock, Deadline, clocks, deadline, written

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_WORDED = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b\.?,?(?:\s+(?P<year>\d{{4}}|\d{{2}}(?!\d|:)))?",
    re.IGNORECASE,
)
_AMERICAN = re.compile(
    rf"\b{_MONTH}\b\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|:)(?:,?\s+(?P<year>\d{{4}}))?", re.IGNORECASE
)
_FIGURES = re.compile(r"\b(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})(?:[/.-](?P<year>\d{4}|\d{2}))?\b(?!\))")
_ISO = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b")
_RELATIVE = re.compile(r"\b(?P<word>today|yesterday|tomorrow|day before yesterday)\b", re.IGNORECASE)
_SHIFT = {"today": 0, "yesterday": -1, "tomorrow": 1, "day before yesterday": -2}
_NEAR_ENOUGH = 0.72
_NAME_BONUS = 0.6


def computed(text: str, found: Sequence[Retrieved], today: date) -> Deadline | None:
    """The deadline that a dated question asks for, if it names a date and a clock is among the findings."""
    starts = tuple(dates_in(text, today))
    if not starts or not ASKS_TIME.search(text):
        return None
    clock = _clock(text, found)
    try:
        return deadline(clock, starts[0]) if clock else None
    except DeadlineError:
        return None


def dates_in(text: str, today: date) -> Iterator[date]:
    """The dates of a text in order; a date without a year is the one nearest to today."""
    found = [
        (match.start(), day)
        for pattern in (_ISO, _WORDED, _AMERICAN, _FIGURES)
        for match in pattern.finditer(text)
        if (day := _day(match, today)) is not None
    ]
    found += [
        (match.start(), today + timedelta(days=_SHIFT[match["word"].lower()])) for match in _RELATIVE.finditer(text)
    ]
    yield from (day for _, day in sorted(found))


def due_words(made: Deadline) -> str:
    """The date first, then how it was counted, in two sentences."""
    lead = "No earlier than" if made.clock.kind == "at least" else "No later than"
    length = made.clock.length.words
    extended = f" An extension could run to {written(made.extended)} at most." if made.extended else ""
    back = "before" if made.clock.kind == "before" else "from"
    return f"{lead} {written(made.due)}: {length} {back} {written(made.start)} ({made.clock.title}).{extended}"


def _clock(text: str, found: Sequence[Retrieved]) -> Clock | None:
    """The clock whose provision was found with the best score; a name in the question counts extra."""
    scores = {r.passage.id: r.score for r in found}
    best = max(scores.values(), default=0.0)
    lowered = f" {' '.join(re.findall(r'[a-z0-9]+', text.lower()))} "
    weighed = [
        (scores.get(clock.provision_id, 0.0) + _NAME_BONUS * best * _named(clock, lowered), clock.id, clock)
        for clock in clocks()
    ]
    score, _, clock = max(weighed)
    return clock if score >= _NEAR_ENOUGH * best and best else None


def _named(clock: Clock, lowered: str) -> bool:
    return any(f" {name.lower()} " in lowered for name in clock.names)


def _day(match: re.Match[str], today: date) -> date | None:
    month = match["month"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    year = match["year"]
    years = [today.year - 1, today.year, today.year + 1] if year is None else [int(year) + 2000 * (len(year) == 2)]
    days = [day for one in years if (day := _valid(one, number, int(match["day"])))]
    return min(days, key=lambda day: abs(day - today)) if days else None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
