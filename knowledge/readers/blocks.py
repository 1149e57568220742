"""The pieces of a document as it was laid out, and the text they make."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

_MARKED = re.compile(
    r"[-•*·▪◦☐☑☒✓]"
    r"|\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxlc]{1,5})[.)](?=\s)"
    r"|\d{1,3}(?:\.\d{1,3})+\s"
)


class BlockKind(StrEnum):
    """What a piece of a document is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item or table row; ``apart`` when an empty line stands before it."""

    kind: BlockKind
    text: str
    level: int = 0
    page: int | None = None
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one file: its blocks, and notes for the person on what was not read."""

    format: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()
    pages: int = 0

    @property
    def text(self) -> str:
        """The whole text, one block a line; offsets of findings point into it."""
        return "\n".join(_lines(self.blocks))


def row_text(cells: Sequence[str]) -> str:
    """A row's cells on one line; a bar at the edge holds the place of an empty first or last cell."""
    line = " | ".join(cells)
    return f"{'' if cells[0] else '| '}{line}{'' if cells[-1] else ' |'}"


def _lines(blocks: Sequence[Block]) -> Iterator[str]:
    for place, block in enumerate(blocks):
        if block.apart and place:
            yield ""
        yield f"- {block.text}" if block.kind is BlockKind.ITEM and not _MARKED.match(block.text) else block.text
