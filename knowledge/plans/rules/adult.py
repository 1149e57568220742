"""Checks that the adults who matter are in the plan, each with a fair share of it."""

from collections.abc import Iterator

from knowledge.plans.lexicon import pattern
from knowledge.plans.model import Action, DocType, Found, Ownership, Plan, Risk, Role, Statement
from knowledge.plans.people import is_name
from knowledge.plans.rules.words import find, saying, says

_HARM = frozenset(
    {"domestic_abuse", "physical_harm", "sexual_harm", "child_sexual_exploitation", "child_criminal_exploitation"}
)
_ASKED_OF = (Role.ACTION, Role.STRENGTH, Role.OUTCOME)
_EITHER = frozenset({DocType.LETTER_BEFORE_PROCEEDINGS, DocType.PRIVATE_FOSTERING_ASSESSMENT})
_MEN = ("dad", "father", "partner", "boyfriend", "stepdad", "step-dad", "him ", "he ", "stepfather")


def harm_unanswered(plan: Plan) -> Iterator[Found]:
    """ADULT001: nothing is asked of the person who causes the harm."""
    harm = [risk for risk in plan.risks if risk.category in _HARM and _plain(plan, risk)]
    if not harm or any(says(plan, action.span, "perpetrator_work") for action in plan.actions):
        return
    rules = (one for one in plan.having(*_ASKED_OF) if not says(plan, one.span, "victim_blamed"))
    if any(says(plan, one.span, "perpetrator_rule") for one in rules):
        return
    causes, women = frozenset(name for risk in harm for name in _who(plan, risk)), _women(plan)
    if not any(map(is_name, causes - _children(plan))) and all(risk.category == "physical_harm" for risk in harm):
        return  # an injury that nobody is said to have caused
    men, spoken = causes - women, _named(plan, causes - women)
    if not any(_asked(one, men) or _told_of(plan, one, spoken) for one in plan.actions):
        yield Found(harm[0].span, "Nothing in the plan is asked of, or done about, the person causing the harm.")


def _plain(plan: Plan, risk: Risk) -> bool:
    """Whether harm by somebody is plain: in words of its list, or as the learnt part reads it."""
    view = plan.views[risk.statement].worry
    cued = risk.cue is not None and risk.cue.end > risk.cue.start
    return view.of("none") < 0.5 and (cued or view.of(*_HARM) > 0.6)


def _who(plan: Plan, risk: Risk) -> Iterator[str]:
    """The people named in a statement of harm."""
    words = risk.span.of(plan.text)
    for token in words.replace("'", " ").replace("’", " ").split():
        bare = token.strip('.,;:()"')
        if bare[:1].isupper() and len(bare) > 2 and not plan.text.isupper():
            yield bare.lower()
    yield from (man.strip() for man in _MEN if man in plan.words(risk.span))


def _asked(action: Action, men: frozenset[str]) -> bool:
    owner = (action.owner or "").lower()
    if action.ownership is Ownership.GROUP and find("mother", owner) is None:
        return False
    return any(man in owner for man in ("dad", "father", "partner", "boyfriend")) or not men.isdisjoint(owner.split())


def _named(plan: Plan, men: frozenset[str]) -> frozenset[str]:
    """Those named in the harm who are no children."""
    return frozenset(man for man in men if len(man) > 3) - _children(plan)


def _told_of(plan: Plan, action: Action, men: frozenset[str]) -> bool:
    """Whether an action, whoever does it, is about somebody named in the harm and is no duty of the one hurt."""
    words = plan.words(action.span)
    endings = (word[at:] for word in words.split(" ") for at in range(len(word)))
    return not find("victim_blamed", words) and not men.isdisjoint(endings)


def _children(plan: Plan) -> frozenset[str]:
    return plan.readings.cast.children


def _women(plan: Plan) -> frozenset[str]:
    """First names introduced as the mother's, who is seldom the one causing the harm."""
    found = pattern("words", "mother").finditer(plan.plain)
    near = (plan.plain[match.end() : match.end() + 24].strip(" ,:(-").split() for match in found)
    return frozenset(words[0].strip(",.:;()'\"") for words in near if words) | {"mum", "mother"}


def other_parent(plan: Plan) -> Iterator[Found]:
    """ADULT002: a parent or key carer has no part in the plan."""
    key = "parent_absent" if plan.kind in _EITHER else "father_absent"
    absent = (one for one in saying(plan, plan.statements, key) if not _took_part(plan, one))
    first = next(absent, None)
    if first and not _has_part(plan):
        yield Found(first.span, "This parent has no part in the plan and no sign of having been asked.")


def _took_part(plan: Plan, statement: Statement) -> bool:
    """Whether words around a statement say that the parent had a part after all."""
    return bool(find("took_part", plan.plain[max(0, statement.span.start - 20) : statement.span.end + 220]))


def _has_part(plan: Plan) -> bool:
    """Whether the father has a task, or is spoken to anywhere in the plan."""
    fathers = plan.readings.cast.fathers
    return any(_his(action.owner, fathers) for action in plan.actions) or bool(find("parent_spoken", plan.plain))


def _his(owner: str | None, fathers: frozenset[str]) -> bool:
    words = (owner or "").lower()
    return bool(find("father", words)) or any(name in words for name in fathers)


def victim_responsible(plan: Plan) -> Iterator[Found]:
    """ADULT003: the parent who is hurt is made answerable for stopping it."""
    if not any(risk.category in _HARM for risk in plan.risks):
        return
    for statement in plan.having(Role.ACTION, Role.NARRATIVE):
        words = plan.words(statement.span)
        key = "victim_blamed" if statement.role is Role.ACTION else "signed_alone"
        ours = words.lstrip(" -*.").startswith(("we ", "the panel ", "panel "))
        if find(key, words) and not ours and not says(plan, statement.span, "joint_agreement"):
            yield Found(statement.span, "This makes the parent who is being hurt responsible for stopping it.")


CHECKS = {"ADULT001": harm_unanswered, "ADULT002": other_parent, "ADULT003": victim_responsible}
