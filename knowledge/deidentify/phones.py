"""Finds private telephone numbers in figures and in words; numbers that organisations publish stay."""

import re
from collections.abc import Iterator

from knowledge.deidentify.spoken import read_out
from knowledge.text import Span

_EXTENSION = r"(?:,? ?(?:ext(?:ensio)?n?\.?|x) ?\d{1,5}(?!\d))?"
PHONE = re.compile(r"(?<![\w/.-])(?:\+ ?44|0044|\(?\+44\)?|\(?[0oO])[\doO ().-]{6,18}[\doO](?![\w/])")
# "04/04/10 07700 900123" is a date and then a number.
_NO_DATE = r"(?!\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4} \(?[0+])"
_LONGER = re.compile(
    rf"(?<![\w-])(?<!\d\.)(?<!\b\d/)(?<!\b\d\d/)(?<!\b\d{{4}}/){_NO_DATE}(?:\(?\+ ?44|0044|\(?[0oO])"
    rf"(?:[\doO() ]{{2,5}}/ ?)?[\doO ().-]{{5,22}}[\doO]{_EXTENSION}(?!\w)",
    re.IGNORECASE,
)
_ABROAD = re.compile(
    r"(?:(?<!\w)\+ ?(?!44)[1-9]\d{0,2}|(?<![\w/.-])00 ?(?!44)[1-9]\d{0,2})(?:[ ().-]{0,2}\d){7,12}(?![\w/])"
)
# Without its nought, as a spreadsheet leaves it.
_BARE = re.compile(r"(?<![\w/.+£-])(?:44[ -]?)?7\d{3}[ -]?\d{3}[ -]?\d{3}(?![\w/]|,\d)")
_CUE = (
    r"\b(?:mob(?:ile)?s?|tel(?:ephone)?|phones?|ph|landline|whats ?app"
    r"|ring|rang|call|text|txt|contact|numbers?|nums?|nr|digits|no|cell|m|t)\b"
)
_CUED = re.compile(rf"{_CUE}\.?[ :=-]*(?:(?:no|number|num|is|are|on|him|her|them)\b[.: ]*){{0,3}}$", re.IGNORECASE)
_LOCAL = re.compile(
    r"(?:\b(?:tel|telephone|phone|landline|ph)\b\.?(?: ?(?:no|number|num|is)\b\.?){0,2}[ :]*"
    r"|(?:['’]s|\b(?:his|her|their|my|new|home|mums?|dads?|nans?)) number(?: is|:)? )"
    r"(\d{3}[ -]?\d{3}|\d{5,7})(?![\w/-]| ?[./]?\d)",
    re.IGNORECASE,
)
_READ_OUT = re.compile(read_out(7), re.IGNORECASE)
_PUBLISHER = re.compile(
    r"\b(?:switchboard|council(?:['’]s)?|hub|mash|edt|duty|emergency duty|contact centre|call centre|customer services"
    r"|first contact|front door|helplines?|advice line|hotline|out of hours|unit|team|service|reception)"
    r"(?: (?:main|phone|telephone|tel|contact|number|no|line|team|desk|is|on|at|the|new|out of hours))*[ :.-]*$",
    re.IGNORECASE,
)


def national(phone: str) -> str:
    """Digits of a UK number as dialled at home, an o read as a nought: ``+44 7700 900123`` gives ``07700900123``."""
    digits = re.sub(r"\D", "", phone.replace("o", "0").replace("O", "0"))
    for abroad in ("0044", "44"):
        if digits.startswith(abroad):
            return "0" + digits.removeprefix(abroad).removeprefix("0")
    return digits


def phones(text: str, public: frozenset[str]) -> Iterator[Span]:
    """Spans of numbers of people, extensions included; ``public`` holds published ones in national digits."""
    for match in _LONGER.finditer(text):
        main = re.split(r"(?i),? ?(?:ext|x)", match[0])[0]
        if _is_private(national(main), text[: match.start()], public):
            yield Span(*match.span())
    for match in _BARE.finditer(text):
        if _CUED.search(text[max(0, match.start() - 40) : match.start()]) or _is_mobile(match[0]):
            yield Span(*match.span())
    yield from (Span(*match.span(1)) for match in _LOCAL.finditer(text))


def phones_abroad(text: str) -> Iterator[Span]:
    """Spans of numbers with the code of another country."""
    return (Span(*match.span()) for match in _ABROAD.finditer(text))


def read_out_numbers(text: str) -> Iterator[Span]:
    """Seven or more digits in words."""
    return (Span(*match.span()) for match in _READ_OUT.finditer(text))


def _is_mobile(number: str) -> bool:
    return number.startswith("44") or (len(number) == 10 and number[1] not in "06")


def _is_private(digits: str, before: str, public: frozenset[str]) -> bool:
    """03, 08 and 09 numbers belong to organisations, and so do landlines straight after a team's name."""
    if len(digits) not in {10, 11} or digits[1] not in "127" or digits in public:
        return False
    return digits[1] == "7" or _PUBLISHER.search(before[-60:]) is None
