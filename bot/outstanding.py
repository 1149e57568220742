"""Who has joined a round and not handed in yet: for the trainer who leads it, and nobody else."""

from dataclasses import dataclass

from bot.records.people import Person
from bot.rounds import Rounds
from knowledge.errors import RoundError


@dataclass(frozen=True, slots=True)
class Outstanding:
    """How many have handed nothing in, and the names that some of them chose to give."""

    count: int
    names: tuple[str, ...]

    @property
    def words(self) -> str:
        """What the trainer is told."""
        if not self.count:
            return "Everybody who joined has handed in."
        unnamed = self.count - len(self.names)
        without = (f"{unnamed} without a name",) if self.names and unnamed else ()
        who = f" ({', '.join((*self.names, *without))})" if self.names else ""
        return f"Not handed in: {self.count}{who}."


def outstanding(rounds: Rounds, code: str, trainer: Person) -> Outstanding:
    """Who is still to hand in; raises ``RoundError`` for whoever does not lead the round."""
    current = rounds.known(code)
    if current.trainer != trainer.id:
        raise RoundError("Only the trainer who leads this round sees who has not handed in.", "Ask them.")
    seats = rounds.store.without_hand_in(current.id)
    return Outstanding(len(seats), tuple(seat.name for seat in seats if seat.name))
