"""What the operations files say is what the code does. No container was built to test them."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli import commands
from config.settings import load, names
from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
TIMERS = sorted(DEPLOY.glob("*.timer"))
# The containers that run this product's own commands on the records and the texts.
OWN = ("web", "telegram", "ingest", "retain")
HARDENED = ("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome", "RestrictNamespaces", "LockPersonality")


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_runs_a_command_that_exists_with_no_more_rights_than_it_needs(path: Path) -> None:
    service = _unit(path)["Service"]

    assert _exists(service["ExecStart"].removeprefix("/opt/practice-bot/bin/").split())
    assert service["User"] == "practice-bot"
    assert service["UMask"] == "0077"
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""
    assert [service[name] for name in HARDENED] == ["yes"] * len(HARDENED)


def test_every_timer_starts_a_unit_of_its_name() -> None:
    started = {path.stem for path in TIMERS}

    assert started == {"practice-bot-ingest", "practice-bot-retain"}
    assert started <= {path.stem for path in UNITS}


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_systemd_finds_no_fault_in_the_units(tmp_path: Path) -> None:
    for path in (*UNITS, *TIMERS):
        # The program and its user are not on this machine: stand-ins are used.
        text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        (tmp_path / path.name).write_text(text.replace("User=practice-bot", "User=root"), encoding="utf-8")

    found = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))], capture_output=True, text=True
    )

    said = [line for line in found.stderr.splitlines() if "practice-bot" in line]
    assert said == []


def test_every_setting_of_the_examples_is_known() -> None:
    example = (DEPLOY / "env.example").read_text(encoding="utf-8")
    units = "\n".join(path.read_text(encoding="utf-8") for path in UNITS)
    image = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")

    shown = set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))
    shown |= set(re.findall(r"\b(PRACTICE_BOT_[A-Z_]+)=", units + image))
    shown |= {name for service in _services().values() for name in service.get("environment", {})}

    foreign = {name for name in shown if name.startswith("POSTGRES_") or name == "PGPASSWORD"}
    assert shown - foreign <= set(names())


@pytest.mark.parametrize("name", OWN)
def test_every_container_of_ours_has_the_councils_settings_and_files(name: str) -> None:
    service, example = _services()[name], (DEPLOY / "env.example").read_text(encoding="utf-8")

    assert service["env_file"] == ["council/environment"]
    assert "./council:/etc/practice-bot:ro" in service["volumes"]
    assert set(re.findall(r"^#?PRACTICE_BOT_\w+=(/\S+)$", example, re.MULTILINE)) == {
        "/etc/practice-bot/council.toml",
        "/etc/practice-bot/sources.toml",
        "/etc/practice-bot/local-rules.toml",
    }
    # These alone may not be changed by the council's file: what is named here goes before it.
    assert service["environment"].keys() <= {
        "DATABASE_URL", "PGPASSWORD", "CHROMA_URL", "PRACTICE_BOT_DATA", "PRACTICE_BOT_KEY_FILE", "TELEGRAM_TOKEN"
    }  # fmt: skip


def test_only_the_telegram_container_has_the_token() -> None:
    tokens = {name: _services()[name]["environment"]["TELEGRAM_TOKEN"] for name in OWN}

    assert tokens.pop("telegram") == "${TELEGRAM_TOKEN:-}"
    assert set(tokens.values()) == {""}


def test_the_password_of_the_database_stands_in_no_address() -> None:
    """Letters such as @ and / would break one."""
    settings = _services()["web"]["environment"]

    assert settings["DATABASE_URL"] == "postgresql://practice_bot@postgres/practice_bot"
    assert settings["PGPASSWORD"].startswith("${POSTGRES_PASSWORD:?")


def test_the_settings_of_the_example_are_read_as_they_stand() -> None:
    example = (DEPLOY / "env.example").read_text(encoding="utf-8")

    given = dict(re.findall(r"^(\w+)=(.*)$", example, re.MULTILINE))

    assert load(given).council_file == Path("/etc/practice-bot/council.toml")


def test_no_example_holds_a_token_or_a_password() -> None:
    for path in DEPLOY.iterdir():
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\d{6,12}:[A-Za-z0-9_-]{30,}", text), path.name
        assert not re.search(r"^\s*POSTGRES_PASSWORD: (?!\$\{)", text, re.MULTILINE), path.name


def test_the_containers_have_no_more_rights_than_they_need() -> None:
    services = _services()

    assert services.keys() == {"web", "telegram", "ingest", "retain", "postgres", "chroma"}
    for name, service in services.items():
        assert "no-new-privileges:true" in service["security_opt"], name
        if name != "postgres":
            assert service["read_only"] is True, name
            assert service["cap_drop"] == ["ALL"], name
            assert _exists(service["command"]), name
    assert services["web"]["ports"] == ["127.0.0.1:8080:8080"]
    assert services["telegram"]["profiles"] == ["telegram"]
    for name in ("postgres", "chroma", "ingest", "retain"):
        assert services[name]["networks"] == ["inside"]


def test_the_image_is_made_of_folders_that_exist_and_does_not_run_as_root() -> None:
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()

    copied = [word for line in lines if line.startswith("COPY ") for word in line.split()[1:-1]]

    assert copied
    assert all((ROOT / name).exists() for name in copied)
    assert "USER practice-bot" in lines


def _exists(words: list[str]) -> bool:
    """Whether a command line starts a command that this product has, or Chroma's own server."""
    program, command = words[0], words[1] if len(words) > 1 else ""
    if program == "practice-bot":
        return command in commands.commands
    return words in (["practice-ingest"], ["chroma", "run", *words[2:]])


def _services() -> dict[str, dict[str, Any]]:
    read: dict[str, dict[str, Any]] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return read["services"]


def _unit(path: Path) -> configparser.RawConfigParser:
    read = configparser.RawConfigParser(strict=False)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string(path.read_text(encoding="utf-8"))
    return read
