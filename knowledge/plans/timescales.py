"""Reading when an action is to be done, and how good that timing is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.plans.dates import inside, short_date
from knowledge.plans.lexicon import pattern
from knowledge.plans.model import Quality, Timescale, When
from knowledge.text import Span

MISSING = Timescale(Quality.MISSING)


@dataclass(frozen=True, slots=True)
class Clock:
    """What a timescale is read against: the draft, its dates and its own day."""

    plain: str
    dates: tuple[When, ...]
    today: date | None
    meeting_dated: bool
    loose: re.Pattern[str] = re.compile(r"(?!)")

    def within(self, span: Span) -> Sequence[When]:
        """The dates that stand inside a span."""
        return inside(self.dates, span)


def read_cell(clock: Clock, span: Span) -> Timescale:
    """The timescale in a cell that is there to hold one; blank is missing."""
    words = span.of(clock.plain).strip(" -_.?")
    if not words:
        return MISSING
    short = short_date(clock.plain, span, clock.today)
    if short:
        return _dated(clock, short)
    return read(clock, span, alone=True) or Timescale(Quality.SPECIFIC, span, kind="other")


def read(clock: Clock, span: Span, *, alone: bool = False) -> Timescale | None:
    """The best timescale in a stretch of text, or None."""
    return (
        _date_in(clock, span)
        or _matched(clock, span, "procedure", Quality.VAGUE, alone=alone)
        or _depends(clock, span, alone=alone)
        or _matched(clock, span, "frequency", Quality.RECURRING_OK, alone=alone)
        or _matched(clock, span, "bounded", Quality.SPECIFIC, alone=alone)
        or (_matched(clock, span, "status", Quality.SPECIFIC, alone=alone) if alone else None)
        or _meeting(clock, span, alone=alone)
        or _own_vague(clock, span)
        or _matched(clock, span, "vague", Quality.VAGUE, alone=alone)
        or _matched(clock, span, "grey", Quality.VAGUE, alone=alone)
    )


def _own_vague(clock: Clock, span: Span) -> Timescale | None:
    """A phrase that the council itself has listed as vague."""
    found = clock.loose.search(span.of(clock.plain))
    place = Span(span.start + found.start(), span.start + found.end()) if found else None
    return Timescale(Quality.VAGUE, place, kind="own words") if place else None


def _date_in(clock: Clock, span: Span) -> Timescale | None:
    usable = [when for when in clock.within(span) if not _tells(clock, when, span)]
    later = [when for when in usable if when.day is None or not clock.today or when.day >= clock.today]
    chosen = later or usable
    return _dated(clock, chosen[0]) if chosen else None


def _dated(clock: Clock, when: When) -> Timescale:
    past = bool(clock.today and when.day and when.day < clock.today)
    return Timescale(Quality.PAST if past else Quality.SPECIFIC, when.span, when.day, "date")


def _tells(clock: Clock, when: When, span: Span) -> bool:
    """Whether a date says what happened rather than when to act."""
    before = clock.plain[max(span.start, when.span.start - 28) : when.span.start]
    past = not clock.today or when.day is None or when.day <= clock.today
    return past and bool(pattern("timescales", "telling").search(before))


def _matched(clock: Clock, span: Span, key: str, quality: Quality, *, alone: bool) -> Timescale | None:
    place = _search(clock, span, key, alone=alone)
    return Timescale(quality, place, kind=key) if place else None


def _depends(clock: Clock, span: Span, *, alone: bool) -> Timescale | None:
    bounded = _search(clock, span, "bounded", alone=alone)
    return None if bounded else _matched(clock, span, "depends", Quality.VAGUE, alone=alone)


def _meeting(clock: Clock, span: Span, *, alone: bool) -> Timescale | None:
    place = _search(clock, span, "meeting", alone=alone)
    if not place or (not alone and place.of(clock.plain) in {"review", "rcpc"}):
        return None
    return Timescale(Quality.SPECIFIC if clock.meeting_dated else Quality.VAGUE, place, kind="meeting")


def _search(clock: Clock, span: Span, key: str, *, alone: bool) -> Span | None:
    words = span.of(clock.plain)
    skip = [] if alone else [m.span() for m in pattern("timescales", "describing").finditer(words)]
    for match in pattern("timescales", key).finditer(words):
        inside = any(start <= match.start() < end for start, end in skip)
        told = key == "bounded" and pattern("timescales", "telling").search(
            words[max(0, match.start() - 14) : match.start()]
        )
        if not inside and not told:
            return Span(span.start + match.start(), span.start + match.end())
    return None
