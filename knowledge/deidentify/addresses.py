"""Finds where people live: a number with a street, a house with a name, a room in a building."""

import re
from collections.abc import Iterator
from functools import partial

from knowledge.deidentify.homes import homes
from knowledge.deidentify.known import all_names, is_typed, named_places
from knowledge.deidentify.lists import is_ours
from knowledge.deidentify.places import BESIDE, sites
from knowledge.text import Span

_SURE_STREET = (
    r"(?i:street|road|lane|avenue|terrace|crescent|gardens|drive|grove|mews|wynd|rd|ave?|cres|tce|terr|gdns|st|drv|ln)"
)
_STREET_WORDS = (
    "Square Close Place Way Walk Court Row Rise View Hill Green Park House Villa Villas Parade Gate Croft Mount "
    "Bank Cottage Cottages Building Buildings Heights Garden Yard Wharf Quay Fold Brow Garth Nook Meadow Meadows "
    "Vale Fields Lea Dene Dell Glade Common Approach Broadway Copse Corner Estate Ridge Reach Orchard Paddock "
    "Spinney Brae Loan Mansions Rooms Fell Hollow Mead Acre Acres Leys Holme Woods Cross Steps Maltings Moorings "
    "Marina Waterside Riverside Drove Warren Pastures Crest Edge Downs Links Strand Hurst Holt Grange Manor "
    "Priory Almshouses Houses Tenements Kilns Mills Parkway Promenade Esplanade Circus Path Passage Chase "
    "Bungalows Towers Tower Point Hostel Lodge Farm Barn Mill Flats "
    "Ct Cl Sq Pk Bldgs Gait Vennel Pend Neuk Knowe Cairn Toll Brae Crofts Greens Closes"
).split()
_STREET = rf"(?:{_SURE_STREET}|{'|'.join(word + '|' + word.upper() for word in _STREET_WORDS)})"
_LOWER_STREET = (
    r"(?:close|court|way|walk|place|row|rise|hill|square|view|park|house|cl|ct|dr|pl|sq|fold|brow|garth|yard|gate|crofts?|bank|green"
    r"|mount|mews|meadows?|cottages|buildings|villas|lodge|steps|common|approach|parade|rows?|wynd|gardens?|quay|wharf)"
)
_NUMBER = r"(?!(?:19|20)\d\d,)\d{1,4}(?:[-/]\d{1,3})?[a-zA-Z]?"
_ROOM = (
    r"(?i:(?:flat|apartment|apt|unit|plot|room|bedsit|caravan|pitch|studio|mooring|berth)\.? ?(?:no\.? ?)?"
    r"(?:\d{1,4}(?:/\d)?[a-z]?|[a-z]\b))"
)
_FLAT = (
    r"(?i:(?:the )?(?:(?:top|ground|first|second|third|\d(?:st|nd|rd|th)) floor(?: flat)?"
    r"|(?:(?:top|upper|lower|middle|rear|front|basement|upstairs|garden|attic) )?(?:flat|annexe|maisonette)))"
)
_ABROAD = (
    r"(?:Heol|Ffordd|Stryd|L[ôo]n|Maes|Clos|Cwrt|Llys|Rhodfa|Rhiw|Parc|Bryn|T[yŷ]|Cae|Rue|Rua|Calle)(?: (?:yr?|Yr?)\b)?"
)
_HOUSE = (
    r"(?:Cottage|House|Farm|Farmhouse|Forge|Barn|Lodge|Mill|Bungalow|Vicarage|Rectory|Villa|Manor|Hall|Croft|Stables"
    r"|Schoolhouse|Chapel|Smithy|Granary|Grange|Gatehouse|Bakery|Dairy|Court|Tower|Towers|Hostel)"
)
_WORD = r"[A-Z][\w'’-]*"
_TOWN = (
    r"(?: (?:North|South|East|West|north|south|east|west)(?!\w| [A-Z]| [a-z]*shire))?"
    r"(?:, (?:[A-Z][a-z'’-]+)(?:[ -](?:[A-Z][a-z'’-]+|on|upon|in|le|under|by|the)\b){0,3}"
    r"|, [A-Z]{4,}(?: [A-Z]{4,})?\b){0,3}(?!\w)"
)
_LIVING = (
    r"(?i:\b(?:address(?:es)?|lives?|living|lived|stopping|stops?|sleeping|stays?|staying|stayed|moved?|moving|placed|now|resid(?:es|ing|ent)|based"
    r"|tenancy|rents?|renting|placement|home)\b(?: (?:in|over|back|out|is|was|now|at|to|on))*:? )"
)

_ADDRESS = re.compile(
    rf"(?<![\w/.-])(?:{_FLAT}, |{_ROOM},? |\d{{1,2}}/\d{{1,2}},? )?(?:(?i:number|no\.?|house) )?{_NUMBER},? "
    rf"((?:[A-Z][\w'’.-]*[ -]){{1,3}}{_STREET}|(?:[a-z'’-]+ ){{1,2}}{_SURE_STREET})(?![\w-]){_TOWN}"
    rf"|(?<![\w/.-]){_ROOM},? (?:the )?(?:{_WORD},? ){{1,3}}"
    rf"(?:{_STREET}|(?i:(?:caravan )?(?:park|site)))(?![\w-]){_TOWN}"
    rf"|(?<![\w/.-]){_NUMBER},? [A-Z][a-z]+-yr?-[A-Z]?[a-z]+{_TOWN}"
    rf"|(?<![\w/.-])(?:{_ROOM},? )?{_NUMBER},? {_ABROAD}(?: {_WORD}){{1,2}}{_TOWN}"
    rf"|(?<![\w/.-])(?:The {_WORD}(?: {_WORD})?|(?:The )?(?:{_WORD} ){{0,2}}{_HOUSE}), "
    rf"(?:\d+[a-z]? )?(?:{_WORD} ){{1,3}}{_STREET}(?![\w-]){_TOWN}"
)
_SAID = re.compile(
    rf"{_LIVING}((?:{_ROOM},? )?(?:(?i:number|no\.?|house) )?{_NUMBER},? (?:{_WORD} ?){{1,3}}(?<! )"
    rf"(?: {_LOWER_STREET}(?![\w-]))?{_TOWN}"
    rf"|(?:{_ROOM},? )?{_NUMBER},? (?:the )?(?:(?:[a-z'’-]+ ){{1,2}}{_LOWER_STREET}|green|close|lodge|mews)(?![\w-])"
    rf"|(?:The )?(?:{_WORD} ){{1,3}}{_STREET}(?![\w-]){_TOWN}"
    rf"|{_ROOM},? (?:{_WORD} ?){{1,3}}(?<! ){_TOWN})"
)
_WRITTEN = re.compile(
    rf"\b(?i:address)(?i: is| was)?:? ((?:The )?{_WORD}(?: {_WORD}){{0,3}}(?:, {_WORD}(?: {_WORD}){{0,3}})+)"
)
_TOWNED = re.compile(
    rf"(?:(\w+) )?(?<![\w/.-])({_NUMBER},? ((?:{_WORD} ?){{1,3}})(?<! ), "
    r"(?:(?:by|nr) )?[A-Z][a-z]{2,}(?:[ -][A-Z][a-z]+)?)(?![\w])"
)
_NEARBY = re.compile(r", (?:by|nr) ")
_HOUSED = re.compile(
    rf"(?<![\w-])((?:The )?(?:{_WORD} ){{0,2}}{_WORD}, (?:\d+[a-z]? )?(?:{_WORD} ){{1,2}}"
    rf"(?:Street|Road|Lane|Avenue|Terrace|Crescent|Gardens|Drive|Grove|Mews|Wynd|Rd|Ave|St)(?![\w-]){_TOWN})"
)
_LOWER = re.compile(
    rf"(?<![\w/.-])((?:{_ROOM},? )?{_NUMBER},? ((?:[A-Za-z][a-z'’-]+ ){{1,2}}){_LOWER_STREET}(?:, [a-z]{{5,}})?)"
    r"(?![\w-])"
    rf"|(?<![\w-])((?:the )?(?:old )?[a-z]+ (?:cottage|farm|house|lodge|barn|forge|mill|villa), "
    rf"(?:[a-z]+ ){{1,2}}(?:road|lane|street|st|rd|ln))\b"
)
_ROOMED = re.compile(rf"(?<![\w/.-])((?!(?i:room|unit|studio)){_ROOM},? ((?:{_WORD} ?){{1,3}})(?<! ){_TOWN})(?![\w])")
_BEYOND = re.compile(
    r", ((?:(?:upper|nether|lower|little|great|north|south|east|west|new|old|st|high|market|port) )?"
    r"([a-z][a-z'’-]{3,}))(?!\w)",
    re.IGNORECASE,
)
_MONTHS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())
_COUNTED = frozenset(
    "section part chapter year stage form key page article schedule reg regulation rule version level table annex "
    "step phase para paragraph act group week month tier band grade day number no class appendix question item "
    "under age aged over".split()
)
_STREETS = re.compile(rf"{_STREET}|{_ABROAD}|(?i:site)")
_NOT_IN_STREETS = frozenset(
    "minute min mins hour mile metre "
    "in on of the a an and or to from by for with at is are was days weeks months years children kids hours minutes "
    "people visits doors houses miles down along off near per every other ways times reg section".split()
)
# "placed on 3 November"; "3 May Street" is an address all the same.
_DATED = re.compile(
    rf"\d{{1,2}} (?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    rf"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b(?! (?:(?-i:[A-Z]\w+) )?{_SURE_STREET}\b)",
    re.IGNORECASE,
)
# Without a comma: "23 Albert Rd Middlesbrough".
_TOWN_AFTER = re.compile(
    r"(?<=[a-z]) ((?:(?:North|South|East|West|Upper|Lower|Great|Little|New|Old) )?([A-Z][a-z'’-]{3,}))(?!\w)"
)
_BODIES = re.compile(r"\b(?i:hospital|council|school|academy|college|centre|court|ward|team|prison|university|hub)\b")


def addresses(text: str) -> Iterator[Span]:
    """Spans of addresses with their towns; those without a street need a word that leads to one."""
    for span in map(partial(_whole, text), _streets(text)):
        beyond = _BEYOND.match(text, span.end) or _TOWN_AFTER.match(text, span.end)
        yield Span(span.start, beyond.end()) if beyond and _is_town(beyond[2].lower()) else span


def _is_town(low: str) -> bool:
    return low in named_places() or (not is_typed(low) and low not in all_names())


def _whole(text: str, span: Span) -> Span:
    """With the house's name before it and the street after it."""
    house, street = _HOUSE_BEFORE.search(text, 0, span.start), _STREET_AFTER.match(text, span.end)
    house = house or _ONE_WORD_BEFORE.search(text, 0, span.start)
    end = street.end() if street else span.end
    beside = BESIDE.match(text, end)
    return Span(house.start() if house else span.start, beside.end() if beside else end)


# Whole words in capitals or with a capital, as in "Staithe Cottage, 2 Eel Lane".
_HOUSE_BEFORE = re.compile(
    r"(?:\b[A-Z][\w'’-]* ){1,2}(?:Cottage|House|Lodge|Farm|Barn|Court|Villas?|Hall|Mill|View|Bank|Croft"
    r"|Grange|Manor|Nook|Rise|Dene|Heights|Forge|Bungalow|Annexe|COTTAGE|HOUSE|LODGE|FARM|BARN"
    r"|COURT|VILLAS?|HALL|MILL),? $"
)
# "at Birchwood, 3 Mill Bank".
_ONE_WORD_BEFORE = re.compile(r"(?<=\b(?:is|at|in|to) )[A-Z][a-z'’-]{4,}, $")
_STREET_AFTER = re.compile(
    r", (?:\d{1,4}[a-z]? )?(?:[a-z'’-]+ ){1,2}(?:way|road|rd|street|lane|avenue|ave|close|drive|terrace|crescent"
    rf"|gardens|parade|square|cres|gdns|grove|hill|(?-i:St))\b(?-i:{_TOWN})",
    re.IGNORECASE,
)


def _streets(text: str) -> Iterator[Span]:
    yield from (Span(*match.span()) for match in sites(text) if not _BODIES.search(match[0]))
    if _STREETS.search(text):
        for match in _ADDRESS.finditer(text):
            road = (match[1] or "").lower().split()
            if not _NOT_IN_STREETS.intersection(road):
                yield Span(*match.span())
    yield from homes(text)
    for pattern in (_SAID, _WRITTEN):
        yield from (Span(*match.span(1)) for match in pattern.finditer(text) if _is_home(match[1]))
    yield from _guessed(text)


def _guessed(text: str) -> Iterator[Span]:
    """Numbers and rooms before words that are unknown, and streets in lower case with a name that is unknown."""
    for match in _TOWNED.finditer(text):
        if (match[1] or "").lower() not in _COUNTED and _is_home(_NEARBY.sub(", ", match[2])) and _is_odd(match[3]):
            yield Span(*match.span(2))
    for match in _HOUSED.finditer(text):
        house = match[1].partition(",")[0]
        if _is_home(match[1]) and (house.startswith("The ") or _is_odd(house)):
            yield Span(*match.span(1))
    for match in _LOWER.finditer(text):
        if match[3] or (_is_home(match[1]) and _is_odd(match[2])):
            yield Span(*match.span())
    yield from (Span(*match.span(1)) for match in _ROOMED.finditer(text) if _is_home(match[1]) and _is_odd(match[2]))


def _is_odd(words: str) -> bool:
    """Whether one of them is no word of this field and no month."""
    return any(not is_ours(word.lower()) and word[:3].lower() not in _MONTHS for word in words.split())


def _is_home(words: str) -> bool:
    """Whether no public body, count or citation stands in it."""
    if _BODIES.search(words) or _DATED.match(words):
        return False
    return not (_NOT_IN_STREETS - {"the"}).intersection(words.lower().split())
