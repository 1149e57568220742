"""Finding the worries in a draft and naming what kind each is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.plans.lexicon import pattern, table
from knowledge.plans.model import Column, Plan, Role, Statement, Topic
from knowledge.text import Span

_ALWAYS = frozenset({Role.WORRY})
_SOMETIMES = frozenset({Role.NARRATIVE, Role.HISTORY, Role.VOICE, Role.STRENGTH})
_NEGATED = re.compile(
    r"\b(?:no|not|never|without|nor|neither|no (?:further|more|new|signs? of|evidence of|concerns? (?:about|of|around))"
    r"|ruled? out|free (?:of|from)|instead of|rather than|stopped|stays? off|off the|has not|have not|does not"
    r"|doesn't|hasn't|don't|isn't|aren't|wasn't|deny|nothing)(?:\s+\w+){0,3}\s*\Z"
)
_STARTS_NEGATIVE = re.compile(
    r"(?:not?|never|won't|without|hardly|lack|little|missed|nobody|no-one|can't|doesn't|isn't)\b"
)
_SERVICE = re.compile(
    r"\A\W*(?:services?|workers?|team|hub|course|programme|advis[eo]r|advocate|nurse|project|centre|clinic|strategy"
    r"|policy|training|lead|officer|practitioner|support|partnership|charity|road|street|lane|avenue|close|house"
    r"|primary|school|academy|group|service|helpline|unit|forum|charter|week|conference|panel|register)\b"
)


@dataclass(frozen=True, slots=True)
class Worry:
    """A candidate risk: a statement and the category its words point to."""

    category: str
    span: Span
    cue: Span
    statement: int


def worries(plan: Plan, hits: "Hits") -> tuple[Worry, ...]:
    """One worry for each category a worried statement speaks of; the strongest first."""
    found: list[Worry] = []
    for number, statement in enumerate(plan.statements):
        if _may_worry(plan, statement):
            found.extend(_of(hits, number, statement))
    return tuple(_distinct(plan, found))


def _may_worry(plan: Plan, statement: Statement) -> bool:
    if statement.settled or statement.role not in _ALWAYS | _SOMETIMES:
        return False
    topic = plan.topic(statement)
    if statement.column is Column.PROGRESS and topic is not Topic.WORRIES:
        return statement.role in _ALWAYS
    if statement.role is Role.STRENGTH or topic in {Topic.ADMIN, Topic.STRENGTHS, Topic.SUPPORT}:
        return statement.role in _ALWAYS
    words = plan.words(statement.span)
    calm = statement.role is not Role.WORRY and pattern("roles", "positive").search(words)
    return not calm


class Hits:
    """Every cue of every category in a draft, found once."""

    def __init__(self, plain: str, file: str, key: str) -> None:
        self._plain = plain
        self._found = tuple(
            (category, tuple(Span(m.start(), m.end()) for m in cues.finditer(plain)))
            for category, cues in table(file, key)
        )

    def within(self, span: Span) -> Iterator[tuple[str, tuple[Span, ...]]]:
        """Each category with its cues inside a span."""
        for category, places in self._found:
            inside = tuple(one for one in places if span.start <= one.start < span.end)
            if inside:
                yield category, inside

    def live(self, place: Span, span: Span) -> bool:
        """Whether a cue is said of something present rather than denied, or part of a service's name."""
        before = self._plain[max(span.start, place.start - 40) : place.start]
        after = self._plain[place.end : place.end + 20]
        cue = place.of(self._plain)
        denied = _NEGATED.search(before) and not _STARTS_NEGATIVE.match(cue)
        return not denied and not _SERVICE.match(after)


def _of(hits: Hits, number: int, statement: Statement) -> list[Worry]:
    scored: list[tuple[int, Worry]] = []
    for category, places in hits.within(statement.span):
        live = [place for place in places if hits.live(place, statement.span)]
        if live:
            weight = sum(place.end - place.start for place in live)
            scored.append((weight, Worry(category, statement.span, live[0], number)))
    scored.sort(key=lambda pair: -pair[0])
    return _keep([worry for _, worry in scored])


def _keep(ranked: list[Worry]) -> list[Worry]:
    """Drop a category whose cue lies inside the cue of a stronger one."""
    kept: list[Worry] = []
    for worry in ranked:
        if not any(worry.cue.overlaps(stronger.cue) for stronger in kept):
            kept.append(worry)
    return kept[:3]


def _distinct(plan: Plan, found: list[Worry]) -> Iterator[Worry]:
    """The same category again in the same paragraph or cell is the same worry going on."""
    seen: set[tuple[str, int]] = set()
    for worry in found:
        key = (worry.category, plan.statements[worry.statement].entry)
        if key not in seen:
            seen.add(key)
            yield worry
