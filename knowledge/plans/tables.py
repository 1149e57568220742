"""Reading table lines: which column is which, and one entry a row."""

import re
from collections.abc import Iterator

from knowledge.plans.headings import column_of, heading_core, loose_column, topic_of
from knowledge.plans.lexicon import plain, whole
from knowledge.plans.model import Cell, Column, Entry, Topic
from knowledge.text import Span


def rows(
    text: str, split: list[tuple[Span, ...]], section: int, number: int, above: tuple[Column, ...] = ()
) -> Iterator[tuple[str, Entry]]:
    """Each row as an entry; a two-cell ``heading | value`` row comes with its heading.

    ``split`` holds the cells of each line; ``above`` names the columns of an earlier table that may go on here.
    """
    header = header_of(text, split)
    body = split[1:] if header else split
    going_on = above if len(above) == max(map(len, split)) > 2 else ()
    columns = header or going_on or (_guessed(text, body) if len(body) > 1 else (Column.TEXT,) * len(split[0]))
    for cells in body:
        head = _heading(text, cells) if not header else ""
        if head:
            yield head, Entry(cells[1], section)
        else:
            later = _header(text, cells)
            columns = later or columns
            if not later:
                named = (Column.OTHER,) * len(cells) if _goes_on(text, cells) else columns
                yield "", _row(cells, named, section, number)


def _header(text: str, cells: tuple[Span, ...]) -> tuple[Column, ...]:
    """The columns a header row names; empty where the row is no header."""
    found = [column_of(plain(span.of(text))) if len(span.of(text).split()) < 9 else None for span in cells]
    known = [column for column in found if column is not None]
    if len(known) < 2 or len(known) * 2 < len(cells) or set(known) <= {Column.OTHER}:
        return ()
    loose = [loose_column(heading_core(span.of(text))) for span in cells]
    named = [column or other or Column.OTHER for column, other in zip(found, loose, strict=True)]
    tasks = [at for at, column in enumerate(named) if column is Column.ACTION]
    return tuple(Column.OTHER if at in tasks[:-1] else column for at, column in enumerate(named))


def header_of(text: str, split: list[tuple[Span, ...]]) -> tuple[Column, ...]:
    """The columns that the first row of a table names; empty where it names none."""
    return _header(text, split[0]) or (_loose_header(text, split) if len(split) > 1 else ())


def _loose_header(text: str, split: list[tuple[Span, ...]]) -> tuple[Column, ...]:
    """A first row of short names above longer rows, two of them at least about who, what or when."""
    first = [span.of(text).strip() for span in split[0]]
    longer = max(len(span.of(text)) for cells in split[1:] for span in cells)
    if len(first) < 3 or any(len(one.split()) > 8 or one.endswith(".") for one in first) or longer < 25:
        return ()
    named = [column_of(plain(one)) or loose_column(heading_core(one)) for one in first]
    telling = {Column.ACTION, Column.OWNER, Column.WHEN, Column.WORRY, Column.MEASURE, Column.PROGRESS}
    if len(telling & set(named)) < 2:
        return ()
    columns = [column or Column.OTHER for column in named]
    tasks = [at for at, column in enumerate(columns) if column is Column.ACTION]
    return tuple(Column.OTHER if at in tasks[:-1] else column for at, column in enumerate(columns))


def _heading(text: str, cells: tuple[Span, ...]) -> str:
    if len(cells) != 2 or not cells[1].of(text):
        return ""
    core = heading_core(cells[0].of(text))
    timed = bool(whole("timescales", "bare").match(plain(cells[1].of(text))))
    dated = topic_of(core) in {Topic.REVIEWS, Topic.VISITS, Topic.ADMIN, Topic.CONTINGENCY, Topic.VOICE, Topic.OUTCOMES}
    known = len(core.split()) < 9 and topic_of(core) is not Topic.OTHER
    return core if known and (dated or not timed) else ""


def _row(cells: tuple[Span, ...], columns: tuple[Column, ...], section: int, number: int) -> Entry:
    named = (*columns, *(Column.OTHER,) * max(0, len(cells) - len(columns)))
    made = tuple(Cell(column, span) for column, span in zip(named, cells, strict=False))
    return Entry(Span(cells[0].start, cells[-1].end), section, listed=True, table=number, cells=made)


def _goes_on(text: str, cells: tuple[Span, ...]) -> bool:
    """Whether a line of a table set in columns by spaces only goes on with the cells above it."""
    first = next((cell.of(text) for cell in cells if cell.of(text)), "")
    spaced = not re.search(r"[|\t]", text[text.rfind("\n", 0, cells[0].start) + 1 : cells[-1].end])
    return spaced and first[:1].islower()


def _guessed(text: str, body: list[tuple[Span, ...]]) -> tuple[Column, ...]:
    """Columns of a table without a header, from what its cells look like."""
    width = max(len(cells) for cells in body)
    looks = [[plain(cells[at].of(text)) for cells in body if len(cells) > at] for at in range(width)]
    kinds = [_kind(values) for values in looks]
    if not {Column.WHEN, Column.OWNER} & set(kinds):
        return tuple(kinds)
    longest = max(range(width), key=lambda at: sum(map(len, looks[at])))
    return tuple(Column.ACTION if at == longest else kind for at, kind in enumerate(kinds))


def _kind(values: list[str]) -> Column:
    filled = [value for value in values if value]
    if not filled:
        return Column.OTHER
    if sum(bool(whole("timescales", "bare").match(value)) for value in filled) * 2 > len(filled):
        return Column.WHEN
    if sum(bool(whole("people", "bare").match(value)) for value in filled) * 2 > len(filled):
        return Column.OWNER
    return Column.TEXT
