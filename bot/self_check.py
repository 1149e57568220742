"""The start-up self-check: what is wrong, and what to do about it, before a person meets it."""

import logging
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from bot.app import App
from config.council import load_council
from config.settings import SettingProblem
from knowledge.errors import GuidanceError, SwitchedOff

_LOG = logging.getLogger(__name__)
_PATIENCE = 5
_UNKNOWN_TOKEN = (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND)
_LEAST_FREE = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong: in the way of working, or only to be put right."""

    words: str
    stops: bool


def troubles(app: App, today: date) -> tuple[Trouble, ...]:
    """Everything that is wrong, what stops the bot first."""
    return _found(_CHECKS, app, today)


def begin(app: App, today: date) -> tuple[str, ...]:
    """The quick part, before a channel starts: what is to be put right, for the log once it runs.

    Raises ``GuidanceError`` for the first thing that stops the bot. A bot that is switched off starts all the same: it
    still answers danger, and it is there when it is switched on again.
    """
    found = _found(_AT_START, app, today)
    for trouble in found:
        if trouble.stops:
            raise GuidanceError(trouble.words)
    return tuple(trouble.words for trouble in found)


def tell(notes: Iterable[str]) -> None:
    """Each note once in the log."""
    for note in notes:
        _LOG.warning("%s", note)


def _found(checks: "tuple[Check, ...]", app: App, today: date) -> tuple[Trouble, ...]:
    found: list[Trouble] = []
    for check in checks:
        try:
            found += check(app, today)
        except (GuidanceError, SettingProblem) as problem:
            found.append(Trouble(str(problem), stops=True))
    return tuple(sorted(found, key=lambda trouble: not trouble.stops))


def _folder(app: App, _: date) -> Iterator[Trouble]:
    place = app.settings.data
    while not place.exists():
        place = place.parent
    if not os.access(place, os.W_OK):
        yield Trouble("The data folder is read-only. Give this user the right to write there.", stops=True)
    if shutil.disk_usage(place).free < _LEAST_FREE:
        yield Trouble("The disk of the data folder has less than 500 MB left. Free some space.", stops=False)


def _texts(app: App, today: date) -> Iterator[Trouble]:
    index = app.index
    index.embed("a question")
    for version in app.catalogue.versions(index.snapshot):
        due = version.source.review_due
        if due is not None and due < today:
            yield Trouble(
                f"The source {version.source.id} was due for review on {due.isoformat()}. Check that it is current.",
                stops=False,
            )


def _records(app: App, _: date) -> Iterator[Trouble]:
    """Records that are there must open; none are made by looking."""
    from bot.records.database import sqlite_file
    from bot.records.store import open_records

    settings = app.settings
    file = sqlite_file(settings.records_address)
    if file is not None and not file.exists():
        return
    records = open_records(settings)
    try:
        broken = records.audit.verify()
        state = records.switch.state()
    finally:
        records.close()
    if broken:
        yield Trouble(f"The audit is broken at row {broken[0]}. Run practice-bot audit verify.", stops=False)
    if state.off:
        yield Trouble(f"The bot is switched off: {state.reason}. practice-bot on switches it on.", stops=True)


def _switch(app: App, _: date) -> Iterator[Trouble]:
    try:
        app.allow()
    except SwitchedOff:
        yield Trouble("The bot is switched off, so only danger is answered. practice-bot on ends it.", stops=False)


def _key(app: App, _: date) -> Iterator[Trouble]:
    if app.settings.data in app.settings.key_path.parents:
        yield Trouble("The key file is in the data folder. Set PRACTICE_BOT_KEY_FILE to a place apart.", stops=False)


def _council(app: App, _: date) -> Iterator[Trouble]:
    """In danger nobody is given a number that was not set. It is no reason to stop: the bot can be tried without."""
    council = load_council(app.settings.council_file)
    numbers = {"duty_phone": council.duty_phone, "out_of_hours_phone": council.out_of_hours_phone}
    unset = " and ".join(name for name, number in numbers.items() if not number)
    if unset:
        yield Trouble(
            f"The duty team's numbers are not set ({unset}), so in danger people get none to call. "
            "Before real work put them into a council file and name it with PRACTICE_BOT_COUNCIL.",
            stops=False,
        )


def _token(app: App, _: date) -> Iterator[Trouble]:
    settings = app.settings
    if not settings.telegram_token:
        yield Trouble("TELEGRAM_TOKEN is not set. The Telegram channel needs it; the others do not.", stops=False)
        return
    status = _asked(settings.telegram_base_url, settings.telegram_token)
    if status in _UNKNOWN_TOKEN:
        yield Trouble("Telegram does not know the bot's token. Check TELEGRAM_TOKEN.", stops=True)
    elif status != HTTPStatus.OK:
        yield Trouble("Telegram cannot be reached. Check the line and TELEGRAM_BASE_URL.", stops=False)


def _asked(base: str, token: str) -> int:
    """Telegram's status for a question about the bot itself; 0 where it cannot be asked. The token is in no error."""
    import httpx

    logging.getLogger("httpx").setLevel(logging.WARNING)  # it would write the address, which holds the token
    try:
        return httpx.get(f"{base.rstrip('/').removesuffix('/bot')}/bot{token}/getMe", timeout=_PATIENCE).status_code
    except (httpx.HTTPError, httpx.InvalidURL):
        return 0


Check = Callable[[App, date], Iterator[Trouble]]
_CHECKS: tuple[Check, ...] = (_council, _folder, _texts, _records, _key, _token)
# The records and the token are used at once after these, and the chain of the audit may be long.
_AT_START: tuple[Check, ...] = (_council, _folder, _texts, _key, _switch)
