"""Checks that the child can be heard in the draft."""

import re
from collections.abc import Iterator

from knowledge.plans.link import stem
from knowledge.plans.model import DocType, Found, Plan, Role, Statement, Topic
from knowledge.plans.rules.words import elsewhere, find, said, saying, says

_QUOTED = re.compile(r'"[a-z][^"]{12,}"|"[a-z\']+ [^"]{8,}"')
_WORD = re.compile(r"[a-z]{4,}")
_COMMON = frozenset(
    map(
        stem,
        "want wants would like asked wish wishes with that them they when from more have also been home school"
        " stay stop back this some someone somebody tell told mother father called".split(),
    )
)
_ANOTHER_SEEING = re.compile(
    r"\b(?:visits|checks?|tests)\b|\bseen by (?:dr|the (?!sw|social|worker))|\bhad not seen\b"
    r"|\b(?:has|have) seen\b|\bseen (?:\d|on \d|alone on)|\bspoken to (?:by|on) (?:video|phone|telephone)"
    r"|\b(?:mum|dad|mother|father|parents?|carers?)\b[^.]{0,20}\bspoken to\b|\bown room\b"
)
_VIEWS = re.compile(r"\b(?:seen|spoken|say|said|views?|happy|settled|feel|wishes|voice|lovely|fine|want|like)\b")
_THINGS = re.compile(
    r"(?:now: |then: )?(?:the )?(?:home|house|flat|receipts?|none|nobody|no one|nothing|bedrooms?|papers?|documents?"
    r"|mum|dad|mother|father|carers?|parents?|dog|certificate|seen on (?:both|all))\b"
)
_CHILD = (Role.VOICE, Role.NARRATIVE, Role.WORRY, Role.STRENGTH)


def _about(plan: Plan) -> tuple[Statement, ...]:
    return plan.having(*_CHILD)


def _heard(plan: Plan, statement: Statement) -> bool:
    """Whether a statement holds something a child said, showed or did."""
    return says(plan, statement.span, "voice_substance")


def no_voice(plan: Plan) -> Iterator[Found]:
    """VOICE001: no wish, feeling, word or observation of the child."""
    headed = any(section.topic is Topic.VOICE for section in plan.sections)
    heard = any(_kid_heard(plan, one) for one in _about(plan))
    known = said(plan, "voice_none") or elsewhere(plan, "voice", "views", "wishes")
    if not headed and not heard and not known and not _quoted(plan):
        yield Found(None, "Nothing in the draft is what the child said, showed or feels.")


def _quoted(plan: Plan) -> bool:
    """Whether somebody's own words stand in a sentence that reads as the child's."""
    views = zip(plan.statements, plan.views, strict=True)
    return any(view.part.of("voice") > (0.2 if _QUOTED.search(plan.words(one.span)) else 0.85) for one, view in views)


def _is_token(plan: Plan, statement: Statement) -> bool:
    words = plan.words(statement.span).strip(" .:;-*")
    label = plan.sections[statement.section].heading.lower()
    near = find("token", words)
    whole = bool(
        near
        and (
            near.start() == 0
            or statement.role is Role.VOICE
            or "seen" in near[0]
            or "spoken to" in near[0]
            or "presented" in near[0]
        )
    )
    child = find("child_word", words) or find("child_word", label) or statement.role is Role.VOICE
    child = child and not find("not_child", words)
    return whole and bool(child) and not _heard(plan, statement) and len(words.split()) < 26


def token_voice(plan: Plan) -> Iterator[Found]:
    """VOICE002: seen, happy, settled, and no more."""
    if plan.kind is DocType.LETTER_BEFORE_PROCEEDINGS:
        return
    tokens = [one for one in _about(plan) if _is_token(plan, one) and _of_child(plan, one)]
    heard = _sections_heard(plan) if tokens else frozenset()
    for statement in tokens:
        if statement.section not in heard:
            yield Found(statement.span, "This tells nothing of what the child said, showed or feels.")


def _of_child(plan: Plan, statement: Statement) -> bool:
    """Whether it is a child who was seen, and not a house or a paper."""
    masked = plan.readings.masked[statement.span.start : statement.span.end]
    return not _THINGS.match(masked.strip()) and not _ANOTHER_SEEING.search(masked)


def _sections_heard(plan: Plan) -> frozenset[int]:
    """The sections that hold the child's own words."""
    return frozenset(one.section for one in _about(plan) if _kid_heard(plan, one))


def _kid_heard(plan: Plan, statement: Statement) -> bool:
    words = plan.readings.masked[statement.span.start : statement.span.end]
    return bool(find("kid_heard", words)) and not _is_token(plan, statement)


def views_not_obtained(plan: Plan) -> Iterator[Found]:
    """VOICE003: no words taken to mean no views."""
    silent = [one for one in saying(plan, plan.statements, "voice_none") if not says(plan, one.span, "method")]
    if silent and find("nonverbal", plan.plain):
        for statement in silent:
            yield Found(statement.span, "Having no words is not having no views; say how they were looked for.")


def siblings_lumped(plan: Plan) -> Iterator[Found]:
    """VOICE004: several children in one line."""
    asked = (one for one in _about(plan) if _VIEWS.search(plan.words(one.span)) or one.role is Role.VOICE)
    found = [one for one in saying(plan, asked, "lumped") if not _heard(plan, one)]
    named = [one for one in plan.having(Role.VOICE) if _heard(plan, one)]
    if found and not named and find("several", plan.plain):
        yield Found(found[0].span, "Several children are put in one line; each needs their own.")


def voice_unused(plan: Plan) -> Iterator[Found]:
    """VOICE005: a wish that nobody does anything about."""
    wishes = saying(plan, plan.having(Role.VOICE), "wish_practical")
    asked = [one for one in wishes if not says(plan, one.span, "not_wanted") and _by_child(plan, one)]
    planned = _planned_words(plan) if asked else frozenset()
    for statement in asked:
        if not _taken_up(plan, statement, planned):
            yield Found(statement.span, "The child asked for this, and the plan does not say what happened with it.")


def _by_child(plan: Plan, statement: Statement) -> bool:
    masked = plan.readings.masked[statement.span.start : statement.span.end]
    return bool(re.search(r"\bkid\b|\bchild\b|\bbaby\b", masked)) or plan.topic(statement) is Topic.VOICE


def _planned_words(plan: Plan) -> frozenset[str]:
    """The words of every action, goal, fallback, visit and review."""
    planned = plan.having(Role.ACTION, Role.OUTCOME, Role.CONTINGENCY, Role.VISIT, Role.REVIEW)
    return frozenset(stem(word) for one in planned for word in _WORD.findall(plan.words(one.span)))


def _taken_up(plan: Plan, statement: Statement, planned: frozenset[str]) -> bool:
    """Whether words of the wish come back in an action or goal, or the line itself answers."""
    after = plan.plain[statement.span.start : max(statement.span.end, plan.entries[statement.entry].span.end)]
    if find("wish_answered", after):
        return True
    wish = find("wish_practical", plan.words(statement.span))
    start = statement.span.start + (wish.start() if wish else 0)
    wanted = {stem(word) for word in _WORD.findall(plan.plain[start : statement.span.end])} - _COMMON
    return not planned.isdisjoint(wanted)


def not_alone(plan: Plan) -> Iterator[Found]:
    """VOICE006: never alone, or through a relative."""
    for statement in plan.statements:
        words = plan.words(statement.span)
        through = find("carer_interprets", words) and not find("interpreter", words) and not find("independent", words)
        if find("answers_for", words) or through:
            yield Found(statement.span, "The child is heard only through a relative or carer.")


CHECKS = {
    "VOICE001": no_voice,
    "VOICE002": token_voice,
    "VOICE003": views_not_obtained,
    "VOICE004": siblings_lumped,
    "VOICE005": voice_unused,
    "VOICE006": not_alone,
}
