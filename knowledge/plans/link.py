"""Which actions answer which worries."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from knowledge.plans.lexicon import phrases
from knowledge.plans.model import TIMED, Action, DocType, Ownership, Plan, Risk, Topic
from knowledge.plans.ready import Ready, people_in
from knowledge.plans.risks import Worry, worries_and_faint
from knowledge.plans.ties import Standing, Ties
from knowledge.text import Span
from knowledge.trees import trees

GENTLE = frozenset(
    "bereavement_trauma carer_ill_health bullying child_development young_carer disability_vulnerability emotional_harm"
    " child_mental_health parental_learning_disability school_absence".split()
)
ANSWERED = 0.6
Weighed = tuple[Worry, Ties, tuple[int, ...], dict[str, float]]
_WORD = re.compile(r"[a-z][a-z'-]{2,}")


def with_risks(plan: Plan) -> Plan:
    """The plan with its risks, and with what may faintly be one, each with the actions that answer it."""
    plain, faint = worries_and_faint(plan)
    found = _risks(plan, with_ties(plan, (*plain, *faint)))
    return replace(plan, risks=found[: len(plain)], faint_risks=found[len(plain) :])


def _risks(plan: Plan, weighed: Sequence[Weighed]) -> tuple[Risk, ...]:
    if plan.vectors is None:
        likely = tuple(float(bool(numbers)) for _, _, numbers, _ in weighed)
    else:
        likely = trees("answered").likely([facts for _, _, _, facts in weighed])
    return tuple(
        _risk(plan, worry, ties, numbers, chance)
        for (worry, ties, numbers, _), chance in zip(weighed, likely, strict=True)
    )


def _risk(plan: Plan, worry: Worry, ties: Ties, numbers: tuple[int, ...], chance: float) -> Risk:
    """The judge says whether a worry is answered (the word lists, without an encoder), and the ties by what.

    Of actions that are nearly as strong, one with a time comes first.
    """
    addressed = bool(ties.numbers.size) and chance >= ANSWERED
    strongest = sorted(ties.strongest(), key=lambda one: plan.actions[one].timescale_quality not in TIMED)
    answers = tuple(dict.fromkeys((*strongest[:1], *numbers))) if addressed else ()
    return Risk(worry.category, worry.span, addressed, worry.statement, answers, worry.cue, chance)


def with_ties(plan: Plan, found: Iterable[Worry]) -> list[Weighed]:
    """Each worry with what ties it to the actions, what answers it by the word lists, and both as numbers."""
    ready, standing, kept = Ready(plan, _rare_words(plan)), Standing(plan), tidy(plan)
    rows = []
    for worry in found:
        ties = ready.ties(worry)
        numbers = ties.answering() or _for_the_same_person(plan, worry, ready, kept=kept)
        numbers = numbers or _changes_wanted(plan, worry, ready)
        rows.append((worry, ties, numbers, standing.facts(worry, ties, answered=bool(numbers))))
    return rows


def _for_the_same_person(plan: Plan, worry: Worry, ready: Ready, *, kept: bool) -> tuple[int, ...]:
    """A gentler worry (loss, illness, learning) is answered by anything planned for that person.

    In a plan that is ``kept`` tidy, its actions nearly all owned and dated, so is any worry but a plainly new one.
    """
    kept = kept and plan.topic(plan.statements[worry.statement]) is not Topic.UPDATE
    if worry.category not in GENTLE and not kept:
        return ()
    entry = plan.entries[plan.statements[worry.statement].entry].span
    return ready.about(people_in(plan, worry.span) or (people_in(plan, entry) if kept else frozenset()))


def _changes_wanted(plan: Plan, worry: Worry, ready: Ready) -> tuple[int, ...]:
    """In a letter a change that takes up the same telling words answers the worry, though it is no task."""
    if plan.kind is not DocType.LETTER_BEFORE_PROCEEDINGS or not plan.actions:
        return ()
    return (0,) if ready.wanted_after(worry) else ()


def tidy(plan: Plan) -> bool:
    """Whether nearly every action has a named owner and a time."""
    kept = [one for one in plan.actions if one.ownership is not Ownership.NOBODY and one.timescale_quality in TIMED]
    return len(kept) >= 3 and len(kept) >= 0.75 * len(plan.actions)


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
