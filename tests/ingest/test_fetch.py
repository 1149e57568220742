"""Fetching from a server of our own that misbehaves as real ones do."""

import threading
import time
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from config.sources import SourceEntry
from ingest import fetch
from ingest.fetch import cached, fetch_all, fetch_one
from knowledge.errors import SourceError

PAGE = b"<html><body><main><h1>Fictional guidance</h1><p>Record every visit.</p></main></body></html>"


class Server(ThreadingHTTPServer):
    """Counts what it was asked and answers by path."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str]] = []
        self.page = PAGE


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers.get("If-None-Match", "")))
        getattr(self, "page_" + self.path.strip("/").split(".")[0])()

    def page_good(self) -> None:
        tag = f'"{len(self.server.page)}"'
        if self.headers.get("If-None-Match") == tag:
            self.send_response(304)
            self.end_headers()
            return
        self._send(200, self.server.page, ETag=tag)

    def page_moved(self) -> None:
        self.send_response(302)
        self.send_header("Location", "/good.html")
        self.end_headers()

    def page_missing(self) -> None:
        self._send(404, b"no")

    def page_broken(self) -> None:
        self._send(500, b"oops")

    def page_flaky(self) -> None:
        times = sum(path == self.path for path, _ in self.server.asked)
        self._send(200, PAGE) if times > 1 else self._send(503, b"busy")

    def page_empty(self) -> None:
        self._send(200, b"")

    def page_cut(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "5000")
        self.end_headers()
        self.wfile.write(b"<html>cut short")

    def page_hang(self) -> None:
        time.sleep(5)

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        """Keep quiet."""


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running
    running.shutdown()
    running.server_close()


def address(server: Server, name: str) -> str:
    return f"http://127.0.0.1:{server.server_port}/{name}"


def entry(where: str) -> SourceEntry:
    return SourceEntry("x", "guidance", "X", where, "OGL", date(2026, 1, 1))


def test_a_page_is_fetched_kept_and_not_sent_again(server: Server, tmp_path: Path) -> None:
    first = fetch_all([entry(address(server, "good.html"))], tmp_path)
    second = fetch_all([entry(address(server, "good.html"))], tmp_path)

    kept = cached(address(server, "good.html"), tmp_path)
    assert kept is not None
    assert kept.read_bytes() == PAGE
    assert "sha256" in first[0].outcome
    assert second[0].outcome == "not changed"
    assert server.asked[1][1] != ""


def test_a_changed_page_replaces_its_copy(server: Server, tmp_path: Path) -> None:
    fetch_one(address(server, "good.html"), tmp_path)
    server.page = PAGE.replace(b"every visit", b"every visit and call")

    path = fetch_one(address(server, "good.html"), tmp_path)

    assert b"and call" in path.read_bytes()


def test_a_redirect_is_followed(server: Server, tmp_path: Path) -> None:
    assert fetch_one(address(server, "moved.html"), tmp_path).read_bytes() == PAGE


def test_a_busy_server_is_asked_again(server: Server, tmp_path: Path) -> None:
    assert fetch_one(address(server, "flaky.html"), tmp_path).read_bytes() == PAGE


@pytest.mark.parametrize("name", ["missing.html", "broken.html", "empty.html", "cut.html", "hang.html"])
def test_what_fails_is_said_in_one_sentence_and_the_rest_goes_on(
    server: Server, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "_TIMEOUT", 0.5)

    reports = fetch_all([entry(address(server, name)), entry(address(server, "good.html"))], tmp_path, pause_s=0)

    assert [report.failed for report in reports] == [True, False]
    assert "\n" not in reports[0].line
    assert cached(address(server, name), tmp_path) is None


def test_a_failure_leaves_the_old_copy_in_use(server: Server, tmp_path: Path) -> None:
    where = address(server, "good.html")
    fetch_one(where, tmp_path)
    server.shutdown()
    server.server_close()

    report = fetch_all([entry(where)], tmp_path)[0]

    assert report.failed
    assert "still in use" in report.outcome
    assert cached(where, tmp_path) is not None


def test_offline_says_what_could_not_be_reached(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="could not be reached"):
        fetch_one("http://127.0.0.1:9/nothing.html", tmp_path)
