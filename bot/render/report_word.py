"""A report as comments in the user's own Word file, or in a new one made from the text of another format."""

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from bot.checked import Checked
from bot.render.word_dye import pieces_of
from bot.render.word_links import without_fetching
from bot.render.word_made import made_from
from bot.render.word_marks import comment_at, comment_at_start
from bot.render.word_places import P, Piece, Place, Places
from bot.render.wording import (
    CLOSING,
    capital,
    dated,
    kind_name,
    left_out,
    most_serious_first,
    one_line,
    plural,
    tally,
    unseen,
)
from knowledge.plans.report import Finding, Report

_NEW = "This document holds the words of your draft, without its layout, so that comments can stand beside them."
_QUIET = "Templates or pictures kept outside this file were switched off, so that nothing is fetched on opening it."
# The "Strict" form, templates and damaged side parts, which the reader does not need and python-docx does.
_NOT_FOR_PYTHON_DOCX = (
    KeyError,
    ValueError,
    AttributeError,
    PackageNotFoundError,
    zipfile.BadZipFile,
    etree.LxmlError,
    etree.XMLSyntaxError,
)


def word_bytes(checked: Checked, read: Callable[[bytes], str]) -> bytes:
    """The draft as a Word file with a comment at each place and a summary comment at the start.

    ``read`` gives the text of a Word file as the confined reader sees it.
    """
    document, pieces, remarks = _opened(checked, read)
    places = Places(checked.text, pieces)
    found = [(one, places.of(one.span) if one.span else None) for one in most_serious_first(checked.report.findings)]
    comment_at(document, list(_placed(found)))
    comment_at_start(document, "\n".join((*_summary(checked, found), *remarks)))
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _opened(checked: Checked, read: Callable[[bytes], str]) -> tuple[Any, tuple[Piece, ...], tuple[str, ...]]:
    if checked.reading.format != "docx":
        return *made_from(checked.reading), (_NEW,)
    try:
        quiet, changed = without_fetching(checked.data)
        document = Document(io.BytesIO(quiet))
        _try(document)
    except _NOT_FOR_PYTHON_DOCX:
        return *made_from(checked.reading), (_NEW,)
    return document, pieces_of(document, quiet, checked.text, read), (_QUIET,) if changed else ()


def _try(document: Any) -> None:
    """Fails now, and not when comments are placed, where the body or the comments are not what they should be."""
    document.element.body.iter(P)
    len(document.comments)


def _placed(found: list[tuple[Finding, Place | None]]) -> Iterator[tuple[Place, str]]:
    for finding, place in found:
        if place:
            yield place, "\n".join(_comment(finding))


def _comment(finding: Finding) -> Iterator[str]:
    yield f"{finding.severity.value.capitalize()}: {finding.message}"
    yield f"Better, for example: {finding.better}"
    yield f"Why it matters: {'; '.join(finding.why)} (check {finding.rule})"


def _summary(checked: Checked, found: list[tuple[Finding, Place | None]]) -> Iterator[str]:
    report = checked.report
    yield (f"Draft check. {capital(kind_name(report.kind))}, {dated(report)}, {plural(report.rules_run, 'check')} run.")
    yield tally(report)
    for finding, place in found:
        if place is None:
            words = f"At “{one_line(finding.span, checked.text)}”: " if finding.span else "In the whole document: "
            yield f"{words}{' '.join(_comment(finding))}"
    yield from _notes(report)
    yield CLOSING


def _notes(report: Report) -> Iterator[str]:
    yield from unseen(report)
    yield from left_out(report)
