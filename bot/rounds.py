"""Training rounds: open, join, hand in, watch the board, reveal step by step, compare. Any channel may mount it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.behind import Behind
from bot.case_data import refuse_full_name
from bot.handing_in import ASK, HandingIn, Receipt, Sent
from bot.marking import Marking, found_in
from bot.names import plain
from bot.records.people import Person, Role
from bot.records.rounds import Round, Stage, Submission
from bot.records.store import Records
from knowledge.areas import themes
from knowledge.errors import RoundError
from knowledge.plans.learnt import Embed
from knowledge.scenarios.model import Gap, Scenario
from knowledge.scenarios.reader import scenario
from knowledge.training import Attempt, Marked, attempt_of

MAY_LEAD = frozenset({Role.TRAINER, Role.MANAGER, Role.ADMINISTRATOR})
MOST_PEOPLE = 500
_PLACES = {
    "round": (MOST_PEOPLE, "This round is full."),
    "audit": (2, "Two people are auditing this draft already."),
}
_NAMED = {"round": "a round", "audit": "an audit"}
# With fewer hand-ins, a board before the reveal would show one person's work.
FEWEST_SHOWN = 3
_MOST_OVER = 50
_LONGEST_NAME, _LONGEST_TEAM = 40, 80


@dataclass(frozen=True, slots=True)
class Line:
    """One theme on the board: gaps in the key, and how many of all possible finds the room made."""

    theme: str
    name: str
    gaps: int
    found: int
    possible: int


@dataclass(frozen=True, slots=True)
class Board:
    """Counts only. ``lines`` is empty while so few have handed in that it would show one person's work."""

    round: Round
    joined: int
    handed_in: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the reveal: a theme, its gaps, and how many people found each."""

    number: int
    of: int
    theme: str
    gaps: tuple[tuple[Gap, int], ...]
    handed_in: int


class Rounds:
    """The service. It holds no state: two of them over the same records are one.

    With ``behind``, an open round is marked there; without it, when somebody looks at its board. Codes of another
    ``kind`` are joined by the same step, and refused by every other.
    """

    def __init__(
        self,
        records: Records,
        embed: Callable[[], Embed | None] = lambda: None,
        behind: Behind | None = None,
        kind: str = "round",
    ) -> None:
        self.kind = kind
        self.store = records.rounds
        self.marking = Marking(records.rounds, embed, behind)
        self.hand_ins = HandingIn(records.rounds, self.marking)
        self._records = records

    # -- the trainer -------------------------------------------------------------------------

    def open(self, trainer: Person, scenario_id: str, team: str = "", chat: str = "") -> Round:
        """Open a round on a scenario and get its code."""
        self._may_lead(trainer)
        chosen = scenario(scenario_id)
        team = _short(team, _LONGEST_TEAM)
        opened = self.store.open(self.kind, chosen.id, chosen.digest, trainer.id, team, chat)
        self._records.audit.append("round.opened", trainer.id, {"round": opened.id, "scenario": chosen.id})
        self.marking.prepare(opened)
        return opened

    def close(self, code: str, trainer: Person) -> Round:
        """Take no more hand-ins; what was last handed in counts."""
        current = self.led(code, trainer)
        if current.stage is not Stage.OPEN:
            raise RoundError("This round has closed already.", "Go on with /round next.")
        return self.store.change(current.id, state=Stage.CLOSED.value, closed=self._records.database.clock())

    def reveal(self, code: str, trainer: Person) -> Step | None:
        """The next step; nothing after the last one. The first step closes the round."""
        current = self.led(code, trainer)
        if current.stage is Stage.OPEN:
            current = self.close(code, trainer)
        steps = self._steps(current)
        if current.shown >= len(steps):
            return None
        self.store.change(current.id, shown=current.shown + 1)
        return steps[current.shown]

    def back(self, code: str, trainer: Person) -> Step | None:
        """Take the last step of the reveal back; the step that is the last one then, if any."""
        current = self.led(code, trainer)
        if not current.shown:
            raise RoundError("No theme has been shown yet.", "Show the first one with /round next.")
        self.store.change(current.id, shown=current.shown - 1)
        return self._steps(current)[current.shown - 2] if current.shown > 1 else None

    def revealed(self, code: str) -> tuple[Step, ...]:
        """The steps that everybody inside may see by now: all of them once the round has ended."""
        current = self.known(code)
        return self._steps(current)[: None if current.stage is Stage.ENDED else current.shown]

    def end(self, code: str, trainer: Person) -> Round:
        """End the round: the summary stays, the chat is free for another."""
        current = self.led(code, trainer)
        closed = current.closed or self._records.database.clock()
        self._records.audit.append("round.ended", trainer.id, {"round": current.id})
        return self.store.change(current.id, state=Stage.ENDED.value, closed=closed)

    def take_over(self, code: str, trainer: Person) -> Round:
        """Another trainer goes on where the first one left."""
        self._may_lead(trainer)
        current = self._running(code)
        self._records.audit.append("round.taken_over", trainer.id, {"round": current.id})
        return self.store.change(current.id, trainer=trainer.id)

    # -- the room ----------------------------------------------------------------------------

    def join(self, code: str, person: Person, name: str = "") -> tuple[Round, int]:
        """Join with a code; the name may be left out. Gives the seat number."""
        current = self._there(code)
        if current.stage is Stage.ENDED:
            raise RoundError(f"That {current.kind} is over.", "Ask the trainer to open another.")
        most, full = _PLACES[current.kind]
        seat = self.store.join(current.id, person.id, _short(name, _LONGEST_NAME), most)
        if not seat:
            raise RoundError(full, "Ask the trainer to open another.")
        return current, seat

    def submit(self, person: Person, words: str, code: str = "") -> Receipt:
        """Hand in; until the round closes a later hand-in takes the place of an earlier one.

        It is kept and acknowledged at once, and marked behind or when somebody looks at the board.
        """
        joined = () if code else self.store.of_person(person.id, self.kind)
        if not code and not joined:
            raise RoundError("You have not joined a round.", ASK)
        [said] = self.hand_ins.take([Sent(person, joined[0].code if joined else code, words)])
        if isinstance(said, RoundError):
            raise said
        return said

    def own(self, code: str, person: Person) -> Marked:
        """One person's own marking, once every theme has been shown or the round has ended."""
        current = self.known(code)
        words = self.store.words(current.id, person.id)
        if current.stage is Stage.OPEN:
            raise RoundError("The round is still open.", "You see your marking with the others.")
        if not words:
            raise RoundError("You handed nothing in.", "Follow the reveal with the others.")
        if not told(current, self.scenario_of(current)):
            raise RoundError("Not every theme has been shown yet.", "You see your marking after the last one.")
        return self.marking.of(current, attempt_of(words))

    def found_by(self, code: str, person: Person) -> tuple[Gap, ...] | None:
        """What one person found of the themes shown so far; nothing where they handed nothing in."""
        current = self.known(code)
        shown = [gap for step in self.revealed(code) for gap, _ in step.gaps]
        own = self.store.own(current.id, person.id)
        if own is None or current.stage is Stage.OPEN:
            return None
        gaps = self.scenario_of(current).gaps
        return tuple(gaps[at] for at in own.marks.get("found", ()) if gaps[at] in shown)

    def inside(self, current: Round, person: Person) -> bool:
        """Whether a person leads a round or has joined it: only they see its board and what was shown."""
        return current.trainer == person.id or self.store.has_seat(current.id, person.id)

    def board(self, code: str) -> Board:
        """What the room has found, by theme: counts only."""
        current = self.known(code)
        handed_in = self.marking.all(current)
        begun = current.shown > 0 or current.stage is Stage.ENDED
        few = not begun and len(handed_in) < FEWEST_SHOWN
        lines = () if few else self._lines(current, handed_in)
        return Board(current, self.store.seated(current.id), len(handed_in), lines)

    def of(self, person: Person) -> tuple[Round, ...]:
        """The rounds of this kind that a person leads or has joined, and that are not over; the newest first."""
        mine = (*self.store.held_by(person.id, self.kind), *self.store.of_person(person.id, self.kind))
        return tuple(sorted({one.id: one for one in mine}.values(), key=lambda one: one.opened, reverse=True))

    def over(self, trainer: Person) -> tuple[Round, ...]:
        """The rounds of this kind that a trainer led and that have ended, the newest first."""
        return self.store.over(trainer.id, self.kind, _MOST_OVER)

    # -- inside ------------------------------------------------------------------------------

    def scenario_of(self, current: Round) -> Scenario:
        """The round's scenario; refused where its draft or key has changed since."""
        return self.marking.scenario_of(current)

    def known(self, code: str) -> Round:
        """The round with a code; raises ``RoundError`` where there is none of this kind."""
        current = self._there(code)
        if current.kind != self.kind:
            raise RoundError(f"That is the code of {_NAMED[current.kind]}, not of {_NAMED[self.kind]}.", ASK)
        return current

    def _there(self, code: str) -> Round:
        current = self.store.by_code(code)
        if not code.strip():
            raise RoundError(f"The code of the {self.kind} is missing.", ASK)
        if current is None:
            raise RoundError(f"There is no {self.kind} with that code.", ASK)
        return current

    def led(self, code: str, trainer: Person) -> Round:
        """The round with a code; raises ``RoundError`` unless this trainer leads it and it is not over."""
        self._may_lead(trainer)
        current = self._running(code)
        if current.trainer != trainer.id:
            hint = f"Take it over first with /{self.kind} take CODE."
            raise RoundError(f"Another trainer leads this {self.kind}.", hint)
        return current

    def _running(self, code: str) -> Round:
        current = self.known(code)
        if current.stage is Stage.ENDED:
            raise RoundError(f"That {self.kind} is over.", "Open another.")
        return current

    def _may_lead(self, person: Person) -> None:
        if person.role not in MAY_LEAD:
            what = f"Only a trainer, manager or administrator may lead {_NAMED[self.kind]}."
            raise RoundError(what, "Ask an administrator.")

    def _lines(self, current: Round, handed_in: Sequence[Submission]) -> tuple[Line, ...]:
        held = self.scenario_of(current)
        found, marked = found_in(handed_in), sum(bool(one.marks) for one in handed_in)
        lines = []
        for theme, name in themes().items():
            places = [at for at, gap in enumerate(held.gaps) if gap.theme == theme]
            if places:
                total = sum(found[at] for at in places)
                lines.append(Line(theme, name, len(places), total, len(places) * marked))
        return tuple(lines)

    def _steps(self, current: Round) -> tuple[Step, ...]:
        held = self.scenario_of(current)
        handed_in = self.marking.all(current)
        found = found_in(handed_in)
        groups = [
            (name, tuple((gap, found[at]) for at, gap in enumerate(held.gaps) if gap.theme == theme))
            for theme, name in themes().items()
        ]
        kept = [(name, gaps) for name, gaps in groups if gaps]
        return tuple(Step(at + 1, len(kept), name, gaps, len(handed_in)) for at, (name, gaps) in enumerate(kept))


def _short(name: str, longest: int) -> str:
    """What a team or a learner is called, on one line; refused where it would identify somebody."""
    name = plain(name)
    refuse_full_name(name)
    return name[:longest]


def told(current: Round, held: Scenario) -> bool:
    """Whether nothing of the key is held back from those inside any more."""
    if current.stage is Stage.OPEN or current.kind == "audit":
        return current.stage is not Stage.OPEN
    return current.stage is Stage.ENDED or current.shown >= len({gap.theme for gap in held.gaps})


__all__ = ["Attempt", "Board", "Line", "Receipt", "Rounds", "Step"]
