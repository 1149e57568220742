"""The pieces of a document as it was laid out, and the text they make."""

from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """What a piece of a document is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item or table row; a row's cells are joined by `` | ``."""

    kind: BlockKind
    text: str
    level: int = 0
    page: int | None = None


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
        return "\n".join(_line(block) for block in self.blocks)


def _line(block: Block) -> str:
    return f"- {block.text}" if block.kind is BlockKind.ITEM and block.text[:1] not in "-•*" else block.text
