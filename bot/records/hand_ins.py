"""What people hand in to a round, kept before it is acknowledged: what comes at one moment in one transaction."""

import itertools
import json
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Update, bindparam, select, update

from bot.records.database import Database, replace_all
from bot.records.training_schema import round_submissions, rounds
from bot.records.vault import Vault


class Stage(StrEnum):
    """Where a round stands."""

    OPEN = "open"
    CLOSED = "closed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Submission:
    """The last thing that one person handed in: the marks (empty while it waits for them), how often they did."""

    person: str
    marks: dict[str, Any]
    times: int


@dataclass(frozen=True, slots=True)
class HandIn:
    """What one person hands in to a round; without marks it waits for them."""

    round: str
    person: str
    words: str
    marks: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Own:
    """What one person has in, for that person and no other; ``made`` is when it was last handed in."""

    words: str
    marks: Mapping[str, Any]
    made: datetime


class HandIns:
    """The hand-ins of every round.

    ``marking`` is held by whoever marks what waits.
    """

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database, self._vault = database, vault
        # SQLite lets waiting writers in by luck; a room that writes at once is let in by turns here instead.
        self._turn = threading.Lock()
        self.marking = threading.Lock()
        self._versions = itertools.count(1)
        self._version = 0

    def _changed(self) -> None:
        self._version = next(self._versions)

    @property
    def version(self) -> tuple[int, ...]:
        """Other after any write of this process, and on SQLite after those of other processes."""
        return (self._version, *self._database.written())

    def submit(self, given: Sequence[HandIn]) -> list[int]:
        """Keep hand-ins in the order they came, each in place of the person's earlier one.

        How many there have been from each person now; 0 where the round has closed.
        """
        if not given:
            return []
        with self._turn, self._database.writing() as connection:
            self._database.in_turn(connection)
            open_still, times = _open_still(connection, given), _times(connection, given)
            rows: dict[tuple[str, str], dict[str, Any]] = {}
            said = []
            for one in given:
                key = (one.round, one.person)
                if one.round in open_still:
                    times[key] += 1
                    rows[key] = {"round": one.round, "person": one.person, **self._row(one), "times": times[key]}
                said.append(times[key] if one.round in open_still else 0)
            replace_all(connection, round_submissions, list(rows.values()))
        self._changed()
        return said

    def _row(self, one: HandIn) -> dict[str, Any]:
        sealed = self._vault.seal(one.words)
        return {"words_sealed": sealed, "marks": json.dumps(one.marks), "made": self._database.clock()}

    def submissions(self, round_id: str) -> tuple[Submission, ...]:
        """What was handed in, as marks, in the order of arrival."""
        kept = round_submissions.c
        query = select(kept.person, kept.marks, kept.times).where(kept.round == round_id)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(kept.made, kept.person)).all()
        return tuple(Submission(person, json.loads(marks), times) for person, marks, times in rows)

    def waiting(self, round_id: str) -> list[tuple[Submission, str]]:
        """What has not been marked yet, in the order of arrival, with its words."""
        kept = round_submissions.c
        query = select(kept.person, kept.times, kept.words_sealed).where(
            (kept.round == round_id) & (kept.marks == "{}")
        )
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(kept.made, kept.person)).all()
        return [(Submission(person, {}, times), self._vault.unseal(sealed)) for person, times, sealed in rows]

    def mark(self, round_id: str, marked: Sequence[tuple[Submission, Mapping[str, Any]]]) -> None:
        """Keep the marks of submissions, save where another has taken its place."""
        rows = [{"whose": one.person, "nth": one.times, "given": json.dumps(marks)} for one, marks in marked]
        with self._turn, self._database.writing() as connection:
            connection.execute(_marks_of(round_id), rows)
        self._changed()

    def own(self, round_id: str, person: str) -> Own | None:
        """What one person handed in last; nothing where they have not."""
        kept = round_submissions.c
        query = select(kept.words_sealed, kept.marks, kept.made)
        with self._database.reading() as connection:
            row = connection.execute(query.where((kept.round == round_id) & (kept.person == person))).first()
        return Own(self._vault.unseal(row.words_sealed), json.loads(row.marks), row.made) if row else None

    def words(self, round_id: str, person: str) -> str:
        """What one person wrote, for that person and no other."""
        own = self.own(round_id, person)
        return own.words if own else ""


def _marks_of(round_id: str) -> Update:
    """Keeps ``given`` as the marks of what ``whose`` handed in for the ``nth`` time."""
    kept = round_submissions.c
    same = (kept.round == round_id) & (kept.person == bindparam("whose")) & (kept.times == bindparam("nth"))
    return update(round_submissions).where(same).values(marks=bindparam("given"))


def _open_still(connection: Connection, given: Sequence[HandIn]) -> set[str]:
    """The rounds that still take hand-ins."""
    those = rounds.c.round.in_({one.round for one in given}) & (rounds.c.state == Stage.OPEN.value)
    return set(connection.scalars(select(rounds.c.round).where(those)))


def _times(connection: Connection, given: Sequence[HandIn]) -> Counter[tuple[str, str]]:
    """How often these people have handed in to these rounds."""
    kept = round_submissions.c
    those = kept.round.in_({one.round for one in given}) & kept.person.in_({one.person for one in given})
    query = select(kept.round, kept.person, kept.times).where(those)
    return Counter({(row.round, row.person): row.times for row in connection.execute(query)})
