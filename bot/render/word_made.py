"""A new Word document that holds the text of a draft which came in another format."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from bot.render.word_places import Piece, T, landmark
from knowledge.readers import BlockKind, Reading
from knowledge.text import Span

_BAR = re.compile(r"(?:\A| )\|(?: |\Z)")


def made_from(reading: Reading) -> tuple[Any, tuple[Piece, ...]]:
    """The document, and where each stretch of the text stands in it."""
    document = Document()
    _british(document)
    return document, tuple(_filled(document, reading))


def _british(document: Any) -> None:
    """A4, and proofed as British English."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _filled(document: Any, reading: Reading) -> Iterator[Piece]:
    levels = {block.text: block.level for block in reading.blocks if block.kind is BlockKind.HEADING}
    rows = {block.text for block in reading.blocks if block.kind is BlockKind.ROW}
    text = reading.text
    for is_table, lines in groupby(_lines(text), key=lambda line: line.of(text) in rows):
        if is_table:
            yield from _table(document, [_cells(text, line) for line in lines], text)
            continue
        for line in lines:
            words = line.of(text)
            paragraph = document.add_heading("", levels[words] or 1) if words in levels else document.add_paragraph()
            yield from _words(paragraph, words, line.start)


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield Span(start, start + len(line))
        start += len(line) + 1


def _cells(text: str, line: Span) -> list[Span]:
    """The cells of a row that was read as words between bars."""
    words, cells, start = line.of(text), [], 0
    for bar in _BAR.finditer(words):
        if bar.start():
            cells.append(Span(start, bar.start()))
        start = bar.end()
    cells.append(Span(start, max(start, len(words))))
    return [cell.shifted(line.start) for cell in cells]


def _table(document: Any, rows: list[list[Span]], text: str) -> Iterator[Piece]:
    table = document.add_table(len(rows), max(map(len, rows)), style="Table Grid")
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, span in zip(row.cells, cells, strict=False):
            yield from _words(cell.paragraphs[0], span.of(text), span.start)
    _repeat_heading(table.rows[0])
    document.add_paragraph()


def _repeat_heading(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - python-docx has no name for it


def _words(paragraph: Any, words: str, offset: int) -> Iterator[Piece]:
    """Adds one run; a tab divides it into several elements."""
    run = paragraph.add_run(words)._r  # noqa: SLF001
    cursor = 0
    for node in run.iter(T):
        start = words.index(node.text, cursor)
        cursor = start + len(node.text)
        index = landmark(node.text)
        if index is not None:
            yield Piece(node, index, offset + start + index)
