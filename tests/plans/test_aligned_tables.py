"""Tables set in columns by spaces, and labels that share a line, as text pasted from a PDF has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from knowledge.plans.check import read_plan
from knowledge.plans.layout import read_layout
from knowledge.plans.model import Column, Topic
from knowledge.text import Span

HEADED = """Plan

Actions
Ref  Action                                Who            By when
A1   Omar to mend the cot                  Omar           3 March 2026
A2   Speech therapy to be chased                          as soon as we can
A3   Health visitor to weigh Idris and     Ms Lowe        each Tuesday
     write it in the red book              (clinic)
A4   Gran to be asked about half term

After that we meet again.
"""
BARE = """Actions
1  Nadia to ring the nursery about the place.        Nadia     6 May
2  Leon to fit the stair gate upstairs.              Leon      ongoing
3  Duty to send the letter on the rent arrears.      Duty      8 May
"""


def cells(text: str) -> list[dict[Column, str]]:
    return [
        {cell.column: cell.span.of(text) for cell in entry.cells if cell.span.of(text)}
        for entry in read_layout(text)[1]
        if entry.table is not None
    ]


def test_a_row_of_names_says_what_each_column_holds() -> None:
    first, second, *_ = cells(HEADED)

    assert first == {
        Column.OTHER: "A1",
        Column.ACTION: "Omar to mend the cot",
        Column.OWNER: "Omar",
        Column.WHEN: "3 March 2026",
    }
    assert second == {
        Column.OTHER: "A2",
        Column.ACTION: "Speech therapy to be chased",
        Column.WHEN: "as soon as we can",
    }


def test_what_goes_on_in_the_next_line_is_no_task_of_its_own() -> None:
    plan = read_plan(HEADED)

    assert [action.span.of(HEADED) for action in plan.actions] == [
        "Omar to mend the cot",
        "Speech therapy to be chased",
        "Health visitor to weigh Idris and",
        "Gran to be asked about half term",
    ]


def test_the_table_ends_where_the_block_does() -> None:
    last = read_layout(HEADED)[1][-1]

    assert (last.span.of(HEADED), last.table) == ("After that we meet again.", None)


def test_columns_without_names_are_told_by_what_they_share() -> None:
    plan = read_plan(BARE)

    assert [(one.owner, one.timescale) for one in plan.actions] == [
        ("Nadia", "6 May"),
        ("Leon", "ongoing"),
        ("Duty", "8 May"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Child:     Idris Khan\nBorn:      2019\nSchool:    Hill Lane\nWorker:    T. Bose\n",
        "We met on Monday.   Omar was late.   Gran was not well.\nWe will meet again.\n",
        "Omar is doing well.  He likes school.\nGran is too.  She likes bingo.\nAll is well.  So we close.\n",
    ],
)
def test_wide_gaps_alone_make_no_table(text: str) -> None:
    assert cells(text) == []


def test_labels_that_share_a_line_each_have_a_value() -> None:
    text = (
        "ACTIONS\n"
        "Action 1: Rosa to see the dentist with Billie.\nOwner: Rosa Quaye        Target date: when she can\n"
        "Action 2: School to send the report.\nOwner: Mr Pell        Target date: 4 June 2026\n"
    )
    plan = read_plan(text)

    assert [(one.owner, one.timescale) for one in plan.actions] == [
        ("Rosa Quaye", "when she can"),
        ("Mr Pell", "4 June 2026"),
    ]


def test_a_short_line_under_actions_is_no_heading() -> None:
    text = "Actions\n- Chronology, not done.\n- Direct work.\n- Priti to see Jack on Monday.\n"
    sections, entries = read_layout(text)

    assert [one.topic for one in sections] == [Topic.OTHER, Topic.ACTIONS]
    assert [one.span.of(text) for one in entries] == [
        "Chronology, not done.",
        "Direct work.",
        "Priti to see Jack on Monday.",
    ]


NAMES = "\nAction    Who     When\n"
PIECES = ["a", "B", " ", "     ", "\n", "|", "\t", "1", ".", ": ", "Who", "When", "Action", NAMES]


@given(some.lists(some.sampled_from(PIECES), max_size=60).map("".join))
def test_every_cell_stands_in_the_text_in_order(text: str) -> None:
    for entry in read_layout(text)[1]:
        places = [cell.span for cell in entry.cells]
        assert places == sorted(places, key=lambda one: (one.start, one.end))
        assert all(Span(0, len(text)).start <= one.start <= one.end <= len(text) for one in places)
