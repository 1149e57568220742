"""Notes in a PDF: a highlight where the words stand, and a summary on the first page. Runs in the confined child."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pdfplumber
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Highlight, Text
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, FloatObject, NameObject, TextStringObject

NOT_FOR_PYPDF = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError)
AUTHOR = "Draft check"
_PAGES, _WORDS = 60, 14
_COLOUR = "ffe08a"
# Actions that would start a program, run a script, send words away or open another file.
_RUNS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition"}


@dataclass(frozen=True, slots=True)
class Place:
    """The boxes of some words on one page, in the page's own coordinates: left, bottom, right, top."""

    page: int
    boxes: tuple[tuple[float, float, float, float], ...]


def noted(data: bytes, summary: str, notes: Sequence[tuple[str, str]]) -> bytes:
    """The PDF with its notes; what has no place is told in the summary. Scripts and files inside are left behind."""
    writer = _copied(data)
    lost = []
    for (_, note), place in zip(notes, _places(data, [words for words, _ in notes]), strict=True):
        if place is None:
            lost.append(note)
        else:
            _highlight(writer, place, note)
    _summary(writer, "\n\n".join((summary, *lost)))
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _copied(data: bytes) -> PdfWriter:
    """The pages and nothing of what is kept beside them: no script, no attached file, no action on opening."""
    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(data)).pages:
        added = writer.add_page(page)
        added.pop(NameObject("/AA"), None)
        kept = [one for one in added.get("/Annots", ()) or () if not _runs(one.get_object())]
        added[NameObject("/Annots")] = ArrayObject(kept)
    return writer


def _runs(annotation: Any) -> bool:
    action = annotation.get("/A")
    kind = action.get_object().get("/S") if action is not None else ""
    return kind in _RUNS or "/AA" in annotation or annotation.get("/Subtype") in {"/FileAttachment", "/RichMedia"}


# -- where words stand -----------------------------------------------------------------------


def _places(data: bytes, quotes: Sequence[str]) -> list[Place | None]:
    found: list[Place | None] = [None] * len(quotes)
    with pdfplumber.open(io.BytesIO(data)) as opened:
        for number, page in enumerate(opened.pages[:_PAGES]):
            for at, quote in enumerate(quotes):
                if found[at] is None:
                    found[at] = _place(page, number, quote)
            page.close()
            if all(found):
                break
    return found


def _place(page: Any, number: int, quote: str) -> Place | None:
    """The first place of the first words of a quote; its lines may be broken anywhere."""
    words = re.findall(r"\S+", quote.split(" | ")[0])[:_WORDS]
    if not words:
        return None
    matches = page.search(r"\s+".join(map(re.escape, words)), regex=True, case=True)
    boxes = tuple(_boxes(page, matches[0]["chars"])) if matches else ()
    return Place(number, boxes) if boxes else None


def _boxes(page: Any, chars: Sequence[dict[str, Any]]) -> Iterator[tuple[float, float, float, float]]:
    left, bottom = page.mediabox[0], page.mediabox[1] + page.height
    for _, line in groupby(chars, key=lambda char: round(char["bottom"])):
        row = list(line)
        yield (
            left + min(char["x0"] for char in row),
            bottom - max(char["bottom"] for char in row),
            left + max(char["x1"] for char in row),
            bottom - min(char["top"] for char in row),
        )


# -- writing ---------------------------------------------------------------------------------


def _highlight(writer: PdfWriter, place: Place, note: str) -> None:
    rect = (
        min(box[0] for box in place.boxes),
        min(box[1] for box in place.boxes),
        max(box[2] for box in place.boxes),
        max(box[3] for box in place.boxes),
    )
    corners = [FloatObject(value) for x0, y0, x1, y1 in place.boxes for value in (x0, y1, x1, y1, x0, y0, x1, y0)]
    mark = Highlight(rect=rect, quad_points=ArrayObject(corners), highlight_color=_COLOUR, printing=True)
    mark[NameObject("/Contents")] = TextStringObject(note)
    mark[NameObject("/T")] = TextStringObject(AUTHOR)
    writer.add_annotation(place.page, mark)


def _summary(writer: PdfWriter, words: str) -> None:
    box = writer.pages[0].mediabox
    x, y = float(box.left) + 8, float(box.top) - 30
    note = Text(rect=(x, y, x + 22, y + 22), text=words, open=False)
    note[NameObject("/T")] = TextStringObject(AUTHOR)
    writer.add_annotation(0, note)
