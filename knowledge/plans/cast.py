"""Who is who in a draft: the children, the mothers, the fathers and partners, by first name."""

import re
from dataclasses import dataclass

from knowledge.plans.lexicon import plain
from knowledge.plans.people import is_name

_FIRST = r"([A-Z][a-z'’-]{2,})"
_MORE = r"(?: [A-Z][\w'’-]+){0,3}"
_AGE = re.compile(
    _FIRST + _MORE + r"(?:,| \(|, aged | \(aged | is | aged |,? age |: )\s?(\d{1,2})\b"
    r"(?!\d|[:./]\d|%| ?(?:am|pm|working|days|hours|minutes|years ago|January|February|March|April|May|June|July|August"
    r"|September|October|November|December|per|out of))"
)
_SMALL = re.compile(_FIRST + _MORE + r"(?:,| \()\s?(?:\d{1,2}|one|two|three|six|nine) (?:months?|weeks?|wks|days)")
_BABY = re.compile(r"\b[Bb]aby " + _FIRST)
_NAME = re.compile(r"(?<![\w'-])[a-z][a-z-]*(?!\w)")
_MOTHER = r"(?:[Mm]um|[Mm]am|[Mm]other|MUM)"
_FATHER = r"(?:[Dd]ad|[Ff]ather|[Ss]tep-?dad|[Pp]artner|[Bb]oyfriend|[Hh]usband|[Ee]x|[Ff]ella|[Ff]iance)"
_KIN = r"(?:'s|’s)? ?(?:\w+ )?"
_AFTER = r"(?:,? is|,|:| \(|) \(?" + _FIRST
# Somebody hurt who is not introduced is more often an adult.
_STRUCK = re.compile(
    r"\b(?:hit|hits|hitting|punch\w*|kick\w*|slap\w*|push\w*|shov\w*|grab\w*|strangl\w*|chok\w*|threaten\w*|bit"
    r"|bitten|hurt|attack\w*|beat\w*) "
    r"([A-Z][a-z]{2,})\b"
)
_ROLE = {
    "mum": (re.compile(_MOTHER + _AFTER), re.compile(_FIRST + _MORE + r"(?:,| \() ?" + _MOTHER + r"\b")),
    "dad": (
        re.compile(_FATHER + _AFTER),
        re.compile(_FIRST + _MORE + r"(?:,| \() ?(?:her |the |mum's )?" + _FATHER + r"\b"),
    ),
}


@dataclass(frozen=True, slots=True)
class Cast:
    """First names in lower case, each in one part."""

    children: frozenset[str] = frozenset()
    mothers: frozenset[str] = frozenset()
    fathers: frozenset[str] = frozenset()

    def masked(self, text: str, words: str) -> str:
        """The plain text with each name replaced by its part, character for character."""
        words = _NAME.sub(self._part, words)
        pieces, done = [], 0
        for struck in _STRUCK.finditer(text):
            start, end = struck.span(1)
            if words[start:end] == text[start:end].lower() and is_name(struck[1]):
                pieces += [words[done:start], "xx".rjust(end - start)]
                done = end
        return "".join((*pieces, words[done:]))

    def _part(self, found: re.Match[str]) -> str:
        """A word with the name that it is, or begins with before a hyphen, replaced by the name's part."""
        word = found[0]
        openings = (word, *(word[:at] for at in range(len(word) - 1, 0, -1) if word[at] == "-"))
        for part, names in (("kid", self.children), ("mum", self.mothers), ("dad", self.fathers)):
            for opening in openings:
                if opening in names:
                    return part[-len(opening) :].rjust(len(opening)) + word[len(opening) :]
        return word


def cast_of(text: str) -> Cast:
    """The people a draft introduces."""
    shown = text.title() if text.isupper() or sum(map(str.isupper, text)) > len(text) * 0.4 else text
    shown = shown if len(shown) == len(text) else text
    children = {match[1] for match in _AGE.finditer(shown) if int(match[2]) < 18}
    children |= {match[1] for pattern in (_SMALL, _BABY) for match in pattern.finditer(shown)}
    found = {part: {m[1] for one in patterns for m in one.finditer(shown)} for part, patterns in _ROLE.items()}
    kids = _names(children)
    mothers = _names(found["mum"]) - kids
    return Cast(kids, mothers, _names(found["dad"]) - kids - mothers)


def _names(found: set[str]) -> frozenset[str]:
    return frozenset(plain(name).split("'")[0] for name in found if is_name(name) and plain(name) not in _ROLES)


_ROLES = frozenset(
    "mum mam dad mother father partner category plan year age item aged social child section chapter reg regulation"
    " part box date".split()
)
