"""The scenario of a working day, from ``day.toml``: three roles, a crash in the middle, and somebody who leaves."""

import re
import tomllib
from pathlib import Path
from typing import Any

from bot.records.people import Role
from tests.telegram.fake import FakeTelegram, Sent
from tests.telegram.process import BotProcess

_DAY = tomllib.loads((Path(__file__).parent / "day.toml").read_text(encoding="utf-8"))
_ACCOUNTS = {name: 500 + number for number, name in enumerate(_DAY["people"])}


class Day:
    """Plays the steps one after the other, as people would."""

    def __init__(self, bot: BotProcess, telegram: FakeTelegram) -> None:
        self.bot, self.telegram = bot, telegram
        self.ids = {name: bot.person(_ACCOUNTS[name], Role(role)).id for name, role in _DAY["people"].items()}
        self.buttons: dict[str, dict[str, str]] = {name: {} for name in _ACCOUNTS}
        bot.start()

    def play(self, step: dict[str, Any]) -> None:
        if step.get("kill"):
            self.bot.kill()
            self.bot.start()
            return
        account = _ACCOUNTS[step["who"]]
        before, alerts = len(self.telegram.to(account)), len(self.telegram.alerts)
        self._do(step, account)
        if step.get("alert"):
            assert self.telegram.until(lambda: len(self.telegram.alerts) > alerts, 20), step
            assert "not for you" in self.telegram.alerts[-1]
            return
        self._judge(step, self.telegram.wait(account, before + 1)[before:])

    def _do(self, step: dict[str, Any], account: int) -> None:
        if "press" in step:
            self.telegram.press(account, self.buttons[step["who"]][step["press"]])
        elif "send" in step:
            self.telegram.file(account, "plan.txt", step["send"].encode())
        else:
            self.telegram.say(account, step["say"].format(**self.ids))

    def _judge(self, step: dict[str, Any], came: list[Sent]) -> None:
        text = "\n".join(one.text for one in came)
        assert re.search(step["expect"], text), (step, text)
        assert not ("never" in step and re.search(step["never"], text)), (step, text)
        for one in came:
            self.buttons[step["who"]] |= dict(one.buttons)


def test_a_working_day(bot_process: BotProcess, telegram: FakeTelegram) -> None:
    day = Day(bot_process, telegram)

    for step in _DAY["step"]:
        day.play(step)

    assert telegram.refusals == []
    assert bot_process.end() == 0
    kept = b"".join(path.read_bytes() for path in bot_process.folder.glob("records.db*"))
    assert not re.search(rb"Zebedee|Thistlewood|Oakfield|contingency plans|core group", kept)
