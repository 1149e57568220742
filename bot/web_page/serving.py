"""Serves the site: one address, no access log, a clean stop."""

import signal
import socket
import sys
from collections.abc import Callable
from types import FrameType

import uvicorn
from starlette.applications import Starlette

from knowledge.errors import GuidanceError


class AddressError(GuidanceError):
    """An address to listen on cannot be used."""


def address(listen: str) -> tuple[str, int]:
    """Host and port of HOST:PORT; raises ``AddressError``."""
    host, _, port = listen.rpartition(":")
    if not host or not port.isdigit() or not 0 <= int(port) <= 65535:
        raise AddressError("That is not an address to listen on.", "Write it as 127.0.0.1:8080.")
    return host.strip("[]"), int(port)


def serve(site: Starlette, listen: str, say: Callable[[str], None]) -> None:
    """Serve until told to stop; ``say`` is told the address; raises ``AddressError`` when the port is taken."""
    host, port = address(listen)
    config = uvicorn.Config(
        site,
        host=host,
        port=port,
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


def _stop(_sign: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def _bound(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError:
        raise AddressError(f"Port {port} on {host} cannot be used.", "Another program may have it.") from None
