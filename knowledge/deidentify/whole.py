"""Takes a name that was found to its whole: surnames, first names, the small words inside."""

import re
from collections.abc import Sequence

from knowledge.deidentify.clues import Around
from knowledge.deidentify.joining import NAME_GAP, shortened
from knowledge.deidentify.known import (
    given,
    helpers,
    is_function_word,
    is_known,
    is_only_english,
    is_typed,
    lower_names,
    named_places,
    public_places,
    word_names,
)
from knowledge.deidentify.lists import first_names, is_ours
from knowledge.deidentify.lists import words as listed
from knowledge.deidentify.slips import is_slip
from knowledge.deidentify.tokens import Shape, Token, shouted

_SUFFIXES = frozenset({"led", "like", "type", "free", "born", "based", "to", "and", "or", "of", "in", "aged"})
_PARTICLES = frozenset({"den", "der", "la", "las", "los", "an", "na", "bin", "al", "de"})
_DATED = re.compile(
    r"(?:\d|\d(?:st|nd|rd|th)|\b(?:in|by|until|since|from|of|last|next|late|early|mid))\W*$", re.IGNORECASE
)


class Whole:
    """One text, and what belongs to the names in it."""

    def __init__(self, text: str, words: Sequence[Token]) -> None:
        self._text = text
        self._words = words
        self._public = public_places(words)
        self._loud = shouted(words)

    def could_be(self, place: int) -> bool:
        """Whether the word could be a name beside a name."""
        token = self._words[place]
        if token.shape in {Shape.LETTER, Shape.MASK} or place in self._public:
            return False
        if token.shape is Shape.LOWER or self._loud:
            return token.low in lower_names() or (not is_typed(token.low) and not is_slip(token.low))
        return (token.low in word_names() and not (token.low in helpers() and is_ours(token.low))) or not is_known(
            token.low
        )

    def extended(self, marks: set[int]) -> set[int]:
        """First names take their surnames with them, and the other way round."""
        return {
            side
            for place in marks
            for side in (place - 1, place + 1)
            if 0 <= side < len(self._words) and side not in marks and self._belongs(place, side, marks)
        }

    def _belongs(self, place: int, side: int, marks: set[int]) -> bool:
        first, last = sorted((place, side))
        token = self._words[side]
        gap = self._text[self._words[first].span.end : self._words[last].span.start]
        if not NAME_GAP.fullmatch(gap) or self._words[first].possessive:
            return False
        if self._words[last].joined and token.has_capital:
            return True
        if self._is_public(first, side):
            return False
        if self._words[last].joined:
            short = len(token.low) < 5 and token.low not in _SUFFIXES
            return not is_known(token.low) or short
        if gap == ". " and not shortened(self._words[first]):
            return False
        return self._surname(place, side, marks)

    def _is_public(self, first: int, side: int) -> bool:
        """Public words stay out of names, but Chelsea and April before a surname are first names."""
        if side not in self._public or (side == first and self._words[side].low in listed("cues", "honours")):
            return False
        token = self._words[side]
        if side != first and token.low in named_places():
            return False
        after = self._text[token.span.end : token.span.end + 2].strip()
        return token.low not in given() or (after[:1].isdigit() if first != side else self._after_number(token))

    def _after_number(self, token: Token) -> bool:
        """In "3 April Kelly" of a table the day ends and a name begins."""
        return _DATED.search(self._text[max(0, token.span.start - 8) : token.span.start]) is not None

    def _surname(self, place: int, side: int, marks: set[int]) -> bool:
        token, low = self._words[side], self._words[side].low
        if low in listed("cues", "particles"):
            return self._particle(place, side, marks)
        if side > place and self._words[place].low in listed("cues", "particles") and token.has_capital:
            return not token.opens
        if token.shape is Shape.LETTER:
            return token.text.isupper() and side + 1 in marks and side - 1 in marks
        if token.shape is Shape.LOWER or self._loud:
            family = low in lower_names() or (self._loud and low in listed("words_as_names", "syllables"))
            if side > place and is_only_english(low) and Around(self._text, self._words, side).strongly_after:
                return True
            led = side > place and self._words[place].low in first_names()
            if led and self._loud and (is_only_english(low) or low in listed("words_as_names", "family")):
                return True
            return (not is_typed(low) and (led or not is_slip(low))) or (
                family and self._words[place].shape is token.shape
            )
        if side > place and token.opens and self._words[place].low != "st":
            return False
        if side < place and is_known(low) and low not in given():
            return token.has_capital and not token.opens and is_only_english(low)
        return token.has_capital and (low in word_names() or not is_ours(low)) and not is_function_word(low)

    def _particle(self, place: int, side: int, marks: set[int]) -> bool:
        """A small word with the rest of a name beyond it: "van den Berg"."""
        beyond = 2 * side - place
        if side > place and beyond < len(self._words) and self._words[beyond].low in _PARTICLES:
            beyond += 1
        if beyond in marks or not 0 <= beyond < len(self._words):
            return beyond in marks
        capital = side > place and self._words[beyond].has_capital and not self._words[beyond].opens
        return self.could_be(beyond) or (capital and not self._loud and is_only_english(self._words[beyond].low))
