"""Marking what people handed in to a round: taken in at once, marked behind or when somebody looks."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice

from bot.behind import Behind
from bot.case_data import refuse_case_data
from bot.records.rounds import Round, RoundStore, Stage, Submission
from knowledge.errors import RoundError
from knowledge.plans.learnt import Embed
from knowledge.scenarios.model import Scenario
from knowledge.scenarios.reader import scenario
from knowledge.training import Attempt, Marked, attempt_of, mark

# A look at the board of an open round marks this many at most; the next look goes on.
_AT_ONCE = 100
# The board moves on with every piece.
_PIECE = 20
_WORKERS = min(2, os.cpu_count() or 1)


class Marking:
    """Two hundred hand-ins at one moment are all kept and acknowledged first; it holds no state."""

    def __init__(self, store: RoundStore, embed: Callable[[], Embed | None], behind: Behind | None = None) -> None:
        self._store, self._embed, self._behind = store, embed, behind

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
        """What was handed in, with the marks that there are.

        What waits is marked first; while the round is open that happens a few at a time, or behind.
        """
        if current.stage is not Stage.OPEN:
            self._mark_waiting(current)
        elif not self._behind:
            self._mark_waiting(current, _AT_ONCE)
        handed_in = self._store.submissions(current.id)
        if not all(one.marks for one in handed_in):
            self.start(current)
        return handed_in

    def start(self, current: Round) -> None:
        """Mark behind, where that is done; what a stop leaves is marked at the next look."""
        if self._behind and current.stage is Stage.OPEN:
            self._behind.start(current.id, partial(self._mark_waiting, current))

    def prepare(self, current: Round) -> None:
        """Embed the key behind, so that the first to hand in does not wait for it."""
        if self._behind:
            self._behind.start(current.id, partial(self.of, current, Attempt(points=("a point",))))

    def _mark_waiting(self, current: Round, most: int | None = None) -> None:
        """One marks at a time; what another has just marked is not marked again."""
        with self._store.marking:
            waiting = self._store.waiting(current.id)[:most]
            if not waiting:
                return
            marks = partial(_marks, self.scenario_of(current), self._embed())
            with ThreadPoolExecutor(_WORKERS) as workers:  # which go on while a piece is kept
                marked = zip(
                    (one for one, _ in waiting), workers.map(marks, [words for _, words in waiting]), strict=True
                )
                while piece := tuple(islice(marked, _PIECE)):
                    self._store.mark(current.id, piece)


def _marks(held: Scenario, embed: Embed | None, words: str) -> dict[str, object]:
    return as_marks(mark(held, attempt_of(words), embed))


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
