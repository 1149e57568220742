"""Files to text with its layout: docx, pdf, html, markdown and plain text."""

from knowledge.readers.blocks import Block, BlockKind, Reading
from knowledge.readers.confined import read_confined
from knowledge.readers.open import read_bytes, read_file

__all__ = ["Block", "BlockKind", "Reading", "read_bytes", "read_confined", "read_file"]
