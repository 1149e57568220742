"""What the operations files say is what the code does. No container was built to test them."""

import configparser
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli import commands
from config.settings import load, names
from tests.conftest import ROOT, clean_environment

DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
TIMERS = sorted(DEPLOY.glob("*.timer"))
# The containers that run this product's own commands on the records and the texts.
OWN = ("web", "telegram", "ingest", "retain", "backup")
HARDENED = ("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome", "RestrictNamespaces", "LockPersonality")


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_runs_a_command_that_exists_with_no_more_rights_than_it_needs(path: Path) -> None:
    service = _unit(path)["Service"]

    assert _exists(_ours(service["ExecStart"]))
    assert service["User"] == "practice-bot"
    assert service["UMask"] == "0077"
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""
    assert [service[name] for name in HARDENED] == ["yes"] * len(HARDENED)


def test_every_timer_starts_a_unit_of_its_name() -> None:
    started = {path.stem for path in TIMERS}

    assert started == {"practice-bot-ingest", "practice-bot-retain", "practice-bot-backup"}
    assert started <= {path.stem for path in UNITS}


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_systemd_finds_no_fault_in_the_units(tmp_path: Path) -> None:
    for path in (*UNITS, *TIMERS):
        # The program and its user are not on this machine: stand-ins are used.
        text = re.sub(r"(?m)^ExecStart=/opt\S+", "ExecStart=/bin/true", path.read_text(encoding="utf-8"))
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

    assert services.keys() == {*OWN, "postgres", "chroma"}
    for name, service in services.items():
        assert "no-new-privileges:true" in service["security_opt"], name
        if name != "postgres":
            assert service["read_only"] is True, name
            assert service["cap_drop"] == ["ALL"], name
            assert _exists(_ours(" ".join(service["command"]))), name
    assert services["web"]["ports"] == ["127.0.0.1:8080:8080"]
    assert services["telegram"]["profiles"] == ["telegram"]
    for name in ("postgres", "chroma", "ingest", "retain", "backup"):
        assert services[name]["networks"] == ["inside"]


def test_the_telegram_bot_is_watched_where_it_says_how_it_is() -> None:
    unit, container = _unit(DEPLOY / "practice-bot-telegram.service")["Service"], _services()["telegram"]
    asked = " ".join(container["healthcheck"]["test"])

    assert "--health 127.0.0.1:9100" in unit["ExecStart"]
    assert container["command"][2:] == ["--health", "127.0.0.1:9100"]
    assert "http://127.0.0.1:9100/health" in asked
    assert "http://127.0.0.1:9100/ready" in (DEPLOY / "operations.md").read_text(encoding="utf-8")


def test_a_webhook_is_listened_to_at_the_port_that_is_passed_on() -> None:
    read = yaml.safe_load((DEPLOY / "compose.webhook.yaml").read_text(encoding="utf-8"))
    service, page = read["services"]["telegram"], (DEPLOY / "operations.md").read_text(encoding="utf-8")

    assert read["services"].keys() == {"telegram"}
    assert _exists(service["command"])
    assert service["command"][service["command"].index("--listen") + 1] == "0.0.0.0:8443"
    assert service["command"][-2:] == _services()["telegram"]["command"][-2:]
    assert service["ports"] == ["127.0.0.1:8443:8443"]
    assert _exists(_ours(re.findall(r"^ExecStart=(/opt.+)$", page, re.MULTILINE)[0]))


def test_a_backup_is_written_each_night_where_files_of_thirty_days_are_deleted() -> None:
    unit, container = _unit(DEPLOY / "practice-bot-backup.service")["Service"], _services()["backup"]
    said = " ".join(container["command"])

    for words, folder in (("\n".join(unit.values()), "/var/backups/practice-bot"), (said, "/backups")):
        assert f"practice-bot backup {folder}/records-" in words
        assert re.search(rf"find {folder} -name '?records-\*\.sealed'? -mtime \+29 -delete", words)
    assert unit["ReadWritePaths"] == "/var/backups/practice-bot"
    assert "./backups:/backups" in container["volumes"]


def test_the_backup_of_the_containers_runs_and_deletes_what_is_old(bot_on_path: Path) -> None:
    folder = bot_on_path / "backups"
    folder.mkdir()
    for name, days in (("records-old.sealed", 31), ("records-new.sealed", 3)):
        (folder / name).touch()
        os.utime(folder / name, (time.time() - days * 86400,) * 2)
    line = _services()["backup"]["command"][2].replace("$$", "$").replace("/backups", str(folder))
    environ = clean_environment(bot_on_path / "data")

    done = subprocess.run(
        ["sh", "-c", line], capture_output=True, text=True, timeout=100,
        env={**environ, "PATH": f"{bot_on_path}:{environ['PATH']}"},
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    made, kept = sorted(path.name for path in folder.iterdir())
    assert re.fullmatch(r"records-\d{4}-\d\d-\d\d\.sealed", made)
    assert kept == "records-new.sealed"


@pytest.fixture
def bot_on_path(tmp_path: Path) -> Path:
    """A folder with ``practice-bot``, as an installation has it."""
    program = tmp_path / "practice-bot"
    program.write_text(f'#!/bin/sh\ncd {ROOT} && exec {sys.executable} -m bot "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return tmp_path


def test_the_image_is_made_of_folders_that_exist_and_does_not_run_as_root() -> None:
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()

    copied = [word for line in lines if line.startswith("COPY ") for word in line.split()[1:-1]]

    assert copied
    assert all((ROOT / name).exists() for name in copied)
    assert "USER practice-bot" in lines


def _ours(line: str) -> list[str]:
    """The words of a command line from our own program on, without what a shell stands around it."""
    bare = line.replace("/opt/practice-bot/bin/", "")
    found = re.search(r"(?:^|\s)((?:practice-bot|practice-ingest|chroma)\b[^'&]*?)\s*(?:'|&&|$)", bare)
    return re.sub(r"\$\$?\(.+?\)", "", found[1]).split() if found else []


def _exists(words: list[str]) -> bool:
    """Whether a command line is one that this product takes, option by option, or starts Chroma's own server."""
    program, *given = words or [""]
    if program == "practice-bot" and given and given[0] in commands.commands:
        commands.commands[given[0]].make_context(given[0], given[1:])  # raises for an option that it does not have
        return True
    return words in (["practice-ingest"], ["chroma", "run", *words[2:]])


def _services() -> dict[str, dict[str, Any]]:
    read: dict[str, dict[str, Any]] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return read["services"]


def _unit(path: Path) -> configparser.RawConfigParser:
    read = configparser.RawConfigParser(strict=False)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string(path.read_text(encoding="utf-8"))
    return read
