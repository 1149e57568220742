"""What stands before every page: the session, and the headers that keep a browser from doing more."""

import base64
import hashlib
from asyncio import wrap_future

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web_page.doors import turned_away
from bot.web_page.forms import MOST_BYTES, TOO_LARGE
from bot.web_page.pages import refusal as refusal_page
from bot.web_page.parts import COOKIE, Visitor, parts_of

_OPEN = ("/sign-in", "/privacy", "/static/", "/favicon.ico", "/health", "/ready", "/metrics")
_LONGEST_LENGTH = 18
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
_RAW_HEADERS = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]


class Headers:
    """Adds the safe headers to every response; pages are never kept by a browser or a proxy."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and put the headers on what comes back."""

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                message["headers"] += [one for one in _RAW_HEADERS if one[0] not in given]
            await send(message)

        await self._app(scope, receive, headed if scope["type"] == "http" else send)


class Sessions:
    """Finds the visitor of each request and sends strangers to the sign-in page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a known visitor on; turn others and oversized requests away."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        refusal: Response | None = _refused(request)
        if refusal is None:
            request.state.visitor = visitor = await _visitor(request)
            if int(request.headers.get("content-length", "0")) > MOST_BYTES + 64 * 1024:
                refusal = refusal_page(request, 413, TOO_LARGE)
            elif visitor.person is None and not request.url.path.startswith(_OPEN):
                refusal = await turned_away(request)
        await (refusal or self._app)(scope, receive, send)


def _refused(request: Request) -> Response | None:
    if not request.headers.get("host"):
        return PlainTextResponse("The request does not say which host it is for.", 400)
    length = request.headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit() and len(length) <= _LONGEST_LENGTH):
        return PlainTextResponse("The request says no usable length.", 400)
    return None


async def _visitor(request: Request) -> Visitor:
    token = request.cookies.get(COOKIE, "")
    person = await wrap_future(parts_of(request).sessions.soon(token)) if token else None
    return Visitor(person, token) if person else Visitor()


def with_own_style(response: Response, html: str) -> Response:
    """A page of ours that carries its style in itself: the policy allows exactly that style and no script."""
    style = html.partition("<style>")[2].partition("</style>")[0]
    fingerprint = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{fingerprint}'; base-uri 'none'; frame-ancestors 'none'"
    response.headers["Content-Security-Policy"] = policy
    return response
