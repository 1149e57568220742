"""Finds homes away from streets: farms and crofts beside a village, boats at their moorings, parks of caravans."""

import re
from collections.abc import Iterator

_WORD = r"[A-Z][\w'’-]*"
_WORDS = rf"{_WORD}(?: {_WORD}){{0,2}}"
_TOWNS = rf"(?:, {_WORD}(?: {_WORD}){{0,2}}){{0,2}}"
_NEAR = r"(?:nr|near|by|off|outside|opp|opposite|behind)\.?"
_RURAL = r"(?:Farm|Farmhouse|Cottages?|Croft|Barn|Steading|Smallholding|Bungalow|Lodge|Mill|Grange|Stables)"
_WELSH = r"(?:Heol|Ffordd|Stryd|L[ôo]n|Maes|Clos|Rhodfa|Rhiw|Parc)(?: yr?)?"
_WELSH_HOUSE = r"(?:T[yŷ]|Bryn|Pen|Tan|Llys|Cae|Plas|Hafod|Cefn|Maes|Gwel)"

# What lies beside an address: "off the A689", ", nr Ravensfell".
BESIDE = re.compile(rf",? {_NEAR} (?:the )?(?:[a-z]+ (?:in|at) )?(?:[ABM]\d{{1,4}}(?!\w)|(?-i:{_WORD}))")

_BOAT = r"(?:n\.?b\.?|NB|MV|(?i:narrow ?boat|house ?boat|boat|barge|yacht|cruiser))"
_MOORED = r"(?:Moorings?|Marina|Wharf|Basin|Quay|Lock|Docks?|Harbour|Canal)"
_PITCH = r"(?i:(?:caravan|chalet|lodge|pitch|plot|van|static|unit)\.? (?:no\.? ?)?\d{1,4}[a-z]?)"
_FARM = rf"(?<![\w-])(?:{_WORD} ){{1,3}}(?:{_RURAL}|House|Villa|Manor|View),? {_NEAR} (?:the [a-z]+ (?:in|at) )?{_WORD}"
_WELSH_HOME = (
    rf"(?<![\w-])(?:{_WELSH_HOUSE}(?: yr?)? {_WORD}|(?:{_WORD} )?{_WORD}), (?:\d{{1,3}} )?{_WELSH} {_WORD}{_TOWNS}"
)
_AFLOAT = rf"(?<!\w){_BOAT} {_WORDS},(?: {_WORDS},)? (?:{_WORD} ){{0,3}}{_MOORED}{_TOWNS}"
_PARKED = rf"(?<![\w-]){_PITCH},? (?:{_WORD}\.? ){{1,4}}(?i:park|site|village){_TOWNS}(?!\w)"
# Where people live and seldom anything else; "Home Farm Trust" is a body.
_DWELLING = (
    rf"(?<![\w-])(?!(?i:city|care|community|county|school) )(?:[Tt]he )?(?:{_WORD} ){{1,2}}"
    r"(?:Cottage|Farm|Farmhouse|Barn|Vicarage|Rectory|Bungalow|Smithy|Granary|Gatehouse|Schoolhouse|Steading|Smallholding)"
    rf"(?![\w-]| [A-Z])(?:,? (?:in|near|nr|by|outside|off)\.? (?:the )?{_WORD})?"
    r"(?:, [A-Z][a-z'’-]+(?: [A-Z][a-z'’-]+)?(?!\w)){0,2}"
)
_OLD_HOUSE = (
    r"(?<![\w-])(?i:the old (?:vicarage|rectory|manse|school ?house|school|forge|smithy|barn|mill|post office|chapel"
    rf"|bakery|dairy|farm(?:house)?|station|stables|granary|police house)),? (?:in|near|nr|by|outside|at)\.? {_WORD}"
)
_ABOVE = (
    rf"(?<=over |bove )(?:[Tt]he )?(?:{_WORD} ){{1,3}}"
    rf"(?i:pub|shop|chippy|chip shop|takeaway|cafe|salon)(?: in {_WORD})?"
)
_SITES = tuple(re.compile(pattern) for pattern in (_DWELLING, _OLD_HOUSE, _ABOVE, _FARM, _WELSH_HOME, _AFLOAT, _PARKED))


def sites(text: str) -> Iterator[re.Match[str]]:
    """Every home of such a kind, with the place beside it."""
    for pattern in _SITES:
        yield from pattern.finditer(text)
