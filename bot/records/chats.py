"""Where those who look after the bot are reached, which groups are open for training, and what was said once."""

from datetime import timedelta

from sqlalchemy import delete, select

from bot.records.database import Database, insert_new, insert_or_replace
from bot.records.people import CONFIRMED_FOR, Role
from bot.records.schema import open_groups, people, reached, told
from bot.records.vault import Vault

# An administrator who adds the bot to a group has this long to open it.
GROUP_WAITS = timedelta(minutes=10)


class Chats:
    """Chats, by keyed hash; sealed only where the bot itself has to begin."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database, self._vault = database, vault

    def reach(self, person_id: str, channel: str, chat: str) -> None:
        """Remember where an administrator or a manager is reached."""
        row = {"person": person_id, "channel": channel, "chat_sealed": self._vault.seal(chat)}
        with self._database.writing() as connection:
            insert_or_replace(connection, reached, row)

    def of_role(self, role: Role, channel: str) -> tuple[tuple[str, str], ...]:
        """Person and chat of everybody with a role who may use the bot now and has been heard from."""
        since = self._database.clock() - CONFIRMED_FOR
        active = people.c.revoked.is_(None) & (people.c.confirmed > since) & (people.c.role == role.value)
        query = (
            select(reached.c.person, reached.c.chat_sealed)
            .join(people, people.c.person == reached.c.person)
            .where(active & (reached.c.channel == channel))
            .order_by(reached.c.person)
        )
        with self._database.reading() as connection:
            return tuple((row.person, self._vault.unseal(row.chat_sealed)) for row in connection.execute(query))

    def wait_for_opening(self, channel: str, chat: str, person_id: str) -> None:
        """An administrator has brought the bot into a group; where it is is kept until it is opened or left."""
        self._set(channel, chat, person_id, is_open=False, sealed=self._vault.seal(chat))

    def open_group(self, channel: str, chat: str, person_id: str) -> None:
        """Open a group for training."""
        self._set(channel, chat, person_id, is_open=True)

    def close_group(self, channel: str, chat: str) -> None:
        """The group is over for the bot."""
        with self._database.writing() as connection:
            connection.execute(delete(open_groups).where(open_groups.c.chat_hash == self._hashed(channel, chat)))

    def is_open(self, channel: str, chat: str) -> bool:
        """Whether the bot may work in a group."""
        return self._state(channel, chat) == "open"

    def is_waiting(self, channel: str, chat: str) -> bool:
        """Whether a group may still be opened."""
        return self._state(channel, chat) == "waiting"

    def is_overdue(self, channel: str, chat: str) -> bool:
        """Whether nobody opened a group in time."""
        return self._state(channel, chat) == "overdue"

    def overdue(self, channel: str) -> tuple[str, ...]:
        """The groups of a channel that nobody opened in time."""
        late = open_groups.c.is_open.is_(False) & (open_groups.c.made <= self._database.clock() - GROUP_WAITS)
        with self._database.reading() as connection:
            rows = connection.execute(select(open_groups).where(late)).mappings().all()
        chats = ((row["chat_hash"], self._vault.unseal(row["chat_sealed"] or "")) for row in rows)
        return tuple(chat for hashed, chat in chats if hashed == self._hashed(channel, chat))

    def first_time(self, *subject: str) -> bool:
        """Whether this has not been said before; from now on it has."""
        row = {"subject_hash": self._vault.hashed("told", *subject), "made": self._database.clock()}
        with self._database.writing() as connection:
            return insert_new(connection, told, row)

    def _state(self, channel: str, chat: str) -> str:
        with self._database.reading() as connection:
            mine = open_groups.c.chat_hash == self._hashed(channel, chat)
            row = connection.execute(select(open_groups).where(mine)).mappings().first()
        if row is None:
            return ""
        if row["is_open"]:
            return "open"
        return "waiting" if self._database.clock() - row["made"] < GROUP_WAITS else "overdue"

    def _set(self, channel: str, chat: str, person_id: str, *, is_open: bool, sealed: str = "") -> None:
        row = {
            "chat_hash": self._hashed(channel, chat),
            "person": person_id,
            "is_open": is_open,
            "made": self._database.clock(),
            "chat_sealed": sealed,
        }
        with self._database.writing() as connection:
            insert_or_replace(connection, open_groups, row)

    def _hashed(self, channel: str, chat: str) -> str:
        return self._vault.hashed("group", channel, chat)
