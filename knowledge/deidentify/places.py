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
BESIDE = re.compile(rf",? {_NEAR} (?:the )?(?:[ABM]\d{{1,4}}(?!\w)|(?-i:{_WORD}))")

_BOAT = r"(?:n\.?b\.?|NB|MV|(?i:narrow ?boat|house ?boat|boat|barge|yacht|cruiser))"
_MOORED = r"(?:Moorings?|Marina|Wharf|Basin|Quay|Lock|Docks?|Harbour|Canal)"
_PITCH = r"(?i:(?:caravan|chalet|lodge|pitch|plot|van|static|unit)\.? (?:no\.? ?)?\d{1,4}[a-z]?)"
_FARM = rf"(?<![\w-])(?:{_WORD} ){{1,3}}{_RURAL},? (?:nr|near|by|outside)\.? {_WORD}"
_WELSH_HOME = (
    rf"(?<![\w-])(?:{_WELSH_HOUSE}(?: yr?)? {_WORD}|(?:{_WORD} )?{_WORD}), (?:\d{{1,3}} )?{_WELSH} {_WORD}{_TOWNS}"
)
_AFLOAT = rf"(?<!\w){_BOAT} {_WORDS},(?: {_WORDS},)? (?:{_WORD} ){{0,3}}{_MOORED}{_TOWNS}"
_PARKED = rf"(?<![\w-]){_PITCH},? (?:{_WORD}\.? ){{1,4}}(?i:park|site|village){_TOWNS}(?!\w)"
_SITES = tuple(re.compile(pattern) for pattern in (_FARM, _WELSH_HOME, _AFLOAT, _PARKED))


def sites(text: str) -> Iterator[re.Match[str]]:
    """Every home of such a kind, with the place beside it."""
    for pattern in _SITES:
        yield from pattern.finditer(text)
