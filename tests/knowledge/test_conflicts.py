"""Local figures that differ from the law's."""

from datetime import date

from knowledge.catalogue import Stored
from knowledge.conflicts import conflicts
from knowledge.documents import Authority, Kind, Passage, Source

SOURCE = Source("m", "Manual", "Manual", Kind.PROCEDURE, Authority.LOCAL_PROCEDURE, date(2026, 1, 1))


def stored(text: str) -> Stored:
    return Stored(1, "v", Passage("p", "m", "Manual 3", "section 3", text), SOURCE)


def test_another_figure_for_the_same_clock_is_found_with_the_law_first() -> None:
    rows = [stored("The first core group is held within 15 working days of the initial child protection conference.")]

    found = list(conflicts(rows))

    assert len(found) == 1
    assert found[0].line.startswith("WT 2023 ch 3")
    assert "10 working days" in found[0].line
    assert "15 working days" in found[0].line


def test_the_same_figure_and_other_matters_are_not_conflicts() -> None:
    rows = [
        stored("The first core group is held within ten working days of the initial child protection conference."),
        stored("The lead social worker sends core group minutes to parents within 5 working days."),
    ]

    assert list(conflicts(rows)) == []
