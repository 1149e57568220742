"""Audit practice on the page: two people audit one draft blind, then compare, correct and close."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.audits import GRADES, Audits
from bot.records.people import Person
from bot.render.audit_text import UNCOMPARED, agreement_lines, kept_words
from bot.web_page.forms import Form, Refused
from bot.web_page.pages import fragment
from bot.web_page.parts import Parts, parts_of, person_of
from bot.web_page.rooms import Room, entered
from bot.web_page.training import answer_of, named_rules
from knowledge.training import choices


async def standing(request: Request) -> Response:
    """How many of the two audits are in, which the page fetches again while it is open."""
    parts, code = parts_of(request), request.path_params["code"]
    seen = await parts.work.run(parts.audits.standing, code, person_of(request))
    if not seen.inside:
        raise Refused(403, "You are not in this audit. Join it with its code first.")
    return fragment(request, "audit_part.html", seen=seen)


async def open_audit(request: Request) -> Response:
    """A trainer opens an audit for two."""
    return await entered(request, _open)


def _open(parts: Parts, person: Person, form: Form) -> str:
    return f"/audits/{parts.audits.open(person, form.text('scenario'), form.text('team')).code}"


def _view(parts: Parts, code: str, person: Person) -> dict[str, Any]:
    seen = parts.audits.seen(code, person)
    return {
        "seen": seen,
        "mine": parts.audits.rounds.store.own(seen.audit.id, person.id),
        "held": seen.held,
        "grades": GRADES,
        "uncompared": UNCOMPARED,
        "rules": named_rules(choices(seen.held)),
        "lines": tuple(agreement_lines(seen.agreement)) if seen.agreement else (),
        "findings": named_rules(tuple(sorted(seen.held.rules))) if seen.agreement else (),
    }


# -- the steps of an audit -------------------------------------------------------------------


def _hand_in(audits: Audits, code: str, person: Person, form: Form) -> str:
    times = audits.hand_in(code, person, form.text("grade"), answer_of(form))
    return "in" if times == 1 else "again"


def _compare(audits: Audits, code: str, person: Person, _form: Form) -> str:
    audits.compare(code, person)
    return "compare"


def _correct(audits: Audits, code: str, person: Person, form: Form) -> str:
    audits.correct(code, person, form.text("finding"), form.text("action"))
    return "correct"


def _close(audits: Audits, code: str, person: Person, _form: Form) -> str:
    audits.close(code, person)
    return "close"


def _end(audits: Audits, code: str, person: Person, _form: Form) -> str:
    audits.end(code, person)
    return "end"


def _take(audits: Audits, code: str, person: Person, _form: Form) -> str:
    audits.rounds.take_over(code, person)
    return "take"


def _corrected(view: dict[str, Any]) -> str:
    missing = view["seen"].missing
    return f"Kept. Still without an action: {', '.join(missing)}." if missing else "Kept. The audit may close."


AUDIT = Room(
    "audit.html",
    lambda parts: parts.audits,
    _view,
    {"hand-in": _hand_in, "compare": _compare, "correct": _correct, "close": _close, "end": _end, "take": _take},
    {
        "in": lambda _: kept_words(1),
        "again": lambda _: kept_words(2),
        "compare": lambda _: "The two audits are compared below. Nothing more can be handed in.",
        "correct": _corrected,
        "close": lambda _: "The audit is closed.",
        "end": lambda _: f"This audit has {UNCOMPARED}",
        "take": lambda _: "You lead this audit now.",
    },
)
