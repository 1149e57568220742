"""What was answered, without a word of the question or the answer: where each quote stands, and its fingerprint."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from bot.records.database import Database, insert_new
from bot.records.schema import answer_quotes, answers
from bot.records.together import Together
from bot.records.vault import short_id, typed_id
from knowledge.reply import Answer, Quote


@dataclass(frozen=True, slots=True)
class KeptQuote:
    """Where a quote stood, and the SHA-256 of its bytes in UTF-8."""

    passage: str
    label: str
    start: int
    end: int
    sha256: str


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """One answer that was given."""

    id: str
    channel: str
    snapshot: str
    status: str
    made: datetime
    quotes: tuple[KeptQuote, ...]


class Answers:
    """Keeps answers so that they can be proved later."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._together = Together(self._keep_all)

    def keep(self, answer: Answer, channel: str) -> str:
        """Keep what proves an answer; a short id that a person can read out.

        Answers that are kept at the same moment share a transaction, unless this one belongs to another's.
        """
        if self._database.is_writing:
            return self._keep_all(((answer, channel),))[0]
        return self._together.do((answer, channel))

    def _keep_all(self, given: Sequence[tuple[Answer, str]]) -> list[str]:
        with self._database.writing() as connection:
            return [self._keep(connection, answer, channel) for answer, channel in given]

    def _keep(self, connection: Connection, answer: Answer, channel: str) -> str:
        row = {
            "channel": channel,
            "snapshot": answer.snapshot,
            "status": answer.status.value,
            "made": self._database.clock(),
        }
        answer_id = short_id()
        while not insert_new(connection, answers, {**row, "id": answer_id}):
            answer_id = short_id()
        if answer.quotes:
            connection.execute(insert(answer_quotes), _quote_rows(answer_id, answer.quotes))
        return answer_id

    def get(self, answer_id: str) -> KeptAnswer | None:
        """An answer by its id, however it was typed."""
        wanted = typed_id(answer_id)
        quotes = select(answer_quotes).where(answer_quotes.c.answer == wanted).order_by(answer_quotes.c.position)
        with self._database.reading() as connection:
            row = connection.execute(select(answers).where(answers.c.id == wanted)).mappings().first()
            if row is None:
                return None
            kept = tuple(KeptQuote(q.passage, q.label, q.start, q.end, q.sha256) for q in connection.execute(quotes))
        return KeptAnswer(row["id"], row["channel"], row["snapshot"], row["status"], row["made"], kept)


def fingerprint(text: str) -> str:
    """The SHA-256 of a text's bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def _quote_rows(answer_id: str, quotes: Sequence[Quote]) -> list[dict[str, object]]:
    return [{"answer": answer_id, "position": place, **_place(quote)} for place, quote in enumerate(quotes)]


def _place(quote: Quote) -> dict[str, object]:
    start = quote.passage.text.index(quote.text)
    return {
        "passage": quote.passage.id,
        "label": quote.label,
        "start": start,
        "end": start + len(quote.text),
        "sha256": fingerprint(quote.text),
    }
