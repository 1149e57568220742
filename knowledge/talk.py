"""What went before a message: whether it leans on an earlier one, and on which words of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.citations import references
from knowledge.openings import names_subject, opening
from knowledge.text import cleaned
from knowledge.timescales import clocks_named
from knowledge.words import content_words, is_stop_word

_POINTS_BACK = re.compile(
    r"\b(?:it|its|that|this|they|them|those|these|he|she|him|her|there|same|one|ones|then|else|either|both)\b",
    re.IGNORECASE,
)
_OPENS_AS_FOLLOW_UP = re.compile(
    r"^\W*(?:and|but|so|what about|how about|what if|ok|okay|right|then|who|does that|is that|can (?:we|i|it|they)"
    r"|why|when|where|how long|how often|even if|also|or|if)\b",
    re.IGNORECASE,
)
_JOINS_ON = re.compile(r"^\W*(?:and|but|so|what about|how about|what if)\b|^\s*&", re.IGNORECASE)
_ASKS = re.compile(
    r"^\W*(?:who|what|when|where|why|which|how|can|could|do|does|did|is|are|must|should|may)\b", re.IGNORECASE
)
# A question with its verb: "how long does", "when must", but not "how often for".
_WHOLE = re.compile(
    r"^\W*(?:who(?: \w+){2}|(?:when|where|why|how long|how often|what)\b(?: \w+)?? "
    r"(?:is|are|was|do|does|did|can|could|must|should|may|will|would|has|have)) \w+",
    re.IGNORECASE,
)
_FEWEST_WORDS, _SHORT_FOLLOW_UP, _FEW_WORDS, _JOINED_WORDS = 2, 5, 7, 12
_SHORT_REPLY = 30
# As many words of an answer as tell what it was about; the rest quotes further sources.
_TELLING_WORDS = 30
_COURTESIES = frozenset(
    "ta cheers great fine lovely perfect brilliant right sorry morning afternoon yes yep hi hiya hello hey bye goodbye"
    " wrong helpful".split()
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier message of a conversation."""

    by_user: bool
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asked, and what went before."""

    text: str
    history: tuple[Turn, ...] = ()
    role: str = ""


def completed(question: Question) -> Question:
    """The question with the one that it completes, when the bot had asked back; else as it is."""
    asked = _asked(question)
    if not asked or not _asked_back(question.history) or _is_whole(question.text):
        return question
    return replace(question, text=f"{asked[-1]} {question.text}", history=())


def _asked_back(history: Sequence[Turn]) -> bool:
    """Whether the last words of the bot were a question."""
    last = "" if history[-1].by_user else cleaned(history[-1].text)
    return len(last.split()) <= _SHORT_REPLY and (last.endswith("?") or "? " in last)


def _is_whole(text: str) -> bool:
    """Whether a message asks something by itself, rather than saying what was asked back."""
    return bool(references(text)) or (bool(_ASKS.search(text)) and len(_meaningful(text)) > _FEWEST_WORDS)


def is_follow_up(text: str) -> bool:
    """Whether a message leans on the one before it."""
    words = _meaningful(text)
    points, opens = _POINTS_BACK.search(text), _OPENS_AS_FOLLOW_UP.search(text)
    if references(text) and len(words) > 1 and not points:
        return False
    if opening(text) or (len(words) <= _FEWEST_WORDS and not clocks_named(text)):
        return True
    if opens and not points and _says_all(text):
        return False
    if points or opens:
        return len(words) <= (_FEW_WORDS if points and opens else _SHORT_FOLLOW_UP) or _joins_on(text, words)
    return False


def _says_all(text: str) -> bool:
    """Whether a question names its own subject in a whole sentence: "how long does an EPO last"."""
    if _JOINS_ON.search(text) or not _WHOLE.search(text):
        return False
    return names_subject(text) or bool(clocks_named(text))


def _joins_on(text: str, words: Sequence[str]) -> bool:
    return len(words) <= _JOINED_WORDS and bool(_JOINS_ON.search(text))


def _meaningful(text: str) -> list[str]:
    return [word for word in content_words(text) if not is_stop_word(word)]


def before(question: Question) -> str:
    """What the person asked before, with the question that this one leant on in turn; thanks are passed over."""
    asked = _asked(question)
    if not asked:
        return ""
    return f"{asked[-2]} {asked[-1]}" if len(asked) > 1 and is_follow_up(asked[-1]) else asked[-1]


def _asked(question: Question) -> list[str]:
    said = [cleaned(turn.text) for turn in question.history if turn.by_user]
    return [text for text in said if not set(_meaningful(text)) <= _COURTESIES]


def answered(question: Question) -> str:
    """The last words of the bot."""
    return next((cleaned(turn.text) for turn in reversed(question.history) if not turn.by_user), "")


def told(question: Question) -> str:
    """The words of the last answer that tell what it was about."""
    return " ".join(answered(question).split()[:_TELLING_WORDS])
