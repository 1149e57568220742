"""``practice-bot train`` and ``board`` as processes."""

import json
import shutil
from pathlib import Path

from knowledge.scenarios.reader import FOLDER
from tests.conftest import run_module


def _run(*arguments: str, tmp_path: Path) -> tuple[int, str, str]:
    done = run_module("bot", *arguments, data=tmp_path / "data", PRACTICE_BOT_KEY_FILE=str(tmp_path / "records.key"))
    return done.returncode, done.stdout, done.stderr


def test_training_alone_marks_a_file_of_points_and_says_what_is_due(tmp_path: Path) -> None:
    answers = tmp_path / "answers.txt"
    answers.write_text("no review date\nnobody has checked Carl\n", encoding="utf-8")

    code, out, err = _run(
        "train", "--scenario", "cp-otter-lane-poor", "--answers", str(answers), "--expect", "2", tmp_path=tmp_path
    )

    assert code == 0, err
    assert "You found" in out
    assert "You thought that you would find 2." in out
    assert "MISSED" in out
    assert "Sources: WT 2023 ch 3; Ofsted letter 2019 F5; Local procedure Contingency" in out


def test_json_shows_the_draft_without_its_key(tmp_path: Path) -> None:
    code, out, err = _run("train", "--scenario", "reg-nan-kept-them-poor", "--json", tmp_path=tmp_path)

    given = json.loads(out)
    assert code == 0, err
    assert "REG001" in given["choices"]
    assert "gaps" not in given


def test_a_new_scenario_is_checked_against_the_checker(tmp_path: Path) -> None:
    for ending in (".md", ".toml"):
        shutil.copy(FOLDER / f"pp-the-nod-hard{ending}", tmp_path / f"mine{ending}")

    code, out, err = _run("train", "new", str(tmp_path / "mine.toml"), tmp_path=tmp_path)

    assert code == 0, err
    assert "It can be used." in out
    assert "Only in the key" in out


def test_a_problem_is_one_sentence_and_exit_code_2(tmp_path: Path) -> None:
    code, out, err = _run("train", "new", str(tmp_path / "none.toml"), tmp_path=tmp_path)

    assert (code, out) == (2, "")
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in err


def test_checking_for_a_team_counts_and_the_board_hides_a_small_number(tmp_path: Path) -> None:
    draft, better = FOLDER / "cp-otter-lane-poor.md", FOLDER / "cp-otter-lane-good.md"

    code, _, err = _run(
        "check", str(better), "--team", "East hub", "--earlier", str(draft), "--json", tmp_path=tmp_path
    )
    assert code in {0, 1}, err
    _, out, _ = _run("board", tmp_path=tmp_path)

    assert "1 team months with fewer than 5 drafts are not shown." in out
    assert "East hub" not in out
