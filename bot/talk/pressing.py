"""What the buttons do."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.app import App
from bot.records.answers import KeptAnswer
from bot.records.people import Person
from bot.talk.approving import decided
from bot.talk.looking import around, in_full, local
from bot.talk.messages import Attachment, Button, Incoming, Outgoing, Press, line, message
from bot.talk.showing import passage_message
from bot.talk.words import words
from knowledge.catalogue import Stored

if TYPE_CHECKING:
    from bot.conversation import Conversation

REASONS = ("It is not what I asked", "It is out of date", "It is wrong", "I cannot understand it", "Something else")
# The buttons whose value says where a draft is, which the channel may have to fetch first.
ABOUT_DRAFTS = frozenset({"check", "findings", "finding", "word"})

_Action = Callable[["Conversation", Incoming, Person, str], Outgoing]


def pressed(talk: "Conversation", incoming: Incoming, person: Person, press: Press) -> Outgoing:
    """The outcome of a button; one that is not known is said to be too old."""
    if press.action in ABOUT_DRAFTS:
        return _about_draft(talk, incoming, person, press)
    action = _ACTIONS.get(press.action)
    return action(talk, incoming, person, press.value) if action else line(words("nothing_pressed"))


def _about_draft(talk: "Conversation", incoming: Incoming, person: Person, press: Press) -> Outgoing:
    if talk.refuses_drafts:
        return line(words("draft_refused_how"))
    draft, number = talk.drafting.found(incoming, press.value)
    if draft is None:
        return line(words("draft_gone"))
    made: dict[str, Callable[[Attachment], Outgoing]] = {
        "check": lambda one: talk.check(incoming, person, one),
        "findings": talk.drafting.all_findings,
        "finding": lambda one: talk.drafting.one_finding(one, number),
        "word": talk.drafting.word_file,
    }
    return made[press.action](draft)


def _passages(look: Callable[[App, KeptAnswer], tuple[Stored, ...]]) -> _Action:
    def shown(talk: "Conversation", incoming: Incoming, person: Person, value: str) -> Outgoing:
        del incoming, person
        kept = talk.records.answers.get(value)
        rows = look(talk.app, kept) if kept else ()
        if not rows:
            return line("I hold nothing more on this.")
        return message(passage_message(rows, talk.today()))

    return shown


def _choice(talk: "Conversation", incoming: Incoming, person: Person, value: str) -> Outgoing:
    return talk.question(incoming, person, value)


def _masked(talk: "Conversation", incoming: Incoming, person: Person, value: str) -> Outgoing:
    return talk.masked_question(incoming, person, value)


def _helpful(talk: "Conversation", incoming: Incoming, person: Person, value: str) -> Outgoing:
    del incoming
    talk.records.feedback.give(value, person.id, helpful=True, reason="")
    return line(words("feedback_thanks"))


def _unhelpful(talk: "Conversation", incoming: Incoming, person: Person, value: str) -> Outgoing:
    del talk, incoming, person
    rows = tuple((Button(reason, "reason", f"{value} {number}"),) for number, reason in enumerate(REASONS))
    return line(words("feedback_why"), *rows)


def _reason(talk: "Conversation", incoming: Incoming, person: Person, value: str) -> Outgoing:
    del incoming
    answer_id, number = value.split()
    talk.records.feedback.give(answer_id, person.id, helpful=False, reason=REASONS[int(number)])
    return line(words("feedback_thanks"))


def _forget(talk: "Conversation", incoming: Incoming, person: Person, value: str) -> Outgoing:
    del person, value
    return talk.forget(incoming)


def _nothing(talk: "Conversation", incoming: Incoming, person: Person, value: str) -> Outgoing:
    del person, value
    talk.held.drop(talk.owner(incoming))
    return line("All right. Nothing was kept.")


def _decide(*, approved: bool) -> _Action:
    def chosen(talk: "Conversation", incoming: Incoming, person: Person, value: str) -> Outgoing:
        del incoming
        return decided(talk, person, value, approved=approved)

    return chosen


_ACTIONS: dict[str, _Action] = {
    "choice": _choice,
    "masked": _masked,
    "full": _passages(in_full),
    "around": _passages(around),
    "local": _passages(local),
    "helpful": _helpful,
    "unhelpful": _unhelpful,
    "reason": _reason,
    "forget": _forget,
    "nothing": _nothing,
    "approve": _decide(approved=True),
    "hold": _decide(approved=False),
}
