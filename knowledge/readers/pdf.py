"""PDF files: text in reading order, page by page, with broken lines joined again."""

import re
from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import Any

from knowledge.errors import UnreadableFile
from knowledge.readers.blocks import Block, BlockKind, Reading

MAX_PAGES = 1000
_ITEM = re.compile(r"(?:[-•●▪◦]|\d{1,3}\.(?=\s)|\(?[a-z]{1,3}\)(?=\s))\s*\S")
_ENDS = re.compile(r"[.!?:;][\"'”’)]?$")
_FURNITURE = re.compile(r"^(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?$", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\u00a0]+")


def read_pdf(data: bytes, name: str) -> Reading:
    """Blocks of a PDF; pages that hold only pictures are named in the notes."""
    pages = tuple(_pages(data, name))
    repeated = _running_lines(pages)
    blocks: list[Block] = []
    for number, lines in enumerate(pages, start=1):
        kept = [line for line in lines if line not in repeated and not _FURNITURE.match(line)]
        blocks.extend(_paragraphs(kept, number))
    empty = [str(number) for number, lines in enumerate(pages, start=1) if not lines]
    notes = (f"No text on page {', '.join(empty)}: pictures are not read.",) if empty else ()
    return Reading("pdf", tuple(blocks), notes, len(pages))


def _pages(data: bytes, name: str) -> Iterator[tuple[str, ...]]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        raise _refused(str(problem), name) from None
    with document:
        if len(document) > MAX_PAGES:
            raise UnreadableFile(f"{name} has more than {MAX_PAGES} pages.", "Give only the part you need.")
        for page in document:
            yield _lines(page)


def _refused(problem: str, name: str) -> UnreadableFile:
    if "password" in problem.lower():
        return UnreadableFile(f"{name} is protected by a password.", "Save a copy without it.")
    return UnreadableFile(f"{name} is damaged or is not a PDF.", "Open it and save it again.")


def _lines(page: Any) -> tuple[str, ...]:
    text = page.get_textpage().get_text_range()
    lines = (_SPACES.sub(" ", line).strip() for line in re.split(r"\r?\n", _mended(text)))
    return tuple(line for line in lines if line)


def _mended(text: str) -> str:
    """Soft hyphens and pdfium's marker for a hyphen at a line's end, joined again."""
    return re.sub(r"(?:\u00ad|\ufffe)\r?\n?", "", text).replace("\x00", "")


def _running_lines(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Headers and footers: first or last lines that stand on most pages."""
    if len(pages) < 4:
        return frozenset()
    edges: dict[str, int] = {}
    for lines in pages:
        for line in {*lines[:2], *lines[-2:]}:
            edges[line] = edges.get(line, 0) + 1
    return frozenset(line for line, times in edges.items() if times > len(pages) / 2)


def _paragraphs(lines: Sequence[str], page: int) -> Iterator[Block]:
    if not lines:
        return
    full = median(len(line) for line in lines) * 0.72
    held: list[str] = []
    for line in lines:
        if held and (_ITEM.match(line) or _is_apart(held[-1], line, full)):
            yield _block(held, page)
            held = []
        held.append(line)
    yield _block(held, page)


def _is_apart(before: str, line: str, full: float) -> bool:
    """A short line that ends a sentence, or that stands alone as a heading, ends its paragraph."""
    if len(before) >= full:
        return False
    return bool(_ENDS.search(before)) or line[:1].isupper()


def _block(lines: Iterable[str], page: int) -> Block:
    text = " ".join(lines)
    if _ITEM.match(text):
        return Block(BlockKind.ITEM, text, page=page)
    if _is_heading(text):
        return Block(BlockKind.HEADING, text, level=2, page=page)
    return Block(BlockKind.PARAGRAPH, text, page=page)


def _is_heading(text: str) -> bool:
    words = text.split()
    return 0 < len(words) <= 12 and text[:1].isupper() and not text.endswith((".", ",", ";", ":", "?"))
