"""Official wording that a council has added: quoted before our digest of it."""

from pathlib import Path

import pytest

from tests.conftest import asked, holding

# Invented wording under a real number: only the shape is that of legislation.gov.uk.
REG_24 = """<?xml version="1.0" encoding="utf-8"?>
<Legislation xmlns="http://www.legislation.gov.uk/namespaces/legislation"
 xmlns:ukm="http://www.legislation.gov.uk/namespaces/metadata" xmlns:dc="http://purl.org/dc/elements/1.1/"
 DocumentURI="http://www.legislation.gov.uk/uksi/2010/959" RestrictExtent="E" RestrictStartDate="2021-04-01">
<ukm:Metadata><dc:title>The Care Planning, Placement and Case Review (England) Regulations 2010</dc:title>
</ukm:Metadata><Secondary><Body><P1group><Title>Temporary approval of a connected person</Title>
<P1 id="regulation-24"><Pnumber>24</Pnumber><P1para>
<P2 id="regulation-24-1"><Pnumber>1</Pnumber><P2para><Text>An authority that is satisfied that a child should live
with a connected person who is no foster parent may approve the person for a time of up to 16 weeks, if paragraph (2)
is met first.</Text></P2para></P2>
<P2 id="regulation-24-2"><Pnumber>2</Pnumber><P2para><Text>Before it approves the person, the authority must—</Text>
<P3 id="regulation-24-2-a"><Pnumber>a</Pnumber><P3para><Text>look into whether the person suits, and</Text>
</P3para></P3>
<P3 id="regulation-24-2-b"><Pnumber>b</Pnumber><P3para><Text>be sure that the child will be safe and well.</Text>
</P3para></P3></P2para></P2>
<P2 id="regulation-24-3"><Pnumber>3</Pnumber><P2para><Text>In this regulation a connected person is a relative, a
friend, or somebody else with a tie to the child.</Text></P2para></P2>
</P1para></P1></P1group></Body></Secondary></Legislation>"""


@pytest.fixture(scope="module")
def held(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled corpus with the official text of one regulation."""
    return holding(data, tmp_path_factory.mktemp("official"), "reg24.xml", REG_24)


def test_a_pinpoint_shows_the_official_words_first_and_the_digest_after_them(held: Path) -> None:
    given = asked(held, "SI 2010/959 reg 24(2)(b)")

    first, second = given["quotes"][:2]
    assert (first["locator"], first["digest"]) == ("reg 24(2)(b)", False)
    assert "(b) be sure that the child will be safe and well." in first["text"]
    assert "(b) be sure that the child will be safe and well." in given["answer_text"]
    assert "(a) look into" not in given["answer_text"]
    assert (second["locator"], second["digest"]) == ("reg 24(2)(b)", True)


@pytest.mark.parametrize("citation", ["SI 2010/959 reg 24", "reg 24"])
def test_a_bare_citation_shows_the_provision_from_its_start_and_then_what_sums_it_up(held: Path, citation: str) -> None:
    given = asked(held, citation)

    assert [(quote["locator"], quote["digest"]) for quote in given["quotes"]] == [
        ("reg 24(1)", False),
        ("reg 24(2)", False),
        ("regs 24-25", True),
    ]


def test_a_question_is_answered_in_the_official_words_before_the_digest_of_them(held: Path) -> None:
    given = asked(held, "how long does temporary approval under reg 24 last")

    assert given["status"] == "answered"
    assert [(quote["locator"], quote["digest"]) for quote in given["quotes"][:2]] == [
        ("reg 24(1)", False),
        ("reg 24(1)", True),
    ]
    assert "16 weeks" in given["quotes"][0]["text"]


def test_a_digest_of_which_the_official_text_is_not_held_still_answers(held: Path) -> None:
    given = asked(held, "SI 2010/959 reg 33")

    assert given["quotes"][0]["digest"] is True
    assert given["quotes"][0]["label"] == "SI 2010/959 reg 33"


def test_an_item_is_quoted_alone_only_where_it_was_asked_for(held: Path) -> None:
    pinned = asked(held, "what does SI 2010/959 reg 24(2)(a) say about the person")
    plain = asked(held, "must the authority look into whether the person suits before it approves them under reg 24")

    item = next(quote for quote in pinned["quotes"] if not quote["digest"])
    assert (item["locator"], item["label"]) == ("reg 24(2)(a)", "SI 2010/959 reg 24")
    assert "(b)" not in item["text"]
    lists = [quote for quote in plain["quotes"] if not quote["digest"] and quote["locator"].startswith("reg 24(2)")]
    assert [quote["locator"] for quote in lists] == ["reg 24(2)"]
    assert "(a) look into" in lists[0]["text"]
    assert "(b) be sure" in lists[0]["text"]


# Of the same invented sort, for a law that the bundled corpus does not hold.
HOMES = (
    REG_24.replace("2010/959", "2015/541")
    .replace(
        "Care Planning, Placement and Case Review (England) Regulations 2010",
        "Children's Homes (England) Regulations 2015",
    )
    .replace("regulation-24", "regulation-13")
    .replace("<Pnumber>24<", "<Pnumber>13<")
)


@pytest.fixture(scope="module")
def homes(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled corpus with one regulation of a law whose title has a place in brackets."""
    return holding(data, tmp_path_factory.mktemp("homes"), "homes.xml", HOMES)


@pytest.mark.parametrize(
    "citation",
    [
        "regulation 13 children's homes regulations 2015",
        "reg 13 of the Children’s Homes (England) Regulations 2015",
        "SI 2015/541 reg 13",
    ],
)
def test_an_added_law_is_found_by_its_title_with_or_without_its_place(homes: Path, citation: str) -> None:
    given = asked(homes, citation)

    assert [(quote["label"], quote["locator"]) for quote in given["quotes"][:2]] == [
        ("SI 2015/541 reg 13", "reg 13(1)"),
        ("SI 2015/541 reg 13", "reg 13(2)"),
    ]
