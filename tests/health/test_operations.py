"""What the operations files and the retention page say is what the code does."""

import configparser
import re
import tomllib

from bot.cli import commands
from tests.conftest import ROOT


def test_the_retention_page_has_the_days_of_the_data() -> None:
    page = (ROOT / "docs" / "governance" / "retention.md").read_text(encoding="utf-8")
    kept = tomllib.loads((ROOT / "bot/records/retention.toml").read_text(encoding="utf-8"))["keep"]

    shown = re.findall(r"^\| (\w+) \| (\w+) \| (\d+) \|$", page, re.MULTILINE)

    assert shown == [(row["table"], row["moment"], str(row["days"])) for row in kept]


def test_every_unit_runs_a_command_that_exists_without_new_privileges() -> None:
    units = sorted((ROOT / "deploy").glob("*.service"))

    for unit in units:
        read = configparser.RawConfigParser(strict=False)
        read.optionxform = str  # type: ignore[assignment,method-assign]
        read.read_string(unit.read_text(encoding="utf-8"))
        command = read["Service"]["ExecStart"].split()[1]
        assert command in commands.commands
        assert read["Service"]["NoNewPrivileges"] == "yes"
        assert read["Service"]["UMask"] == "0077"
    assert len(units) == 2
