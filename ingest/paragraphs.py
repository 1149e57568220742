"""Blocks as they were read, mended and numbered: what every parser of running text needs first."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge.readers import Block, BlockKind

BULLETS = "-*•●▪◦◼■–\uf06e\uf02d\uf0b7\uf0a7"
_BULLET = re.compile(rf"\s*[{re.escape(BULLETS)}]\s+")
_NUMBER = re.compile(r"\s*(\d{1,3}(?:\.\d{1,3}){0,4})\.?\)?\s+(?=\S)")
_UNFINISHED = re.compile(r"[A-Za-z0-9,’'”)\-–]$")
_GARBLED = re.compile(r"[\ufffd\ue000-\uf8ff]|(?:[\x00-\x08\x0b\x0c\x0e-\x1f])")

# A block of this length that ends without a stop was cut; a shorter one may be a heading or an address.
_SURELY_RUNNING = 160


def rejoined(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Blocks with those that a page break cut in two joined again.

    A paragraph goes on from the block before it when that one stops in the middle of a
    sentence, and is long or is followed by lower case.
    """
    joined: list[Block] = []
    for block in blocks:
        if joined and _goes_on(joined[-1], block):
            joined[-1] = replace(joined[-1], text=f"{joined[-1].text} {block.text}")
        else:
            joined.append(block)
    return tuple(joined)


def _goes_on(before: Block, block: Block) -> bool:
    kinds = before.kind in {BlockKind.PARAGRAPH, BlockKind.ITEM} and block.kind is BlockKind.PARAGRAPH
    runs_on = block.text[:1].islower() or len(before.text) > _SURELY_RUNNING
    return kinds and runs_on and bool(_UNFINISHED.search(before.text))


def without_bullet(text: str) -> str:
    """The words of a list item without its bullet."""
    return _BULLET.sub("", text, count=1) if _BULLET.match(text) else text


def is_bullet(block: Block) -> bool:
    """Whether a block is an item of a list with bullets."""
    return bool(_BULLET.match(block.text)) or (block.kind is BlockKind.ITEM and not _NUMBER.match(block.text))


def number_of(text: str) -> str:
    """The number that a paragraph or heading starts with (``3.2``), or nothing."""
    match = _NUMBER.match(text)
    return match[1] if match else ""


def without_number(text: str) -> str:
    """The words after the number that a paragraph starts with."""
    return _NUMBER.sub("", text, count=1)


def runs_through(blocks: Sequence[Block], least: int = 8) -> bool:
    """Whether single numbers count the paragraphs of the whole document: 1, 2, 3 and on."""
    highest = 0
    for block in blocks:
        number = number_of(block.text)
        if block.kind is not BlockKind.ROW and number.isdigit() and int(number) == highest + 1:
            highest += 1
    again = Counter(number_of(block.text) for block in blocks if block.kind is BlockKind.ITEM)
    return highest >= least and again["1"] <= 1


def garbled(blocks: Iterable[Block]) -> int:
    """How many blocks hold characters that no reader can make out, or hardly a letter."""
    return sum(bool(_GARBLED.search(without_bullet(block.text))) or _unreadable(block.text) for block in blocks)


def _unreadable(text: str) -> bool:
    letters = sum(character.isalnum() or character.isspace() for character in text)
    return len(text) > 40 and letters < len(text) * 0.5
