"""Public words that are names as well: Chelsea, India, April, Wells."""

from knowledge.deidentify.clues import Around
from knowledge.deidentify.known import given, lower_names, word_names
from knowledge.deidentify.lists import first_names, is_ours
from knowledge.deidentify.lists import words as listed
from knowledge.deidentify.slots import in_slot, spoken_of
from knowledge.deidentify.spelling import AFTER_PERSON
from knowledge.deidentify.tokens import Shape

_OWN_VERBS = frozenset({"did", "does", "needs", "wants", "came"})


def public_is_name(around: Around, *, plain: bool, loud: bool) -> bool:
    """Whether something says that it is a person; ``plain`` where capitals tell names."""
    token = around.token
    if (token.shape is Shape.LOWER and in_slot(around, public=True)) or _is_surely_somebody(around, plain=plain):
        return True
    if loud or token.low in listed("words_as_names", "calendar"):
        return not loud and token.has_capital and _dated_is_name(around)
    if (around.related or around.titled) and token.shape is Shape.CAPITAL and not is_ours(token.low):
        return True
    if token.low not in word_names() and token.low not in first_names():
        return False
    if token.shape is Shape.LOWER:
        return token.low in lower_names() and (around.owns or around.strongly_before)
    if token.opens:
        first = token.low in given() or token.low in first_names()
        return around.strong or (first and (around.third_person or around.headed))
    return around.strong or around.back() in listed("cues", "kin") or _is_met(around)


def _is_surely_somebody(around: Around, *, plain: bool) -> bool:
    """ "The Wells children", "Mali cried", "Jun's bag"."""
    token = around.token
    if token.shape is not Shape.CAPITAL:
        return False
    if around.household and token.low in listed("words_as_names", "family"):
        return True
    short = token.possessive and not token.opens and len(token.low) < 4 and token.low in given()
    return short or (plain and around.on() in listed("cues", "bodily"))


def _is_met(around: Around) -> bool:
    shire = around.token.low in listed("words_as_names", "shires")
    met = around.back() in listed("cues", "meeting") if shire else around.met
    return met and around.on() in AFTER_PERSON


def _dated_is_name(around: Around) -> bool:
    """April, Sunday: a person's verb, a family word or a sure clue, not "by May" or "August is busy"."""
    if around.acting or around.strong or around.related or around.third_person_only:
        return True
    does = around.on() in _OWN_VERBS or (around.on() == "is" and around.on(2).endswith("ing"))
    if around.token.opens and does and spoken_of(around):
        return True
    season = around.back() == "about" and around.token.low in {"summer", "autumn", "winter"}
    met = season or around.back() in listed("cues", "meeting")
    return not around.token.opens and met and around.on() in AFTER_PERSON
