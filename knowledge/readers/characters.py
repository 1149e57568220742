"""Characters that no person can see: taken out, so that what is read is what is shown."""

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.readers.blocks import Block

# Control characters, soft hyphens, zero-width spaces and byte order marks come from typesetting.
_STRAY = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff\ufffe\uffff]")
# Direction overrides and the "tag" block show one thing to people and another to programs.
_DECEPTIVE = re.compile("[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
NOTE = "Invisible characters in the file were taken out."


def visible(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks without invisible characters."""
    return tuple(_cleaned(block) for block in blocks)


def deceives(blocks: Sequence[Block]) -> bool:
    """Whether any block holds characters that hide or turn round its words."""
    return any(_DECEPTIVE.search(block.text) for block in blocks)


def _cleaned(block: Block) -> Block:
    if block.text.isascii() and block.text.isprintable():
        return block
    text = _DECEPTIVE.sub("", _STRAY.sub("", block.text))
    return block if text == block.text else replace(block, text=text)
