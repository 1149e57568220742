"""The rows of ruled tables, in place of the lines that a PDF printed there."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from knowledge.readers.blocks import row_text
from knowledge.readers.pdf_rules import Box, Grid

if TYPE_CHECKING:
    from knowledge.readers.pdf_lines import Line

_NEW = re.compile(r"(?:[-•●▪◦➢☐☑☒]|\(?(?:\d{1,2}|[a-z])[.)])\s")


def with_rows(lines: Sequence["Line"], grids: Iterable[Grid], textpage: Any) -> tuple["Line", ...]:
    """The lines of a page with each table's lines replaced by its rows, where no letter is lost or doubled by it."""
    for grid in grids:
        inside = [line for line in lines if _is_inside(line, grid.box)]
        rows = list(_rows(grid, inside, textpage)) if inside else []
        if not _is_title_bar(rows, lines) and _letters(inside) == _letters(rows):
            lines = _replaced(lines, inside, rows)
    return tuple(lines)


def _is_title_bar(rows: Sequence["Line"], lines: Sequence["Line"]) -> bool:
    """A heading set in two boxes, such as a report's section and its grade, is no table."""
    drawn = [row for row in rows if row.row]
    ordinary = Counter(line.size for line in lines).most_common(1)
    return len(drawn) == 1 and drawn[0].size > ordinary[0][0] * 1.08


def _replaced(lines: Sequence["Line"], inside: Sequence["Line"], rows: Sequence["Line"]) -> list["Line"]:
    if not inside:
        return list(lines)
    taken = {id(line) for line in inside}
    place = next(number for number, line in enumerate(lines) if id(line) in taken)
    rest = [line for line in lines[place:] if id(line) not in taken]
    return [*lines[:place], *rows, *rest]


def _rows(grid: Grid, inside: Sequence["Line"], textpage: Any) -> Iterator["Line"]:
    left, _, right, _ = grid.box
    for cells in grid.rows:
        first = next((cell for cell in cells if cell is not None), None)
        if first is not None and (first[0], first[2]) == (left, right):
            yield from (line for line in inside if _is_inside(line, first))
            continue
        texts = ["" if cell is None else _cell_text(textpage, cell) for cell in cells]
        if first is not None and any(texts):
            text = row_text(texts)
            model = next((line for line in inside if _is_inside(line, first)), inside[0])
            yield replace(model, text=text, marked=text, left=left, right=right, baseline=first[1], row=True)


def _cell_text(textpage: Any, cell: Box) -> str:
    made = ""
    for line in textpage.get_text_bounded(*cell).splitlines():
        words = " ".join(line.replace("\x00", "").split())
        if words:
            made = _met(made, words) if made else words
    return made.replace("\ufffe", "-").replace("\u00ad", "")


def _met(text: str, words: str) -> str:
    """Two lines of one cell; a new item in it is set off by a semicolon."""
    if text[-1] in "-\ufffe\u00ad/":
        return text + words
    if _NEW.match(words) and text[-1] not in ".!?:;":
        return f"{text}; {words}"
    return f"{text} {words}"


def _letters(lines: Iterable["Line"]) -> Counter[str]:
    return Counter(letter for line in lines for letter in line.text if letter.isalnum())


def _is_inside(line: "Line", box: Box) -> bool:
    left, bottom, right, top = box
    return bottom <= line.baseline <= top and line.left >= left - 3 and line.right <= right + 3
