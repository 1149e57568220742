"""What the log holds, and what it never holds."""

import json
import logging
from collections.abc import Iterator

import pytest

from config.logs import FIELDS, set_up

TOKEN = "7123456789:" + "AAHk3nV0q-b1Xr2Yp4Zt6Wc8Ls9Qm5Jd7Fe"
TYPED = "Kayleigh Thornton says her stepdad hits her"


@pytest.fixture(autouse=True)
def quiet_again() -> Iterator[None]:
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    yield
    root.handlers[:], root.level = before


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize(
    "secret",
    [
        TOKEN,
        "ewa@example.org",
        "07700 900123",
        "9990000018",
        "QQ 12 34 56 C",
        "TS91 4QJ",
        "postgresql://bot:hunter22@db/x",
    ],
)
def test_secrets_never_reach_the_log(capsys: pytest.CaptureFixture[str], form: str, secret: str) -> None:
    set_up("INFO", form)

    logging.getLogger("bot.x").warning("It failed at %s.", secret)
    logging.getLogger("bot.x").warning("It failed.", extra={"code": secret})
    logging.getLogger("telegram.ext").error("Failed at %s", secret)

    line = said(capsys)
    assert line.count("failed") == 2
    assert secret not in line
    assert "hunter22" not in line


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_a_person_typed_never_reaches_the_log(capsys: pytest.CaptureFixture[str], form: str) -> None:
    set_up("INFO", form)

    try:
        raise ValueError(TYPED)
    except ValueError:
        logging.getLogger("bot.telegram_chat").exception("An update could not be answered.", extra={"ref": "a1b2"})
    logging.getLogger("telegram.ext.Application").error("No error handlers, update %s", TYPED)
    logging.getLogger("chromadb").error("Bad query %r", TYPED)
    logging.getLogger("bot.x").warning("Odd.", extra={"question": TYPED})

    lines = said(capsys)
    assert "ValueError" in lines
    assert "a1b2" in lines
    assert "Kayleigh" not in lines
    assert "stepdad" not in lines


def test_json_lines_have_fixed_names(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("INFO", "json")

    logging.getLogger("bot.x").info("Answered.", extra={"channel": "web", "status": "answered", "ms": 31})

    [line] = said(capsys).splitlines()
    record = json.loads(line)
    assert record["message"] == "Answered."
    assert record["ms"] == 31
    assert set(record) <= {"time", "level", "logger", "message", "error", "where", *FIELDS}


def test_a_message_over_several_lines_stays_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("INFO")

    logging.getLogger("bot.x").warning("One\nforged line")

    assert len(said(capsys).splitlines()) == 1


def test_libraries_that_log_addresses_are_silent_below_warning(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("DEBUG")

    logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org/bot%s/getMe", TOKEN)

    assert said(capsys) == ""
