"""Procedures and guidance to sections: nothing lost, numbers and headings as pinpoints."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.dates import first_date, first_month
from ingest.parse import describe, parse
from ingest.procedures import read_procedure
from knowledge.documents import Authority, Document, Kind, Source
from knowledge.errors import SourceError, UnreadableFile
from knowledge.readers import Block, BlockKind, Reading

MANUAL = """# Harbour manual

Agreed in June 2031.

## 3 Visits

### 3.2 How often

The worker visits every nine days.

- by day
- by night

| Who | When |
| Keeper | Daily |

## Recording

Write it down.
"""


def source(short: str = "Harbour") -> Source:
    return Source("manual", "Harbour manual", short, Kind.PROCEDURE, Authority.LOCAL_PROCEDURE, date(2031, 6, 1))


def read(*blocks: Block) -> Document:
    return read_procedure(Reading("text", blocks), source())


def heading(text: str, level: int = 1, page: int | None = None) -> Block:
    return Block(BlockKind.HEADING, text, level, page)


def paragraph(text: str, page: int | None = None) -> Block:
    return Block(BlockKind.PARAGRAPH, text, 0, page)


def item(text: str) -> Block:
    return Block(BlockKind.ITEM, text)


def test_sections_follow_headings_and_are_named_by_number_or_heading() -> None:
    document = parse(MANUAL.encode(), "manual.md", source())

    assert [(section.locator, section.label) for section in document.sections] == [
        ("Harbour manual", "Harbour Harbour manual"),
        ("section 3.2", "Harbour 3.2"),
        ("Recording", "Harbour Recording"),
    ]


def test_a_section_keeps_its_list_table_and_the_headings_above_it() -> None:
    section = parse(MANUAL.encode(), "manual.md", source()).sections[1]

    assert section.trail == ("Harbour manual", "3 Visits")
    assert "nine days.\n- by day\n- by night" in section.text
    assert "Keeper | Daily" in section.text


def test_paragraphs_with_numbers_of_their_own_are_sections() -> None:
    document = read(
        heading("4 Reviews"), paragraph("4.1 Reviews are monthly."), paragraph("4.2 The child chooses where.")
    )

    assert [section.locator for section in document.sections] == ["para 4.1", "para 4.2"]
    assert {section.title for section in document.sections} == {"4 Reviews"}


def test_a_short_numbered_list_is_not_cut_up() -> None:
    document = read(heading("Steps"), item("1. Knock."), item("2. Wait."), item("3. Speak."))

    assert [section.text for section in document.sections] == ["1. Knock.\n2. Wait.\n3. Speak."]


def test_numbers_that_run_through_the_document_are_pinpoints() -> None:
    document = read(heading("One"), *(item(f"{n}. Words of paragraph {n}.") for n in range(1, 12)))

    assert document.sections[10].label == "Harbour para 11"


def test_pages_serve_where_there_is_no_number() -> None:
    section = read(heading("Boats", page=4), paragraph("Boats are kept dry.", page=4)).sections[0]

    assert (section.locator, section.page, section.label) == ("p 4", 4, "Harbour Boats")


def test_an_empty_heading_keeps_its_words_and_is_told() -> None:
    document = read(
        heading("Manual"),
        paragraph("Of the harbour."),
        heading("Boats"),
        heading("Nets"),
        paragraph("Nets are mended."),
    )

    assert (document.sections[1].text, document.sections[1].locator) == ("Boats", "Boats")
    assert document.notes == ("Nothing stands under 1 headings: Boats.",)


def test_a_title_set_like_a_heading_stands_above_the_headings() -> None:
    document = read(
        heading("Manual"), heading("Nets"), paragraph("Nets are mended."), heading("Boats"), paragraph("Dry.")
    )

    assert [section.trail for section in document.sections] == [("Manual",), ("Manual",)]
    assert document.notes == ()


def test_the_date_of_the_next_review_is_not_the_date_of_the_text() -> None:
    text = b"# Nets\n\nNext review due: 1 June 2033.\n\nApproved 4 May 2031. Review date: 1 May 2032"

    assert describe(text, "nets.md", None).as_at == date(2031, 5, 4)


def test_garbled_text_is_told() -> None:
    document = read(heading("Boats"), paragraph("The \ufffd boat \ue123 sails."))

    assert document.notes == ("1 paragraphs look garbled: check them against the file.",)


def test_a_document_that_is_called_law_but_is_not_laid_out_as_law_says_so() -> None:
    law = Source("law", "Law", "Law", Kind.LEGISLATION, Authority.STATUTE, date(2031, 1, 1))

    assert "not laid out as legislation.gov.uk" in parse(b"# Duty\n\nBe kind.", "law.md", law).notes[-1]


def test_a_manual_describes_itself() -> None:
    about = describe(MANUAL.encode(), "manual.md", None)

    assert (about.kind, about.title, about.as_at) == (Kind.PROCEDURE, "Harbour manual", date(2031, 6, 1))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (b"# Audit\n\nOfsted found drift. This procedure follows statutory guidance.", Kind.PROCEDURE),
        (b"# Harbour children\n\nHM Government\n\nStatutory guidance for lighthouses", Kind.GUIDANCE),
    ],
)
def test_a_procedure_that_only_cites_others_is_no_guidance_and_no_inspection(text: bytes, kind: Kind) -> None:
    assert describe(text, "file.md", None).kind is kind


def test_a_digest_keeps_the_id_and_owner_of_the_source_list() -> None:
    digest = (
        "---\nsource: other\ntitle: Ours\nshort: Ours 1\nkind: procedure\nauthority: local_procedure\nlicence: Own\n"
        "as_at: 2031-01-01\nsample: true\n---\nIntroduction.\n---\nid: one\nlabel: Ours 1 ch 1\nlocator: ch 1\n"
        "title: First\n"
        "status: sample procedure\nconfirmed: own procedure\nas_at: 2031-01-01\n---\nKeep the lamp lit.\n"
    )

    document = parse(digest.encode(), "ours.md", source())

    assert (document.source.id, document.source.short, document.source.sample) == ("manual", "Ours 1", True)
    assert document.sections[0].text == "Keep the lamp lit."


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"%PDF-1.4 broken", b"PK\x03\x04broken"])
def test_files_that_cannot_be_read_are_refused(data: bytes) -> None:
    with pytest.raises((SourceError, UnreadableFile)):
        parse(data, "file.bin", source())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 18 December 2019 and 1 May 2020", date(2019, 12, 18)),
        ("Made 4th March 2015", date(2015, 3, 4)),
        ("2024-05-21", date(2024, 5, 21)),
        ("21/05/2024", date(2024, 5, 21)),
        ("31 February 2020, then 1 March 2020", date(2020, 3, 1)),
        ("no date", None),
    ],
)
def test_dates_are_read_day_before_month(text: str, expected: date | None) -> None:
    assert first_date(text) == expected


def test_a_month_counts_from_its_first_day() -> None:
    assert first_month("Updated September 2024") == date(2024, 9, 1)


words = st.text(alphabet=st.sampled_from("abcdefgh .,:;-123()AB\u2019"), min_size=1, max_size=60).filter(
    lambda t: t.strip() != ""
)
blocks = st.lists(
    st.builds(
        Block,
        st.sampled_from(BlockKind),
        words.map(str.strip),
        st.integers(min_value=1, max_value=4),
        st.one_of(st.none(), st.integers(min_value=1, max_value=9)),
    ),
    min_size=1,
    max_size=25,
)


@given(blocks)
def test_no_words_of_a_block_are_lost_between_reading_and_sections(read_blocks: list[Block]) -> None:
    document = read(*read_blocks)

    kept = "\n".join("\n".join((*section.trail, section.title, section.text)) for section in document.sections)
    for block in read_blocks:
        assert block.text in kept


@given(blocks)
def test_every_section_has_words_and_a_label(read_blocks: list[Block]) -> None:
    for section in read(*read_blocks).sections:
        assert section.text.strip()
        assert section.label.startswith("Harbour")
