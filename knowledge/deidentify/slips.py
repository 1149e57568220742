"""Slips of the thumb: a word one letter away from a known one is a typing error, not a name."""

from collections.abc import Iterator
from functools import lru_cache

from knowledge.deidentify.lists import english, first_names, ours, surnames, words

_SHORTEST, _LEAST_SWAPPED = 6, 4
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@lru_cache(maxsize=4096)
def is_slip(word: str, shortest: int = _SHORTEST) -> bool:
    """Whether one letter left out, added, changed or swapped makes a known word of our field."""
    if len(word) < shortest or not word.isascii() or _is_name(word):
        return False
    known = ours() | english() if len(word) > _SHORTEST + 1 or shortest < _SHORTEST else ours()
    return any(near in known for near in _near(word))


@lru_cache(maxsize=4096)
def is_swapped(word: str) -> bool:
    """Whether two letters beside each other changed places in a word that everybody types: "hvae", "teh"."""
    if len(word) < _LEAST_SWAPPED or _is_name(word):
        return False
    swaps = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
    return any(swap in words("cues", "common") for swap in swaps)


def _is_name(word: str) -> bool:
    return word in words("words_as_names", "no_slips") or word in first_names() or word in surnames()


def _near(word: str) -> Iterator[str]:
    # Thumbs seldom miss the first letter, and names often differ from words in it alone.
    halves = [(word[:place], word[place:]) for place in range(1, len(word) + 1)]
    for left, right in halves:
        if right:
            yield left + right[1:]
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]
        for letter in _LETTERS:
            yield left + letter + right
            if right:
                yield left + letter + right[1:]
