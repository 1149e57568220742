"""The CSV table, the SARIF log and the page for a pile of drafts."""

import csv
import io
import json
from dataclasses import replace
from typing import Any

import pytest

from bot.render.batch_text import summary_lines
from bot.render.report_csv import HEADER, csv_header, csv_rows
from bot.render.report_sarif import sarif_text
from knowledge.plans.model import Severity
from tests.render.making import ADDRESS, checked_text, finding, link, report

TEXT = 'Café plan 👶\n=HYPERLINK("http://example.org")\nSupport mum, ongoing.'


def table(*findings: Any) -> list[dict[str, str]]:
    lines = [csv_header(), *csv_rows(report(findings), TEXT, link)]
    return list(csv.DictReader(io.StringIO("\n".join(lines))))


def log(*findings: Any) -> dict[str, Any]:
    given: dict[str, Any] = json.loads(sarif_text([checked_text(TEXT, *findings)], link))
    return given


def test_one_row_a_finding_most_serious_first() -> None:
    rows = table(finding(TEXT, "ongoing", Severity.LOW), finding(TEXT, None, Severity.HIGH))

    assert [row["severity"] for row in rows] == ["high", "low"]
    assert rows[0]["words"] == "The whole document"
    assert TEXT[int(rows[1]["start"]) : int(rows[1]["end"])] == rows[1]["words"] == "ongoing"
    assert rows[1]["links"] == ADDRESS
    assert tuple(rows[0]) == HEADER


def test_a_draft_without_findings_still_has_its_row() -> None:
    rows = table()

    assert [row["severity"] for row in rows] == ["none"]
    assert "None of the 93 checks" in rows[0]["finding"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " =", "\uff1d"])
def test_cells_that_a_spreadsheet_would_run_are_neutralised(start: str) -> None:
    words = f"{start}cmd"
    given = report((finding(TEXT, None, message=words),), doc=words)

    cells = next(csv.reader(csv_rows(given, TEXT, link)))

    assert cells[0] == f"'{words.strip()}"
    assert f"'{words.strip()}" in cells[1:]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", " ")) for cell in cells)


def test_words_of_the_draft_that_are_a_formula_are_neutralised() -> None:
    assert table(finding(TEXT, '=HYPERLINK("http://example.org")'))[0]["words"].startswith("'=HYPERLINK")


def test_the_log_has_the_rules_with_help_and_the_results_with_regions() -> None:
    run = log(finding(TEXT, "ongoing", Severity.MEDIUM), finding(TEXT, None))["runs"][0]

    rules = run["tool"]["driver"]["rules"]
    whole, placed = run["results"]
    assert [whole["level"], placed["level"]] == ["error", "warning"]
    assert rules[placed["ruleIndex"]]["id"] == placed["ruleId"] == "TIME002"
    assert all(rule["help"]["text"] and rule["fullDescription"]["text"] for rule in rules)
    region = placed["locations"][0]["physicalLocation"]["region"]
    assert TEXT[region["charOffset"] : region["charOffset"] + region["charLength"]] == "ongoing"
    assert region["snippet"]["text"] == "ongoing"
    assert "region" not in whole["locations"][0]["physicalLocation"]
    assert run["columnKind"] == "unicodeCodePoints"


def test_the_log_says_what_was_not_seen_and_escapes_file_names() -> None:
    draft = replace(checked_text(TEXT), name="a plan/ü.docx")

    run = json.loads(sarif_text([draft], link))["runs"][0]

    assert run["artifacts"][0]["location"]["uri"] == "a%20plan%2F%C3%BC.docx"
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert [note["message"]["text"] for note in notes] == ["The case file was not seen."]


def test_a_pile_is_summed_up_by_theme_on_one_page() -> None:
    poor = report((finding(TEXT, "ongoing"), finding(TEXT, None, Severity.LOW)), doc="poor")
    good = report(doc="good")

    lines = list(summary_lines([good, poor], unread=1))

    assert lines[0] == "2 drafts checked. 1 file could not be read and is named above."
    assert any(line.split()[:4] == ["Timescales", "1", "2", "1"] for line in lines)
    assert any("TIME002 Vague timescale" in line for line in lines)
    assert any(line.split()[:4] == ["poor", "1", "0", "1"] for line in lines)
    assert "Drafts in which nothing was found: 1." in lines
    assert len(lines) < 60


def test_every_check_belongs_to_a_theme() -> None:
    from bot.render.batch_text import THEMES
    from knowledge.plans.rules import catalogue

    assert {rule.id.rstrip("0123456789") for rule in catalogue()} == set(THEMES)
