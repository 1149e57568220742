"""One first run that the tests of ingestion copy."""

from pathlib import Path

import pytest

from tests.ingest.council import Council


@pytest.fixture(scope="module")
def ingested(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Council:
    folder = tmp_path_factory.mktemp("ingested")
    made = Council(folder, data / "models", folder / "door")
    done = made.ingest()
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture
def council(ingested: Council, tmp_path: Path) -> Council:
    """A council with its manual ingested."""
    return ingested.copied(tmp_path)
