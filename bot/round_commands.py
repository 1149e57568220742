"""/train, /round, /audit, /join, /board, /quiz and /answer as words in and words out: any conversation can mount them.

``poll`` goes out as a quiz poll where the channel has them (Telegram's ``sendPoll``), else as numbered options.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from bot.audit_commands import AuditCommands
from bot.audits import Audits
from bot.behind import Behind
from bot.outstanding import outstanding
from bot.practice import Alone
from bot.progress import progress, progress_lines
from bot.quiz_commands import QuizCommands, question_lines, settled_lines
from bot.records.people import Person
from bot.records.rounds import Round, Stage
from bot.records.store import Records
from bot.render.training_text import feedback, gap_lines, to_read
from bot.round_quiz import Quiz
from bot.rounds import Board, Rounds, Step, told
from knowledge.errors import RoundError
from knowledge.plans.learnt import Embed
from knowledge.quiz import QuizQuestion
from knowledge.scenarios.reader import scenario, scenarios

_HOW = (
    "/round open SCENARIO [TEAM], /round who, /round close, /round next, /round back, /round compare, /round end,"
    " or /round take CODE."
)


@dataclass(frozen=True, slots=True)
class TrainingReply:
    """What to send back; ``poll`` is a question to put to the room.

    ``waits`` is the id of an audit that this person has handed in and whose other audit is still to come.
    """

    text: str
    poll: QuizQuestion | None = None
    waits: str = ""


class RoundCommands:
    """The training commands over the records; it holds no state."""

    def __init__(
        self,
        records: Records,
        embed: Callable[[], Embed | None] = lambda: None,
        today: Callable[[], date] = date.today,
        behind: Behind | None = None,
    ) -> None:
        self.rounds = Rounds(records, embed, behind)
        self.audits = AuditCommands(Audits(records, embed))
        self._records, self._embed, self._today = records, embed, today

    def run(self, command: str, rest: str, person: Person, chat: str = "") -> TrainingReply:
        """Do one command. ``chat`` is the group it came from, only where that group is open for training."""
        steps = {
            "train": self._train,
            "round": self._round,
            "audit": self._audit,
            "join": self._join,
            "board": self._board,
            "quiz": self._quiz,
            "answer": self._answer,
        }
        if command not in steps:
            raise RoundError(
                "That is not a training command.", "Use /train, /round, /audit, /join, /board, /quiz or /answer."
            )
        return steps[command](rest.strip(), person, chat)

    def text(self, words: str, person: Person) -> TrainingReply | None:
        """Words from somebody in a round or an audit: their hand-in to the last joined; nothing without one."""
        joined = self._records.rounds.of_person(person.id)
        if not joined:
            return None
        if joined[0].kind == "audit":
            receipt, both = self.audits.hand_in(joined[0], words, person)
            return TrainingReply(receipt, waits="" if both else joined[0].id)
        return TrainingReply(self.rounds.submit(person, words, joined[0].code).words)

    def _train(self, rest: str, person: Person, chat: str) -> TrainingReply:
        """``/train`` shows a scenario; ``/train ID`` and points on the next lines marks them; ``/train list``."""
        if chat:
            raise RoundError("Training alone works in a private chat.", "Write to me directly.")
        if rest.lower() == "list":
            return TrainingReply(_lines(f"{one.id}: {one.title} ({one.level.value})" for one in scenarios()))
        name, _, points = rest.partition("\n")
        alone = Alone(self._records, person.id, self._today())
        held = alone.next(name.strip() or None)
        if not points.strip():
            return TrainingReply(
                _lines((*to_read(held), f"Send: /train {held.id}, then your points on the next lines."))
            )
        return TrainingReply(_lines(feedback(alone.mark(held, points, None, self._embed()))))

    def _round(self, rest: str, person: Person, chat: str) -> TrainingReply:
        what, _, value = rest.partition(" ")
        what = what.lower()
        if what == "open":
            return TrainingReply(self._open(value.strip(), person, chat))
        if what == "take":
            return TrainingReply(f"You now lead round {self.rounds.take_over(value, person).code}.")
        steps: dict[str, Callable[[Round, Person], str]] = {
            "close": self._close,
            "next": self._next,
            "back": self._back,
            "compare": self._changes,
            "end": self._end,
        }
        if what == "who":
            return TrainingReply(self._who(person, chat))
        if what not in steps:
            raise RoundError("Say what to do with the round.", _HOW)
        return TrainingReply(steps[what](self._current(person, chat), person))

    def _open(self, value: str, person: Person, chat: str) -> str:
        name, _, team = value.partition(" ")
        opened = self.rounds.open(person, name, team, chat)
        draft = scenario(opened.scenario).text
        return f"Round {opened.code} is open. Join in a private chat with /join {opened.code}.\n\n{draft}"

    def _close(self, current: Round, person: Person) -> str:
        self.rounds.close(current.code, person)
        return "Closed. /round next shows the first part of the reading."

    def _end(self, current: Round, person: Person) -> str:
        self.rounds.end(current.code, person)
        return "The round is over. Thank you."

    def _audit(self, rest: str, person: Person, chat: str) -> TrainingReply:
        del chat  # an audit belongs to its two people and its trainer, wherever they speak
        return TrainingReply(self.audits.run(rest, person))

    def _next(self, current: Round, person: Person) -> str:
        step = self.rounds.reveal(current.code, person)
        if step is None:
            return "That was everything. /round end ends the round."
        return _lines(self._step(step, current))

    def _back(self, current: Round, person: Person) -> str:
        step = self.rounds.back(current.code, person)
        if step is None:
            return "No theme is shown now. /round next shows the first."
        return _lines(("One step back.", "", *self._step(step, current)))

    def _who(self, person: Person, chat: str) -> str:
        if chat:
            raise RoundError("A group is not told who has handed in.", "Write to me directly.")
        return outstanding(self.rounds, self._current(person, chat).code, person).words

    def _step(self, step: Step, current: Round) -> Iterable[str]:
        held = self.rounds.scenario_of(current)
        yield f"{step.number} of {step.of}: {step.theme}"
        for gap, found in step.gaps:
            yield from gap_lines(gap, held)
            yield f"  Found by {found} of {step.handed_in}."

    def _join(self, rest: str, person: Person, chat: str) -> TrainingReply:
        if chat:
            raise RoundError("Join in a private chat, so that nobody sees your work.", "Write to me directly.")
        code, _, name = rest.partition(" ")
        current, seat = self.rounds.join(code, person, name)
        if current.kind == "audit":
            return TrainingReply(self.audits.joined(current, seat))
        draft = self.rounds.scenario_of(current).text
        return TrainingReply(f"You are number {seat}. Send /handin and what is missing, one point a line.\n\n{draft}")

    def _board(self, rest: str, person: Person, chat: str) -> TrainingReply:
        current = self.rounds.known(rest) if rest else self._current(person, chat)
        here = self._records.rounds.in_chat(chat, "round") if chat else None
        if not self.rounds.inside(current, person) and (here is None or here.id != current.id):
            raise RoundError("You are not in that round.", "Join it with /join and its code first.")
        board = self.rounds.board(current.code)
        return TrainingReply(_lines((*board_words(board), *(() if chat else self._seen(board.round, person)))))

    def _seen(self, current: Round, person: Person) -> Iterable[str]:
        """For one person alone, once the round has closed: what was shown to the room, and what of it they found."""
        if current.stage is Stage.OPEN or not self.rounds.store.has_seat(current.id, person.id):
            return
        found = self.rounds.found_by(current.code, person)
        for step in self.rounds.revealed(current.code):
            yield from ("", *self._step(step, current))
            if found is not None:
                mine = sum(gap in found for gap, _ in step.gaps)
                yield f"You found {mine} of {len(step.gaps)} here."
        if found is not None and told(current, self.rounds.scenario_of(current)):
            yield from ("", "YOUR OWN MARKING", *feedback(self.rounds.own(current.code, person)))

    def _changes(self, current: Round, _: Person) -> str:
        found = progress(self.rounds, current.code)
        if found is None:
            raise RoundError("There is no earlier round to compare.", "Close this one first, or open the same later.")
        return _lines(progress_lines(found))

    def _quiz(self, rest: str, person: Person, chat: str) -> TrainingReply:
        current = self._current(person, chat)
        quiz = Quiz(self.rounds)
        if rest.lower() == "done":
            over = quiz.settle(current.code, person)
            [settled] = (one for one in quiz.settled(current.code, person.id) if one.question == over)
            return TrainingReply(_lines(settled_lines(settled)))
        asked = quiz.ask(current.code, person, rest)
        return TrainingReply(_lines((*question_lines(asked), "/quiz done shows the right answer.")), asked)

    def _answer(self, rest: str, person: Person, chat: str) -> TrainingReply:
        if chat:
            raise RoundError("Answer in a private chat, so that nobody sees it.", "Write to me directly.")
        return TrainingReply(QuizCommands(self.rounds).answer(rest, person))

    def _current(self, person: Person, chat: str) -> Round:
        store = self._records.rounds
        here = store.in_chat(chat, "round") if chat else None
        known = (here,) if here else store.held_by(person.id, "round") or store.of_person(person.id, "round")
        if not known:
            raise RoundError("There is no round here.", _HOW)
        return known[0]


def board_words(board: Board) -> Iterable[str]:
    """The board as lines: counts only."""
    yield f"Round {board.round.code}: {board.joined} joined, {board.handed_in} handed in."
    if board.round.question and board.round.stage is not Stage.ENDED:
        yield "A quiz question is open. Write to me directly: /answer shows it."
    if not board.lines:
        yield "The themes show when three people have handed in or the first theme is shown."
    for line in board.lines:
        yield f"{line.name}: {round(100 * line.found / line.possible) if line.possible else 0}% of {line.gaps} gaps"


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)
