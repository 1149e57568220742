"""Training on the page: alone on a draft, or together in a round with a live board."""

from asyncio import wrap_future
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.handing_in import Sent
from bot.records.people import Person
from bot.records.practice import Practice
from bot.records.rounds import Round, Stage
from bot.round_summary import change_words, summary_csv, summary_page
from bot.rounds import Rounds
from bot.web_page.forms import Form, form_of
from bot.web_page.guards import with_own_style
from bot.web_page.pages import fragment, may_train, page
from bot.web_page.parts import Parts, parts_of, person_of, visitor_of
from knowledge.areas import themes
from knowledge.errors import GuidanceError
from knowledge.plans.rules import catalogue
from knowledge.quiz import QuizQuestion, question
from knowledge.scenarios.reader import scenario, scenarios
from knowledge.training import Marked, attempt_of, choices, mark

# -- alone -----------------------------------------------------------------------------------


async def train_page(request: Request) -> Response:
    """What can be trained: rounds to join or open, and drafts to work on alone."""
    return await start_page(request, "")


async def start_page(request: Request, problem: str) -> Response:
    """Where training starts, with what went wrong."""
    parts, person = parts_of(request), person_of(request)
    due = await parts.work.run(_due, parts, person)
    values: dict[str, Any] = {"scenarios": scenarios(), "due": due, "leads": may_train(visitor_of(request))}
    return page(request, "train.html", 400 if problem else 200, problem=problem, **values)


async def alone_page(request: Request) -> Response:
    """One draft to read and mark."""
    held = scenario(request.path_params["name"])
    return page(
        request, "alone.html", held=held, rules=named_rules(choices(held)), marked=None, problem="", themes=themes()
    )


async def alone(request: Request) -> Response:
    """The marking of an attempt; only the ids of missed checks are kept, so that they can come back."""
    form = await form_of(request)
    parts, person = parts_of(request), person_of(request)
    held = scenario(request.path_params["name"])
    values: dict[str, Any] = {"held": held, "rules": named_rules(choices(held)), "themes": themes()}
    try:
        marked = await parts.work.run(_marked_alone, parts, person, held.id, form)
    except GuidanceError as problem:
        return page(request, "alone.html", 400, marked=None, problem=str(problem), **values)
    return page(request, "alone.html", marked=marked, problem="", **values)


def _marked_alone(parts: Parts, person: Person, name: str, form: Form) -> Marked:
    from bot.case_data import refuse_case_data

    held = scenario(name)
    words = "\n".join((*form.texts("rule"), form.text("words")))
    expected = form.text("expected")
    attempt = attempt_of(words, int(expected) if expected.isdigit() else None)
    refuse_case_data(words, held.text)
    marked = mark(held, attempt, parts.app.embed)
    found = frozenset(gap.rule for gap in marked.found)
    Practice(parts.records.database).marked(person.id, marked.to_practise, found, parts.today())
    return marked


def _due(parts: Parts, person: Person) -> tuple[tuple[str, str], ...]:
    return named_rules(Practice(parts.records.database).due(person.id, parts.today()))


def named_rules(ids: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Checks with their names."""
    names = {rule.id: rule.name for rule in catalogue()}
    return tuple((rule, names.get(rule, "")) for rule in ids)


# -- together --------------------------------------------------------------------------------


async def open_round(request: Request) -> Response:
    """A trainer opens a round."""
    form = await form_of(request)

    def opened(rounds: Rounds, person: Person) -> str:
        return rounds.open(person, form.text("scenario"), form.text("team")).code

    return await _done(request, opened)


async def join_round(request: Request) -> Response:
    """Somebody joins with a code; the name may be left out."""
    form = await form_of(request)

    def joined(rounds: Rounds, person: Person) -> str:
        return rounds.join(form.text("code"), person, form.text("name"))[0].code

    return await _done(request, joined)


async def _done(request: Request, what: Callable[[Rounds, Person], str]) -> Response:
    parts, person = parts_of(request), person_of(request)
    try:
        code = await parts.work.run(what, parts.rounds, person)
    except GuidanceError as problem:
        return await start_page(request, str(problem))
    return RedirectResponse(f"/rounds/{code}", 303)


async def round_page(request: Request) -> Response:
    """A round as this person may see it now; an audit has a page of its own."""
    parts, code = parts_of(request), request.path_params["code"]
    current = await parts.work.run(parts.records.rounds.by_code, code)
    if current and current.kind == "audit":
        return RedirectResponse(f"/audits/{current.code}", 303)
    return await _round(request, "", "")


async def hand_in(request: Request) -> Response:
    """The receipt of what somebody hands in: a short page, so that a whole room gets it at once."""
    form = await form_of(request)
    code = request.path_params["code"]
    words = "\n".join((*form.texts("rule"), form.text("words")))
    try:
        receipt = await wrap_future(parts_of(request).hand_ins.soon(Sent(person_of(request), code, words)))
    except GuidanceError as problem:
        return await _round(request, "", str(problem))
    return page(request, "received.html", code=code, said=receipt.words)


async def round_step(request: Request) -> Response:
    """One thing that somebody does in a round; the page then shows how it stands."""
    form = await form_of(request)
    parts, person = parts_of(request), person_of(request)
    step = _STEPS.get(request.path_params["step"])
    if step is None:
        return await _round(request, "", "There is no such step.")
    try:
        said = await parts.work.run(step, parts.rounds, request.path_params["code"], person, form)
    except GuidanceError as problem:
        return await _round(request, "", str(problem))
    return await _round(request, said, "")


async def _round(request: Request, said: str, problem: str) -> Response:
    parts, person = parts_of(request), person_of(request)
    view = await parts.work.run(_view, parts, request.path_params["code"], person)
    return page(request, "round.html", 400 if problem else 200, said=said, problem=problem, **view)


def _view(parts: Parts, code: str, person: Person) -> dict[str, Any]:
    rounds = parts.rounds
    board = parts.boards.board(rounds, code)
    held = rounds.scenario_of(board.round)
    leads = board.round.trainer == person.id
    joined = rounds.store.has_seat(board.round.id, person.id)
    asked = question(board.round.question) if board.round.question else None
    return {
        "board": board,
        "held": held if leads or joined else None,
        "leads": leads,
        "joined": joined,
        "open": board.round.stage is Stage.OPEN,
        "ended": board.round.stage is Stage.ENDED,
        "steps": rounds.revealed(code) if board.round.shown and (leads or joined) else (),
        "own": _own(rounds, board.round, person) if joined else None,
        "asked": asked,
        "tally": rounds.tally(code, asked.id) if asked and leads else None,
        "rules": named_rules(choices(held)),
        "names": [seat.name for seat in rounds.store.seats(board.round.id) if seat.name] if leads else [],
        "changes": [change_words(one) for one in rounds.since_first(code)] if leads else [],
    }


def _own(rounds: Rounds, current: Round, person: Person) -> Marked | None:
    if current.stage is Stage.OPEN or not rounds.store.words(current.id, person.id):
        return None
    return rounds.own(current.code, person)


async def board_part(request: Request) -> Response:
    """The board alone, which the page fetches again while a round is open."""
    parts = parts_of(request)
    board = await parts.work.run(parts.boards.board, parts.rounds, request.path_params["code"])
    return fragment(request, "board_part.html", board=board)


async def summary_file(request: Request) -> Response:
    """The round as CSV, for the trainer who leads it."""
    parts, code = parts_of(request), request.path_params["code"]
    text = await parts.work.run(_for_leader, parts, code, person_of(request), summary_csv)
    headers = {"Content-Disposition": 'attachment; filename="round.csv"'}
    return Response(text.encode("utf-8-sig"), media_type="text/csv", headers=headers)


async def summary_print(request: Request) -> Response:
    """The round as a page to print, for the trainer who leads it."""
    parts, code = parts_of(request), request.path_params["code"]
    html = await parts.work.run(_for_leader, parts, code, person_of(request), summary_page)
    return with_own_style(HTMLResponse(html), html)


def _for_leader(parts: Parts, code: str, person: Person, made: Callable[[Rounds, str], str]) -> str:
    from knowledge.errors import RoundError

    rounds = parts.rounds
    if rounds.board(code).round.trainer != person.id:
        raise RoundError("Only the trainer who leads this round can take its summary.", "Ask them for it.")
    return made(rounds, code)


# -- the steps of a round --------------------------------------------------------------------


def _close(rounds: Rounds, code: str, person: Person, _form: Form) -> str:
    rounds.close(code, person)
    return "The round is closed. What was last handed in counts."


def _next(rounds: Rounds, code: str, person: Person, _form: Form) -> str:
    step = rounds.reveal(code, person)
    return f"Shown: {step.theme}." if step else "Everything has been shown."


def _end(rounds: Rounds, code: str, person: Person, _form: Form) -> str:
    rounds.end(code, person)
    return "The round is over. Its summary stays."


def _take(rounds: Rounds, code: str, person: Person, _form: Form) -> str:
    rounds.take_over(code, person)
    return "You lead this round now."


def _quiz(rounds: Rounds, code: str, person: Person, _form: Form) -> str:
    asked: QuizQuestion = rounds.ask(code, person)
    return f"Asked: {asked.text}"


def _answer(rounds: Rounds, code: str, person: Person, form: Form) -> str:
    choice = form.text("choice")
    taken = rounds.answer(code, person, int(choice) if choice.isdigit() else -1)
    return "Your answer is in." if taken else "You have answered this one already. The first answer counts."


_STEPS: dict[str, Callable[[Rounds, str, Person, Form], str]] = {
    "close": _close,
    "next": _next,
    "end": _end,
    "take": _take,
    "quiz": _quiz,
    "answer": _answer,
}
