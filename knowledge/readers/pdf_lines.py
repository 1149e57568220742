"""The printed lines of a PDF, with where they stand and how they are set; running heads are left out."""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from pypdfium2 import raw

from knowledge.readers.pdf_page import ShownPage, damaged, opened, shown
from knowledge.readers.pdf_rules import Grid
from knowledge.readers.pdf_tables import with_rows

# The PDF library's sign for a hyphen at the end of a line; it runs the next line on after it.
HYPHEN = "\x02"
_FURNITURE = re.compile(r"^(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?$", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u00a0]+")
_MARK = re.compile("⟦[^⟧]*⟧")
# Running heads and feet stand in the outer eighth of a page.
_EDGE = 0.125


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its words, its place in points from the bottom left, and its type."""

    text: str
    page: int
    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    marked: str = ""
    running: bool = False
    row: bool = False


@dataclass(frozen=True, slots=True)
class Printed:
    """The lines of every page, and whether words that nobody sees were left out."""

    pages: tuple[tuple[Line, ...], ...]
    hidden: bool


class _Letter(NamedTuple):
    """One character; ``page`` is the library's page of text, asked again only where it matters."""

    text: str
    page: Any
    place: int
    left: float = 0
    right: float = 0
    size: float = 0


def read_lines(data: bytes, name: str, most: int) -> Printed:
    """The lines of every page; heads, feet and page numbers are ``running``, table rows are ``row``.

    Raises ``UnreadableFile``.

    ``most`` is how many pages may be read.
    ``text`` leaves out raised marks that refer to notes; ``marked`` keeps them between ⟦ and ⟧.
    """
    hidden = False
    read: list[tuple[tuple[Line, ...], float]] = []
    with opened(data, name, most) as document:
        for place in range(len(document)):
            page = shown(document, place)
            hidden = hidden or (page is not None and page.hidden)
            read.append(_read(page, place))
    if not any(height for _, height in read):
        raise damaged(name)
    return Printed(_with_running(read), hidden)


def _read(page: ShownPage | None, place: int) -> tuple[tuple[Line, ...], float]:
    """The lines of a page and its height; a broken page has neither."""
    if page is None:
        return (), 0
    return _page_lines(page.page, place + 1, page.tables), page.page.get_height()


# -- letters to lines ------------------------------------------------------------------------


def _page_lines(page: Any, number: int, grids: tuple[Grid, ...]) -> tuple[Line, ...]:
    held: list[Line] = []
    textpage = page.get_textpage()
    for letters in _printed(textpage):
        line = _line(letters, number)
        if held and _continues(held[-1], line):
            held[-1] = _merged(held[-1], line)
        else:
            held.append(line)
    lines = with_rows([line for line in held if line.text], grids, textpage)
    textpage.close()
    return lines


def _printed(textpage: Any) -> Iterator[list[_Letter]]:
    """The letters of each stretch that the PDF library takes for a line."""
    run: list[_Letter] = []
    for index in range(textpage.count_chars()):
        letter = _letter(textpage.raw, index)
        if letter.text == HYPHEN:
            run.append(letter)
        if letter.text in {"\r", "\n", HYPHEN}:
            if any(held.size for held in run):
                yield run
            run = []
        else:
            run.append(letter)
    if any(held.size for held in run):
        yield run


def _letter(textpage: Any, index: int) -> _Letter:
    text = chr(raw.FPDFText_GetUnicode(textpage, index)).replace("\ufffe", HYPHEN)
    if text.isspace() or text == "\x00":
        return _Letter(text.strip("\x00"), textpage, index)
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(textpage, index, box)
    return _Letter(text, textpage, index, box.left, box.right, max(abs(box.top - box.bottom), 0.1))


def _baseline(letter: _Letter) -> float:
    across, up = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(letter.page, letter.place, across, up)
    return up.value


def _is_bold(letter: _Letter) -> bool:
    font, flags = ctypes.create_string_buffer(80), ctypes.c_int()
    raw.FPDFText_GetFontInfo(letter.page, letter.place, font, 80, flags)
    heavy = raw.FPDFText_GetFontWeight(letter.page, letter.place) >= 600
    return heavy or bool(re.search(rb"bold|black|heavy|-Bo", font.value, re.IGNORECASE))


def _line(letters: Sequence[_Letter], page: int) -> Line:
    inked = [letter for letter in letters if letter.size]
    size = Counter(round(letter.size, 1) for letter in inked).most_common(1)[0][0]
    main = [letter for letter in inked if letter.size > size * 0.8]
    marked = _words(letters, size, _baseline(main[0]))
    return Line(
        text=_tidy(_MARK.sub("", marked)),
        page=page,
        left=inked[0].left,
        right=inked[-1].right,
        baseline=_baseline(main[0]),
        size=size,
        bold=_is_bold(main[0]) and _is_bold(main[-1]),
        marked=_tidy(marked),
    )


def _tidy(text: str) -> str:
    """One line; a line's last hyphen may be the printer's, and is told apart when lines are joined."""
    return _SPACES.sub(" ", text).strip()


def _words(letters: Sequence[_Letter], size: float, baseline: float) -> str:
    """The words of a line, with raised marks that refer to notes between ⟦ and ⟧."""
    kept, raised = "", ""
    for letter in (*letters, _Letter("", None, 0)):
        if 0 < letter.size < size * 0.8 and _baseline(letter) > baseline + size * 0.1:
            raised += letter.text
            continue
        kept += (_raised(raised, kept) if raised else "") + letter.text
        raised = ""
    return kept


def _raised(raised: str, before: str) -> str:
    """A raised mark set apart; ordinal endings, square metres and a note's own number stay words."""
    is_mark = re.fullmatch(r"[A-Z]\d{1,3}", raised) or (
        re.fullmatch(r"\d{1,3}", raised) and before.strip() and not re.search(r"\b[ckm]?m$", before)
    )
    return f"⟦{raised}⟧" if is_mark else raised


def _continues(before: Line, line: Line) -> bool:
    """Whether a stretch stands on the line before it: after a raised mark, or after a small gap."""
    size = max(before.size, line.size)
    level = abs(before.baseline - line.baseline) < size * 0.5
    return level and -size * 0.5 <= line.left - before.right < size * 1.5


def _merged(before: Line, line: Line) -> Line:
    mark = re.match(r"[A-Z]?\d{1,3}", line.text) if line.size < before.size * 0.8 else None
    marked = f"⟦{mark[0]}⟧{line.text[mark.end() :]}" if mark else line.marked
    bare = _MARK.sub("", marked)
    gap = " " if line.left - before.right > before.size * 0.15 and bare[:1] not in ",.;:)" else ""
    return replace(
        before if before.size >= line.size else line,
        text=_tidy(f"{before.text}{gap}{bare}"),
        left=before.left,
        right=line.right,
        bold=before.bold and line.bold,
        marked=_tidy(f"{before.marked}{gap}{marked}"),
    )


# -- running heads ---------------------------------------------------------------------------


def _with_running(read: Sequence[tuple[Sequence[Line], float]]) -> tuple[tuple[Line, ...], ...]:
    often = max(3, round(len(read) * 0.3))
    seen = Counter(key for lines, height in read for key in {_key(line) for line in lines if _at_edge(line, height)})
    return tuple(
        tuple(
            replace(line, running=_at_edge(line, height) and _is_running(line, seen, often, height)) for line in lines
        )
        for lines, height in read
    )


def _is_running(line: Line, seen: Counter[tuple[str, int]], often: int, height: float) -> bool:
    """A page number, or what stands on page after page; a title above the first page is read there."""
    if _FURNITURE.match(line.text):
        return True
    return seen[_key(line)] >= often and (line.page > 1 or line.baseline < height * _EDGE)


def _at_edge(line: Line, height: float) -> bool:
    return not height * _EDGE < line.baseline < height * (1 - _EDGE)


def _key(line: Line) -> tuple[str, int]:
    """A running head whatever its page number or date, at its own height on the page."""
    return re.sub(r"\d+", "#", line.text), round(line.baseline / 6)
