"""The site: its addresses, its guards, and what is said when something goes wrong."""

import logging
import uuid
from collections.abc import Awaitable, Callable, Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.web_page import asking, auditing, checking, doors, looking, rounds, theming, training
from bot.web_page.forms import Refused, Stale
from bot.web_page.guards import Headers, Sessions
from bot.web_page.hints import on_page
from bot.web_page.keeping import Kept
from bot.web_page.pages import page, refusal, resource
from bot.web_page.parts import Parts
from knowledge.errors import GuidanceError, RoundError, ScenarioError

_STATIC = {
    "site.css": ("bot.web_page.static/site.css", "text/css"),
    "report.css": ("bot.render/report_page.css", "text/css"),
    "icon.svg": ("bot.web_page.static/icon.svg", "image/svg+xml"),
    "site.js": ("bot.web_page.static/site.js", "text/javascript"),
}
_log = logging.getLogger(__name__)


def site(parts: Parts, more: Sequence[Route] = ()) -> Starlette:
    """The web application over the given parts; ``more`` are pages that other parts of the bot bring."""
    made = Starlette(
        routes=[*_ROUTES, *more],
        middleware=[Middleware(Headers), Middleware(Sessions)],
        exception_handlers={
            Stale: _stale,
            Refused: _refused,
            GuidanceError: _problem,
            HTTPException: _http_problem,
            Exception: _accident,
        },
    )
    made.state.parts = parts
    made.state.turnstile = doors.Turnstile()
    return made


async def static(request: Request) -> Response:
    """The style sheets and the script, which may be kept by a browser."""
    file = _STATIC.get(request.path_params["name"])
    if file is None:
        raise Refused(404, "There is no such file.")
    name, kind = file
    return Response(resource(name), media_type=kind, headers={"Cache-Control": "max-age=3600"})


async def icon(request: Request) -> Response:
    """Browsers ask for this name by themselves."""
    del request
    return RedirectResponse("/static/icon.svg", 301)


def page_of(address: str) -> Callable[[Request], Awaitable[Response]]:
    """The page on which a form stands, for who opens the address that it goes to."""

    async def go(request: Request) -> Response:
        del request
        return RedirectResponse(address, 303)

    return go


async def privacy(request: Request) -> Response:
    """What is kept and what is not; open to everybody."""
    return page(request, "privacy.html")


async def _stale(request: Request, problem: Exception) -> Response:
    """What was typed before somebody signed in again, to be sent with a press."""
    assert isinstance(problem, Stale)  # noqa: S101 - Starlette's types do not say which handler gets what
    kept = Kept.of(request, problem.form)
    if not kept.fields:
        return await _refused(request, problem)
    return page(request, "again.html", problem.status, kept=kept)


async def _refused(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Refused)  # noqa: S101 - Starlette's types do not say which handler gets what
    return refusal(request, problem.status, problem.sentence)


async def _problem(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, GuidanceError)  # noqa: S101 - Starlette's types do not say which handler gets what
    status = 404 if isinstance(problem, RoundError | ScenarioError) else 503
    return refusal(request, status, on_page(problem))


async def _http_problem(request: Request, problem: Exception) -> Response:
    status = problem.status_code if isinstance(problem, HTTPException) else 400
    return refusal(request, status, _WORDS.get(status, "The request could not be read. Open the page again."))


async def _accident(request: Request, problem: Exception) -> Response:
    """The one broad catch of this channel: a reference is logged, never what somebody typed."""
    reference = uuid.uuid4().hex[:8]
    _log.error("web page %s failed: %s, reference %s", request.url.path, type(problem).__name__, reference)
    words = f"Something went wrong here. Try again, and if it stays, tell your administrator: {reference}."
    return refusal(request, 500, words)


_WORDS = {
    404: "There is no such page. Use the menu.",
    405: "That page cannot be used that way. Use the menu.",
}
_ROUTES = [
    Route("/", asking.ask_page),
    Route("/", asking.ask, methods=["POST"]),
    Route("/feedback", page_of("/")),
    Route("/feedback", asking.feedback, methods=["POST"]),
    Route("/check", checking.check_page),
    Route("/check", checking.check, methods=["POST"]),
    Route("/deadline", looking.deadline_page),
    Route("/rules", looking.rules_page),
    Route("/rules/{rule}", looking.rule_page),
    Route("/sources", looking.sources_page),
    Route("/sources/{source}", looking.source_page),
    Route("/train", training.train_page),
    Route("/train/{name}", training.alone_page),
    Route("/train/{name}", training.alone, methods=["POST"]),
    Route("/rounds", page_of("/train")),
    Route("/rounds", rounds.open_round, methods=["POST"]),
    Route("/rounds/join", page_of("/train")),
    Route("/rounds/join", rounds.join_round, methods=["POST"]),
    Route("/rounds/{code}", rounds.round_page),
    Route("/rounds/{code}/board", rounds.board_part),
    Route("/rounds/{code}/screen", rounds.screen),
    Route("/rounds/{code}/screen-part", rounds.screen_part),
    Route("/rounds/{code}/summary.csv", rounds.summary_file),
    Route("/rounds/{code}/print", rounds.summary_print),
    Route("/rounds/{code}/hand-in", rounds.hand_in, methods=["POST"]),
    Route("/rounds/{code}/{step}", rounds.ROUND.step, methods=["POST"]),
    Route("/rounds/{code}/{step}", rounds.ROUND.back),
    Route("/audits", page_of("/train")),
    Route("/audits", auditing.open_audit, methods=["POST"]),
    Route("/audits/{code}", auditing.AUDIT.page),
    Route("/audits/{code}/standing", auditing.standing),
    Route("/audits/{code}/{step}", auditing.AUDIT.step, methods=["POST"]),
    Route("/audits/{code}/{step}", auditing.AUDIT.back),
    Route("/board", theming.board_page),
    Route("/board.csv", theming.board_file),
    Route("/board/chart.svg", theming.board_chart),
    Route("/sign-in", doors.sign_in_page),
    Route("/sign-in", doors.sign_in, methods=["POST"]),
    Route("/sign-out", page_of("/")),
    Route("/sign-out", doors.sign_out, methods=["POST"]),
    Route("/privacy", privacy),
    Route("/static/{name}", static),
    Route("/favicon.ico", icon),
]
