"""Updates pushed by Telegram: taken only with the right secret, and acknowledged only once they are kept."""

import asyncio
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from telegram import Bot

from bot.telegram_chat.arrivals import readable
from bot.telegram_chat.desk import Desk
from knowledge.errors import GuidanceError

_HEADER = "x-telegram-bot-api-secret-token"
_LARGEST = 1_000_000


@asynccontextmanager
async def listening(host: str, port: int, secret: str, bot: Bot, desk: Desk) -> AsyncIterator[None]:
    """A server for the time of the block."""
    site = Starlette(routes=[Route("/{path:path}", _taker(secret, bot, desk), methods=["POST"])])
    config = uvicorn.Config(site, host=host, port=port, log_config=None, lifespan="off", timeout_graceful_shutdown=3)
    server = uvicorn.Server(config)
    with suppress(ValueError):
        task = asyncio.create_task(server._serve())  # noqa: SLF001 - serve() would take our signal handlers away
    while not server.started and not task.done():
        await asyncio.sleep(0.02)
    if task.done():
        raise GuidanceError("The webhook's port cannot be listened on.", "Give --listen another port.")
    try:
        yield
    finally:
        server.should_exit = True
        await asyncio.wait([task], timeout=5)


def _taker(secret: str, bot: Bot, desk: Desk):  # type: ignore[no-untyped-def]  # noqa: ANN202
    async def take(request: Request) -> Response:
        given = request.headers.get(_HEADER)
        if given is None:
            return PlainTextResponse("No secret.", 401)
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return PlainTextResponse("Wrong secret.", 403)
        body = await request.body()
        if len(body) > _LARGEST:
            return PlainTextResponse("Too large.", 413)
        return await _accepted(body, bot, desk)

    return take


async def _accepted(body: bytes, bot: Bot, desk: Desk) -> Response:
    try:
        update = json.loads(body)
    except ValueError:
        update = None
    if not isinstance(update, dict):
        return PlainTextResponse("Not an update.", 400)
    # One that cannot be read is taken all the same: Telegram sends what was refused again, before anything newer.
    if given := readable(update, bot, desk.public):
        try:
            await desk.accept([given])
        except GuidanceError:
            return PlainTextResponse("Not kept.", 503)  # Telegram sends it again
    return PlainTextResponse("")
