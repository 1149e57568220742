"""Whether a sentence that somebody else wrote is borne out by quotes: figures, provisions, denials, force, words."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.citations import references
from knowledge.text import sentences
from knowledge.words import content_words, stems

_LEAST_SHARED, _LEAST_IN_ORDER = 0.6, 0.75
_MOST_WORDS = 45
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NUMBER_WORDS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "fifteen": "15", "sixteen": "16", "twenty": "20",
    "first": "1", "second": "2", "third": "3", "once": "1", "twice": "2", "half": "0.5", "weekly": "1", "daily": "1",
    "monthly": "1", "fortnight": "2", "hundred": "100",
}  # fmt: skip
_PERIOD = re.compile(
    r"\b(january|february|march|april|may(?= \d)|june|july|august|september|october|november|december"
    r"|hours?|days?|weeks?|months?|years?|working)\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:not|no|never|nobody|none|nor|neither|without|cannot|unless|except|refus\w+|forbid\w*|prohibit\w*)\b|n't\b",
    re.IGNORECASE,
)
_DUTY = re.compile(r"\b(?:must|shall|requires?|required|ha(?:s|ve) to|duty|duties|obliged|mandatory)\b", re.IGNORECASE)
_CHOICE = re.compile(r"\b(?:may|can|could|might|optional|allowed|permits?)\b", re.IGNORECASE)
_HEDGE = re.compile(r"\b(?:commonly|usually|generally|often|said to|as stated|sample)\b", re.IGNORECASE)
_FOREIGN = re.compile(r"https?:|www\.|@|[<>{}\[\]`*#]|!")
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+|\b[A-Z]{2,}\b")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A source's words, and the label under which they are cited."""

    text: str
    label: str


def supporting(sentence: str, quotes: Sequence[Evidence]) -> Evidence | None:
    """The quote that bears a sentence out in every respect, or nothing."""
    if _FOREIGN.search(sentence) or not 3 <= len(sentence.split()) <= _MOST_WORDS:
        return None
    return next((quote for quote in quotes if _borne_out(sentence, quote)), None)


def _borne_out(sentence: str, quote: Evidence) -> bool:
    near = max(_sentences(quote.text), key=lambda said: (_shared(sentence, said), -len(said)), default="")
    # Figures count only from the sentences that say it: a quote may name a figure in order to deny it.
    held = f"{quote.label} {near}"
    if not _figures(sentence) <= _figures(held) or not _periods(sentence) <= _periods(held):
        return False
    if not _provisions(sentence) <= _provisions(held) or not set(_NAME.findall(sentence)) <= _capitals(held):
        return False
    return (
        _shared(sentence, near) >= _LEAST_SHARED
        and _in_order(sentence, near) >= _LEAST_IN_ORDER
        and _same_force(sentence, near)
    )


def _same_force(sentence: str, source: str) -> bool:
    """Whether the two deny or affirm alike, bind alike, and claim no more than the source claims."""
    if len(_NEGATION.findall(sentence)) != len(_NEGATION.findall(source)):
        return False
    if _DUTY.search(sentence) and not _DUTY.search(source):
        return False
    if _CHOICE.search(sentence) and _DUTY.search(source) and not _CHOICE.search(source):
        return False
    return bool(_HEDGE.search(sentence)) or not _HEDGE.search(source)


def _sentences(text: str) -> Iterator[str]:
    """Each sentence alone, and each with the one after it: two may be told as one."""
    spans = sentences(text)
    yield from (span.of(text) for span in spans)
    yield from (text[one.start : two.end] for one, two in pairwise(spans))


def _shared(sentence: str, source: str) -> float:
    words = stems(content_words(sentence))
    return len(words & stems(content_words(source))) / len(words) if words else 0.0


def _in_order(sentence: str, source: str) -> float:
    """The share of the shared words that come in the source's order: who tells whom must not be turned round."""
    places = {stem: n for n, stem in reversed(list(enumerate(_stem_list(source))))}
    met = [places[stem] for stem in dict.fromkeys(_stem_list(sentence)) if stem in places]
    ends: list[int] = []
    for place in met:
        where = bisect_left(ends, place)
        ends[where : where + 1] = [place]
    return len(ends) / len(met) if met else 0.0


def _stem_list(text: str) -> list[str]:
    return [next(iter(stems((word,)))) for word in content_words(text)]


def _figures(text: str) -> set[str]:
    words = (_NUMBER_WORDS.get(word) for word in re.findall(r"[a-z]+", text.lower()))
    return {*_NUMBER.findall(text), *(word for word in words if word)}


def _periods(text: str) -> set[str]:
    """Each figure with its unit: ``8 weeks`` is not borne out by ``8 days`` and ``2 weeks``."""
    plain = " ".join(_NUMBER_WORDS.get(word, word) for word in re.findall(r"[a-z0-9.]+", text.lower()))
    found = re.findall(r"\b(\d+) ((?:working )?(?:hour|day|week|month|year))s?\b", plain)
    months = {match[0].lower() for match in _PERIOD.finditer(text) if match[0][0].isupper()}
    return {" ".join(pair) for pair in found} | months


def _provisions(text: str) -> set[tuple[str, tuple[str, ...]]]:
    found = references(text)
    return {(one.provision, one.subs) for one in found} | {(one.provision, ()) for one in found}


def _capitals(text: str) -> set[str]:
    return set(re.findall(r"\b[A-Z][A-Za-z]*\b", text))
