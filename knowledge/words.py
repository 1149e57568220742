"""Words as both lexical rankings see them: lower case, stemmed, citations kept whole."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_CITATION = re.compile(
    r"\b(?<!\w')(reg|regulation|r|s|sec|section|sch|schedule|ch|chapter)s?\.?\s?(\d{1,3}[a-z]{0,3})\b", re.IGNORECASE
)
_SHORT = {
    "regulation": "reg", "r": "reg", "section": "s", "sec": "s", "schedule": "sch", "chapter": "ch",
}  # fmt: skip
_STOP = frozenset(
    """a about after all am an and any are as at be been being both but by can could did do does doing don
    for from get gets getting got had has have having he her here hers him his how i if in into is it its just
    me my now of off on once only or our out over own please pls shall she should so some such than that the
    their them then there these they this those to too up us was we were what whats when where which while who
    whom whose why will with would you your yours im ive dont cant isnt doesnt theres u ur ok hi hello thanks
    thank need needs needed""".split()
)


def terms(text: str) -> list[str]:
    """Search terms of a text in order, with repeats; ``reg 24`` also gives ``reg24``."""
    lowered = text.lower().replace("’", "'")
    found = [_stem(word) for word in _WORD.findall(lowered) if word not in _STOP]
    found.extend(_cited(match) for match in _CITATION.finditer(lowered))
    return found


def content_words(text: str) -> tuple[str, ...]:
    """The words of a text that carry meaning, as they stand, in lower case."""
    return tuple(word for word in _WORD.findall(text.lower().replace("’", "'")) if word not in _STOP)


def stems(words: Iterable[str]) -> frozenset[str]:
    """The set of stems of some words."""
    return frozenset(_stem(word) for word in words)


def is_stop_word(word: str) -> bool:
    """Whether a word carries no meaning of its own in a question."""
    return word in _STOP


def _cited(match: re.Match[str]) -> str:
    return _SHORT.get(match[1], match[1]) + match[2]


@cache
def _stem(word: str) -> str:
    stem: str = _stemmer().stemWord(word.removesuffix("'s"))
    return stem


@cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")
