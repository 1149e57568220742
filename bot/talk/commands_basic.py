"""The commands for everyday work: help, questions, drafts, deadlines, sources, checks and proof."""

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from bot.deadlines import BESIDE_TODAY, event_lines, read_day
from bot.records.people import Person
from bot.render.message import Block, Message, Run, Style, said, small, strong
from bot.render.rules_text import catalogue_lines, rule_lines
from bot.talk.approving import DECIDERS
from bot.talk.commands import Command, shown_commands
from bot.talk.drafts import plainly_asks
from bot.talk.messages import Incoming, Outgoing, line, message
from bot.talk.showing import deadline_message
from bot.talk.words import words
from knowledge.errors import DeadlineError
from knowledge.timescales import Clock, Deadline, deadline, find_clock

if TYPE_CHECKING:
    from bot.conversation import Conversation

# What stands alone after an event and is no date: the 24 of "reg 24", a year.
_NUMBER = re.compile(r"\d{1,4}")


def start(talk: "Conversation", incoming: Incoming, person: Person, rest: str) -> Outgoing:
    """A welcome; a code is taken up before this is reached."""
    del incoming, rest
    waits = person.role in DECIDERS and any(talk.records.approvals.waiting())
    more = f"\n\n{words('approval_some')}" if waits else ""
    return line(f"{talk.welcome}{more}")


def help_(talk: "Conversation", incoming: Incoming, person: Person, rest: str) -> Outgoing:
    """What this person can do."""
    del rest
    known = [one for one in shown_commands(drafts=not talk.refuses_drafts) if one.allows(person)]
    offered = [one for one in known if not incoming.group or one.in_groups]
    state = talk.records.switch.state()
    blocks: list[Block] = [said(talk.switched_off(state.reason))] if state.off else []
    blocks += [said(words("help_line"))]
    blocks += [Block((Run(f"/{one.name}", Style.BOLD), Run(f" {one.summary}")), close=True) for one in offered]
    return message(tuple(blocks))


def ask(talk: "Conversation", incoming: Incoming, person: Person, rest: str) -> Outgoing:
    """A question, said to be one."""
    return talk.question(incoming, person, rest) if rest else line(words("ask_how"))


def check(talk: "Conversation", incoming: Incoming, person: Person, rest: str) -> Outgoing:
    """A draft after the command, or the next message that is not plainly a question."""
    if incoming.attachment:
        return talk.refused(incoming) if talk.refuses_drafts else talk.check(incoming, person, incoming.attachment)
    if plainly_asks(rest):
        return talk.question(incoming, person, rest)
    if talk.refuses_drafts:
        return talk.refused(incoming) if rest else line(words("draft_refused_how"))
    if rest:
        return talk.check_text(incoming, person, rest)
    talk.held.expect(talk.owner(incoming))
    return line(words("send_draft"))


def deadlines(talk: "Conversation", incoming: Incoming, person: Person, rest: str) -> Outgoing:
    """A deadline from an event and a date; without them, the events that are known."""
    del incoming, person
    if not rest:
        events = [said(event, close=True) for event in event_lines()]
        return message((strong("Events"), *events, said(words("deadline_how"))))
    return message(deadline_message(_worked_out(rest, talk.today())))


def _worked_out(rest: str, today: date) -> Deadline:
    """The date may have one to four words: today, 2026-11-03, 3 Nov 2026, Tuesday 3 November 2026."""
    splits = tuple(_splits(rest.split()))
    known = [(clock, day) for event, day in splits if (clock := _clock(event))]
    for clock, day in known:
        if _is_day(day, today):
            return deadline(clock, read_day(day, today))
    if known:
        raise DeadlineError(f"There is no such day as {known[0][1][:40]!r}.", words("deadline_how"))
    if _clock(rest):
        raise DeadlineError("The day it started is missing.", words("deadline_how"))
    dated = [event for event, day in splits if _is_day(day, today)]
    if dated:
        find_clock(min(dated, key=len))  # raises, with the nearest names
    raise DeadlineError("That is not an event and a date.", words("deadline_how"))


def _splits(tokens: list[str]) -> Iterator[tuple[str, str]]:
    """What may be an event and its day; the number of a regulation alone is no day."""
    for length in (1, 3, 2, 4):
        event, day = " ".join(tokens[:-length]), " ".join(tokens[-length:])
        beside = day.lower() in BESIDE_TODAY
        if event and (beside or (any(char.isdigit() for char in day) and not _NUMBER.fullmatch(day))):
            yield event, day


def _clock(event: str) -> Clock | None:
    try:
        return find_clock(event)
    except DeadlineError:
        return None


def _is_day(day: str, today: date) -> bool:
    try:
        read_day(day, today)
    except DeadlineError:
        return False
    return True


def sources(talk: "Conversation", incoming: Incoming, person: Person, rest: str) -> Outgoing:
    """What is held, how old it is, and who answers for it."""
    del incoming, person, rest
    index, today = talk.app.index, talk.today()
    blocks: list[Block] = [strong(f"Sources, snapshot {index.snapshot.id}")]
    for version in index.catalogue.versions(index.snapshot):
        source = version.source
        facts = [source.authority.heading, f"as at {source.as_at}", source.owner and f"owner {source.owner}"]
        facts += ["our summary" if source.digest else "", "SAMPLE" if source.sample else ""]
        facts += source.flags(today)
        blocks.append(Block((Run(source.title, Style.BOLD), Run(f": {', '.join(f for f in facts if f)}")), close=True))
    return message(tuple(blocks))


def rules(talk: "Conversation", incoming: Incoming, person: Person, rest: str) -> Outgoing:
    """The checks, or one of them explained."""
    del talk, incoming, person
    lines = rule_lines(rest) if rest else catalogue_lines()
    return message(_lines(lines))


def _lines(lines: Iterator[str]) -> Message:
    return tuple(said(" ".join(one.split()), close=number > 0) for number, one in enumerate(lines))


def feedback(talk: "Conversation", incoming: Incoming, person: Person, rest: str) -> Outgoing:
    """How to say that an answer did not help."""
    del talk, incoming, person, rest
    return line(words("feedback_how"))


def stop(talk: "Conversation", incoming: Incoming, person: Person, rest: str) -> Outgoing:
    """Forget what was said in this chat."""
    del rest
    talk.records.buttons.drop(person.id)
    talk.held.drop(talk.owner(incoming))
    talk.records.turns.clear(incoming.channel, incoming.account, incoming.chat)
    return line(words("stop"))


def verify(talk: "Conversation", incoming: Incoming, person: Person, rest: str) -> Outgoing:
    """Prove an answer from the sources it was given from."""
    from bot.proof import proof_lines, prove

    del incoming, person
    if not rest:
        return line(words("verify_how"))
    kept = talk.records.answers.get(rest.split()[0])
    if kept is None:
        return line(words("verify_none"))
    lines = proof_lines(kept, prove(talk.app.catalogue, kept))
    return message((*_lines(lines), small("Only ids and fingerprints are kept, never the question.")))


COMMANDS = (
    Command("start", "begin, or take up an invitation: /start CODE", start),
    Command("help", "what I can do", help_, in_groups=True),
    Command("ask", "a question on law, guidance or procedure", ask),
    Command("check", "look for gaps in a draft plan", check, takes_drafts=True),
    Command("deadline", "work out a date: /deadline reg 24 2026-11-03", deadlines),
    Command("sources", "what I answer from, and how old it is", sources),
    Command("rules", "the checks for drafts; /rules TIME002 explains one", rules),
    Command("verify", "prove an answer by its id", verify),
    Command("feedback", "tell us when an answer did not help", feedback),
    Command("stop", "forget what we spoke about in this chat", stop),
)
