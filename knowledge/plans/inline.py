"""Labelled values inside one item: ``... Who: X. By when: Y``."""

import re
from dataclasses import replace

from knowledge.plans.headings import label_column
from knowledge.plans.model import Cell, Column, Entry
from knowledge.text import Span, trimmed

_INLINE = re.compile(
    r"(?:(?<=[.;,(\[|/ -])|(?<=\A))\[?("
    r"by whom|who by|who|owner|lead|responsible|person responsible|by when|when|timescale|timeframe|due"
    r"|deadline|target date|due date|how we will know|how will we know|we will know|measure|outcome"
    r"|evidence|progress|status|measured by|target"
    r")\s*:\s+"
)


def cut(text: str, plain: str, entry: Entry) -> Entry:
    """Split ``... Who: X. By when: Y`` inside one item into cells."""
    words = plain[entry.span.start : entry.span.end]
    marks = list(_INLINE.finditer(words))
    if not marks or not words[: marks[0].start()].strip(" -|"):
        return entry
    first = entry.cells[0].column if entry.cells else Column.TEXT
    base = entry.span.start
    cells = [Cell(first, trimmed(text, Span(base, base + marks[0].start())))]
    for at, mark in enumerate(marks):
        stop = marks[at + 1].start() if at + 1 < len(marks) else len(words)
        column = label_column(mark[1]) or Column.OTHER
        cells.append(Cell(column, trimmed(text, Span(base + mark.end(), base + stop))))
    return replace(entry, cells=tuple(cells))
