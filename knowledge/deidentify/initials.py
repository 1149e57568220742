"""Finds surnames that stand after initials: "K. Owusu", "P Hardcastle", "T. J. Marsh"."""

from collections.abc import Iterator, Sequence

from knowledge.deidentify.known import is_function_word, is_known, is_typed, word_names
from knowledge.deidentify.lists import words as listed
from knowledge.deidentify.tokens import Shape, Token

_GAPS = frozenset({" ", ". ", "."})
# Words of one letter: only a full stop makes an initial of them.
_WORDS = frozenset({"a", "i", "x"})


def initialled(text: str, words: Sequence[Token], *, loud: bool) -> frozenset[int]:
    """The places of initials with their surnames; "Part B Health" and "Re B" have none."""
    return frozenset(place for last in range(1, len(words)) for place in _name_at(text, words, last, loud=loud))


def _name_at(text: str, words: Sequence[Token], last: int, *, loud: bool) -> Iterator[int]:
    if not _is_surname(words[last], loud=loud):
        return
    first = last
    while first and _is_initial(text, words, first - 1):
        first -= 1
    if first < last and not _is_lettered(words, first):
        yield from range(first, last + 1)


def _is_surname(token: Token, *, loud: bool) -> bool:
    if not token.has_capital or is_function_word(token.low):
        return False
    known = is_typed(token.low) if loud else is_known(token.low)
    return not known or (token.low in word_names() and not loud)


def _is_initial(text: str, words: Sequence[Token], place: int) -> bool:
    token = words[place]
    gap = text[token.span.end : words[place + 1].span.start]
    if token.shape is not Shape.LETTER or not token.text.isupper() or token.possessive or token.joined:
        return False
    return gap in _GAPS and (gap != " " or token.low not in _WORDS)


def _is_lettered(words: Sequence[Token], first: int) -> bool:
    return bool(first) and not words[first].opens and words[first - 1].low in listed("cues", "lettered")
