"""Where the words of a read text stand in a Word document's XML."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from knowledge.text import Span

P, T, BOX = qn("w:p"), qn("w:t"), qn("w:txbxContent")
_LAST = re.compile(r"[^\W_](?=[\W_]*\Z)")


@dataclass(frozen=True, slots=True)
class Piece:
    """One ``w:t`` element: the character at ``index`` in it is the character at ``offset`` of the text."""

    node: Any
    index: int
    offset: int


@dataclass(frozen=True, slots=True)
class Place:
    """From a character of one ``w:t`` to before a character of another, in one paragraph."""

    first: Any
    start: int
    last: Any
    end: int


class Places:
    """Finds the elements for a span of the text that was read from the document."""

    def __init__(self, text: str, pieces: Iterable[Piece]) -> None:
        self._text = text
        self._pieces = sorted(pieces, key=lambda piece: piece.offset)
        self._offsets = [piece.offset for piece in self._pieces]

    def of(self, span: Span) -> Place | None:
        """The place of a span; the nearest words of its line where it has none of its own."""
        found = list(self._within(span))
        return self._place(found, span) if found else self._beside(span)

    def _within(self, span: Span) -> Iterator[Piece]:
        """The pieces of the first paragraph that has a character in the span."""
        start = bisect_left(self._offsets, span.start)
        paragraph = None
        for piece in self._pieces[start:]:
            here = self._here(piece, span)
            owner = paragraph_of(piece.node) if here else None
            if not here or (paragraph is not None and owner is not paragraph):
                return
            paragraph = owner
            yield piece

    def _here(self, piece: Piece, span: Span) -> list[int]:
        return [index for offset, index in self._characters(piece) if span.start <= offset < span.end]

    def _place(self, found: list[Piece], span: Span) -> Place:
        first, last = found[0], found[-1]
        return Place(first.node, min(self._here(first, span)), last.node, max(self._here(last, span)) + 1)

    def _beside(self, span: Span) -> Place | None:
        line = self._line(span)
        near = [piece for piece in self._pieces if line.start <= piece.offset < line.end]
        if not near:
            return None
        node = min(near, key=lambda piece: abs(piece.offset - span.start)).node
        return Place(node, 0, node, len(node.text))

    def _line(self, span: Span) -> Span:
        end = self._text.find("\n", span.start)
        return Span(self._text.rfind("\n", 0, span.start) + 1, len(self._text) if end < 0 else end)

    def _characters(self, piece: Piece) -> Iterator[tuple[int, int]]:
        """Pairs of an offset in the text and an index in the element, both ways from the one that is known."""
        words = piece.node.text
        yield piece.offset, piece.index
        yield from self._walk(words, piece.offset - 1, piece.index - 1, -1)
        yield from self._walk(words, piece.offset + 1, piece.index + 1, 1)

    def _walk(self, words: str, offset: int, index: int, step: int) -> Iterator[tuple[int, int]]:
        """Matching characters; white space that reading changed and characters it took out are passed over."""
        text = self._text
        while 0 <= index < len(words) and 0 <= offset < len(text):
            if words[index] == text[offset]:
                yield offset, index
                offset, index = offset + step, index + step
            elif text[offset].isspace() and not words[index].isspace():
                offset += step
            else:
                index += step


def landmark(words: str) -> int | None:
    """The index of an element's last letter or digit, if it has one."""
    found = _LAST.search(words)
    return found.start() if found else None


def paragraph_of(node: Any) -> Any:
    """The paragraph in the flow of the page that holds this element; a text box belongs to its anchor's."""
    return [parent for parent in node.iterancestors() if parent.tag == P][-1]
