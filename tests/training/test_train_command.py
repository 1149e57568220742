"""``practice-bot train`` and ``board`` as processes."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.records.people import Person
from bot.rounds import Rounds
from knowledge.plans.model import Severity
from knowledge.plans.rules import catalogue
from knowledge.scenarios.reader import FOLDER, own_folder, scenario, scenarios, use_own
from tests.conftest import run_module


def _run(*arguments: str, tmp_path: Path, typed: str = "") -> tuple[int, str, str]:
    key = str(tmp_path / "records.key")
    done = run_module("bot", *arguments, data=tmp_path / "data", typed=typed, PRACTICE_BOT_KEY_FILE=key)
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


# -- audit practice --------------------------------------------------------------------------

LETTER = "lbp-harper-poor"
FIRST = "LBP002\nADULT001\n\nGood\n"
SECOND = "LBP002\nThe purple kettle is missing\n\nexcellent\nInadequate\n"
SERIOUS = sorted(scenario(LETTER).rules & {rule.id for rule in catalogue() if rule.severity is Severity.HIGH})
ACTIONS = "somebody does it\n" + "The team manager does it by 4 May\n" * len(SERIOUS)


def test_two_audit_at_one_terminal_compare_correct_and_close(tmp_path: Path) -> None:
    code, out, err = _run("train", "audit", "--scenario", LETTER, tmp_path=tmp_path, typed=FIRST + SECOND + ACTIONS)

    assert code == 0, err
    assert out.index("FIRST AUDITOR") < out.index("SECOND AUDITOR") < out.index("HOW FAR YOU AGREE")
    assert "kettle" not in out[: out.index("HOW FAR YOU AGREE")]
    assert "The second auditor also wrote, which matches no finding: The purple kettle is missing" in " ".join(
        out.split()
    )
    assert "Both named: LBP002 No legal advice wording." in out
    assert "Only the first auditor named: ADULT001" in out
    assert "The first auditor's grade: good, 2 grades too kind." in out
    assert all(gap.better.split()[0] in out for gap in scenario(LETTER).gaps)
    assert "needs a date" in err
    assert out.rstrip().endswith("The audit is closed.")


def test_an_audit_that_was_broken_off_goes_on_where_it_stood(tmp_path: Path) -> None:
    stopped, out, err = _run("train", "audit", "--scenario", LETTER, tmp_path=tmp_path, typed=FIRST + "LBP001\n")
    begun = re.search(r"train audit --code (\w+)", out)
    assert begun, out
    code, more, problem = _run("train", "audit", "--code", begun[1], tmp_path=tmp_path, typed=SECOND + ACTIONS)
    over = _run("train", "audit", "--code", begun[1], tmp_path=tmp_path)

    assert (stopped, err.strip()) == (2, "Stopped.")
    assert code == 0, problem
    assert "FIRST AUDITOR" not in more
    assert "SECOND AUDITOR" in more
    assert "The first auditor's grade: good" in more
    assert (over[0], over[2]) == (0, "")
    assert f"- {SERIOUS[0]}: The team manager does it by 4 May" in over[1]
    assert over[1].rstrip().endswith("The audit is closed.")


def test_what_looks_real_is_asked_for_again_and_never_kept(tmp_path: Path) -> None:
    real = "Just like Bartholomew Wigglesworth, born 3/4/2015\n\nGood\n"
    code, _, err = _run(
        "train", "audit", "--scenario", LETTER, tmp_path=tmp_path, typed=real + FIRST + SECOND + ACTIONS
    )

    assert code == 0, err
    assert "nothing was kept" in err
    assert not any(b"Wigglesworth" in path.read_bytes() for path in tmp_path.rglob("*.db*"))


def test_a_good_draft_is_audited_with_two_grades_and_no_point(tmp_path: Path) -> None:
    code, out, err = _run(
        "train", "audit", "--scenario", "cg-railway-good", tmp_path=tmp_path, typed="\nGood\n\ngood\n"
    )

    assert code == 0, err
    assert "Neither audit named a gap" in out
    assert "The key holds no gap" in out
    assert out.rstrip().endswith("The audit is closed.")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--code", "ZZZZZ"), "There is no audit with that code."),
        (("--scenario", "no-such-draft"), "There is no scenario of that name."),
        (("--scenario", LETTER, "--code", "ZZZZZ"), "not both"),
    ],
)
def test_an_audit_that_cannot_begin_gets_one_sentence(tmp_path: Path, given: tuple[str, ...], said: str) -> None:
    code, out, err = _run("train", "audit", *given, tmp_path=tmp_path)

    assert (code, out) == (2, "")
    assert said in err
    assert len(err.strip().splitlines()) == 1


def _mine(tmp_path: Path, name: str) -> str:
    for ending in (".md", ".toml"):
        shutil.copy(FOLDER / f"pp-the-nod-hard{ending}", tmp_path / f"{name}{ending}")
    return str(tmp_path / f"{name}.toml")


def test_a_councils_own_draft_is_told_where_to_go_and_can_then_be_used(tmp_path: Path) -> None:
    file = _mine(tmp_path, "my-plan")

    told = _run("train", "new", file, tmp_path=tmp_path)
    before = _run("train", "--scenario", "my-plan", "--json", tmp_path=tmp_path)
    added = _run("train", "new", file, "--add", tmp_path=tmp_path)
    used = _run("train", "--scenario", "my-plan", "--json", tmp_path=tmp_path)
    listed = _run("train", "list", tmp_path=tmp_path)

    folder = tmp_path / "data" / "scenarios"
    assert f"put both files into {folder}" in told[1]
    assert before[0] == 2
    assert f"Both files are in {folder}." in added[1]
    assert json.loads(used[1])["id"] == "my-plan"
    assert "my-plan" in listed[1]


def test_a_draft_of_a_bundled_name_is_refused_and_one_that_is_wrong_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "scenarios"
    folder.mkdir(parents=True)
    file = _mine(folder, "cp-otter-lane-poor")
    (folder / "broken.toml").write_text("title = 1", encoding="utf-8")
    (folder / "broken.md").write_text("Fictional draft for training", encoding="utf-8")

    code, _, err = _run("train", "new", file, tmp_path=tmp_path)
    listed = _run("train", "list", tmp_path=tmp_path)

    assert code == 2
    assert "A bundled draft is called cp-otter-lane-poor already." in err
    assert listed[0] == 0
    assert "broken.toml is not used" in listed[2]
    assert "cp-otter-lane-poor.toml is not used" in listed[2]


@pytest.fixture
def own_drafts(tmp_path: Path) -> Iterator[Path]:
    """A folder whose drafts this process uses."""
    before = own_folder()
    use_own(tmp_path)
    yield tmp_path
    use_own(before)


def test_a_round_is_opened_on_a_councils_own_draft(own_drafts: Path, rounds: Rounds, trainer: Person) -> None:
    _mine(own_drafts, "my-plan")

    opened = rounds.open(trainer, "my-plan")

    assert opened.scenario == "my-plan"
    assert "my-plan" in {one.id for one in scenarios()}
