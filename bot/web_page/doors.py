"""Signing in with an invite code or a sign-in key, and signing out."""

import secrets
import time
from collections import deque
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.records.people import Person
from bot.records.vault import WEB, account_of
from bot.web_page.forms import Form, Refused, form_of
from bot.web_page.keeping import Kept
from bot.web_page.pages import page, refusal
from bot.web_page.parts import COOKIE, Parts, Visitor, parts_of, visitor_of
from knowledge.errors import GuidanceError

CHANNEL = WEB
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_KEY_PARTS, _PART = 5, 5
# A room of thirty that mistypes its codes shares one address; sixty bits are out of reach of either number.
_TRIES, _TRIES_OF_ALL, _WINDOW = 40, 400, 60.0


class Turnstile:
    """Slows guessing: so many failed tries a minute from one address, and more from all; a code has 60 bits."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._tries: deque[tuple[float, str]] = deque(maxlen=_TRIES_OF_ALL)

    def check(self, address: str) -> None:
        """Let a try through; raises ``Refused`` when there were too many in the last minute."""
        start = self._clock() - _WINDOW
        recent = [one for moment, one in self._tries if moment > start]
        if recent.count(address) >= _TRIES or len(recent) >= _TRIES_OF_ALL:
            raise Refused(429, "Too many codes were tried in the last minute. Wait a minute, then try again.")

    def failed(self, address: str) -> None:
        """Remember a failed try."""
        self._tries.append((self._clock(), address))


async def turned_away(request: Request) -> Response:
    """The way to the sign-in page and back again; a form is carried there, so that nothing typed is lost."""
    try:
        form = await form_of(request, signed_in=False) if request.method == "POST" else Form()
    except Refused as problem:
        return refusal(request, problem.status, problem.sentence)
    kept = Kept.of(request, form)
    return _door(request, kept, 403) if kept.fields else RedirectResponse(kept.door, 303)


async def sign_in_page(request: Request) -> Response:
    """The form that takes a code or a key."""
    kept = Kept.asked(request)
    return RedirectResponse(kept.to, 303) if visitor_of(request).person else _door(request, kept)


async def sign_in(request: Request) -> Response:
    """Let somebody in, to where they wanted to go; a new person is shown their sign-in key, once."""
    form = await form_of(request, signed_in=False)
    kept, parts = Kept.carried(form), parts_of(request)
    turnstile: Turnstile = request.app.state.turnstile
    address = request.client.host if request.client else ""
    try:
        turnstile.check(address)
        person, key = await parts.work.run(_let_in, parts, form.text("code"))
    except Refused as problem:
        return _door(request, kept, problem.status, problem.sentence)
    except GuidanceError as problem:
        turnstile.failed(address)
        return _door(request, kept, 403, str(problem))
    token = await parts.work.run(parts.records.sessions.make, person.id)
    request.state.visitor = Visitor(person, token)
    response = _inside(request, kept, key)
    response.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=request.url.scheme == "https", path="/")
    return response


def _door(request: Request, kept: Kept, status: int = 200, problem: str = "") -> Response:
    return page(request, "sign_in.html", status, problem=problem, kept=kept)


def _inside(request: Request, kept: Kept, key: str) -> Response:
    """What somebody sees who was just let in."""
    if key:
        return page(request, "welcome.html", key=key, kept=kept)
    return page(request, "again.html", kept=kept) if kept.fields else RedirectResponse(kept.to, 303)


def _let_in(parts: Parts, word: str) -> tuple[Person, str]:
    """The person behind a key, or a new one behind a code, who gets a key of their own."""
    known = parts.records.people.find(CHANNEL, account_of(CHANNEL, word))
    if known:
        return known, ""
    key = "-".join("".join(secrets.choice(_LETTERS) for _ in range(_PART)) for _ in range(_KEY_PARTS))
    return parts.records.people.enrol(word, CHANNEL, account_of(CHANNEL, key)), key


async def sign_out(request: Request) -> Response:
    """End the session here and on the server."""
    await form_of(request)
    parts = parts_of(request)
    await parts.work.run(parts.records.sessions.end, visitor_of(request).token)
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(COOKIE, path="/")
    return response
