"""Checks that every worry about a child is named plainly and answered."""

from collections.abc import Iterator
from functools import cached_property

from knowledge.plans.lexicon import pattern
from knowledge.plans.link import GENTLE, tidy
from knowledge.plans.model import Column, DocType, Found, Plan, Risk, Role, Statement, Topic
from knowledge.plans.places import Places
from knowledge.plans.ready import people_in
from knowledge.plans.rules.words import doing, find, paragraph, said, saying, says, told
from knowledge.text import Span

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
# How likely an answer must be for the learnt verdict not to be asked.
_PLAINLY_ANSWERED = 0.85
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


_ONLINE = "There is danger online and no rule about devices, and nobody to check them."


def without_action(plan: Plan) -> Iterator[Found]:
    """RISK001: no action answers the worry."""
    orderly = tidy(plan)
    answered = {risk.span for risk in plan.risks if risk.chance >= _PLAINLY_ANSWERED}
    for risk in plan.risks:
        statement = plan.statements[risk.statement]
        if risk.span not in answered and not _empty_row(plan, statement):
            kind = risk.category.replace("_", " ")
            fired = not risk.addressed and _sure(plan, risk, orderly=orderly)
            said = "Nothing in the plan answers" if fired else "What the plan does may not answer"
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
    return _NO_WORRY_NAMED if statement.role is Role.WORRY and _cued(risk) else _NO_WORRY


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


def label_not_behaviour(plan: Plan) -> Iterator[Found]:
    """RISK012: a label where the reader needs to know what happens."""
    for statement in plan.having(Role.WORRY, Role.NARRATIVE):
        words = plan.words(statement.span).strip(" .:;-*")
        bare = pattern("words", "label_only").fullmatch(words) and statement.role is Role.WORRY
        short = find("label_sentence", words) and len(words.split()) < 12 and not find("describes", words)
        if bare or short:
            yield Found(
                statement.span, "This is a label: it does not say who does what to whom, or what it does to the child."
            )


def _cued(risk: Risk) -> bool:
    """Whether words of its list stand there, so that the kind is certain."""
    return risk.cue is not None and risk.cue.end > risk.cue.start


def _plainly(plan: Plan, risk: Risk) -> bool:
    return plan.views[risk.statement].worry.of(risk.category) > 0.8


def going_missing(plan: Plan) -> Iterator[Found]:
    """RISK013: missing episodes with no trigger plan and no return interview."""
    if doing(plan, "missing_answer"):
        return
    for risk in plan.risks:
        if risk.category == "missing" and _cued(risk):
            yield Found(risk.span, "The child goes missing, with no plan for when to ring and no return interview.")


def self_harm(plan: Plan) -> Iterator[Found]:
    """RISK014: self-harm or not eating, with no written safety plan."""
    if doing(plan, "self_harm_answer"):
        return
    for risk in plan.risks:
        if risk.category == "self_harm_suicide" and (_cued(risk) or _plainly(plan, risk)):
            yield Found(risk.span, "There are signs of self-harm and no safety plan written with the child.")


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


def parent_cannot_use(plan: Plan) -> Iterator[Found]:
    """RISK016: help offered in a form this parent cannot use."""
    courses = [action for action in plan.actions if says(plan, action.span, "course")]
    barrier = next(saying(plan, plan.statements, "parent_barrier"), None)
    if not barrier or not courses or any(says(plan, action.span, "adapted") for action in plan.actions):
        return
    place = courses[0].span if says(plan, barrier.span, "language_cue") else barrier.span
    yield Found(place, "The help offered does not fit how this parent reads, learns or speaks.")


_CATEGORIES = {
    "neglect": frozenset(
        {
            "neglect",
            "parental_substance_misuse",
            "school_absence",
            "housing_poverty",
            "infant_safety",
            "parental_mental_ill_health",
            "child_development",
            "non_engagement",
            "young_carer",
            "disability_vulnerability",
            "parental_learning_disability",
            "pre_birth",
            "carer_ill_health",
        }
    ),
    "physical": frozenset(
        {"physical_harm", "domestic_abuse", "serious_youth_violence", "child_criminal_exploitation", "infant_safety"}
    ),
    "sexual": frozenset({"sexual_harm", "child_sexual_exploitation", "harmful_sexual_behaviour", "online_harm", "fgm"}),
}


def category_differs(plan: Plan) -> Iterator[Found]:
    """RISK017: the category of the plan is not what the worries describe."""
    line = next((one for one in plan.statements if _is_category(plan, one)), None)
    if line is None or not plan.risks:
        return
    words = plan.words(line.span)
    named = [key for key in _CATEGORIES if key in words]
    grave = {risk.category for risk in plan.risks} & (_CATEGORIES["physical"] | _CATEGORIES["sexual"])
    fits = sum(risk.category in _CATEGORIES[key] for key in named for risk in plan.risks)
    if len(named) == 1 and grave - _CATEGORIES[named[0]] and fits * 3 <= len(plan.risks):
        yield Found(line.span, "The worries described are not the category of this plan; say why it was chosen.")


def _is_category(plan: Plan, statement: Statement) -> bool:
    heading = plan.sections[statement.section].heading.lower()
    return heading.strip("#*_: ").startswith("category") or plan.words(statement.span).startswith("category")


def pattern_ignored(plan: Plan) -> Iterator[Found]:
    """RISK018: earlier plans or removals, and no word on what is different now."""
    if said(plan, "different_now"):
        return
    found = next(saying(plan, (*told(plan), *plan.having(Role.ADMIN)), "past_pattern"), None)
    if found:
        yield Found(found.span, "This has happened before, and the plan does not say what is different this time.")


CHECKS = {
    "RISK001": without_action,
    "RISK002": empty_action_cell,
    "RISK003": only_in_update,
    "RISK004": softened_abuse,
    "RISK005": danger_in_reach,
    "RISK006": baby_sleep,
    "RISK007": unchecked_adult,
    "RISK008": other_child,
    "RISK009": threat_or_debt,
    "RISK010": money_and_housing,
    "RISK011": online,
    "RISK012": label_not_behaviour,
    "RISK013": going_missing,
    "RISK014": self_harm,
    "RISK015": honour,
    "RISK016": parent_cannot_use,
    "RISK017": category_differs,
    "RISK018": pattern_ignored,
}
