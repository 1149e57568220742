"""Identifiers with a shape of their own: numbers, addresses, e-mails, registrations, initials."""

import re
from collections.abc import Callable, Iterator, Mapping

from knowledge.deidentify.addresses import addresses
from knowledge.deidentify.initials_only import initials
from knowledge.deidentify.kinds import Identifier, Kind
from knowledge.deidentify.lists import contacts, is_english, ours
from knowledge.text import Span

_AREAS = (
    "AB AL B BA BB BD BF BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK "
    "FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP "
    "NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W "
    "WA WC WD WF WN WR WS WV YO ZE"
).split()
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = (
    rf"(?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}} ?[-/.] ?\d{{1,2}} ?[-/.] ?(?:\d{{4}}|\d{{2}})(?!\d)"
    rf"|(?:the )?{_DAY}[ -](?:day )?(?:of )?{_MONTH}(?:,?[ -]'?\d{{2,4}}\b)?"
    rf"|{_MONTH} {_DAY}(?:,? \d{{4}})?|\d{{8}}(?!\d)|\d{{6}}(?!\d))"
)
_BIRTH = r"(?:d\.? ?o\.? ?b\b\.?|dates? of birth|birth ?dates?|birthdays?|born|birth|\bb\.)"
_SYSTEMS = r"(?:lcs|mosaic|liquid ?logic|carefirst|care first|eclipse|azeus|framework-?i|icis|system ?one|systmone)"
_CASE = (
    rf"\b(?:(?:case|{_SYSTEMS}|file|client|person|child|record|court|claim|crime|incident|log"
    r"|occurrence|urn|crn|pnr|episode|reference|ref|id)s?)\b"
    rf"(?:[ .:#=-]*(?:case|person|client|reference|ref|file|record|numbers?|num|id|nos?|is|was)\b){{0,4}}[ .:#=-]*"
    r"((?!(?-i:SI|WT|EWCA|EWHC|EWFC|UKSC|NHS|UPN|NI|CA|FPR)\b)(?:(?:(?-i:[A-Z]{1,6})[-/ ]?){1,3}|[a-z]{1,4}(?=\d{4}))?"
    r"(?!\d{1,2}/\d{1,2}/\d{2})(?=(?:[A-Z/-]*\d){4})\d[A-Z\d]*(?:[-/][A-Z\d]+){0,4})(?![\w])"
)

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_EMAIL_SAID = re.compile(
    r"(?<![\w.+-])[\w+-]+(?:(?:\.| dot )[\w+-]+){0,3} ?(?: at |\(at\)|\[at\]|@) ?"
    r"[\w-]+(?: dot [a-z]{2,10}|(?: ?\((?:dot|\.)\) ?| ?\[dot\] ?)[a-z]{2,10}){1,3}\b"
    r"|(?<![\w.+-])[\w+-]*[\d_.][\w.+-]* at [\w-]+\.(?:com|co\.uk|org|net|example)\b|[\w.+-]+ @ ?[\w-]+(?:\.[\w-]+)+",
    re.IGNORECASE,
)
_BORN = re.compile(rf"{_BIRTH}[^\d\n]{{0,24}}?(?<![\d/.-])({_DATE})", re.IGNORECASE)
_BORN_AFTER = re.compile(
    rf"(?<![\d/.-])({_DATE})[ ,]*(?:\(|as (?:his |her |the |their )?|is (?:his |her |the |their )?)?"
    r"(?:d\.?o\.?b\b|date of birth|birthday|birth date)",
    re.IGNORECASE,
)
_NHS = re.compile(r"(?<![\w+/.-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d/-])")
_NHS_SAID = re.compile(
    r"\bn\.?h\.?s(?:no|num)?\b\.? ?(?:[a-z]{2,9}\b)?[^\d\n]{0,16}?((?<!\d)\d(?:[ ./-]?\d){9})(?!\d)", re.IGNORECASE
)
_NI = re.compile(r"(?<![A-Za-z\d])[A-Za-z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-Da-d](?![A-Za-z\d])")
_POSTCODE = re.compile(
    rf"(?<![A-Za-z\d])(?:{'|'.join(_AREAS)})\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{{2}}(?![A-Za-z\d])",
    re.IGNORECASE,
)
_POSTCODE_SAID = re.compile(
    r"(?:\bpost ?code\b(?: is| was)?:? ?|\b(?:near|at|to|in) )([A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})(?![A-Za-z\d])",
    re.IGNORECASE,
)
PHONE = re.compile(r"(?<![\w/.-])(?:\+ ?44|0044|\(?[0oO])[\doO ().-]{6,18}[\doO](?![\w/])")
_UPN = re.compile(r"(?<![A-Za-z\d])[A-Za-z]\d{11}[A-Za-z\d](?![A-Za-z\d])")
_UPN_CUE = re.compile(r"\b(?:upn|pupil (?:reference )?(?:number|no))\W*(?:is\W*)?$", re.IGNORECASE)
_UPN_SAID = re.compile(
    r"\b(?:upn|pupil (?:reference )?(?:number|no|num|id))\b[^\n]{0,6}?([A-Z](?:[ -]?\d){11}[ -]?[A-Z\d])(?![A-Za-z\d])",
    re.IGNORECASE,
)
_CASE_NUMBER = re.compile(_CASE, re.IGNORECASE)
_COURT_NUMBER = re.compile(r"\b[A-Z]{2} ?\d{2} ?[A-Z] ?\d{5}\b|\b[a-z]{2}\d{2}[a-z]\d{5}\b")
_PLATE = re.compile(r"\b[A-Z]{2}\d{2} ?[A-Z]{3}\b")
_OLD_PLATE = re.compile(
    r"\b(?:[A-Z]\d{1,3}[ -]?[A-Z]{3}|[A-Z]{3}[ -]?\d{1,3}[A-Z]|[A-Z]{2} ?\d{2}[ -]?[A-Z]{3}|[A-Z]{3} ?\d{3,4})\b",
    re.IGNORECASE,
)
_PLATE_CUE = re.compile(
    r"\b(?:cars?|vans?|vehicles?|taxi|cab|reg|registration|plates?|vrm|index|driving|drives|drove|motorbike|moped|scooter|lorry"
    r"|bmw|audi|ford|corsa|golf|astra|fiesta|focus|clio|micra|polo|passat|transit|kia|seat|fiat|nissan|toyota|vauxhall|mercedes)"
    r"\b[^.\n]{0,20}$",
    re.IGNORECASE,
)
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_ORDINALS = frozenset({"1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th", "0th"})


def national(phone: str) -> str:
    """Digits of a UK number as dialled at home, an o read as a nought: ``+44 7700 900123`` gives ``07700900123``."""
    digits = re.sub(r"\D", "", phone.replace("o", "0").replace("O", "0"))
    for abroad in ("0044", "44"):
        if digits.startswith(abroad):
            return "0" + digits.removeprefix(abroad).removeprefix("0")
    return digits


def numbers(text: str, phones: frozenset[str]) -> Iterator[Identifier]:
    """Structured identifiers, in the order in which kinds win; ``phones`` are public, in national digits."""
    has_digit = any(character.isdigit() for character in text)
    if "@" in text:
        yield from (Identifier(Kind.EMAIL, span) for span in map(_span, _EMAIL.finditer(text)))
    if re.search(r"@ | at |\(at\)|\[at\]", text, re.IGNORECASE):
        yield from (Identifier(Kind.EMAIL, span) for span in map(_span, _EMAIL_SAID.finditer(text)))
    for kind, finder in _FINDERS.items() if has_digit else ():
        yield from (Identifier(kind, span) for span in finder(text))
    yield from (Identifier(Kind.ADDRESS, span) for span in addresses(text))
    for kind, finder in _LAST_FINDERS.items() if has_digit else ():
        yield from (Identifier(kind, span) for span in finder(text))
    if has_digit:
        yield from (Identifier(Kind.PHONE, span) for span in _phones(text, phones | contacts()))
    yield from (Identifier(Kind.INITIALS, span) for span in initials(text))


def _births(text: str) -> Iterator[Span]:
    if re.search(r"b\b|b\.|b\d|birth|born", text, re.IGNORECASE):
        for pattern in (_BORN, _BORN_AFTER):
            yield from (_span(match, 1) for match in pattern.finditer(text))


def _nhs_numbers(text: str) -> Iterator[Span]:
    yield from (_span(match, 1) for match in _NHS_SAID.finditer(text))
    # A number in groups of three, three and four is one even with a slip in it.
    yield from (_span(match) for match in _NHS.finditer(text) if nhs_check(match[0]) or not match[0].isdigit())


def nhs_check(number: str) -> bool:
    """Whether ten digits carry a right NHS check digit (modulus 11, NHS Data Dictionary)."""
    digits = [int(character) for character in number if character.isdigit()]
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    check = 11 - sum(digit * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return check % 11 == digits[9]


def upn_check(number: str) -> bool:
    """Whether a pupil number's letter fits its digits (weights 2 to 13, modulus 23)."""
    body = number[1:].upper()
    last = _UPN_LETTERS.find(body[11]) if body[11].isalpha() else int(body[11])
    if last < 0:
        return False
    total = sum(int(digit) * weight for weight, digit in enumerate(body[:11], 2)) + last * 13
    return _UPN_LETTERS[total % 23] == number[0].upper()


def _upns(text: str) -> Iterator[Span]:
    yield from (_span(match, 1) for match in _UPN_SAID.finditer(text))
    for match in _UPN.finditer(text):
        if upn_check(match[0]) or _UPN_CUE.search(text[max(0, match.start() - 30) : match.start()]):
            yield _span(match)


def _ni_numbers(text: str) -> Iterator[Span]:
    yield from map(_span, _NI.finditer(text))


def _postcodes(text: str) -> Iterator[Span]:
    yield from (_span(match, 1) for match in _POSTCODE_SAID.finditer(text))
    for match in _POSTCODE.finditer(text):
        # "s1 2nd paragraph" is no postcode.
        if match[0][-3:].lower() not in _ORDINALS:
            yield _span(match)


def _phones(text: str, public: frozenset[str]) -> Iterator[Span]:
    for match in PHONE.finditer(text):
        digits = national(match[0])
        # 03, 08 and 09 numbers belong to organisations.
        if len(digits) in {10, 11} and digits[1] in "127" and digits not in public:
            yield _span(match)


def _case_numbers(text: str) -> Iterator[Span]:
    for match in _CASE_NUMBER.finditer(text):
        if not re.fullmatch(r"(?:19|20)\d\d", match[1]):
            yield _span(match, 1)
    yield from map(_span, _COURT_NUMBER.finditer(text))


def _registrations(text: str) -> Iterator[Span]:
    for match in _OLD_PLATE.finditer(text):
        cued = _PLATE_CUE.search(text[max(0, match.start() - 40) : match.start()]) is not None
        if _is_plate(match[0], cued=cued):
            yield _span(match)


def _is_plate(plate: str, *, cued: bool) -> bool:
    ends = (plate[:3].lower(), plate[-3:].lower())
    # "S47 AND", "reg 22A": a citation with the word before or after it.
    words = any(end.isalpha() and (end in ours() or is_english(end)) for end in ends)
    return not words and (cued or _PLATE.fullmatch(plate) is not None)


_FINDERS: Mapping[Kind, Callable[[str], Iterator[Span]]] = {
    Kind.DATE_OF_BIRTH: _births,
    Kind.UPN: _upns,
    Kind.NI_NUMBER: _ni_numbers,
    Kind.NHS_NUMBER: _nhs_numbers,
    Kind.CASE_NUMBER: _case_numbers,
}
_LAST_FINDERS: Mapping[Kind, Callable[[str], Iterator[Span]]] = {
    Kind.POSTCODE: _postcodes,
    Kind.CAR_REGISTRATION: _registrations,
}


def _span(match: re.Match[str], group: int = 0) -> Span:
    return Span(*match.span(group))
