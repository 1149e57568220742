"""Where training starts on the page, and training alone on a draft."""

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.practice import Alone
from bot.records.people import Person
from bot.records.rounds import Own, Round
from bot.web_page.forms import Form, form_of
from bot.web_page.hints import on_page
from bot.web_page.pages import may_train, page
from bot.web_page.parts import Parts, parts_of, person_of, visitor_of
from knowledge.errors import GuidanceError, RoundError
from knowledge.plans.rules import catalogue
from knowledge.scenarios.model import Scenario
from knowledge.scenarios.reader import scenario, scenarios
from knowledge.training import Marked, choices, parted


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the fields of a page: what was sent and refused, or what is in already."""

    ticked: frozenset[str] = frozenset()
    words: str = ""
    grade: str = ""
    expected: str = ""
    finding: str = ""
    action: str = ""


async def train_page(request: Request) -> Response:
    """What can be trained: rounds to join or open, and drafts to work on alone."""
    return await start_page(request)


async def start_page(request: Request, problem: str = "", form: Form | None = None) -> Response:
    """Where training starts, with what went wrong and what was sent."""
    parts, person = parts_of(request), person_of(request)
    due, here = await parts.work.run(_due, parts, person), await parts.work.run(_here, parts, person)
    values: dict[str, Any] = {
        "scenarios": scenarios(),
        "titles": {one.id: one.title for one in scenarios()},
        "due": due,
        "here": here,
        "over": await parts.work.run(parts.rounds.over, person) if may_train(visitor_of(request)) else (),
        "leads": may_train(visitor_of(request)),
        "given": {name: form.text(name) if form else "" for name in ("code", "name", "scenario", "team")},
    }
    return page(request, "train.html", 400 if problem else 200, problem=problem, **values)


async def alone_page(request: Request) -> Response:
    """One draft to read and mark."""
    parts, held = parts_of(request), scenario(request.path_params["name"])
    try:
        await parts.work.run(_practice(parts, person_of(request)).refuse_held_back, held)
    except RoundError as problem:
        return await start_page(request, on_page(problem))
    return page(request, "alone.html", **_alone(held), marked=None, problem="", typed=Typed())


async def alone(request: Request) -> Response:
    """The marking of an attempt; only the ids of missed checks are kept, so that they can come back."""
    form = await form_of(request)
    parts, person = parts_of(request), person_of(request)
    held = scenario(request.path_params["name"])
    try:
        marked = await parts.work.run(_marked_alone, parts, person, held.id, form)
    except GuidanceError as problem:
        values = {"marked": None, "problem": on_page(problem), "typed": typed_of(form)}
        return page(request, "alone.html", 400, **_alone(held), **values)
    return page(request, "alone.html", **_alone(held), marked=marked, problem="", typed=Typed())


def _alone(held: Scenario) -> dict[str, Any]:
    return {"held": held, "rules": named_rules(choices(held))}


def _marked_alone(parts: Parts, person: Person, name: str, form: Form) -> Marked:
    held = scenario(name)
    return _practice(parts, person).mark(held, answer_of(form), form.number("expected"), parts.app.embed)


def _practice(parts: Parts, person: Person) -> Alone:
    return Alone(parts.records, person.id, parts.today())


def _due(parts: Parts, person: Person) -> tuple[tuple[str, str, str], ...]:
    """Each check to practise again, with its name and a draft that has such a gap; none where every one is held back.

    The draft that this person would be given first is taken wherever it fits.
    """
    practice = _practice(parts, person)
    drafts = (practice.next(), *practice.free())
    return tuple(
        (rule, name, next((one.id for one in drafts if rule in one.rules), ""))
        for rule, name in named_rules(practice.due())
    )


def _here(parts: Parts, person: Person) -> tuple[Round, ...]:
    """The rounds and audits that a person leads or has joined."""
    return (*parts.rounds.of(person), *parts.audits.rounds.of(person))


def answer_of(form: Form) -> str:
    """What somebody found: the checks that were ticked and the words, one a line."""
    return "\n".join((*form.texts("rule"), form.text("words")))


def typed_of(form: Form) -> Typed:
    """What was sent, to stand in the fields again; it is kept nowhere."""
    return Typed(
        ticked=frozenset(form.texts("rule")),
        words=form.text("words"),
        grade=form.text("grade"),
        expected=form.text("expected"),
        finding=form.text("finding"),
        action=form.text("action"),
    )


def typed_from(own: Own | None, offered: tuple[tuple[str, str], ...]) -> Typed:
    """What somebody handed in before, to stand in the fields again; a check that has no box stands in the words."""
    if own is None:
        return Typed()
    chosen, words = parted(own.words)
    written = sorted(chosen - {rule for rule, _ in offered})
    return Typed(chosen, "\n".join((*written, words)).strip(), grade=str(own.marks.get("grade", "")))


def named_rules(ids: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Checks with their names."""
    names = {rule.id: rule.name for rule in catalogue()}
    return tuple((rule, names.get(rule, "")) for rule in ids)
