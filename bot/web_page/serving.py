"""Serves the site: one address, no access log, a clean stop."""

import asyncio
import signal
import socket
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from knowledge.errors import GuidanceError

# A connection on which no request has come by then is closed: silent ones would keep everybody else out.
_FIRST_REQUEST = 10.0


class AddressError(GuidanceError):
    """An address to listen on cannot be used."""


def address(listen: str) -> tuple[str, int]:
    """Host and port of HOST:PORT; raises ``AddressError``."""
    host, _, port = listen.rpartition(":")
    if not host or not (port.isascii() and port.isdigit()) or not 0 <= int(port) <= 65535:
        raise AddressError("That is not an address to listen on.", "Write it as 127.0.0.1:8080.")
    return host.strip("[]"), int(port)


def serve(site: Starlette, listen: str, say: Callable[[str], None]) -> None:
    """Serve until told to stop; ``say`` is told the address; raises ``AddressError`` when the port is taken."""
    host, port = address(listen)
    config = uvicorn.Config(
        site,
        host=host,
        port=port,
        http=_prompt,  # type: ignore[arg-type]  # uvicorn calls it as it would a class
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=10,
        limit_concurrency=400,
    )
    listening = _bound(host, port)
    say(f"http://{host}:{listening.getsockname()[1]}")
    # uvicorn finishes the requests under way, then hands the signal on to whoever held it before.
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, _stop)
    uvicorn.Server(config).run(sockets=[listening])


def _prompt(**given: Any) -> Any:
    """The protocol of one new connection, which is closed where no request comes."""
    protocol: Any = AutoHTTPProtocol(**given)
    asyncio.get_running_loop().call_later(_FIRST_REQUEST, _close_silent, protocol)
    return protocol


def _close_silent(protocol: Any) -> None:
    if protocol.cycle is None and protocol.transport is not None:
        protocol.transport.close()


def _stop(_sign: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def _bound(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError:
        raise AddressError(f"Port {port} on {host} cannot be used.", "Another program may have it.") from None
