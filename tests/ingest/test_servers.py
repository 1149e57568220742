"""The same ingestion and answers on a PostgreSQL and a Chroma server that were started for real."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from knowledge import schema
from knowledge.catalogue import Catalogue, Reading
from knowledge.documents import Authority, Kind, Passage, Source
from knowledge.engine import open_engine
from knowledge.record_keeping import Records
from tests.conftest import run_module
from tests.ingest.council import Council
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


SOURCE = Source(
    "lanterns", "Lantern manual", "Lanterns", Kind.PROCEDURE, Authority.LOCAL_PROCEDURE, date(2026, 1, 5),
    "https://lanterns.example/", "Council's own", "A. Okafor", date(2027, 1, 5), "Head of service", date(2026, 2, 1),
    "Wales", digest=True, sample=True, address="lanterns.docx",
)  # fmt: skip
PASSAGE = Passage(
    "lanterns-reg-7", "lanterns", "SI 2031/77 reg 7", "reg 7(2)", "A keeper trims the lamp – in 3 hours.", "Lamps",
    ("Part 1", "Light"), 12, "in force", "current text", date(2025, 4, 1), "https://lanterns.example/7", "visits",
    "keepers", "whether it is dark", ("when is the lamp trimmed", "lamp??"),
)  # fmt: skip
INSIDE = replace(PASSAGE, id="lanterns-reg-7~b", locator="reg 7(2)(b)", questions=())
ADDED = {
    "id": "lanterns-as-at-2026-01-05", "address": "lanterns.docx", "kind": "procedure", "title": "Lantern manual",
    "short": "Lanterns", "as_at": date(2026, 1, 5), "licence": "Council's own", "owner": "A. Okafor",
    "review_due": date(2027, 1, 5), "signed_off_by": "Head of service", "signed_off_on": date(2026, 2, 1),
    "superseded_on": date(2026, 9, 1), "superseded_by": "lanterns",
}  # fmt: skip
READING = Reading("lanterns", "f" * 64, "v" * 16, ("One heading is empty.",))


@pytest.fixture
def catalogue(postgres: str) -> Iterator[Catalogue]:
    """A catalogue in a schema of its own, which nothing has been written to."""
    plain = open_engine(postgres)
    with plain.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA IF EXISTS apart CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA apart")
    plain.dispose()
    engine = open_engine(f"{postgres}?options=-csearch_path%3Dapart")
    yield Catalogue(engine)
    engine.dispose()


def filled(catalogue: Catalogue) -> Catalogue:
    catalogue.prepare()
    catalogue.store_version("v" * 16, SOURCE, [PASSAGE, INSIDE])
    catalogue.publish("s" * 12, "a-model", "folder", ["v" * 16])
    catalogue.remember_readings([READING])
    catalogue.add_source(ADDED)
    Records(catalogue.engine, "folder").update(["k1"], group_ids=["v" * 16])
    return catalogue


def test_every_column_of_every_table_is_filled_on_postgresql(catalogue: Catalogue) -> None:
    with filled(catalogue).engine.connect() as connection:
        rows = {
            table.name: [dict(row) for row in connection.execute(table.select()).mappings()]
            for table in schema.metadata.sorted_tables
        }

    assert {name for name, held in rows.items() if not held} == set()
    empty = [(name, column) for name, held in rows.items() for column, value in held[0].items() if value is None]
    assert empty == []


def test_what_was_written_is_read_back_the_same_on_postgresql(catalogue: Catalogue) -> None:
    snapshot = filled(catalogue).current()

    assert snapshot is not None
    assert (snapshot.id, snapshot.model, snapshot.folder, snapshot.passages) == ("s" * 12, "a-model", "folder", 1)
    assert [version.source for version in catalogue.versions(snapshot)] == [SOURCE]
    assert [row.passage for row in catalogue.passages(["v" * 16])] == [PASSAGE]
    assert [row.passage for row in catalogue.by_provision(snapshot, "reg 7", "SI 2031/77")] == [PASSAGE]
    assert [row.passage for row in catalogue.pinpoints(snapshot, "reg 7")] == [INSIDE]
    assert [row.source for row in catalogue.by_label(snapshot, "SI 2031/77 reg 7")] == [SOURCE]
    assert catalogue.instruments(snapshot) == {"SI 2031/77"}
    assert [dict(row) for row in catalogue.added_sources()] == [ADDED]
    assert catalogue.readings() == {"lanterns": READING}
    assert Records(catalogue.engine, "folder").exists(["k1", "k2"]) == [True, False]


def test_tables_of_the_program_before_take_the_newer_columns_on_postgresql(catalogue: Catalogue) -> None:
    newer = {"versions": ["signed_off_on"], "added_sources": [name for name in ADDED if name in _NEWER]}
    catalogue.prepare()
    with catalogue.engine.begin() as connection:
        for table, columns in newer.items():
            for column in columns:
                connection.exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN {column}")

    filled(catalogue)

    assert [dict(row) for row in catalogue.added_sources()] == [ADDED]
    assert catalogue.known_versions(["v" * 16]) == {"v" * 16: SOURCE}


_NEWER = {"review_due", "signed_off_by", "signed_off_on", "superseded_on", "superseded_by"}


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
