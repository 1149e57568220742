"""What a person reads in reply to a question, with the quotes that carry it."""

from dataclasses import dataclass

from knowledge.documents import Authority, Passage, Source
from knowledge.routes import Status
from knowledge.timescales import Deadline


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that stand verbatim in a passage, with everything a reader needs to check them."""

    text: str
    passage: Passage
    source: Source
    # Whether these words of a local procedure give another figure than the law.
    contrary: bool = False

    @property
    def label(self) -> str:
        """The citation a person reads."""
        return self.passage.label

    @property
    def authority(self) -> Authority:
        """What weight the words carry."""
        return self.source.authority


@dataclass(frozen=True, slots=True)
class DutyTeam:
    """Whom to call, from the council's own file."""

    council: str = "your council"
    duty_phone: str = ""
    out_of_hours_phone: str = ""
    asks: str = "your manager or your practice lead"

    @property
    def by_day(self) -> str:
        """The duty team as a sentence names it; no word of a number that was not set."""
        return f"the duty team on {self.duty_phone}" if self.duty_phone else "your council's duty team"

    @property
    def at_any_hour(self) -> str:
        """The duty team with its number for evenings, nights and weekends, where that was set."""
        return f"{self.by_day} (out of hours: {self.out_of_hours_phone})" if self.out_of_hours_phone else self.by_day


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person reads, with the quotes that carry it and the snapshot they stand in."""

    status: Status
    text: str
    quotes: tuple[Quote, ...] = ()
    choices: tuple[str, ...] = ()
    deadline: Deadline | None = None
    snapshot: str = ""
    seconds: float = 0.0

    @property
    def abstained(self) -> bool:
        """Whether the sources were said not to hold an answer."""
        return self.status in {Status.NOT_FOUND, Status.OUT_OF_SCOPE}

    @property
    def citations(self) -> tuple[str, ...]:
        """The labels of the quotes, without repeats."""
        return tuple(dict.fromkeys(quote.label for quote in self.quotes))
