"""``practice-bot check`` in every form: on the screen, into a file, into a folder."""

import csv
import io
import json
from pathlib import Path

import pytest
from docx import Document

from bot.names import shown, writable
from bot.outputs import save
from knowledge.errors import PlanError
from knowledge.readers import read_file
from tests.conftest import ROOT, Run

DRAFT = ROOT / "bot" / "drafts" / "child-protection-plan.docx"
LOCAL = """
off = ["LANG003"]

[[suppress]]
rule = "RISK005"
quote = "white spirit"
reason = "Locked away on 3 November; Amira Rahman saw it."
"""


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """A folder of two readable drafts of one name and a broken one."""
    folder = tmp_path / "pile"
    folder.mkdir()
    (folder / "plan.docx").write_bytes(DRAFT.read_bytes())
    (folder / "plan.txt").write_text(read_file(DRAFT).text, encoding="utf-8")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 not a Word file")
    return folder


def test_html_is_printed_as_one_page(bot: Run) -> None:
    done = bot("check", "--format", "html", str(DRAFT))

    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("<!doctype html>")
    assert "Risks at a glance" in done.stdout
    assert "Tablets and a bottle of white spirit" in done.stdout


def test_the_word_file_comes_back_with_comments_and_the_same_words(bot: Run, tmp_path: Path) -> None:
    target = tmp_path / "reports" / "checked.docx"

    done = bot("check", "--format", "docx", "--output", str(target), str(DRAFT))

    assert done.returncode == 1, done.stderr
    assert read_file(target).text == read_file(DRAFT).text
    comments = [comment.text for comment in Document(str(target)).comments]
    assert sum(text.startswith("Draft check.") for text in comments) == 1
    assert any('"asap" does not tell anybody' in text for text in comments)
    assert list(target.parent.iterdir()) == [target]


def test_a_text_draft_can_be_given_back_as_a_word_file(bot: Run, tmp_path: Path, pile: Path) -> None:
    target = tmp_path / "checked.docx"

    done = bot("check", "--format", "docx", "--output", str(target), str(pile / "plan.txt"))

    assert done.returncode == 1, done.stderr
    assert len(list(Document(str(target)).comments)) > 5


def test_csv_and_sarif_hold_several_drafts(bot: Run, tmp_path: Path, pile: Path) -> None:
    table = tmp_path / "all.csv"
    both = (str(pile / "plan.docx"), str(pile / "plan.txt"))

    saved = bot("check", "--format", "csv", "--output", str(table), *both)
    printed = bot("check", "--format", "sarif", *both)

    assert saved.returncode == printed.returncode == 1
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig"))))
    assert table.read_bytes().startswith(b"\xef\xbb\xbf")
    run = json.loads(printed.stdout)["runs"][0]
    assert [one["location"]["uri"] for one in run["artifacts"]] == ["plan.docx", "plan.txt"]
    assert len(rows) == len(run["results"])


def test_a_pile_in_text_is_one_page_by_theme(bot: Run, pile: Path) -> None:
    done = bot("check", "--batch", str(pile))

    assert done.returncode == 2
    assert done.stdout.startswith("2 drafts checked. 1 file could not be read and is named above.")
    assert "THEME" in done.stdout
    assert "Timescales" in done.stdout
    assert len(done.stdout.splitlines()) < 60
    assert "broken.docx" in done.stderr
    assert "Checking drafts" not in done.stderr  # the bar is for a person at a screen


def test_a_pile_with_a_folder_gets_a_file_a_draft_and_no_draft_is_overwritten(bot: Run, pile: Path) -> None:
    before = {path.name: path.read_bytes() for path in pile.iterdir()}

    done = bot("check", "--batch", str(pile), "--format", "docx", "--output", str(pile))

    assert done.returncode == 2
    made = sorted(path.name for path in pile.iterdir() if path.name not in before)
    assert made == ["plan-checked-2.docx", "plan-checked.docx"]
    assert all((pile / name).read_bytes() == data for name, data in before.items())
    assert "2 drafts checked." in done.stdout


def test_a_local_rules_file_is_used_and_its_reasons_stand_at_the_end(bot: Run, tmp_path: Path) -> None:
    rules = tmp_path / "local.toml"
    rules.write_text(LOCAL, encoding="utf-8")

    plain = bot("check", str(DRAFT), "--all")
    by_option = bot("check", str(DRAFT), "--all", "--rules", str(rules))
    by_setting = bot("check", str(DRAFT), "--all", PRACTICE_BOT_RULES=str(rules))

    assert "] RISK005" in plain.stdout
    assert "] RISK005" not in by_option.stdout
    assert by_option.stdout == by_setting.stdout
    assert "92 checks run" in by_option.stdout
    assert "RISK005 was left out by local choice: Locked away on 3 November" in by_option.stdout.splitlines()[-2]
    page = bot("check", "--format", "html", str(DRAFT), "--rules", str(rules)).stdout
    assert "Left out by local choice" in page


def test_json_says_what_the_reader_could_not_see(bot: Run, tmp_path: Path) -> None:
    target = tmp_path / "checked.docx"
    bot("check", "--format", "docx", "--output", str(target), str(DRAFT))

    given = json.loads(bot("check", "--json", str(target)).stdout)

    assert any("comments were not counted" in note for note in given["notes"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--format", "docx"), "A Word file cannot be shown here. Add --output checked.docx."),
        (("--output", str(DRAFT)), "The report would take the place of the draft."),
        (("--rules", "no-such.toml"), "The local rules file cannot be read."),
        (("--format", "odt"), "'odt' is not one of"),
        (("--output", "/dev/null/report.txt"), "The output file cannot be written."),
    ],
)
def test_a_target_that_cannot_be_used_gets_one_sentence(bot: Run, arguments: tuple[str, ...], words: str) -> None:
    done = bot("check", str(DRAFT), *arguments)

    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_several_pages_need_a_folder(bot: Run, pile: Path, tmp_path: Path) -> None:
    both = (str(pile / "plan.docx"), str(pile / "plan.txt"))
    (tmp_path / "file.html").write_text("", encoding="utf-8")

    for arguments in ((), ("--output", str(tmp_path / "file.html"))):
        done = bot("check", "--format", "html", *both, *arguments)
        assert done.returncode == 2
        assert "FOLDER" in done.stderr or "folder" in done.stderr


def test_a_draft_that_cannot_be_read_leaves_no_report(bot: Run, pile: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.html"

    done = bot("check", "--format", "html", "--output", str(target), str(pile / "broken.docx"))

    assert done.returncode == 2
    assert not target.exists()


def test_a_device_is_written_to_and_not_replaced(bot: Run) -> None:
    done = bot("check", str(DRAFT), "--output", "/dev/null")

    assert done.returncode == 1, done.stderr
    assert not Path("/dev/null").is_file()


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("plan", "plan-checked.docx"),
        ("../../etc/passwd", "etc-passwd-checked.docx"),
        ("two\nlines", "twolines-checked.docx"),
        ("turned\u202eround", "turnedround-checked.docx"),
        ("\U0001f476", "draft-checked.docx"),
        ("", "draft-checked.docx"),
        ("Zoë's plan (2)", "Zoë-s plan (2)-checked.docx"),
        ("x" * 300, f"{'x' * 60}-checked.docx"),
    ],
)
def test_file_names_are_made_safe(stem: str, name: str) -> None:
    assert writable(stem, ".docx", set()) == name


def test_names_are_shown_on_one_line_without_terminal_codes() -> None:
    assert shown("plan\x1b[31m\nred") == "plan[31mred"


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(PlanError, match="cannot be written"):
        save(tmp_path / "file" / "report.txt", b"words")

    assert [path.name for path in tmp_path.iterdir()] == ["file"]
