"""What the learnt part makes of one statement."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest label of a sentence, with how likely that and every other label is."""

    label: str
    sure: float
    others: tuple[tuple[str, float], ...]

    def of(self, *labels: str) -> float:
        """How likely it is that one of these labels fits."""
        return sum(share for label, share in self.others if label in labels)


NO_GUESS = Guess("", 0.0, ())


@dataclass(frozen=True, slots=True)
class View:
    """The likeliest part of a statement, the likeliest worry it names and the likeliest gap it shows, and whether a
    careful reader would mark it as a task or a worry; and how likely, where it stands, that it is a task still to be
    done, and that it is where a current worry is put most clearly."""

    part: Guess = NO_GUESS
    worry: Guess = NO_GUESS
    sign: Guess = NO_GUESS
    marked: Guess = NO_GUESS
    task: float = 0.0
    concern: float = 0.0
