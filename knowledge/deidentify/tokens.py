"""The words of a text as the name finder sees them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.text import Span

_WORD = re.compile(r"\[[a-zA-Z -]{2,20}\]|[^\W\d_]+(?:['’\u02bc][^\W\d_]+)*")
_OPENS = re.compile(r"(?:[.?!:;|•\n\t/(\[“\"]|[-–—*>]\s|\d[.)]\s)[\s\"'“‘(\[*_>•-]*$")
_POSSESSIVE = re.compile(r"(?:['’\u02bc]s|['’\u02bc])$", re.IGNORECASE)
_JOINED = re.compile(r"[^\W\d_][-\u2010\u2011]")
_MARKS = frozenset("'’\u02bc")


class Shape(StrEnum):
    """How a word is spelt."""

    LOWER = "lower"
    CAPITAL = "capital"
    UPPER = "upper"
    LETTER = "letter"
    MASK = "mask"


@dataclass(frozen=True, slots=True)
class Token:
    """One word without its possessive ending; ``low`` is in lower case with plain apostrophes."""

    text: str
    low: str
    span: Span
    shape: Shape
    opens: bool
    possessive: bool
    joined: bool

    @property
    def has_capital(self) -> bool:
        """Whether the spelling could be that of a name."""
        return self.shape is Shape.CAPITAL or self.shape is Shape.UPPER


def tokens(text: str) -> tuple[Token, ...]:
    """Every word in order; parts of a hyphenated word come one by one, ``joined`` to the one before."""
    return tuple(_token(text, match) for match in _WORD.finditer(text))


def _token(text: str, match: re.Match[str]) -> Token:
    start, end = match.span()
    word = match[0]
    if word.startswith("["):
        return Token(word, word.lower(), Span(start, end), Shape.MASK, opens=False, possessive=False, joined=False)
    after = text[end : end + 1]
    ending = _POSSESSIVE.search(word) if not word.isalpha() else None
    if ending and ending.start():
        word = word[: ending.start()]
    return Token(
        word,
        word.lower().replace("’", "'").replace("\u02bc", "'"),
        Span(start, start + len(word)),
        _shape(word),
        opens=_opens(text, start),
        possessive=ending is not None or after in _MARKS,
        joined=start > 1 and _JOINED.match(text, start - 2) is not None,
    )


def _opens(text: str, start: int) -> bool:
    if start > 1 and text[start - 1] == " " and text[start - 2].isalnum():
        return False
    before = text[max(0, start - 12) : start]
    return not before.strip() or _OPENS.search(before) is not None


def _shape(word: str) -> Shape:
    if len(word) == 1:
        return Shape.LETTER
    if word.islower():
        return Shape.LOWER
    return Shape.UPPER if word.isupper() else Shape.CAPITAL


def shouted(words: Sequence[Token]) -> bool:
    """Whether a text is typed in capitals throughout, so that a capital tells nothing."""
    long = [token for token in words if len(token.text) > 2]
    return len(long) > 1 and sum(token.shape is Shape.UPPER for token in long) > 0.7 * len(long)


def headlined(words: Sequence[Token]) -> bool:
    """Whether a text Has A Capital On Nearly Every Word."""
    long = [token for token in words if len(token.text) > 3]
    return len(long) > 3 and sum(token.shape is Shape.CAPITAL for token in long) > 0.7 * len(long)
