"""A training round on the page: a trainer leads, a room hands in, and a live board shows what it found."""

from asyncio import wrap_future
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.handing_in import Sent
from bot.outstanding import outstanding
from bot.progress import progress
from bot.records.people import Person
from bot.records.rounds import Round, Stage
from bot.round_quiz import Quiz
from bot.round_summary import summary_csv, summary_page
from bot.rounds import Board, Rounds, told
from bot.web_page.forms import Form, Refused, form_of
from bot.web_page.guards import with_own_style
from bot.web_page.hints import on_page
from bot.web_page.pages import fragment, page
from bot.web_page.parts import Parts, parts_of, person_of
from bot.web_page.rooms import Room, entered
from bot.web_page.training import answer_of, named_rules
from knowledge.errors import GuidanceError
from knowledge.quiz import question
from knowledge.scenarios.model import Scenario
from knowledge.training import Marked, choices


async def open_round(request: Request) -> Response:
    """A trainer opens a round."""
    return await entered(request, _open)


async def join_round(request: Request) -> Response:
    """Somebody joins a round or an audit with a code; the name may be left out."""
    return await entered(request, _join)


def _open(parts: Parts, person: Person, form: Form) -> str:
    return f"/rounds/{parts.rounds.open(person, form.text('scenario'), form.text('team')).code}"


def _join(parts: Parts, person: Person, form: Form) -> str:
    return f"/rounds/{parts.rounds.join(form.text('code'), person, form.text('name'))[0].code}"


async def round_page(request: Request) -> Response:
    """A round as this person may see it now; an audit has a page of its own."""
    parts, code = parts_of(request), request.path_params["code"]
    current = await parts.work.run(parts.records.rounds.by_code, code)
    if current and current.kind == "audit":
        return RedirectResponse(f"/audits/{current.code}", 303)
    return await ROUND.page(request)


async def hand_in(request: Request) -> Response:
    """The receipt of what somebody hands in: a short page, so that a whole room gets it at once."""
    form = await form_of(request)
    code = request.path_params["code"]
    try:
        receipt = await wrap_future(parts_of(request).hand_ins.soon(Sent(person_of(request), code, answer_of(form))))
    except GuidanceError as problem:
        return await ROUND.refused(request, on_page(problem), form)
    return page(request, "received.html", code=code, said=receipt.words)


async def board_part(request: Request) -> Response:
    """The board alone, which the page fetches again while a round is open."""
    return fragment(request, "board_part.html", **await _seen(request))


async def screen(request: Request) -> Response:
    """The board for a projector: large, without controls, and fetched again by itself."""
    return page(request, "screen.html", **await _seen(request))


async def screen_part(request: Request) -> Response:
    """What the page for a projector fetches again."""
    return fragment(request, "screen_part.html", **await _seen(request))


async def _seen(request: Request) -> dict[str, Any]:
    return await parts_of(request).work.run(_board, parts_of(request), request.path_params["code"], person_of(request))


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


def _board(parts: Parts, code: str, person: Person) -> dict[str, Any]:
    board = parts.boards.board(parts.rounds, code)
    if not parts.rounds.inside(board.round, person):
        raise Refused(403, "You are not in this round. Join it with its code first.")
    return {"board": board, "for_trainer": _for_trainer(parts.rounds, board, person)}


def _for_trainer(rounds: Rounds, board: Board, person: Person) -> tuple[str, ...]:
    """Who has joined and who has not handed in yet, for the trainer who leads; nothing for everybody else."""
    if not board.joined or board.round.trainer != person.id:
        return ()
    names = ", ".join(seat.name for seat in rounds.store.seats(board.round.id) if seat.name)
    given = (f"Names given: {names}.",) if names else ()
    return (*given, outstanding(rounds, board.round.code, person).words)


def _for_leader(parts: Parts, code: str, person: Person, made: Callable[[Rounds, str], str]) -> str:
    rounds = parts.rounds
    if rounds.known(code).trainer != person.id:
        raise Refused(403, "Only the trainer who leads this round can take its summary. Ask them for it.")
    return made(rounds, code)


def _view(parts: Parts, code: str, person: Person) -> dict[str, Any]:
    rounds = parts.rounds
    board = parts.boards.board(rounds, code)
    held = rounds.scenario_of(board.round)
    leads = board.round.trainer == person.id
    joined = rounds.store.has_seat(board.round.id, person.id)
    ended = board.round.stage is Stage.ENDED
    asked = question(board.round.question) if board.round.question and not ended else None
    return {
        "board": board,
        "held": held if leads or joined else None,
        "leads": leads,
        "joined": joined,
        "open": board.round.stage is Stage.OPEN,
        "ended": ended,
        "steps": rounds.revealed(code) if leads or joined else (),
        "mine": rounds.store.own(board.round.id, person.id),
        "found": rounds.found_by(code, person) if joined else None,
        "own": _own(rounds, board.round, held, person) if joined else None,
        "asked": asked,
        "tally": Quiz(rounds).tally(code, asked.id) if asked and leads else None,
        "chosen": rounds.store.choices(board.round.id, person.id).get(asked.id) if asked and joined else None,
        "settled": Quiz(rounds).settled(code, person.id) if leads or joined else (),
        "rules": named_rules(choices(held)),
        "for_trainer": _for_trainer(rounds, board, person),
        "progress": progress(rounds, code) if leads else None,
    }


def _own(rounds: Rounds, current: Round, held: Scenario, person: Person) -> Marked | None:
    if not told(current, held) or not rounds.store.words(current.id, person.id):
        return None
    return rounds.own(current.code, person)


# -- the steps of a round --------------------------------------------------------------------


def _close(rounds: Rounds, code: str, person: Person, _form: Form) -> str:
    rounds.close(code, person)
    return "close"


def _next(rounds: Rounds, code: str, person: Person, _form: Form) -> str:
    return "next#shown" if rounds.reveal(code, person) else "all"


def _back(rounds: Rounds, code: str, person: Person, _form: Form) -> str:
    return "back#shown" if rounds.back(code, person) else "back"


def _end(rounds: Rounds, code: str, person: Person, _form: Form) -> str:
    rounds.end(code, person)
    return "end"


def _take(rounds: Rounds, code: str, person: Person, _form: Form) -> str:
    rounds.take_over(code, person)
    return "take"


def _quiz(rounds: Rounds, code: str, person: Person, _form: Form) -> str:
    Quiz(rounds).ask(code, person)
    return "quiz"


def _settle(rounds: Rounds, code: str, person: Person, _form: Form) -> str:
    Quiz(rounds).settle(code, person)
    return "settle#answers"


def _answer(rounds: Rounds, code: str, person: Person, form: Form) -> str:
    choice = form.number("choice")
    taken = Quiz(rounds).answer(code, person, -1 if choice is None else choice)
    return "answer" if taken else "answered"


def _shown(view: dict[str, Any]) -> str:
    return f"Shown: {view['steps'][-1].theme}." if view["steps"] else ""


def _asked(view: dict[str, Any]) -> str:
    return f"Asked: {view['asked'].text}" if view["asked"] else ""


ROUND = Room(
    "round.html",
    lambda parts: parts.rounds,
    _view,
    {
        "close": _close,
        "next": _next,
        "back": _back,
        "end": _end,
        "take": _take,
        "quiz": _quiz,
        "settle": _settle,
        "answer": _answer,
    },
    {
        "close": lambda _: "The round is closed. What was last handed in counts.",
        "next": _shown,
        "back": lambda view: f"One step back. {_shown(view)}".strip(),
        "all": lambda _: "Everything has been shown.",
        "end": lambda _: "The round is over. Its summary stays.",
        "take": lambda _: "You lead this round now.",
        "quiz": _asked,
        "settle": lambda _: "The right answer is shown.",
        "answer": lambda _: "Your answer is in.",
        "answered": lambda _: "You have answered this one already. The first answer counts.",
    },
)
