"""Handing in to a round: what several people send at one moment is checked, kept and acknowledged together."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.marking import Marking
from bot.records.people import Person
from bot.records.rounds import HandIn, Round, RoundStore
from knowledge.errors import RoundError

ASK = "Ask the trainer for the code."


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sends to the round with a code."""

    person: Person
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """The acknowledgement of a hand-in: how many times this person has handed in, and what to tell them."""

    times: int
    words: str


class HandingIn:
    """The way in to every round. It holds no state."""

    def __init__(self, store: RoundStore, marking: Marking) -> None:
        self._store, self._marking = store, marking

    def take(self, sent: Sequence[Sent]) -> list[Receipt | RoundError]:
        """For each in order the receipt, or why it was not taken. What has a receipt is on the disk.

        However many came, each round is looked up once, the seats are read once, and one transaction keeps all.
        """
        found = {code: self._store.by_code(code) for code in {one.code for one in sent}}
        known = [current for current in found.values() if current]
        seated = self._store.seated_among({one.id for one in known}, {one.person.id for one in sent})
        checked = [self._checked(one, found[one.code], seated) for one in sent]
        times = iter(self._store.submit([one.kept for one in checked if isinstance(one, _Taken)]))
        for current in known:
            self._marking.start(current)
        return [_receipt(one, next(times)) if isinstance(one, _Taken) else one for one in checked]

    def _checked(self, one: Sent, current: Round | None, seated: Collection[tuple[str, str]]) -> "_Taken | RoundError":
        if current is None:
            return RoundError("There is no round with that code.", ASK)
        if current.kind == "audit":
            return RoundError("That code is an audit's, which needs a grade too.", "Open its page and hand in there.")
        if (current.id, one.person.id) not in seated:
            return RoundError("You have not joined a round.", ASK)
        try:
            attempt = self._marking.taken(current, one.words)
        except RoundError as problem:
            return problem
        return _Taken(HandIn(current.id, one.person.id, one.words), len(attempt.rules) + len(attempt.points))


@dataclass(frozen=True, slots=True)
class _Taken:
    kept: HandIn
    points: int


def _receipt(taken: _Taken, times: int) -> Receipt | RoundError:
    if not times:
        return RoundError("This round has closed, so that came too late.", "What you handed in before counts.")
    again = "It takes the place of what you sent before." if times > 1 else "You may send it again until it closes."
    points = "1 point" if taken.points == 1 else f"{taken.points} points"
    return Receipt(times, f"Received: {points}. {again}")
