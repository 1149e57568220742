"""A message as structure: blocks of runs. Channels turn it into their own form; nobody joins markup by hand."""

from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """How a run looks."""

    PLAIN = "plain"
    BOLD = "bold"
    ITALIC = "italic"
    CODE = "code"


class Shape(StrEnum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look; with ``url`` they are a link."""

    text: str
    style: Style = Style.PLAIN
    url: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a quotation. ``close`` keeps it with the block before it, such as a quote's citation."""

    runs: tuple[Run, ...]
    shape: Shape = Shape.PARAGRAPH
    close: bool = False

    @property
    def text(self) -> str:
        """The words without their look."""
        return "".join(run.text for run in self.runs)


Message = tuple[Block, ...]


def said(text: str, *, close: bool = False) -> Block:
    """Plain words."""
    return Block((Run(text),), close=close)


def strong(text: str, *, close: bool = False) -> Block:
    """Bold words on a line of their own."""
    return Block((Run(text, Style.BOLD),), close=close)


def small(text: str, *, close: bool = False) -> Block:
    """Words in italics."""
    return Block((Run(text, Style.ITALIC),), close=close)


def quotation(text: str, *, close: bool = False) -> Block:
    """Somebody else's words."""
    return Block((Run(text),), Shape.QUOTE, close)


def paragraphs(text: str) -> Message:
    """One block a line; empty lines are dropped."""
    return tuple(said(line.strip()) for line in text.split("\n") if line.strip())
