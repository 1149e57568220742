"""The last word on findings, and rows and lines that are easily misread."""

from datetime import date

import pytest

from knowledge.plans.check import check_text, raised, read_plan
from knowledge.plans.layout import read_layout
from knowledge.plans.local import local_rules
from knowledge.plans.model import Column, Found, Topic
from knowledge.plans.rules import catalogue
from knowledge.plans.verdicts import COUNTED, every, facts_of, likely, upheld
from knowledge.text import Span

TABLE = (
    "Child protection plan for Ines, 9\n\nworry\twhat to do\twho\twhen\n"
    "Ines is out every night until ten\tRing Nan when she is late\tDora\teach night from 4 May 2026\n"
    "Nobody has met the lodger\t\t\t\n"
    "No food in on Mondays\tFood parcel\tDora\t6 May 2026\n"
)


def test_a_row_whose_last_cells_are_empty_stays_in_its_table() -> None:
    _, entries = read_layout(TABLE)

    rows = [one for one in entries if one.table is not None]

    assert len(rows) == 3
    assert [one.column for one in rows[1].cells] == [Column.WORRY, Column.ACTION, Column.OWNER, Column.WHEN]
    assert {one.table for one in rows} == {rows[0].table}


def test_a_worry_beside_an_empty_cell_is_found() -> None:
    report = check_text(TABLE, doc="draft")

    empty = [one.span.of(TABLE) for one in report.findings if one.rule == "RISK002" and one.span]

    assert empty == ["Nobody has met the lodger"]


def test_the_last_line_below_a_heading_is_what_the_heading_announces() -> None:
    text = "CONCERNS\nHe is hungry at school.\n\nREVIEW\nNext core group"

    sections, entries = read_layout(text)

    assert sections[-1].topic is Topic.REVIEWS
    assert entries[-1].span.of(text) == "Next core group"


def test_what_is_counted_is_never_overruled() -> None:
    text = "Child protection plan\nDate: 2 March 2026\n\n" + "".join(
        f"- Asha Rao to ring house {number} on {number} April 2026.\n" for number in range(1, 29)
    )
    plan = read_plan(text)

    found = {one.rule for one in raised(plan, catalogue()) if one.found.fired} & COUNTED

    assert found
    assert found <= {one.rule for one in check_text(text, doc="draft").findings}


def test_a_councils_own_vague_phrase_is_never_overruled() -> None:
    local = local_rules({"words": {"vague_timescales": ["when the dust settles"]}})
    text = "Child in need plan\nDate: 2 March 2026\n\nActions\n- Asha Rao to visit Nan when the dust settles.\n"

    report = check_text(text, doc="draft", local=local)

    assert [one.span.of(text) for one in report.findings if one.rule == "TIME002" and one.span] == [
        "when the dust settles"
    ]


def test_one_place_is_raised_once_and_as_fired() -> None:
    quiet, loud = Found(Span(0, 4), "a", fired=False), Found(Span(0, 4), "b")

    assert [one.found.message for one in every([quiet, loud, quiet], "TIME001")] == ["b"]


@pytest.mark.parametrize("today", [None, date(2026, 3, 2)])
def test_verdicts_are_chances_and_the_same_twice(today: date | None) -> None:
    plan = read_plan(TABLE, reference_date=today)
    found = raised(plan, catalogue())

    chances = likely(plan, found)

    assert len(chances) == len(found) == len(facts_of(plan, found))
    assert all(0 <= chance <= 1 for chance in chances)
    assert chances == likely(plan, found)
    assert set(upheld(plan, found)) <= set(found)
