"""The same ingestion and answers on a PostgreSQL and a Chroma server that were started for real."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import run_module
from tests.ingest.test_pipeline import Council
from tests.records.server import binaries, running

CHROMA = Path(sys.executable).parent / "chroma"
QUESTION = "how soon is the answer about a pet recorded"


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Chroma server of our own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("chroma")
    command = [str(CHROMA), "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    environ = {**os.environ, "ANONYMIZED_TELEMETRY": "False"}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environ) as server:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
        server.terminate()


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the Chroma server did not come up")


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL of our own."""
    if binaries() is None:
        pytest.skip("needs PostgreSQL's own programs (see .ci/run)")
    with running() as address:
        yield address


def test_built_asked_changed_and_removed_on_the_two_servers(
    postgres: str, chroma: str, models: Path, tmp_path: Path
) -> None:
    council = Council(tmp_path, models)
    servers = {"PRACTICE_BOT_SOURCES": str(council.sources), "DATABASE_URL": postgres, "CHROMA_URL": chroma}

    def ingest() -> subprocess.CompletedProcess[str]:
        return run_module("ingest", data=council.data, **servers)

    built = ingest()
    asked = run_module("bot", "ask", QUESTION, data=council.data, **servers)
    again = ingest()
    (council.manual / "pets.md").unlink()
    removed = ingest()
    gone = run_module("bot", "ask", QUESTION, data=council.data, **servers)

    assert built.returncode == 0, built.stderr
    assert "within 3 working days" in asked.stdout
    assert "0 texts embedded" in again.stdout
    assert removed.returncode == 0, removed.stderr
    assert "3 working days" not in gone.stdout
    assert not (council.data / "catalogue.db").exists()


@pytest.mark.parametrize(
    ("setting", "address"),
    [("CHROMA_URL", "http://127.0.0.1:9"), ("DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none")],
)
def test_a_server_that_is_not_there_is_said_in_one_sentence(
    setting: str, address: str, models: Path, tmp_path: Path
) -> None:
    council = Council(tmp_path, models)
    settings = {"PRACTICE_BOT_SOURCES": str(council.sources), setting: address}

    done = run_module("ingest", data=council.data, **settings)

    assert done.returncode == 2
    assert done.stderr.strip().splitlines()[-1].endswith(".")
    assert "Traceback" not in done.stderr
