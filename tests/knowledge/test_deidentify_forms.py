"""The de-identifier on identifiers as forms and hasty notes have them."""

import pytest

from knowledge.deidentify import Kind, deidentify, find
from tests.quality.score_privacy import score


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("oldest 4-Jun-2011 and so on", Kind.DATE_OF_BIRTH),
        ("twin B 3/6/17", Kind.DATE_OF_BIRTH),
        ("she is 14, 3/6/12, and wants to go home", Kind.DATE_OF_BIRTH),
        ("dob3/O6/2017", Kind.DATE_OF_BIRTH),
        ("3/6/17, winter born", Kind.DATE_OF_BIRTH),
        ("box 4: 9 9 9 0 0 0 0 0 1 8", Kind.NHS_NUMBER),
        ("quote 99900 00018 please", Kind.NHS_NUMBER),
        ("try TS91 4 QJ", Kind.POSTCODE),
        ("at nans, 4 Lon y Felyn", Kind.ADDRESS),
        ("Bryn Teg, Heol y Coedwr, Cwmzedd", Kind.ADDRESS),
        ("Far Zedd Farm, nr Zeddlow", Kind.ADDRESS),
        ("boat Zedda, Lower Moorings, Zeddlow Wharf", Kind.ADDRESS),
        ("Chalet 9, Zedd Bay Hol. Park, Zeddby", Kind.ADDRESS),
        ("3 Zeddaharra, by Zeddlow", Kind.ADDRESS),
        ("X 9991 2345 6789 is the UPN", Kind.UPN),
        ("u.l.n. 99-1234-5678", Kind.UPN),
        ("ZZ 26 C 50 123", Kind.CASE_NUMBER),
        ("log 88 of 3/11/26", Kind.CASE_NUMBER),
        ("rent account 88120093", Kind.CASE_NUMBER),
        ("housing application ZED/88120/A", Kind.CASE_NUMBER),
        ("URN 44ZZ 0099123", Kind.CASE_NUMBER),
        ("a van, ZZ 61 OOZ", Kind.CAR_REGISTRATION),
        ("ZZ-61-OOZ was outside", Kind.CAR_REGISTRATION),
        ("sc 00 11 22", Kind.BANK_DETAILS),
        ("acct no ZZ-118-20011", Kind.BANK_DETAILS),
        ("R.Z.H told her teacher", Kind.INITIALS),
        ("P-Z told me", Kind.INITIALS),
        ("the plan, ZK (yr 9), is late", Kind.INITIALS),
        ("mum 14.02.89 drinks", Kind.DATE_OF_BIRTH),
        ("he is 4 (b 19.5.22) and at home", Kind.DATE_OF_BIRTH),
        ("baby 9/8/26 born early", Kind.DATE_OF_BIRTH),
        ("dad is at Zeddtop Farm, Zeddby", Kind.ADDRESS),
        ("in the old vicarage in Zeddby", Kind.ADDRESS),
        ("at 23 Zedd Rd Zeddby since friday", Kind.ADDRESS),
        ("at 90 Zedd Road West since friday", Kind.ADDRESS),
        ("3 Zedd court is damp", Kind.ADDRESS),
        ("at Zeddwood, 3 Zedd Bank", Kind.ADDRESS),
        ("lac 30177 review when", Kind.CASE_NUMBER),
        ("re 88/2231 when is it due", Kind.CASE_NUMBER),
        ("social care id 337 812", Kind.CASE_NUMBER),
        ("07700900818/07700900819, can i text them both", Kind.PHONE),
        ("UPNH801200001001 for the pep", Kind.UPN),
        ("NIQQ123456C for rent", Kind.NI_NUMBER),
        ("mob07700900123 ring first", Kind.PHONE),
        ("num is 7700 900888", Kind.PHONE),
        ("dob140315 visit when", Kind.DATE_OF_BIRTH),
        ("postcodeZZ997ZQ is hers", Kind.POSTCODE),
        ("back to DN 99 4ZQ", Kind.POSTCODE),
        ("LS99 OZQ is the carer", Kind.POSTCODE),
        ("at 33 Zedd Drive,Zeddby", Kind.ADDRESS),
        ("in Flat 9, Zedd Ct alone", Kind.ADDRESS),
        ("LCS88120 is closed", Kind.CASE_NUMBER),
        ("police log 0417 of 12/11", Kind.CASE_NUMBER),
        ("police ref 20*0417*24", Kind.CASE_NUMBER),
        ("cad 118 12nov", Kind.CASE_NUMBER),
        ("shes twelfth of march two thousand and fifteen", Kind.DATE_OF_BIRTH),
        ("born may 2014 on the 9th", Kind.DATE_OF_BIRTH),
        ("dob 2nd of the 4th 2013", Kind.DATE_OF_BIRTH),
        ("14 Mar 18- thats his dob", Kind.DATE_OF_BIRTH),
        ("kids 3/4/15 and 5/6/17, one plan", Kind.DATE_OF_BIRTH),
        ("the lad im working with (9/10/11) says no", Kind.DATE_OF_BIRTH),
        ("re KJ - who comes", Kind.INITIALS),
        ("A.M and L.Z placed apart", Kind.INITIALS),
        ("siblings AB, CD and EF", Kind.INITIALS),
        ("yp JT wont go home", Kind.INITIALS),
    ],
)
def test_identifiers_in_odd_forms_are_found(text: str, kind: Kind) -> None:
    assert {identifier.kind for identifier in find(text)} == {kind}


@pytest.mark.parametrize(
    "text",
    [
        "twins 2 and 3 need a plan; youngest, 3/11/26 review due",
        "the plan dated 3.11.26, NHS 111 and the L.A.C review",
        "housing register 16 and 17, council tax under 25, log 4 of the visits",
        "years 2 3 4 5 6 7 8 9 10 11, ratio 1 2 3 4",
        "AB 12 SEP, S47 2 DV and SC 12 of the order",
        "Re B-S told us what, and 3 Guidance, by Ofsted",
        "saw dad 12/11/26, mum 3/11/26 review, child 2 was not seen",
        "Home Farm Trust, a city farm and a cottage hospital",
        "re 11/2026 guidance and re 2023/24 figures, cp 15000 children",
        "re LA - who pays, re EP - which court, and 9 A.M. or 5 P.M.",
        "S1 OLD cases, M1 ONE plan; she is 3/11/26 placed",
        "cp plan 2025 of 12 months, log 3 nov visits, 10,Then 20",
        "at 2 Crown court hearings and a House of Lords report",
    ],
)
def test_what_only_looks_like_them_is_left_alone(text: str) -> None:
    assert find(text) == ()


def test_the_forms_of_another_author_are_found_and_hardly_a_question_is_stopped() -> None:
    result = score("forms")

    assert result.structured.share == 1.0
    assert all(tally.found <= 1 for tally in result.stopped.values())


def test_what_is_typed_with_thumbs_is_found_and_no_ordinary_question_is_stopped() -> None:
    result = score("thumbs")

    assert result.structured.share >= 0.99
    assert all(tally.found == 0 for tally in result.stopped.values())


def test_what_is_typed_on_a_phone_is_found_and_no_ordinary_question_is_stopped() -> None:
    result = score("phone")

    assert result.structured.share >= 0.98
    assert all(tally.found == 0 for tally in result.stopped.values())


@pytest.mark.parametrize(
    "text",
    [
        "how many hours a week has she to hvae contact wiht her mum",
        "do we pay a care leaver who is off to uni",
        "13 yr old looks after his mum who has MS. must we assess him",
        "school is calling em about his meds, who tells em what",
    ],
)
def test_slips_in_everyday_words_and_the_words_of_phones_are_no_names(text: str) -> None:
    assert deidentify(text).kinds == ()


@pytest.mark.parametrize(
    "text", ["I met Mrs. Okoro at home", "we saw ms Tehmina with her mum", "has she seen Ms. Bello"]
)
def test_a_name_after_a_title_is_found_beside_them(text: str) -> None:
    assert [kind.words for kind in deidentify(text).kinds] == ["name"]


@pytest.mark.parametrize(
    "text", ["the care order granted on appeal (12/03/2015)", "child protection guidance (01/07/2018)"]
)
def test_the_date_of_a_text_is_nobodys_birth(text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize("text", ["oen is on a cp plan", "mum says siad hit her", "noe is 7 and lives with nan"])
def test_names_that_look_like_slips_are_names(text: str) -> None:
    assert [kind.words for kind in deidentify(text).kinds] == ["name"]
