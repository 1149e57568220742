"""A manager's pile of drafts, checked by several processes."""

import json
from pathlib import Path

from bot.checking import Choices
from bot.pile import Pile
from config.settings import load
from tests.cli.test_bot import DRAFT
from tests.conftest import Run

_PLAN = "Child in need plan, 3 March 2026\n\nActions\n- {} will visit regularly.\n"


def test_a_pile_keeps_the_order_of_its_files_and_bad_ones_stop_no_other(bot: Run, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(DRAFT.read_bytes())
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7 and no more")
    (tmp_path / "c.txt").write_text("", encoding="utf-8")
    for name in "defghij":
        (tmp_path / f"{name}.txt").write_text(_PLAN.format(f"Worker {name}"), encoding="utf-8")

    done = bot("check", "--batch", str(tmp_path), "--json")

    assert done.returncode == 2
    assert [json.loads(line)["doc"] for line in done.stdout.splitlines()] == ["a", *"defghij"]
    assert [line.split(" ")[0] for line in done.stderr.splitlines()] == ["b.pdf", "c.txt"]
    assert "Traceback" not in done.stderr


def test_a_pile_says_the_same_of_a_draft_as_a_check_of_that_draft_alone(bot: Run, tmp_path: Path) -> None:
    for name in "abcd":
        (tmp_path / f"{name}.docx").write_bytes(DRAFT.read_bytes())

    pile = bot("check", "--batch", str(tmp_path), "--json")

    alone = json.loads(bot("check", "--json", str(tmp_path / "a.docx")).stdout)
    first = json.loads(pile.stdout.splitlines()[0])
    assert pile.returncode == 1, pile.stderr
    assert first["findings"] == alone["findings"]


def test_a_pile_that_nobody_waits_for_leaves_no_process_behind(tmp_path: Path) -> None:
    import multiprocessing

    paths = tuple(tmp_path / f"{number}.txt" for number in range(12))
    for path in paths:
        path.write_text(_PLAN.format("Robin Vale"), encoding="utf-8")
    outcomes = Pile(load({"PRACTICE_BOT_DATA": str(tmp_path)}), Choices(), workers=1).outcomes(paths)

    next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]
    for child in multiprocessing.active_children():
        child.join(10)

    assert not multiprocessing.active_children()
