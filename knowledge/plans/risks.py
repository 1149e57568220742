"""Finding the worries in a draft and naming what kind each is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from knowledge.plans.lexicon import pattern
from knowledge.plans.model import Column, Plan, Role, Statement, Topic
from knowledge.text import Span

_PERSON = re.compile(
    r"\b(?:kid|baby|child|boy|girl|son|daughter|mum|mam|mother|dad|father|parents?|partner|boyfriend|you|stepdad)\b"
)
_CHILD = frozenset({"kid", "baby", "child", "boy", "girl", "son", "daughter"})
_OF_CHILD = {"parental_substance_misuse": "child_substance_misuse", "parental_mental_ill_health": "child_mental_health"}
_OF_PARENT = {
    "child_substance_misuse": "parental_substance_misuse",
    "child_mental_health": "parental_mental_ill_health",
    "self_harm_suicide": "parental_mental_ill_health",
}
_FEARED = re.compile(
    r"\b(?:worr(?:y|ies|ied)|fears?|frightened|afraid) (?:that|he|she|they)\b|\bcould (?:be|die|get)\b|what would"
    r" change our mind"
)
# How likely a current worry must be, how likely in a cell that is there to hold one, and how likely a faint one.
CONCERN, _CONCERN_IN_CELL, _FAINT = 0.3, 0.12, 0.08
# How likely a current worry must be where it reads as settled, or as a visit or a review.
_CONCERN_ALL_THE_SAME, _FAINT_ALL_THE_SAME = 0.5, 0.3
_MAY_WORRY = frozenset({Role.WORRY, Role.NARRATIVE, Role.HISTORY, Role.VOICE, Role.OUTCOME, Role.STRENGTH})
_MAY_WORRY_FAINTLY = _MAY_WORRY | {Role.CONTINGENCY}
# What words of a list add to a kind's share, and the least a first and a second kind need.
_CUED, _CUED_ALONE, _CUE_LENGTH, _LEAST, _SECOND = 0.15, 0.6, 160, 0.15, 0.45


@dataclass(frozen=True, slots=True)
class Worry:
    """A candidate risk: a statement and the category its words point to."""

    category: str
    span: Span
    cue: Span
    statement: int


def worries(plan: Plan) -> tuple[Worry, ...]:
    """The worries of a draft, in order, each with the kind its words point to."""
    return worries_and_faint(plan)[0]


def worries_and_faint(plan: Plan) -> tuple[tuple[Worry, ...], tuple[Worry, ...]]:
    """The worries of a draft in order, and statements hardly taken for one, each with its likeliest kind."""
    reader = _Reader(plan)
    plain: list[Worry] = []
    faint: list[Worry] = []
    for number, statement in enumerate(plan.statements):
        named = tuple(reader.named(number, statement))
        plain += named
        faint += () if named else reader.faintly(number, statement)
    return tuple(sorted(_distinct(plan, plain), key=lambda one: one.span.start)), tuple(_distinct(plan, faint))


class _Reader:
    """Reads worries with the people's names replaced by their parts."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.masked = plan.readings.masked
        self.hits = plan.readings.worrying

    def named(self, number: int, statement: Statement) -> Iterator[Worry]:
        """The worry a statement names, from the lists and the learnt part together; two where both are plain."""
        plainly = statement.role in _MAY_WORRY and not statement.settled and self._worries(number, statement)
        if not plainly and not self._all_the_same(number, statement, _CONCERN_ALL_THE_SAME):
            return
        cues, ranked = self._by_kind(number, statement)
        kept = _keep([worry for score, worry in ranked if score >= _LEAST])
        second = statement.role is Role.WORRY and statement.column is Column.TEXT and len(cues) > 1
        yield from kept[: 2 if second and ranked[1][0] >= _SECOND else 1]

    def faintly(self, number: int, statement: Statement) -> Iterator[Worry]:
        """The likeliest worry of a statement that names none, where it may faintly be one."""
        faint = self.plan.views[number].concern >= _FAINT and statement.role in _MAY_WORRY_FAINTLY
        if (faint and not statement.settled) or self._all_the_same(number, statement, _FAINT_ALL_THE_SAME):
            yield from (worry for _, worry in self._by_kind(number, statement)[1][:1])

    def _by_kind(
        self, number: int, statement: Statement
    ) -> tuple[dict[str, tuple[int, Worry]], list[tuple[float, Worry]]]:
        """The kinds that words of the lists name, and all kinds with their shares, the likeliest first."""
        cues = {worry.category: (weight, worry) for weight, worry in self._cued(number, statement)}
        return cues, sorted(self._ranked(number, statement, cues), key=lambda pair: -pair[0])

    def _all_the_same(self, number: int, statement: Statement, least: float) -> bool:
        """Whether a statement is likely a worry, whatever its words and the part it plays: "he has stopped eating"."""
        return statement.role is not Role.ACTION and self.plan.views[number].concern >= least

    def _worries(self, number: int, statement: Statement) -> bool:
        """Whether the judge takes a statement for a worry; a cell or a list that is there for worries needs less."""
        listed = statement.role is Role.WORRY and self.plan.entries[statement.entry].listed
        expected = statement.column is Column.WORRY or (listed and self.plan.topic(statement) is Topic.WORRIES)
        return self.plan.views[number].concern >= (_CONCERN_IN_CELL if expected else CONCERN)

    def _cued(self, number: int, statement: Statement) -> Iterator[tuple[int, Worry]]:
        for category, places in self.hits.within(statement.span):
            live = [place for place in places if self.hits.live(place, statement.span)]
            if live:
                weight = sum(place.end - place.start for place in live)
                owned = self.owned(category, statement, live[0])
                yield weight, Worry(owned, statement.span, live[0], number)

    def _ranked(
        self, number: int, statement: Statement, cues: dict[str, tuple[int, Worry]]
    ) -> Iterator[tuple[float, Worry]]:
        """Each kind with its share of the worry, more where words of its list stand there."""
        guess = self.plan.views[number].worry
        worry = max(1.0 - guess.of("none"), 0.02)
        here = Span(statement.span.start, statement.span.start)
        shares: dict[str, float] = {}
        for label, share in guess.others:
            if label != "none":
                owned = self.owned(label, statement, here)
                shares[owned] = shares.get(owned, 0.0) + share / worry
        cued_share = _CUED_ALONE if self.plan.vectors is None else _CUED
        for category in sorted({*cues, *shares}):
            weight, cued = cues.get(category, (0, Worry(category, statement.span, here, number)))
            yield shares.get(category, 0.0) + (cued_share + min(weight, 20) / _CUE_LENGTH if weight else 0.0), cued

    def owned(self, category: str, statement: Statement, cue: Span) -> str:
        """A parent's drinking and a child's are different worries: whose is this?"""
        whose = self._whose(statement, cue)
        if whose in _CHILD:
            return _OF_CHILD.get(category, category)
        return _OF_PARENT.get(category, category) if whose else category

    def _whose(self, statement: Statement, cue: Span) -> str:
        inside: list[str] = _PERSON.findall(
            self.masked[statement.span.start : max(cue.start + 4, statement.span.start + 4)]
        )
        if inside:
            return inside[-1]
        entry = self.plan.entries[statement.entry].span
        before: list[str] = _PERSON.findall(
            self.masked[max(entry.start, statement.span.start - 240) : statement.span.start]
        )
        return before[-1] if before else ""


def may_worry(plan: Plan, statement: Statement) -> bool:
    """Whether a statement is of a sort that may name a risk."""
    if statement.settled or statement.role not in {Role.WORRY, Role.NARRATIVE, Role.HISTORY, Role.VOICE}:
        return False
    words = plan.words(statement.span)
    if _FEARED.search(words):
        return False
    if statement.role is Role.WORRY:
        return True
    topic = plan.topic(statement)
    if topic in {
        Topic.ADMIN,
        Topic.STRENGTHS,
        Topic.IDENTITY,
        Topic.PARENT_VIEWS,
        Topic.ACTIONS,
        Topic.REVIEWS,
        Topic.DECISION,
    }:
        return False
    if statement.column is not Column.TEXT or "category" in words or "checks" in words or words.startswith("if "):
        return False
    return not pattern("roles", "positive").search(words)


def _keep(ranked: list[Worry]) -> list[Worry]:
    """Drop a kind whose cue lies inside the cue of a stronger one, and a second of the same kind."""
    kept: list[Worry] = []
    for worry in ranked:
        if not any(worry.cue.overlaps(other.cue) or worry.category == other.category for other in kept):
            kept.append(worry)
    return kept


def _distinct(plan: Plan, found: list[Worry]) -> Iterator[Worry]:
    """The same kind again in the same item is the same worry; a table cell holds one worry."""
    seen: set[tuple[str, int]] = set()
    for worry in found:
        statement = plan.statements[worry.statement]
        cell = statement.column is Column.WORRY
        key = ("" if cell else worry.category, statement.entry)
        if key not in seen:
            seen.add(key)
            yield _whole_cell(plan, worry) if cell else worry


def _whole_cell(plan: Plan, worry: Worry) -> Worry:
    cell = plan.entries[plan.statements[worry.statement].entry].cell(Column.WORRY)
    return replace(worry, span=cell.span) if cell else worry
