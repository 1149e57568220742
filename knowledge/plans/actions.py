"""From statements to actions: who, by when, and how anybody would know."""

import re
from dataclasses import dataclass, replace

from knowledge.plans import people
from knowledge.plans.lexicon import pattern
from knowledge.plans.model import (
    Action,
    Column,
    Entry,
    Ownership,
    Plan,
    Quality,
    Role,
    Statement,
    Timescale,
    Topic,
)
from knowledge.plans.people import NOBODY, Owner
from knowledge.plans.timescales import MISSING, Clock, read, read_cell
from knowledge.text import Span

_DOES = re.compile(r"[ ,]*(?:will|to|must|should|visits?|sees?|stays?|rings?|calls?|goes|comes|meets?|takes?)\b")
_PASSIVE = re.compile(
    r"^[^,.;]{0,60}\b(?:to|will|must|should) (?:also |then )?be (?=\w+ed\b|\w+en\b|made|given|put|done|sought"
    r"|held|sent)"
)
_THING = re.compile(r"[\w' -]{2,40}? (?:to|will|must|should|needs?(?: to)?) ")
_AHEAD = re.compile(
    r"[\s,:-]*(?:(?:will|'ll|to|must|should|shall|needs? to|(?:has |have )?agree[sd]? to|is to|are to|is going to"
    r"|has to|have to|both|all|also|then|fully|actively|not|please|always|appropriately|closely|openly|positively) +)*"
)
_DONE = re.compile(r"(?<!be )(?<!has )(?<!have )(?<!to )(?<!get )\b(?:done|completed|already|in place)\b")
_SUBJECT_HEADING = re.compile(
    r"(.{2,40}?)\s+(?:will|to|must|should|agrees? to|(?:has|have) agreed to|needs? to|is to|are to)?\W*\Z"
)


@dataclass(frozen=True, slots=True)
class _Context:
    """What stands around one action."""

    plan: Plan
    clock: Clock
    statement: Statement
    entry: Entry
    reach: Span


def find_actions(plan: Plan, clock: Clock) -> tuple[Action, ...]:
    """Every action in the draft, in order."""
    found: list[Action] = []
    for number, statement in enumerate(plan.statements):
        if _is_action(plan, statement):
            one = _action(_context(plan, clock, statement, number), number)
            found.append(_same_doer(plan, found[-1], one) if found else one)
    return tuple(one for one in found if not _was_done(plan, one))


def _same_doer(plan: Plan, before: Action, one: Action) -> Action:
    """``Ewa: ring Gran. Visit on Friday.``: an instruction goes to whoever the item began with."""
    together = plan.statements[before.statement].entry == plan.statements[one.statement].entry
    told = pattern("roles", "verbs").match(plan.words(one.span))
    if one.ownership is Ownership.NOBODY and together and told and before.ownership is not Ownership.NOBODY:
        return replace(one, owner=before.owner, ownership=before.ownership)
    return one


def _was_done(plan: Plan, action: Action) -> bool:
    """A dated fact in a story, not a task."""
    statement = plan.statements[action.statement]
    told = plan.topic(statement) is not Topic.ACTIONS and statement.column is Column.TEXT
    return told and action.timescale_quality is Quality.PAST


def _is_action(plan: Plan, statement: Statement) -> bool:
    if statement.role is Role.ACTION:
        return True
    words = plan.words(statement.span)
    who = plan.readings.subject(statement.span.of(plan.text))
    if statement.role is not Role.VISIT:
        return False
    first = plan.entries[statement.entry].span.start >= statement.span.start - 2
    timed = first and any(
        pattern("timescales", key).search(words) for key in ("frequency", "bounded", "procedure", "vague")
    )
    return timed or (bool(who) and bool(_DOES.match(words[len(who) :])))


def _context(plan: Plan, clock: Clock, statement: Statement, number: int) -> _Context:
    """An action reaches to the next action of its entry, or to the entry's end."""
    entry = plan.entries[statement.entry]
    stop = statement.span.end
    for one in plan.statements[number + 1 : number + 40]:
        same = one.entry == statement.entry and one.column is statement.column
        if not same or one.role not in {Role.NARRATIVE, Role.OUTCOME}:
            break
        stop = one.span.end
    return _Context(plan, clock, statement, entry, Span(statement.span.start, stop))


def _action(context: _Context, number: int) -> Action:
    owner, timing, measure = _owner(context), _timing(context), _measure_cell(context)
    words = timing.span.of(context.plan.text) if timing.span else None
    progress = context.entry.cell(Column.PROGRESS)
    done = _is_done(context.plan, progress.span if progress else context.reach, told=bool(progress))
    return Action(
        span=context.statement.span,
        owner=owner.words,
        ownership=owner.kind,
        timescale=words,
        timescale_quality=timing.quality,
        measurable=_proves(context.plan, measure) or is_measurable(_predicate(context)),
        timing=timing,
        statement=number,
        measure=measure,
        done=done,
    )


def _owner(context: _Context) -> Owner:
    cell = context.entry.cell(Column.OWNER)
    raw = context.statement.span.of(context.plan.text)
    if cell:
        named = people.owner_of_cell(cell.span.of(context.plan.text))
        return named if named.words else _opening(context, raw)
    readings = context.plan.readings
    inside = readings.owner(raw if readings.subject(raw) else context.reach.of(context.plan.text))
    if inside.words:
        return inside
    return _labelled(context) or _from_heading(context)


def _opening(context: _Context, raw: str) -> Owner:
    readings = context.plan.readings
    return readings.owner(raw) if readings.subject(raw) else NOBODY


def _labelled(context: _Context) -> Owner | None:
    """``Health visitor: weigh every fortnight`` and an owner in the sentences that follow."""
    raw = context.reach.of(context.plan.text)
    label = re.match(r"([^:\n]{2,40}):\s", raw)
    if label and people.subject(label[1]):
        return people.owner_in(label[1])
    rest = raw[context.statement.span.end - context.statement.span.start :]
    named = people.owner_in(rest.strip()) if rest.strip() and len(rest) < 60 else NOBODY
    return named if named.words else None


def _from_heading(context: _Context) -> Owner:
    heading = context.plan.sections[context.statement.section].heading.strip("#*_: ")
    found = _SUBJECT_HEADING.match(heading)
    who = people.subject(found[1]) if found else ""
    return people.owner_in(who) if who and found and len(who) > 0.6 * len(found[1]) else NOBODY


def _timing(context: _Context) -> Timescale:
    cell = context.entry.cell(Column.WHEN)
    inside = read(context.clock, context.reach)
    if cell:
        given = read_cell(context.clock, cell.span)
        return given if given.quality is not Quality.MISSING else inside or MISSING
    heading = _heading_time(context)
    if inside and inside.quality is not Quality.VAGUE:
        return inside
    return heading or inside or MISSING


def _heading_time(context: _Context) -> Timescale | None:
    section = context.plan.sections[context.statement.section]
    if section.topic is not Topic.ACTIONS or not section.heading:
        return None
    span = Span(section.span.start, section.span.start + len(section.heading))
    found = read(context.clock, span)
    return found if found and found.quality in {Quality.SPECIFIC, Quality.PAST} else None


def _measure_cell(context: _Context) -> Span | None:
    cell = context.entry.cell(Column.MEASURE)
    words = cell.span.of(context.plan.plain).strip(" -_.") if cell else ""
    if not cell or not words or pattern("measures", "empty").fullmatch(words):
        return None
    return cell.span


def _proves(plan: Plan, measure: Span | None) -> bool:
    """Whether the test beside an action is one that somebody else could apply."""
    words = plan.words(measure).strip(" .") if measure else ""
    hopes = pattern("measures", "loose_outcome").search(words) and len(words.split()) < 7
    return bool(words) and not hopes and not pattern("measures", "self_report").match(words)


def _is_done(plan: Plan, span: Span, *, told: bool) -> bool:
    words = plan.words(span)
    if pattern("timescales", "not_done").search(words):
        return False
    found = pattern("timescales", "done").search(words)
    return bool(found) and (told or bool(_DONE.search(words)))


def _predicate(context: _Context) -> str:
    """What the action says after its subject or label."""
    raw = context.statement.span.of(context.plan.text)
    label = re.match(r"[^:\n]{2,30}:\s+", raw)
    skip = len(context.plan.readings.subject(raw)) or (label.end() if label else 0)
    return context.plan.words(context.reach)[skip:]


def is_measurable(words: str) -> bool:
    """Whether somebody else could tell that it was done: a firm act, or a loose one with a test."""
    if not pattern("measures", "loose").match(_main(words)):
        return True
    return bool(pattern("measures", "test").search(words))


def _main(words: str) -> str:
    """An action from its main verb on."""
    passive = _PASSIVE.search(words)
    lead = _AHEAD.match(words)
    other = _THING.match(words)
    if passive or not (other and pattern("measures", "loose").match(words[other.end() :])):
        return words[passive.end() :] if passive else words[lead.end() :] if lead else words
    return words[other.end() :]
