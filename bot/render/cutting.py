"""Where a long text may be cut: sizes as Telegram counts them, and never inside a word, an emoji or a sign."""

import re
import unicodedata

_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’)\]]*\s+")
_SPACE = re.compile(r"\s+")
_JOINER = "\u200d"
_REGIONAL = range(0x1F1E6, 0x1F200)
_SKIN = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)
_LOOK_BACK = 64


def units(text: str) -> int:
    """The length of a text in UTF-16 units, as Telegram counts it."""
    return len(text) + sum(char > "\uffff" for char in text)


def fitting(text: str, room: int) -> int:
    """How many characters from the start fit into so many UTF-16 units."""
    if units(text) <= room:
        return len(text)
    used = 0
    for index, char in enumerate(text):
        used += 2 if char > "\uffff" else 1
        if used > room:
            return index
    return len(text)


def cut(text: str, most: int) -> tuple[int, int]:
    """Where the first part ends and where the next begins, so that the first has at most ``most`` characters.

    It prefers the end of a sentence, then a space (which is left out), then any place outside a sign.
    """
    if len(text) <= most:
        return len(text), len(text)
    window = text[: most + 1]
    ends = [match for match in _SENTENCE_END.finditer(window) if match.end() <= most + 1 and match.end() > most // 2]
    spaces = ends or [match for match in _SPACE.finditer(window) if 0 < match.start() <= most]
    if spaces:
        last = spaces[-1]
        kept = last.end() - len(last[0]) + len(last[0].rstrip())
        return kept, last.end()
    place = _outside_sign(text, most)
    return place, place


def _outside_sign(text: str, most: int) -> int:
    """The last place up to ``most`` that is not inside one sign made of several characters."""
    for place in range(most, max(0, most - _LOOK_BACK), -1):
        if not _continues(text, place):
            return place
    return most


def _continues(text: str, place: int) -> bool:
    before, char = text[place - 1], text[place]
    if before == _JOINER or char == _JOINER or unicodedata.combining(char) or unicodedata.category(char) == "Me":
        return True
    point = ord(char)
    if point in _SKIN or point in _TAGS or 0xFE00 <= point <= 0xFE0F:
        return True
    return point in _REGIONAL and _flags_before(text, place) % 2 == 1


def _flags_before(text: str, place: int) -> int:
    count = 0
    while place > count and ord(text[place - count - 1]) in _REGIONAL:
        count += 1
    return count
