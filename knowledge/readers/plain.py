"""Plain text and markdown."""

import re
from collections.abc import Iterator
from pathlib import Path

from knowledge.errors import UnreadableFile
from knowledge.readers.blocks import Block, BlockKind, Reading, row_text

_HEADING = re.compile(r"(#{1,6})[ \t]+(\S.*?)[ \t]*#*$")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,})\s*$")
_ITEM = re.compile(r"\s*(?:[-*+•●▪◦]|\(?(?:\d{1,2}|[a-z])[.)])\s+\S")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_FENCE = re.compile(r"\s*(?:```|~~~)\S*\s*$")
_REMARK = re.compile(r"<!--.*?-->", re.DOTALL)
_EMPHASIS = re.compile(r"(?<![\w*])(\*\*\*|\*\*)(?=\S)(.+?)(?<=\S)\1(?!\*)|(?<!\w)(__)(?=\S)(.+?)(?<=\S)__(?!\w)")
_BAR = re.compile(r"(?<!\\)\|")
_MARKDOWN = {".md", ".markdown"}
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def read_plain(data: bytes, name: str) -> Reading:
    """Blocks of a text file: paragraphs, ``#`` headings, list items and table rows."""
    text = decoded(data, name).replace("\r\n", "\n").replace("\r", "\n")
    if Path(name).suffix.lower() in _MARKDOWN:
        text = _EMPHASIS.sub(_bare, _REMARK.sub("", text))
        return Reading("markdown", tuple(_blocks(_atx_headings(text))))
    return Reading("text", tuple(_blocks(text)))


def decoded(data: bytes, name: str) -> str:
    """Text from bytes in the encodings that office machines write."""
    text = _decoded(data)
    if len(_BINARY.findall(text[:4096])) > max(2, len(text[:4096]) / 50):
        raise UnreadableFile(f"{name} is not a text file.", "Give a .docx, .pdf, .html or .txt file.")
    return text


def _decoded(data: bytes) -> str:
    wide = _wide_encoding(data)
    if wide:
        return data.decode(wide, errors="replace").removeprefix("\ufeff")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _wide_encoding(data: bytes) -> str:
    """UTF-16, by its mark or by the empty bytes that English text has in it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = data[:2000]
    for encoding, empty, full in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if empty.count(0) > 0.8 * len(empty) > 0 and not full.count(0):
            return encoding
    return ""


def _bare(match: re.Match[str]) -> str:
    return str(match[2] or match[4])


def _atx_headings(text: str) -> str:
    """Underlined headings written with ``#``, so that there is one kind to look for; fences left out."""
    lines = [line for line in text.split("\n") if not _FENCE.match(line)]
    for place in range(1, len(lines)):
        above = lines[place - 1]
        if _UNDERLINE.match(lines[place]) and above.strip() and not _starts_block(above):
            level = "#" if lines[place].startswith("=") else "##"
            lines[place - 1 : place + 1] = [f"{level} {above.strip()}", ""]
    return "\n".join(lines)


def _blocks(text: str) -> Iterator[Block]:
    """The blocks of a text, ``apart`` where an empty line stands before one in the file."""
    lines: list[str] = []
    apart = after_empty = False
    for line in text.split("\n"):
        if lines and (not line.strip() or _starts_block(line) or _starts_block(lines[0], heading=True)):
            yield from _block(lines, apart=apart)
            lines = []
        if line.strip():
            apart = apart if lines else after_empty
            lines.append(line.rstrip())
        after_empty = not line.strip()
    if lines:
        yield from _block(lines, apart=apart)


def _starts_block(line: str, *, heading: bool = False) -> bool:
    if _HEADING.match(line) or line.lstrip().startswith("|"):
        return True
    return not heading and bool(_ITEM.match(line))


def _block(lines: list[str], *, apart: bool) -> Iterator[Block]:
    heading = _HEADING.match(lines[0])
    text = "\n".join(lines).strip()
    if heading:
        yield Block(BlockKind.HEADING, heading[2], level=len(heading[1]), apart=apart)
    elif text.startswith("|") and len(lines) == 1:
        cells = _cells(text)
        if any(cells) and not _TABLE_RULE.match(text):
            yield Block(BlockKind.ROW, row_text(cells), apart=apart)
    else:
        yield Block(BlockKind.ITEM if _ITEM.match(lines[0]) else BlockKind.PARAGRAPH, text, apart=apart)


def _cells(text: str) -> list[str]:
    cells = [cell.strip().replace("\\|", "|") for cell in _BAR.split(text)]
    return cells[1:-1] if len(cells) > 2 and not cells[-1] else cells[1:]
