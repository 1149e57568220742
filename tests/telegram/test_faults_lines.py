"""Faults of the line, of the process and of Telegram itself, by their number in the threat list."""

import asyncio
import logging
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.app import App
from bot.records.store import open_records
from bot.telegram_chat.answering import MOST_WAITING
from bot.telegram_chat.arrivals import Arrival
from bot.telegram_chat.pace import Pace
from bot.telegram_chat.serving import _Teller
from tests.telegram.desks import desk_settings, open_desk
from tests.telegram.fake import TOKEN, FakeTelegram
from tests.telegram.process import BotProcess

QUESTION = "how long can temporary approval last under reg 24"
DANGER = "a child is being hurt right now, he has got a knife"


@pytest.fixture
def silent_model() -> Iterator[dict[str, str]]:
    """Settings that name a language model which takes every call and never answers one."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as door:
        address = f"http://127.0.0.1:{door.getsockname()[1]}/v1"
        yield {"LLM_MODEL": "openai:m", "LLM_BASE_URL": address, "LLM_API_KEY": "key", "LLM_TIMEOUT": "60"}


def _called(telegram: FakeTelegram, method: str) -> Callable[[], bool]:
    return lambda: any(call[0] == method for call in list(telegram.calls))


def test_twenty_slow_questions_do_not_keep_a_stopped_bot_and_none_is_lost(
    bot_process: BotProcess, telegram: FakeTelegram, silent_model: dict[str, str]
) -> None:
    """F58, F66: the model takes a minute over each; the bot is given 15 seconds to end."""
    accounts = range(100, 120)
    bot_process.people(accounts)
    bot_process.start(**silent_model)
    for account in accounts:
        telegram.say(account, QUESTION)
    assert telegram.until(_called(telegram, "sendChatAction"))

    code = bot_process.end(15)
    before = [len(telegram.to(account)) for account in accounts]
    bot_process.start()
    after = [telegram.wait(account)[0].text for account in accounts]

    assert (code, before) == (0, [0] * len(accounts))
    assert all("SI 2010/959 reg 24" in text for text in after)
    assert all(len(telegram.to(account)) == 1 for account in accounts)


def test_a_stopped_bot_ends_while_telegram_cannot_be_reached(bot_process: BotProcess) -> None:
    """F63, F58: no network at the start; the log says so once, without the token."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    process = bot_process.start(TELEGRAM_BASE_URL=f"http://127.0.0.1:{port}/bot")
    assert process.stderr
    first = process.stderr.readline()

    code = bot_process.end(10)

    assert "cannot be reached" in first
    assert TOKEN not in first + bot_process.log
    assert code == 0


def test_a_line_that_is_down_at_the_start_and_later_is_waited_for(
    bot_process: BotProcess, telegram: FakeTelegram
) -> None:
    """F63."""
    bot_process.person(7)
    telegram.faults.extend([("drop", "getMe", 0), ("drop", "getUpdates", 0), ("502", "getUpdates", "Bad Gateway")])
    bot_process.start()

    telegram.say(7, QUESTION)
    said = telegram.wait(7)[0].text
    code = bot_process.end()

    assert "SI 2010/959 reg 24" in said
    assert not telegram.faults
    assert code == 0
    assert bot_process.log.count("cannot be reached") == 2


def test_a_line_that_stays_down_is_told_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    """F63: not once a try."""
    teller = _Teller()

    with caplog.at_level(logging.WARNING):
        for _ in range(1000):
            teller.tell(OSError("down"))

    assert len(caplog.records) == 1


def test_a_copy_elsewhere_with_the_same_token_ends_in_one_sentence(
    bot_process: BotProcess, telegram: FakeTelegram
) -> None:
    """F60: Telegram itself says that somebody else asks for the updates."""
    telegram.faults.append(("409", "getUpdates", "Conflict: terminated by other getUpdates request"))

    process = bot_process.start()
    _, said = process.communicate(timeout=30)

    assert process.returncode == 2
    told = [line for line in said.splitlines() if "bot.self_check" not in line]
    assert told[-1].startswith("Another copy of this bot is running.")
    assert len(told) == 2
    assert "Traceback" not in said


def test_a_chat_that_must_wait_a_minute_holds_up_no_other(bot_process: BotProcess, telegram: FakeTelegram) -> None:
    """F61: 429 with 60 seconds in one chat, while twenty others write."""
    others = range(100, 120)
    bot_process.people(others)
    bot_process.person(7)
    telegram.faults.append(("429", "sendMessage", 60))
    bot_process.start()
    telegram.say(7, QUESTION)
    assert telegram.until(lambda: not telegram.faults)

    for account in others:
        telegram.say(account, "/role")
    answered = [telegram.wait(account)[0].text for account in others]

    assert all("practitioner" in text for text in answered)
    assert telegram.to(7) == []
    assert telegram.early == 0


def test_an_update_twice_out_of_order_or_after_a_gap_is_answered_once(
    bot_process: BotProcess, telegram: FakeTelegram
) -> None:
    """F59, and F61 where the reply to a send is lost: Telegram cannot be asked whether it took a message."""
    bot_process.people(range(100, 105))
    for number, account in ((5000, 100), (5000, 100), (5007, 101), (5003, 102), (9000, 103)):
        telegram.update({"message": telegram.message(account, text="/role")}, number)
    bot_process.start()

    for account in range(100, 104):
        telegram.wait(account)
    telegram.faults.append(("lost", "sendMessage", 0))
    telegram.say(104, "/role")
    twice = telegram.wait(104, 2)
    telegram.say(104, "/help")
    telegram.wait(104, 3)

    assert [len(telegram.to(account)) for account in range(100, 104)] == [1, 1, 1, 1]
    assert len({one.text for one in twice}) == 1


def test_whoever_blocked_the_bot_is_tried_once_and_everything_for_them_is_dropped(
    bot_process: BotProcess, telegram: FakeTelegram
) -> None:
    """F62."""
    bot_process.people(range(9, 11))
    telegram.blocked.add(9)
    for _ in range(5):
        telegram.say(9, "/role")
    telegram.say(10, "/role")
    bot_process.start()
    telegram.wait(10)
    assert telegram.until(lambda: ("sendMessage", 9) in [(name, chat) for name, _, chat in list(telegram.calls)])

    telegram.blocked.clear()
    telegram.say(9, "/help")
    said = telegram.wait(9)

    assert [one.text[:15] for one in said] == ["Type a question"]
    assert sum(call[0] == "sendMessage" and call[2] == 9 for call in telegram.calls) == 2


def test_files_that_are_too_large_are_not_fetched_and_others_never_all_at_once(
    bot_process: BotProcess, telegram: FakeTelegram
) -> None:
    """F67: twenty megabytes from each of ten people, then nine from each."""
    accounts = range(100, 110)
    bot_process.people(accounts)
    bot_process.start()
    telegram.file(100, "plan.txt", b"Child in need plan. Mum will visit.", "/check")
    telegram.wait(100)
    before = _most_memory(bot_process)

    for account in accounts:
        large = {"file_id": "large", "file_unique_id": "l", "file_name": "plan.docx", "file_size": 20 * 2**20}
        telegram.update({"message": telegram.message(account, document=large, caption="/check")})
    told = [telegram.wait(account, 2 if account == 100 else 1)[-1].text for account in accounts]
    for account in accounts:
        telegram.file(account, "plan.txt", b"Mum will visit. " * (9 * 2**16), "/check")
    after = [telegram.wait(account, 3 if account == 100 else 2)[-1].text for account in accounts]

    assert all("too large for me" in text for text in told)
    assert all("too large" in text for text in after)
    assert sum(call[0] == "getFile" for call in telegram.calls) == len(accounts) + 1
    assert (grown := _most_memory(bot_process) - before) < 150, grown


def _most_memory(bot: BotProcess) -> int:
    """The most that the bot has held at once, in MB."""
    facts = Path(f"/proc/{bot.running[-1].pid}/status").read_text(encoding="ascii")
    return int(facts.partition("VmHWM:")[2].split()[0]) // 1024


def test_beyond_the_cap_people_are_told_that_the_bot_is_busy_and_danger_gets_999_before_them(
    app: App, telegram: FakeTelegram, tmp_path: Path
) -> None:
    """F67, F29: the last of 2,510 to write tells of danger, and a long message and a picture's words do too."""
    settings = desk_settings(tmp_path, telegram)
    records = open_records(settings)
    facts = {"kind": "text", "text": QUESTION, "group": False}
    many = [Arrival(n, str(n), {**facts, "account": str(n)}) for n in range(1, MOST_WAITING + 10)]
    told = (
        {**facts, "text": DANGER},
        {**facts, "text": "", "lost": True},
        {**facts, "kind": "other", "what": "photo", "text": DANGER},
        {**facts, "kind": "file", "file": "f", "size": 9, "name": "plan", "text": DANGER},
    )
    words = (DANGER, f"{DANGER}, he is here now and we are hiding. " * 12, DANGER, DANGER)
    for chat, one, own in zip(range(9000, 9004), told, words, strict=True):
        many.append(Arrival(chat, str(chat), {**one, "account": str(chat)}, own))

    async def flood() -> None:
        async with open_desk(app, records, settings, Pace()) as desk:
            await desk.accept(many)
            for chat in (1, *range(9000, 9004)):
                await asyncio.to_thread(telegram.wait, chat)

    asyncio.run(flood())

    assert "Many people are asking" in telegram.to(1)[0].text
    for chat in range(9000, 9004):
        assert telegram.to(chat)[0].text.startswith("If anyone is in immediate danger"), chat
    assert len(telegram.sent) < 100
    assert len(records.inbox.unfinished("telegram")) > 0
    records.close()
