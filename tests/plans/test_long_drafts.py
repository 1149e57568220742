"""What is looked up in a long draft is what going through all of it would find."""

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from knowledge.plans.cast import Cast
from knowledge.plans.check import read_plan
from knowledge.plans.dates import inside
from knowledge.plans.learnt import classifier, pieces
from knowledge.plans.link import with_ties
from knowledge.plans.model import Plan, When
from knowledge.plans.places import Places
from knowledge.plans.ready import Ready, people_in
from knowledge.plans.risks import worries
from knowledge.plans.second_reading import embedded
from knowledge.plans.signs import Signs
from knowledge.text import Span
from knowledge.trees import Trees, trees

DRAFT = (
    "Child protection plan for Bilal, 6 (fictional)\nDate: 2 March 2026\n\nWhat worries us\n"
    "- Mum (Sana) is drinking most evenings and Bilal goes hungry.\n"
    "- Bilal came in without a coat three times last week.\n"
    "- Rafi hit Sana in front of Bilal on 3 January 2026.\n\nWhat needs to happen\n"
    "- Hana Aziz sees Bilal at school every Tuesday from 10 March 2026 to 2 June 2026.\n"
    "- Sana goes to the alcohol service each Friday; Hana Aziz checks with them.\n"
    "- Sana sends Bilal in with a coat each day; school rings Hana Aziz on any day he has none.\n"
    "- Rafi to start the course for men who hurt their partners by 1 April 2026.\n"
)


def some_spans(chance: random.Random, count: int) -> list[Span]:
    starts = [chance.randrange(60) for _ in range(count)]
    return [Span(start, start + chance.randrange(12)) for start in starts]


def shared(one: Span, other: Span) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


@pytest.mark.parametrize("seed", range(20))
def test_places_are_those_that_asking_each_would_find(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    spans = some_spans(chance, chance.randrange(1, 30))
    places = Places(spans)

    for place in some_spans(chance, 40):
        held = [shared(one, place) for one in spans]
        assert places.over(place) == tuple(at for at, one in enumerate(spans) if one.overlaps(place))
        assert places.nearest(place) == held.index(max(held))


@pytest.mark.parametrize("seed", range(10))
def test_dates_inside_a_span_are_those_that_start_there(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    starts = sorted(chance.randrange(60) for _ in range(20))
    dates = tuple(When(Span(start, start + 3), date(2026, 3, 2)) for start in starts)

    for span in some_spans(chance, 30):
        assert inside(dates, span) == tuple(when for when in dates if span.start <= when.span.start < span.end)


def masked_name_by_name(cast: Cast, words: str) -> str:
    for part, names in (("kid", cast.children), ("mum", cast.mothers), ("dad", cast.fathers)):
        for name in sorted(names, key=len, reverse=True):
            words = re.sub(rf"(?<![\w'-]){re.escape(name)}(?!\w)", part.rjust(len(name)), words)
    return words


@pytest.mark.parametrize("seed", range(20))
def test_names_are_masked_in_one_go_as_they_are_one_by_one(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    known = ("bilal", "jean", "jean-luc", "sana", "rafi", "anne-marie", "annes")
    words = "".join(
        chance.choice((*known, "marie", "luc", "é", "2", "the")) + chance.choice((" ", "-", "'s ", ", ", "", "_"))
        for _ in range(200)
    )
    names = chance.sample(known, 6)
    cast = Cast(frozenset(names[:2]), frozenset(names[2:4]), frozenset(names[4:]))

    found = cast.masked(words, words)

    assert found == masked_name_by_name(cast, words)
    assert len(found) == len(words)


def test_everybody_who_is_struck_is_masked() -> None:
    text = "Rafi hit Sana and then Rafi kicked Hana. He pushed Bilal."

    assert Cast(children=frozenset({"bilal"})).masked(text, text.lower()) == (
        "rafi hit   xx and then rafi kicked   xx. he pushed   kid."
    )


def with_vectors(plan: Plan) -> Plan:
    found = np.random.default_rng(5).normal(size=(len(plan.statements), 384)).astype("float32")
    return replace(plan, vectors=found)


@pytest.mark.parametrize("encoded", [False, True])
def test_ties_are_those_that_holding_each_worry_against_each_action_would_find(encoded: bool) -> None:
    plan = read_plan(DRAFT)
    plan = with_vectors(plan) if encoded else plan
    rare = {one.span: frozenset(plan.words(one.span).split()) for one in plan.statements}
    ready = Ready(plan, rare)
    found = worries(plan)

    assert found
    for worry in found:
        ties = ready.ties(worry)
        used = [number for number, one in enumerate(plan.actions) if one.span != worry.span]
        named, said = people_in(plan, worry.span), rare[plan.statements[worry.statement].span]
        assert ties.numbers.tolist() == used
        for at, number in enumerate(used):
            action = plan.actions[number]
            assert ties.telling[at] == len(said & rare[action.span])
            assert ties.people[at] == len(named & people_in(plan, action.span))
            assert ties.kind[at] == (worry.category in action.categories)
            near = plan.vectors[action.statement] @ plan.vectors[worry.statement] if plan.vectors is not None else 0
            assert ties.near[at] == pytest.approx(near, abs=1e-5)
        assert ready.about(named) == tuple(at for at in used if named & people_in(plan, plan.actions[at].span))


def test_a_worry_in_the_words_of_an_action_is_not_tied_to_it() -> None:
    plan = read_plan(DRAFT)
    worry = replace(worries(plan)[0], span=plan.actions[1].span)

    assert 1 not in Ready(plan, {}).ties(worry).numbers.tolist()


def test_a_plan_without_actions_ties_nothing() -> None:
    plan = replace(read_plan(DRAFT), actions=())

    for _, ties, numbers, facts in with_ties(plan, worries(plan)):
        assert ties.strongest() == ties.answering() == numbers == ()
        assert facts["nearest"] == facts["nearest of its kind"] == -1.0


def test_the_rank_of_a_sign_is_how_many_statements_show_it_more_plainly() -> None:
    plan = read_plan(DRAFT)
    signs = Signs(plan)
    rule = plan.views[0].sign.others[0][0]
    column = [view.sign.of(rule) for view in plan.views]

    for at, one in enumerate(plan.statements):
        facts = signs.facts(rule, one.span)
        assert facts["sign's rank"] == sum(share > column[at] for share in column)
        assert facts["sign at most"] == max(column)


def test_a_long_draft_is_weighed_in_parts_as_it_is_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    said = [f"Hana Aziz sees Bilal on {day} March 2026." for day in range(1, 12)]
    rows = [{name: float(at) for name in trees("tasks").names} for at in range(11)]
    at_once = (classifier("roles").shares(said, None, pieces), trees("tasks").likely(rows))

    monkeypatch.setattr("knowledge.plans.learnt._TOGETHER", 3)
    monkeypatch.setattr("knowledge.trees._TOGETHER", 3)

    assert np.array_equal(classifier("roles").shares(said, None, pieces), at_once[0])
    assert trees("tasks").likely(rows) == at_once[1]
    assert isinstance(trees("tasks"), Trees)


@pytest.mark.parametrize("items", [3, 300])
def test_only_a_long_draft_has_its_repeated_sentences_embedded_once(items: int) -> None:
    text = "What worries us\n\n" + "- Bilal goes hungry.\n- He has no coat.\n" * items
    plan = read_plan(text)
    asked: list[Sequence[str]] = []

    def embed(said: Sequence[str]) -> np.ndarray:
        asked.append(said)
        return np.array([[float(len(one))] for one in said])

    found = embedded(text, plan.statements, plan.entries, embed)

    assert found is not None
    assert found.alone[:, 0].tolist() == [len(one.span.of(text)) for one in plan.statements]
    assert len(asked[0]) == (len(plan.statements) if items == 3 else 2)


def test_a_task_is_also_read_with_the_cells_that_say_who_and_when() -> None:
    text = "| What | Who | When |\n|---|---|---|\n| Mend the gate | Hana | 3 March |\n| See Bilal | Sana | 4 May |\n"
    plan = read_plan(text)
    words: list[str] = []

    def embed(said: Sequence[str]) -> np.ndarray:
        words.extend(said)
        return np.arange(len(said), dtype=float)[:, None]

    found = embedded(text, plan.statements, plan.entries, embed)

    assert found is not None
    alone, longer = (
        dict(zip([one.span.of(text) for one in plan.statements], rows[:, 0].astype(int), strict=True))
        for rows in (found.alone, found.with_cells)
    )
    assert words[alone["Mend the gate"]] == "Mend the gate"
    assert words[longer["Mend the gate"]] == "Mend the gate 3 March Hana"


def test_the_dates_of_a_plan_stand_in_the_order_of_the_text() -> None:
    plan = read_plan(DRAFT)

    assert [when.span.start for when in plan.dates] == sorted(when.span.start for when in plan.dates)


def test_plain_lines_beside_bullets_are_no_tasks_of_their_own_section_only() -> None:
    text = (
        "Plan\n\nActions\n- Hana to ring Gran.\n\nGran lives near.\n\n"
        "What needs to happen\n\nSana to visit Gran.\n\nHana to see Bilal.\n"
    )

    listed = {one.span.of(text): one.listed for one in read_plan(text).entries}

    assert listed["Hana to ring Gran."]
    assert not listed["Gran lives near."]
    assert listed["Hana to see Bilal."]
