"""The report says what it should, whatever the clock says: nothing here is timed."""

from pathlib import Path

import pytest

from tests.bench.processes import BenchError, Run
from tests.bench.questions import Labelled, recall
from tests.bench.tables import Measure, Row, markdown, missed, part, times, under, write_between
from tests.bench.workbench import ingested


def test_a_faster_time_is_told_as_times_faster() -> None:
    row = Row("cold ask", Measure.TIME, ours=2.0, textbook=9.0, target=times(4))

    assert row.ratio == "4.50 times"
    assert not missed([row])


def test_a_higher_rate_is_told_as_times_faster() -> None:
    row = Row("ingestion", Measure.RATE, ours=90.0, textbook=50.0, target=times(2))

    assert row.ratio == "1.80 times"
    assert missed([row]) == ("ingestion",)


def test_memory_is_told_as_a_part_of_the_other() -> None:
    row = Row("memory", Measure.PART, ours=250.0, textbook=500.0, target=part(0.45))

    assert row.ratio == "0.50 of it"
    assert "NOT MET" in markdown([row])


def test_a_row_without_a_peer_is_held_to_a_fixed_figure() -> None:
    table = markdown([Row("start", Measure.TIME, ours=0.31, target=under(0.4, "s"), digits=2)])

    assert "0.31" in table
    assert "under 0.4 s" in table
    assert table.rstrip().endswith("| met |")


def test_only_the_part_between_the_markers_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    page.write_text("Before.\n<!-- speed:begin -->\nold\n<!-- speed:end -->\nAfter.\n", encoding="utf-8")

    write_between("speed", "new", page)

    assert page.read_text(encoding="utf-8") == "Before.\n<!-- speed:begin -->\nnew\n<!-- speed:end -->\nAfter.\n"


def test_missing_markers_are_added(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"

    write_between("speed", "first", page)
    write_between("scale", "second", page)
    write_between("speed", "third", page)

    text = page.read_text(encoding="utf-8")
    assert "first" not in text
    assert text.index("third") < text.index("<!-- speed:end -->") < text.index("second")


def test_recall_counts_questions_with_a_gold_label_among_the_first() -> None:
    asked = (Labelled("a", "ann", frozenset({"ca 1989 s 47"})), Labelled("b", "bo", frozenset({"ca 1989 s 17"})))
    found = (("CA 1989 s 47", "CA 1989 s 1"), ("CA 1989 s 1", "CA 1989 s 17"))

    assert recall(asked, found, 1) == 0.5
    assert recall(asked, found, 2) == 1.0


def test_the_totals_of_an_ingestion_are_read() -> None:
    line = "64 sources (0 unchanged), 1171 passages, 5753 texts embedded, snapshot 41d3e4e3f52e, 27.9 s.\n"

    done = ingested(Run(seconds=30.0, peak=400.0, output=line))

    assert (done.passages, done.embedded, done.inside) == (1171, 5753, 27.9)


def test_an_ingestion_that_tells_no_totals_is_a_failure() -> None:
    with pytest.raises(BenchError, match="no totals"):
        ingested(Run(seconds=1.0, peak=1.0, output="Done."))
