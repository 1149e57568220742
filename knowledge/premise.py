"""A figure that a question takes for granted and the sources do not bear out: said first, in a few words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fifteen": 15, "sixteen": 16, "twenty": 20, "monthly": 1, "weekly": 1,
}  # fmt: skip
_FIGURE = re.compile(
    rf"\b(?P<number>\d{{1,3}}|{'|'.join(_WORDS)})(?:st|nd|rd|th)?[ -]?"
    r"(?P<unit>(?:working[ -]|calendar[ -])?"
    r"(?:hours?|hrs?|days?|weeks?|wks?|weekly|months?|mths?|monthly|years?|yrs?))\b",
    re.IGNORECASE,
)
_UNITS = {
    "hr": "hour", "wk": "week", "weekly": "week", "mth": "month", "monthly": "month", "yr": "year",
}  # fmt: skip
# A question that puts a figure up to be confirmed.
_CHECKS = re.compile(
    r"\b(?:right|correct|true|isn'?t it|isnt it|(?<!long )(?<!often )(?<!soon )is it|is that|still"
    r"|thought|told|says?|said|apparently|heard"
    r"|reckons?|assum\w+|yeah|yes|ok|okay|confirm)\b|^(?:so )?(?:is|are|does|do|can|could|has|have|must)\b",
    re.IGNORECASE,
)
# Words before a figure that make it part of the story and not of the rule.
_STORY = re.compile(
    r"\b(?:been|for|after|old|aged|last|past|since|lived|stayed|another|extra|nearly|over|at|only|first|every"
    r"|missed|late|had|turned|turns|with)\W+(?:\w+\W+){0,3}$",
    re.IGNORECASE,
)

_DENIED = re.compile(r"\bnot $", re.IGNORECASE)
_LIMITS = re.compile(
    r"\b(?:(?:no|not) (?:be )?(?:more|longer|later) than|within|up to|at least|maximum of|limit is|lasts)\W+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount of time as somebody wrote it."""

    amount: int
    unit: str
    words: str
    start: int


def contradiction(question: str, stated: str, others: Sequence[str]) -> str:
    """``Not 24 weeks: 16 weeks.`` where the figure to be confirmed is not the one stated; else nothing."""
    if not _CHECKS.search(question):
        return ""
    asked = [figure for figure in figures(question) if not _STORY.search(question[: figure.start])]
    given = tuple(figure for figure in figures(stated) if not _DENIED.search(stated[: figure.start]))
    known = {(f.amount, f.unit) for t in (stated, *others) for f in figures(t) if not _DENIED.search(t[: f.start])}
    if len(asked) != 1 or (asked[0].amount, asked[0].unit) in known:
        return ""
    if any(f.amount == asked[0].amount for f in given):
        return ""
    like = [f for f in given if f.unit.split()[-1] == asked[0].unit.split()[-1]]
    limits = [f for f in like if _LIMITS.search(stated[: f.start])] or like
    one = limits and (len({f.words for f in limits}) == 1 or len(limits) < len(like) or _LIMITS.search(stated))
    return f"Not {asked[0].words}: {limits[0].words}." if one else ""


def figures(text: str) -> Iterator[Figure]:
    """The amounts of time that a text names, in order."""
    for match in _FIGURE.finditer(text):
        number, unit = match["number"].lower(), match["unit"].lower().replace("-", " ")
        amount = _WORDS[number] if number in _WORDS else int(number)
        *kind, base = unit.split()
        single = _UNITS.get(base.removesuffix("s"), base.removesuffix("s"))
        named = " ".join([*(word for word in kind if word == "working"), single])
        yield Figure(amount, named, f"{amount} {named}{'' if amount == 1 else 's'}", match.start())
