"""Files to text with its layout: docx, pdf, html, markdown and plain text."""

from knowledge.readers.blocks import Block, BlockKind, Reading
from knowledge.readers.confined import read_confined
from knowledge.readers.limits import UPLOADED
from knowledge.readers.open import bytes_of, needs_parser, read_bytes, read_file

__all__ = [
    "UPLOADED",
    "Block",
    "BlockKind",
    "Reading",
    "bytes_of",
    "needs_parser",
    "read_bytes",
    "read_confined",
    "read_file",
]
