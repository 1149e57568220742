"""Inspection letters of several councils side by side, and the one digest that only its own letter replaces."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.app import App
from bot.render.answer_text import answer_lines
from config.settings import load
from ingest.inspections import Inspection
from ingest.replacing import short_of
from knowledge.talk import Question
from tests.conftest import run_module

LETTER = """18 December 2019

Dear {name}

Focused visit to {council} children's services

This letter tells what Ofsted's inspectors found at a focused visit to {council} children's services.

Headline findings

Children are seen often by the {what} team.

Main findings

- Social workers in the {what} team meet children in the old boathouse every week.
- Supervision drifts in the {what} team.

Ofsted will take these findings into account.
"""


def written(path: Path, council: str, what: str) -> str:
    path.write_text(LETTER.format(name="Amina", council=council, what=what), encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def copy(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(data, tmp_path_factory.mktemp("councils") / "data", symlinks=True))


def labels(folder: Path) -> dict[str, set[str]]:
    """The texts under each label of an inspection letter."""
    index = App(load({"PRACTICE_BOT_DATA": str(folder)})).index
    versions = [version.id for version in index.catalogue.versions(index.snapshot)]
    found: dict[str, set[str]] = {}
    for row in index.catalogue.passages(versions):
        if row.passage.label.startswith("Ofsted letter"):
            found.setdefault(row.passage.label, set()).add(row.passage.text)
    return found


def test_a_second_run_over_the_bundled_corpus_finds_it_unchanged(copy: Path) -> None:
    runs = [run_module("ingest", data=copy) for _ in range(2)]

    assert [done.returncode for done in runs] == [0, 0]
    assert ": new" not in runs[1].stdout
    assert " 0 texts embedded" in runs[1].stdout


def test_letters_of_three_councils_live_side_by_side(copy: Path, tmp_path: Path) -> None:
    digest = labels(copy)["Ofsted letter 2019 F2"]
    theirs = written(tmp_path / "theirs.txt", "Port Meridian City Council", "harbour")
    others = written(tmp_path / "others.txt", "Lantern Bay Council", "hilltop")

    added = run_module("ingest", "add", theirs, others, data=copy)
    called = run_module("ingest", "add", theirs, "--short", "Ofsted letter 2019", data=copy)
    held = labels(copy)
    question = Question("how often do social workers in the harbour team meet children in the old boathouse")
    given = App(load({"PRACTICE_BOT_DATA": str(copy)})).ask(question)

    assert [added.returncode, called.returncode] == [0, 0], added.stderr + called.stderr
    assert "removed" not in added.stdout + called.stdout
    assert held["Ofsted letter 2019 F2"] == digest
    assert any("harbour" in text for text in held["Ofsted letter 2019 (Port Meridian City Council, 18 December) F2"])
    assert any("hilltop" in text for text in held["Ofsted letter 2019 (Lantern Bay Council, 18 December) F2"])
    assert "Ofsted letter 2019 (Port Meridian City Council, 18 December) F1" in "\n".join(
        answer_lines(given, date(2026, 11, 28))
    )


def test_the_letter_of_the_digests_own_council_takes_its_place(copy: Path, tmp_path: Path) -> None:
    own = written(tmp_path / "own.txt", "Redcar & Cleveland Borough Council", "river")

    added = run_module("ingest", "add", own, data=copy)
    held = labels(copy)

    assert added.returncode == 0, added.stderr
    assert "digest-ofsted-2019-12-18: removed" in added.stdout
    assert all("river team" in text for text in held["Ofsted letter 2019 F2"])


@pytest.mark.parametrize(
    ("council", "dated", "letter", "short"),
    [
        ("Redcar and Cleveland Borough Council", date(2019, 12, 18), True, "Ofsted letter 2019"),
        ("Borough of Redcar and Cleveland", date(2017, 4, 7), False, "Ofsted report 2017"),
        ("Redcar and Cleveland", date(2019, 3, 5), True, "Ofsted letter 2019 (Redcar and Cleveland, 5 March)"),
        ("Port Meridian", date(2019, 12, 18), True, "Ofsted letter 2019 (Port Meridian, 18 December)"),
        ("", date(2019, 12, 18), True, "Ofsted letter 2019 (council not named, 18 December)"),
    ],
)
def test_a_short_name_carries_the_council_unless_it_is_the_digests_own(
    council: str, dated: date, letter: bool, short: str
) -> None:
    assert short_of(Inspection(letter, "focused visit", council, dated), date(2026, 1, 1)) == short
