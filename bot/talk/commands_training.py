"""The training commands: alone, and in a round that a trainer leads; a quiz question for a group is a poll."""

from typing import TYPE_CHECKING

from bot.records.calls import Call
from bot.records.people import Person, Role
from bot.render.message import said
from bot.round_commands import RoundCommands, TrainingReply
from bot.talk.commands import Command, Run
from bot.talk.messages import Incoming, Notice, Outgoing, Poll, Reply, line
from bot.talk.words import words
from knowledge.errors import RoundError
from knowledge.quiz import QuizQuestion

if TYPE_CHECKING:
    from bot.conversation import Conversation

_LEADERS = (Role.TRAINER, Role.MANAGER, Role.ADMINISTRATOR)
_NO_ROUND = "You have not joined a round. Ask the trainer for the code, then send /join and the code."


def _mounted(name: str) -> Run:
    def run(talk: "Conversation", incoming: Incoming, person: Person, rest: str) -> Outgoing:
        # A group comes this far only when it is open for training.
        chat = incoming.chat if incoming.group else ""
        return _shown(_commands(talk).run(name, rest, person, chat), polls=incoming.group)

    return run


def hand_in(talk: "Conversation", incoming: Incoming, person: Person, rest: str) -> Outgoing:
    """What somebody found in the draft of the round they have joined; handed in privately, so that nobody sees it."""
    if incoming.group:
        return line("Hand in privately: write to me directly.")
    given = _commands(talk).text(rest, person)
    if given and given.waits and incoming.person is None:
        talk.records.calls.ask(given.waits, person.id, incoming.channel, incoming.chat)
    return _shown(given, polls=False) if given else line(_NO_ROUND)


def called(call: Call) -> Notice:
    """What an auditor hears who has waited for the other audit."""
    return Notice((said(words("audit_both" if call.both else "audit_ended", code=call.code)),), chat=call.chat)


def board(talk: "Conversation", incoming: Incoming, person: Person, rest: str) -> Outgoing:
    """The board of the round; whoever is in none and leads none is told how to join one."""
    try:
        return _mounted("board")(talk, incoming, person, rest)
    except RoundError:
        if rest or person.role in _LEADERS:
            raise
        return line(_NO_ROUND)


def _commands(talk: "Conversation") -> RoundCommands:
    return RoundCommands(talk.records, lambda: talk.app.embed, talk.today, talk.behind)


def _shown(reply: TrainingReply, *, polls: bool) -> Outgoing:
    if reply.poll and polls:
        return Outgoing(polls=(_poll(reply.poll),))
    return Outgoing((Reply(tuple(said(part) for part in reply.text.split("\n\n") if part.strip())),))


def _poll(asked: QuizQuestion) -> Poll:
    return Poll(asked.text, asked.options, asked.right, asked.explanation)


COMMANDS = (
    Command("train", "practise on a fictional draft: /train, /train ID, or /train list", _mounted("train")),
    Command("join", "join a training round: /join CODE", _mounted("join")),
    Command("handin", "hand in what you found: /handin and your points", hand_in, in_groups=True),
    Command("board", "what the room has found so far", board, in_groups=True),
    Command("answer", "the quiz question of your round: /answer, then /answer NUMBER", _mounted("answer")),
    Command(
        "round",
        "lead a round: /round open ID, who, close, next, back, end",
        _mounted("round"),
        _LEADERS,
        in_groups=True,
    ),
    Command("audit", "two people audit one draft: /audit says how", _mounted("audit"), in_groups=True),
    Command("quiz", "put a quiz question to the room; then /quiz done", _mounted("quiz"), _LEADERS, in_groups=True),
)
