"""Words whose spelling does not help: in lower case, in capitals among others, in codes."""

import re

from knowledge.deidentify.clues import Around
from knowledge.deidentify.known import given, is_typed, lower_names, word_names
from knowledge.deidentify.lists import first_names
from knowledge.deidentify.lists import words as listed
from knowledge.deidentify.slips import is_slip
from knowledge.deidentify.slots import in_slot, slot_names, taken
from knowledge.deidentify.tokens import Shape, Token

AFTER_PERSON = frozenset({"with", "to", "at", "in", "and", "about", ""})
_ONLY_PEOPLE = frozenset({"wont", "won't", "hasnt", "hasn't", "said", "says", "told", "tells", "cries", "cried"})
_BESIDE_SPEECH = frozenset({"", "ps", "wot", "wat", "what", "tbh"})
_BEFORE_MISS = frozenset("of with from for teacher asked told by says email plan tutor called and".split()) | {""}
_IN_CODE = frozenset("0123456789=+@")
_CAMEL = re.compile(r"[a-z][A-Z]{2}|[a-z]{4}[A-Z]|[a-z][A-Z][a-z]+[A-Z]")


def lower_is_name(around: Around, *, loud: bool, english: bool) -> bool:
    """A word without the help of a capital: unknown with a clue or in English text, or a word-name with a sure clue."""
    low = around.token.low
    if is_typed(low):
        known = low in lower_names() and _known_is_name(around, loud=loud)
        return known or _shy_is_name(around) or in_slot(around) or (loud and _heads(around)) or _is_teacher(around)
    if low.endswith("s") and around.owns and not is_typed(low[:-1]):
        return True
    if is_slip(low):
        return around.strong or around.of_kin or (around.before and around.after)
    if around.any or (loud and len(low) > 2):
        return True
    return english and (len(low) > 4 or low in first_names()) and not is_slip(low, 5)


def _known_is_name(around: Around, *, loud: bool) -> bool:
    """A word-name in lower case with a sure clue, or in capitals where somebody is met or missing."""
    if (loud and (around.alone_at_the_end or around.gone)) or around.acting:
        return True
    if around.back() in listed("cues", "meeting") and around.on() in AFTER_PERSON:
        return True
    if around.strong or (around.of_kin and (around.after or around.on() == "")) or (around.met and around.after):
        return True
    return (around.before or around.third_person) and around.token.low in listed("words_as_names", "mostly")


def _heads(around: Around) -> bool:
    """First in a line in capitals, before what is said of people: "FAITH TO BE COLLECTED"."""
    if not around.token.opens or around.token.low not in slot_names():
        return False
    if around.on() == "and" and around.on(2) in listed("cues", "kin"):
        return True
    return around.third_person or (around.on() == "to" and around.on(2) == "be") or around.on() in {"not", "seen"}


def _is_teacher(around: Around) -> bool:
    """After a miss who is no verb: "miss bell is ok", not "i miss"."""
    if around.back() != "miss" or around.token.low not in word_names():
        return False
    return around.back(2) in _BEFORE_MISS


def _shy_is_name(around: Around) -> bool:
    """Mark, will and hope in lower case between two sure signs."""
    if around.token.low not in listed("words_as_names", "shy"):
        return False
    led = around.strongly_before or around.back() in listed("cues", "meeting") | listed("cues", "relations")
    if led and (around.third_person or around.strongly_after or around.acting):
        return True
    if taken(around) or (led and around.back() not in listed("cues", "relations") and around.on() in AFTER_PERSON):
        return True
    comma = around.text[: around.token.span.start].endswith(", ")
    return around.on() in _ONLY_PEOPLE and (around.before or around.back() in _BESIDE_SPEECH or comma)


def upper_is_name(around: Around) -> bool:
    """A word in capitals among others: an abbreviation, unless it is long and unknown or a clue is sure."""
    low = around.token.low
    if is_typed(low) or around.thing:
        return low in given() and around.strong and len(low) > 3
    if len(low) > 2 and (around.strong or around.of_kin):
        return True
    return len(low) > 4 and (around.met or around.after or around.token.opens) and not around.only_the


def is_code(text: str, token: Token) -> bool:
    """Part of a code or a product's name: letters beside digits, or capitals in the middle."""
    start, end = token.span.start, token.span.end
    if _IN_CODE.intersection((text[start - 1 : start], text[end : end + 1])):
        return True
    return token.shape is Shape.CAPITAL and _CAMEL.search(token.text) is not None
