"""The check command: files to drafts to reports, one at a time; one bad file never stops the rest."""

import json
import time
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import click

from bot.app import App
from bot.render.report_json import report_object
from bot.render.report_text import report_lines
from knowledge.errors import GuidanceError, PlanError
from knowledge.plans.check import check_text
from knowledge.plans.model import DocType, Report
from knowledge.readers import Reading, bytes_of, needs_parser, read_bytes, read_confined

_ENDINGS = {".txt", ".md", ".docx", ".pdf", ".html", ".htm"}


def drafts(files: tuple[str, ...], folder: str | None) -> tuple[Path, ...]:
    """The files to check; raises ``PlanError`` when there is none."""
    if folder:
        found = sorted(path for path in Path(folder).glob("*") if path.suffix.lower() in _ENDINGS)
        if not found:
            raise PlanError("That folder holds no drafts.", "Name a folder of .docx, .pdf or .txt files.")
        return tuple(found)
    if not files:
        raise PlanError("Name a draft to check.", "For example: practice-bot check plan.docx")
    return tuple(Path(name) for name in files)


class Checking:
    """One run of the command: what was found and what could not be read."""

    def __init__(self, app: App, doc_type: str | None, day: date | None, *, everything: bool) -> None:
        self.found = False
        self.problems = 0
        self._app = app
        self._kind = _doc_type(doc_type)
        self._day = day
        self._everything = everything

    def run(self, paths: Iterable[Path], form: str) -> Iterator[str]:
        """Reports as text or as JSON lines, in the order of the files."""
        for number, path in enumerate(paths):
            try:
                if number and form == "text":
                    yield ""
                yield from self._one(path, form)
            except GuidanceError as problem:
                self.problems += 1
                click.echo(str(problem), err=True)

    def _one(self, path: Path, form: str) -> Iterator[str]:
        started = time.perf_counter()
        reading = _read(path)
        text = reading.text
        report = check_text(
            text, doc=path.stem, doc_type=self._kind, reference_date=self._day, embed=self._app.embed
        )
        self.found = self.found or bool(report.findings)
        if form == "json":
            yield self._json(report, text, time.perf_counter() - started)
        else:
            yield from (f"Note: {note}" for note in reading.notes)
            yield from report_lines(report, text, everything=self._everything)

    def _json(self, report: Report, text: str, seconds: float) -> str:
        return json.dumps(report_object(report, text, self._app.link, seconds), ensure_ascii=False)


def _read(path: Path) -> Reading:
    """A draft's blocks; a format with a parser is read in a child process with hard limits."""
    data = bytes_of(path)
    return read_confined(data, path.name) if needs_parser(data) else read_bytes(data, path.name)


def _doc_type(name: str | None) -> DocType | None:
    if name is None:
        return None
    try:
        return DocType(name)
    except ValueError:
        known = ", ".join(kind.value for kind in DocType)
        raise PlanError("That document type is not known.", f"Use one of: {known}.") from None
