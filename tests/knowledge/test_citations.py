"""Citations as people type them."""

import pytest

from knowledge.citations import provision_of, references, subs_of


@pytest.mark.parametrize(
    ("typed", "instrument", "provision", "subs"),
    [
        ("r.24", "", "reg 24", ()),
        ("Reg 24(2)", "", "reg 24", ("2",)),
        ("section 47 CA89", "CA 1989", "s 47", ()),
        ("s47", "", "s 47", ()),
        ("how many s47s", "", "s 47", ()),
        ("Reg 24s are 24 weeks", "", "reg 24", ()),
        ("s.20(8) of the Children Act 1989", "CA 1989", "s 20", ("8",)),
        ("SI 2010/959 reg 28(2)(c)(i)", "SI 2010/959", "reg 28", ("2", "c", "i")),
        ("care planning regulations reg 25A", "SI 2010/959", "reg 25A", ()),
        ("Sch 2 para 15", "", "Sch 2", ("15",)),
        ("Sch 4 para 2(1)(b)", "", "Sch 4", ("2", "1", "b")),
        ("FPR PD12A", "FPR", "PD12A", ()),
        ("working together ch 3", "WT 2023", "ch 3", ()),
        ("art 8 ECHR", "HRA 1998", "art 8", ()),
        ("Article 8(2) of the European Convention on Human Rights", "HRA 1998", "art 8", ("2",)),
        ("art. 6", "HRA 1998", "art 6", ()),
        ("human rights act article 14", "HRA 1998", "art 14", ()),
        ("Article 3 UNCRC", "the UN Convention on the Rights of the Child", "art 3", ()),
        (
            "art 12 of the un convention on the rights of the child",
            "the UN Convention on the Rights of the Child",
            "art 12",
            (),
        ),
    ],
)
def test_common_forms_are_read(typed: str, instrument: str, provision: str, subs: tuple[str, ...]) -> None:
    found = references(typed)

    assert [(r.instrument, r.provision, r.subs) for r in found] == [(instrument, provision, subs)]


@pytest.mark.parametrize(
    "words",
    [
        "45 working days",
        "he is 16",
        "she's 23 and closed to leaving care",
        "auntie’s 16 weeks are nearly up",
        "the school 4 miles away",
        "£24",
        "stage 2",
        "article 17",
        "article 6 GDPR",
        "article 8 of the NI order",
        "art therapy",
    ],
)
def test_other_numbers_are_not_citations(words: str) -> None:
    assert references(words) == ()


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("SI 2010/959 reg 24", ("SI 2010/959", "reg 24")),
        ("CA 1989 Sch 2", ("CA 1989", "Sch 2")),
        ("FPR PD12A", ("FPR", "PD12A")),
        ("Ofsted letter 2019 F5", ("Ofsted letter 2019 F5", "")),
    ],
)
def test_labels_split_into_instrument_and_provision(label: str, expected: tuple[str, str]) -> None:
    assert provision_of(label) == expected


def test_pinpoints_give_their_numbers() -> None:
    assert subs_of("reg 24(2)(b)") == ("2", "b")
    assert subs_of("Sch 1 art 8(1)") == ("1",)
