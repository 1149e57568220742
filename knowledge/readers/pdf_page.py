"""PDF pages as a person sees them: filled-in fields are words, hidden words are not, tables are known."""

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
from pypdfium2 import raw

from knowledge.errors import UnreadableFile
from knowledge.readers.pdf_rules import Box, Grid, grids, rules

_TINY = 2.0  # points
_NEARLY_WHITE = 0xF5
_MOST_OBJECTS = 20_000  # a page with more is a drawing or a trap, and is read as it stands


@dataclass(frozen=True, slots=True)
class ShownPage:
    """One page, whether words on it were hidden and taken out, and the ruled tables on it."""

    page: Any
    hidden: bool
    tables: tuple[Grid, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """One thing drawn on a page; ``depth`` above 0 is inside a form of its own, with its own coordinates."""

    raw: Any
    kind: int
    depth: int
    parent: Any


def opened(data: bytes, name: str, most: int) -> Any:
    """The document, with its form fields; raises ``UnreadableFile`` for a password, damage or too many pages."""
    try:
        document = pypdfium2.PdfDocument(data)
        _refuse_shell(document, name)
        if "V8" not in pypdfium2.PDFIUM_INFO.flags:  # without it no script of a PDF can run
            document.init_forms()
        pages = len(document)
    except pypdfium2.PdfiumError as problem:
        raise _locked(name) if "password" in str(problem).lower() else damaged(name) from None
    if pages > most:
        raise UnreadableFile(f"{name} has more than {most} pages.", "Give only the part you need.")
    if not pages:
        raise damaged(name)
    return document


def _refuse_shell(document: Any, name: str) -> None:
    """A form of the XFA kind holds only a page that says "please wait"."""
    if document.get_formtype() == raw.FORMTYPE_XFA_FULL:
        raise UnreadableFile(f"{name} is a form that only Adobe Reader shows.", "Print it to a new PDF there.")


def damaged(name: str) -> UnreadableFile:
    """The refusal of a file that the PDF library cannot make out."""
    return UnreadableFile(f"{name} is damaged or is not a PDF.", "Open it and save it again.")


def _locked(name: str) -> UnreadableFile:
    return UnreadableFile(f"{name} is protected by a password.", "Save a copy without it.")


def shown(document: Any, place: int) -> ShownPage | None:
    """A page ready to be read, or nothing where that page of the file is broken."""
    try:
        page = _with_fields(document, place)
    except pypdfium2.PdfiumError:
        return None
    pieces = tuple(_pieces(page))
    if len(pieces) >= _MOST_OBJECTS:
        return ShownPage(page, hidden=False, tables=())
    paths = (piece.raw for piece in pieces if piece.kind == raw.FPDF_PAGEOBJ_PATH and not piece.depth)
    return ShownPage(page, _take_out_hidden(page, pieces), grids(rules(paths)))


def _with_fields(document: Any, place: int) -> Any:
    """The page with what was typed into its fields and text notes as part of it."""
    page = document[place]
    typed = {raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP}
    if (
        typed.isdisjoint(_annotations(page))
        or raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) != raw.FLATTEN_SUCCESS
    ):
        return page
    page.close()
    return document[place]


def _annotations(page: Any) -> Iterator[int]:
    for place in range(min(raw.FPDFPage_GetAnnotCount(page), 2000)):
        note = raw.FPDFPage_GetAnnot(page, place)
        yield raw.FPDFAnnot_GetSubtype(note)
        raw.FPDFPage_CloseAnnot(note)


def _pieces(page: Any) -> Iterator[_Piece]:
    found = 0
    for place in range(raw.FPDFPage_CountObjects(page)):
        for piece in _with_inner(raw.FPDFPage_GetObject(page, place), 0, None):
            yield piece
            found += 1
            if found >= _MOST_OBJECTS:
                return


def _with_inner(thing: Any, depth: int, parent: Any) -> Iterator[_Piece]:
    kind = raw.FPDFPageObj_GetType(thing)
    yield _Piece(thing, kind, depth, parent)
    if kind == raw.FPDF_PAGEOBJ_FORM and depth < 4:
        for place in range(raw.FPDFFormObj_CountObjects(thing)):
            yield from _with_inner(raw.FPDFFormObj_GetObject(thing, place), depth + 1, thing)


# -- hidden words ----------------------------------------------------------------------------


def _take_out_hidden(page: Any, pieces: tuple[_Piece, ...]) -> bool:
    ground = _Ground(page, pieces)
    words = [piece for piece in pieces if piece.kind == raw.FPDF_PAGEOBJ_TEXT]
    unseen = [piece for piece in words if ground.hides(piece)]
    for piece in unseen:
        if piece.depth:
            raw.FPDFFormObj_RemoveObject(piece.parent, piece.raw)
        else:
            raw.FPDFPage_RemoveObject(page, piece.raw)
            raw.FPDFPageObj_Destroy(piece.raw)
    return bool(unseen)


class _Ground:
    """What lies behind the words of a page: white words on a dark box are a heading, not hidden."""

    def __init__(self, page: Any, pieces: tuple[_Piece, ...]) -> None:
        self._page: Box = page.get_bbox()
        self._pieces = pieces
        self._behind: list[Box] | None = None

    def hides(self, piece: _Piece) -> bool:
        """Whether nobody could see the words of this piece."""
        from pypdfium2 import raw

        colour = _colour(piece.raw)
        if colour[3] == 0:
            return True
        if raw.FPDFTextObj_GetTextRenderMode(piece.raw) == raw.FPDF_TEXTRENDERMODE_INVISIBLE:
            return not self._is_scan()
        if min(colour[:3]) >= _NEARLY_WHITE and not self._is_on_colour(piece):
            return True
        return not piece.depth and (_is_tiny(piece.raw) or self._is_off_page(piece.raw))

    def _boxes(self) -> list[Box]:
        if self._behind is None:
            self._behind = [_bounds(piece.raw) for piece in self._pieces if _covers(piece)]
        return self._behind

    def _is_on_colour(self, piece: _Piece) -> bool:
        boxes = self._boxes()
        if piece.depth:
            return bool(boxes)
        left, bottom, right, top = _bounds(piece.raw)
        across, up = (left + right) / 2, (bottom + top) / 2
        return any(box[0] <= across <= box[2] and box[1] <= up <= box[3] for box in boxes)

    def _is_scan(self) -> bool:
        """A scanned page carries the words of its picture in an invisible layer."""
        from pypdfium2 import raw

        pictures = [_bounds(piece.raw) for piece in self._pieces if piece.kind == raw.FPDF_PAGEOBJ_IMAGE]
        return sum(map(_area, pictures)) > 0.5 * _area(self._page)

    def _is_off_page(self, thing: Any) -> bool:
        left, bottom, right, top = _bounds(thing)
        page = self._page
        return right < page[0] or left > page[2] or top < page[1] or bottom > page[3]


def _covers(piece: _Piece) -> bool:
    if piece.kind in {raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING}:
        return True
    if piece.kind != raw.FPDF_PAGEOBJ_PATH:
        return False
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(piece.raw, mode, stroke)
    colour = _colour(piece.raw)
    return bool(mode.value) and colour[3] > 0 and min(colour[:3]) < _NEARLY_WHITE


def _colour(thing: Any) -> tuple[int, int, int, int]:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(thing, red, green, blue, alpha):
        return 0, 0, 0, 255
    return red.value, green.value, blue.value, alpha.value


def _is_tiny(thing: Any) -> bool:
    size, matrix = ctypes.c_float(), raw.FS_MATRIX()
    if not raw.FPDFTextObj_GetFontSize(thing, size) or not raw.FPDFPageObj_GetMatrix(thing, matrix):
        return False
    return 0 < abs(size.value) * math.hypot(matrix.c, matrix.d) <= _TINY


def _bounds(thing: Any) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(thing, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])
