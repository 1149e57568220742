"""Questions that give a date: which clock they ask about, and when it runs out."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from knowledge.errors import DeadlineError
from knowledge.signs import ASKS_TIME
from knowledge.timescales import Clock, Deadline, clocks, deadline, only_clock, written
from knowledge.weighing import Retrieved
from knowledge.words import content_words, stems

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
# "2 November 45 days": no year.
_UNIT = r"[ -]?(?:(?:working|calendar|school)[ -])?(?:hours?|days?|weeks?|wks?|months?|mths?|years?|yrs?)\b"
_WORDED = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b\.?,?(?:\s+(?P<year>\d{{4}}|\d{{2}}(?!\d|:|{_UNIT})))?",
    re.IGNORECASE,
)
_AMERICAN = re.compile(
    rf"\b{_MONTH}\b\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|:|{_UNIT})(?:,?\s+(?P<year>\d{{4}}))?", re.IGNORECASE
)
_FIGURES = re.compile(r"\b(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})(?:[/.-](?P<year>\d{4}|\d{2}))?\b(?!\))")
_ISO = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b")
_RELATIVE = re.compile(r"\b(?P<word>today|yesterday|tomorrow|day before yesterday)\b", re.IGNORECASE)
_FEAST = re.compile(
    r"\b(?P<feast>christmas eve|christmas day|boxing day|new year'?s (?:eve|day))(?:\s+(?P<year>\d{4}))?"
)
_FEASTS = {
    "christmas eve": (12, 24), "christmas day": (12, 25), "boxing day": (12, 26), "new years eve": (12, 31),
    "new years day": (1, 1),
}  # fmt: skip
_SHIFT = {"today": 0, "yesterday": -1, "tomorrow": 1, "day before yesterday": -2}
_ASKS_DATE = re.compile(r"\b(?:what|which|last|latest) (?:date|day)\b|\bdate is\b", re.IGNORECASE)
_NEAR_ENOUGH, _CLOSE = 0.72, 0.85
_NAME_BONUS, _EVENT_BONUS, _LENGTH_BONUS = 0.6, 0.35, 0.5


def computed(text: str, found: Sequence[Retrieved], today: date) -> Deadline | None:
    """The deadline that a dated question asks for, if it names a date and a clock is among the findings."""
    starts = tuple(dates_in(text, today))
    if not starts:
        return None
    asks = bool(ASKS_TIME.search(text) or _ASKS_DATE.search(text))
    # A date beside a clock's own provision asks for the sum, whatever the words around them.
    clock = _clock(text, found, _NEAR_ENOUGH if asks else _CLOSE)
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
    found += [(match.start(), day) for match in _FEAST.finditer(text.lower()) if (day := _feast(match, today))]
    yield from (day for _, day in sorted(found))


def _feast(match: re.Match[str], today: date) -> date | None:
    month, day = _FEASTS[match["feast"].replace("'", "")]
    return _nearest(match["year"], month, day, today)


def due_words(made: Deadline) -> str:
    """What to know before the date, then the date, then how it was counted."""
    lead = "No earlier than" if made.clock.kind == "at least" else "No later than"
    length = made.clock.length.words
    extended = f" An extension could run to {written(made.extended)} at most." if made.extended else ""
    back = "before" if made.clock.kind == "before" else "from"
    warned = "".join(f"{warning}\n" for warning in made.warnings)
    other = made.if_first_day_counts
    assumed = f" If the first day counts, which is not settled, it is {written(other)}." if other else ""
    counted = f"{length} {back} {written(made.start)} ({made.clock.title})"
    return f"{warned}{lead} {written(made.due)}: {counted}.{assumed}{extended}"


def _clock(text: str, found: Sequence[Retrieved], least: float) -> Clock | None:
    """The clock whose provision was found with the best score; its name, and what starts it, count extra."""
    scores = {r.passage.id: r.score for r in found}
    best = max(scores.values(), default=0.0)
    asked, told = _parted(text)
    lowered = f" {' '.join(re.findall(r'[a-z0-9]+', asked.lower()))} "
    weighed = [
        (
            scores.get(clock.provision_id, 0.0)
            + best * (_NAME_BONUS * _named(clock, lowered) + _EVENT_BONUS * _starts(clock, told))
            + best * _LENGTH_BONUS * _of_length(clock, lowered),
            clock.id,
            clock,
        )
        for clock in clocks()
    ]
    score, _, clock = max(weighed)
    return clock if best and score >= least * best else None


def _parted(text: str) -> tuple[str, frozenset[str]]:
    """The question without its date and the words before it, and the stems of the clause that the date closes.

    The words before a date name what started the clock, not the clock.
    """
    told: list[str] = []
    for pattern in (_ISO, _WORDED, _AMERICAN, _FIGURES, _RELATIVE, _FEAST):
        match = pattern.search(text)
        if match:
            told += re.split(r"[.;?!]|, ", text[: match.start()])[-1].lower().split()
        text = re.sub(rf"(?:\b[\w'-]+\W+){{0,3}}(?:{pattern.pattern})", " | ", text, count=1, flags=re.IGNORECASE)
    return text, stems(_SAME_START.get(word, word) for word in content_words(" ".join(told)))


_SAME_START = {
    "began": "starts", "begin": "starts", "begun": "starts", "started": "starts", "commenced": "starts",
    "came": "becomes", "became": "becomes", "got": "receives", "received": "receives", "met": "meets",
    "held": "holds", "ended": "ends", "finished": "ends", "returned": "returns", "told": "told",
}  # fmt: skip


def _starts(clock: Clock, told: frozenset[str]) -> float:
    """How far the clause before the date speaks of what starts a clock, from 0 to 1."""
    event = stems(content_words(clock.event))
    return len(event & told) / len(event) if event else 0.0


def _named(clock: Clock, lowered: str) -> bool:
    return any(f" {name.lower()} " in lowered for name in clock.names)


def _of_length(clock: Clock, lowered: str) -> bool:
    """Whether the question names the length of a clock, as ``the 45 day end date`` does."""
    return bool(
        re.search(rf" {clock.length.amount} (?:working )?{clock.length.unit.split()[-1].removesuffix('s')}s? ", lowered)
    )


def _day(match: re.Match[str], today: date) -> date | None:
    month = match["month"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    return _nearest(match["year"], number, int(match["day"]), today)


def _nearest(year: str | None, month: int, day: int, today: date) -> date | None:
    """The date in the year given (two figures mean this century), else in the year that brings it nearest to today."""
    given = [int(year) + (2000 if len(year) == 2 else 0)] if year else []
    days = [one for y in given or (today.year - 1, today.year, today.year + 1) if (one := _valid(y, month, day))]
    return min(days, key=lambda one: abs(one - today)) if days else None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def stating_first(dated: Deadline | None, found: Sequence[Retrieved]) -> Sequence[Retrieved]:
    """The findings with the passage first that states the clock of a computed date."""
    return _first(found, dated.clock.provision_id) if dated else found


def clock_first(text: str, found: Sequence[Retrieved]) -> Sequence[Retrieved]:
    """The findings with the passage first that states the clock which a question asks about and nothing else."""
    clock = only_clock(text)
    return _first(found, clock) if clock else found


def _first(found: Sequence[Retrieved], passage: str) -> Sequence[Retrieved]:
    return sorted(found, key=lambda one: one.passage.id != passage)
