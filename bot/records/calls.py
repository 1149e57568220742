"""Auditors in a chat who wait to hear that the other audit is in: where they are told, until they are."""

from dataclasses import dataclass, field

from sqlalchemy import delete, func, select

from bot.records.database import Database, insert_or_replace
from bot.records.hand_ins import Stage
from bot.records.training_schema import audit_calls, round_submissions, rounds
from bot.records.vault import Vault

_BOTH = 2


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to be told about an audit. ``both`` is false where it is over without the other audit."""

    round: str
    code: str
    person: str
    chat: str = field(repr=False)
    both: bool


class Calls:
    """A row lives from the first hand-in to the moment its sender is told."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database, self._vault = database, vault

    def ask(self, round_id: str, person: str, channel: str, chat: str) -> None:
        """Have somebody told in a chat when the other audit is in."""
        row = {"round": round_id, "person": person, "channel": channel, "chat_sealed": self._vault.seal(chat)}
        with self._database.writing() as connection:
            insert_or_replace(connection, audit_calls, row)

    def due(self, channel: str) -> tuple[Call, ...]:
        """Those whose audit has both by now, or takes no more."""
        same = round_submissions.c.round == rounds.c.round
        handed_in = select(func.count()).select_from(round_submissions).where(same).scalar_subquery()
        query = select(audit_calls, rounds.c.code, handed_in.label("handed_in")).join(rounds)
        due = (handed_in >= _BOTH) | (rounds.c.state != Stage.OPEN.value)
        with self._database.reading() as connection:
            rows = connection.execute(query.where((audit_calls.c.channel == channel) & due)).all()
        return tuple(
            Call(row.round, row.code, row.person, self._vault.unseal(row.chat_sealed), row.handed_in >= _BOTH)
            for row in rows
        )

    def take(self, call: Call) -> bool:
        """Strike somebody off who is told now; false where another copy of the bot has done so."""
        mine = (audit_calls.c.round == call.round) & (audit_calls.c.person == call.person)
        with self._database.writing() as connection:
            return connection.execute(delete(audit_calls).where(mine)).rowcount == 1
