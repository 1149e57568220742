"""Training alone: choose a scenario, mark an attempt, and bring back what was missed."""

import sys
from collections.abc import Iterator
from datetime import date

from bot.case_data import refuse_case_data
from bot.records.database import utc_now
from bot.records.people import Person, Role
from bot.records.practice import Practice
from bot.records.store import Records
from bot.rounds import told
from knowledge.errors import RoundError
from knowledge.plans.learnt import Embed
from knowledge.scenarios.model import Scenario
from knowledge.scenarios.reader import scenario, scenarios
from knowledge.training import Marked, attempt_of, mark


class Alone:
    """One learner's practice. Only rule ids and days are kept."""

    def __init__(self, records: Records, person: str, today: date) -> None:
        self._practice, self._rounds = Practice(records.database), records.rounds
        self._person, self._today = person, today

    def due(self) -> tuple[str, ...]:
        """The rules to practise today."""
        return self._practice.due(self._person, self._today)

    def next(self, name: str | None = None) -> Scenario:
        """The scenario that was asked for, or the one with most of what is due, or today's.

        A draft of a round or audit that this person is in is held back until its key has been shown to them.
        """
        if name:
            self.refuse_held_back(scenario(name))
            return scenario(name)
        due, free = set(self.due()), self.free()
        best = max(free, key=lambda one: len(one.rules & due))
        return best if best.rules & due else free[self._today.toordinal() % len(free)]

    def free(self) -> tuple[Scenario, ...]:
        """The drafts that are not held back from this person."""
        back = self._held_back()
        return tuple(one for one in scenarios() if one.id not in back)

    def refuse_held_back(self, held: Scenario) -> None:
        """Raises ``RoundError`` for a draft whose key this person must not see yet."""
        if held.id in self._held_back():
            raise RoundError(
                "You are in a round or an audit on this draft, and not everything of it has been shown yet.",
                "Take another draft until then.",
            )

    def mark(self, held: Scenario, words: str, expected: int | None, embed: Embed | None) -> Marked:
        """Mark an attempt, and put what was missed on the schedule."""
        self.refuse_held_back(held)
        refuse_case_data(words, held.text)
        marked = mark(held, attempt_of(words, expected), embed)
        found = frozenset(gap.rule for gap in marked.found)
        self._practice.marked(self._person, marked.to_practise, found, self._today)
        return marked

    def _held_back(self) -> frozenset[str]:
        joined = self._rounds.of_person(self._person)
        known = {one.id: one for one in scenarios()}
        return frozenset(one.scenario for one in joined if one.scenario in known and not told(one, known[one.scenario]))


def terminal_person(records: Records, account: str) -> str:
    """A person of the terminal: a keyed hash, so that the records hold no login name."""
    return records.vault.hashed("practice", "terminal", account)[:16]


def local_administrator() -> Person:
    """Whoever leads at the terminal of the machine that the bot runs on."""
    now = utc_now()
    return Person("local", Role.ADMINISTRATOR, "", "terminal", now, now)


def read_points() -> str:
    """Points typed until an empty line; raises ``RoundError`` at the end of input without one."""
    lines = list(_typed())
    if not lines:
        raise RoundError("There is nothing to mark.", "Write what is missing, one point a line.")
    return "\n".join(lines)


def _typed() -> Iterator[str]:
    for line in sys.stdin:
        words = line.strip()
        if not words:
            return
        yield words
