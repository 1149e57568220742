"""Finding the dates in a draft, and the date the draft itself carries."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta

from knowledge.plans.model import When
from knowledge.text import Span

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = (
    r"(?:(?:,\s*|\s+|-)(?P<{0}>(?:19|20)\d\d|'?\d\d(?![\d:.]|\s*(?:am|pm|hours|weeks|days"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)))\b)?"
)
_DATE = re.compile(
    r"(?<![\w/.-])(?:"
    r"(?P<iso>\d{4})-(?P<isom>\d\d)-(?P<isod>\d\d)"
    r"|(?P<d>\d{1,2})(?P<sep>[/.])(?P<m>\d{1,2})(?P=sep)(?P<y>\d{4}|\d\d)(?![\d/])"
    r"|(?P<dd>\d{1,2})(?:\s*(?:st|nd|rd|th))?(?:\s+of)?[\s-]+"
    + _MONTH.format("mon")
    + _YEAR.format("dy")
    + "|"
    + _MONTH.format("mon2")
    + r"\s+(?P<dd2>\d{1,2})(?:st|nd|rd|th)?\b(?!:)"
    + _YEAR.format("dy2")
    + r"|(?:(?<=by )|(?<=on )|(?<=due )|(?<=until )|(?<=w/c )|(?<=from )|(?<=before ))"
    r"(?P<sd>\d{1,2})/(?P<sm>\d{1,2})(?![\d/])"
    r")"
)
_SHORT = re.compile(r"\W*(\d{1,2})[/.](\d{1,2})\W*\Z")
_OWN = re.compile(
    r"(?:date of (?:this )?(?:plan|meeting|letter|record|minutes?|decision|supervision|session"
    r"|assessment|panel|core group|draft|report)"
    r"|(?:plan|meeting|core group|panel|supervision|session|decision|letter|(?<!review )(?<!next )conference"
    r"|assessment)"
    r"(?: (?:plan|meeting|held|made|dated|record))* (?:on|date)"
    r"|(?<!review )(?<!next )(?<!final )conference|(?<!first )(?<!next )core group|dated?|held on|held|completed"
    r" on|completed|drafted(?: on)?|written(?: on)?|started|start date"
    r"|minutes of[^\n]{0,60}?|plan (?:of|from)|as at)"
    r"\W{0,6}(?:the )?(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?\Z"
)
_LATER = re.compile(
    r"(?:born|birth|d\.?o\.?b|next|due|by|until|since|from|edd|expected|before|back|to)\W*\w{0,10}\W*(?:on )?\Z"
)
_NOT_OWN = re.compile(
    r"(?:born|birth|d\.?o\.?b|review|next|by|due|until|since|expected|edd|before|referr\w+|last|previous"
    r"|incident|review conference|rcpc|registered|placed|notified|notice)\W{0,4}(?:on |is |date )?\W{0,3}\Z"
)


def dates_in(plain: str, near: date | None = None) -> tuple[When, ...]:
    """Every date written in the text; a missing year is taken nearest after ``near``."""
    return tuple(_when(match, near) for match in _DATE.finditer(plain) if _plausible(match))


def short_date(plain: str, span: Span, near: date | None) -> When | None:
    """A cell that holds only day and month, such as ``12/3``."""
    match = _SHORT.match(span.of(plain))
    if not match or not 1 <= int(match[2]) <= 12:
        return None
    return When(span, _day(None, int(match[2]), int(match[1]), near))


def inside(dates: Sequence[When], span: Span) -> Sequence[When]:
    """Those of a draft's dates, which stand in the order of the text, that start inside a span."""
    first = bisect_left(dates, span.start, key=_start)
    return dates[first : bisect_left(dates, span.end, lo=first, key=_start)]


def _start(when: When) -> int:
    return when.span.start


def own_date(text: str, plain: str) -> date | None:
    """The date that the draft carries for itself, or None: labelled as its own, or in its title."""
    dated = [when for when in dates_in(plain) if when.day and when.day.year > 1999]
    own = (when for when in dated if _labelled(plain, when) or _titled(text, plain, when))
    first = next(own, None) or next((when for when in dated if _at_top(plain, when)), None)
    return first.day if first else None


def _labelled(plain: str, when: When) -> bool:
    return bool(_OWN.search(_before(plain, when))) and not _birth(plain, when)


def _titled(text: str, plain: str, when: When) -> bool:
    """In one of the first lines, and not a date to come."""
    start = text.rfind("\n", 0, when.span.start) + 1
    listed = bool(re.match(r"\s*(?:[-*•|>]|\d{1,2}[.)])", text[start : start + 6]))
    return text.count("\n", 0, start) < 4 and not listed and not _LATER.search(_before(plain, when))


def _at_top(plain: str, when: When) -> bool:
    alone = plain[when.span.end : when.span.end + 1] in {"", " ", ".", ",", ")"}
    return when.span.start < 500 and alone and not _NOT_OWN.search(_before(plain, when))


def _birth(plain: str, when: When) -> bool:
    return bool(re.search(r"(?:born|birth|d\.?o\.?b|next|review)\W*\w{0,6}\W*\Z", _before(plain, when)))


def _before(plain: str, when: When) -> str:
    return plain[max(0, when.span.start - 90) : when.span.start]


def _plausible(match: re.Match[str]) -> bool:
    return not match["sd"] or 1 <= int(match["sm"]) <= 12


def _when(match: re.Match[str], near: date | None) -> When:
    span = Span(match.start(), match.end())
    if match["iso"]:
        return When(span, _day(match["iso"], int(match["isom"]), int(match["isod"]), near))
    if match["d"]:
        return When(span, _day(match["y"], int(match["m"]), int(match["d"]), near))
    if match["sd"]:
        return When(span, _day(None, int(match["sm"]), int(match["sd"]), near))
    month = _MONTHS.index((match["mon"] or match["mon2"])[:3]) + 1
    return When(span, _day(match["dy"] or match["dy2"], month, int(match["dd"] or match["dd2"]), near))


def _day(year: str | None, month: int, day: int, near: date | None) -> date | None:
    try:
        if year:
            digits = int(year.strip("'"))
            return date(digits if digits > 99 else 2000 + digits, month, day)
        return _nearest(month, day, near) if near else None
    except ValueError:
        return None


def _nearest(month: int, day: int, near: date) -> date:
    """The reading of a yearless date from three months back to nine ahead."""
    candidate = date(near.year, month, day)
    if candidate < near - timedelta(days=92):
        return date(near.year + 1, month, day)
    return date(near.year - 1, month, day) if candidate > near + timedelta(days=273) else candidate
