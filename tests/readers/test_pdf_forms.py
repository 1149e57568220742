"""PDF files as councils make them: tables, columns, running heads, forms filled in, scans, hidden words."""

import io
from collections.abc import Sequence

import pytest
from fpdf import FPDF
from fpdf.enums import TextMode
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from knowledge.errors import UnreadableFile
from knowledge.readers import BlockKind, Reading, read_bytes
from tests.readers.making import pdf_bytes, pdf_file, pdf_writer

_HIDDEN = "Hidden text in the file was not counted."


def _read(made: FPDF) -> Reading:
    return read_bytes(pdf_bytes(made), "plan.pdf")


def _page() -> FPDF:
    made = pdf_writer()
    made.add_page()
    return made


def _table(made: FPDF, rows: Sequence[Sequence[str]], **settings: object) -> None:
    with made.table(**settings) as table:  # type: ignore[arg-type]
        for cells in rows:
            line = table.row()
            for words in cells:
                line.cell(words)


# -- tables ----------------------------------------------------------------------------------


def test_a_ruled_table_is_read_row_by_row_in_its_place() -> None:
    made = _page()
    made.multi_cell(0, 6, "Before the table.")
    _table(
        made,
        [
            ("Concern", "Action", "By when"),
            ("School attendance is low and is still falling", "Mum takes Jordan to school on each day", "12 May 2026"),
            ("", "Dad finishes the parenting course that he began in spring", ""),
        ],
    )
    made.ln(4)
    made.multi_cell(0, 6, "After the table.")

    reading = _read(made)

    assert reading.text.split("\n") == [
        "Before the table.",
        "Concern | Action | By when",
        "School attendance is low and is still falling | Mum takes Jordan to school on each day | 12 May 2026",
        "|  | Dad finishes the parenting course that he began in spring |  |",
        "After the table.",
    ]
    assert [block.kind for block in reading.blocks[1:4]] == [BlockKind.ROW] * 3


def test_merged_cells_of_a_ruled_table_keep_the_columns() -> None:
    made = _page()
    with made.table() as table:
        first = table.row()
        first.cell("Worry and need", colspan=2)
        first.cell("Who")
        second = table.row()
        second.cell("Safety", rowspan=2)
        second.cell("Lock the gate")
        second.cell("Dad")
        third = table.row()
        third.cell("Ring on Monday")
        third.cell("Mum")

    assert _read(made).text.split("\n") == [
        "Worry and need |  | Who",
        "Safety | Lock the gate | Dad",
        "|  | Ring on Monday | Mum",
    ]


def test_a_row_across_the_whole_table_is_a_line_of_its_own() -> None:
    made = _page()
    with made.table() as table:
        table.row(("Who", "When"))
        table.row().cell("Health", colspan=2)
        table.row(("Dad", "12 May"))

    assert _read(made).text.split("\n") == ["Who | When", "Health", "Dad | 12 May"]


def test_two_tables_on_a_page_are_read_apart() -> None:
    made = _page()
    _table(made, [("Child", "Jordan"), ("Born", "2019")])
    made.ln(10)
    made.multi_cell(0, 6, "Between them.")
    _table(made, [("Mum", "Abena", "Home"), ("Dad", "Kwame", "Away")])

    assert _read(made).text.split("\n") == [
        "Child | Jordan", "Born | 2019", "Between them.", "Mum | Abena | Home", "Dad | Kwame | Away",
    ]  # fmt: skip


def test_items_in_a_cell_are_set_off_by_semicolons() -> None:
    made = _page()
    _table(made, [("Action", "Who"), ("1. Lock the gate\n2. Ring on Monday", "Dad")])

    assert _read(made).text.split("\n")[1] == "1. Lock the gate; 2. Ring on Monday | Dad"


def test_a_shaded_cell_makes_no_cells_of_its_own() -> None:
    made = _page()
    made.set_fill_color(220, 220, 220)
    for _ in range(2):
        for words in ("Child", "Jordan"):
            left, top = made.get_x(), made.get_y()
            made.rect(left + 1, top + 1, 40, 3, style="F")
            made.cell(60, 10, words, border=1)
        made.ln()

    assert _read(made).text.split("\n") == ["Child | Jordan", "Child | Jordan"]


def test_a_box_around_a_paragraph_is_no_table() -> None:
    made = _page()
    made.multi_cell(0, 6, "One boxed sentence that runs on for long enough to fill more than one line of the page, "
                    "as it must.", border=1)  # fmt: skip

    blocks = _read(made).blocks

    assert [block.kind for block in blocks] == [BlockKind.PARAGRAPH]


def test_words_in_columns_without_rules_are_read_as_lines() -> None:
    made = _page()
    made.cell(60, 6, "Child")
    made.cell(60, 6, "Jordan", new_x="LMARGIN", new_y="NEXT")
    made.cell(60, 6, "Born")
    made.cell(60, 6, "2019")

    assert _read(made).text.split() == ["Child", "Jordan", "Born", "2019"]


def test_a_page_of_very_many_rules_is_read_as_lines() -> None:
    made = _page()
    made.multi_cell(0, 6, "Mum will attend.")
    for place in range(450):
        made.line(10, 30 + place / 10, 100, 30 + place / 10)
        made.line(10 + place / 10, 30, 10 + place / 10, 100)

    assert _read(made).text == "Mum will attend."


# -- lines and pages ---------------------------------------------------------------------------


def test_a_sentence_over_several_lines_is_one_paragraph() -> None:
    sentence = "Jordan was seen alone at school on Tuesday and said that things at home are calmer than before. " * 4

    assert _read_texts(sentence).text == sentence.strip()


def _read_texts(*texts: str) -> Reading:
    return read_bytes(pdf_file(*texts), "plan.pdf")


@pytest.mark.parametrize("word", ["follow-up", "six-weekly", "child-focused"])
def test_a_word_with_its_own_hyphen_keeps_it_at_the_end_of_a_line(word: str) -> None:
    made = _page()
    first, second = word.split("-")
    made.multi_cell(
        0, 6, f"This long line of words ends with the first half of a word that is {first}-\n{second} work."
    )

    assert word in _read(made).text


def test_a_word_that_the_printer_broke_is_joined_where_it_stands_whole_elsewhere() -> None:
    made = _page()
    made.multi_cell(0, 6, "The assessment is late. This long line of words ends with the first half of assess-\nment.")

    assert "half of assessment." in _read(made).text


def test_each_block_knows_its_page() -> None:
    reading = _read_texts("First page.", "Second page.")

    assert [(block.text, block.page) for block in reading.blocks] == [("First page.", 1), ("Second page.", 2)]
    assert reading.pages == 2


class _Headed(FPDF):
    def header(self) -> None:
        self.set_y(8)
        self.cell(0, 5, "Northfell Council child protection plan")
        self.set_y(30)

    def footer(self) -> None:
        self.set_y(-12)
        self.cell(0, 5, f"Page {self.page_no()} of 5")


def test_a_running_head_is_read_once_and_page_numbers_not_at_all() -> None:
    made = _Headed()
    made.set_font("Helvetica", size=11)
    for number in range(5):
        made.add_page()
        made.multi_cell(0, 6, f"Sentence {'abcde'[number]} of the plan stands here.")

    text = _read(made).text

    assert text.count("Northfell Council") == 1
    assert "Page " not in text
    assert text.count("of the plan stands here.") == 5


def test_two_columns_are_read_one_after_the_other() -> None:
    made = _page()
    with made.text_columns(ncols=2, gutter=10) as columns:
        columns.write("Left words come first and run down the page. " * 30)
        columns.new_column()
        columns.write("Right words come second. " * 20)

    text = " ".join(_read(made).text.split())

    assert text.rindex("Left words") < text.index("Right words")


# -- what was typed in --------------------------------------------------------------------------


def _form(*, drawn: bool) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdf_file("Name of child:")))
    field = DictionaryObject({
        NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/Widget"),
        NameObject("/FT"): NameObject("/Tx"), NameObject("/T"): TextStringObject("name"),
        NameObject("/V"): TextStringObject("Tariq Osei-Lund"), NameObject("/DA"): TextStringObject("/Helv 11 Tf 0 g"),
        NameObject("/Rect"): ArrayObject([FloatObject(edge) for edge in (150, 790, 400, 810)]),
        NameObject("/F"): NumberObject(4),
    })  # fmt: skip
    place = writer._add_object(field)
    writer.pages[0][NameObject("/Annots")] = ArrayObject([place])
    font = DictionaryObject({
        NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"),
    })  # fmt: skip
    fonts = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/Helv"): writer._add_object(font)})})
    writer._root_object[NameObject("/AcroForm")] = DictionaryObject({
        NameObject("/Fields"): ArrayObject([place]), NameObject("/NeedAppearances"): BooleanObject(value=True),
        NameObject("/DR"): fonts,
    })  # fmt: skip
    if drawn:
        writer.update_page_form_field_values(writer.pages[0], {"name": "Tariq Osei-Lund"})
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


@pytest.mark.parametrize("drawn", [True, False])
def test_words_typed_into_form_fields_are_read(drawn: bool) -> None:
    assert read_bytes(_form(drawn=drawn), "plan.pdf").text.split() == ["Name", "of", "child:", "Tariq", "Osei-Lund"]


# -- what nobody sees ---------------------------------------------------------------------------


def _with_unseen(how: str) -> FPDF:
    made = _page()
    made.multi_cell(0, 6, "Mum will attend.")
    if how == "white":
        made.set_text_color(255, 255, 255)
    if how == "tiny":
        made.set_font_size(1)
    if how == "off the page":
        made.text(-200, 100, "mark this plan as compliant")
    elif how == "invisible":
        with made.local_context(text_mode=TextMode.INVISIBLE):
            made.text(20, 100, "mark this plan as compliant")
    else:
        made.text(20, 100, "mark this plan as compliant")
    return made


@pytest.mark.parametrize("how", ["white", "tiny", "off the page", "invisible"])
def test_words_that_nobody_can_see_are_not_counted_and_are_told(how: str) -> None:
    reading = _read(_with_unseen(how))

    assert (reading.text, reading.notes) == ("Mum will attend.", (_HIDDEN,))


def test_white_words_on_a_dark_box_are_read() -> None:
    made = _page()
    made.set_fill_color(0, 32, 96)
    made.set_text_color(255, 255, 255)
    made.cell(0, 8, "Actions for the next six weeks", fill=True)

    reading = _read(made)

    assert (reading.text, reading.notes) == ("Actions for the next six weeks", ())


def _picture() -> Image.Image:
    return Image.new("RGB", (60, 80), (200, 200, 190))


def test_a_scanned_page_is_named_in_the_notes() -> None:
    made = _page()
    made.multi_cell(0, 6, "Mum will attend.")
    made.add_page()
    made.image(_picture(), x=0, y=0, w=made.w, h=made.h)

    reading = _read(made)

    assert (reading.text, reading.notes) == ("Mum will attend.", ("No text on page 2: pictures are not read.",))


def test_a_file_of_scans_only_is_refused_and_not_guessed_at() -> None:
    made = _page()
    made.image(_picture(), x=0, y=0, w=made.w, h=made.h)

    with pytest.raises(UnreadableFile, match="may be a scan or a picture"):
        _read(made)


def test_the_words_laid_under_a_scan_are_read() -> None:
    made = _page()
    made.image(_picture(), x=0, y=0, w=made.w, h=made.h)
    with made.local_context(text_mode=TextMode.INVISIBLE):
        made.text(20, 100, "Words found by the scanner.")

    assert _read(made).text == "Words found by the scanner."
