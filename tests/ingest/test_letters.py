"""Ofsted letters and reports to sections with codes, paragraphs and pages."""

from datetime import date

import pytest
from fpdf import FPDF

from ingest.inspections import about
from ingest.letters import read_inspection
from ingest.parse import describe, parse
from knowledge.documents import Authority, Document, Kind, Source
from knowledge.readers import Block, BlockKind, Reading
from tests.conftest import SHARED

REAL = SHARED / "real" / "letters"
needs_real = pytest.mark.skipif(not REAL.is_dir(), reason="the real documents are not here")
LETTER_2019 = "redcar-and-cleveland-focused-visit-2019-12-18.txt"
REPORT_2017 = "redcar-and-cleveland-inspection-2017-04-07.pdf"
REPORT_2022 = "redcar-and-cleveland-inspection-2022-09-22.pdf"

PORT_MERIDIAN = "Ofsted letter 2031 (Port Meridian City Council, 3 March)"

LETTER = """Ofsted Invented House Harbour Street

T 0000 000 0000


3 March 2031

Amina Invented Port Meridian Council

Dear Amina

Focused visit to Port Meridian City Council children's services

This letter tells what inspectors found at a focused visit to Port Meridian City Council children's services \
on 4 and 5 February 2031.

Headline findings

Children are seen often. The lighthouse team keeps good

notes of every visit.

What needs to improve in this service?

- The quality of plans.
- The pace of reviews.

Main findings

Early help

- Families find help in the harbour office, and workers stay with them. Visits are long enough for a child \
to speak, and managers read what the



child said before they decide anything about the plan.
- Reviews drift.

Ofsted will take these findings into account. This letter will be published.

Yours sincerely

Ivo Invented
"""


def read(data: bytes, name: str) -> Document:
    kind = Kind.INSPECTION
    return parse(data, name, Source("letter", "A letter", "", kind, Authority.INSPECTION, date(2030, 1, 1)))


def real(name: str) -> Document:
    return read((REAL / name).read_bytes(), name)


def codes(document: Document) -> list[str]:
    return [section.locator for section in document.sections]


def test_every_part_of_a_letter_has_its_code() -> None:
    document = read(LETTER.encode(), "letter.txt")

    assert codes(document) == ["H", "O1", "I1", "I2", "F1", "F2", "C"]
    assert [section.label for section in document.sections][-2:] == [f"{PORT_MERIDIAN} F2", f"{PORT_MERIDIAN} C"]


def test_a_paragraph_that_a_page_break_cut_is_one_finding() -> None:
    sections = {section.locator: section for section in read(LETTER.encode(), "letter.txt").sections}

    assert sections["O1"].text.endswith("The lighthouse team keeps good notes of every visit.")
    assert "managers read what the child said" in sections["F1"].text


def test_findings_carry_the_nearest_heading() -> None:
    html = (
        "<html><body><main><p>3 March 2031</p><p>Dear Amina</p>"
        "<p>Focused visit to Port Meridian City Council children's services</p><h2>Main findings</h2>"
        "<h3>Early help</h3><p>Families find help in the harbour office.</p></main></body></html>"
    )

    document = read(html.encode(), "letter.html")

    assert [(section.locator, section.title) for section in document.sections][-1] == ("F1", "Early help")


def test_the_letter_is_dated_and_tells_what_it_is() -> None:
    document = read(LETTER.encode(), "letter.txt")

    assert (document.source.as_at, document.source.short) == (date(2031, 3, 3), PORT_MERIDIAN)
    assert document.notes[-1] == (
        "Inspection: authority Port Meridian City Council, type focused visit, dated 2031-03-03, "
        "visited 4 and 5 February 2031."
    )
    assert document.sections[0].text.startswith("3 March 2031")


def test_a_letter_describes_itself() -> None:
    found = describe(LETTER.encode(), "letter.txt", None)

    assert found.kind is Kind.INSPECTION
    assert found.title == "Ofsted focused visit letter: Port Meridian City Council, 3 March 2031"
    assert (found.short, found.as_at) == (PORT_MERIDIAN, date(2031, 3, 3))


def printed_letter() -> bytes:
    """A letter of two pages as a PDF: bold headings, and a finding that the page break cuts."""
    pdf = FPDF()
    pdf.add_page()
    said = "The harbour team knows its children well and writes down what each of them says on every visit. "
    for style, words in (
        ("", "Ofsted, Invented House"),
        ("", "3 March 2031"),
        ("", "Dear Amina"),
        ("B", "Focused visit to Port Meridian City Council children's services"),
        ("B", "Headline findings"),
        ("", said * 3),
        ("B", "Main findings"),
        *(("", f"Point {number}. {said * 6}") for number in range(1, 10)),
        ("", "Ofsted will take these findings into account."),
    ):
        pdf.set_font("Helvetica", style, 12)
        pdf.multi_cell(0, 6, words, align="L")
        pdf.ln(5)
    return bytes(pdf.output())


def test_a_printed_letter_gives_the_same_codes_across_its_pages() -> None:
    document = read(printed_letter(), "letter.pdf")

    assert codes(document) == ["H", "O1", *(f"F{number}" for number in range(1, 10)), "C"]
    findings = [section for section in document.sections if section.locator.startswith("F")]
    assert all(section.text.startswith("Point ") and section.text.endswith("every visit.") for section in findings)
    assert {section.page for section in findings} == {1, 2}


def report(*blocks: tuple[BlockKind, str, int]) -> Document:
    reading = Reading("pdf", tuple(Block(kind, text, 2, page) for kind, text, page in blocks))
    return read_inspection(reading, Source("r", "R", "", Kind.INSPECTION, Authority.INSPECTION, date(2030, 1, 1)))


def test_a_report_is_cited_by_its_numbered_paragraphs_and_by_page_elsewhere() -> None:
    numbered = [(BlockKind.ITEM, f"{n}. Finding number {n} about the harbour.", 3) for n in range(1, 10)]

    document = report(
        (BlockKind.HEADING, "Inspection of Port Meridian local authority children’s services", 1),
        (BlockKind.PARAGRAPH, "Inspection dates: 6 May to 17 May 2030", 1),
        (BlockKind.HEADING, "The experiences of children by the harbour", 3),
        (BlockKind.HEADING, "Inspection findings", 3),
        *numbered,
        (BlockKind.PARAGRAPH, "It goes on under the same number.", 4),
    )

    assert [section.label for section in document.sections][:2] == [
        "Ofsted report 2030 (Port Meridian, 17 May) p 1",
        "Ofsted report 2030 (Port Meridian, 17 May) para 1",
    ]
    last = document.sections[-1]
    assert last.text == "9. Finding number 9 about the harbour.\n\nIt goes on under the same number."
    assert (last.trail, last.title) == (
        ("The experiences of children by the harbour",),
        "Inspection findings",
    )
    assert document.source.as_at == date(2030, 5, 17)


def test_a_document_without_dates_says_so() -> None:
    found = about((Block(BlockKind.PARAGRAPH, "Dear colleague"),))

    assert "no authority was found" in found.notes[0]
    assert "no date was found" in found.notes[0]


@needs_real
def test_the_real_letter_has_exactly_its_findings() -> None:
    document = real(LETTER_2019)

    expected = ["H", "O1", "O2", "O3", *(f"I{n}" for n in range(1, 5)), *(f"F{n}" for n in range(1, 13)), "C"]
    assert codes(document) == expected
    assert (document.source.as_at, document.source.short) == (date(2019, 12, 18), "Ofsted letter 2019")


@needs_real
@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("F3", "greater understanding of children"),
        ("F5", "contingency planning"),
        ("F6", "Letters before proceedings"),
        ("F7", "do not have specific training"),
        ("F9", "regulation 24"),
        ("F12", "Supervision does not always help"),
        ("O2", "quality assurance."),
    ],
)
def test_the_real_findings_hold_what_the_digest_says_they_hold(code: str, words: str) -> None:
    (section,) = (section for section in real(LETTER_2019).sections if section.locator == code)

    assert words in section.text


@needs_real
@pytest.mark.parametrize(("name", "last", "dated"), [(REPORT_2017, 118, (2017, 4, 7)), (REPORT_2022, 49, (2022, 7, 1))])
def test_the_real_reports_give_every_numbered_paragraph(name: str, last: int, dated: tuple[int, int, int]) -> None:
    document = real(name)

    numbered = [code for code in codes(document) if code.startswith("para ")]
    assert numbered == [f"para {number}" for number in range(1, last + 1)]
    assert document.source.as_at == date(*dated)
    assert all(section.page for section in document.sections)


@needs_real
def test_the_contents_page_and_the_publishers_notices_are_no_findings() -> None:
    text = "\n".join(section.text for section in real(REPORT_2017).sections)

    assert "Piccadilly Gate" not in text
    assert "Executive summary 2" not in text
