"""Where the words of several lists stand in a draft."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from knowledge.plans.lexicon import table
from knowledge.text import Span

_NEGATED = re.compile(
    r"\b(?:no|not|never|without|nor|neither|no (?:further|more|new|signs? of|evidence of|concerns? (?:about|of|around))"
    r"|ruled? out|free (?:of|from)|instead of|rather than|stopped|stays? off|off the|has not|have not|does not"
    r"|doesn't|hasn't|don't|isn't|aren't|wasn't|deny|nothing)(?:\s+\w+){0,3}\s*\Z"
)
_STARTS_NEGATIVE = re.compile(
    r"(?:not?|never|won't|without|hardly|lack|little|missed|nobody|no-one|can't|doesn't|isn't)\b"
)
_SERVICE = re.compile(
    r"\A\W*(?:services?|workers?|team|hub|course|programme|advis[eo]r|advocate|nurse|project|centre|clinic|strategy"
    r"|policy|training|lead|officer|practitioner|support|partnership|charity|road|street|lane|avenue|close|house"
    r"|primary|school|academy|group|service|helpline|unit|forum|charter|week|conference|panel|register|was held)\b"
)


def _spots(cues: re.Pattern[str], plain: str) -> tuple[Span, ...]:
    return tuple(Span(match.start(), match.end()) for match in cues.finditer(plain))


class Hits:
    """Every cue of every category in a draft, found once."""

    def __init__(self, plain: str, file: str, key: str) -> None:
        self._plain = plain
        found = ((category, _spots(cues, plain)) for category, cues in table(file, key))
        self._found = tuple((category, [one.start for one in places], places) for category, places in found)

    def within(self, span: Span) -> Iterator[tuple[str, tuple[Span, ...]]]:
        """Each category with its cues inside a span."""
        for category, starts, places in self._found:
            first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
            if first < last:
                yield category, places[first:last]

    def live(self, place: Span, span: Span) -> bool:
        """Whether a cue is said of something present rather than denied, or part of a service's name."""
        before = self._plain[max(span.start, place.start - 40) : place.start]
        after = self._plain[place.end : place.end + 20]
        cue = place.of(self._plain)
        denied = _NEGATED.search(before) and not _STARTS_NEGATIVE.match(cue)
        return not denied and not _SERVICE.match(after)
