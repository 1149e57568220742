"""Which actions answer which worries."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from knowledge.plans.lexicon import any_of, data, phrases
from knowledge.plans.model import Action, Column, DocType, Ownership, Plan, Quality, Risk, Role, Statement, Topic
from knowledge.plans.risks import Worry, worries
from knowledge.plans.ties import Tie, facts_of, nearness
from knowledge.text import Span
from knowledge.trees import trees

GENTLE = frozenset(
    "bereavement_trauma carer_ill_health bullying child_development young_carer disability_vulnerability emotional_harm"
    " child_mental_health parental_learning_disability school_absence".split()
)
ANSWERED = 0.5
_WORD = re.compile(r"[a-z][a-z'-]{2,}")


@dataclass(frozen=True, slots=True)
class _Answer:
    """What is known of one action before worries are held against it."""

    number: int
    action: Action
    reach: Span
    kinds: frozenset[str]
    rare: frozenset[str]
    people: frozenset[str]


def find_risks(plan: Plan) -> tuple[Risk, ...]:
    """The draft's risks, each with the actions that answer it."""
    weighed = weighed_risks(plan)
    if plan.vectors is None:
        likely = tuple(float(bool(numbers)) for _, _, numbers, _ in weighed)
    else:
        likely = trees("answered").likely([facts for _, _, _, facts in weighed])
    return tuple(
        _risk(worry, ties, numbers, chance) for (worry, ties, numbers, _), chance in zip(weighed, likely, strict=True)
    )


def _risk(worry: Worry, ties: tuple[Tie, ...], numbers: tuple[int, ...], chance: float) -> Risk:
    """The judge says whether a worry is answered (the word lists, without an encoder), and they or likeness by what."""
    addressed = bool(ties) and chance >= ANSWERED
    nearest = max(ties, key=lambda tie: (tie.kind, tie.near), default=None)
    answers = (numbers or ((nearest.number,) if nearest else ())) if addressed else ()
    return Risk(worry.category, worry.span, addressed, worry.statement, answers, worry.cue, chance)


def weighed_risks(plan: Plan) -> list[tuple[Worry, tuple[Tie, ...], tuple[int, ...], dict[str, float]]]:
    """Each worry with what ties it to the actions, what answers it by the word lists, and both as numbers."""
    rare = _rare_words(plan)
    ready = tuple(_ready(plan, rare))
    found = []
    for worry in worries(plan):
        ties = _ties(plan, worry, ready, rare)
        numbers = tuple(tie.number for tie in ties if tie.row or tie.telling or tie.fits)
        numbers = numbers or _for_the_same_person(plan, worry, ready) or _changes_wanted(plan, worry, rare)
        found.append((worry, ties, numbers, facts_of(plan, worry, ties, answered=bool(numbers))))
    return found


def _ties(plan: Plan, worry: Worry, ready: tuple[_Answer, ...], rare: dict[Span, frozenset[str]]) -> tuple[Tie, ...]:
    said = plan.statements[worry.statement]
    telling, named = rare.get(said.span, frozenset()), people_in(plan, worry.span)
    usable = [one for one in ready if one.action.span != worry.span]
    near = nearness(plan, worry.statement, [one.action.statement for one in usable])
    return tuple(
        Tie(
            number=one.number,
            row=_same_row(plan, said, one.action),
            telling=len(telling & one.rare),
            kind=worry.category in one.kinds,
            fits=_fits(plan, worry, one),
            people=len(named & one.people),
            near=alike,
        )
        for one, alike in zip(usable, near, strict=True)
    )


def _ready(plan: Plan, rare: dict[Span, frozenset[str]]) -> Iterator[_Answer]:
    answers = plan.readings.answering
    for number, action in enumerate(plan.actions):
        reach = _reach(plan, action)
        kinds = frozenset(category for category, _ in answers.within(reach))
        known = rare.get(action.span, frozenset())
        yield _Answer(number, action, reach, kinds, known, people_in(plan, action.span))


def _for_the_same_person(plan: Plan, worry: Worry, ready: tuple[_Answer, ...]) -> tuple[int, ...]:
    """A gentler worry (loss, illness, learning) is answered by anything planned for that person.

    In a plan whose actions are nearly all owned and dated, so is any worry but a plainly new one.
    """
    kept = tidy(plan) and plan.topic(plan.statements[worry.statement]) is not Topic.UPDATE
    if worry.category not in GENTLE and not kept:
        return ()
    entry = plan.entries[plan.statements[worry.statement].entry].span
    named = people_in(plan, worry.span) or (people_in(plan, entry) if kept else frozenset())
    return tuple(one.number for one in ready if named & one.people)


def _changes_wanted(plan: Plan, worry: Worry, rare: dict[Span, frozenset[str]]) -> tuple[int, ...]:
    """In a letter a change that takes up the same telling words answers the worry, though it is no task."""
    if plan.kind is not DocType.LETTER_BEFORE_PROCEEDINGS or not plan.actions:
        return ()
    telling = rare.get(plan.statements[worry.statement].span, frozenset())
    wanted = (one for one in plan.having(Role.OUTCOME, Role.NARRATIVE) if one.span.start > worry.span.end)
    return (0,) if any(telling & rare.get(one.span, frozenset()) for one in wanted) else ()


def tidy(plan: Plan) -> bool:
    """Whether nearly every action has a named owner and a time."""
    timed = {Quality.SPECIFIC, Quality.RECURRING_OK}
    kept = [one for one in plan.actions if one.ownership is not Ownership.NOBODY and one.timescale_quality in timed]
    return len(kept) >= 3 and len(kept) >= 0.75 * len(plan.actions)


def people_in(plan: Plan, span: Span) -> frozenset[str]:
    """The given names in a stretch of text, in lower case."""
    words = span.of(plan.text)
    return frozenset(plan.words(span).split()) & plan.readings.given if words else frozenset()


def _same_row(plan: Plan, said: Statement, action: Action) -> bool:
    doing = plan.statements[action.statement]
    return said.entry == doing.entry and bool(plan.entries[said.entry].cells)


def _fits(plan: Plan, worry: Worry, answer: _Answer) -> bool:
    """Whether an action's words answer this kind of worry, and this part of it."""
    if worry.category not in answer.kinds:
        return False
    facets = data("responses")["facets"].get(worry.category, {})
    asked = [facet for facet in facets.values() if _says(plan, worry.span, facet["worry"])]
    return not asked or any(_says(plan, answer.reach, facet["answer"]) for facet in asked)


def _reach(plan: Plan, action: Action) -> Span:
    """An action with its row, where the row holds no worry of its own."""
    entry = plan.entries[plan.statements[action.statement].entry]
    return entry.span if entry.table and not entry.cell(Column.WORRY) else action.span


@cache
def _facet(words: str) -> re.Pattern[str]:
    return any_of((words,))


def _says(plan: Plan, span: Span, words: str) -> bool:
    return bool(_facet(words).search(plan.words(span)))


def _rare_words(plan: Plan) -> dict[Span, frozenset[str]]:
    """The telling words of each statement: long, seldom used, nobody's name."""
    names = _names(plan)
    stems = {one.span: frozenset(map(stem, _WORD.findall(plan.words(one.span)))) for one in plan.statements}
    counts = Counter(stem for found in stems.values() for stem in found)
    most = max(3, len(plan.statements) // 12)
    return {
        span: frozenset(stem for stem in found if counts[stem] <= most and stem not in names and stem not in _common())
        for span, found in stems.items()
    }


def _names(plan: Plan) -> frozenset[str]:
    inner = re.findall(r"(?<=[A-Za-z,;(] )[A-Z][a-z'-]{2,}", plan.text) if not plan.text.isupper() else []
    return frozenset(stem(name.lower()) for name in inner)


def stem(word: str) -> str:
    """A word without its commonest endings."""
    word = word.removesuffix("'s").removesuffix("'")
    for ending in ("ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            return word[: -len(ending)]
    return word


@cache
def _common() -> frozenset[str]:
    words = phrases("responses", "common")
    return frozenset(map(stem, words)) | frozenset(words)


def with_categories(plan: Plan, actions: tuple[Action, ...]) -> tuple[Action, ...]:
    """Each action with the kinds of worry its words answer."""
    answers = plan.readings.answering
    return tuple(
        replace(action, categories=frozenset(category for category, _ in answers.within(action.span)))
        for action in actions
    )
