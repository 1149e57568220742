"""What an operator sees of the Telegram bot, and what the council's own numbers are to it."""

import socket
from pathlib import Path

import httpx
from telegram import Update

from bot.telegram_chat.arrivals import arrival
from knowledge.deidentify import Public
from tests.conftest import run_module
from tests.telegram.fake import TOKEN, FakeTelegram
from tests.telegram.process import BotProcess
from tests.telegram.test_day import DRAFT, QUESTION

DUTY = "0113 496 0999"


def test_health_and_metrics_are_served_where_they_are_asked_for(
    bot_process: BotProcess, telegram: FakeTelegram
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        listen = f"127.0.0.1:{free.getsockname()[1]}"
    bot_process.person(7)
    bot_process.start("--health", listen)
    telegram.say(1, "hello")
    telegram.wait(1)
    telegram.say(7, QUESTION)
    telegram.say(7, "can Zebedee Thistlewood stay")
    telegram.say(7, "/check")
    telegram.say(7, DRAFT)
    telegram.wait(7, 4)

    alive, ready = httpx.get(f"http://{listen}/health"), httpx.get(f"http://{listen}/ready")
    counts = httpx.get(f"http://{listen}/metrics").text

    assert (alive.status_code, ready.status_code) == (200, 200), ready.text
    assert "practice_bot_inbox_waiting" in counts
    assert 'practice_bot_answers_total{channel="telegram",status="answered"} 1.0' in counts
    assert 'practice_bot_stopped_total{kind="name"} 1.0' in counts
    assert 'practice_bot_drafts_total{channel="telegram"} 1.0' in counts
    assert not any(word in counts for word in ("Zebedee", "Oakfield"))
    assert bot_process.end() == 0


def test_a_wrong_or_taken_address_for_health_stops_the_bot_before_it_runs(
    bot_process: BotProcess, telegram: FakeTelegram
) -> None:
    wrong = bot_process.start("--health", "nonsense")
    _, said_wrong = wrong.communicate(timeout=60)
    asked_before = list(telegram.calls)
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = bot_process.start("--health", f"127.0.0.1:{other.getsockname()[1]}")
        _, said_taken = taken.communicate(timeout=60)

    assert (wrong.returncode, taken.returncode) == (2, 2)
    assert said_wrong == "That is not an address for health and metrics. Write it as 127.0.0.1:9100.\n"
    assert asked_before == []
    assert "The address for health and metrics is taken." in said_taken
    assert "The bot is running" not in said_taken


def test_the_councils_own_number_is_no_private_detail() -> None:
    telegram = FakeTelegram()
    update = Update.de_json({"update_id": 1, "message": telegram.message(1, text=f"Is {DUTY} the duty team?")}, None)

    masked, known = arrival(update), arrival(update, Public.of(DUTY))

    assert masked is not None
    assert known is not None
    assert masked.payload["kinds"]
    assert known.payload["kinds"] == []
    assert DUTY in known.payload["text"]


def test_the_self_check_says_that_telegram_does_not_know_the_token(bot_process: BotProcess) -> None:
    def checked(token: str, address: str) -> tuple[int, str]:
        more = {**bot_process.settings, "TELEGRAM_TOKEN": token, "TELEGRAM_BASE_URL": address}
        done = run_module("bot", "self-check", data=bot_process.data, **more)
        return done.returncode, done.stdout + done.stderr

    unknown = "123456789:" + "B" * 35
    with socket.create_server(("127.0.0.1", 0)) as free:
        nowhere = f"http://127.0.0.1:{free.getsockname()[1]}"

    code, wrong = checked(unknown, bot_process.address)
    fine = checked(TOKEN, bot_process.address)
    away = checked(TOKEN, nowhere)

    assert code == 2
    assert "STOPS  Telegram does not know the bot's token" in wrong
    assert unknown not in wrong
    assert fine[0] == 0
    assert "Telegram" not in fine[1]
    assert away[0] == 0
    assert "NOTE   Telegram cannot be reached" in away[1]


def test_a_bot_without_a_knowledge_base_stops_with_one_sentence(bot_process: BotProcess, tmp_path: Path) -> None:
    """F64."""
    process = bot_process.start(PRACTICE_BOT_DATA=str(tmp_path / "nothing"))

    _, said = process.communicate(timeout=60)

    assert process.returncode == 2
    assert "practice-ingest" in said
    assert said.count("\n") == 1


def test_what_is_wrong_at_the_start_is_said_once_in_the_log_and_the_bot_runs(
    bot_process: BotProcess, telegram: FakeTelegram
) -> None:
    """F64: here the duty team's numbers are the sample's, and an administrator has switched the bot off."""
    bot_process.person(7)
    with bot_process.records() as records:
        records.switch.off("a wrong text about Zebedee")

    bot_process.start()
    telegram.say(7, "the dad is hitting the child right now")
    answer = telegram.wait(7)[0].text

    assert bot_process.end() == 0
    assert "999" in answer
    assert "Then call your council's duty team, and tell your manager." in answer
    assert bot_process.log.count("The duty team's numbers are not set") == 1
    assert bot_process.log.count("The bot is switched off") == 1
    assert "Zebedee" not in bot_process.log
