"""From a draft's text to a plan: layout, parts, actions, risks."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

from knowledge.plans.actions import find_actions
from knowledge.plans.dates import dates_in, own_date
from knowledge.plans.judges import judged, with_faint_tasks
from knowledge.plans.kinds import kind_of, likely_kind
from knowledge.plans.layout import read_layout
from knowledge.plans.learnt import Embed, meant, read_beside
from knowledge.plans.lexicon import any_of
from knowledge.plans.lexicon import plain as plainly
from knowledge.plans.link import with_categories, with_risks
from knowledge.plans.local import LocalRules
from knowledge.plans.model import DocType, Entry, Plan, Statement, When
from knowledge.plans.readings import Readings
from knowledge.plans.second_reading import Rows, embedded, said_in, second_reading, views
from knowledge.plans.statements import Reader
from knowledge.plans.timescales import Clock

_MEETING = re.compile(
    r"\b(?:core groups?|review(?:s| conference)?|conference|rcpc|meetings?|panel|supervision|we (?:will )?meet"
    r"|reviewed)\b"
)


def parse(
    text: str,
    kind: DocType | None = None,
    reference_date: date | None = None,
    local: LocalRules = LocalRules(),  # noqa: B008 - a frozen record
    embed: Embed | None = None,
) -> Plan:
    """The plan a draft holds; every span points into ``text``."""
    return with_risks(acted(judged(read(text, kind, reference_date, local, embed)), local))


def acted(plan: Plan, local: LocalRules = LocalRules()) -> Plan:  # noqa: B008 - a frozen record
    """The plan with its actions, and with what may faintly be one."""
    loose = any_of(tuple(re.escape(one).replace("\\ ", " ") for one in local.additions("vague_timescales")))
    dated = meeting_dated(plan.plain, plan.dates, plan.reference_date)
    clock = Clock(plan.plain, plan.dates, plan.reference_date, dated, loose)
    found = find_actions(plan, clock)
    plain = {one.span for one in found}
    faint = tuple(one for one in find_actions(with_faint_tasks(plan), clock) if one.span not in plain)
    return replace(plan, actions=with_categories(plan, found), faint_actions=with_categories(plan, faint))


def read(
    text: str,
    kind: DocType | None = None,
    reference_date: date | None = None,
    local: LocalRules = LocalRules(),  # noqa: B008 - a frozen record
    embed: Embed | None = None,
) -> Plan:
    """What stands in a draft and the part each statement seems to play, before the judges weigh it."""
    plain = plainly(text)
    today = reference_date or own_date(text, plain)
    sections, entries = read_layout(text)
    dates = dates_in(plain, today)
    readings = Readings(text, plain)
    first = Reader(text, plain, sections, readings.subject).read(entries)
    rows = _embedded(readings, first, entries, embed)
    vectors = meant(rows.alone) if rows else None
    tuned = read_beside(rows.alone) if rows else None
    seen = views(readings, first, tuned)
    plan = Plan(
        kind=kind or kind_of(plain, text, vectors),
        text=text,
        plain=plain,
        reference_date=today,
        sections=sections,
        entries=entries,
        statements=second_reading(readings, first, seen, sections, entries),
        readings=readings,
        dates=dates,
        thresholds=local.thresholds,
        own_words=local.words,
        views=seen,
        vectors=vectors,
        tuned=tuned,
        tuned_with_cells=read_beside(rows.with_cells) if rows else None,
    )
    return plan if plan.kind is not DocType.UNKNOWN else replace(plan, kind=likely_kind(plan))


def _embedded(
    readings: Readings, statements: tuple[Statement, ...], entries: tuple[Entry, ...], embed: Embed | None
) -> Rows | None:
    """Rows for the statements; the encoder leaves Python free, which reads the words meanwhile."""
    if embed is None:
        return None
    with ThreadPoolExecutor(1) as beside:
        rows = beside.submit(embedded, readings.text, statements, entries, embed)
        readings.prepare(said_in(readings.text, statements))
        return rows.result()


def meeting_dated(plain: str, dates: tuple[When, ...], today: date | None) -> bool:
    """Whether a coming meeting has its date somewhere in the draft."""
    for when in dates:
        before = plain[max(0, when.span.start - 60) : when.span.start].rsplit(". ", 1)[-1]
        coming = not today or (when.day is not None and when.day > today)
        if coming and _MEETING.search(before):
            return True
    return False
