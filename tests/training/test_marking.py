"""Marking: own words and choices against the key, and the schedule of what was missed."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.encoder import MiniLM
from knowledge.errors import RoundError
from knowledge.plans.rules import catalogue
from knowledge.scenarios.model import Scenario
from knowledge.scenarios.reader import scenario, scenarios
from knowledge.spacing import STEPS, Due, rescheduled
from knowledge.training import Attempt, attempt_of, choices, mark

TODAY = date(2026, 11, 2)
ROWS = tuple(csv.DictReader((Path(__file__).parent / "own_words.csv").read_text(encoding="utf-8").splitlines()))


def _hits(half: str, embed: object) -> tuple[float, float]:
    """The share of points that found a right gap, and the share of found rules that were right."""
    right = wrong = hit = faults = 0
    for row in ROWS:
        if row["half"] == half:
            marked = mark(scenario(row["scenario"]), attempt_of(row["point"]), embed)  # type: ignore[arg-type]
            got, wanted = {gap.rule for gap in marked.found}, set(row["expected"].split()) - {"-"}
            right += len(got & wanted)
            wrong += len(got - wanted)
            faults += bool(wanted)
            hit += bool(got & wanted)
    return hit / faults, right / (right + wrong)


def test_own_words_find_the_gaps_they_name_and_hardly_any_other(encoder: MiniLM) -> None:
    found, exact = _hits("held", encoder.embed)

    assert found >= 0.85
    assert exact >= 0.9


def test_own_words_are_marked_without_the_model_too() -> None:
    found, exact = _hits("held", None)

    assert found >= 0.7
    assert exact >= 0.9


def test_a_point_about_a_place_finds_the_gap_at_that_place() -> None:
    held = scenario("cp-otter-lane-poor")

    marked = mark(held, attempt_of("nobody is named to make the front door safe"))

    assert {gap.span.of(held.text) for gap in marked.found if gap.span} == {"Front door to be made safe."}


def test_praise_is_not_taken_for_a_gap() -> None:
    marked = mark(scenario("lbp-harper-poor"), attempt_of("the solicitor part is very good and clear"))

    assert not marked.found


def test_choosing_every_rule_of_the_key_finds_everything_and_other_choices_are_told_apart() -> None:
    held = scenario("reg-sixteen-weeks-hard")

    marked = mark(held, Attempt(held.rules | {"RISK007", "SUP004"}))

    assert not marked.missed
    assert [one.words for one in marked.arguable] == ["RISK007"]
    assert [one.words for one in marked.extra] == ["SUP004"]


@given(st.sampled_from(scenarios()), st.sets(st.sampled_from([rule.id for rule in catalogue()])))
def test_found_and_missed_are_always_the_key_and_marking_is_repeatable(held: Scenario, rules: set[str]) -> None:
    marked = mark(held, Attempt(frozenset(rules)))

    assert sorted(map(id, (*marked.found, *marked.missed))) == sorted(map(id, held.gaps))
    assert marked == mark(held, Attempt(frozenset(rules)))


@pytest.mark.parametrize("held", scenarios(), ids=lambda held: held.id)
def test_the_choices_hold_the_key_and_others_that_are_not_wrong_here(held: Scenario) -> None:
    offered = choices(held)

    assert held.rules <= set(offered)
    assert len(offered) >= len(held.rules) + 4
    assert not set(offered) & {gap.rule for gap in held.arguable} - held.rules


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("  \n ", "nothing to mark"),
        ("a" * 7000, "too long"),
        ("\n".join(f"point {number}" for number in range(70)), "too many points"),
    ],
)
def test_an_attempt_that_cannot_be_marked_is_refused(words: str, said: str) -> None:
    with pytest.raises(RoundError, match=said):
        attempt_of(words)


def test_a_missed_rule_comes_back_after_1_3_7_and_21_days_and_then_rests() -> None:
    held = {due.rule: due for due in rescheduled({}, ["CONT003"], [], TODAY)}
    days = []

    while held:
        due = held["CONT003"]
        days.append((due.day - TODAY).days)
        held = {one.rule: one for one in rescheduled(held, [], ["CONT003"], TODAY)}

    assert tuple(days) == STEPS


def test_a_rule_missed_again_starts_again() -> None:
    late = Due("CONT003", 2, TODAY)

    again = rescheduled({"CONT003": late}, ["CONT003"], [], TODAY)

    assert again == (Due("CONT003", 0, TODAY + timedelta(days=1)),)
