"""Tables whose columns are set apart by spaces alone, as text pasted from a PDF or an old system has them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from knowledge.plans.headings import column_of
from knowledge.plans.lexicon import plain
from knowledge.plans.model import Column
from knowledge.text import Span

# What stands together in a cell, and how far a cell may stand beside the start of its column.
_PIECE = re.compile(r"\S+(?: \S+)*")
_BESIDE = 4
_GAP = re.compile(r"\S {3,}\S")
# Without a row of names, so many rows must share so many columns, each held by this share of them.
_ROWS, _COLUMNS, _SHARE = 3, 3, 0.6


@dataclass(frozen=True, slots=True)
class _Laid:
    """One line: its number, where it starts in the text, and its pieces, whose places count from that start."""

    number: int
    start: int
    pieces: tuple[Span, ...]
    raw: str
    gapped: bool


def aligned(text: str, spans: Sequence[Span]) -> dict[int, tuple[Span, ...]]:
    """The cells of every line that belongs to such a table, by the number of the line; a cell may be empty.

    ``spans`` are the lines without their edges. A line that only goes on with the cells above has cells too.
    """
    if not _GAP.search(text):
        return {}
    found: dict[int, tuple[Span, ...]] = {}
    for block in _blocks(text, spans):
        found |= _read(block)
    return found


def _blocks(text: str, spans: Sequence[Span]) -> Iterator[list[_Laid]]:
    """Lines that follow each other with nothing between them and no other sign of a table in them."""
    for filled, lines in groupby(enumerate(spans), key=lambda one: one[1].end > one[1].start):
        block = [_laid(text, number, span) for number, span in lines] if filled else []
        if sum(one.gapped for one in block) > 1:
            yield block


def _laid(text: str, number: int, span: Span) -> _Laid:
    start = text.rfind("\n", 0, span.start) + 1
    raw = text[start : span.end]
    apart = "|" not in raw and "\t" not in raw
    pieces = tuple(Span(*match.span()) for match in _PIECE.finditer(raw)) if apart else ()
    return _Laid(number, start, pieces, raw, apart and bool(_GAP.search(raw)))


def _read(block: list[_Laid]) -> dict[int, tuple[Span, ...]]:
    """From the row that names the columns to the end of the block; or the rows that share their columns."""
    for at, line in enumerate(block):
        if line.gapped and _names_columns(line):
            starts = [piece.start for piece in line.pieces]
            return {one.number: _cells(one, starts) for one in block[at:] if _fits(one, starts)}
    rows = [one for one in block if one.gapped]
    starts = _shared(rows)
    if len(rows) < _ROWS or len(starts) < _COLUMNS:
        return {}
    first = block.index(rows[0])
    return {one.number: _cells(one, starts) for one in block[first:] if _fits(one, starts)}


def _names_columns(line: _Laid) -> bool:
    found = [column_of(plain(piece.of(line.raw))) for piece in line.pieces]
    return sum(one not in {None, Column.OTHER} for one in found) > 1


def _shared(rows: Sequence[_Laid]) -> list[int]:
    """Where the pieces of most rows start."""
    counts = Counter(piece.start for row in rows for piece in row.pieces)
    return sorted(start for start, count in counts.items() if count >= _SHARE * len(rows))


def _fits(line: _Laid, starts: Sequence[int]) -> bool:
    """Whether every piece of a line but its first stands where a column starts, or there is one for each column."""
    return len(line.pieces) == len(starts) or (
        bool(line.pieces)
        and all(
            any(abs(piece.start - start) <= _BESIDE for start in starts) for piece in line.pieces[1:] or line.pieces
        )
    )


def _cells(line: _Laid, starts: Sequence[int]) -> tuple[Span, ...]:
    """One cell a column, in the text's own places; an empty one where nothing stands."""
    held: list[list[Span]] = [[] for _ in starts]
    for number, piece in enumerate(line.pieces):
        nearest = max((at for at, start in enumerate(starts) if start <= piece.start + _BESIDE), default=0)
        held[number if len(line.pieces) == len(starts) else nearest].append(piece)
    cells, end = [], line.pieces[0].start
    for pieces in held:
        cells.append(Span(pieces[0].start, pieces[-1].end) if pieces else Span(end, end))
        end = cells[-1].end
    return tuple(cell.shifted(line.start) for cell in cells)
