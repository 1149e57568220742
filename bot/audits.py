"""Audit practice: two people audit one fictional draft blind; then agreement, differences and corrective actions."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.case_data import refuse_case_data
from bot.marking import places_found
from bot.records.people import Person
from bot.records.rounds import HandIn, Round, Stage
from bot.records.store import Records
from bot.rounds import Rounds
from knowledge.errors import RoundError
from knowledge.plans.learnt import Embed
from knowledge.plans.model import Severity
from knowledge.plans.rules import catalogue
from knowledge.scenarios.model import Scenario
from knowledge.training import fair_grade

GRADES = ("inadequate", "requires improvement", "good", "outstanding")
_LONGEST_ACTION = 400


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two auditors agree, and how far their grades sit above what the findings support.

    ``kappa`` is Cohen's kappa over yes or no for each rule that applies to the draft; None where it is not defined.
    ``optimism`` is each auditor's grade less the fair grade, in whole grades: above 0 is too kind.
    """

    kappa: float | None
    both: tuple[str, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    neither: tuple[str, ...]
    grades: tuple[str, str]
    fair: str
    optimism: tuple[int, int]


class Audits:
    """Audits are rounds of two, kept in the same records."""

    def __init__(self, records: Records, embed: Callable[[], Embed | None] = lambda: None) -> None:
        self.rounds = Rounds(records, embed)

    def open(self, trainer: Person, scenario_id: str) -> Round:
        """Open an audit for two people."""
        return self.rounds.open(trainer, scenario_id, kind="audit")

    def audit(self, code: str, person: Person, grade: str, words: str) -> int:
        """Hand in a grade and what is wrong, unseen by the other; how many times this person has handed in."""
        if grade.strip().lower() not in GRADES:
            raise RoundError("That is not a grade.", f"Use one of: {', '.join(GRADES)}.")
        current = self.known(code)
        if not self.rounds.store.has_seat(current.id, person.id):
            raise RoundError("You have not joined this audit.", "Join with its code first.")
        marking = self.rounds.marking
        marked = marking.of(current, marking.taken(current, words))
        named = {one.words for one in marked.judged if one.words in _known_rules()}
        marks = {
            "found": places_found(marked),
            "rules": sorted(named | {gap.rule for gap in marked.found}),
            "grade": grade.strip().lower(),
        }
        [times] = self.rounds.store.submit([HandIn(current.id, person.id, words, marks)])
        if not times:
            raise RoundError("This audit has closed, so that came too late.", "What you handed in before counts.")
        return times

    def agreement(self, code: str) -> Agreement:
        """Compare the two audits; before both are in, nobody sees anything. Looking closes the hand-in."""
        current = self.known(code)
        done = sorted(self.rounds.store.submissions(current.id), key=lambda one: self._seat(current, one.person))
        if len(done) < 2:
            raise RoundError("Both audits must be in before they can be compared.", "Wait for the other auditor.")
        if current.stage is Stage.OPEN:
            self.rounds.store.change(current.id, state=Stage.CLOSED.value)
        held = self.rounds.scenario_of(current)
        first, second = (frozenset(one.marks["rules"]) for one in done)
        grades = (str(done[0].marks["grade"]), str(done[1].marks["grade"]))
        fair = fair_grade(held)
        return Agreement(
            kappa=_kappa(held, first, second),
            both=tuple(sorted(first & second)),
            only_first=tuple(sorted(first - second)),
            only_second=tuple(sorted(second - first)),
            neither=tuple(sorted(held.rules - first - second)),
            grades=grades,
            fair=fair,
            optimism=(_above(grades[0], fair), _above(grades[1], fair)),
        )

    def correct(self, code: str, rule: str, action: str) -> tuple[str, ...]:
        """Agree a corrective action for a rule; the rules of high severity that still need one."""
        current = self.known(code)
        if current.stage is not Stage.CLOSED:
            raise RoundError("Corrective actions come after the two audits are compared.", "Compare them first.")
        if rule.upper() not in self.rounds.scenario_of(current).rules:
            raise RoundError("That check is not among the findings of this draft.", "Use the id of a finding.")
        refuse_case_data(action, self.rounds.scenario_of(current).text)
        if not any(character.isdigit() for character in action):
            raise RoundError("A corrective action needs a date.", "Say who does what by which day.")
        self.rounds.store.correct(current.id, rule.upper(), action.strip()[:_LONGEST_ACTION])
        return self.open_findings(code)

    def open_findings(self, code: str) -> tuple[str, ...]:
        """The findings of high severity that have no corrective action yet."""
        current = self.known(code)
        corrected = self.rounds.store.corrections(current.id)
        needed = self.rounds.scenario_of(current).rules & _serious()
        return tuple(sorted(needed - set(corrected)))

    def close(self, code: str, trainer: Person) -> Round:
        """Close the audit; refused while a serious finding has no corrective action."""
        self.agreement(code)
        missing = self.open_findings(code)
        if missing:
            raise RoundError(
                f"This audit cannot close: no corrective action for {', '.join(missing)}.", "Agree one each."
            )
        return self.rounds.end(code, trainer)

    def known(self, code: str) -> Round:
        """The audit with a code; raises ``RoundError`` where there is none."""
        current = self.rounds.store.by_code(code)
        if current is None or current.kind != "audit":
            raise RoundError("There is no audit with that code.", "Ask the trainer for the code.")
        return current

    def _seat(self, current: Round, person: str) -> int:
        return next((seat.number for seat in self.rounds.store.seats(current.id) if seat.person == person), 0)


def _kappa(held: Scenario, first: frozenset[str], second: frozenset[str]) -> float | None:
    from sklearn.metrics import cohen_kappa_score

    asked = [rule.id for rule in catalogue() if held.kind in rule.applies_to]
    one, other = [rule in first for rule in asked], [rule in second for rule in asked]
    if len(set(one + other)) < 2:
        return None  # nobody found anything: agreement beyond chance has no meaning
    return float(cohen_kappa_score(one, other))


def _above(grade: str, fair: str) -> int:
    return GRADES.index(grade) - GRADES.index(fair)


def _serious() -> frozenset[str]:
    return frozenset(rule.id for rule in catalogue() if rule.severity is Severity.HIGH)


def _known_rules() -> frozenset[str]:
    return frozenset(rule.id for rule in catalogue())
