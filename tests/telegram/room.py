"""A training room over both channels: the web page as a process on the records of a bot process, and who is in it."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field

import httpx

from bot.records.people import Role
from bot.records.store import open_records
from config.settings import load
from tests.conftest import ROOT, clean_environment
from tests.telegram.fake import FakeTelegram
from tests.telegram.process import BotProcess
from tests.web.conftest import FORM_KEY

FIRST = 900


@dataclass
class WebPage:
    """``python -m bot web`` on the data folder of a bot process; a second start takes the same port."""

    bot: BotProcess
    address: str = "http://127.0.0.1:0"
    running: subprocess.Popen[str] | None = None

    def start(self) -> None:
        environ = clean_environment(self.bot.data, **self.bot.settings)
        command = [sys.executable, "-m", "bot", "web", "--listen", self.address.removeprefix("http://")]
        self.running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environ)

    def wait(self) -> None:
        assert self.running
        assert self.running.stdout
        first = self.running.stdout.readline()
        found = re.search(r"http://[\d.]+:\d+", first)
        assert found, first
        self.address = found[0]

    def kill(self) -> None:
        if self.running:
            self.running.kill()
            self.running.communicate()


@dataclass(eq=False)
class Browser:
    """Somebody at the web page, signed in with an invite code."""

    page: WebPage
    code: str
    client: httpx.Client = field(init=False)
    key: str = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx.Client(base_url=self.page.address, follow_redirects=True, timeout=60)

    def sign_in(self) -> None:
        came = self.client.post("/sign-in", data={"code": self.code})
        found = FORM_KEY.search(self.see("/"))
        assert found, came.text
        self.key = found[1]

    def post(self, path: str, **fields: str) -> httpx.Response:
        return self.client.post(path, data={"form_key": self.key, **fields})

    def see(self, path: str) -> str:
        return self.client.get(path).text


@dataclass
class Room:
    """A trainer and others at browsers, and accounts in Telegram."""

    page: WebPage
    telegram: FakeTelegram
    trainer: Browser
    browsers: Sequence[Browser]
    accounts: Sequence[int]

    def say(self, texts: dict[int, str]) -> dict[int, str]:
        """Everybody writes at the same moment; what each got back."""
        before = {account: len(self.telegram.to(account)) for account in texts}
        for account, text in texts.items():
            self.telegram.say(account, text)
        return {account: self.telegram.wait(account, before[account] + 1)[-1].text for account in texts}

    def at_once(self, web: Callable[[Browser], httpx.Response], said: dict[int, str]) -> tuple[list[str], list[str]]:
        """All browsers and all accounts at the same moment: the pages and the messages that came."""
        with ThreadPoolExecutor(len(self.browsers)) as threads:
            pages = [threads.submit(web, browser) for browser in self.browsers]
            messages = self.say(said)
            return [page.result().text for page in pages], list(messages.values())


def gathered(bot: BotProcess, telegram: FakeTelegram, browsers: int, accounts: int) -> Iterator[Room]:
    """Both processes started, everybody let in by an invite code of their own."""
    codes = _codes(bot, browsers + accounts)
    page = WebPage(bot)
    with ExitStack() as after:
        after.callback(page.kill)
        page.start()
        bot.start()
        page.wait()
        visitors = [Browser(page, code) for code in codes[: browsers + 1]]
        for visitor in visitors:
            after.callback(visitor.client.close)
        room = Room(page, telegram, visitors[0], visitors[1:], range(FIRST, FIRST + accounts))
        welcomes = room.say(
            {account: f"/start {code}" for account, code in zip(room.accounts, codes[browsers + 1 :], strict=True)}
        )
        assert all("practitioner" in words for words in welcomes.values()), welcomes
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(Browser.sign_in, visitors))
        yield room


def _codes(bot: BotProcess, practitioners: int) -> list[str]:
    records = open_records(load({"PRACTICE_BOT_DATA": str(bot.data), **bot.settings}))
    try:
        return [
            records.people.invite(role) for role in (Role.TRAINER, *(Role.PRACTITIONER for _ in range(practitioners)))
        ]
    finally:
        records.close()
