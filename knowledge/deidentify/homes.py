"""Finds addresses as they are typed in haste: "44 the crescent", "flat 12 zetland hse", "number 4, The Close"."""

import re
from collections.abc import Iterator

from knowledge.deidentify.known import all_names, is_typed, named_places
from knowledge.deidentify.spoken import COUNT
from knowledge.text import Span

_NUMBER = r"(?:(?i:number|no\.?|house) )?\d{1,4}(?:[-/]\d{1,3})?[a-zA-Z]?"
_CAPITAL = r"[A-Z][\w'’.-]*"
_ROOM = (
    r"(?i:(?:flat|apartment|apt|unit|plot|room|bedsit|caravan|pitch|studio|mooring|berth)\.? ?(?:no\.? ?)?"
    r"(?:\d{1,4}(?:/\d)?[a-z]?|[a-z]\b))"
)
_THE = (
    r"(?i:the (?:green|close|crescent|avenue|drive|grove|lane|mews|square|row|paddocks?|orchard|meadows?|terrace"
    r"|gardens|street|hollow|crofts?|maltings|glade|rise|parade|ridge|warren|spinney|beeches|oaks|elms|firs|limes|willows"
    r"|cottages|moorings|quay|wynd|garth|dell|dene|brow|fairway|chase|circle|high street|bungalows?))"
)
_SHORT = r"(?:Cl|Ct|Dr|Sq|Pk|Pl|Gr|Gro|Cr|Bvd|Blvd|Ter|Hse|Blk|Wlk|Wy)\b\.?"
_BLOCK = (
    r"(?i:house|hse|court|ct|towers?|block|blk|flats|lodge|point|heights|mansions|hostel|(?:caravan )?(?:site|park))"
)
_LODGING = r"(?i:hotel|motel|travelodge|premier inn|hostel|guest ?house|b ?& ?b|b and b|refuge)"
_NO_COURT = "(?!at |in |of |for |with |family |county |crown )"
_NO_COURTS = r"(?!(?:Family|County|Crown|High|Youth|Magistrates|Supreme)\b)"
_NO_HEARING = r"(?! (?:hearing|order|date|case|bundle|report|proceedings|day)s?\b)"
_SURE = r"(?i:street|road|lane|avenue|terrace|crescent|gardens|drive|grove|mews|close)"
_WELSH = r"(?i:heol|ffordd|stryd|lôn|maes|rhodfa)"
_POSTCODE = r"(?i:[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2})"

_AFTER_ADDRESS = r"(?i:(?<=address )|(?<=addr )|(?<=address: )|(?<=address is )|(?<=given as ))"
_SURE_HOMES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![\w/.-]){_NUMBER},? {_THE}(?![\w-]|\s(?:paper|form|book|card|light)s?\b)",
        rf"(?<![\w/.-])(?:{_THE}|{_CAPITAL} {_SURE}),? (?i:number|no\.?) \d{{1,4}}[a-z]?\b",
        rf"(?<![\w/.-])(?:\d{{1,2}}/\d{{1,2}},? )?{_NUMBER},? (?:{_CAPITAL} ){{1,3}}{_SHORT}",
        rf"{_AFTER_ADDRESS}{_NUMBER},? (?i:(?!and\b|is\b|of\b)[a-z'’-]{{4,}})",
        rf"(?<![\w/.-]){_NUMBER},? (?:Esplanade|Promenade|Parade|Strand)(?![\w-])",
        rf"(?<![\w/.-]){_NUMBER},? {_NO_COURTS}{_CAPITAL} court{_NO_HEARING}(?![\w-])",
        r"\b(?i:p\.?o\.? box) \d{1,5}\b",
        rf"(?<![\w/.-])(?i:number|no\.?|house) \d{{1,4}}[a-z]?,? (?i:(?:[a-z'’-]+ ){{1,2}}){_SURE}\b",
        rf"(?<![\w/.-]){_ROOM},? (?i:(?:the )?{_NO_COURT}(?:[a-z'’-]{{3,}} ){{1,2}}){_BLOCK}(?![\w-])",
        rf"(?<![\w/.-]){_ROOM},? (?i:(?:at|in) )?(?:(?i:the )?(?:{_CAPITAL} ){{0,2}}){_LODGING}(?![\w-])",
        rf"(?<![\w/.-])(?i:block|blk|stair|tower|level) (?:\d{{1,2}}|[A-Za-z]),? {_ROOM}(?![\w-])",
        rf"(?<![\w/.-]){_NUMBER},? {_WELSH}(?i:(?: (?:y|yr))? [a-z'’-]{{3,}})",
        rf"(?<![\w/.-]){_NUMBER},? (?:{_CAPITAL} ?){{1,3}}(?<! )(?=,? {_POSTCODE}(?!\w))",
        rf"(?<![\w-])(?i:{COUNT}) (?:{_CAPITAL} ){{1,2}}(?:Street|Road|Lane|Avenue|Terrace|Crescent|Drive|Close)\b",
    )
)
_ONE_WORD = re.compile(
    rf"(?:(\w+) )?(?<![\w/.-])({_NUMBER},? ([A-Z][a-z]+(?:way|gate|croft|garth|mead|dene|wynd)))(?![\w-])"
)
_NO_HOME = re.compile(
    r"\b(?:section|part|chapter|year|form|page|regulation|reg|rule|table|annex|week|day|month|hours?|days|weeks|months|years"
    r"|children|hospital|council|school|academy|college|centre|prison|university|hub|team)\b",
    re.IGNORECASE,
)


def homes(text: str) -> Iterator[Span]:
    """Spans of addresses whose street is short, one word, or after "the"."""
    if not re.search(rf"\d|(?i:{COUNT})", text):
        return
    for pattern in _SURE_HOMES:
        yield from (Span(*match.span()) for match in pattern.finditer(text) if not _NO_HOME.search(match[0]))
    for match in _ONE_WORD.finditer(text):
        low = match[3].lower()
        counted = match[1] and _NO_HOME.fullmatch(match[1])
        if not (counted or is_typed(low) or low in named_places() or low in all_names()):
            yield Span(*match.span(2))
