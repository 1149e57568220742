"""Audit practice: two people audit one fictional draft blind; then agreement, differences and corrective actions."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.case_data import refuse_case_data
from bot.marking import places_found
from bot.records.audited import Audited, Outcome
from bot.records.people import Person
from bot.records.rounds import HandIn, Round, Stage, Submission
from bot.records.store import Records
from bot.rounds import Rounds
from knowledge.errors import RoundError
from knowledge.plans.learnt import Embed
from knowledge.plans.model import Severity
from knowledge.plans.rules import catalogue
from knowledge.scenarios.model import Scenario
from knowledge.training import Marked, attempt_of, fair_grade

GRADES = ("inadequate", "requires improvement", "good", "outstanding")
_AUDITORS = 2
_LONGEST_ACTION = 400
_ACTION_HINT = "Say which role does what by which day, such as: the social worker rings the GP by 9 March."
_FEWEST_WORDS = 3
_WORD = re.compile(r"[^\W\d_]{2,}")
_DATE_WORDS = frozenset(
    "by on before until the of st nd rd th"
    " jan feb mar apr jun jul aug sep sept oct nov dec"
    " january february march april may june july august september october november december"
    " mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday".split()
)
_ONE_GRADE = rf"(?:(?:my |the )?grade(?: is)?\s*:?\s*)?({'|'.join(GRADES)})(?: to be good)?[ \t]*[.!]?[ \t]*$"
_GRADE = re.compile(rf"^[ \t]*{_ONE_GRADE}", re.IGNORECASE | re.MULTILINE)
_GRADE_AT_END = re.compile(rf"(?<=[.,;:?!])\s*{_ONE_GRADE}\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two auditors agree, and how far their grades sit above what the findings support.

    ``kappa`` is Cohen's kappa over yes or no for each rule that applies to the draft; None where it is not defined.
    ``optimism`` is each auditor's grade less the fair grade, in whole grades: above 0 is too kind.
    ``also`` is what each wrote in own words that matches no finding.
    """

    kappa: float | None
    both: tuple[str, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    neither: tuple[str, ...]
    grades: tuple[str, str]
    fair: str
    optimism: tuple[int, int]
    also: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


@dataclass(frozen=True, slots=True)
class Seen:
    """An audit as one person may see it: what was found only for those inside, and once the two are compared.

    ``missing`` are the serious findings that have no corrective action yet; ``actions`` are those agreed, by rule.
    """

    audit: Round
    held: Scenario
    leads: bool
    seat: int
    handed_in: int
    agreement: Agreement | None = None
    missing: tuple[str, ...] = ()
    actions: Mapping[str, str] = field(default_factory=dict)

    @property
    def inside(self) -> bool:
        """Whether this person leads the audit or is one of the two."""
        return self.leads or self.seat > 0

    @property
    def uncompared(self) -> bool:
        """Whether it ended without both audits."""
        return self.audit.stage is Stage.ENDED and self.handed_in < _AUDITORS

    @property
    def open(self) -> bool:
        """Whether it still takes audits."""
        return self.audit.stage is Stage.OPEN


class Audits:
    """Audits are rounds of two, kept in the same records; who is not inside one does nothing in it."""

    def __init__(self, records: Records, embed: Callable[[], Embed | None] = lambda: None) -> None:
        self.rounds = Rounds(records, embed, kind="audit")
        self._counts = Audited(records.database)
        self._records = records

    def open(self, trainer: Person, scenario_id: str, team: str = "") -> Round:
        """Open an audit for two people."""
        return self.rounds.open(trainer, scenario_id, team)

    def hand_in(self, code: str, person: Person, grade: str, words: str) -> int:
        """Hand in a grade and what is wrong (or nothing), unseen by the other; how often this person has now."""
        current = self.rounds.known(code)
        if not self._seat(current, person.id):
            raise RoundError("You have not joined this audit.", "Join with its code first.")
        if grade.strip().lower() not in GRADES:
            raise RoundError("That is not a grade.", f"Use one of: {', '.join(GRADES)}.")
        marks = {**self._marks(current, words), "grade": grade.strip().lower()}
        [times] = self.rounds.store.submit([HandIn(current.id, person.id, words, marks)])
        if not times:
            raise RoundError("This audit has closed, so that came too late.", "What you handed in before counts.")
        return times

    def compare(self, code: str, person: Person) -> Agreement:
        """Compare the two audits; before both are in, nobody sees anything. Comparing closes the hand-in."""
        current = self._inside(code, person)
        if len(self._done(current)) < _AUDITORS:
            raise RoundError("Both audits must be in before they can be compared.", "Wait for the other auditor.")
        self._closed(current)
        return self._agreement(current, self._done(current))

    def end(self, code: str, trainer: Person) -> Round:
        """End an audit that cannot be compared, as one of the two did not hand in; it is counted nowhere."""
        current = self.rounds.led(code, trainer)
        if current.stage is not Stage.OPEN or len(self._done(current)) > 1:
            raise RoundError("Both audits are in, so this one is compared and then closed.", "Compare them first.")
        return self.rounds.end(code, trainer)

    def correct(self, code: str, person: Person, rule: str, action: str) -> tuple[str, ...]:
        """Agree a corrective action for a rule; the rules of high severity that still need one."""
        current = self._inside(code, person)
        held = self.rounds.scenario_of(current)
        if current.stage is Stage.ENDED:
            raise RoundError("This audit is closed, so nothing more can be agreed in it.", "Open another one.")
        if current.stage is not Stage.CLOSED:
            raise RoundError("Corrective actions come after the two audits are compared.", "Compare them first.")
        if rule.upper() not in held.rules:
            raise RoundError("That check is not among the findings of this draft.", "Use the id of a finding.")
        refuse_case_data(action, held.text)
        if not any(character.isdigit() for character in action):
            raise RoundError("A corrective action needs a date.", _ACTION_HINT)
        if len([word for word in _WORD.findall(action) if word.lower() not in _DATE_WORDS]) < _FEWEST_WORDS:
            raise RoundError("A corrective action needs who does it and what they do.", _ACTION_HINT)
        self.rounds.store.correct(current.id, rule.upper(), action.strip()[:_LONGEST_ACTION])
        return self._missing(current)

    def close(self, code: str, trainer: Person) -> Round:
        """Close the audit; refused while a serious finding has no corrective action."""
        current = self.rounds.led(code, trainer)
        self.compare(code, trainer)
        missing = self._missing(current)
        if missing:
            raise RoundError(
                f"This audit cannot close: no corrective action for {', '.join(missing)}.", "Agree one each."
            )
        return self.rounds.end(code, trainer)

    def standing(self, code: str, person: Person) -> Seen:
        """How an audit stands, for one person, without what was found."""
        current = self.rounds.known(code)
        leads, seat = current.trainer == person.id, self._seat(current, person.id)
        return Seen(current, self.rounds.scenario_of(current), leads, seat, len(self._done(current)))

    def seen(self, code: str, person: Person) -> Seen:
        """How an audit stands, for one person, with what they may see of what was found."""
        seen = self.standing(code, person)
        if seen.open or seen.uncompared or not seen.inside:
            return seen
        current, done = seen.audit, self._done(seen.audit)
        agreed, actions = self._agreement(current, done), self.rounds.store.corrections(current.id)
        return replace(seen, agreement=agreed, missing=self._missing(current), actions=actions)

    # -- inside ------------------------------------------------------------------------------

    def _inside(self, code: str, person: Person) -> Round:
        current = self.rounds.known(code)
        if current.trainer != person.id and not self._seat(current, person.id):
            raise RoundError("You have not joined this audit.", "Join with its code first.")
        return current

    def _seat(self, current: Round, person: str) -> int:
        return next((seat.number for seat in self.rounds.store.seats(current.id) if seat.person == person), 0)

    def _done(self, current: Round) -> tuple[Submission, ...]:
        """What was handed in, by seat."""
        seats = {seat.person: seat.number for seat in self.rounds.store.seats(current.id)}
        return tuple(sorted(self.rounds.store.submissions(current.id), key=lambda one: seats.get(one.person, 0)))

    def _agreement(self, current: Round, done: Sequence[Submission]) -> Agreement:
        first, second = (self._unmatched(current, one.person) for one in done)
        return replace(agreement(self.rounds.scenario_of(current), done), also=(first, second))

    def _unmatched(self, current: Round, person: str) -> tuple[str, ...]:
        """What one auditor wrote in own words that matches no finding."""
        words = self.rounds.store.words(current.id, person)
        if not words.strip():
            return ()
        marked = self.rounds.marking.of(current, attempt_of(words))
        known = {rule.id for rule in catalogue()}
        return tuple(one.words for one in (*marked.arguable, *marked.extra) if one.words not in known)

    def _marks(self, current: Round, words: str) -> dict[str, object]:
        if not words.strip():
            return {"found": [], "rules": []}
        marked = self.rounds.marking.of(current, self.rounds.marking.taken(current, words))
        return {"found": places_found(marked), "rules": sorted(_named(marked))}

    def _closed(self, current: Round) -> None:
        """Take nothing more, and count what the theme board shows; once, however many compare at one moment."""
        database, held = self._records.database, self.rounds.scenario_of(current)
        with database.writing() as connection:
            database.in_turn(connection)
            if self.rounds.known(current.code).stage is Stage.OPEN:
                now = database.clock()
                self.rounds.store.change(current.id, state=Stage.CLOSED.value, closed=now)
                self._counts.count(current.team, f"{now:%Y-%m}", counted(held, self._done(current)))

    def _missing(self, current: Round) -> tuple[str, ...]:
        """The findings of high severity that have no corrective action yet."""
        needed = self.rounds.scenario_of(current).rules & _serious()
        return tuple(sorted(needed - set(self.rounds.store.corrections(current.id))))


def graded(words: str) -> tuple[str, str]:
    """The grade that stands alone on a line or at the end, and the words without it."""
    found = list(_GRADE.finditer(words)) or list(_GRADE_AT_END.finditer(words))
    if not found:
        raise RoundError("Your grade is missing.", f"Put it alone on the last line: {', '.join(GRADES)}.")
    last = found[-1]
    return last[1].lower(), f"{words[: last.start()]}\n{words[last.end() :]}".strip()


def agreement(held: Scenario, done: Sequence[Submission]) -> Agreement:
    """What two audits of a draft have in common, and how kind they are."""
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


def counted(held: Scenario, done: Sequence[Submission]) -> Counter[Outcome]:
    """What the theme board counts of one audit: grades by kindness, and findings by how many named them."""
    named = Counter(rule for one in done for rule in one.marks["rules"] if rule in held.rules)
    above = [_above(str(one.marks["grade"]), fair_grade(held)) for one in done]
    return Counter(
        [Outcome.AUDITS]
        + [Outcome.KIND if one > 0 else Outcome.HARSH if one < 0 else Outcome.FAIR for one in above]
        + [(Outcome.NEITHER, Outcome.ONE, Outcome.BOTH)[named[rule]] for rule in held.rules]
    )


def _named(marked: Marked) -> frozenset[str]:
    """The rules that an auditor named: chosen by their id, or found in own words."""
    known = {rule.id for rule in catalogue()}
    return frozenset(one.words for one in marked.judged if one.words in known) | {gap.rule for gap in marked.found}


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
