"""What is known of each statement, as numbers for the learnt judges: its place, form, words and neighbours."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.plans.guess import View
from knowledge.plans.lexicon import pattern
from knowledge.plans.model import Column, DocType, Plan, Role, Statement, Topic, When
from knowledge.plans.risks import may_worry
from knowledge.plans.statements import Reader
from knowledge.text import Span

_SIGNS = (
    *(("roles", key) for key in ("modal", "soft", "fear", "outcome", "condition", "positive", "child_says", "admin")),
    *(("roles", key) for key in ("meeting_line", "conditional_help")),
    *(("timescales", key) for key in ("bounded", "frequency", "vague", "depends", "procedure", "meeting", "telling")),
    ("timescales", "done"),
)
_TOLD = re.compile(r"\b(?:was|were|had|said|told|saw|came|went|found|since|ago|last (?:week|month|year|term))\b")
_DAY = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\b\d{1,2}/\d{1,2}\b")
_CHILD = re.compile(r"\bkid\b|\bchild|\bbaby\b")
_ADULT = re.compile(r"\b(?:mum|dad|mam|mother|father|parents?|partner)\b")
_NUMBER = re.compile(r"\d|\b(?:twice|once|three|four|five|six|seven|nights?|weeks?|times|daily|every)\b")
_NOW = re.compile(r"\b(?:is|are|has|have|keeps?|still|again|says?|does|goes|gets|cannot|can't|won't|since)\b")
_NEXT_TO = (
    *("none", "kind share", "part action", "part worry", "part history", "part strength", "is action", "is worry"),
    *("marked task", "marked worry"),
)
_MOST_WORDS = 60


def _one_of(name: str, kinds: type[StrEnum]) -> dict[StrEnum, dict[str, float]]:
    """For each member, one number a member: 1 for itself and 0 for the others."""
    return {this: {f"{name} {one.value}": float(one is this) for one in kinds} for this in kinds}


_ROLES, _TOPICS = _one_of("is", Role), _one_of("under", Topic)
_COLUMNS, _KINDS = _one_of("in", Column), _one_of("kind", DocType)


@dataclass(frozen=True, slots=True)
class _Draft:
    """What the statements of one draft share."""

    plan: Plan
    reader: Reader
    sizes: Counter[int]
    topics: frozenset[Topic]
    dates: tuple[When, ...]
    starts: tuple[int, ...]


def features_of(plan: Plan) -> tuple[dict[str, float], ...]:
    """One row of named numbers a statement."""
    sizes = Counter(one.entry for one in plan.statements)
    reader = Reader(plan.text, plan.plain, plan.sections, plan.readings.subject)
    dates = tuple(sorted(plan.dates, key=lambda when: when.span.start))
    starts = tuple(when.span.start for when in dates)
    draft = _Draft(plan, reader, sizes, frozenset(one.topic for one in plan.sections), dates, starts)
    rows = [_own(draft, at, one) for at, one in enumerate(plan.statements)]
    _compare(plan.views, rows)
    return tuple({**row, **_beside(plan.statements, rows, at)} for at, row in enumerate(rows))


def _own(draft: _Draft, at: int, statement: Statement) -> dict[str, float]:
    return {
        **_place(draft, at, statement),
        **_form(draft, statement),
        **_guesses(draft.plan.views[at]),
        **_worry(draft, statement),
    }


def _place(draft: _Draft, at: int, statement: Statement) -> dict[str, float]:
    plan = draft.plan
    entry, topic = plan.entries[statement.entry], plan.topic(statement)
    earlier = sum(one.entry == statement.entry for one in plan.statements[max(0, at - 12) : at])
    return {
        **_ROLES[statement.role],
        **_TOPICS[topic],
        **_COLUMNS[statement.column],
        **_KINDS[plan.kind],
        "encoder": float(plan.vectors is not None),
        "listed": float(entry.listed),
        "table": float(entry.table is not None),
        "settled": float(statement.settled),
        "how far": at / len(plan.statements),
        "number": float(earlier),
        "of": float(draft.sizes[statement.entry]),
        "list of actions": float(Topic.ACTIONS in draft.topics),
        "list of worries": float(Topic.WORRIES in draft.topics),
    }


def _form(draft: _Draft, statement: Statement) -> dict[str, float]:
    plan, span = draft.plan, statement.span
    words, raw = plan.words(span), span.of(plan.text)
    who = plan.readings.subject(raw)
    return {
        **{f"says {key}": float(bool(pattern(file, key).search(words))) for file, key in _SIGNS},
        **_dates(draft, span),
        "words": float(min(_MOST_WORDS, len(words.split()))),
        "opens with verb": float(bool(pattern("roles", "verbs").match(words))),
        "day": float(bool(_DAY.search(words))),
        "somebody": float(bool(who)),
        "somebody's words": float(len(who.split())),
        "promises": float(draft.reader.promises(span)),
        "does": float(draft.reader.does(span)),
        "owner": float(bool(plan.readings.owner(raw).words)),
        "told": float(len(_TOLD.findall(words))),
        "now": float(len(_NOW.findall(words))),
        "numbers": float(len(_NUMBER.findall(words))),
        "quotes": float(words.count('"')),
        "asks": float(words.endswith("?")),
        "labelled": float(": " in words[:40]),
        "bare": float(raw[-1:].isalnum()),
    }


def _dates(draft: _Draft, span: Span) -> dict[str, float]:
    first, last = bisect_left(draft.starts, span.start), bisect_left(draft.starts, span.end)
    days, today = [when.day for when in draft.dates[first:last]], draft.plan.reference_date
    return {
        "date to come": float(any(day and today and day > today for day in days)),
        "date gone": float(any(day and today and day < today for day in days)),
        "date": float(bool(days)),
    }


def _guesses(view: View) -> dict[str, float]:
    kinds = [share for label, share in view.worry.others if label != "none"]
    return {
        **{f"part {label}": share for label, share in view.part.others},
        **{f"marked {label}": share for label, share in view.marked.others},
        "none": view.worry.of("none"),
        "kind share": max(kinds, default=0.0),
    }


def _worry(draft: _Draft, statement: Statement) -> dict[str, float]:
    span, hits = statement.span, draft.plan.readings.worrying
    found = [(kind, [one for one in cues if hits.live(one, span)]) for kind, cues in hits.within(span)]
    weights = [sum(cue.end - cue.start for cue in live) for _, live in found]
    masked = draft.plan.readings.masked[span.start : span.end]
    return {
        "cue": float(max(weights, default=0)),
        "cued kinds": float(sum(weight > 0 for weight in weights)),
        "denied cues": float(sum(weight == 0 for weight in weights)),
        "child": float(bool(_CHILD.search(masked))),
        "adult": float(bool(_ADULT.search(masked))),
        "may worry": float(may_worry(draft.plan, statement)),
    }


def _compare(views: Sequence[View], rows: list[dict[str, float]]) -> None:
    """How a statement stands beside the draft's others that read as the same kind of worry."""
    kinds = [max(view.worry.others or (("", 0.0),), key=lambda pair: (pair[0] != "none", pair[1]))[0] for view in views]
    worry = [1 - row["none"] for row in rows]
    best = {
        kind: sorted((worry[at] for at in range(len(rows)) if kinds[at] == kind), reverse=True) for kind in {*kinds}
    }
    before: dict[str, float] = {}
    for row, kind, own in zip(rows, kinds, worry, strict=True):
        others = best[kind][1:] if own == best[kind][0] else best[kind]
        row["ahead of its kind"] = own - max(others[:1], default=0.0)
        row["ahead of earlier"] = own - before.get(kind, 0.0)
        before[kind] = max(before.get(kind, own), own)


def _beside(statements: Sequence[Statement], rows: Sequence[dict[str, float]], at: int) -> dict[str, float]:
    found: dict[str, float] = {}
    for step, name in ((-1, "before"), (1, "after")):
        inside = 0 <= at + step < len(rows)
        found[f"same item {name}"] = float(inside and statements[at + step].entry == statements[at].entry)
        found |= {f"{key} {name}": rows[at + step][key] if inside else -1.0 for key in _NEXT_TO}
    return found
