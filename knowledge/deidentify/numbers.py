"""Identifiers with a shape of their own: numbers, addresses, e-mails, registrations, initials."""

import re
from collections.abc import Callable, Iterator

from knowledge.deidentify.addresses import addresses
from knowledge.deidentify.births import births
from knowledge.deidentify.initials_only import initials
from knowledge.deidentify.kinds import Identifier, Kind
from knowledge.deidentify.lists import contacts, is_english, ours
from knowledge.deidentify.online import emails, online_names
from knowledge.deidentify.phones import phones, phones_abroad, read_out_numbers
from knowledge.deidentify.references import bank_details, bare_numbers, case_numbers, document_numbers
from knowledge.deidentify.spoken import read_out
from knowledge.text import Span

_AREAS = (
    "AB AL B BA BB BD BF BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK "
    "FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP "
    "NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W "
    "WA WC WD WF WN WR WS WV YO ZE ZZ"
).split()

_NHS = re.compile(r"(?<![\w+/.)-])\d{3}[ .-]?\d{3}[ .-]?\d{4}(?![\d/-])")
# Read off a form with one digit a box, or in any groups of three digits or more with one mark between them.
_NHS_BOXED = re.compile(r"(?<![\w/.+-])(?<!\d )[2-9](?: \d){9}(?! ?[\d/])")
_NHS_GROUPED = re.compile(r"(?<![\w/.+)-])(?<!\d )[1-9]\d{2,6}([ ./_-])\d{3,7}(?:\1\d{3,4})?(?![\w/-]|[ .]\d)")
_NHS_LABEL = (
    r"\b(?:n\.?h\.?s\.?(?: ?(?:no|num|number))?|chi|(?:health|patient|national health service)(?= (?:no|num)))(?![a-z])"
)
_NHS_SAID = re.compile(
    rf"{_NHS_LABEL}\.? ?(?:[a-z]{{2,9}}\b)?[^\d\n]{{0,16}}?((?<!\d)\d(?:[ ./_-]?\d){{9}})(?!\d)", re.IGNORECASE
)
# A form has the number on the line below, or after "(10 digits)".
_NHS_BELOW = re.compile(rf"{_NHS_LABEL}[^\n]{{0,28}}\n?\D{{0,3}}((?<!\d)\d(?:[ ./_-]?\d){{9}})(?!\d)", re.IGNORECASE)
_NHS_READ_OUT = re.compile(rf"{_NHS_LABEL}[^\n\d]{{0,30}}?({read_out(7)})", re.IGNORECASE)
_NHS_CUE = re.compile(rf"{_NHS_LABEL}[^\n\d]{{0,30}}$", re.IGNORECASE)
_NI = re.compile(
    r"(?<![A-Za-z\d])(?:[A-Za-z]{2}|[A-Z] [A-Z])(?:[ ./-]?\d\d){3}[ ./-]?[A-Da-d](?![A-Za-z\d])"
    r"|(?<![A-Za-z\d])[A-Z] ?[A-Z](?:[ ./-]?\d\d\d){2}[ ./-]?[A-D](?![A-Za-z\d])"
)
# "by 12.11.26 a core group": a small word, a day and the article.
_NI_NOT = re.compile(
    r"(?:as|at|by|in|is|of|on|or|to|we|me|he|do|go|no|so|up|us)[ .-]?\d\d[ ./-]?\d\d[ ./-]?\d\d a", re.IGNORECASE
)
_NI_SAID = re.compile(
    r"\b(?:n\.? ?i\b\.?(?: ?n(?:o|um|umber)\b)?|nino|nat(?:ional|\.)? ?ins(?:urance)?)[^\d\n]{0,20}?"
    r"(?<![A-Za-z\d])([A-Z] ?[A-Z](?:[ ./-]?\d){6}(?:[ ./-]?[A-D](?![A-Za-z\d]))?)(?![\d])",
    re.IGNORECASE,
)
_POSTCODE = re.compile(
    rf"(?<![A-Za-z\d])(?:{'|'.join(_AREAS)})\d[A-Z\d]?[ ,./-]?\d[ABD-HJLNP-UW-Z]{{2}}(?![A-Za-z\d])",
    re.IGNORECASE,
)
# In capitals, and not "S47 2 DV" of a section.
_POSTCODE_APART = re.compile(
    rf"(?<![A-Za-z\d])(?!S ?\d)(?:{'|'.join(_AREAS)})(?:\d[A-Z\d]? ?\d | \d[A-Z\d]? ?\d ?)"
    r"[ABD-HJLNP-UW-Z]{2}(?![A-Za-z\d])"
)
# In capitals, with a letter O for the nought: "LS99 OZQ".
_POSTCODE_O = re.compile(rf"(?<![A-Za-z\d])(?:{'|'.join(_AREAS)})\d[A-Z\d]? ?(O[ABD-HJLNP-UW-Z]{{2}})(?![A-Za-z\d])")
_POSTCODE_SAID = re.compile(
    r"(?:\b([A-Z]{1,2}\d[A-Z\d]? \d)(?= area\b)"
    r"|\bp(?:ost)?[ /]?codes?\b[^\d\n]{0,12}?"
    r"(?<![A-Za-z])([A-Z]{1,2}\d[A-Z\d]?(?:[ -]{0,2}\d ?(?:[A-Z] ?[A-Z]?)?)?)"
    r"|\b(?:near|nearest|at|to|in|from) ([A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}))(?![A-Za-z\d])",
    re.IGNORECASE,
)
_UPN = re.compile(r"(?<![A-Za-z\d])[A-Za-z]\d{11}[A-Za-z\d](?![A-Za-z\d])")
_UPN_CUE = re.compile(r"\b(?:upn|pupil (?:reference )?(?:number|no))\W*(?:is\W*)?$", re.IGNORECASE)
_UPN_SAID = re.compile(
    r"\b(?:upn|pupil (?:reference )?(?:number|no|num|id))\b[^\n]{0,20}?"
    r"(?<![A-Za-z\d])([A-Z](?:[ -]?\d){11}[ -]?[A-Z\d])(?![A-Za-z\d])",
    re.IGNORECASE,
)
_UPN_APART = re.compile(
    r"(?<![A-Za-z\d])([A-Z](?:[ -]?\d){11}[ -]?[A-Z\d])(?![A-Za-z\d])"
    r"(?:[^\n.\d]{0,20}\b(upn|pupil (?:number|no)))?",
    re.IGNORECASE,
)
_ULN = re.compile(
    r"\b(?:u\.?l\.?n|learner (?:reference )?(?:number|no|num|id))\b[^\d\n]{0,8}(\d(?:[ -]?\d){9})(?!\d)", re.IGNORECASE
)
_PLATE = re.compile(r"[A-Z]{2}(?:\d{2} ?|[ .-]\d{2}[ .-])[A-Z]{3}|[A-Z]{2}\d{2}[.-][A-Z]{3}")
# The form since 2001 in small letters; the older two joined up, in capitals.
_SMALL_PLATE = re.compile(r"[a-z]{2}(?:0[2-9]|[1257]\d|6\d) ?[a-z]{3}")
_JOINED_PLATE = re.compile(r"[A-Z]\d{3}[A-Z]{3}|[A-Z]{3}\d{3}[A-Z]")
_OLD_PLATE = re.compile(
    r"\b(?:[A-Z][ -]?\d{1,3}[ -]?[A-Z]{3}|[A-Z]{3}[ -]?\d{1,3}[A-Z]|[A-Z]{2}[ .-]?\d{2}[ .-]?[A-Z]{3}"
    r"|[A-Z]{2}\d{2} ?[A-Z]{2}(?=\?)|[A-Z]{2}\d{2} ?(?:\?[A-Z?]|[A-Z]\?)[A-Z]|[A-Z]{3} ?\d{3,4})\b",
    re.IGNORECASE,
)
_PLATE_CUE = re.compile(
    r"\b(?:cars?|vans?|vehicles?|taxi|cab|reg|registration|(?:number)?plates?|vrm|index|driving|drives|drove|motorbike|moped|scooter|lorry"
    r"|bmw|audi|ford|corsa|golf|astra|fiesta|focus|clio|micra|polo|passat|transit|kia|seat|fiat|nissan|toyota|vauxhall|mercedes)"
    r"\b[^.\n]{0,20}$",
    re.IGNORECASE,
)
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_MONTHS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())
_ORDINALS = frozenset({"1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th", "0th"})


def numbers(text: str, public: frozenset[str]) -> Iterator[Identifier]:
    """Structured identifiers, in the order in which kinds win; ``public`` are telephones, in national digits."""
    has_digit = any(character.isdigit() for character in text)
    for kind, finder in _FINDERS:
        if has_digit or kind in _WITHOUT_DIGITS:
            yield from (Identifier(kind, span) for span in finder(text))
    if has_digit:
        yield from (Identifier(Kind.PHONE, span) for span in phones(text, public | contacts()))
        yield from (Identifier(Kind.CASE_NUMBER, span) for span in bare_numbers(text))
    yield from (Identifier(Kind.INITIALS, span) for span in initials(text))


def _nhs_numbers(text: str) -> Iterator[Span]:
    for pattern in (_NHS_SAID, _NHS_BELOW, _NHS_READ_OUT):
        yield from (_span(match, 1) for match in pattern.finditer(text))
    yield from map(_span, _NHS_BOXED.finditer(text))
    yield from (_span(match) for match in _NHS_GROUPED.finditer(text) if nhs_check(match[0]))
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
    yield from (_span(match, 1) for match in _ULN.finditer(text))
    for match in _UPN_APART.finditer(text):
        if match[2] or upn_check(re.sub("[ -]", "", match[1])):
            yield _span(match, 1)
    for match in _UPN.finditer(text):
        if upn_check(match[0]) or _UPN_CUE.search(text[max(0, match.start() - 30) : match.start()]):
            yield _span(match)


def _ni_numbers(text: str) -> Iterator[Span]:
    yield from (_span(match, 1) for match in _NI_SAID.finditer(text))
    yield from (_span(match) for match in _NI.finditer(text) if not _NI_NOT.fullmatch(match[0]))


def _postcodes(text: str) -> Iterator[Span]:
    for match in _POSTCODE.finditer(text):
        # "s1 2nd paragraph" is no postcode.
        if match[0][-3:].lower() not in _ORDINALS:
            yield _span(match)
    yield from map(_span, _POSTCODE_APART.finditer(text))
    yield from (_span(match) for match in _POSTCODE_O.finditer(text) if not is_english(match[1].lower()))
    yield from (_span(match, match.lastindex or 0) for match in _POSTCODE_SAID.finditer(text))


def _registrations(text: str) -> Iterator[Span]:
    for match in _OLD_PLATE.finditer(text):
        cued = _PLATE_CUE.search(text[max(0, match.start() - 40) : match.start()]) is not None
        if _is_plate(match[0], cued=cued):
            yield _span(match)


def _is_plate(plate: str, *, cued: bool) -> bool:
    first, last = plate[:3].lower(), plate[-3:].lower()
    # "S47 AND", "reg 22A": a citation with the word before or after it.
    if any(end.isalpha() and (end in ours() or end in _MONTHS) for end in (first, last)):
        return False
    if _PLATE.fullmatch(plate) or _JOINED_PLATE.fullmatch(plate):
        return True
    words = any(end.isalpha() and is_english(end) for end in (first, last, plate[:2].lower()))
    return not words and (cued or _SMALL_PLATE.fullmatch(plate) is not None)


def _read_out(text: str) -> Iterator[Span]:
    return (span for span in read_out_numbers(text) if not _NHS_CUE.search(text[: span.start]))


_FINDERS: tuple[tuple[Kind, Callable[[str], Iterator[Span]]], ...] = (
    (Kind.PHONE, phones_abroad),
    (Kind.EMAIL, emails),
    (Kind.ONLINE, online_names),
    (Kind.DATE_OF_BIRTH, births),
    (Kind.UPN, _upns),
    (Kind.NI_NUMBER, _ni_numbers),
    (Kind.NHS_NUMBER, _nhs_numbers),
    (Kind.DOCUMENT_NUMBER, document_numbers),
    (Kind.CASE_NUMBER, case_numbers),
    (Kind.BANK_DETAILS, bank_details),
    (Kind.ADDRESS, addresses),
    (Kind.POSTCODE, _postcodes),
    (Kind.CAR_REGISTRATION, _registrations),
    (Kind.PHONE, _read_out),
)
_WITHOUT_DIGITS = frozenset({Kind.EMAIL, Kind.ONLINE, Kind.DATE_OF_BIRTH, Kind.NHS_NUMBER, Kind.ADDRESS, Kind.PHONE})


def _span(match: re.Match[str], group: int = 0) -> Span:
    return Span(*match.span(group))
