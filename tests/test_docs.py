"""Documentation that is made from data or from real commands is what they give today."""

import re
from pathlib import Path

from click.testing import CliRunner

from bot.cli import commands as bot_commands
from ingest.cli import commands as ingest_commands
from tests.conftest import ROOT
from tests.generate_docs import COMMANDS, rules_page, timescales_page


def test_the_rules_page_is_what_the_catalogue_gives() -> None:
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == rules_page(), "run: make docs"


def test_the_timescales_page_is_what_the_data_gives() -> None:
    assert (ROOT / "docs" / "timescales.md").read_text(encoding="utf-8") == timescales_page(), "run: make docs"


def test_the_readme_shows_the_commands_it_was_made_from() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    for command in COMMANDS:
        assert f"$ practice-bot {command[0]} " in readme
    assert "No later than Tuesday 23 February 2027" in readme


def test_every_command_of_the_readme_exists() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    runner = CliRunner()

    for command in set(re.findall(r"^practice-bot ([\w-]+)", readme, re.MULTILINE)):
        assert runner.invoke(bot_commands, [command, "--help"]).exit_code == 0, command
    for command in set(re.findall(r"^practice-ingest (\w+)", readme, re.MULTILINE)):
        assert runner.invoke(ingest_commands, [command, "--help"]).exit_code == 0, command


def test_no_file_names_a_package_registry_or_a_path_of_one_machine() -> None:
    registries = re.compile(
        "|".join(("pypi" + r"\.org", "python" + "hosted", "registry" + r"\.npmjs", "deb" + r"\.debian"))
    )

    for path in _texts():
        text = path.read_text(encoding="utf-8", errors="ignore")
        assert not registries.search(text), path
        assert "/work" + "/main" not in text, path


def _texts() -> list[Path]:
    tops = ("bot", "knowledge", "ingest", "config", "tests", "docs")
    endings = {".py", ".md", ".toml", ".txt", ".csv", ".json"}
    found = [path for top in tops for path in (ROOT / top).rglob("*") if path.suffix in endings]
    return [*found, ROOT / "README.md", ROOT / "Makefile", ROOT / "pyproject.toml"]
