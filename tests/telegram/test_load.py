"""Nothing is lost, doubled or sent to somebody else: under load, under Telegram's limits, and over kills."""

import asyncio
from pathlib import Path

from bot.app import App
from bot.records.people import Role
from bot.records.store import open_records
from bot.telegram_chat.arrivals import Arrival
from bot.telegram_chat.pace import Pace
from tests.telegram.desks import desk_settings, open_desk
from tests.telegram.fake import FakeTelegram
from tests.telegram.load import FIRST, Outcome, kills, traffic
from tests.telegram.process import BotProcess


def test_nothing_is_lost_or_misrouted_under_telegrams_limits(bot_process: BotProcess, telegram: FakeTelegram) -> None:
    """T9, F61, F67, F69: one message a second a chat and thirty overall."""
    bot_process.people(range(FIRST, FIRST + 40))
    telegram.limits = True
    bot_process.start()

    outcome = traffic(telegram, people=40, each=2)

    assert outcome == Outcome(asked=80, lost=0, doubled=0, misrouted=0, early=0, refused=0)


def test_every_accepted_message_is_answered_over_kills(bot_process: BotProcess, telegram: FakeTelegram) -> None:
    """F57: a kill between Telegram's acceptance and the bot's note of it doubles one, and the second says so."""
    bot_process.people(range(FIRST, FIRST + 10))

    outcome = kills(bot_process, telegram, times=3)

    assert (outcome.asked, outcome.lost, outcome.misrouted) == (30, 0, 0)
    assert outcome.doubled <= 3
    assert outcome.unsaid == 0


def test_one_person_who_sends_fifty_questions_is_told_once(app: App, telegram: FakeTelegram, tmp_path: Path) -> None:
    """F67: fifteen questions a minute, and one line about the others; the pace of one message a second is left out."""
    settings = desk_settings(tmp_path, telegram)
    records = open_records(settings)
    records.people.enrol(records.people.invite(Role.PRACTITIONER), "telegram", str(FIRST))
    facts = {"kind": "text", "text": "what does reg 24 say", "group": False, "account": str(FIRST)}
    asked = [Arrival(number, str(FIRST), facts) for number in range(50)]

    async def send() -> None:
        async with open_desk(app, records, settings, Pace(sleep=_at_once)) as desk:
            await desk.accept([*asked, Arrival(99, str(FIRST), {**facts, "text": "/help"})])
            await asyncio.to_thread(telegram.wait, FIRST, 17)

    asyncio.run(send())
    records.close()

    said = [one.text for one in telegram.to(FIRST)]
    assert all("reg 24" in text for text in said[:15])
    assert "left out" in said[15]
    assert said[16].startswith("Type a question")
    assert len(said) == 17


async def _at_once(seconds: float) -> None:
    del seconds
