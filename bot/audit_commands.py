"""/audit as words in and words out, and the hand-in of an audit: any conversation can mount them."""

from collections.abc import Iterator

from bot.audits import Audits, graded
from bot.records.people import Person
from bot.records.rounds import Round
from bot.records.vault import typed_id
from bot.render.audit_text import action_line, agreement_lines, finding_lines, kept_words, standing_line
from knowledge.errors import RoundError
from knowledge.plans.rules import catalogue
from knowledge.scenarios.reader import scenario

_HOW = (
    "/audit open SCENARIO, /audit compare, /audit correct RULE ACTION, /audit close, /audit end, or /audit take CODE."
)
_HAND_IN = (
    "Send /handin with what is wrong, one point a line, and your grade alone on the last line:"
    " inadequate, requires improvement, good or outstanding."
)
_CORRECT = "For each one: /audit correct RULE, then which role does what by which day. No names."


class AuditCommands:
    """The steps of an audit, for whoever is inside it. A code may be left out by who is in one audit only."""

    def __init__(self, audits: Audits) -> None:
        self._audits = audits

    def run(self, rest: str, person: Person) -> str:
        """Do one step; without one, say how this person's audits stand."""
        what, _, value = rest.partition(" ")
        steps = {
            "": self._standing,
            "open": self._open,
            "take": self._take,
            "compare": self._compare,
            "correct": self._correct,
            "close": self._close,
            "end": self._end,
        }
        if what.lower() not in steps:
            raise RoundError("That is not a step of an audit.", _HOW)
        return "\n".join(steps[what.lower()](value.strip(), person))

    def joined(self, current: Round, seat: int) -> str:
        """What one of the two is told first."""
        draft = self._audits.rounds.scenario_of(current).text
        return f"You are auditor {seat} of 2. Nobody sees your audit before both are in. {_HAND_IN}\n\n{draft}"

    def hand_in(self, current: Round, words: str, person: Person) -> tuple[str, bool]:
        """Take an audit: its points, and the grade on the last line; the receipt, and whether both are in."""
        grade, points = graded(words)
        times = self._audits.hand_in(current.code, person, grade, points)
        both = self._audits.seen(current.code, person).handed_in > 1
        then = "Both are in: /audit compare." if both else "You may send it again until the two are compared."
        return f"{kept_words(times)} {then}", both

    def _standing(self, _: str, person: Person) -> Iterator[str]:
        mine = self._audits.rounds.of(person)
        yield from (standing_line(self._audits.seen(one.code, person)) for one in mine)
        yield f"Steps: {_HOW}" if mine else f"You are in no audit. To join one: /join CODE. To lead one: {_HOW}"

    def _open(self, value: str, person: Person) -> Iterator[str]:
        name, _, team = value.partition(" ")
        opened = self._audits.open(person, name, team)
        yield f"Audit {opened.code} is open: {scenario(opened.scenario).title}."
        yield f"The two auditors each write to me alone: /join {opened.code}."
        yield "When both are in, /audit compare shows how far they agree."

    def _take(self, value: str, person: Person) -> Iterator[str]:
        yield f"You now lead audit {self._audits.rounds.take_over(value, person).code}."

    def _compare(self, value: str, person: Person) -> Iterator[str]:
        code = value or self._only(person)
        yield from agreement_lines(self._audits.compare(code, person))
        seen = self._audits.seen(code, person)
        if seen.held.gaps:
            yield from ("", "WHAT THE FINDINGS ARE", *finding_lines(seen.held, seen.held.rules))
        yield from ("", action_line(seen), *((_CORRECT,) if seen.missing else ()))

    def _correct(self, value: str, person: Person) -> Iterator[str]:
        first, _, rest = value.partition(" ")
        codes = {one.code for one in self._audits.rounds.of(person)}
        named = first.upper() not in _rules() and typed_id(first) in codes
        code, words = (first, rest) if named else (self._only(person), value)
        rule, _, action = words.strip().partition(" ")
        missing = self._audits.correct(code, person, rule, action)
        yield f"Kept. Still without an action: {', '.join(missing)}." if missing else "Kept. Next: /audit close."

    def _close(self, value: str, person: Person) -> Iterator[str]:
        code = value or self._only(person)
        closed = self._audits.close(code, person)
        actions = self._audits.seen(code, person).actions
        yield f"Audit {closed.code} is closed.{' What was agreed:' if actions else ''}"
        yield from (f"- {rule}: {action}" for rule, action in actions.items())

    def _end(self, value: str, person: Person) -> Iterator[str]:
        code = value or self._only(person)
        self._audits.end(code, person)
        yield standing_line(self._audits.seen(code, person))

    def _only(self, person: Person) -> str:
        mine = self._audits.rounds.of(person)
        if not mine:
            raise RoundError("You are in no audit.", "Join one with /join CODE, or open one with /audit open SCENARIO.")
        if len(mine) > 1:
            codes = ", ".join(one.code for one in mine)
            raise RoundError(f"You are in {len(mine)} audits.", f"Say the code too: {codes}.")
        return mine[0].code


def _rules() -> frozenset[str]:
    return frozenset(rule.id for rule in catalogue())
