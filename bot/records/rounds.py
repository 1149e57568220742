"""Training rounds and audits as they are kept: nothing of a round lives only in a process."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.engine import RowMapping

from bot.records.database import insert_new, insert_or_replace
from bot.records.hand_ins import HandIn, HandIns, Own, Stage, Submission
from bot.records.training_schema import round_actions, round_answers, round_people, round_submissions, rounds
from bot.records.vault import short_id, typed_id
from knowledge.errors import RoundError

__all__ = ["HandIn", "Own", "Round", "RoundStore", "Seat", "Stage", "Submission"]
_CODE_LENGTH = 5


@dataclass(frozen=True, slots=True)
class Round:
    """One round or audit. ``digest`` is the scenario's when it was opened; ``shown`` counts the steps revealed.

    ``question`` is the quiz question on the floor, and ``asked`` are all that there have been.
    """

    id: str
    code: str
    kind: str
    scenario: str
    digest: str
    team: str
    trainer: str
    stage: Stage
    shown: int
    question: str
    asked: tuple[str, ...]
    opened: datetime
    closed: datetime | None


@dataclass(frozen=True, slots=True)
class Seat:
    """A place in a round; the name is empty where none was given."""

    person: str
    number: int
    name: str


class RoundStore(HandIns):
    """Every write is one transaction, so a restart loses nothing that was acknowledged."""

    def open(self, kind: str, scenario: str, digest: str, trainer: str, team: str = "", chat: str = "") -> Round:
        """A new round; raises ``RoundError`` where the chat already has one of its kind that is not over."""
        row = {
            "round": short_id(),
            "code": short_id(_CODE_LENGTH),
            "kind": kind,
            "scenario": scenario,
            "digest": digest,
            "team": team,
            "trainer": trainer,
            "chat_hash": self._vault.hashed("round", chat) if chat else "",
            "state": Stage.OPEN.value,
            "shown": 0,
            "question": "",
            "asked": "",
            "opened": self._database.clock(),
            "closed": None,
        }
        with self._database.writing() as connection:
            self._database.in_turn(connection)
            if chat and self._running(connection, str(row["chat_hash"]), kind):
                raise RoundError("A round is already running here.", "End it first with /round end.")
            connection.execute(insert(rounds).values(**row))
        return _round(row)

    def by_code(self, code: str) -> Round | None:
        """The newest round with a code, however it was typed."""
        query = select(rounds).where(rounds.c.code == typed_id(code)).order_by(rounds.c.opened.desc())
        return self._one(query)

    def get(self, round_id: str) -> Round | None:
        """A round by its id."""
        return self._one(select(rounds).where(rounds.c.round == round_id))

    def in_chat(self, chat: str, kind: str) -> Round | None:
        """The round of a kind that runs in a chat."""
        with self._database.reading() as connection:
            row = self._running(connection, self._vault.hashed("round", chat), kind)
        return _round(row) if row else None

    def of_person(self, person: str, kind: str = "") -> tuple[Round, ...]:
        """The rounds (of a kind, or all) that a person has joined and that are not over, the last joined first."""
        query = select(rounds).join(round_people, round_people.c.round == rounds.c.round)
        query = query.where((round_people.c.person == person) & _running_still(kind))
        return self._all(query.order_by(round_people.c.joined.desc()))

    def held_by(self, trainer: str, kind: str) -> tuple[Round, ...]:
        """The rounds of a kind that a trainer holds and that are not over, the newest first."""
        query = select(rounds).where((rounds.c.trainer == trainer) & _running_still(kind))
        return self._all(query.order_by(rounds.c.opened.desc()))

    def over(self, trainer: str, kind: str, most: int) -> tuple[Round, ...]:
        """The rounds of a kind that a trainer led last and that are over, the newest first."""
        ended = (rounds.c.trainer == trainer) & (rounds.c.kind == kind) & (rounds.c.state == Stage.ENDED.value)
        return self._all(select(rounds).where(ended).order_by(rounds.c.opened.desc()).limit(most))

    def before(self, later: Round) -> tuple[Round, ...]:
        """The earlier rounds of the same draft and group that have closed, the first one first.

        A group is a team; where none was named a chat, and where there was no chat either a trainer.
        """
        same = (rounds.c.digest == later.digest) & (rounds.c.kind == later.kind) & (rounds.c.team == later.team)
        if not later.team:
            chat = select(rounds.c.chat_hash).where(rounds.c.round == later.id).scalar_subquery()
            same &= (rounds.c.chat_hash == chat) & ((chat != "") | (rounds.c.trainer == later.trainer))
        over = (rounds.c.state != Stage.OPEN.value) & (rounds.c.opened < later.opened)
        return self._all(select(rounds).where(same & over).order_by(rounds.c.opened))

    def change(self, round_id: str, **values: Any) -> Round:
        """Set fields of a round: ``state``, ``shown``, ``question``, ``asked``, ``trainer``, ``closed``."""
        with self._database.writing() as connection:
            connection.execute(update(rounds).where(rounds.c.round == round_id).values(**values))
            row = connection.execute(select(rounds).where(rounds.c.round == round_id)).mappings().one()
        self._changed()
        return _round(row)

    def join(self, round_id: str, person: str, name: str = "", most: int | None = None) -> int:
        """The person's seat number: the one they have, or the next; 0 where all are taken.

        Joining again makes this the round that the person joined last; a name that is given then is taken.
        """
        with self._turn, self._database.writing() as connection:
            self._database.in_turn(connection)
            mine = (round_people.c.round == round_id) & (round_people.c.person == person)
            held = connection.scalar(select(round_people.c.seat).where(mine))
            if held is not None:
                named = {"name_sealed": self._vault.seal(name)} if name else {}
                again = update(round_people).where(mine).values(joined=self._database.clock(), **named)
                connection.execute(again)
                return int(held)
            taken = select(func.max(round_people.c.seat)).where(round_people.c.round == round_id)
            seat = int(connection.scalar(taken) or 0) + 1
            if most is not None and seat > most:
                return 0
            row = {
                "round": round_id,
                "person": person,
                "seat": seat,
                "name_sealed": self._vault.seal(name),
                "joined": self._database.clock(),
            }
            connection.execute(insert(round_people).values(**row))
        self._changed()
        return seat

    def seats(self, round_id: str) -> tuple[Seat, ...]:
        """Everybody who joined, in order."""
        return self._seats(round_people.c.round == round_id)

    def without_hand_in(self, round_id: str) -> tuple[Seat, ...]:
        """Those who joined and have handed nothing in, in order."""
        handed_in = select(round_submissions.c.person).where(round_submissions.c.round == round_id)
        return self._seats((round_people.c.round == round_id) & round_people.c.person.not_in(handed_in))

    def seated(self, round_id: str) -> int:
        """How many people joined."""
        query = select(func.count()).select_from(round_people).where(round_people.c.round == round_id)
        with self._database.reading() as connection:
            return int(connection.scalar(query) or 0)

    def has_seat(self, round_id: str, person: str) -> bool:
        """Whether a person joined a round."""
        return bool(self.seated_among({round_id}, {person}))

    def seated_among(self, round_ids: Collection[str], persons: Collection[str]) -> frozenset[tuple[str, str]]:
        """Which of some people joined which of some rounds, as pairs of round and person."""
        those = round_people.c.round.in_(round_ids) & round_people.c.person.in_(persons)
        with self._database.reading() as connection:
            rows = connection.execute(select(round_people.c.round, round_people.c.person).where(those))
            return frozenset((row.round, row.person) for row in rows)

    def answer(self, round_id: str, question: str, person: str, choice: int, *, right: bool) -> bool:
        """Keep an answer to a quiz question; the first one counts, and whether this was it."""
        row = {"round": round_id, "question": question, "person": person, "choice": choice, "right": right}
        with self._turn, self._database.writing() as connection:
            return insert_new(connection, round_answers, row)

    def answers(self, round_id: str, question: str) -> Counter[int]:
        """How many chose each option."""
        mine = (round_answers.c.round == round_id) & (round_answers.c.question == question)
        query = select(round_answers.c.choice, func.count()).where(mine).group_by(round_answers.c.choice)
        with self._database.reading() as connection:
            return Counter({row[0]: row[1] for row in connection.execute(query)})

    def choices(self, round_id: str, person: str) -> dict[str, int]:
        """What one person chose, by question."""
        mine = (round_answers.c.round == round_id) & (round_answers.c.person == person)
        with self._database.reading() as connection:
            rows = connection.execute(select(round_answers.c.question, round_answers.c.choice).where(mine))
            return {row.question: row.choice for row in rows}

    def correct(self, round_id: str, rule: str, words: str) -> None:
        """Keep the corrective action that an audit agreed for a rule."""
        row = {"round": round_id, "rule": rule, "words_sealed": self._vault.seal(words)}
        with self._database.writing() as connection:
            insert_or_replace(connection, round_actions, row)

    def corrections(self, round_id: str) -> dict[str, str]:
        """The corrective actions of an audit, by rule."""
        query = select(round_actions).where(round_actions.c.round == round_id).order_by(round_actions.c.rule)
        with self._database.reading() as connection:
            return {
                row["rule"]: self._vault.unseal(row["words_sealed"]) for row in connection.execute(query).mappings()
            }

    def _seats(self, those: Any) -> tuple[Seat, ...]:
        with self._database.reading() as connection:
            rows = connection.execute(select(round_people).where(those).order_by(round_people.c.seat)).mappings().all()
        return tuple(Seat(row["person"], row["seat"], self._vault.unseal(row["name_sealed"])) for row in rows)

    def _one(self, query: Any) -> Round | None:
        with self._database.reading() as connection:
            row = connection.execute(query.limit(1)).mappings().first()
        return _round(row) if row else None

    def _all(self, query: Any) -> tuple[Round, ...]:
        with self._database.reading() as connection:
            return tuple(_round(row) for row in connection.execute(query).mappings())

    def _running(self, connection: Connection, chat_hash: str, kind: str) -> RowMapping | None:
        here = (rounds.c.chat_hash == chat_hash) & _running_still(kind)
        return connection.execute(select(rounds).where(here)).mappings().first()


def _running_still(kind: str) -> Any:
    """Rounds of a kind, or of any, that are not over."""
    still = rounds.c.state != Stage.ENDED.value
    return still & (rounds.c.kind == kind) if kind else still


def _round(row: Any) -> Round:
    return Round(
        id=row["round"],
        code=row["code"],
        kind=row["kind"],
        scenario=row["scenario"],
        digest=row["digest"],
        team=row["team"],
        trainer=row["trainer"],
        stage=Stage(row["state"]),
        shown=row["shown"],
        question=row["question"],
        asked=tuple(row["asked"].split()),
        opened=row["opened"],
        closed=row["closed"],
    )
