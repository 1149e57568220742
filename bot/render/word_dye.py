"""Which ``w:t`` element each word of a reading came from, found by dyeing the file and reading it again.

One character of a plane that no document uses goes into each element; the confined reader then carries it to
where the words end up. So the reader keeps its one job, and this module needs to know nothing of its rules.
"""

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from typing import Any

from lxml import etree

from bot.render.word_places import Piece, T, landmark
from knowledge.errors import UnreadableFile

# Supplementary private use areas A and B, without the last two code points of each plane.
_DYES = (*range(0xF0000, 0xFFFFE), *range(0x100000, 0x10FFFE))
_NUMBER = {chr(code): number for number, code in enumerate(_DYES)}
_AHEAD = 400


def pieces_of(document: Any, data: bytes, text: str, read: Callable[[bytes], str]) -> tuple[Piece, ...]:
    """The elements of an opened Word document whose words are in ``text``, which was read from ``data``."""
    nodes = [node for node in document.element.iter(T) if node.text and landmark(node.text) is not None]
    dyed, dyed_nodes = _dyed(document.element)
    try:
        found = tuple(_traced(read(_with_part(data, document.part.partname.lstrip("/"), dyed))))
    except UnreadableFile:
        found = ()
    if "".join(char for char, _ in found) != text:
        return tuple(_searched(nodes, text))
    everything = list(document.element.iter(T))
    return tuple(
        Piece(everything[dyed_nodes[number]], landmark(everything[dyed_nodes[number]].text) or 0, offset)
        for offset, (_, number) in enumerate(found)
        if number is not None
    )


def _dyed(root: Any) -> tuple[bytes, list[int]]:
    """The document with a dye before the last letter of each element, and the elements in the dyes' order."""
    copy = deepcopy(root)
    used: list[int] = []
    for place, node in enumerate(copy.iter(T)):
        index = landmark(node.text or "")
        # A dye at the very start could hide from the reader how a line begins.
        if index is not None and node.text[:index].strip() and len(used) < len(_DYES):
            node.text = f"{node.text[:index]}{chr(_DYES[len(used)])}{node.text[index:]}"
            used.append(place)
    return etree.tostring(copy, xml_declaration=True, encoding="UTF-8", standalone=True), used


def _with_part(data: bytes, path: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, content if entry.filename == path else old.read(entry))
    return made.getvalue()


def _traced(dyed: str) -> Iterator[tuple[str, int | None]]:
    """The characters of the reading, each with the number of the dye that stood before it."""
    number = None
    for char in dyed:
        if char in _NUMBER:
            number = _NUMBER[char]
        else:
            yield char, number
            number = None


def _searched(nodes: Sequence[Any], text: str) -> Iterator[Piece]:
    """Second best: each element's words looked for a little way on from the last ones found."""
    cursor = 0
    for node in nodes:
        words = node.text.strip()
        offset = text.find(words, cursor, cursor + _AHEAD + len(words))
        index = landmark(node.text)
        if offset >= 0 and index is not None:
            yield Piece(node, index, offset + index - node.text.index(words))
            cursor = offset + len(words)
