"""Whether a word that is both a word and a name fills the place of a person in its sentence."""

import re
from collections.abc import Sequence
from functools import cache

from knowledge.deidentify.clues import Around
from knowledge.deidentify.known import given
from knowledge.deidentify.lists import is_ours
from knowledge.deidentify.lists import words as listed
from knowledge.deidentify.tokens import Token

_PRONOUN = re.compile(r"\b(?:s?he|him|his|her|hers|himself|herself|hes|shes|(?:s?he)['’](?:s|d|ll))\b", re.IGNORECASE)
_FAR = 80
# After these only somebody in a place or a state follows: "found mark with a vape", not "found comfort in".
_OBJECTS_ONLY = frozenset({"found", "find", "left", "took", "see", "with"})
_NOT_AFTER_OBJECTS = frozenset({"in", "to", "about", "and", "for", "by", "that", "as", "from", ""})
_ASKING = frozenset({"", "what", "how", "why", "when", "where", "who", "and", "so"})
_CLAIMING = frozenset(
    {"think", "thinks", "that", "says", "said", "reckons", "knows", "claims", "because", "cos", "when", "if"}
)
_WRITING = frozenset(
    {"text", "say", "talk", "speak", "spoke", "letter", "message", "visit", "wrote", "write", "given", "next"}
)
_SO = frozenset({"so", "always", "not", "being", "still", "never", "here", "in", "at", "on", "with", "getting"})
_LEADING = frozenset(
    {"had", "if", "that", "so", "and", "re", "regarding", "named", "called", "mum", "dad", "of", "seen"}
)
_STATES = frozenset(
    {"been", "ok", "okay", "allowed", "safe", "due", "coming", "going", "come", "told", "seen", "there"}
)
_CALLER = re.compile(r",|\.|$| here\b| (?:mum|mam|dad|nan|from)\b")
_KISSES = re.compile(r" x+\b")
_LETTER = re.compile(
    r"\b(?:cc|regards|wishes|thanks|cheers|well done|over to you|happy birthday|speak soon)[:,]?\s+$", re.IGNORECASE
)
_LABEL = re.compile(
    r"(?:\bw/|\b(?:case|supervision|name|re|client|family|surname|fao|note|mtg|update|patient|tenant)\s*[:-]\s*)$",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(r", (?:this is|you|your|i|i'm|we|it has|thank you)\b", re.IGNORECASE)


@cache
def slot_names() -> frozenset[str]:
    """First names that are words and may be typed without a capital."""
    return (given() | listed("words_as_names", "slotted")) - listed("words_as_names", "never_slotted")


def spoken_of(around: Around) -> bool:
    """Whether a pronoun for one person follows soon: "why is dean late, he said"."""
    end = around.token.span.end
    return _PRONOUN.search(around.text[end : end + _FAR]) is not None


def signed(around: Around) -> bool:
    """In the place of a letter's reader or writer: "cc: Grace", "Regards, Dawn", "Hope, this is your plan"."""
    if around.token.opens and _ADDRESSED.match(around.text[around.token.span.end :]):
        return True
    before = around.text[: around.token.span.start]
    ends = around.text[around.token.span.end :][:1] in {"", ",", ":", "/", ";", "."} or before.endswith("w/")
    return _LETTER.search(before) is not None or (ends and _LABEL.search(before) is not None)


def taken(around: Around) -> bool:
    """Straight after what is done to people alone, before the end or a small word: "met jan and"."""
    back, following = around.back(), around.on()
    if not _after(around, "takes") or (following and following not in listed("cues", "follows")):
        return False
    return not (back in _OBJECTS_ONLY and following in _NOT_AFTER_OBJECTS)


def in_slot(around: Around, *, public: bool = False) -> bool:
    """A first name without a capital where a person fits; a word of this field or a place needs a pronoun as well."""
    low = around.token.low
    if low not in slot_names():
        return False
    led = f"{around.back(2)} {around.back()}"
    if low in listed("words_as_names", "calendar") and led not in listed("cues", "takes"):
        return False
    plain = public or not _is_bare(around)
    if taken(around) and (not plain or spoken_of(around)):
        return True
    if public:
        return False
    return _calls(around) or _is_asked_about(around, plain=plain) or _is_led(around, plain=plain)


def _is_bare(around: Around) -> bool:
    """A word of no use here, or a thing that is counted and stands without "a", not after "to" where it is done."""
    low = around.token.low
    if around.back() == "to" and low in listed("words_as_names", "done"):
        return around.back(2) in _WRITING
    return low in listed("words_as_names", "counted") or not (
        is_ours(low) or low in listed("words_as_names", "slotted")
    )


def _is_led(around: Around, *, plain: bool) -> bool:
    """After a small word that goes before people as well, with a pronoun to follow."""
    following = around.on()
    fits = not following or following in listed("cues", "follows") or following in listed("cues", "does")
    if not fits or not _after(around, "leads"):
        return False
    if around.back() in _OBJECTS_ONLY - {"with"} and following in {"in", "from"}:
        return False
    meant = around.back() in listed("cues", "towards") and not plain
    return meant or spoken_of(around)


def _calls(around: Around) -> bool:
    """Who rings or writes: "hi its joy, mum of", "sorry i missed you, rose x"."""
    rest = around.text[around.token.span.end :]
    if around.back() in {"its", "it's"} and around.back(2) in listed("cues", "greetings") | {""}:
        return _CALLER.match(rest) is not None
    return around.text[: around.token.span.start].endswith(", ") and _KISSES.match(rest) is not None


def _is_asked_about(around: Around, *, plain: bool) -> bool:
    """ "Does grant need an advocate", "i think tiger is being used"."""
    if around.back() in listed("cues", "asks") and around.back(2) in _ASKING:
        asked = around.on() in _STATES or (around.back(2) in {"why", "where"} and around.on() in _SO)
        return around.on() in listed("cues", "does") or (not plain and asked)
    told = around.third_person and around.on(2) not in {"that", "to", "a", "the"}
    if around.back() in _CLAIMING:
        return told and (not plain or spoken_of(around))
    opens = around.token.opens or around.back() in {"and", "but", "so", "ps"}
    sure = spoken_of(around) or (around.on() == "has" and around.on(2) == "been")
    return opens and told and around.token.low in listed("words_as_names", "shy") and sure


def lower_pair(around: Around) -> bool:
    """A first name and a surname that are both words, without capitals or all in them: "rang grace bell x2"."""
    following = around.on()
    if around.token.low not in slot_names() or following not in listed("words_as_names", "family"):
        return False
    if around.text[around.token.span.end : around.words[around.place + 1].span.start] != " ":
        return False
    led = around.back() == "" or _after(around, "takes") or _after(around, "leads") or around.back() in _LEADING
    next_on = around.on(2)
    ends = not next_on or any(next_on in listed("cues", key) for key in ("follows", "does", "after"))
    return led and ends and not (is_ours(around.token.low) and is_ours(following) and not _after(around, "takes"))


def syllables(words: Sequence[Token], place: int) -> bool:
    """Three short syllables in a row: "man ho lee"."""
    row = [token.low for token in words[place : place + 3]]
    return len(row) == 3 and all(low in listed("words_as_names", "syllables") for low in row)


def _after(around: Around, key: str) -> bool:
    cues = listed("cues", key)
    return around.back() in cues or f"{around.back(2)} {around.back()}" in cues
