"""Plain text and markdown."""

import re

from knowledge.errors import UnreadableFile
from knowledge.readers.blocks import Block, BlockKind, Reading

_HEADING = re.compile(r"(#{1,6})\s+(\S.*?)\s*#*$")
_ITEM = re.compile(r"\s*(?:[-*•●▪◦]|\d{1,2}[.)])\s+\S")
_ENCODINGS = ("utf-8-sig", "cp1252")


def read_plain(data: bytes, name: str) -> Reading:
    """Blocks of a text file: paragraphs, ``#`` headings, list items and table rows."""
    text = decoded(data, name)
    blocks = tuple(_block(lines) for lines in _groups(text.replace("\r\n", "\n").replace("\r", "\n")))
    return Reading("text", blocks)


def decoded(data: bytes, name: str) -> str:
    """Text from bytes in the encodings that office machines write."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\x00" in data[:4096]:
        raise UnreadableFile(f"{name} is not a text file.", "Give a .docx, .pdf, .html or .txt file.")
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _groups(text: str) -> list[list[str]]:
    groups: list[list[str]] = [[]]
    for line in text.split("\n"):
        if not line.strip() or _starts_block(line):
            groups.append([])
        if line.strip():
            groups[-1].append(line.rstrip())
        if _HEADING.match(line):
            groups.append([])
    return [group for group in groups if group]


def _starts_block(line: str) -> bool:
    return bool(_HEADING.match(line) or _ITEM.match(line)) or line.lstrip().startswith("|")


def _block(lines: list[str]) -> Block:
    heading = _HEADING.match(lines[0])
    if heading:
        return Block(BlockKind.HEADING, heading[2], level=len(heading[1]))
    text = "\n".join(lines).strip()
    if text.startswith("|"):
        return Block(BlockKind.ROW, text)
    return Block(BlockKind.ITEM if _ITEM.match(lines[0]) else BlockKind.PARAGRAPH, text)
