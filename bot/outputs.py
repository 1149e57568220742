"""Where reports go: the screen, one file for all drafts, or a folder with a file a draft."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from bot.checked import Checked
from bot.names import same_file, writable
from bot.rendering import Form, Renderer
from knowledge.errors import PlanError
from knowledge.plans.report import Report


class Outputs:
    """The target of one run; raises ``PlanError`` before any work where it cannot hold what was asked for."""

    def __init__(self, renderer: Renderer, target: str | None, drafts: tuple[Path, ...]) -> None:
        self._renderer = renderer
        self._drafts = drafts
        self._file = Path(target) if target is not None else None
        self._folder = _folder(target, renderer.form, drafts)
        self._taken = {draft.name.lower() for draft in drafts}

    def delivered(self, checks: Iterable[Checked], *, pile: bool) -> Iterator[str]:
        """Writes what goes into files, and gives back the lines for the screen; a pile gets a summary page."""
        if self._folder is not None:
            reports = [self._written(checked, self._folder) for checked in checks]
            yield from self._summary(reports) if pile else _count(reports, self._folder)
        elif pile and self._renderer.form is Form.TEXT:
            page = tuple(self._summary([checked.report for checked in checks]))
            yield from self._saved("\n".join((*page, "")).encode()) if self._file else page
        elif self._file:
            yield from self._saved_together(list(checks))
        else:
            yield from self._renderer.lines(checks)

    def _saved_together(self, checks: list[Checked]) -> tuple[str, ...]:
        return self._saved(self._renderer.contents(checks)) if checks else ()

    def _saved(self, data: bytes) -> tuple[str, ...]:
        if self._file:
            save(self._file, data)
        return ()

    def _written(self, checked: Checked, folder: Path) -> Report:
        name = writable(Path(checked.name).stem, self._renderer.form.ending, self._taken)
        save(folder / name, self._renderer.contents([checked]))
        return checked.report

    def _summary(self, reports: list[Report]) -> Iterator[str]:
        from bot.render.batch_text import summary_lines

        return summary_lines(reports, len(self._drafts) - len(reports))


def _folder(target: str | None, form: Form, drafts: tuple[Path, ...]) -> Path | None:
    """The folder for one file a draft, or None where everything goes to one place."""
    separate = form.one_draft and len(drafts) > 1
    if target is None:
        if form in {Form.DOCX, Form.PDF}:
            kind = "Word" if form is Form.DOCX else "PDF"
            raise PlanError(f"A {kind} file cannot be shown here.", f"Add --output checked{form.ending}.")
        if separate:
            raise PlanError("Several pages cannot be shown one after the other.", "Add --output FOLDER.")
        return None
    path = Path(target)
    if any(same_file(path, draft) for draft in drafts):
        raise PlanError("The report would take the place of the draft.", "Give --output another name.")
    if path.is_dir() or target.endswith(("/", os.sep)) or (separate and not path.exists()):
        return path
    if separate:
        raise PlanError("Several drafts need a folder, and that is a file.", "Give --output a folder.")
    return None


def _count(reports: list[Report], folder: Path) -> Iterator[str]:
    if reports:
        yield f"{len(reports)} {'report' if len(reports) == 1 else 'reports'} written to {folder}."


def save(path: Path, data: bytes) -> None:
    """Writes a file whole or not at all, and makes its folder."""
    target = path.resolve()
    part = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and not target.is_file():  # a pipe or a device, which is written to and never replaced
            target.write_bytes(data)
            return
        part.write_bytes(data)
        part.replace(target)
    except OSError as problem:
        with suppress(OSError):
            part.unlink()
        raise PlanError("The output file cannot be written.", "Check the folder and the free space.") from problem
