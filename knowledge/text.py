"""Texts: without hidden characters, their spans and sentences, and the check that a quote is exact."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.lookalikes import in_letters, latin

MAX_LENGTH = 2000
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st no reg regs s ss sch para paras art pt ch vol fig eg ie etc approx dept".split()
)
_BREAK = re.compile(r"[.!?]+[\"'”’)\]]*(?=\s)|\n[ \t]*\n|\n(?=[ \t]*(?:[-*•]|\d+[.)])[ \t])")
_LAST_WORD = re.compile(r"([A-Za-z]+)\.$")


def visible(text: str) -> str:
    """The text as it is seen: without what nobody sees and without look-alike letters, which could hide a name."""
    return latin(_HIDDEN.sub("", text))


def says_nothing(text: str) -> bool:
    """Whether there is nothing to answer: no letter or digit, or one and the same over and over."""
    return len({character.lower() for character in text if character.isalnum()}) < 2


def cleaned(text: str) -> str:
    """The text without invisible characters or figures for letters, in one form of Unicode and of white space.

    It is cut at ``MAX_LENGTH``.
    """
    return in_letters(" ".join(unicodedata.normalize("NFKC", visible(text)).split())[:MAX_LENGTH])


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open character offsets into one text: ``text[start:end]``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """The words that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end

    def shifted(self, by: int) -> "Span":
        """The same span, ``by`` characters further on."""
        return Span(self.start + by, self.end + by)


def trimmed(text: str, span: Span) -> Span:
    """The span without white space at either end."""
    words = span.of(text)
    lead = len(words) - len(words.lstrip())
    return Span(span.start + lead, span.start + max(lead, len(words.rstrip())))


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a text, in order; list items are sentences of their own."""
    return tuple(span for span in _pieces(text) if span.end > span.start)


def _pieces(text: str) -> Iterator[Span]:
    start = 0
    for match in _BREAK.finditer(text):
        if _is_abbreviation(text[start : match.end()]):
            continue
        yield trimmed(text, Span(start, match.end()))
        start = match.end()
    yield trimmed(text, Span(start, len(text)))


def _is_abbreviation(piece: str) -> bool:
    last = _LAST_WORD.search(piece)
    return last is not None and (len(last[1]) == 1 or last[1].lower() in _ABBREVIATIONS)


def stands_verbatim(quote: str, text: str) -> bool:
    """Whether the quote occurs in the text, byte for byte."""
    return bool(quote) and quote in text
