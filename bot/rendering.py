"""Chooses how a report is rendered; each form's module is imported when it is used."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.checked import Checked
from bot.render.wording import LinkOf
from knowledge.readers import read_confined


class Form(StrEnum):
    """The forms of a report."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    SARIF = "sarif"
    CSV = "csv"

    @property
    def ending(self) -> str:
        """How the name of a file of this form ends."""
        return ".txt" if self is Form.TEXT else f".{self.value}"

    @property
    def one_draft(self) -> bool:
        """Whether a file of this form holds a single draft."""
        return self in {Form.HTML, Form.DOCX, Form.PDF}


@dataclass(frozen=True, slots=True)
class Renderer:
    """Reports in one form; ``everything`` lifts the limit on the findings that the text form shows."""

    form: Form
    link: LinkOf
    everything: bool = False

    def lines(self, checks: Iterable[Checked]) -> Iterator[str]:
        """Reports on any number of drafts as text; for every form but Word."""
        if self.form is Form.SARIF:
            from bot.render.report_sarif import sarif_text

            yield sarif_text([replace(one, data=b"") for one in checks], self.link)
            return
        if self.form is Form.CSV:
            from bot.render.report_csv import csv_header

            yield csv_header()
        for number, checked in enumerate(checks):
            if number and self.form is Form.TEXT:
                yield ""
            yield from self._own_lines(checked)

    def _own_lines(self, checked: Checked) -> Iterator[str]:
        report, text = checked.report, checked.text
        if self.form is Form.JSON:
            from bot.render.report_json import report_object

            yield json.dumps(report_object(report, text, self.link, checked.seconds), ensure_ascii=False)
        elif self.form is Form.CSV:
            from bot.render.report_csv import csv_rows

            yield from csv_rows(report, text, self.link)
        elif self.form is Form.HTML:
            from bot.render.report_html import html_page

            yield html_page(checked, self.link)
        else:
            from bot.render.report_text import report_lines

            yield from report_lines(report, text, everything=self.everything)

    def contents(self, checks: Iterable[Checked]) -> bytes:
        """The contents of one file: a Word file holds one draft, the other forms hold all of them."""
        if self.form is Form.DOCX:
            from bot.render.report_word import word_bytes

            return b"".join(word_bytes(checked, _as_read) for checked in checks)
        if self.form is Form.PDF:
            from bot.render.report_pdf import pdf_bytes

            return b"".join(map(pdf_bytes, checks))
        text = "\n".join((*self.lines(checks), ""))
        # Excel takes a file without a byte order mark for Windows-1252.
        return text.encode("utf-8-sig" if self.form is Form.CSV else "utf-8")


def _as_read(data: bytes) -> str:
    return read_confined(data, "the draft").text
