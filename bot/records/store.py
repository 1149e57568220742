"""The records, opened: one database and one vault behind every store."""

from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.records.answers import Answers
from bot.records.approvals import Approvals
from bot.records.audit import Audit
from bot.records.backup import back_up, restore
from bot.records.buttons import Buttons
from bot.records.calls import Calls
from bot.records.chats import Chats
from bot.records.counted import CountedDrafts
from bot.records.database import Clock, Database, insert_new, private_file, utc_now
from bot.records.feedback import Checks, Feedback, Topics
from bot.records.inbox import Inbox
from bot.records.migrate import migrate
from bot.records.people import People
from bot.records.personal import Personal
from bot.records.retention import RetentionReport, last_run, retain
from bot.records.rounds import RoundStore
from bot.records.schema import record_facts
from bot.records.sessions import Sessions
from bot.records.switch import Switch
from bot.records.turns import Turns
from bot.records.vault import Vault, make_key, open_vault
from config.settings import Settings
from knowledge.errors import GuidanceError, StoreError

_KEY_CHECK = "key_check"


class Records:
    """Everything people did, by subject."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self.database, self.vault = database, vault

    @cached_property
    def audit(self) -> Audit:
        """The chained log of what was done."""
        return Audit(self.database, self.vault)

    @cached_property
    def people(self) -> People:
        """Who may use the bot."""
        return People(self.database, self.vault, self.audit)

    @cached_property
    def sessions(self) -> Sessions:
        """Who is signed in on the web page."""
        return Sessions(self.database, self.vault, self.people)

    @cached_property
    def inbox(self) -> Inbox:
        """What waits for an answer."""
        return Inbox(self.database, self.vault)

    @cached_property
    def buttons(self) -> Buttons:
        """What buttons under messages do."""
        return Buttons(self.database, self.vault, self.people)

    @cached_property
    def answers(self) -> Answers:
        """What proves the answers that were given."""
        return Answers(self.database)

    @cached_property
    def approvals(self) -> Approvals:
        """Answers that wait for a manager."""
        return Approvals(self.database, self.vault, self.audit)

    @cached_property
    def feedback(self) -> Feedback:
        """What people thought of answers."""
        return Feedback(self.database, self.vault)

    @cached_property
    def topics(self) -> Topics:
        """What could not be answered."""
        return Topics(self.database)

    @cached_property
    def checks(self) -> Checks:
        """Counts of checked drafts."""
        return Checks(self.database)

    @cached_property
    def counted(self) -> CountedDrafts:
        """Which drafts were counted already."""
        return CountedDrafts(self.database, self.vault)

    @cached_property
    def rounds(self) -> RoundStore:
        """Training rounds and audits."""
        return RoundStore(self.database, self.vault)

    @cached_property
    def calls(self) -> Calls:
        """Auditors who wait to hear that the other audit is in."""
        return Calls(self.database, self.vault)

    @cached_property
    def turns(self) -> Turns:
        """What was said last, for an hour."""
        return Turns(self.database, self.vault)

    @cached_property
    def chats(self) -> Chats:
        """Where administrators and managers are reached, and which groups are open."""
        return Chats(self.database, self.vault)

    @cached_property
    def switch(self) -> Switch:
        """Whether the bot is off."""
        return Switch(self.database, self.vault, self.audit)

    def retain(self, now: datetime | None = None, by: str = "cli", *, sure: bool = False) -> RetentionReport:
        """Delete what has been kept for its time, from the files too."""
        moment = now or self.database.clock()
        report = retain(self.database, self.audit, moment, by, sure=sure)
        self.database.not_before = moment
        self.database.scrub()
        return report

    def forget(self, channel: str, account: str) -> int:
        """Delete everything about an account; how many rows."""
        return self._personal.forget(channel, account)

    def export(self, channel: str, account: str) -> dict[str, list[dict[str, Any]]]:
        """Everything held about an account, by table."""
        return self._personal.export(channel, account)

    def back_up(self, path: Path) -> int:
        """Write every row to a sealed file; how many."""
        return back_up(self.database, self.vault, path)

    def restore(self, path: Path) -> int:
        """Put a back-up into empty records; how many rows."""
        return restore(self.database, self.vault, path)

    @cached_property
    def _personal(self) -> Personal:
        return Personal(self.database, self.vault, self.audit)

    def close(self) -> None:
        """Let go of every connection."""
        self.database.engine.dispose()


def open_records(settings: Settings, clock: Clock = utc_now) -> Records:
    """The records of these settings: made, or brought up to date; refused when newer, damaged or of another key."""
    database = Database(settings.records_address, clock)
    if database.file is not None:
        private_file(database.file)
    try:
        migrate(database)
        database.not_before = last_run(database)
        return Records(database, _vault(database, settings.key_path))
    except GuidanceError:
        database.engine.dispose()
        raise


def _vault(database: Database, key: Path) -> Vault:
    with database.reading() as connection:
        known = connection.scalar(select(record_facts.c.value).where(record_facts.c.name == _KEY_CHECK))
    if not key.exists():
        if known:
            raise StoreError("The key file of the records is missing.", "Put it back, or set PRACTICE_BOT_KEY_FILE.")
        make_key(key)
    vault = open_vault(key)
    mark = vault.hashed(_KEY_CHECK)
    if not known:
        with database.writing() as connection:
            insert_new(connection, record_facts, {"name": _KEY_CHECK, "value": mark})
    elif known != mark:
        raise StoreError(
            "The key file does not belong to these records.",
            "Put the right one back, or set PRACTICE_BOT_KEY_FILE.",
        )
    return vault
