"""What an operator sees of the Telegram bot, and what the council's own numbers are to it."""

import socket

import httpx
from telegram import Update

from bot.telegram_chat.arrivals import arrival
from knowledge.deidentify import Public
from tests.telegram.fake import FakeTelegram
from tests.telegram.process import BotProcess

DUTY = "0113 496 0999"


def test_health_and_metrics_are_served_where_they_are_asked_for(
    bot_process: BotProcess, telegram: FakeTelegram
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        listen = f"127.0.0.1:{free.getsockname()[1]}"
    bot_process.start("--health", listen)
    telegram.say(1, "hello")
    telegram.wait(1)

    alive, ready = httpx.get(f"http://{listen}/health"), httpx.get(f"http://{listen}/ready")
    counts = httpx.get(f"http://{listen}/metrics").text

    assert (alive.status_code, ready.status_code) == (200, 200), ready.text
    assert "practice_bot_inbox_waiting" in counts
    assert bot_process.end() == 0


def test_the_councils_own_number_is_no_private_detail() -> None:
    telegram = FakeTelegram()
    update = Update.de_json({"update_id": 1, "message": telegram.message(1, text=f"Is {DUTY} the duty team?")}, None)

    masked, known = arrival(update), arrival(update, Public.of(DUTY))

    assert masked is not None
    assert known is not None
    assert masked.payload["kinds"]
    assert known.payload["kinds"] == []
    assert DUTY in known.payload["text"]
