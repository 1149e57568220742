"""The check command: files to drafts to reports; one bad file never stops the rest."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import click

from bot.app import App
from bot.checked import Checked
from bot.names import shown
from knowledge.errors import GuidanceError, PlanError
from knowledge.plans.check import check_text
from knowledge.plans.local import LocalRules, load_local_rules
from knowledge.plans.model import DocType
from knowledge.readers import UPLOADED, Reading, bytes_of, needs_parser, read_bytes, read_confined

Outcome = Checked | str
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


def counted(outcomes: Iterable[Outcome], total: int) -> Iterator[Outcome]:
    """The outcomes, with a progress bar on stderr where a person sees it."""
    from rich.console import Console
    from rich.progress import track

    screen = Console(stderr=True)
    hidden = not screen.is_terminal
    return iter(track(outcomes, "Checking drafts", total, console=screen, transient=True, disable=hidden))


@dataclass(frozen=True, slots=True)
class Choices:
    """What one run asks of every draft."""

    kind: DocType | None = None
    day: date | None = None
    local: LocalRules = field(default_factory=LocalRules)


class Checking:
    """One run of the command: what was found and what could not be read."""

    def __init__(self, app: App, doc_type: str | None, day: date | None, rules: str | None = None) -> None:
        self.found = False
        self.problems = 0
        self._app = app
        local = local_rules(Path(rules) if rules else app.settings.rules_file)
        self._choices = Choices(document_type(doc_type), day, local)

    def checked(self, paths: Iterable[Path], *, pile: bool = False) -> Iterator[Checked]:
        """The drafts that could be read, in the order of the files; the others are named on stderr.

        A pile is checked by several processes, with a progress bar.
        """
        for outcome in self._pile(tuple(paths)) if pile else self._one_by_one(paths):
            if isinstance(outcome, str):
                self.problems += 1
                click.echo(shown(outcome), err=True)
            else:
                self.found = self.found or bool(outcome.report.findings)
                yield outcome

    def _one_by_one(self, paths: Iterable[Path]) -> Iterator[Outcome]:
        return (outcome_of(self._app, path, self._choices) for path in paths)

    def _pile(self, paths: tuple[Path, ...]) -> Iterator[Outcome]:
        from bot.pile import LEAST, Pile

        outcomes = Pile(self._app.settings, self._choices).outcomes(paths)
        return counted(outcomes if len(paths) >= LEAST else self._one_by_one(paths), len(paths))


def outcome_of(app: App, path: Path, choices: Choices) -> Outcome:
    """The checked draft, or the sentence that says why there is none."""
    try:
        data = bytes_of(path)
        return check_draft(app, data, path.name, kind=choices.kind, day=choices.day, local=choices.local)
    except GuidanceError as problem:
        return str(problem)


def check_draft(
    app: App,
    data: bytes,
    name: str,
    *,
    kind: DocType | None = None,
    day: date | None = None,
    local: LocalRules | None = None,
    most: int | None = None,
) -> Checked:
    """Check one draft that is held in memory; ``name`` is what its file was called. Nothing is written anywhere.

    Raises ``SwitchedOff`` while the bot is off, and ``PlanError`` for a draft of more than ``most`` characters.
    """
    app.allow()
    started = time.perf_counter()
    reading = read_draft(data, name)
    if most is not None and len(reading.text) > most:
        raise PlanError(f"That draft is longer than {most:,} characters.", "Give only the part you need.")
    report = check_text(
        reading.text,
        doc=shown(Path(name).stem),
        doc_type=kind,
        reference_date=day,
        local=local or local_rules(app.settings.rules_file),
        embed=app.embed,
    )
    report = replace(report, notes=(*reading.notes, *report.notes))
    return Checked(name, reading.text, reading, report, data, time.perf_counter() - started)


def read_draft(data: bytes, name: str) -> Reading:
    """A draft's blocks, within the limits for drafts; a format with a parser is read in a child process."""
    return read_confined(data, name) if needs_parser(data) else read_bytes(data, name, UPLOADED)


def local_rules(path: Path | None) -> LocalRules:
    """The council's own choices, or none."""
    return load_local_rules(path) if path else LocalRules()


def document_type(name: str | None) -> DocType | None:
    """The type that a name means; raises ``PlanError`` that lists them all."""
    if name is None:
        return None
    try:
        return DocType(name)
    except ValueError:
        known = ", ".join(kind.value for kind in DocType)
        raise PlanError("That document type is not known.", f"Use one of: {known}.") from None
