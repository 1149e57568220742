"""Checks of the dangers that a draft describes, each with the step that would meet it."""

from collections.abc import Iterator
from functools import cached_property

from knowledge.plans.lexicon import pattern
from knowledge.plans.model import Found, Plan, Risk, Role, Statement
from knowledge.plans.places import Places
from knowledge.plans.ready import people_in
from knowledge.plans.rules.risk_unanswered import cued
from knowledge.plans.rules.words import doing, find, paragraph, saying, says, told
from knowledge.text import Span

_EXPOSED = frozenset(
    {
        "sexual_harm",
        "domestic_abuse",
        "physical_harm",
        "child_criminal_exploitation",
        "self_harm_suicide",
        "child_sexual_exploitation",
        "parental_substance_misuse",
        "infant_safety",
        "neglect",
    }
)


def softened_abuse(plan: Plan) -> Iterator[Found]:
    """RISK004: soft words for violence or control, with no domestic abuse help."""
    if doing(plan, "domestic_response"):
        return
    for statement in saying(plan, told(plan), "euphemism"):
        yield Found(
            statement.span, "These words soften what may be domestic abuse, and nothing in the plan responds to it."
        )


def danger_in_reach(plan: Plan) -> Iterator[Found]:
    """RISK005: something dangerous that a child can get at."""
    answered = Places(risk.span for risk in plan.risks if risk.addressed and risk.category == "infant_safety")
    for statement in saying(plan, told(plan), "danger_item", "in_reach"):
        if not says(plan, statement.span, "made_safe") and not answered.over(statement.span):
            yield Found(statement.span, "Something dangerous is within a child's reach.")


def baby_sleep(plan: Plan) -> Iterator[Found]:
    """RISK006: a baby asleep somewhere unsafe."""
    unsafe = tuple(saying(plan, told(plan), "unsafe_sleep"))
    if not unsafe or doing(plan, "safe_sleep"):
        return
    small = _small(plan)
    for statement in unsafe:
        if small or says(plan, paragraph(plan, statement), "infant"):
            yield Found(statement.span, "A baby has slept in an unsafe place and there is no safe sleep plan.")


def _small(plan: Plan) -> bool:
    return "weeks old" in plan.plain or "newborn" in plan.plain


def unchecked_adult(plan: Plan) -> Iterator[Found]:
    """RISK007: an adult in or around the home whom nobody has checked."""
    checks = _Checks(plan)
    for statement in (*told(plan), *plan.having(Role.STRENGTH)):
        place = _with_next(plan, statement)
        if says(plan, statement.span, "supposed") or not (
            says(plan, place, "unknown_adult") and says(plan, statement.span, "adult_in_home")
        ):
            continue
        if not says(plan, paragraph(plan, statement), "adult_checked") and not checks.reach(statement):
            yield Found(statement.span, "An adult is in or around the home and no check on them is recorded.")


def _with_next(plan: Plan, statement: Statement) -> Span:
    """A worry and a short sentence after it, as in ``Lee has moved in. No one here has met him.``"""
    if statement.role is not Role.WORRY:
        return statement.span
    end = paragraph(plan, statement).end
    rest = plan.text[statement.span.end : end]
    short = rest.strip().split(". ", 1)[0]
    if len(short.split()) > 8:
        return statement.span
    return Span(statement.span.start, min(end, statement.span.end + len(rest) - len(rest.lstrip()) + len(short)))


class _Checks:
    """The actions that check on an adult, with the people they name, and the worries about adults."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def reach(self, statement: Statement) -> bool:
        """Whether an action about this adult, or about whoever is there, checks on them."""
        answers = {number for at in self._places.over(statement.span) for number in self._adults[at].answers}
        named = people_in(self._plan, statement.span)
        return any(number in answers or not named.isdisjoint(people) for number, people in self._checking)

    @cached_property
    def _checking(self) -> tuple[tuple[int, frozenset[str]], ...]:
        plan = self._plan
        checking = (pair for pair in enumerate(plan.actions) if says(plan, pair[1].span, "adult_answer"))
        return tuple((number, people_in(plan, action.span)) for number, action in checking)

    @cached_property
    def _adults(self) -> tuple[Risk, ...]:
        return tuple(risk for risk in self._plan.risks if risk.category == "unsafe_adults")

    @cached_property
    def _places(self) -> Places:
        return Places(risk.span for risk in self._adults)


def other_child(plan: Plan) -> Iterator[Found]:
    """RISK008: another child lives with the same danger and no action is for them."""
    worried = {risk.span for risk in plan.risks if risk.category in _EXPOSED}
    done = "\n".join(plan.words(action.span) for action in plan.actions)
    for statement in saying(plan, told(plan), "other_child", "exposed"):
        near = statement.role is Role.WORRY or statement.span in worried
        place = find("other_child", plan.words(statement.span))
        if near and place and place[0] not in done:
            yield Found(statement.span, "Another child may be living with this, and no action is for them.")


def threat_or_debt(plan: Plan) -> Iterator[Found]:
    """RISK009: money owed or threats made to the family."""
    threats = tuple(saying(plan, told(plan), "threat", "threat_now"))
    if threats and not doing(plan, "threat_answer"):
        for statement in threats:
            yield Found(statement.span, "The family is being threatened or owes money to people who may hurt them.")


def going_missing(plan: Plan) -> Iterator[Found]:
    """RISK013: missing episodes with no trigger plan and no return interview."""
    if doing(plan, "missing_answer"):
        return
    for risk in plan.risks:
        if risk.category == "missing" and cued(risk):
            yield Found(risk.span, "The child goes missing, with no plan for when to ring and no return interview.")


def self_harm(plan: Plan) -> Iterator[Found]:
    """RISK014: self-harm or not eating, with no written safety plan."""
    if doing(plan, "self_harm_answer"):
        return
    for risk in plan.risks:
        if risk.category == "self_harm_suicide" and (cued(risk) or _plainly(plan, risk)):
            yield Found(risk.span, "There are signs of self-harm and no safety plan written with the child.")


def _plainly(plan: Plan, risk: Risk) -> bool:
    return plan.views[risk.statement].worry.of(risk.category) > 0.8


def honour(plan: Plan) -> Iterator[Found]:
    """RISK015: signs of forced marriage, FGM or honour-based abuse with no specialist step."""
    if doing(plan, "honour_answer"):
        return
    for statement in saying(plan, told(plan), "honour_cue", "honour_risk"):
        cues = {cue[0] for cue in pattern("words", "honour_cue").finditer(plan.words(statement.span))}
        if len(cues) > 1 and not statement.settled:
            yield Found(
                statement.span,
                "These may be signs of forced marriage, FGM or abuse for honour, with no specialist step.",
            )
