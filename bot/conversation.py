"""The conversation, whichever channel it runs through: danger first, then who it is, then what is asked.

This is the only place where a ``GuidanceError`` becomes words to a person.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from bot.app import App
from bot.behind import Behind
from bot.records.buttons import FOR_ALL, LASTS
from bot.records.people import Person, Role, Standing
from bot.records.store import Records
from bot.render.message import said
from bot.talk.commands import Command, all_commands, split_command
from bot.talk.drafting import Drafting
from bot.talk.drafts import HeldDrafts, asks_to_check, looks_like_draft, plainly_asks, tells_of_now
from bot.talk.limits import MOST, Limits
from bot.talk.messages import Attachment, Button, Incoming, Notice, Outgoing, joined, line, message
from bot.talk.pressing import pressed
from bot.talk.questions import Questions
from bot.talk.trouble import trouble
from bot.talk.watching import Unwatched, Watch
from bot.talk.words import in_chat, listed, words
from knowledge.answers import urgent
from knowledge.deidentify import Kind, deidentify
from knowledge.errors import GuidanceError
from knowledge.talk import Question
from knowledge.text import says_nothing, visible

__all__ = ["Conversation"]

# These are answered for everybody, let in or not, on or off.
_ALWAYS = frozenset({"privacy", "export", "forget", "help"})
_GUESSES = 5
_LABELS = {kind.words: kind.value for kind in Kind}
# What an answer is, or nothing.
_Said = TypeVar("_Said", bound=Outgoing | None)


class Conversation:
    """``Incoming`` to ``Outgoing``; safe to call from several threads at once."""

    def __init__(
        self,
        app: App,
        records: Records,
        today: Callable[[], date] = date.today,
        limits: Limits | None = None,
        *,
        approvals: bool = False,
        refuses_drafts: bool = False,
        watch: Watch | None = None,
    ) -> None:
        self._watch = watch or Unwatched()
        self.app, self.records, self.today = app, records, today
        self.refuses_drafts = refuses_drafts
        self.behind = Behind()
        self.held = HeldDrafts()
        self._limits = limits or Limits()
        self._guesses = Limits(_GUESSES)
        self._questions = Questions(app, records, today, self._watch, approvals=approvals)
        self.drafting = Drafting(app, records, self.held, self._watch)

    def reply(self, incoming: Incoming) -> Outgoing:
        """What to send back; never raises."""
        return self._safely(incoming, lambda: self._reply(replace(incoming, text=visible(incoming.text))))

    def _safely(self, incoming: Incoming, answer: Callable[[], _Said]) -> Outgoing | _Said:
        try:
            return answer()
        except GuidanceError as problem:
            return line(in_chat(str(problem)))
        except Exception as problem:  # noqa: BLE001 - the one broad catch: a person gets a sentence and a reference
            self._watch.failed(incoming.channel)
            return trouble(problem)

    def at_once(self, incoming: Incoming, *, busy: bool) -> Outgoing | None:
        """What needs no search: danger's fixed line and, where the channel is busy, that it is; never raises."""
        return self._safely(incoming, lambda: self._at_once(incoming, busy=busy))

    def _at_once(self, incoming: Incoming, *, busy: bool) -> Outgoing | None:
        text = visible(incoming.text)
        alarm = self._alarm(text)
        if alarm and not looks_like_draft(text):
            return alarm
        if not busy or incoming.lost:
            return None
        too_many = line(words("busy"))
        return joined(alarm, too_many) if alarm else too_many

    def _reply(self, incoming: Incoming) -> Outgoing:
        alarm = self._alarm(incoming.text)
        if alarm is None:
            return self._heard(incoming)
        return joined(alarm, self._heard(incoming)) if looks_like_draft(incoming.text) else alarm

    def _alarm(self, text: str) -> Outgoing | None:
        """Danger's fixed line, where a message tells of it."""
        alarm = urgent(Question(text), self.app.team) if text else None
        # A plan that tells of past harm is no alarm; a long message of somebody who is there now may be a draft too.
        if alarm is None or (looks_like_draft(text) and not tells_of_now(text)):
            return None
        return replace(line(alarm.text.replace("\n", "\n\n")), urgent=True)

    def _heard(self, incoming: Incoming) -> Outgoing:
        """What a message leads to apart from danger."""
        command = split_command(incoming.text)
        person = incoming.person or self.records.people.find(incoming.channel, incoming.account)
        if person is None:
            return self._stranger(incoming, command)
        if incoming.group:
            return replace(self._in_group(incoming, person, command), person=person.id)
        if person.role in {Role.ADMINISTRATOR, Role.MANAGER} and incoming.person is None:
            self.records.chats.reach(person.id, incoming.channel, incoming.chat)
        outgoing = self._known(incoming, person, command)
        return replace(outgoing, person=person.id)

    # -- those who are not let in --------------------------------------------------------

    def _stranger(self, incoming: Incoming, command: tuple[str, str] | None) -> Outgoing:
        if incoming.group:
            return Outgoing()
        name, rest = command or ("", "")
        if name == "start" and rest:
            return self._enrolled(incoming, rest)
        if name in _ALWAYS - {"help"}:
            person = self.records.people.known(incoming.channel, incoming.account) or self._nobody(incoming)
            return replace(all_commands()[name].run(self, incoming, person, rest), person=person.id)
        if incoming.press and incoming.press.action in FOR_ALL:
            return self.forget(incoming)
        standing = self.records.people.standing(incoming.channel, incoming.account)
        if standing is Standing.REVOKED:
            return line(words("revoked"))
        if standing is Standing.UNCONFIRMED:
            return line(words("unconfirmed"))
        return self._unknown(incoming)

    def _nobody(self, incoming: Incoming) -> Person:
        now = self.records.database.clock()
        return Person("", Role.PRACTITIONER, "", incoming.channel, now, now)

    def _unknown(self, incoming: Incoming) -> Outgoing:
        """One line with how to ask for access; administrators hear of it once."""
        asked = line(f"{words('unknown', self.app.team)}\n\n{words('unknown_public', self.app.team)}")
        if not self.records.chats.first_time("knock", incoming.channel, incoming.account):
            return asked
        self.records.audit.append("people.knocked", "", {"channel": incoming.channel})
        return replace(asked, notices=(Notice((said(words("knock")),), Role.ADMINISTRATOR),))

    def _enrolled(self, incoming: Incoming, code: str) -> Outgoing:
        if not self._guesses.allows(incoming.account):
            return line(words("limited", most=_GUESSES))
        person = self.records.people.enrol(code, incoming.channel, incoming.account)
        if person.role in {Role.ADMINISTRATOR, Role.MANAGER}:
            self.records.chats.reach(person.id, incoming.channel, incoming.chat)
        welcome = f"{words('welcome_new', role=person.role.value)}\n\n{self.welcome}"
        return replace(line(welcome), person=person.id)

    @property
    def welcome(self) -> str:
        """What the bot is for, and how to begin."""
        return words("welcome_no_drafts" if self.refuses_drafts else "welcome", self.app.team)

    # -- those who are -------------------------------------------------------------------

    def _in_group(self, incoming: Incoming, person: Person, command: tuple[str, str] | None) -> Outgoing:
        """In a group only the commands for groups are heard."""
        found = all_commands().get(command[0]) if command else None
        if command is None or found is None or not found.in_groups:
            return Outgoing()
        if not found.opens and not self.records.chats.is_open(incoming.channel, incoming.chat):
            return Outgoing()
        return self._run(found, incoming, person, command[1])

    def _known(self, incoming: Incoming, person: Person, command: tuple[str, str] | None) -> Outgoing:
        state = self.records.switch.state()
        if command and (found := all_commands().get(command[0])):
            if state.off and not (found.name in _ALWAYS or person.role is Role.ADMINISTRATOR):
                return line(self.switched_off(state.reason))
            said = self._run(found, incoming, person, command[1])
            return said if found.takes_drafts else self._with_file(incoming, person, said)
        if command and not incoming.press:
            return line(words("no_such_command"))
        if state.off and not (incoming.press and incoming.press.action in FOR_ALL):
            return line(self.switched_off(state.reason))
        if incoming.press:
            return pressed(self, incoming, person, incoming.press)
        if incoming.attachment:
            asks = plainly_asks(incoming.text) and not asks_to_check(incoming.text)
            return self._with_file(incoming, person, self.question(incoming, person, incoming.text) if asks else None)
        return self._text(incoming, person)

    def switched_off(self, reason: str) -> str:
        """That the bot is off, and why."""
        return words("off", self.app.team, reason=f" ({reason})" if reason else "")

    def _run(self, command: Command, incoming: Incoming, person: Person, rest: str) -> Outgoing:
        if not command.allows(person):
            self.records.audit.append("command.refused", person.id, {"command": command.name})
            roles = listed(tuple(f"{role.value}s" for role in command.roles))
            return line(words("not_allowed", roles=roles))
        return command.run(self, incoming, person, rest)

    def _text(self, incoming: Incoming, person: Person) -> Outgoing:
        if incoming.lost:
            return self.refused(incoming) if self.refuses_drafts else line(words("draft_lost", self.app.team))
        text, owner = incoming.text, self.owner(incoming)
        if says_nothing(text):
            return line(words("help_line"))
        if plainly_asks(text):
            return self.question(incoming, person, text)
        if self.refuses_drafts:
            is_draft = self.held.refuse(owner, text)
            return self.refused(incoming) if is_draft else self.question(incoming, person, text)
        if self.held.add(owner, text):
            return line(words("added_part"))
        if self.held.expected(owner):
            return self.drafting.offer_or_check(incoming, person, text)
        if looks_like_draft(text):
            return self.drafting.offer(incoming, person, text)
        return self.question(incoming, person, text)

    def _with_file(self, incoming: Incoming, person: Person, said: Outgoing | None) -> Outgoing:
        """What the words beside a file led to, and then what the file does."""
        if incoming.attachment is None:
            return said or Outgoing()
        # What was said has spoken of details in the words; what is left to speak of is the file's name.
        alone = replace(incoming, text="", kinds=()) if said else incoming
        given = self._file(alone, person, incoming.attachment)
        return joined(said, given) if said else given

    def _file(self, incoming: Incoming, person: Person, attachment: Attachment) -> Outgoing:
        if self.refuses_drafts:
            return self.refused(incoming)
        if self.held.expected(self.owner(incoming)) and attachment.data:
            return self.check(incoming, person, attachment)
        return self.drafting.offer_file(incoming, attachment)

    def refused(self, incoming: Incoming) -> Outgoing:
        """That no drafts are taken here and where one is checked; first to act, where danger may stand in it."""
        text, file = incoming.text, incoming.attachment
        may_tell = incoming.lost or incoming.kinds or (file and file.kinds) or deidentify(text).kinds
        blocks = [said(words("act_first", self.app.team))] if may_tell else []
        blocks += [said(words("draft_refused"))]
        return message((*blocks, *(() if file else (said(words("draft_refused_text")),))))

    # -- what commands and buttons use ---------------------------------------------------

    def owner(self, incoming: Incoming) -> str:
        """Whose drafts and limits these are: a person in a chat."""
        return f"{incoming.channel}:{incoming.account}:{incoming.chat}"

    def question(self, incoming: Incoming, person: Person, text: str) -> Outgoing:
        """Stopped where it holds identifiers; else answered, within the limit."""
        if incoming.person is None and not self._limits.allows(person.id):
            return line(words("limited", most=MOST)) if self._limits.tells(person.id) else Outgoing()
        safe = deidentify(text, self.app.public)
        kinds = incoming.kinds or tuple(kind.words for kind in safe.kinds)
        if kinds:
            self._watch.stopped(*(_LABELS[words_of] for words_of in kinds))
            return self._stopped(incoming, kinds, safe.text)
        answered = self._questions.answered(incoming, person, text)
        return joined(line(words("edited")), answered) if incoming.edited else answered

    def masked_question(self, incoming: Incoming, person: Person, text: str) -> Outgoing:
        """A question that was stopped, asked again with masks in place of identifiers."""
        return self._questions.answered(incoming, person, deidentify(text, self.app.public).text)

    def check(self, incoming: Incoming, person: Person, draft: Attachment) -> Outgoing:
        """A draft's report."""
        return self.drafting.check(incoming, person, draft)

    def check_text(self, incoming: Incoming, person: Person, text: str) -> Outgoing:
        """A pasted draft's report."""
        return self.drafting.offer_or_check(incoming, person, text)

    def forget(self, incoming: Incoming) -> Outgoing:
        """Delete everything kept about the one who asks."""
        self.held.drop(self.owner(incoming))
        self.records.turns.clear(incoming.channel, incoming.account, incoming.chat)
        self.records.forget(incoming.channel, incoming.account)
        return line(words("forgotten"))

    def _stopped(self, incoming: Incoming, kinds: tuple[str, ...], masked: str) -> Outgoing:
        """The kinds and not the words; after the line that says to act first."""
        which = "stopped_masked" if incoming.person is None else "stopped_masked_here"
        blocks = (
            said(words("act_first", self.app.team)),
            said(words("stopped", kinds=listed(kinds))),
            said(words(which, minutes=LASTS // timedelta(minutes=1))),
        )
        return message(blocks, (Button("Answer it without them", "masked", masked),))
