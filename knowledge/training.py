"""Marks a learner's attempt at a scenario: what was found, what was missed, and what is not in the key."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from knowledge.areas import place_of
from knowledge.errors import RoundError
from knowledge.own_words import Match, matches, points_of
from knowledge.plans.learnt import Embed
from knowledge.plans.rules import catalogue
from knowledge.scenarios.model import Gap, Quality, Scenario

_LONGEST = 6_000
_MOST_POINTS = 60
_EXPECTED = {Quality.GOOD: "good", Quality.MIXED: "requires improvement", Quality.POOR: "inadequate"}


class Verdict(StrEnum):
    """How one of the learner's points stands against the key."""

    FOUND = "found"
    ARGUABLE = "arguable"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a learner handed in: rules chosen from a list, points in own words, and a guess of how many they found."""

    rules: frozenset[str] = frozenset()
    points: tuple[str, ...] = ()
    expected: int | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """One point or chosen rule and its verdict; ``gaps`` are what it found."""

    words: str
    verdict: Verdict
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Marked:
    """The whole marking. ``found`` and ``missed`` together are the key, in its order."""

    scenario: Scenario
    judged: tuple[Judged, ...]
    found: tuple[Gap, ...]
    missed: tuple[Gap, ...]
    expected: int | None = None

    @property
    def extra(self) -> tuple[Judged, ...]:
        """What is neither in the key nor arguable: not always wrong, and worth talking about."""
        return tuple(one for one in self.judged if one.verdict is Verdict.EXTRA)

    @property
    def arguable(self) -> tuple[Judged, ...]:
        """What a fair reader could say either way."""
        return tuple(one for one in self.judged if one.verdict is Verdict.ARGUABLE)

    @property
    def supported(self) -> str:
        """The grade that the findings of the draft support."""
        return fair_grade(self.scenario)

    @property
    def to_practise(self) -> frozenset[str]:
        """The rules to come back to: those with a gap that was missed."""
        return frozenset(gap.rule for gap in self.missed)


def attempt_of(words: str, expected: int | None = None) -> Attempt:
    """An attempt from free text: lines that are rule ids are choices, every other line or sentence is a point."""
    chosen, said = parted(words)
    if len(said) > _LONGEST:
        raise RoundError("That is too long to mark.", f"Write at most {_LONGEST:,} characters.")
    known = {rule.id for rule in catalogue()}
    rules = set(chosen)
    points: list[str] = []
    for point in points_of(said):
        ids = {one.strip(".,").upper() for one in point.replace(",", " ").split()}
        if ids and ids <= known:
            rules |= ids
        else:
            points.append(point)
    if not rules and not points:
        raise RoundError("There is nothing to mark.", "Write what is missing, one point a line.")
    if len(points) > _MOST_POINTS:
        raise RoundError("That is too many points to mark.", f"Keep the {_MOST_POINTS} most important.")
    return Attempt(frozenset(rules), tuple(points), expected)


def parted(words: str) -> tuple[frozenset[str], str]:
    """The rules that stand alone on a line, and the other lines; a line end counts as one character."""
    known = {rule.id for rule in catalogue()}
    lines = words.splitlines()
    said = "\n".join(line for line in lines if line.strip() not in known)
    return frozenset(line.strip() for line in lines) & known, said.strip()


def mark(scenario: Scenario, attempt: Attempt, embed: Embed | None = None) -> Marked:
    """Set an attempt against the answer key. The same attempt always gets the same marking."""
    judged = (*_chosen(scenario, attempt.rules), *_written(scenario, attempt.points, embed))
    hit = {id(gap) for one in judged if one.verdict is Verdict.FOUND for gap in one.gaps}
    return Marked(
        scenario=scenario,
        judged=judged,
        found=tuple(gap for gap in scenario.gaps if id(gap) in hit),
        missed=tuple(gap for gap in scenario.gaps if id(gap) not in hit),
        expected=attempt.expected,
    )


def fair_grade(scenario: Scenario) -> str:
    """The grade that the findings of the key support."""
    return _EXPECTED[scenario.quality]


def choices(scenario: Scenario) -> tuple[str, ...]:
    """Rules for a list to choose from: those of the key, and about as many likely ones that are not wrong here."""
    held = scenario.rules | {gap.rule for gap in scenario.arguable}
    others = [rule.id for rule in catalogue() if scenario.kind in rule.applies_to and rule.id not in held]
    near = [rule for rule in others if place_of(rule).theme in scenario.themes] or others
    wanted = max(4, min(8, len(scenario.rules)))
    picked = (
        _spread(near, wanted) if len(near) >= wanted else (near + [one for one in others if one not in near])[:wanted]
    )
    return tuple(sorted({*scenario.rules, *picked}))


def _spread(rules: list[str], wanted: int) -> list[str]:
    step = len(rules) / wanted
    return [rules[int(at * step)] for at in range(wanted)]


def _chosen(scenario: Scenario, rules: Iterable[str]) -> Iterable[Judged]:
    for rule in sorted(rules):
        gaps = tuple(gap for gap in scenario.gaps if gap.rule == rule)
        arguable = any(gap.rule == rule for gap in scenario.arguable)
        verdict = Verdict.FOUND if gaps else Verdict.ARGUABLE if arguable else Verdict.EXTRA
        yield Judged(rule, verdict, gaps)


def _written(scenario: Scenario, points: tuple[str, ...], embed: Embed | None) -> Iterable[Judged]:
    for match in matches(scenario, points, embed):
        yield Judged(match.point, _verdict(match), match.gaps)


def _verdict(match: Match) -> Verdict:
    if match.gaps:
        return Verdict.FOUND
    return Verdict.ARGUABLE if match.arguable else Verdict.EXTRA
