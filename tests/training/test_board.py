"""The theme board: nothing that is shown tells a number under five."""

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.board import Row, ThemeBoard, board_csv, board_json, board_lines, count_draft, team_name, theme_board
from bot.records.audited import Audited, Outcome
from bot.records.feedback import SMALL
from bot.records.improvement import Improvement
from bot.records.store import Records
from bot.small_numbers import may_show
from bot.web_page.theming import bars, shown_rows
from config.settings import Settings
from knowledge.errors import RoundError
from tests.training.conftest import versions

MONTH = "2026-11"


def again(records: Records, team: str, **times: int) -> None:
    """Drafts of a team that were checked again: so many better, the same or worse."""
    after = {"better": 1, "same": 2, "worse": 3}
    for outcome, number in times.items():
        for _ in range(number):
            Improvement(records.database).count(team, MONTH, 2, after[outcome])


@pytest.mark.parametrize("team", [None, "Team C", "Team D"])
def test_four_better_in_one_team_and_one_worse_in_another_are_not_told(records: Records, team: str | None) -> None:
    again(records, "Team C", better=4)
    again(records, "Team D", worse=1)

    board = theme_board(records, team=team)

    said = "\n".join(board_lines(board))
    assert "checked again, all teams and months together: 5." in said
    assert "better not shown, same not shown, worse not shown" in said
    assert json.loads(board_json(board))["checked_again"] == {"better": None, "same": None, "worse": None}


def test_one_team_less_than_all_tells_nothing_of_another(records: Records) -> None:
    again(records, "Team C", better=9)
    again(records, "Team D", better=2)

    assert theme_board(records, team="Team C").again == theme_board(records, team="Team D").again


def test_of_audits_no_hidden_number_is_the_total_less_the_rest(records: Records) -> None:
    counted = {Outcome.AUDITS: 12, Outcome.KIND: 15, Outcome.FAIR: 7, Outcome.HARSH: 2, Outcome.BOTH: 8}
    Audited(records.database).count("Team C", MONTH, counted)

    said = "\n".join(board_lines(theme_board(records)))

    assert "Of 24 grades: too kind 15, as the findings support not shown, too harsh not shown." in said


@given(st.lists(st.integers(0, 12), min_size=2, max_size=5).filter(lambda counts: sum(counts) >= SMALL))
def test_what_is_hidden_is_never_one_number_alone_nor_small_together(counts: list[int]) -> None:
    shown = may_show(dict(enumerate(counts)))

    hidden = [counts[part] for part, count in shown.items() if count is None]
    assert not any(count and count < SMALL for count in shown.values())
    assert not hidden or (len(hidden) > 1 and sum(hidden) >= SMALL)


def test_the_picture_does_not_draw_what_is_hidden_as_nothing(records: Records) -> None:
    records.checks.count("North", MONTH, {"CONT003": 6, "CONT001": 2, "CONT008": 3}, drafts=10)

    labels = {bar.area: bar.label for bar in bars(theme_board(records))}

    assert labels["I3"] == "at least 60"
    assert labels["I1"] == "not shown"
    assert labels["I4"] == "0"


def test_a_draft_that_is_checked_again_and_again_counts_once_for_each_team(
    records: Records, settings: Settings
) -> None:
    (draft,) = versions("Child protection plan (FICTIONAL)\nAction: Kwabena to engage. Timescale: ongoing.", 1)
    spaced = replace(draft, text=f"  {draft.text.upper()}\n\n")

    for one in (draft, draft, spaced, draft):
        count_draft(records, "North", MONTH, one)
    count_draft(records, "South", "2026-12", draft)

    stored = b"".join(path.read_bytes() for path in settings.data.iterdir())
    assert Improvement(records.database).drafts() == {("North", MONTH): 1, ("South", "2026-12"): 1}
    assert b"Kwabena" not in stored


def test_a_draft_counted_before_still_counts_as_better_than_an_earlier_one(records: Records) -> None:
    earlier, later = versions("Child protection plan (FICTIONAL)\nTimescale: ongoing.", 2)
    count_draft(records, "North", MONTH, later)

    for _ in range(2):
        count_draft(records, "North", MONTH, later, earlier)

    assert Improvement(records.database).outcomes() == {"same": 1}


def test_a_team_is_one_whatever_its_capitals(records: Records) -> None:
    for name, drafts in (("Team C", 4), ("team c", 2), ("TEAM C", 1)):
        records.checks.count(name, MONTH, {"CONT003": drafts}, drafts=drafts)

    boards = [theme_board(records, team=name) for name in ("tEAM  c", None)]

    assert [[(row.team, row.drafts, row.found) for row in board.rows] for board in boards] == [[("Team C", 7, 7)]] * 2


def test_the_spreadsheet_has_everything_that_the_board_shows(records: Records) -> None:
    records.checks.count("North", MONTH, {"CONT003": 6}, drafts=10)
    again(records, "North", better=7, worse=6)
    Audited(records.database).count("North", MONTH, {Outcome.AUDITS: 6, Outcome.KIND: 12, Outcome.BOTH: 9})
    for _ in range(5):
        records.topics.unanswered("housing", "not_found")

    header, *rows = csv.reader(io.StringIO(board_csv(theme_board(records))))

    assert header[:6] == ["area", "team", "month", "rule", "drafts", "found"]
    assert ["I3", "North", MONTH, "CONT003", "10", "6", "check", ""] in rows
    told = {(row[6], row[7]): (row[4], row[5]) for row in rows}
    assert told["checked again", "better"] == ("13", "7")
    assert told["audit grades", "kind"] == ("12", "12")
    assert told["audit findings", "both"] == ("9", "9")
    assert told["not answered", "housing (not_found)"] == ("", "5")


@pytest.mark.parametrize(
    "name",
    [
        "Northgate",
        "Team Northgate",
        "Oak House",
        "Southfield Locality",
        "Northgate East",
        "Northgate 2026",
        "St Mary's",
    ],
)
def test_a_team_may_be_called_after_a_place(name: str) -> None:
    assert team_name(name) == name


@pytest.mark.parametrize(
    "name",
    ["Bartholomew Wigglesworth", "Team Bartholomew Wigglesworth", "Sarah Jones team", "07700900123", "kim@example.org"],
)
def test_a_team_is_not_called_after_a_person(name: str) -> None:
    with pytest.raises(RoundError, match="real person's details"):
        team_name(name)


def test_a_page_shows_the_latest_months_that_fit_and_names_the_others() -> None:
    months = [f"2026-{number:02}" for number in range(1, 11)]
    rows = [Row(f"Team {team}", month, "I3", f"RULE{rule}", 9, 6) for team in range(12) for month in months
            for rule in range(12)]  # fmt: skip
    board = ThemeBoard(tuple(rows), 0, None, None, ())

    first, older = shown_rows(board, ""), shown_rows(board, "2026-02")

    assert {row.month for row in first.rows} == {"2026-10", "2026-09", "2026-08"}
    assert first.others == tuple(reversed(months[:7]))
    assert {row.month for row in older.rows} == {"2026-02"}
    assert len(shown_rows(replace(board, rows=board.rows[:144] * 9), "").rows) <= 500
