"""Evens a text out for the finders of numbers: one kind of blank, one kind of dash, no runs of blanks, none left out.

Forms, phones and Word put no-break blanks, long dashes and double blanks into numbers, and thumbs leave out the blank
after a label or a comma; a finder need not know of them.
"""

import re
from dataclasses import dataclass

from knowledge.text import Span

_BLANKS = "\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_DASHES = "\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"
# Figures, at, full stop, slash and hash as wide as a Chinese letter: each lies as far from its plain form.
_WIDE = {wide: chr(wide - 0xFEE0) for wide in (*range(0xFF10, 0xFF1A), 0xFF20, 0xFF0E, 0xFF0F, 0xFF03)}
_PLAIN = str.maketrans(dict.fromkeys(_BLANKS, " ") | dict.fromkeys(_DASHES, "-")) | _WIDE
_RUN = re.compile(r"(?<= ) +")
# Where a blank was left out: "UPNA801200001001", "mob07700900123", "14 High Street,Moorend".
_GLUED = re.compile(
    r"(?<!\w)(?:(?:upn|uln)(?=[A-Z]?\d{6})|ni(?: ?no?|num)?(?=[A-Z]{2} ?\d\d)"
    r"|d[./]?o[./]?b\.?(?=\d)|(?:tel|mob(?:ile)?|phone|ph|num|no|landline)(?=(?:\+44|0)[\d ]{9})"
    r"|(?:p(?:ost)?[ /]?code|pc)(?=[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b)"
    r"|(?:lcs|ics|mosaic|eclipse|liquid ?logic|ref|case ?(?:no|num|id|ref)?)(?=\d{4}))"
    r"|(?-i:(?<=[a-z]),(?=[A-Z][a-z]))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Evened:
    """An evened text, and where each of its letters stood in the text as it was."""

    text: str
    places: tuple[int, ...]

    def before(self, span: Span) -> Span:
        """Where a span of this text stood in the text as it was."""
        return Span(self.places[span.start], self.places[span.end - 1] + 1) if self.places else span


def evened(text: str) -> Evened:
    """The text evened out; it has no places when no letter has moved."""
    plain = text.translate(_PLAIN)
    too_many = {place for run in _RUN.finditer(plain) for place in range(*run.span())}
    lacking = {glued.end() for glued in _GLUED.finditer(plain)}
    if not too_many and not lacking:
        return Evened(plain, ())
    kept = [place for place in range(len(plain)) if place not in too_many]
    # A blank that was left out stands where the letter after it does.
    letters = [
        (letter, place) for place in kept for letter in (f" {plain[place]}" if place in lacking else plain[place])
    ]
    return Evened("".join(letter for letter, _ in letters), tuple(place for _, place in letters))
