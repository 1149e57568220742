"""What every page works with: the application, the records, and the visitor of one request."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request

from bot.app import App
from bot.records.people import Person
from bot.records.store import Records

COOKIE = "practice_session"


@dataclass(frozen=True, slots=True)
class Parts:
    """The real parts, chosen by the composition root."""

    app: App
    records: Records
    today: Callable[[], date] = date.today


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
