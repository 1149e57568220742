"""Which words are known in lower case, which are names as well, and which stand in a public phrase."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from knowledge.deidentify.lists import abbreviations, entries, first_names, is_english, is_ours, surnames, words
from knowledge.deidentify.slips import is_swapped
from knowledge.deidentify.tokens import Token

_PUBLIC = ("places", "towns", "brands", "peoples", "calendar", "bodies", "precedents", "roles")
_CONTRACTED = frozenset({"ll", "ve", "re", "nt"})
_SPLIT = re.compile(r"[\s-]+")


@lru_cache(maxsize=20_000)
def is_known(low: str) -> bool:
    """Whether our own texts or everyday English use the word in lower case."""
    return all(is_ours(part) or is_english(part) for part in _parts(low))


@lru_cache(maxsize=20_000)
def is_typed(low: str) -> bool:
    """Known, or an abbreviation of the field, or what is only typed on phones."""
    short = low in abbreviations() or low.removesuffix("s") in abbreviations()
    return short or is_known(low) or is_swapped(low)


@lru_cache(maxsize=20_000)
def is_only_english(low: str) -> bool:
    """Known from everyday English and not from our own texts."""
    return is_known(low) and not all(is_ours(part) for part in _parts(low))


def is_function_word(low: str) -> bool:
    """A preposition or verb that stands beside names and is none."""
    return low in words("cues", "before") or low in words("cues", "after")


@cache
def given() -> frozenset[str]:
    """Dictionary words that are first names."""
    return words("words_as_names", "given") | words("words_as_names", "listed")


@cache
def helpers() -> frozenset[str]:
    """Those that open sentences as something else."""
    return words("words_as_names", "helpers")


@cache
def word_names() -> frozenset[str]:
    """Dictionary words that are first names or surnames."""
    return given() | words("words_as_names", "family")


@cache
def lower_names() -> frozenset[str]:
    """Those that may be names in lower case too."""
    return word_names() - words("words_as_names", "not_lower")


@cache
def pair_words(*, loud: bool) -> tuple[frozenset[str], frozenset[str]]:
    """First names and surnames that make a name when they stand together."""
    unsure = helpers() | (words("words_as_names", "not_lower") if loud else frozenset())
    return given() - unsure, words("words_as_names", "family") - unsure


@cache
def named_places() -> frozenset[str]:
    """Single public words that surnames are made of as well: "Joanne Pickering"."""
    rows = {entry for key in ("places", "towns", "precedents", "bodies") for entry in entries(key)}
    bodies = {row for row in entries("bodies") if is_known(row[0])}
    return frozenset(row[0] for row in rows - bodies if len(row) == 1)


@cache
def all_names() -> frozenset[str]:
    """Every first name and surname of the lists."""
    return first_names() | surnames() | word_names()


def public_places(found: Sequence[Token]) -> frozenset[int]:
    """The places of words that stand in a public phrase, with or without a possessive."""
    return frozenset(place for start in range(len(found)) for place in _phrase_at(found, start))


def _phrase_at(found: Sequence[Token], start: int) -> range:
    for form in _forms(found[start]):
        for phrase in _phrases().get(form, ()):
            end = start + len(phrase)
            if end <= len(found) and all(
                part in _forms(token) for part, token in zip(phrase, found[start:end], strict=True)
            ):
                return range(start, end)
    return range(0)


def _forms(token: Token) -> tuple[str, ...]:
    if token.possessive:
        return (token.low + "'s", token.low)
    # "kents threshold": a possessive typed without its mark.
    typed = len(token.low) > 4 and token.low.endswith("s") and token.low not in all_names()
    return (token.low, token.low[:-1]) if typed else (token.low,)


def _parts(low: str) -> Iterator[str]:
    return (part for part in low.split("'") if len(part) > 1 and part not in _CONTRACTED)


@cache
def _phrases() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Public phrases by their first word, longest first."""
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for key in _PUBLIC:
        for entry in entries(key):
            parts = tuple(_SPLIT.split(" ".join(entry).replace("&", "").strip()))
            by_first.setdefault(parts[0], []).append(parts)
    return {first: tuple(sorted(rows, key=len, reverse=True)) for first, rows in by_first.items()}
