"""How much of a file may be read: generous for our own sources, tight for what people upload."""

from dataclasses import dataclass

from knowledge.errors import UnreadableFile


@dataclass(frozen=True, slots=True)
class Limits:
    """The most pages of a PDF and the most characters of text."""

    pages: int
    characters: int


TRUSTED = Limits(pages=1000, characters=20_000_000)
# Some 200 pages of 500 words.
UPLOADED = Limits(pages=300, characters=700_000)


def too_complex(name: str) -> UnreadableFile:
    """The refusal of whatever would take too much time or memory."""
    return UnreadableFile(f"{name} is too large or too complex.", "Give only the part you need.")
