"""Settings: one frozen record, strict by name, silent about values."""

import logging
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from config.council import load_council
from config.logs import KeepTokensOut
from config.settings import SettingProblem, load, names
from tests.conftest import ROOT

TOKEN = "123456789:" + "A" * 35


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('data = "/from/file"\nllm_model = "m"\n', encoding="utf-8")

    settings = load({"PRACTICE_BOT_CONFIG": str(file), "PRACTICE_BOT_DATA": "/from/environment"})

    assert settings.data == Path("/from/environment")
    assert settings.llm_model == "m"


def test_settings_cannot_be_changed_and_hide_their_secrets() -> None:
    settings = load({"TELEGRAM_TOKEN": TOKEN, "DATABASE_URL": "postgresql://u:hunter2@h/d"})

    with pytest.raises(FrozenInstanceError):
        settings.llm_model = "x"  # type: ignore[misc]
    assert TOKEN not in repr(settings)
    assert "hunter2" not in repr(settings)
    assert settings.catalogue_url == "postgresql+psycopg://u:hunter2@h/d"


@pytest.mark.parametrize(
    ("environ", "name"),
    [
        ({"PRACTICE_BOT_DTA": "secret"}, "PRACTICE_BOT_DTA"),
        ({"CHROMA_URL": "secret"}, "CHROMA_URL"),
        ({"TELEGRAM_BASE_URL": "ftp://secret"}, "TELEGRAM_BASE_URL"),
        ({"DATABASE_URL": "mysql://secret"}, "DATABASE_URL"),
        ({"PRACTICE_BOT_LOG_LEVEL": "secret"}, "PRACTICE_BOT_LOG_LEVEL"),
        ({"PRACTICE_BOT_CONFIG": "/no/such/secret"}, "PRACTICE_BOT_CONFIG"),
    ],
)
def test_an_unknown_or_bad_setting_is_refused_by_name_only(environ: dict[str, str], name: str) -> None:
    with pytest.raises(SettingProblem) as caught:
        load(environ)

    assert name in str(caught.value)
    assert "secret" not in str(caught.value)


def test_an_unknown_key_in_the_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('tokn = "secret"\n', encoding="utf-8")

    with pytest.raises(SettingProblem, match="tokn") as caught:
        load({"PRACTICE_BOT_CONFIG": str(file)})
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("password", ["p@ss", "p@ss/word", "@"])
def test_a_password_with_an_at_sign_in_an_address_is_refused_and_not_shown(password: str) -> None:
    with pytest.raises(SettingProblem, match=r"DATABASE_URL.*%40.*PGPASSWORD") as caught:
        load({"DATABASE_URL": f"postgresql://practice_bot:{password}@localhost/practice_bot"})

    assert f":{password}@" not in str(caught.value)


@pytest.mark.parametrize("name", ["DATABASE_URL", "PRACTICE_BOT_RECORDS_URL"])
def test_postgresql_without_its_driver_is_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(SettingProblem, match=rf"{name} cannot be used: .*psycopg\[binary\]"):
        load({name: "postgresql://practice_bot@localhost/practice_bot"})


def test_every_setting_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert [name for name in names() if name not in readme] == []


def test_a_council_file_that_lacks_a_number_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "council.toml"
    file.write_text('name = "Fictionshire"\n', encoding="utf-8")

    with pytest.raises(SettingProblem, match="duty_phone"):
        load_council(file)


def test_tokens_never_reach_the_log() -> None:
    record = logging.LogRecord("x", logging.INFO, "f", 1, "GET https://api/bot%s/getMe", (TOKEN,), None)

    KeepTokensOut().filter(record)

    assert TOKEN not in record.getMessage()


@pytest.mark.parametrize(("mode", "refused"), [(0o600, False), (0o640, False), (0o644, True), (0o660, True)])
def test_f74_a_settings_file_with_a_secret_that_others_can_read_is_refused_by_name(
    tmp_path: Path, mode: int, *, refused: bool
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(f'telegram_token = "{TOKEN}"\n', encoding="utf-8")
    file.chmod(mode)
    environ = {"PRACTICE_BOT_CONFIG": str(file)}

    if not refused:
        assert load(environ).telegram_token == TOKEN
        return
    with pytest.raises(SettingProblem, match="PRACTICE_BOT_CONFIG") as caught:
        load(environ)
    assert TOKEN not in str(caught.value)
