"""Marking what people handed in to a round: taken in at once, marked when somebody looks."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from bot.case_data import refuse_case_data
from bot.records.rounds import Round, RoundStore, Stage, Submission
from knowledge.errors import RoundError
from knowledge.plans.learnt import Embed
from knowledge.scenarios.model import Scenario
from knowledge.scenarios.reader import scenario
from knowledge.training import Attempt, Marked, attempt_of, mark

# A look at the board of an open round marks this many at most; the next look goes on.
_AT_ONCE = 100


class Marking:
    """Two hundred hand-ins at one moment are all kept and acknowledged first; it holds no state."""

    def __init__(self, store: RoundStore, embed: Callable[[], Embed | None]) -> None:
        self._store, self._embed = store, embed

    def scenario_of(self, current: Round) -> Scenario:
        """The round's scenario; refused where its draft or key has changed since."""
        held = scenario(current.scenario)
        if held.digest != current.digest:
            raise RoundError("The scenario has changed since this round was opened.", "Open a new round.")
        return held

    def taken(self, current: Round, words: str) -> Attempt:
        """The attempt that some words hold, after stopping what looks like real case data."""
        held = self.scenario_of(current)
        attempt = attempt_of(words)
        refuse_case_data(words, held.text)
        return attempt

    def of(self, current: Round, attempt: Attempt) -> Marked:
        """The marking of an attempt."""
        return mark(self.scenario_of(current), attempt, self._embed())

    def all(self, current: Round) -> tuple[Submission, ...]:
        """What was handed in; what still waits is marked first, a few at a time while the round is open."""
        handed_in = self._store.submissions(current.id)
        waiting = [one for one in handed_in if not one.marks]
        now = waiting[:_AT_ONCE] if current.stage is Stage.OPEN else waiting
        marked = {one.person: self._mark(current, one) for one in now}
        return tuple(marked.get(one.person, one) for one in handed_in)

    def _mark(self, current: Round, one: Submission) -> Submission:
        words = self._store.words(current.id, one.person)
        marks = as_marks(self.of(current, attempt_of(words)))
        self._store.mark(current.id, one, marks)
        return replace(one, marks=marks)


def as_marks(marked: Marked) -> dict[str, object]:
    """What the records keep of a marking: places in the key and counts, no words."""
    return {"found": places_found(marked), "extra": len(marked.extra), "arguable": len(marked.arguable)}


def places_found(marked: Marked) -> list[int]:
    """The places in the key of the gaps that were found."""
    return [at for at, gap in enumerate(marked.scenario.gaps) if any(gap is one for one in marked.found)]


def found_in(handed_in: Iterable[Submission]) -> Counter[int]:
    """How many people found each gap of the key, among those that are marked."""
    marks: list[Mapping[str, list[int]]] = [one.marks for one in handed_in if one.marks]
    return Counter(at for one in marks for at in one["found"])
