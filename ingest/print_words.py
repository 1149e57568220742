"""Printed law without the printer's editorial marks: F2, M12 and the brackets that go with them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from knowledge.readers.pdf_lines import HYPHEN, Line

_OPENING = re.compile(r"\[\s*⟦[A-Z]?\d+⟧\s*")
_MARK = re.compile(r"\s*⟦[A-Z]?\d+⟧\s*")
# The printer sets spaces around marks, before stops and inside quotation marks.
_STRAY_SPACE = re.compile(r"\s+(?=[,;:)”]|\.(?!\s?\.)|—)|(?<=“)\s+")


class Unmarked:
    """Takes editorial marks out of lines; a bracket opened on one line may close on a later one."""

    def __init__(self) -> None:
        self._open = 0

    def lines(self, lines: Iterable[Line]) -> Iterator[Line]:
        """The lines with the words of the law alone."""
        for line in lines:
            text = self._words(line.marked)
            if text:
                yield replace(line, text=text)

    def _words(self, marked: str) -> str:
        text = _OPENING.sub("\x01", marked)
        kept = []
        for character in _MARK.sub(" ", text):
            if character == "\x01":
                self._open += 1
                kept.append(" ")
            elif character == "]" and self._open:
                self._open -= 1
            else:
                kept.append(character)
        return _STRAY_SPACE.sub("", " ".join("".join(kept).split())).replace(HYPHEN, "-")
