"""Answers questions with what went before, and keeps what proves the answer."""

import time
from collections.abc import Callable
from datetime import date

from bot.app import App
from bot.records.people import Person, Role
from bot.records.store import Records
from bot.talk.approving import held
from bot.talk.messages import Button, Incoming, Outgoing, Reply, Rows
from bot.talk.showing import answer_message, rows_of_choices
from bot.talk.watching import Watch
from knowledge.documents import Authority
from knowledge.reply import Answer
from knowledge.routes import Status
from knowledge.talk import Question, Turn

_ANSWERS = (Status.ANSWERED, Status.PARTIAL)


class Questions:
    """One question at a time to an answer, a record and a message."""

    def __init__(
        self, app: App, records: Records, today: Callable[[], date], watch: Watch, *, approvals: bool = False
    ) -> None:
        self._app, self._records, self._today = app, records, today
        self._watch, self._approvals = watch, approvals

    def answered(self, incoming: Incoming, person: Person, text: str) -> Outgoing:
        """The answer to a text that holds no identifiers."""
        place = (incoming.channel, incoming.account, incoming.chat)
        before = self._records.turns.of(*place)
        begun = time.monotonic()
        answer = self._app.ask(Question(text, before, person.role.value))
        said_now = (Turn(by_user=True, text=text), Turn(by_user=False, text=answer.text))
        with self._records.database.writing():
            answer_id = self._kept(answer, incoming.channel, person)
            self._records.turns.keep(*place, person.id, (*before, *said_now))
        self._watch.answered(incoming.channel, answer.status.value, time.monotonic() - begun)
        reply = Reply(answer_message(answer, self._today(), answer_id), _rows(answer, answer_id))
        if self._approvals and person.role is Role.PRACTITIONER and answer.status in _ANSWERS:
            return held(self._records, incoming, person, answer_id, reply)
        return Outgoing((reply,))

    def _kept(self, answer: Answer, channel: str, person: Person) -> str:
        answer_id = self._records.answers.keep(answer, channel)
        facts: dict[str, str | int] = {"answer": answer_id, "status": answer.status.value, "snapshot": answer.snapshot}
        self._records.audit.append("answer.given", person.id, facts)
        if answer.status in {Status.NOT_FOUND, Status.PARTIAL}:
            theme = answer.quotes[0].passage.theme if answer.quotes else ""
            self._records.topics.unanswered(theme, answer.status.value)
        return answer_id


def _rows(answer: Answer, answer_id: str) -> Rows:
    if answer.choices:
        return rows_of_choices(answer.choices)
    if not answer.quotes:
        return ()
    first = [Button("Full quote", "full", answer_id), Button("Around it", "around", answer_id)]
    if all(quote.authority is not Authority.LOCAL_PROCEDURE for quote in answer.quotes):
        first.append(Button("Local procedure", "local", answer_id))
    return (tuple(first), (Button("Helpful", "helpful", answer_id), Button("Not helpful", "unhelpful", answer_id)))
