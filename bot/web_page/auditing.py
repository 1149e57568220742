"""Audit practice on the page: two people audit one draft blind, then compare, correct and close."""

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.audits import GRADES, Audits
from bot.records.people import Person
from bot.records.rounds import Round, Stage
from bot.render.audit_text import agreement_lines
from bot.web_page.forms import Form, form_of
from bot.web_page.pages import page
from bot.web_page.parts import Parts, parts_of, person_of
from bot.web_page.training import named_rules, start_page
from knowledge.errors import GuidanceError, RoundError
from knowledge.training import choices


async def open_audit(request: Request) -> Response:
    """A trainer opens an audit for two."""
    form = await form_of(request)
    parts, person = parts_of(request), person_of(request)
    try:
        opened = await parts.work.run(parts.audits.open, person, form.text("scenario"))
    except GuidanceError as problem:
        return await start_page(request, str(problem))
    return RedirectResponse(f"/audits/{opened.code}", 303)


async def audit_page(request: Request) -> Response:
    """An audit as this person may see it now."""
    return await _audit(request, "", "")


async def audit_step(request: Request) -> Response:
    """One thing that somebody does in an audit; the page then shows how it stands."""
    form = await form_of(request)
    parts, person = parts_of(request), person_of(request)
    step = _STEPS.get(request.path_params["step"])
    if step is None:
        return await _audit(request, "", "There is no such step.")
    try:
        said = await parts.work.run(_done, step, parts.audits, request.path_params["code"], person, form)
    except GuidanceError as problem:
        return await _audit(request, "", str(problem))
    return await _audit(request, said, "")


async def _audit(request: Request, said: str, problem: str) -> Response:
    parts, person = parts_of(request), person_of(request)
    view = await parts.work.run(_view, parts, request.path_params["code"], person)
    return page(request, "audit.html", 400 if problem else 200, said=said, problem=problem, **view)


def _view(parts: Parts, code: str, person: Person) -> dict[str, Any]:
    audits = parts.audits
    current = audits.known(code)
    leads, joined = current.trainer == person.id, audits.rounds.store.has_seat(current.id, person.id)
    held = audits.rounds.scenario_of(current)
    handed_in = len(audits.rounds.store.submissions(current.id))
    compared = (leads or joined) and current.stage is not Stage.OPEN and handed_in > 1
    return {
        "current": current,
        "leads": leads,
        "joined": joined,
        "held": held if leads or joined else None,
        "handed_in": handed_in,
        "open": current.stage is Stage.OPEN,
        "ended": current.stage is Stage.ENDED,
        "grades": GRADES,
        "rules": named_rules(choices(held)),
        "lines": tuple(agreement_lines(audits.agreement(code))) if compared else (),
        "findings": named_rules(tuple(sorted(held.rules))) if compared else (),
        "missing": audits.open_findings(code) if compared else (),
        "corrections": audits.rounds.store.corrections(current.id) if compared else {},
    }


# -- the steps of an audit -------------------------------------------------------------------


def _done(
    step: Callable[[Audits, str, Person, Form], str], audits: Audits, code: str, person: Person, form: Form
) -> str:
    if not _inside(audits, audits.known(code), person):
        raise RoundError("You have not joined this audit.", "Join with its code first.")
    return step(audits, code, person, form)


def _inside(audits: Audits, current: Round, person: Person) -> bool:
    return current.trainer == person.id or audits.rounds.store.has_seat(current.id, person.id)


def _hand_in(audits: Audits, code: str, person: Person, form: Form) -> str:
    words = "\n".join((*form.texts("rule"), form.text("words")))
    times = audits.audit(code, person, form.text("grade"), words)
    return "Your audit is in." if times == 1 else "Your audit is in, in place of the one before."


def _compare(audits: Audits, code: str, _person: Person, _form: Form) -> str:
    audits.agreement(code)
    return "The two audits are compared below. Nothing more can be handed in."


def _correct(audits: Audits, code: str, _person: Person, form: Form) -> str:
    missing = audits.correct(code, form.text("finding"), form.text("action"))
    return f"Kept. Still without an action: {', '.join(missing)}." if missing else "Kept. The audit may close."


def _close(audits: Audits, code: str, person: Person, _form: Form) -> str:
    audits.close(code, person)
    return "The audit is closed."


_STEPS: dict[str, Callable[[Audits, str, Person, Form], str]] = {
    "hand-in": _hand_in,
    "compare": _compare,
    "correct": _correct,
    "close": _close,
}
