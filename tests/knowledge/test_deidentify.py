"""The de-identifier: what it must find, what it must leave, and what holds for any text."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.deidentify import Kind, Public, deidentify, find, mask_spans
from tests.quality.score_privacy import notes, score

DRAFTS = sorted((Path(__file__).parent.parent / "quality" / "plans" / "development").glob("*.txt"))
PIECES = (
    "Kayleigh", "Okonkwo", "grace", "Will", "said", "spoke to", "mum", "Mrs", "and", "14 Marske Lane", "TS91 4QJ",
    "dob", "14/03/2016", "999 123 4567", "07700 900123", "Child A", "T.B.", "Section 20", "'s", ".", "\n", "(7)",
    "Redcar", "x@y.example", "[name]", "-", "QQ 12 34 56 C", "al", "Dean Cooper", "SHOUTED", "April", "uncle",
)  # fmt: skip
texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
    st.text(max_size=60),
)


def kinds(text: str) -> set[Kind]:
    return {identifier.kind for identifier in find(text)}


@given(texts)
@settings(max_examples=300, deadline=None)
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once = deidentify(text)

    twice = deidentify(once.text)

    assert twice.text == once.text
    assert twice.clean


@given(texts)
@settings(max_examples=300, deadline=None)
def test_spans_lie_in_the_text_in_order_and_never_overlap(text: str) -> None:
    found = find(text)

    assert all(identifier.span.of(text).strip() for identifier in found)
    assert all(first.span.end <= second.span.start for first, second in pairwise(found))


@given(texts)
@settings(max_examples=200, deadline=None)
def test_what_is_not_found_stays_as_it_is(text: str) -> None:
    safe = deidentify(text)

    assert safe.text == text or not safe.clean


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Kayleigh Thornton, dob 14/03/2016, hit by dad", "[name], dob [date of birth], hit by dad"),
        ("spoke to craig about contact", "spoke to [name] about contact"),
        ("copy to P Hardcastle and K. Owusu", "copy to [name] and [name]"),
        ("Hi Mercy, just checking", "Hi [name], just checking"),
        ("her stepdad mark is back", "her stepdad [name] is back"),
        ("Rob – not seen since May", "[name] – not seen since May"),
        ("so nanw just turned up", "so [name] just turned up"),
        ("Auntie Mali will collect her", "Auntie [name] will collect her"),
        ("Grace has bruises on both arms", "[name] has bruises on both arms"),
        ("Is Mrs Okonkwo's son at home?", "Is Mrs [name]'s son at home?"),
        ("Al-Sayed_Fatima_CP plan.docx", "[name]_[name]_CP plan.docx"),
        ("would angel be allowed to stay out", "would [name] be allowed to stay out"),
        ("dad picked up merlin and he was cold", "dad picked up [name] and he was cold"),
        ("The Marsh children are safe", "The [name] children are safe"),
        ("We read Liberty's old plan", "We read [name]'s old plan"),
        ("Alasdair (Bobby to his mates) was late", "[name] ([name] to his mates) was late"),
        ("Pieter van den Berg came", "[name] came"),
        ("KIT WING LO MISSING", "[name] MISSING"),
        ("hi its joy, mum of ten", "hi its [name], mum of ten"),
        ("rang grace bell x2", "rang [name] x2"),
        ("miss bell is ok", "miss [name] is ok"),
        ("moved to 6 moss croft, ambleford please", "moved to [address] please"),
        ("at The Gables, Pound Lane, Nether Wexby", "at [address]"),
    ],
)
def test_masking_keeps_the_rest_of_the_text(text: str, masked: str) -> None:
    assert mask_spans(text) == masked


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("NHS number 999 000 0018 is on the form", Kind.NHS_NUMBER),
        ("nhs 9990000018", Kind.NHS_NUMBER),
        ("her nino is QQ123456C", Kind.NI_NUMBER),
        ("her nino is qq 12 34 56 c", Kind.NI_NUMBER),
        ("call 07700 900123", Kind.PHONE),
        ("call +44 7700 900123", Kind.PHONE),
        ("call (01632) 960123", Kind.PHONE),
        ("she lives at 14 Marske Lane", Kind.ADDRESS),
        ("postcode ts91 4qj", Kind.POSTCODE),
        ("write to mum@example.org", Kind.EMAIL),
        ("case number LCS 8829104", Kind.CASE_NUMBER),
        ("the car, NA61 OOZ, was outside", Kind.CAR_REGISTRATION),
        ("T.B. was seen", Kind.INITIALS),
        ("strategy meeting for KB and TJ", Kind.INITIALS),
        ("NHSNO=99912 34567 please", Kind.NHS_NUMBER),
        ("mobile o7700900123", Kind.PHONE),
        ("email sam_t at example dot org", Kind.EMAIL),
        ("pupil no. X999 1234 5678 9", Kind.UPN),
        ("our ref HSG/21/00345", Kind.CASE_NUMBER),
        ("DOB: the 9th of June 2017", Kind.DATE_OF_BIRTH),
        ("born on 2 Feb 2020", Kind.DATE_OF_BIRTH),
    ],
)
def test_numbers_and_addresses_are_found(text: str, kind: Kind) -> None:
    assert kinds(text) == {kind}


@pytest.mark.parametrize(
    "text",
    [
        "What does Regulation 24 of the Care Planning Regulations require?",
        "Does Working Together say who goes to MARAC in Redcar and Cleveland?",
        "Is a Section 20 agreement ended by a parent in Ofsted's view?",
        "Are the Fraser guidelines the same as Gillick competence? What did Lord Laming say, and Munby?",
        "Can Child A stay with Mr X while Child B is at school?",
        "we hope for improvement and the carers will mark the date",
        "if danger call 999, or 101, or Childline on 0800 1111",
        "the review was on 3 March 2026 and the next is due 03/09/2026",
        "At Dawn raids do we need to be there? Does the Herbert Protocol cover children in Kent?",
        "Part B Health of the form, Option C and Re B",
        "what is the grant will and who marks it, the hope is that mum will say",
        "1234567890 is not an NHS number",
        "WHAT IS THE TIMESCALE FOR A CORE GROUP IN MIDDLESBROUGH",
        "does faith matter when we match a child with her carers",
        "how do i bill the council, and can he apply for a grant",
        "what is the McKenzie friend rule, and the Waterlow score",
        "can he use the kents threshold document or sarahs law",
        "is there mould in the home near Kelso or Selby",
        "Are the Irish children in the 3 bed flat ours?",
    ],
)
def test_practice_wording_is_left_alone(text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize("name", ["Grace", "Hope", "Will", "Mark", "River", "Sky", "Storm", "Summer"])
def test_a_name_that_is_a_word_is_found_where_it_is_a_name(name: str) -> None:
    assert mask_spans(f"I spoke to {name} at school today") == "I spoke to [name] at school today"
    assert name not in mask_spans(f"Her brother {name} said he is scared")


@pytest.mark.parametrize(
    "text",
    [
        "how long is the grace period for the plan",
        "we hope for improvement",
        "will the plan be reviewed",
        "who will mark the work",
        "can they fish in the river",
        "the sky was dark",
        "the storm closed the school",
        "who visits in the summer holidays",
    ],
)
def test_the_same_words_are_left_where_they_are_words(text: str) -> None:
    assert find(text) == ()


def test_what_the_council_publishes_is_left_alone() -> None:
    text = "ring 01632 960500 or write to 1 Civic Square, TS91 1AA or j.okafor@council.example"

    public = Public.of("01632 960500", "1 Civic Square, TS91 1AA", "j.okafor@council.example")

    assert find(text, public) == ()
    assert kinds(text) == {Kind.PHONE, Kind.ADDRESS, Kind.POSTCODE, Kind.EMAIL}


@pytest.mark.parametrize("half", ["development", "held_back", "fresh_odd", "fresh_even"])
def test_both_halves_reach_the_figures(half: str) -> None:
    result = score(half)

    assert result.structured.share == 1.0
    assert result.kinds[Kind.NAME].share >= 0.95
    assert all(tally.share <= 0.05 for tally in result.stopped.values() if tally.total)


def test_the_new_authors_study_reaches_every_target() -> None:
    result = score("names_study")

    assert result.structured.share == 1.0
    assert result.kinds[Kind.NAME].share >= 0.95
    assert result.gap < 5
    assert all(tally.share <= 0.05 for tally in result.stopped.values())


@pytest.mark.parametrize("half", ["typed", "typed_again"])
def test_identifiers_as_staff_type_them_are_all_found_and_questions_are_left(half: str) -> None:
    result = score(half)

    assert result.structured.share == 1.0
    assert all(tally.found == 0 for tally in result.stopped.values())


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("placed on 3 November, when does reg 24 run out", "placed on 3 November, when does reg 24 run out"),
        ("Born 3.4.15, placed on 3.11.26", "Born [date of birth], placed on 3.11.26"),
        ("she turns 7 on 4/5, review is on 6/5", "she turns 7 on [date of birth], review is on 6/5"),
        ("Jane Zedd (03/04/2015) was seen on 03/11/2026", "[name] ([date of birth]) was seen on 03/11/2026"),
        ("dobs 5.1.19, 6.2.21; visit 1.11.26", "dobs [date of birth], [date of birth]; visit 1.11.26"),
        (
            "the duty team on 01632 960008 rang mum on 01632 960009",
            "the duty team on 01632 960008 rang mum on [phone number]",
        ),
        ("sort code 12-34-56, reply by 12-03-26", "sort code [bank details], reply by 12-03-26"),
        ("his snap is kay_zee_09, snapchat is on 5 cases", "his snap is [online name], snapchat is on 5 cases"),
        ("passport 123456789 and 420,000 others", "passport [document number] and 420,000 others"),
        ("child 7712031 of 960321 children", "child [case number] of 960321 children"),
    ],
)
def test_what_identifies_goes_and_what_the_work_needs_stays(text: str, masked: str) -> None:
    assert mask_spans(text) == masked


def test_the_new_authors_exam_stays_where_it_was() -> None:
    result = score("names_exam")

    assert result.structured.found >= 42
    assert result.kinds[Kind.NAME].found >= 641
    assert result.gap < 5
    assert all(tally.share <= 0.05 for tally in result.stopped.values())


def test_labels_stand_in_their_notes() -> None:
    marked = [
        (note, kind, span)
        for half in ("development", "held_back", "fresh_odd")
        for note in notes(half)
        for kind, span in note.labels
    ]

    assert len(marked) > 350
    assert all(span.of(note.text).strip() for note, _, span in marked)


@pytest.mark.parametrize("path", DRAFTS[::9], ids=lambda path: path.stem)
def test_no_name_is_left_in_a_masked_draft(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    safe = deidentify(text)

    assert not safe.clean
    assert find(safe.text) == ()
