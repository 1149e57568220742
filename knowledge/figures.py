"""Amounts of time as procedures write them, with where they stand and what they are counted from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.text import Span
from knowledge.timescales import Length

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)
_SMALL = {word: number for number, word in enumerate([*_UNITS.split(), "eighteen", "nineteen"])}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_WORD = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_SMALL)}))?|{'|'.join(sorted(_SMALL, key=len, reverse=True))})"
_FIGURE = re.compile(
    rf"(?<![\w.,£/(-])(?P<number>\d{{1,3}}|{_WORD})(?:\s?\((?:{_WORD}|\d{{1,3}})\))?[ -]?"
    r"(?:(?P<kind>working|calendar|school|w/|w\.?)[ -]?)?"
    r"(?P<unit>hours?|hrs?|days?|d(?=\b)|weeks?|wks?|months?|mths?|years?|yrs?|(?P<weekly>weekly)|(?P<monthly>monthly))\b",
    re.IGNORECASE,
)
_BASE = {"h": "hours", "d": "days", "w": "weeks", "m": "months", "y": "years"}
# What makes an amount a limit: the words, or the mark of a table, that stand before it.
_LIMIT = re.compile(
    r"(?:\b(?:within|by|up to|maximum(?: of)?|max|lasts?|lasting|for|exceed(?:s|ing)?|is|are|be|every|of|to|takes?|in"
    r"|further|extra|additional|another|single|a|the|each|approved|one|under|than|has|have|gets?|given|allowed"
    r"|(?:ends?|expires?|stops?|runs? out|lapses?) after)|[:|(–—-]|^)\s*$",
    re.IGNORECASE,
)
_OVER = re.compile(r"\b(?:more|longer|later|greater|less|fewer|earlier|older|other) than\s*$", re.IGNORECASE)
_NOT_OVER = re.compile(r"\b(?:no|not|never)\b[\w ]{0,24}\b(?:more|longer|later|greater) than\s*$", re.IGNORECASE)
_ANOTHER_THING = re.compile(r"[’']?\s*(?:old\b|pregnan|gestation|into\b|apart from)", re.IGNORECASE)
_BACK = re.compile(r"(?:[’']s?)?\s*(?:notice\b|before\b|prior\b|earlier\b|in advance|ahead\b)", re.IGNORECASE)
_LASTING = re.compile(r"\b(?:lasts?|lasting|runs?|valid for)(?: for)?(?: up to)?\s*$", re.IGNORECASE)
_EVERY = re.compile(r"\b(?:every|each|per|intervals (?:of|at) (?:(?:not|no) more than|up to))\s*$", re.IGNORECASE)
_ORIGIN = re.compile(
    r"[\s|]*(?:\w+\s){0,3}?\b(?:of|from|after|following|once|when|since|starting|that)\b(?P<words>[^,;|.]*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One amount of time in a text: where it stands, and the words that say what it is counted from."""

    length: Length
    span: Span
    origin: Span
    recurs: bool = False
    back: bool = False


def limits(text: str) -> Iterator[Figure]:
    """The amounts of a sentence or a table row that set a limit, in order."""
    for match in _FIGURE.finditer(text):
        before = text[: match.start()]
        if match["kind"] and match["kind"].lower() == "school":
            continue  # no calendar says which days those are
        if not (_LIMIT.search(before) or _BACK.match(text, match.end())) or _ANOTHER_THING.match(text, match.end()):
            continue
        if _OVER.search(before) and not _NOT_OVER.search(before):
            continue
        yield Figure(
            _length(match),
            Span(match.start(), match.end()),
            _origin(text, match.end()),
            recurs=bool(match["weekly"] or match["monthly"] or _EVERY.search(before)),
            back=bool(_BACK.match(text, match.end())) and not _LASTING.search(before),
        )


def _origin(text: str, end: int) -> Span:
    match = _ORIGIN.match(text, end)
    return Span(*match.span("words")) if match else Span(end, end)


def _length(match: re.Match[str]) -> Length:
    words = match["number"].lower().replace("-", " ").split()
    amount = int(words[0]) if words[0].isdigit() else sum(_SMALL.get(w, 0) + _TENS.get(w, 0) for w in words)
    unit = _BASE[match["unit"][0].lower()]
    kind = (match["kind"] or "").lower()
    if unit == "days" and kind[:1] == "w":
        unit = "working days"
    return Length(amount, unit)


_DAYS = {"hours": 1 / 24, "days": 1.0, "working days": 7 / 5, "weeks": 7.0, "months": 30.4, "years": 365.0}
# Half of a month against four weeks, or a bank holiday in a stretch of working days.
_NEAR = 0.1


def in_unit(length: Length, unit: str) -> float:
    """How much of a unit an amount comes to, a month taken as 30.4 days and a working week as five."""
    return length.amount * _DAYS[length.unit] / _DAYS[unit]


def same(local: Length, law: Length) -> bool:
    """Whether two amounts come to the same, in the law's unit; whole days count like working days of that number."""
    if local.unit == law.unit:
        return local.amount == law.amount
    if {local.unit, law.unit} <= {"hours", "days", "working days"}:
        return _whole_days(local) == _whole_days(law) or _close(local, law)
    return _close(local, law)


def _close(local: Length, law: Length) -> bool:
    return abs(in_unit(local, law.unit) - law.amount) <= _NEAR * law.amount


def _whole_days(length: Length) -> float:
    return length.amount / 24 if length.unit == "hours" else float(length.amount)
