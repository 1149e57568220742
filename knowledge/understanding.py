"""A typed question to what is searched for: cleaned, spelt, expanded, and joined to what went before."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.citations import Reference, references
from knowledge.glossary import expansions
from knowledge.openings import opening
from knowledge.timescales import clocks_named
from knowledge.words import content_words, is_stop_word, terms

MAX_LENGTH = 2000
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")
_WORD = re.compile(r"[A-Za-z']+")
_POINTS_BACK = re.compile(
    r"\b(?:it|its|that|this|they|them|those|these|he|she|him|her|there|same|one|ones|then|else|either|both)\b",
    re.IGNORECASE,
)
_OPENS_AS_FOLLOW_UP = re.compile(
    r"^\W*(?:and|but|so|what about|how about|what if|ok|okay|right|then|who|does that|is that|can (?:we|i|it|they)"
    r"|why|when|where|how long|how often|even if|also|or|if)\b",
    re.IGNORECASE,
)
_JOINS_ON = re.compile(r"^\W*(?:and|but|so|what about|how about|what if)\b", re.IGNORECASE)
_FEWEST_WORDS, _SHORT_FOLLOW_UP, _FEW_WORDS, _JOINED_WORDS = 2, 5, 7, 12
_ORDINALS = ("first", "second", "third")
_ORDINAL = re.compile(
    r"\b(?:no\.? ?|number |# ?)([1-3])\b(?!\d)"
    r"|\b([1-3])(?:st|nd|rd)\b(?!\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))",
    re.IGNORECASE,
)
_MIN_TYPO = 5
_MIN_CLOSENESS = 84.0


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


@dataclass(frozen=True, slots=True)
class Understood:
    """A question ready for search.

    ``own`` are the terms that the person typed (spelling mended), ``added`` those that
    abbreviations and everyday words stand for, ``context`` those of the question before.
    ``before`` is that question and ``spelt_out`` what abbreviations and everyday words stand for;
    ``in_talk`` tells whether there was one at all, leant on or not.
    """

    text: str
    meaning: str
    before: str
    spelt_out: tuple[str, ...]
    own: tuple[str, ...]
    added: tuple[str, ...]
    context: tuple[str, ...]
    references: tuple[Reference, ...]
    earlier: tuple[Reference, ...]
    follow_up: bool
    in_talk: bool = False


def visible(text: str) -> str:
    """The text without characters that nobody sees, which could hide a name or take a word apart."""
    return _HIDDEN.sub("", text)


def cleaned(text: str) -> str:
    """The text without invisible characters, in one form of Unicode and of white space."""
    return " ".join(unicodedata.normalize("NFKC", visible(text)).split())[:MAX_LENGTH]


def understand(question: Question, vocabulary: Mapping[str, int]) -> Understood:
    """What a question asks for, given the words that the sources know."""
    text = mended(cleaned(question.text), vocabulary)
    before = _before(question)
    follow_up = bool(before) and is_follow_up(text)
    earlier = mended(before, vocabulary) if follow_up else ""
    added = expansions(f"{text} {earlier}" if follow_up else text)
    own = terms(text)
    return Understood(
        text=text,
        meaning=_meaning(text, added, earlier),
        before=earlier,
        spelt_out=added,
        own=tuple(dict.fromkeys(own)),
        added=_new_terms(" ".join(added), own),
        context=_new_terms(earlier, own),
        references=references(text) or references(earlier),
        earlier=_answered_from(question) if follow_up else (),
        follow_up=follow_up,
        in_talk=bool(before),
    )


def is_follow_up(text: str) -> bool:
    """Whether a message leans on the one before it."""
    words = [word for word in content_words(text) if not is_stop_word(word)]
    points, opens = _POINTS_BACK.search(text), _OPENS_AS_FOLLOW_UP.search(text)
    if references(text) and len(words) > 1 and not points:
        return False
    if opening(text) or (len(words) <= _FEWEST_WORDS and not clocks_named(text)):
        return True
    if points or opens:
        return len(words) <= (_FEW_WORDS if points and opens else _SHORT_FOLLOW_UP) or _joins_on(text, words)
    return False


def _joins_on(text: str, words: Sequence[str]) -> bool:
    return len(words) <= _JOINED_WORDS and bool(_JOINS_ON.search(text))


def mended(text: str, vocabulary: Mapping[str, int]) -> str:
    """The text with words that no source knows set to the nearest one that it does, where one is near."""
    known = _Vocabulary.of(vocabulary)
    return _WORD.sub(lambda match: _mended_word(match[0], known), _ordered(text))


def _ordered(text: str) -> str:
    """The text with ``2nd`` and ``no 2`` as ``second``, save where they belong to a date."""
    return _ORDINAL.sub(lambda match: _ORDINALS[int(match[1] or match[2]) - 1], text)


def _before(question: Question) -> str:
    asked = [turn.text for turn in question.history if turn.by_user]
    if not asked:
        return ""
    last = cleaned(asked[-1])
    if len(asked) > 1 and is_follow_up(last):
        return f"{cleaned(asked[-2])} {last}"
    return last


def _answered_from(question: Question) -> tuple[Reference, ...]:
    """The provisions that the last answer cited."""
    answers = [turn.text for turn in question.history if not turn.by_user]
    return references(answers[-1]) if answers else ()


def _meaning(text: str, added: Iterable[str], earlier: str) -> str:
    spelt_out = ", ".join(added)
    return " ".join(part for part in (earlier, text, f"({spelt_out})" if spelt_out else "") if part)


def _new_terms(text: str, known: Iterable[str]) -> tuple[str, ...]:
    seen = set(known)
    return tuple(term for term in dict.fromkeys(terms(text)) if term not in seen)


class _Vocabulary:
    """The known words, ready for looking up near ones."""

    _last: "tuple[int, _Vocabulary] | None" = None

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = counts
        self.words = [word for word in counts if len(word) >= _MIN_TYPO - 1 and word.isalpha()]
        self.nearest = lru_cache(maxsize=4096)(self._nearest)

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> "_Vocabulary":
        if cls._last is None or cls._last[0] != id(counts):
            cls._last = (id(counts), cls(counts))
        return cls._last[1]

    def _nearest(self, word: str) -> str:
        from rapidfuzz import process
        from rapidfuzz.distance import DamerauLevenshtein

        found = process.extract(
            word,
            self.words,
            scorer=DamerauLevenshtein.normalized_similarity,
            score_cutoff=_MIN_CLOSENESS / 100 if len(word) > _MIN_TYPO else 0.8,
            limit=5,
        )
        near = [(score, self.counts[known], known) for known, score, _ in found if known[0] == word[0]]
        return max(near)[2] if near else word


def _mended_word(word: str, known: _Vocabulary) -> str:
    lowered = word.lower()
    if len(word) < _MIN_TYPO or word.isupper() or lowered in known.counts or not word.isalpha():
        return word
    if is_stop_word(lowered) or _is_form_of_known(lowered, known.counts):
        return word
    return known.nearest(lowered)


def _is_form_of_known(word: str, counts: Mapping[str, int]) -> bool:
    return any(word.endswith(end) and word.removesuffix(end) in counts for end in ("s", "es", "ed", "ing", "d", "ly"))
