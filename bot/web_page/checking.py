"""The page that checks a draft: held in memory for one request, never kept."""

from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.board import count_draft, team_name
from bot.checked import Checked
from bot.checking import check_draft, document_type
from bot.names import writable
from bot.render.report_html import Most, report_parts
from bot.render.wording import kind_name, plural
from bot.rendering import Form as ReportForm
from bot.rendering import Renderer
from bot.web_page.forms import Form, Upload, form_of
from bot.web_page.pages import page, safe
from bot.web_page.parts import Parts, parts_of
from knowledge.errors import GuidanceError, PlanError
from knowledge.plans.model import DocType

_GIVEN = ("text", "kind", "day", "team", "earlier_text")
_AS_WORD, _AS_WHOLE = "word", "whole"
# A check takes seconds for each hundred thousand characters, and a page of the report is to stay under 150 kB.
_LONGEST = 200_000
_MOST = Most(findings=20, places=5, rows=20, characters=10_000)
# A longer text is not sent back in the page for its Word file and the whole report: it is given again.
_CARRIED = 30_000
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


async def check_page(request: Request) -> Response:
    """An empty form."""
    return page(request, "check.html", report=None, progress="", carried=False, **_values(Form()))


async def check(request: Request) -> Response:
    """The report on the draft in the form: on the page, or as a Word file with comments."""
    form = await form_of(request)
    parts = parts_of(request)
    try:
        return await parts.work.run(_checked_as, request, parts, form)
    except GuidanceError as problem:
        return page(request, "check.html", 400, report=None, progress="", carried=False, **_values(form, str(problem)))


def _checked_as(request: Request, parts: Parts, form: Form) -> Response:
    """The report in the form that was asked for: all of it is heavy work."""
    checked, progress = _checked(parts, form)
    if form.text("as") == _AS_WORD:
        return _file(parts, checked, ReportForm.DOCX, _WORD)
    if form.text("as") == _AS_WHOLE:
        return _file(parts, checked, ReportForm.HTML, "text/html")
    report = {name: safe(html) for name, html in report_parts(checked, parts.app.link, _MOST).items()}
    return page(
        request,
        "check.html",
        report=report,
        carried=len(form.text("text")) <= _CARRIED,
        progress=progress,
        **_values(form),
    )


def _values(form: Form, problem: str = "") -> dict[str, Any]:
    """What somebody gave, for the form that comes back with the page; a file cannot be given back to a browser."""
    given, nothing = ({name: one.text(name) for name in _GIVEN} for one in (form, Form()))
    kept = given if problem else nothing
    return {"kinds": _kinds(), "given": given, "kept": kept, "file": form.upload("file"), "problem": problem}


def _checked(parts: Parts, form: Form) -> tuple[Checked, str]:
    """The draft checked and, where a team is named, counted; with a sentence on how it stands to an earlier one."""
    draft, before = _draft(form, "file", "text"), _draft(form, "earlier_file", "earlier_text")
    if draft is None:
        raise PlanError("There is no draft to check.", "Paste its text, or choose a Word, PDF or text file.")
    team = team_name(form.text("team")) if form.text("team") else ""
    if before and not team:
        raise PlanError("An earlier draft counts for a team.", "Name the team, or leave the earlier draft out.")
    done = _check(parts, form, draft)
    parts.metrics.checked("web")
    if not team or form.text("as") in {_AS_WORD, _AS_WHOLE}:
        return done, ""
    earlier = _check(parts, form, before) if before else None
    count_draft(parts.records, team, f"{parts.today():%Y-%m}", done, earlier)
    return done, _progress(earlier, done) if earlier else ""


def _draft(form: Form, file: str, text: str) -> Upload | None:
    pasted = form.text(text)
    return form.upload(file) or (Upload("pasted draft.txt", pasted.encode()) if pasted else None)


def _check(parts: Parts, form: Form, draft: Upload) -> Checked:
    kind, day = document_type(form.text("kind") or None), _day(form.text("day"))
    return check_draft(parts.app, draft.data, draft.name, kind=kind, day=day, most=_LONGEST)


def _progress(earlier: Checked, now: Checked) -> str:
    before, after = len(earlier.report.findings), len(now.report.findings)
    how = "Better than" if after < before else "Not as good as" if after > before else "The same as"
    return f"{how} the earlier draft: {plural(after, 'finding')}, {before} before."


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        raise PlanError("The date to check against is not a date.", "Choose it from the calendar.") from None


def _file(parts: Parts, checked: Checked, form: ReportForm, media: str) -> Response:
    data = Renderer(form, parts.app.link).contents([checked])
    name = writable(checked.name.rsplit(".", 1)[0], form.ending, set())
    plain = name.encode("ascii", "ignore").decode().replace('"', "") or f"draft-checked{form.ending}"
    headers = {"Content-Disposition": f'attachment; filename="{plain}"'}
    return Response(data, media_type=media, headers=headers)


def _kinds() -> tuple[tuple[str, str], ...]:
    return tuple((kind.value, kind_name(kind)) for kind in DocType if kind is not DocType.UNKNOWN)
