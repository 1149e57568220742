"""Where a child stands with the council, as far as a question says it: in need, in care, or neither."""

import re
from enum import StrEnum


class Standing(StrEnum):
    """What the law makes of a child; the rules on visits and reviews differ by it."""

    IN_NEED = "in need"
    PROTECTED = "on a protection plan"
    PRIVATELY_FOSTERED = "privately fostered"
    IN_CARE = "looked after"


_SAID = {
    Standing.IN_NEED: r"child(?:ren)? in need|cin",
    Standing.PROTECTED: r"child protection|cp",
    Standing.PRIVATELY_FOSTERED: r"private(?:ly)? foster\w*",
    Standing.IN_CARE: (
        r"looked[- ]after|lac|in care|care (?:order|plan|leaver)\w*|place(?:d|ments?)|(?<!private )foster carers?"
    ),
}
_PATTERNS = {standing: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for standing, words in _SAID.items()}


def standings(text: str) -> frozenset[Standing]:
    """Every standing that a text names."""
    return frozenset(standing for standing, pattern in _PATTERNS.items() if pattern.search(text))
