"""Checks of worries that nothing in the draft answers."""

from collections.abc import Iterator

from knowledge.plans.link import GENTLE, tidy
from knowledge.plans.model import Column, DocType, Found, Plan, Risk, Role, Statement, Topic
from knowledge.plans.rules.words import doing, paragraph, saying, told

_LATE = (
    "just before i sent",
    "oh, and",
    "oh and",
    "p.s",
    "ps ",
    "ps:",
    "by the way",
    "one more thing",
    "late news",
    "also heard",
    "update:",
    "new:",
    "since writing",
    "since i wrote",
    "just heard",
    "forgot to say",
    "just to say",
    "as i was leaving",
    "this morning",
    "after the meeting",
    "added ",
    "any other",
    "aob",
    "other:",
    "i nearly forgot",
)
# A worry that the learnt part doubts is not held against a plan, least of all a tidy one.
_NO_WORRY, _NO_WORRY_IN_TIDY, _NO_WORRY_NAMED = 0.65, 0.45, 0.85
_ONLINE = "There is danger online and no rule about devices, and nobody to check them."


def without_action(plan: Plan) -> Iterator[Found]:
    """RISK001: no action answers the worry."""
    orderly = tidy(plan)
    for risk in (*plan.risks, *plan.faint_risks):
        if not _empty_row(plan, plan.statements[risk.statement]):
            kind = risk.category.replace("_", " ")
            fired = risk in plan.risks and not risk.addressed and _sure(plan, risk, orderly=orderly)
            said = "What the plan does may not answer" if risk.addressed else "Nothing in the plan answers"
            yield Found(risk.span, f"{said} this worry ({kind}).", fired=fired)


def _sure(plan: Plan, risk: Risk, *, orderly: bool) -> bool:
    """Outside the worries, a gentle worry that names nobody is left alone; a placement answers a parent's own."""
    if plan.kind is DocType.REGULATION_24_DECISION and risk.category.startswith(("parental_", "housing")):
        return False
    statement = plan.statements[risk.statement]
    none = plan.views[risk.statement].worry.of("none")
    quoted = plan.words(statement.span).startswith('"')
    if statement.role is Role.VOICE or quoted or none > _doubt(risk, statement, orderly=orderly):
        return False
    return statement.role is Role.WORRY or plan.topic(statement) is Topic.UPDATE or risk.category not in GENTLE


def _doubt(risk: Risk, statement: Statement, *, orderly: bool) -> float:
    """How unlikely a worry may look to the learnt part and still count."""
    if orderly:
        return _NO_WORRY_IN_TIDY
    return _NO_WORRY_NAMED if statement.role is Role.WORRY and cued(risk) else _NO_WORRY


def cued(risk: Risk) -> bool:
    """Whether words of its list stand there, so that the kind is certain."""
    return risk.cue is not None and risk.cue.end > risk.cue.start


def _empty_row(plan: Plan, statement: Statement) -> bool:
    entry = plan.entries[statement.entry]
    action = entry.cell(Column.ACTION)
    if entry.table is None or statement.column is not Column.WORRY or action is None:
        return False
    return not plan.words(action.span).strip(" -_.?")


def empty_action_cell(plan: Plan) -> Iterator[Found]:
    """RISK002: a worry row whose action cell is blank."""
    seen = set()
    for statement in plan.having(Role.WORRY):
        if statement.entry not in seen and _empty_row(plan, statement):
            seen.add(statement.entry)
            yield Found(statement.span, "This worry has a row in the plan but no action beside it.")


def only_in_update(plan: Plan) -> Iterator[Found]:
    """RISK003: a new fact after the actions that no action takes up."""
    last = max((action.span.start for action in plan.actions), default=0)
    for risk in plan.risks:
        statement = plan.statements[risk.statement]
        words = plan.words(paragraph(plan, statement))
        late = plan.topic(statement) is Topic.UPDATE or any(cue in words for cue in _LATE)
        if late and not risk.addressed and risk.span.start > last > 0:
            yield Found(risk.span, "This new worry comes after the actions, and none of them takes it up.")


def _open(plan: Plan, *categories: str) -> Iterator[Risk]:
    orderly = tidy(plan)
    return (
        risk
        for risk in plan.risks
        if risk.category in categories and not risk.addressed and _sure(plan, risk, orderly=orderly)
    )


def money_and_housing(plan: Plan) -> Iterator[Found]:
    """RISK010: money, debt, heating or housing with no help."""
    for risk in _open(plan, "housing_poverty"):
        yield Found(
            risk.span, "Money or housing is making life harder for this child, and nothing is planned about it."
        )


def online(plan: Plan) -> Iterator[Found]:
    """RISK011: danger through a phone, an app or images, with no rule or check."""
    for risk in _open(plan, "online_harm"):
        yield Found(risk.span, _ONLINE)
    if not doing(plan, "online_answer"):
        yield from (Found(statement.span, _ONLINE) for statement in saying(plan, told(plan), "online_cue"))
