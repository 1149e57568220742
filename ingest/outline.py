"""Numbered lines, one after another, to the tree of clauses they stand for."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from ingest.provisions import Clause

# Depths: 1 the provision, 2 its paragraphs (1), 3 (a), 4 (i), 5 (aa). Definitions stand between 2 and 3.
PROVISION, PARAGRAPH, DEFINITION, ITEM = 1.0, 2.0, 2.5, 3.0
_ROMAN = re.compile(r"[ivxl]+")


@dataclass(slots=True)
class _Node:
    depth: float
    number: str
    heading: str = ""
    lead: str = ""
    tail: str = ""
    parts: list["_Node"] = field(default_factory=list)

    def add(self, text: str, between: str) -> None:
        """More words: to the lead-in, or to the closing words once there are parts."""
        between = "" if text[:1] in ",;.:)" else between
        if self.parts:
            self.tail = f"{self.tail}{between}{text}" if self.tail else text
        else:
            self.lead = f"{self.lead}{between}{text}" if self.lead else text

    def clause(self) -> Clause:
        """The finished clause."""
        parts = tuple(part.clause() for part in self.parts)
        return Clause(self.number, self.lead, parts, self.tail, self.heading)


class Outline:
    """One provision as it is being read, line by line."""

    def __init__(self) -> None:
        self._open = [_Node(PROVISION, "")]

    @property
    def depth(self) -> float:
        """The depth of the innermost open clause."""
        return self._open[-1].depth

    def start(self, depth: float, number: str, text: str, heading: str = "") -> None:
        """Open a clause at a depth; what is as deep or deeper is finished."""
        self._close(lambda node: node.depth >= depth)
        held = self._open[-1]
        if held.tail:
            # Words stood between two parts: they stay in their place as a part without a number.
            held.parts.append(_Node(depth, "", lead=held.tail))
            held.tail = ""
        node = _Node(depth, number, heading, text)
        held.parts.append(node)
        self._open.append(node)

    def go_on(self, text: str, depth: float | None = None, between: str = " ") -> None:
        """More words for the innermost clause, or closing words for the one at a depth."""
        if depth is not None:
            self._close(lambda node: node.depth > depth)
        self._open[-1].add(text, between)

    def clause(self) -> Clause:
        """The whole provision."""
        return self._open[0].clause()

    def _close(self, finished: Callable[[_Node], bool]) -> None:
        while len(self._open) > 1 and finished(self._open[-1]):
            self._open.pop()


def depth_of(number: str, outline: Outline) -> float:
    """How deep a bare number stands by its form: (2) a paragraph, (a) an item, (ii) an item of an item."""
    if number[:1].isdigit():
        return PARAGRAPH
    if len(number) == 2 and number[0] == number[1] and number[0] not in "ivx":
        return ITEM + 2 if outline.depth > ITEM else ITEM
    is_roman = bool(_ROMAN.fullmatch(number)) and (number != "i" or outline.depth >= ITEM)
    return ITEM + 1 if is_roman and outline.depth >= ITEM else ITEM
