"""Which questions are about an inspection report that was added. The council is made up."""

from datetime import date

import pytest

from knowledge.documents import Authority, Kind, Source
from knowledge.held import asks_grades, grades_given, reports, years_meant

TITLE = "Ofsted inspection report: Borough of Marlowe Sands, 3 May 2021"
HELD = reports(
    [
        Source("made-up", TITLE, "Ofsted report 2021", Kind.INSPECTION, Authority.INSPECTION, date(2021, 5, 3)),
        Source("act", "Children Act 1989", "CA 1989", Kind.LEGISLATION, Authority.STATUTE, date(2024, 1, 1)),
    ]
)


@pytest.mark.parametrize(
    "question",
    [
        "what did the 2021 inspection say about leaders",
        "how many children's homes does the authority operate (2021)",
        "what grade did the council get in 2021",
        "what did ofsted find in Marlowe Sands in 2021",
    ],
)
def test_a_question_with_the_year_of_an_added_report_is_about_it(question: str) -> None:
    assert years_meant(question, HELD) == {2021}


@pytest.mark.parametrize(
    "question",
    [
        "what did the 2015 inspection say about leaders",
        "did the 2021 inspection say the same as the one in 2015",
        "what did the 2021 inspection of Leeds say about leaders",
        "how many days are there in 2021",
        "what did the inspection say about leaders",
    ],
)
def test_other_years_other_councils_and_other_subjects_are_not(question: str) -> None:
    assert not years_meant(question, HELD)


def test_nothing_is_about_a_report_where_none_was_added() -> None:
    assert not years_meant("what did the 2021 inspection say about leaders", ())


def test_our_own_digest_of_a_letter_is_not_a_report() -> None:
    digest = Source(
        "d", TITLE, "Ofsted report 2021", Kind.INSPECTION, Authority.INSPECTION, date(2021, 5, 3), digest=True
    )

    held = reports([digest])

    assert held == ()


def test_a_table_of_judgements_gives_the_grades_and_praise_does_not() -> None:
    table = "Judgement | Grade\n\nLeaders | Good\n\nCare leavers | Outstanding\n\nOverall effectiveness | Good"
    praise = "Inspectors saw good work and outstanding commitment, and plans that were good."

    given = (grades_given(table), grades_given(praise), asks_grades("how were we judged in 2021"))

    assert given == (2, 0, True)
