"""Identifiers whose figures are parted by other marks than plain blanks, and plain sentences that look alike."""

import pytest

from knowledge.deidentify import Kind, deidentify, find


@pytest.mark.parametrize(
    ("identifier", "kind"),
    [
        ("999\u00a0000\u00a00018", Kind.NHS_NUMBER),
        ("999  000  0018", Kind.NHS_NUMBER),
        ("999\u2013000\u20130018", Kind.NHS_NUMBER),
        ("999_000_0018", Kind.NHS_NUMBER),
        ("9990 000 018", Kind.NHS_NUMBER),
        ("ZY 998 877 C", Kind.NI_NUMBER),
        ("Z Y 99 88 77 C", Kind.NI_NUMBER),
        ("0 7 7 0 0 9 0 0 9 9 9", Kind.PHONE),
        ("07700 \u2013 900999", Kind.PHONE),
        ("+44 (0)7700 900 999", Kind.PHONE),
        ("+234 809 555 0100", Kind.PHONE),
        ("00 48 555010099", Kind.PHONE),
        ("7700900999", Kind.PHONE),
        ("TS91\u00a04QJ", Kind.POSTCODE),
        ("TS91/4QJ", Kind.POSTCODE),
        ("zedda9 @mail.example", Kind.EMAIL),
        ("zedda9@mail[.]example", Kind.EMAIL),
        ("zedda9[@]mail.example", Kind.EMAIL),
        ("zedda9@mail . example", Kind.EMAIL),
        ("zedda9 [ at ] mail [ dot ] example", Kind.EMAIL),
        ("zedda9\uff20mail.example", Kind.EMAIL),
        ("ZZ61  OOZ", Kind.CAR_REGISTRATION),
        ("ZZ61 CWT", Kind.CAR_REGISTRATION),
        ("zz61 ooz", Kind.CAR_REGISTRATION),
        ("Z661OOZ", Kind.CAR_REGISTRATION),
        ("45 Promenade", Kind.ADDRESS),
        ("Block C flat 9", Kind.ADDRESS),
        ("Room 12 at the Travelodge", Kind.ADDRESS),
        ("Top floor flat, 18 Zedd Street", Kind.ADDRESS),
        ("71 Zeddaulx Drv", Kind.ADDRESS),
        ("56501-4783180-8", Kind.CASE_NUMBER),
        ("67 42 61 91017333", Kind.BANK_DETAILS),
    ],
)
def test_other_marks_between_the_figures_hide_nothing(identifier: str, kind: Kind) -> None:
    text = f"what do we do about {identifier} now"

    found = find(text)

    assert [(one.kind, one.span.of(text)) for one in found] == [(kind, identifier)]


@pytest.mark.parametrize("text", ["share code W57 ZXQ 579", "Blue Badge KD8367", "marriage certificate no ZXG 888785"])
def test_a_code_of_letters_and_figures_is_found_after_the_name_of_its_document(text: str) -> None:
    (found,) = find(text)

    assert found.kind is Kind.DOCUMENT_NUMBER
    assert text.endswith(found.span.of(text))


@pytest.mark.parametrize(
    "text",
    [
        "core group by 12.11.26 a letter to follow by 14.11.26",
        "on 12 11 26 a visit was made",
        "Child aged 15, 3.11.26 review, wants to stop contact.",
        "aged 9, 4.5.26 core group",
        "Room 2 at the Civic Centre, 2pm",
        "WT23 AND the plan",
        "visits at 2, 4 and 6 weeks, then 12  weeks",
    ],
)
def test_days_rooms_and_citations_are_left(text: str) -> None:
    assert deidentify(text).text == text


def test_blanks_that_were_evened_out_stand_where_they_stood() -> None:
    text = "Seen   twice.  NHS  999  000  0018   and   no   more."

    assert deidentify(text).text == "Seen   twice.  NHS  [NHS number]   and   no   more."
