"""Checks on what happens if things go wrong."""

import re
from collections.abc import Iterator

from knowledge.plans import people
from knowledge.plans.lexicon import data, pattern, whole
from knowledge.plans.model import Column, DocType, Found, Plan, Role, Statement, Topic
from knowledge.plans.rules.words import elsewhere, find, plays, said, says
from knowledge.text import Span

_GOES = re.compile(
    r"\b(?:[Ss]tays?|[Gg]o(?:es)?|[Mm]oves?|[Cc]omes?|[Ll]ives?|[Ss]leeps?|[Tt]aken)\b[^.;]{0,30}\b(?:[Tt]o"
    r"|[Ww]ith|[Aa]t) (?:the |his |her |their |mum's )?([A-Z][a-z]+)"
)
_FETCHES = re.compile(
    r"\b([A-Z][a-z]+) (?:collects|fetches|takes|has|have|keeps|picks up|looks after|will (?:have|take|collect"
    r"|look after))\b"
)
_COMES = re.compile(
    r"\bmoves? in\b|\bstays? with (?:him|her|them)\b|\bcomes? (?:over|round|to stay)\b|\bgo(?:ing)? to court\b"
)
_WISH = re.compile(r"\b(?:do not|don't|would rather not) want to\b")
_GRAVE = (
    "domestic_abuse",
    "physical_harm",
    "sexual_harm",
    "self_harm_suicide",
    "parental_substance_misuse",
    "neglect",
    "child_criminal_exploitation",
    "child_sexual_exploitation",
    "infant_safety",
    "missing",
    "online_harm",
)


def _lines(plan: Plan) -> tuple[Statement, ...]:
    """The statements of contingency that say something."""
    return tuple(one for one in plan.having(Role.CONTINGENCY) if not _blank(plan, one.span))


def _blank(plan: Plan, span: Span) -> bool:
    return bool(whole("words", "blank").match(plan.words(span).strip(" ._-")))


def _headed(plan: Plan) -> Iterator[tuple[Span, str]]:
    """Each contingency section: where its text is, and the text."""
    under: dict[int, list[Statement]] = {}
    for one in plan.statements:
        under.setdefault(one.section, []).append(one)
    for number, section in enumerate(plan.sections):
        if section.topic is Topic.CONTINGENCY:
            inside = under.get(number, [])
            start = inside[0].span.start if inside else section.span.start
            end = inside[-1].span.end if inside else section.span.start + len(section.heading)
            goes_on = plan.sections[number + 1 : number + 2]
            split = not inside and any(one.topic is Topic.CONTINGENCY for one in goes_on)
            yield Span(start, end), plan.plain[start:end] if inside else section.heading if split else ""


def none_at_all(plan: Plan) -> Iterator[Found]:
    """CONT001: no section, heading or if-then sentence."""
    if (
        not plan.having(Role.CONTINGENCY)
        and not list(_headed(plan))
        and not said(plan, "contingency_cue")
        and not plays(plan, "contingency")
        and not elsewhere(plan, "contingency")
    ):
        yield Found(None, "The plan does not say what happens if things do not get better.")


def left_blank(plan: Plan) -> Iterator[Found]:
    """CONT002: a heading with nothing under it, or N/A."""
    for span, words in _headed(plan):
        if not words.strip() or whole("words", "blank").match(words.strip(" ._-")):
            yield Found(span, "The contingency is left empty.")
    for entry in plan.entries:
        cell = entry.cell(Column.CONTINGENCY)
        if cell and plan.words(cell.span).strip() and _blank(plan, cell.span):
            yield Found(cell.span, "The contingency is left empty.")


def process_only(plan: Plan) -> Iterator[Found]:
    """CONT003: a process is named and no child is kept safe by it."""
    lines = _lines(plan)
    if any(_keeps_safe(plan, one) for one in lines):
        return
    for statement in lines:
        if says(plan, statement.span, "process_only"):
            yield Found(
                statement.span, "This names a process; it does not say where the child will be or who looks after them."
            )


def _warns_of_court(plan: Plan, statement: Statement) -> bool:
    """Whether a letter before proceedings says that court may come, or that nobody wants it: that is its purpose."""
    words = plan.words(statement.span)
    letter = plan.kind is DocType.LETTER_BEFORE_PROCEEDINGS
    return letter and bool(find("court_warning", words) or _WISH.search(words))


def _keeps_safe(plan: Plan, statement: Statement) -> bool:
    """A place or carer for the child, or a firm act by a named person at a stated time."""
    words = plan.words(statement.span)
    return (
        bool(find("safe_place", words))
        or _goes_to_somebody(plan, statement)
        or bool(find("hours", words) and _acts(plan, statement))
    )


def _goes_to_somebody(plan: Plan, statement: Statement) -> bool:
    raw = statement.span.of(plan.text)
    raw = raw.title() if raw.isupper() else raw
    found = _GOES.search(raw) or _FETCHES.search(raw)
    return bool(found and people.is_name(found[1]))


def _acts(plan: Plan, statement: Statement) -> bool:
    raw = statement.span.of(plan.text)
    return bool(
        re.search(r"\b[A-Z][a-z]+ (?:rings?|calls?|visits?|comes?|sees?|goes|meets?|texts?|takes?|will)\b", raw)
    )


def no_trigger(plan: Plan) -> Iterator[Found]:
    """CONT004: 'if concerns continue' tells nobody when."""
    for statement in _lines(plan):
        words = plan.words(statement.span)
        vague = find("vague_trigger", words)
        if _warns_of_court(plan, statement):
            continue
        fits = statement.column is Column.CONTINGENCY or plan.topic(statement) is not Topic.WORRIES
        if vague and fits and not find("trigger", words.replace(vague[0], " ")):
            yield Found(statement.span, "This does not say what would set it off.")


def no_carer(plan: Plan) -> Iterator[Found]:
    """CONT005: nobody is named to have the child."""
    lines = _lines(plan)
    moves = [one for one in lines if says(plan, one.span, "child_moves") and not _stays_or_court(plan, one)]
    if moves and not any(_keeps_safe(plan, one) for one in lines):
        yield Found(moves[0].span, "No person or place is named for the child.")


def _stays_or_court(plan: Plan, statement: Statement) -> bool:
    """Whether somebody comes to the child, or the line only warns of court."""
    return bool(_COMES.search(plan.words(statement.span)))


def no_hours(plan: Plan) -> Iterator[Found]:
    """CONT006: no time, and no number for the night."""
    lines = _lines(plan)
    joined = " ".join(plan.words(one.span) for one in lines)
    firm = [one for one in lines if _keeps_safe(plan, one) or says(plan, one.span, "child_moves")]
    if firm and not find("hours", joined):
        yield Found(firm[0].span, "This gives no time and no number to ring at night.")


def main_risk_uncovered(plan: Plan) -> Iterator[Found]:
    """CONT007: the contingency covers a lesser worry only."""
    lines = [one for one in _lines(plan) if not says(plan, one.span, "vague_trigger")]
    grave = [risk for risk in plan.risks if risk.category in _GRAVE]
    joined = " ".join(plan.words(one.span) for one in lines)
    if not lines or len(grave) < 2 or len(lines) > 2:
        return
    spoken = {category for category in risk_kinds() if pattern("risks", f"cues.{category}").search(joined)}
    if spoken and not any(_covers(risk.category, joined) for risk in grave):
        yield Found(lines[0].span, "This covers a lesser worry; the main one has no line.")


def risk_kinds() -> tuple[str, ...]:
    """Every kind of worry the lists know."""
    return tuple(data("risks")["cues"])


def _covers(category: str, words: str) -> bool:
    named = pattern("risks", f"cues.{category}").search(words) or pattern("responses", f"answers.{category}").search(
        words
    )
    return bool(named)


def carer_unchecked(plan: Plan) -> Iterator[Found]:
    """CONT008: a back-up carer nobody has checked."""
    lines = _lines(plan)
    joined = " ".join(plan.words(one.span) for one in lines)
    for statement in plan.statements:
        if statement.role is Role.CONTINGENCY and says(plan, statement.span, "carer_unchecked"):
            yield Found(statement.span, "The back-up carer has not been checked.")
            return
    named = [one for one in lines if _keeps_safe(plan, one) and find("kin", plan.words(one.span))]
    if named and not find("carer_checked", joined) and not _checked_elsewhere(plan, named[0]):
        yield Found(named[0].span, "No check on the back-up carer is recorded.")


def _checked_elsewhere(plan: Plan, statement: Statement) -> bool:
    names = [word for word in re.findall(r"\b[A-Z][a-z]{2,}\b", statement.span.of(plan.text)) if people.is_name(word)]
    others = [one for one in plan.statements if one is not statement and says(plan, one.span, "carer_checked")]
    return any(name in one.span.of(plan.text) for name in names for one in others)


CHECKS = {
    "CONT001": none_at_all,
    "CONT002": left_blank,
    "CONT003": process_only,
    "CONT004": no_trigger,
    "CONT005": no_carer,
    "CONT006": no_hours,
    "CONT007": main_risk_uncovered,
    "CONT008": carer_unchecked,
}
