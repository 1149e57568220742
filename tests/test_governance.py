"""What the documents for a council say of the product is what the product is."""

import re
from pathlib import Path

import click
import pytest
from sqlalchemy import Table

from bot.cli import commands as bot_commands
from bot.records import training_schema
from bot.records.schema import metadata
from config.settings import names
from ingest.cli import commands as ingest_commands
from knowledge.plans.rules import catalogue
from tests.conftest import ROOT
from tests.governance_blocks import FOLDER, with_blocks

PAGES = sorted(FOLDER.glob("*.md"))
OPERATIONS = ROOT / "deploy" / "operations.md"
# An environment variable of Telegram's, ours or a server's, as it stands in a sentence.
_SETTING = re.compile(r"\b((?:PRACTICE_BOT|TELEGRAM|LLM|CHROMA|DATABASE|EMBEDDING)_[A-Z_]+)\b")
_LINE = re.compile(r"(practice-bot|practice-ingest)((?: [\w-]+)*)")
_CODE = re.compile(r"`([^`\n]+)`|^(?:as_bot )?(practice-(?:bot|ingest)[^\n]*)$", re.MULTILINE)

every_page = pytest.mark.parametrize("path", [*PAGES, OPERATIONS], ids=lambda path: path.name)


def test_the_parts_made_from_the_product_are_what_it_gives_today() -> None:
    for path in PAGES:
        page = path.read_text(encoding="utf-8")
        assert with_blocks(path.name, page) == page, f"{path.name}: run make docs"


def test_every_page_is_in_the_index() -> None:
    index = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert {path.name for path in PAGES} - {"README.md"} == set(
        re.findall(r"^\| \[([\w-]+\.md)\]", index, re.MULTILINE)
    )


@pytest.mark.parametrize("name", ["dpia.md", "security.md"])
def test_every_threat_has_one_row(name: str) -> None:
    rows = re.findall(r"^\| (T\d+) \|", (FOLDER / name).read_text(encoding="utf-8"), re.MULTILINE)

    assert rows == [f"T{number}" for number in range(1, 31)]


def test_no_page_leaves_to_be_proved_what_a_test_proves() -> None:
    for path in PAGES:
        assert "to be proved" not in path.read_text(encoding="utf-8"), path.name


# What an export may hold of somebody, by its table, and the words that tell staff of it. Training has its own list.
_TOLD = {
    "approvals": "On Telegram a message waits sealed",
    "audit": "in the log of what was done",
    "buttons": "what the buttons under your messages do",
    "feedback": "whether you found an answer helpful and why",
    "inbox": "On Telegram a message waits sealed",
    "invites": "when you joined",
    "open_groups": "for administrators what they changed",
    "people": "your role, the name your administrator wrote",
    "reached": "where they can be reached",
    "sessions": "your sign-ins on the web page",
    "turns": "the last turns",
}


def test_the_notice_for_staff_tells_of_everything_that_an_export_may_hold() -> None:
    notice = (FOLDER / "privacy-notice-staff.md").read_text(encoding="utf-8")
    training = {table.name for table in vars(training_schema).values() if isinstance(table, Table)}
    personal = {table.name for table in metadata.sorted_tables if "person" in table.c or table.name == "inbox"}

    assert personal - training == _TOLD.keys()
    assert [table for table, words in _TOLD.items() if words not in notice] == []


def test_every_rule_named_is_in_the_catalogue() -> None:
    known = {rule.id for rule in catalogue()}

    for path in PAGES:
        assert set(re.findall(r"\b[A-Z]{2,8}\d{3}\b", path.read_text(encoding="utf-8"))) <= known, path.name


@every_page
def test_every_setting_named_exists(path: Path) -> None:
    named = set(_SETTING.findall(path.read_text(encoding="utf-8")))

    assert named <= set(names())


@every_page
def test_every_command_named_exists(path: Path) -> None:
    for program, words in _commands(path.read_text(encoding="utf-8")):
        group = {"practice-bot": bot_commands, "practice-ingest": ingest_commands}[program]
        assert _known(group, words), f"{program} {' '.join(words)}"


@every_page
def test_every_file_named_exists_and_holds_the_test_named(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    named = re.findall(r"`((?:tests|docs|bot|config|deploy|knowledge|ingest)/[\w./-]*)(?:::(\w+))?`", text)

    for file, test in named:
        assert (ROOT / file).exists(), file
        assert not test or f"def {test}(" in (ROOT / file).read_text(encoding="utf-8"), f"{file}::{test}"


@every_page
def test_every_link_leads_to_a_page(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (path.parent / target).exists(), target


def _commands(text: str) -> list[tuple[str, list[str]]]:
    """Every command line in backticks or on a line of its own in a listing: its program and its words."""
    lines = [match[0] or match[1] for match in _CODE.findall(text)]
    found = (_LINE.match(line) for line in lines)
    return [(match[1], match[2].split()) for match in found if match]


def _known(group: click.Command, words: list[str]) -> bool:
    """Whether the words begin with a command, and within a group with one of its commands."""
    if not words or not isinstance(group, click.Group):
        return True
    if words[0] not in group.commands:
        return False
    return _known(group.commands[words[0]], words[1:])
