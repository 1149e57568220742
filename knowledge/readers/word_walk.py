"""One pass over the body of a Word file: paragraphs, lists, tables, content controls, text boxes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from knowledge.readers.blocks import Block, BlockKind, row_text
from knowledge.readers.word_numbers import Numbers
from knowledge.readers.word_runs import Runs
from knowledge.readers.word_styles import Styles
from knowledge.readers.word_xml import MC, W, chosen, is_on, number, value

_GONE = frozenset(f"{W}{name}" for name in "del moveFrom sectPr sdtPr sdtEndPr tblPr tblGrid tcPr trPr".split())
_ROW_PARENTS = frozenset(f"{W}{name}" for name in "sdt sdtContent ins moveTo customXml".split())
_SPACES = re.compile(r"[ \u00a0]+")


class Walk:
    """Turns body XML into blocks; holds the running numbers of the document's lists."""

    def __init__(self, styles: Styles, numbers: Numbers) -> None:
        self.runs = Runs(styles)
        self._styles = styles
        self._numbers = numbers
        self._carried = ""

    def blocks(self, node: Any) -> Iterator[Block]:
        """The blocks inside a body, a header, a note, a cell or a text box."""
        yield from self._inside(node)
        yield from self._flushed()

    def _inside(self, node: Any) -> Iterator[Block]:
        for child in node:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._flushed()
                yield from self._table(child)
            elif child.tag == f"{MC}AlternateContent":
                yield from self._inside(chosen(child))
            elif isinstance(child.tag, str) and child.tag not in _GONE:
                yield from self._inside(child)

    def _paragraph(self, node: Any) -> Iterator[Block]:
        if self._styles.repeats_headings(node):
            return
        number = self._number(node)
        text = self._carried + self.runs.words(node)
        self._carried = text if self._runs_on(node) else ""
        if not self._carried:
            yield from self._made(node, number, text)
        for box in _boxes(node):
            yield from self.blocks(box)

    def _runs_on(self, paragraph: Any) -> bool:
        """A tracked deletion of the paragraph's end joins it to the next one."""
        marks = paragraph.find(f"{W}pPr/{W}rPr")
        return marks is not None and any(marks.find(f"{W}{name}") is not None for name in ("del", "moveFrom"))

    def _flushed(self) -> Iterator[Block]:
        text, self._carried = self._carried, ""
        if text.strip():
            yield Block(BlockKind.PARAGRAPH, _tidy(text))

    def _number(self, paragraph: Any) -> str | None:
        """The visible number of a listed paragraph, empty for a bullet; nothing for other paragraphs."""
        listed = self._styles.numbering(paragraph)
        return None if listed is None else self._numbers.next(*listed, self._styles.of(paragraph))

    def _made(self, node: Any, number: str | None, text: str) -> Iterator[Block]:
        lines = _broken(text)
        if not lines:
            if number and _is_in_cell(node):
                yield Block(BlockKind.PARAGRAPH, number)
            return
        level = self._styles.heading_level(node)
        first = f"{number} {lines[0]}" if number else lines[0]
        if level:
            yield Block(BlockKind.HEADING, " ".join((first, *lines[1:])), level, apart=True)
            return
        yield Block(BlockKind.PARAGRAPH if number is None else BlockKind.ITEM, first)
        yield from (Block(BlockKind.PARAGRAPH, line) for line in lines[1:])

    def _table(self, table: Any) -> Iterator[Block]:
        rows = [row for row in _parts(table, f"{W}tr") if self._is_kept(row)]
        width = max((sum(_width(cell) for cell in _cells(row)) for row in rows), default=0)
        blocks = (block for row in rows for block in self._row(row, width))
        for place, block in enumerate(blocks):
            yield block if place else replace(block, apart=block.apart or block.kind is BlockKind.ROW)

    def _is_kept(self, row: Any) -> bool:
        look = row.find(f"{W}trPr")
        if look is None:
            return True
        if look.find(f"{W}del") is not None:
            self.runs.tracked = True
            return False
        if is_on(look.find(f"{W}hidden")):
            self.runs.hidden = True
            return False
        return True

    def _row(self, row: Any, width: int) -> Iterator[Block]:
        """A row; one that is a single cell is a box of text, and a table inside a cell follows its row."""
        cells = list(_cells(row))
        if len(cells) == 1:
            if not _continues(cells[0]):
                yield from self.blocks(cells[0])
            return
        read = [[] if _continues(cell) else list(self.blocks(cell)) for cell in cells]
        texts = [""] * _gap(row, "gridBefore")
        for cell, blocks in zip(cells, read, strict=True):
            own = [_one_line(block) for block in blocks if block.kind is not BlockKind.ROW]
            texts += [_joined(own), *[""] * (_width(cell) - 1)]
        texts += [""] * (width - len(texts))
        if any(texts):
            yield Block(BlockKind.ROW, row_text(texts))
        yield from (block for blocks in read for block in blocks if block.kind is BlockKind.ROW)


def _parts(node: Any, tag: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, also those inside content controls and insertions."""
    for child in node:
        if child.tag == tag:
            yield child
        elif child.tag in _ROW_PARENTS:
            yield from _parts(child, tag)


def _cells(row: Any) -> Iterator[Any]:
    return (cell for cell in _parts(row, f"{W}tc") if cell.find(f"{W}tcPr/{W}cellDel") is None)


def _width(cell: Any) -> int:
    return min(63, max(1, number(cell.find(f"{W}tcPr/{W}gridSpan"), 1)))  # 63 columns: Word's own limit


def _gap(row: Any, name: str) -> int:
    return min(63, max(0, number(row.find(f"{W}trPr/{W}{name}"))))


def _continues(cell: Any) -> bool:
    """A cell that carries on the merged cell above it or to its left."""
    merges = (cell.find(f"{W}tcPr/{W}{name}") for name in ("vMerge", "hMerge"))
    return any(merge is not None and value(merge, "continue") != "restart" for merge in merges)


def _is_in_cell(node: Any) -> bool:
    return any(parent.tag == f"{W}tc" for parent in node.iterancestors())


def _boxes(node: Any) -> Iterator[Any]:
    """The outermost text boxes anchored in a paragraph, each once."""
    for child in node:
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag == f"{MC}AlternateContent":
            yield from _boxes(chosen(child))
        elif isinstance(child.tag, str) and child.tag not in _GONE:
            yield from _boxes(child)


def _tidy(text: str) -> str:
    return re.sub(r" *\t[ \t]*", "\t", _SPACES.sub(" ", text)).strip()


def _broken(text: str) -> list[str]:
    """The lines of a paragraph with line breaks in it; a break inside a sentence is only a space."""
    lines: list[str] = []
    for line in filter(None, (_tidy(piece) for piece in text.split("\n"))):
        if lines and line[0].islower():
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
    return lines


def _one_line(block: Block) -> str:
    return block.text.replace("\t", " ")


def _joined(lines: Iterable[str]) -> str:
    """Several paragraphs on one line, with semicolons where a paragraph does not end a sentence."""
    made = ""
    for line in lines:
        made = f"{made}{' ' if made[-1] in '.!?:;' else '; '}{line}" if made else line
    return made
