"""A newer version of an added source: it takes the place, and the older one never speaks without saying so."""

import copy
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ingest.superseding import is_newer_version
from tests.conftest import run_module
from tests.ingest.council import Council

OLD = """# Trampolines

A carer checks the springs of the trampoline every 9 weeks before a child uses it.

## Nets

The safety net of a trampoline is washed with lavender soap by the caretaker.
"""
NEW = """# Trampolines

A carer checks the springs of the trampoline every 3 weeks before a child uses it.
"""
ID = "trampolines"
KEPT = "trampolines-as-at-2024-01-05"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, data: Path) -> Council:
    """A council that added a procedure and then, from another file, the one of a later day."""
    folder = tmp_path_factory.mktemp("versions")
    council = Council(folder, data / "models")
    assert council.ingest().returncode == 0
    for name, text, day in (("v1.md", OLD, "2024-01-05"), ("v2.md", NEW, "2025-06-02")):
        (folder / name).write_text(text, encoding="utf-8")
        done = council.ingest("add", str(folder / name), "--kind", "procedure", "--as-at", day, "--owner", "A. Okafor")
        assert done.returncode == 0, done.stderr
    assert f"The version as at 2024-01-05 is kept as {KEPT}, superseded on 2025-06-02." in done.stdout
    return council


@pytest.fixture
def replaced(made: Council, tmp_path: Path) -> Council:
    """The same with a data folder of the test's own."""
    council = copy.copy(made)
    council.data = shutil.copytree(made.data, tmp_path / "data", symlinks=True)
    return council


def asked(council: Council, question: str) -> dict[str, Any]:
    done = run_module("bot", "ask", "--json", question, data=council.data)
    assert done.returncode == 0, done.stderr
    given: dict[str, Any] = json.loads(done.stdout)
    return given


def test_the_newer_version_answers_under_the_name_of_the_older(replaced: Council) -> None:
    given = asked(replaced, "how often does a carer check the springs of the trampoline")

    assert given["quotes"][0]["source_id"] == ID
    assert "every 3 weeks" in given["quotes"][0]["text"]
    assert all("superseded" in quote["status"] for quote in given["quotes"] if quote["source_id"] == KEPT)


def test_what_only_the_older_version_says_is_never_given_without_saying_so(replaced: Council) -> None:
    given = asked(replaced, "who washes the safety net of the trampoline with lavender soap")

    assert any("lavender soap" in text for text in replaced.texts())
    assert [quote["status"] for quote in given["quotes"] if "lavender" in quote["text"]] in (
        [],
        ["superseded: replaced on 2025-06-02"],
    )
    assert "lavender" not in given["answer_text"] or "superseded: replaced on 2025-06-02" in given["answer_text"]


def test_status_and_diff_tell_of_both(replaced: Council) -> None:
    status = replaced.ingest("status").stdout
    diff = replaced.ingest("diff").stdout

    assert f"{ID}: Trampolines (as at 2025-06-02" in status
    assert f"{KEPT}: Trampolines (superseded 2025-06-02) (as at 2024-01-05" in status
    assert f"{KEPT}: added, 2 passages." in diff
    assert f"{ID}: date of the text changed from 2024-01-05 to 2025-06-02." in diff


def test_the_older_version_outlives_its_file(replaced: Council) -> None:
    file = replaced.sources.with_name("v1.md")
    away = file.rename(file.with_name("away.md"))

    done = replaced.ingest()
    away.rename(file)

    assert done.returncode == 0, done.stderr
    assert any("every 9 weeks" in text for text in replaced.texts())


def test_removing_the_newer_version_brings_the_older_back(replaced: Council) -> None:
    done = replaced.ingest("remove", ID)
    given = asked(replaced, "how often does a carer check the springs of the trampoline")

    assert "The version as at 2024-01-05 is in use again." in done.stdout
    assert (given["quotes"][0]["source_id"], given["quotes"][0]["status"]) == (ID, "local procedure")
    assert KEPT not in replaced.ingest("status").stdout


@pytest.mark.parametrize("day", ["2025-06-02", "2023-03-01", "2999-01-01"])
def test_a_text_of_the_same_name_that_is_no_newer_or_not_yet_in_force_is_refused(
    replaced: Council, tmp_path: Path, day: str
) -> None:
    (tmp_path / "v3.md").write_text(NEW.replace("3 weeks", "5 weeks"), encoding="utf-8")

    done = replaced.ingest("add", str(tmp_path / "v3.md"), "--kind", "procedure", "--as-at", day)

    assert done.returncode == 2
    assert "That one is as at 2025-06-02" in done.stderr
    assert not any("every 5 weeks" in text for text in replaced.texts())


def test_a_letter_is_never_a_newer_version_of_another() -> None:
    old, new = ({"address": f"{n}.md", "kind": "inspection", "as_at": date(2024 + n, 1, 1)} for n in range(2))

    assert not is_newer_version(new, old, date(2026, 1, 1))
    assert is_newer_version({**new, "kind": "guidance"}, {**old, "kind": "guidance"}, date(2026, 1, 1))
