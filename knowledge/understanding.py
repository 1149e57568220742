"""A typed question to what is searched for: cleaned, spelt, expanded, and joined to what went before."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from knowledge.citations import Reference, references
from knowledge.glossary import expansions
from knowledge.talk import Question, answered, before, completed, is_follow_up, told
from knowledge.text import cleaned
from knowledge.words import is_stop_word, terms

_WORD = re.compile(r"[A-Za-z']+")
_ORDINALS = ("first", "second", "third")
_ORDINAL = re.compile(
    r"\b(?:no\.? ?|number |# ?)([1-3])\b(?!\d)"
    r"|\b([1-3])(?:st|nd|rd)\b(?!\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))",
    re.IGNORECASE,
)
_MIN_TYPO = 5
_MIN_CLOSENESS = 84.0


@dataclass(frozen=True, slots=True)
class Understood:
    """A question ready for search.

    ``own`` are the terms that the person typed (spelling mended), ``added`` those that
    abbreviations and everyday words stand for, ``context`` those of the question before.
    ``before`` is that question, ``told`` what was answered to it, and ``spelt_out`` what abbreviations and everyday
    words stand for; ``in_talk`` tells whether there was one at all. ``lean`` is how much the words before count:
    1 in a follow-up, less in a new question of the same talk, 0 where there was none.
    """

    text: str
    meaning: str
    before: str
    told: str
    spelt_out: tuple[str, ...]
    own: tuple[str, ...]
    added: tuple[str, ...]
    context: tuple[str, ...]
    references: tuple[Reference, ...]
    earlier: tuple[Reference, ...]
    follow_up: bool
    in_talk: bool = False
    lean: float = 0.0


# Even a question that says all it needs is mostly about what was spoken of before.
_NEW_IN_TALK = 0.6


def understand(question: Question, vocabulary: Mapping[str, int]) -> Understood:
    """What a question asks for, given the words that the sources know."""
    question = completed(question)
    text = mended(cleaned(question.text), vocabulary)
    earlier = mended(before(question), vocabulary)
    follow_up = bool(earlier) and is_follow_up(text)
    added = expansions(f"{text} {earlier}" if follow_up else text)
    own = terms(text)
    return Understood(
        text=text,
        meaning=_meaning(text, added, earlier if follow_up else ""),
        before=earlier,
        told=told(question) if follow_up else "",
        spelt_out=added,
        own=tuple(dict.fromkeys(own)),
        added=_new_terms(" ".join(added), own),
        context=_new_terms(earlier, own),
        references=references(text) or (references(earlier) if follow_up else ()),
        earlier=references(answered(question)) if follow_up else (),
        follow_up=follow_up,
        in_talk=bool(earlier),
        lean=1.0 if follow_up else _NEW_IN_TALK if earlier else 0.0,
    )


def mended(text: str, vocabulary: Mapping[str, int]) -> str:
    """The text with words that no source knows set to the nearest one that it does, where one is near."""
    known = _Vocabulary.of(vocabulary)
    return _WORD.sub(lambda match: _mended_word(match[0], known), _ordered(text))


def _ordered(text: str) -> str:
    """The text with ``2nd`` and ``no 2`` as ``second``, save where they belong to a date."""
    return _ORDINAL.sub(lambda match: _ORDINALS[int(match[1] or match[2]) - 1], text)


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
    nearest = known.nearest(lowered)
    return word if nearest == lowered else nearest


def _is_form_of_known(word: str, counts: Mapping[str, int]) -> bool:
    return any(word.endswith(end) and word.removesuffix(end) in counts for end in ("s", "es", "ed", "ing", "d", "ly"))
