"""Word files, read row by row from the body: nested tables, content controls, boxes and tracked text."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from knowledge.errors import UnreadableFile
from knowledge.readers.blocks import Block, BlockKind, Reading

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAX_ENTRIES, _MAX_UNPACKED, _MAX_RATIO, _MAX_PART = 3000, 60 << 20, 200, 30 << 20
_BODY = "word/document.xml"
_HEADING = re.compile(r"heading\s?(\d)|^(title)$", re.IGNORECASE)


def read_word(data: bytes, name: str) -> Reading:
    """Blocks of a .docx file; deleted and hidden text is left out and hidden text is reported."""
    import docx

    _refuse_danger(data, name)
    try:
        document = docx.Document(io.BytesIO(data))
        walk = _Walk(document)
        blocks = tuple(walk.blocks())
    except (KeyError, ValueError, AttributeError, zipfile.BadZipFile, SyntaxError, OSError):
        raise UnreadableFile(f"{name} is damaged.", "Open it in Word and save it again.") from None
    notes = ("Hidden text in the file was not counted.",) if walk.hidden else ()
    return Reading("docx", blocks, notes)


def _refuse_danger(data: bytes, name: str) -> None:
    """Checks that cost about a millisecond and need no parsing."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            _refuse_bomb(entries, len(data), name)
            _refuse_parts({entry.filename for entry in entries}, name)
            if any(b"<!DOCTYPE" in _head(package, entry) for entry in entries if entry.filename.endswith(".xml")):
                raise UnreadableFile(f"{name} holds parts that may be unsafe.", "Save it again from Word.")
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError):
        raise UnreadableFile(f"{name} is damaged or is not a Word file.", "Open it and save it again.") from None


def _refuse_bomb(entries: list[zipfile.ZipInfo], size: int, name: str) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    too_large = any(entry.file_size > _MAX_PART for entry in entries) or unpacked > _MAX_UNPACKED
    if len(entries) > _MAX_ENTRIES or too_large or unpacked > _MAX_RATIO * max(size, 1):
        raise UnreadableFile(f"{name} is too large or too complex.", "Save a smaller copy of it.")


def _refuse_parts(names: set[str], name: str) -> None:
    if any(part.startswith(("/", "\\")) or ".." in part.split("/") for part in names):
        raise UnreadableFile(f"{name} holds parts that may be unsafe.", "Save it again from Word.")
    if any(part.lower().endswith("vbaproject.bin") for part in names):
        raise UnreadableFile(f"{name} holds macros.", "Save it as .docx without macros.")
    if _BODY not in names:
        raise UnreadableFile(f"{name} is not a Word file.", "Give a .docx or PDF file.")


def _head(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with package.open(entry) as part:
        return part.read(2000)


class _Walk:
    """One pass over a document's body, with its headers once."""

    def __init__(self, document: Any) -> None:
        self.hidden = False
        self._document = document
        self._headings = {
            style.style_id: _level(style.name or "") for style in document.styles if _HEADING.search(style.name or "")
        }

    def blocks(self) -> Iterator[Block]:
        seen: set[str] = set()
        for section in self._document.sections:
            for part in (section.header, section.first_page_header):
                for block in () if part.is_linked_to_previous else self._inside(part._element):  # noqa: SLF001
                    if block.text not in seen:
                        seen.add(block.text)
                        yield block
        yield from self._inside(self._document.element.body)

    def _inside(self, node: Any) -> Iterator[Block]:
        for child in node:
            if child.tag == f"{_W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                yield from self._table(child)
            elif child.tag not in {f"{_W}del", f"{_W}sectPr", f"{_W}sdtPr"}:
                yield from self._inside(child)

    def _paragraph(self, node: Any) -> Iterator[Block]:
        text = self._words(node).strip()
        if text:
            yield self._block(node, text)
        for box in node.iter(f"{_W}txbxContent"):
            if not _within(box, "Fallback", node):
                yield from self._inside(box)

    def _block(self, node: Any, text: str) -> Block:
        style = node.find(f"{_W}pPr/{_W}pStyle")
        level = self._headings.get(style.get(f"{_W}val")) if style is not None else None
        if level:
            return Block(BlockKind.HEADING, text, level)
        listed = node.find(f"{_W}pPr/{_W}numPr") is not None
        return Block(BlockKind.ITEM if listed else BlockKind.PARAGRAPH, text)

    def _table(self, table: Any) -> Iterator[Block]:
        for row in _rows(table):
            cells = [self._cell(cell) for cell in _cells(row)]
            if any(cells):
                yield Block(BlockKind.ROW, " | ".join(cells))

    def _cell(self, cell: Any) -> str:
        """A cell's text on one line; a nested table's rows follow, joined by semicolons."""
        merged = cell.find(f"{_W}tcPr/{_W}vMerge")
        if merged is not None and merged.get(f"{_W}val") != "restart":
            return ""
        return "; ".join(block.text for block in self._inside(cell))

    def _words(self, node: Any) -> str:
        return "".join(self._pieces(node))

    def _pieces(self, node: Any) -> Iterator[str]:
        for child in node:
            tag = child.tag
            if tag in {f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}txbxContent"} or not isinstance(tag, str):
                continue
            if tag == f"{_W}r" and self._is_hidden(child):
                self.hidden = True
            elif tag == f"{_W}t":
                yield child.text or ""
            elif tag in {f"{_W}tab", f"{_W}br", f"{_W}cr"}:
                yield "\t" if tag == f"{_W}tab" else " "
            elif tag == f"{_W}noBreakHyphen":
                yield "-"
            else:
                yield from self._pieces(child)

    def _is_hidden(self, run: Any) -> bool:
        look = run.find(f"{_W}rPr")
        if look is None:
            return False
        if _is_on(look.find(f"{_W}vanish")):
            return True
        colour, size = look.find(f"{_W}color"), look.find(f"{_W}sz")
        white = colour is not None and (colour.get(f"{_W}val") or "").upper() == "FFFFFF"
        tiny = size is not None and (size.get(f"{_W}val") or "9").isdigit() and int(size.get(f"{_W}val")) <= 4
        shaded = look.find(f"{_W}shd") is not None or look.find(f"{_W}highlight") is not None
        return tiny or (white and not shaded and not _in_shaded_cell(run))


def _level(style: str) -> int:
    match = _HEADING.search(style)
    return int(match[1]) if match and match[1] else 1


def _is_on(mark: Any) -> bool:
    return mark is not None and mark.get(f"{_W}val") not in {"0", "false", "off"}


def _in_shaded_cell(run: Any) -> bool:
    """White words on a coloured cell are a form's heading, not hidden text."""
    return any(
        shade.get(f"{_W}fill", "auto").upper() not in {"AUTO", "FFFFFF"}
        for parent in run.iterancestors(f"{_W}tc", f"{_W}p")
        for shade in parent.iterfind(f"./*/{_W}shd")
    )


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == f"{_W}tr":
            yield child
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"}:
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"}:
            yield from _cells(child)


def _within(node: Any, local_name: str, top: Any) -> bool:
    for parent in node.iterancestors():
        if parent is top:
            return False
        if isinstance(parent.tag, str) and parent.tag.endswith("}" + local_name):
            return True
    return False
