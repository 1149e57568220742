"""Ruled tables of a PDF: where their cells stand, and their rows in place of the lines printed there."""

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from knowledge.readers.blocks import row_text

if TYPE_CHECKING:
    from knowledge.readers.pdf_lines import Line

MOST_PAGES = 30
_MOST_LETTERS = 12_000  # a page with more is too slow to be looked at twice
_Box = tuple[float, float, float, float]
_NEW = re.compile(r"(?:[-•●▪◦➢☐☑☒]|\(?(?:\d{1,2}|[a-z])[.)])\s")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its box and its rows of cell boxes, in points from the bottom left; no box where a cell is merged."""

    box: _Box
    rows: tuple[tuple[_Box | None, ...], ...]


class Tables:
    """Finds tables on the pages of one file that are asked about, on the first thirty of them."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._file: Any = None
        self._asked = 0

    def on(self, place: int, page: Any) -> tuple[Grid, ...]:
        """The tables with two columns or more on a page that stands upright; ``page`` is pypdfium2's."""
        left, bottom, _, _ = page.get_bbox()
        if self._asked >= MOST_PAGES or page.get_rotation() or (left, bottom) != (0, 0):
            return ()
        self._asked += 1
        return tuple(self._found(place, page.get_height()))

    def _found(self, place: int, height: float) -> Iterator[Grid]:
        page = self._page(place)
        if page is None or abs(float(page.height) - height) > 1:
            return
        for table in page.find_tables():
            rows = tuple(tuple(_upright(cell, height) for cell in row.cells) for row in table.rows)
            if max((len(row) for row in rows), default=0) > 1 and sum(map(_cells, rows)) > 1:
                yield Grid(_upright(table.bbox, height) or (0, 0, 0, 0), rows)

    def _page(self, place: int) -> Any:
        import pdfplumber
        from pdfminer.pdfexceptions import PDFException
        from pdfplumber.utils.exceptions import PdfminerException

        damage = (PDFException, PdfminerException, ValueError, KeyError, TypeError, IndexError, AttributeError)
        with suppress(*damage):  # the words are read without it; only the rows are lost
            self._file = self._file or pdfplumber.open(io.BytesIO(self._data))
            page = self._file.pages[place]
            return page if len(page.chars) <= _MOST_LETTERS else None
        return None


def with_rows(lines: Sequence["Line"], grids: Iterable[Grid], textpage: Any) -> tuple["Line", ...]:
    """The lines of a page with each table's lines replaced by its rows, where no letter is lost or doubled by it."""
    for grid in grids:
        inside = [line for line in lines if _is_inside(line, grid.box)]
        rows = list(_rows(grid, textpage)) if inside else []
        if rows and _letters(line.text for line in inside) == _letters(text for text, _ in rows):
            lines = _replaced(lines, inside, rows, grid)
    return tuple(lines)


def _replaced(
    lines: Sequence["Line"], inside: Sequence["Line"], rows: Iterable[tuple[str, _Box]], grid: Grid
) -> tuple["Line", ...]:
    place = lines.index(inside[0])
    made = [
        replace(inside[0], text=text, marked=text, left=grid.box[0], right=grid.box[2], baseline=box[1], row=True)
        for text, box in rows
    ]
    taken = {id(line) for line in inside}
    return (
        *(line for line in lines[:place] if id(line) not in taken),
        *made,
        *(line for line in lines[place:] if id(line) not in taken),
    )


def _rows(grid: Grid, textpage: Any) -> Iterator[tuple[str, _Box]]:
    for cells in grid.rows:
        texts = ["" if cell is None else _cell_text(textpage, cell) for cell in cells]
        if any(texts):
            first = next(cell for cell in cells if cell is not None)
            yield texts[0] if _cells(cells) == 1 and texts[0] else row_text(texts), first


def _cell_text(textpage: Any, cell: _Box) -> str:
    left, bottom, right, top = cell
    made = ""
    for line in textpage.get_text_bounded(left, bottom, right, top).splitlines():
        words = " ".join(line.replace("\x00", "").split())
        if made and words:
            made = _met(made, words)
        else:
            made = made or words
    return made.replace("\ufffe", "-").replace("\u00ad", "")


def _met(text: str, words: str) -> str:
    """Two lines of one cell; a new item in it is set off by a semicolon."""
    if text[-1] in "-\ufffe\u00ad/":
        return text + words
    if _NEW.match(words) and text[-1] not in ".!?:;":
        return f"{text}; {words}"
    return f"{text} {words}"


def _letters(texts: Iterable[str]) -> Counter[str]:
    return Counter(letter for text in texts for letter in text if letter.isalnum())


def _is_inside(line: "Line", box: _Box) -> bool:
    left, bottom, right, top = box
    return bottom - 1 <= line.baseline <= top + 1 and line.left >= left - 3 and line.right <= right + 3


def _cells(row: Sequence[_Box | None]) -> int:
    return sum(cell is not None for cell in row)


def _upright(box: Any, height: float) -> _Box | None:
    """A box measured from the top, as one measured from the bottom."""
    if box is None:
        return None
    left, top, right, bottom = (float(edge) for edge in box)
    return left, height - bottom, right, height - top
