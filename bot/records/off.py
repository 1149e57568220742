"""Whether the bot is off, read without the key and without making anything: cheap enough to ask before every answer."""

from functools import cached_property

from sqlalchemy import inspect, select

from bot.records.database import Database
from bot.records.schema import switch
from config.settings import Settings
from knowledge.changes import Unchanged


class OffSwitch:
    """The switch as the answering side sees it. Records that were never made are not off."""

    def __init__(self, settings: Settings) -> None:
        self._address = settings.records_address

    @property
    def is_off(self) -> bool:
        """How it stands now; raises ``StoreError`` when it cannot be known, so that nothing is answered then."""
        file = self._database.file
        if file is not None and not file.exists():
            return False
        return self._switched.value()

    def _read(self) -> bool:
        with self._database.reading() as connection:
            if not inspect(connection).has_table(switch.name):
                return False
            return bool(connection.scalar(select(switch.c.is_off).where(switch.c.id == 1)))

    @cached_property
    def _switched(self) -> Unchanged[bool]:
        return Unchanged(self._database.file, self._read)

    @cached_property
    def _database(self) -> Database:
        return Database(self._address)
