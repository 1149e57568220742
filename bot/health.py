"""How the bot is doing: ``/health``, ``/ready`` and ``/metrics``, for a channel to serve or mount. No words."""

import json
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from config.settings import Settings
from knowledge.errors import GuidanceError

if TYPE_CHECKING:
    from starlette.routing import Route

    from bot.app import App
    from bot.records.store import Records

_PATHS = ("/health", "/ready", "/metrics")
_LEAST_FREE = 200 * 2**20
_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30)

Check = Callable[[], str]


class HealthAddressError(GuidanceError):
    """The address for health and metrics cannot be used."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What one address answers."""

    status: int
    kind: str
    body: bytes


class Metrics:
    """Counters in Prometheus format, in a registry of their own; labels come from short fixed lists."""

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

        self.registry = known = CollectorRegistry()
        space = "practice_bot"
        self._answers = Counter("answers", "Answers given.", ["channel", "status"], namespace=space, registry=known)
        self._seconds = Histogram(
            "answer_seconds", "From question to answer.", ["channel"], buckets=_BUCKETS, namespace=space, registry=known
        )
        self._drafts = Counter("drafts", "Drafts checked.", ["channel"], namespace=space, registry=known)
        self._stopped = Counter(
            "stopped", "Messages stopped because they held an identifier.", ["kind"], namespace=space, registry=known
        )
        self._problems = Counter(
            "problems", "Messages that ended in a problem.", ["channel"], namespace=space, registry=known
        )
        self._waiting = Gauge(
            "inbox_waiting", "Messages accepted and not yet answered.", namespace=space, registry=known
        )

    def answered(self, channel: str, status: str, seconds: float) -> None:
        """Count an answer."""
        self._answers.labels(channel, status).inc()
        self._seconds.labels(channel).observe(seconds)

    def checked(self, channel: str) -> None:
        """Count a draft."""
        self._drafts.labels(channel).inc()

    def stopped(self, *kinds: str) -> None:
        """Count a message that was stopped, by the kinds of identifier it held."""
        for kind in kinds:
            self._stopped.labels(kind).inc()

    def failed(self, channel: str) -> None:
        """Count a message that ended in a problem."""
        self._problems.labels(channel).inc()

    def waiting(self, count: Callable[[], float]) -> None:
        """Say how the number of unanswered messages is found when metrics are read."""
        self._waiting.set_function(count)

    def text(self) -> bytes:
        """Everything in Prometheus' text format."""
        from prometheus_client import generate_latest

        return generate_latest(self.registry)


class Health:
    """Named checks, each giving a problem or nothing, and the metrics."""

    def __init__(self, checks: Mapping[str, Check], metrics: Metrics | None = None) -> None:
        self.checks, self.metrics = dict(checks), metrics or Metrics()

    def problems(self) -> dict[str, str]:
        """What is wrong by the name of the check; empty when all is well."""
        said = {name: _run(check) for name, check in self.checks.items()}
        return {name: problem for name, problem in said.items() if problem}

    def reply(self, path: str) -> Reply:
        """The answer to a GET: alive, ready to answer, or the metrics."""
        if path == "/health":
            return _json(200, {"status": "ok"})
        if path == "/ready":
            problems = self.problems()
            return _json(503 if problems else 200, {"status": "not ready" if problems else "ok", "problems": problems})
        if path == "/metrics":
            return Reply(200, "text/plain; version=0.0.4; charset=utf-8", self.metrics.text())
        return _json(404, {"status": "no such address"})


def bot_health(app: "App", records: "Records | None" = None, metrics: Metrics | None = None) -> Health:
    """The checks of a running bot: knowledge base, disk, and (with records) their database and the off switch."""
    checks: dict[str, Check] = {"knowledge base": lambda: _opens(app), "disk": lambda: _disk(app.settings)}
    if records is not None:
        checks["switch"] = lambda: "The bot has been switched off." if records.switch.state().off else ""
    return Health(checks, metrics)


def routes(health: Health) -> "list[Route]":
    """The addresses for a Starlette site to mount."""
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    def page(request: Request) -> Response:
        reply = health.reply(request.url.path)
        return Response(reply.body, reply.status, media_type=reply.kind, headers={"Cache-Control": "no-store"})

    return [Route(path, page) for path in _PATHS]


@contextmanager
def serving(health: Health, listen: str) -> Iterator[str]:
    """Serve health and metrics at HOST:PORT from a thread while the block runs; gives the address in use."""
    server = _server(health, listen)
    thread = threading.Thread(target=server.serve_forever, name="health", daemon=True)
    thread.start()
    try:
        yield "http://{}:{}".format(*server.server_address[:2])
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def address_of(listen: str) -> tuple[str, int]:
    """The host and port of HOST:PORT; raises ``HealthAddressError``."""
    host, _, port = listen.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise HealthAddressError("That is not an address for health and metrics.", "Write it as 127.0.0.1:9100.")
    return host, int(port)


def _server(health: Health, listen: str) -> ThreadingHTTPServer:
    try:
        return ThreadingHTTPServer(address_of(listen), _handler(health))
    except OSError:
        raise HealthAddressError("The address for health and metrics is taken.", "Choose another port.") from None


def _handler(health: Health) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 5

        def do_GET(self) -> None:
            reply = health.reply(self.path.split("?")[0])
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def version_string(self) -> str:
            return "practice-bot"

        def log_message(self, *words: object) -> None:
            """Nothing: a request is no event."""

    return Handler


def _run(check: Check) -> str:
    try:
        return check()
    except GuidanceError as problem:
        return str(problem)


def _opens(app: "App") -> str:
    return "" if app.index.snapshot else "The knowledge base is empty."


def _disk(settings: Settings) -> str:
    free = shutil.disk_usage(settings.data).free
    return "" if free > _LEAST_FREE else "Less than 200 MB is left on the disk of the data folder."


def _json(status: int, body: Mapping[str, object]) -> Reply:
    return Reply(status, "application/json", json.dumps(body).encode())
