"""A message as lines for a terminal."""

from collections.abc import Iterator
from textwrap import fill, indent

from bot.render.message import Block, Message, Shape


def message_lines(message: Message, width: int = 88) -> Iterator[str]:
    """Blocks with an empty line between them; quotations set in; a link's address on a line of its own."""
    for number, block in enumerate(message):
        if number and not block.close:
            yield ""
        yield from _lines(block, width)


def _lines(block: Block, width: int) -> Iterator[str]:
    margin = "  " if block.shape is Shape.QUOTE else ""
    for line in block.text.split("\n"):
        yield indent(fill(line, width - len(margin)), margin)
    yield from (f"    {run.url}" for run in block.runs if run.url)
