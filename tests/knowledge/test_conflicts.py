"""Local figures that differ from the law's."""

import csv
import tomllib
from datetime import date
from importlib import resources
from pathlib import Path

import pytest

from knowledge.catalogue import Stored
from knowledge.conflicts import conflicts
from knowledge.digest import digest_files, read_digest
from knowledge.documents import Authority, Kind, Passage, Source
from knowledge.timescales import clocks

SOURCE = Source("m", "Manual", "Manual", Kind.PROCEDURE, Authority.LOCAL_PROCEDURE, date(2026, 1, 1))
with (Path(__file__).parent / "local_sentences.csv").open(encoding="utf-8") as file:
    # Fictional: sentences of a manual, the clock each differs from, and the figure; traps have neither.
    ROWS = tuple(tuple(row) for row in csv.reader(file, delimiter=";", quoting=csv.QUOTE_MINIMAL))[1:]


def stored(text: str, heading: str = "") -> Stored:
    return Stored(1, "v", Passage("p", "m", "Manual 3", "section 3", text, title=heading), SOURCE)


def cases() -> list[tuple[str, ...]]:
    """Text may hold semicolons: the last two fields are the clock and the figure."""
    return [(row[0], ";".join(row[1:-2]), row[-2], row[-1]) for row in ROWS]


@pytest.mark.parametrize(("heading", "text", "clock", "figure"), cases())
def test_a_local_sentence_is_set_against_its_own_clock_or_none(
    heading: str, text: str, clock: str, figure: str
) -> None:
    found = [(one.clock.id, one.figure.words) for one in conflicts([stored(text, heading)])]

    assert found == ([(clock, figure)] if clock else [])


def test_the_test_sentences_are_both_conflicts_and_traps() -> None:
    differing = [clock for *_, clock, _ in cases() if clock]

    assert len(differing) >= 15
    assert len(cases()) - len(differing) >= 15


# These give no other figure by nature: one is the law's own definition, the others are good practice and not law.
_NOT_COMPARED = {"becomes-looked-after", "case-management-hearing", "supervision-monthly", "supervision-nqsw"}


def test_every_clock_of_law_and_statutory_guidance_is_compared_and_has_a_sentence() -> None:
    table = tomllib.loads((resources.files("knowledge") / "local_figures.toml").read_text("utf-8"))
    compared = [row["id"] for row in table["clock"]]
    differing = {clock for *_, clock, _ in cases()}

    assert sorted(compared) == sorted({clock.id for clock in clocks()} - _NOT_COMPARED)
    assert set(compared) - differing == set()


def test_the_law_comes_first_and_another_unit_is_given_in_the_clock_s_own() -> None:
    rows = [stored("The first core group is held within 4 weeks of the initial child protection conference.")]

    found = list(conflicts(rows))

    assert len(found) == 1
    assert found[0].line.startswith("WT 2023 ch 3, core group: 10 working days")
    assert "Manual 3 says 4 weeks (about 20 working days)" in found[0].line


def test_a_table_row_is_quoted_as_it_stands() -> None:
    table = (
        "What | From | Limit\nStrategy discussion | referral | same day\nICPC | strategy discussion | 20 working days"
    )

    found = list(conflicts([stored(table)]))

    assert [(one.clock.id, one.sentence) for one in found] == [("icpc", "ICPC | strategy discussion | 20 working days")]


def test_our_own_sample_procedures_give_no_figure_against_the_law() -> None:
    documents = [read_digest(path) for path in digest_files()]
    rows = [
        Stored(1, "v", Passage(s.id, d.source.id, s.label, s.locator, s.text, title=s.title), d.source)
        for d in documents
        for s in d.sections
    ]

    assert [one.line for one in conflicts(rows)] == []
