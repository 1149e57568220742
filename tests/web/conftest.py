"""The web page as a process, and people who are signed in to it."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot.records.people import Role
from bot.records.store import open_records
from config.settings import load
from tests.conftest import ROOT, clean_environment

FORM_KEY = re.compile(r'name="form_key" value="([0-9a-f]{64})"')


class Visit:
    """A browser without scripts: cookies, forms with their key, and pages as text."""

    def __init__(self, address: str, data: Path) -> None:
        self.client = httpx.Client(base_url=address, follow_redirects=True, timeout=60)
        self.address = address
        self.data = data

    def invited(self, role: str = "practitioner") -> str:
        """An invite code."""
        records = open_records(load(clean_environment(self.data)))
        code = records.people.invite(Role(role))
        records.close()
        return code

    def sign_in(self, role: str = "practitioner") -> "Visit":
        """Sign in with a new code."""
        page = self.client.post("/sign-in", data={"code": self.invited(role)})
        assert page.status_code == 200, page.text
        return self

    def form_key(self) -> str:
        """The key of this session's forms."""
        found = FORM_KEY.search(self.client.get("/").text)
        assert found
        return found[1]

    def post(self, path: str, files: object = None, **fields: str) -> httpx.Response:
        """Send a form of this session."""
        fields = {"form_key": self.form_key(), **fields}
        return self.client.post(path, data=fields, files=files)  # type: ignore[arg-type]

    def ask(self, question: str) -> str:
        """The page that answers a question."""
        return self.post("/", question=question).text


@pytest.fixture(scope="session")
def served(data: Path) -> Iterator[str]:
    """The address of the running page."""
    command = [sys.executable, "-m", "bot", "web", "--listen", "127.0.0.1:0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT, env=clean_environment(data)
    ) as running:
        assert running.stdout
        first = running.stdout.readline()
        found = re.search(r"http://[\d.]+:\d+", first)
        assert found, first + running.stdout.read()
        yield found[0]
        running.terminate()
        assert running.wait(20) == 0


@pytest.fixture
def visit(served: str, data: Path) -> Iterator[Visit]:
    """Somebody who has not signed in."""
    visit = Visit(served, data)
    yield visit
    visit.client.close()


@pytest.fixture
def member(visit: Visit) -> Visit:
    """A signed-in practitioner."""
    return visit.sign_in()


@pytest.fixture
def other(served: str, data: Path) -> Iterator[Visit]:
    """A second browser that has not signed in."""
    visit = Visit(served, data)
    yield visit
    visit.client.close()
