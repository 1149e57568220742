"""Pages from templates: everything is escaped, and every page carries who is signed in."""

from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.records.people import Role
from bot.records.retention import days_kept
from bot.web_page.parts import Visitor, parts_of, visitor_of

_MANAGES = {Role.MANAGER, Role.ADMINISTRATOR}
_TRAINS = {Role.TRAINER, Role.MANAGER, Role.ADMINISTRATOR}


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page for the visitor of this request."""
    visitor = visitor_of(request)
    team = parts_of(request).app.team
    shown = {"visitor": visitor, "form_key": _form_key(visitor), "path": request.url.path, "team": team}
    html = _templates().get_template(template).render(**shown, menu=_menu(visitor), **values)
    return HTMLResponse(html, status)


def refusal(request: Request, status: int, words: str) -> HTMLResponse:
    """A page that says in one sentence why something was not done."""
    return page(request, "said.html", status, title="That did not work", words=words)


def fragment(request: Request, template: str, **values: Any) -> HTMLResponse:
    """A part of a page, without its frame."""
    del request
    return HTMLResponse(_templates().get_template(template).render(**values))


def safe(html: str) -> Markup:
    """HTML that one of our own renderers has made and escaped."""
    return Markup(html)  # noqa: S704 - the renderers escape; see bot.render


def _form_key(visitor: Visitor) -> str:
    return visitor.form_key if visitor.token else ""


def _menu(visitor: Visitor) -> tuple[tuple[str, str], ...]:
    if visitor.person is None:
        return ()
    board = (("/board", "Theme board"),) if visitor.person.role in _MANAGES else ()
    return (
        ("/", "Ask"),
        ("/check", "Check a draft"),
        ("/deadline", "Deadlines"),
        ("/train", "Training"),
        *board,
        ("/rules", "Checks"),
        ("/sources", "Sources"),
    )


def may_train(visitor: Visitor) -> bool:
    """Whether the visitor may open a training round."""
    return visitor.person is not None and visitor.person.role in _TRAINS


@cache
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("bot.web_page"),
        auto_reload=False,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["days_kept"] = days_kept
    return made


@cache
def resource(name: str) -> str:
    """A file that the pages are drawn with."""
    package, _, file = name.rpartition("/")
    return (resources.files(package) / file).read_text(encoding="utf-8")
