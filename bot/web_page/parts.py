"""What every page works with: the application, the records, and the visitor of one request."""

import hashlib
import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request

from bot.app import App
from bot.audits import Audits
from bot.behind import Behind
from bot.handing_in import Receipt, Sent
from bot.health import Metrics
from bot.records.people import Person
from bot.records.store import Records
from bot.records.together import Together
from bot.rounds import Rounds
from bot.talk.limits import Limits
from bot.web_page.boards import Boards

P = ParamSpec("P")
T = TypeVar("T")
COOKIE = "practice_session"


class Work:
    """Heavy work off the event loop, a few pieces at a time: more threads than cores only wait for each other."""

    def __init__(self, at_once: int | None = None) -> None:
        self._limit = CapacityLimiter(at_once or 1 + (os.cpu_count() or 1))

    async def run(self, function: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """The function's result, worked out in a thread."""
        return await to_thread.run_sync(partial(function, *given, **named), limiter=self._limit)


@dataclass(frozen=True)
class Parts:
    """The real parts, chosen by the composition root."""

    app: App
    records: Records
    today: Callable[[], date] = date.today
    work: Work = field(default_factory=Work)
    behind: Behind = field(default_factory=Behind)
    boards: Boards = field(default_factory=Boards)
    metrics: Metrics = field(default_factory=Metrics)
    limits: Limits = field(default_factory=Limits)

    @cached_property
    def rounds(self) -> Rounds:
        """The training rounds, marked behind."""
        return Rounds(self.records, lambda: self.app.embed, self.behind)

    @cached_property
    def audits(self) -> Audits:
        """Audit practice for two."""
        return Audits(self.records, lambda: self.app.embed)

    @cached_property
    def sessions(self) -> Together[str, Person | None]:
        """Whose tokens those of one moment are."""
        return Together(self.records.sessions.find_all)

    @cached_property
    def hand_ins(self) -> Together[Sent, Receipt]:
        """What a room hands in at one moment."""
        return Together(self.rounds.hand_ins.take)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who a request comes from; ``token`` names the session and is never shown."""

    person: Person | None = None
    token: str = ""

    @property
    def form_key(self) -> str:
        """What a form of this session must send back, so that no other site can send it."""
        return hmac.new(self.token.encode(), b"form", hashlib.sha256).hexdigest()

    def may_send(self, key: str) -> bool:
        """Whether a form carries this session's key."""
        return hmac.compare_digest(self.form_key, key)


def parts_of(request: Request) -> Parts:
    """The parts that the site was made with."""
    parts: Parts = request.app.state.parts
    return parts


def visitor_of(request: Request) -> Visitor:
    """The visitor whom the session guard found; nobody where there is no session."""
    visitor: Visitor = getattr(request.state, "visitor", None) or Visitor()
    return visitor


def person_of(request: Request) -> Person:
    """The signed-in person; only for pages behind the session guard."""
    person = visitor_of(request).person
    if person is None:
        raise LookupError("This page is reached without a session.")
    return person
