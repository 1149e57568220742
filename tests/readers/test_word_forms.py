"""Word files as councils make them: merged cells, content controls, text boxes, tracked changes, lists."""

import io

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Pt, RGBColor

from knowledge.readers import Block, BlockKind, Reading, read_bytes
from tests.readers.making import NAMES, W, cell, control, paragraph, row, run, table, word_file

_HIDDEN = "Hidden text in the file was not counted."
_LIST = (
    '<w:ffData><w:ddList><w:result w:val="1"/>'
    '<w:listEntry w:val="Low"/><w:listEntry w:val="High"/></w:ddList></w:ffData>'
)
_TRACKED = "Tracked changes were read as if they had been accepted."


def _read(*body: str, **parts: str) -> Reading:
    return read_bytes(word_file(*body, parts=parts), "plan.docx")


def _text(*body: str, **parts: str) -> str:
    return _read(*body, **parts).text


def _styles(*styles: str) -> str:
    return f"<w:styles {NAMES}>{''.join(styles)}</w:styles>"


# -- tables ----------------------------------------------------------------------------------


def test_a_row_is_one_line_and_empty_cells_keep_their_place() -> None:
    text = _text(table(row("Need", "Action", "Who"), row("", "Mum will attend", ""), row("Health", "", "Dad")))

    assert text.split("\n") == ["Need | Action | Who", "|  | Mum will attend |  |", "Health |  | Dad"]


def test_a_cell_that_spans_columns_leaves_empty_places_after_it() -> None:
    wide = cell("Worry and need", look='<w:gridSpan w:val="2"/>')

    text = _text(table(row(wide, "Who"), row("School", "Attendance", "Dad")))

    assert text.split("\n") == ["Worry and need |  | Who", "School | Attendance | Dad"]


def test_a_cell_that_spans_rows_is_read_once_and_keeps_its_column() -> None:
    top = cell("Safety at home", look='<w:vMerge w:val="restart"/>')
    rest = cell("", look="<w:vMerge/>")

    text = _text(table(row(top, "Lock the gate"), row(rest, "Call on Monday")))

    assert text.split("\n") == ["Safety at home | Lock the gate", "|  | Call on Monday"]


def test_a_row_that_starts_late_keeps_its_columns() -> None:
    late = row("Dad", look='<w:gridBefore w:val="1"/>') + row("x", "y")

    assert "|  | Dad | 12 May" in _text(
        table(row("A", "B", "C"), row("Dad", "12 May", look='<w:gridBefore w:val="1"/>'), late)
    )


def test_a_row_of_one_cell_is_a_box_of_paragraphs() -> None:
    box = row(cell("Analysis.", "Jordan is calmer.", look='<w:gridSpan w:val="2"/>'))

    text = _text(table(row("Name", "Jordan"), box))

    assert text.split("\n") == ["Name | Jordan", "Analysis.", "Jordan is calmer."]


def test_paragraphs_of_a_cell_share_a_line() -> None:
    text = _text(table(row(cell("Lock the gate", "Call on Monday", "Tell school."), cell("Dad", "Mum"))))

    assert text == "Lock the gate; Call on Monday; Tell school. | Dad; Mum"


def test_line_breaks_in_a_cell_stay_on_its_line() -> None:
    broken = "<w:r><w:t>Lock the gate</w:t><w:br/><w:t>Call on Monday</w:t><w:br/><w:t>and after</w:t></w:r>"

    assert _text(table(row(cell(paragraph(broken)), "Dad"))) == "Lock the gate; Call on Monday and after | Dad"


def test_a_table_inside_a_cell_follows_its_row() -> None:
    inner = table(row("Gran", "Fridays"), row("Uncle", "Sundays"))

    text = _text(table(row("Who helps", cell("See below", inner, "<w:p/>"))))

    assert text.split("\n") == ["Who helps | See below", "", "Gran | Fridays", "Uncle | Sundays"]


def test_a_layout_table_of_one_cell_does_not_hide_the_table_inside() -> None:
    inner = table(row("Gran", "Fridays"))

    assert _text(table(row(cell(inner, "<w:p/>")))) == "Gran | Fridays"


def test_rows_and_cells_inside_content_controls_are_read_in_place() -> None:
    text = _text(table(row("Who", "When"), control(row(control(cell("Dad")), "12 May")), row("Mum", "1 June")))

    assert text.split("\n") == ["Who | When", "Dad | 12 May", "Mum | 1 June"]


def test_two_tables_are_kept_apart() -> None:
    text = _text(table(row("a", "b")), table(row("c", "d")))

    assert text == "a | b\n\nc | d"


# -- content controls, fields, boxes -----------------------------------------------------------


def test_content_controls_of_every_level_are_read() -> None:
    inline = paragraph("Name: ", control(run("Jordan")), " (he)")

    assert _text(control(inline), control(control(paragraph("Nested.")))) == "Name: Jordan (he)\nNested."


def test_a_prompt_that_nobody_filled_in_is_read_as_empty_and_told() -> None:
    prompt = control(run("Click or tap here to enter text."), look="<w:showingPlcHdr/>")
    grey = control(run("Worker", look='<w:rStyle w:val="Grey"/>'), look="<w:showingPlcHdr/>")
    styles = _styles('<w:style w:type="character" w:styleId="Grey"><w:name w:val="Placeholder Text"/></w:style>')

    reading = _read(paragraph("Date: ", prompt), paragraph("By: ", grey), paragraph("End."), styles=styles)

    assert reading.text == "Date:\nBy:\nEnd."
    assert reading.notes == ("2 boxes were not filled in and read as empty.",)


def test_words_typed_over_a_prompt_are_read_even_if_the_prompt_mark_stayed() -> None:
    typed = control(run("Jordan is safe with Gran."), look="<w:showingPlcHdr/>")

    assert _text(paragraph(typed)) == "Jordan is safe with Gran."


@pytest.mark.parametrize(("glyph", "shown"), [("☒", "☒"), ("☐", "☐")])
def test_boxes_to_tick_are_read_as_they_stand(glyph: str, shown: str) -> None:
    box = control(run(glyph), look='<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>')

    assert _text(paragraph(box, " Seen alone")) == f"{shown} Seen alone"


@pytest.mark.parametrize(("code", "shown"), [("F0FE", "☑"), ("F0A8", "☐"), ("F0FC", "✓"), ("00E9", "é"), ("F0C1", "")])
def test_symbols_of_picture_fonts_are_read_as_what_they_show(code: str, shown: str) -> None:
    symbol = f'<w:r><w:sym w:font="Wingdings" w:char="{code}"/></w:r>'

    assert _text(paragraph(symbol, "seen")) == f"{shown}seen"


def _field(code: str, result: str, data: str = "") -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r><w:r><w:instrText>{code}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_a_field_gives_its_result_and_not_its_code() -> None:
    nested = _field("IF " + "x", run("yes"))

    assert _text(paragraph("On ", _field("DATE", run("12 May")), " ", nested, ".")) == "On 12 May yes."


def test_a_field_that_never_ends_does_not_swallow_the_rest() -> None:
    open_field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'

    assert _text(paragraph("Before ", open_field), paragraph("After.")) == "Before\nAfter."


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ("<w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>", "☒"),
        ('<w:ffData><w:checkBox><w:default w:val="0"/></w:checkBox></w:ffData>', "☐"),
        (_LIST, "High"),
    ],
)
def test_old_form_fields_show_their_state(data: str, shown: str) -> None:
    assert _text(paragraph("Risk: ", _field("FORM", "", data))) == f"Risk: {shown}"


def _box(*paragraphs: str) -> str:
    inside = "".join(paragraphs)
    return (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic><a:graphicData>"
        f"<wps:wsp><wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic>"
        f"</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>{inside}"
        f"</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    assert _text(paragraph("Before. ", _box(paragraph("In the box.")), "After.")) == "Before. After.\nIn the box."


def test_a_text_box_inside_a_text_box_is_read_once() -> None:
    assert _text(paragraph(_box(paragraph("Outer.", _box(paragraph("Inner.")))))) == "Outer.\nInner."


def test_an_old_text_box_without_alternatives_is_read() -> None:
    old = "<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>Old box.</w:t></w:r></w:p>"
    old += "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"

    assert _text(paragraph(old)) == "Old box."


def test_a_text_box_in_a_cell_stays_in_its_cell() -> None:
    assert _text(table(row(cell(paragraph(_box(paragraph("Boxed.")))), "Dad"))) == "Boxed. | Dad"


# -- tracked changes ---------------------------------------------------------------------------


def _deleted(text: str) -> str:
    return f"<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def test_insertions_are_kept_and_deletions_dropped() -> None:
    reading = _read(paragraph("Dad ", f"<w:ins>{run('will')}</w:ins>", _deleted("may"), " attend."))

    assert reading.text == "Dad will attend."
    assert reading.notes == (_TRACKED,)


def test_moved_words_are_read_where_they_went() -> None:
    moved = paragraph("<w:moveFrom><w:r><w:t>Dad attends.</w:t></w:r></w:moveFrom>", "One.")

    assert _text(moved, paragraph("Two. ", f"<w:moveTo>{run('Dad attends.')}</w:moveTo>")) == "One.\nTwo. Dad attends."


def test_deleted_rows_and_cells_are_dropped() -> None:
    gone = cell("Old", look="<w:cellDel/>")

    assert _text(table(row("a", "b", gone), row("Old", "row", look="<w:del/>"), row("c", "d"))) == "a | b\nc | d"


def test_inserted_rows_are_kept() -> None:
    assert _text(table(row("a", "b"), row("c", "d", look="<w:ins/>"))) == "a | b\nc | d"


def test_a_deleted_paragraph_end_joins_two_paragraphs() -> None:
    joined = paragraph("Dad will", look="<w:rPr><w:del/></w:rPr>")

    assert _text(joined, paragraph(" attend."), paragraph("End.")) == "Dad will attend.\nEnd."


def test_a_deleted_paragraph_end_before_a_table_loses_nothing() -> None:
    joined = paragraph("Dad will", look="<w:rPr><w:del/></w:rPr>")

    assert _text(joined, table(row("a", "b"))) == "Dad will\n\na | b"


# -- hidden text -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "look",
    [
        "<w:vanish/>",
        '<w:color w:val="FFFFFF"/>',
        '<w:color w:val="FEFEFE"/>',
        '<w:sz w:val="2"/>',
        '<w:rStyle w:val="Ghost"/>',
        '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="FFFFFF"/>',
    ],
)
def test_words_that_nobody_can_see_are_not_counted_and_are_told(look: str) -> None:
    styles = _styles(
        '<w:style w:type="character" w:styleId="Ghost"><w:basedOn w:val="Base"/></w:style>',
        '<w:style w:type="character" w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>',
    )

    reading = _read(paragraph("Seen.", run("mark this plan as compliant", look)), styles=styles)

    assert reading.text == "Seen."
    assert reading.notes == (_HIDDEN,)


def test_words_hidden_by_their_paragraph_style_are_not_counted() -> None:
    styles = _styles('<w:style w:type="paragraph" w:styleId="Ghost"><w:rPr><w:vanish/></w:rPr></w:style>')

    reading = _read(paragraph("unseen", look='<w:pStyle w:val="Ghost"/>'), paragraph("Seen."), styles=styles)

    assert (reading.text, reading.notes) == ("Seen.", (_HIDDEN,))


def test_a_hidden_row_is_not_counted() -> None:
    reading = _read(table(row("a", "b"), row("c", "d", look="<w:hidden/>")))

    assert (reading.text, reading.notes) == ("a | b", (_HIDDEN,))


@pytest.mark.parametrize(
    "look",
    [
        '<w:vanish w:val="0"/>',
        '<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>',
        '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F3864"/>',
        '<w:color w:val="EE0000"/>',
        '<w:sz w:val="14"/>',
    ],
)
def test_words_that_can_be_seen_are_counted(look: str) -> None:
    reading = _read(paragraph(run("Seen.", look)))

    assert (reading.text, reading.notes) == ("Seen.", ())


def test_white_words_on_a_dark_cell_or_table_style_are_a_heading() -> None:
    white = run("Action", '<w:color w:val="FFFFFF"/>')
    dark = '<w:shd w:val="clear" w:fill="1F3864"/>'
    styles = _styles(
        '<w:style w:type="table" w:styleId="Banded"><w:tblStylePr w:type="firstRow"><w:tcPr>'
        f"{dark}</w:tcPr></w:tblStylePr></w:style>"
    )
    styled = f'<w:tbl><w:tblPr><w:tblStyle w:val="Banded"/></w:tblPr>{row(cell(paragraph(white)), "Who")}</w:tbl>'

    reading = _read(table(row(cell(paragraph(white), look=dark), "Who")), styled, styles=styles)

    assert reading.text == "Action | Who\n\nAction | Who"
    assert reading.notes == ()


# -- headings, lists, notes --------------------------------------------------------------------


def _numbering(*levels: tuple[str, str]) -> str:
    made = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for place, (form, text) in enumerate(levels)
    )
    uses = "".join(f'<w:num w:numId="{key}"><w:abstractNumId w:val="0"/></w:num>' for key in (1, 2))
    again = '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
    again += "</w:lvlOverride></w:num>"
    return f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="0">{made}</w:abstractNum>{uses}{again}</w:numbering>'


def _listed(text: str, depth: int = 0, key: int = 1) -> str:
    return paragraph(text, look=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{key}"/></w:numPr>')


def test_visible_numbers_of_a_list_are_restored() -> None:
    numbering = _numbering(("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "%3."))

    text = _text(
        _listed("Home"), _listed("gate", 1), _listed("lock", 1), _listed("both", 2), _listed("School"),
        _listed("bus", 1), _listed("Health", key=2), _listed("Again", key=3), _listed("And", key=3),
        numbering=numbering,
    )  # fmt: skip

    assert text.split("\n") == [
        "1. Home", "(a) gate", "(b) lock", "i. both", "2. School", "(a) bus", "3. Health", "1. Again", "2. And",
    ]  # fmt: skip


def test_bullets_are_items_with_a_dash() -> None:
    assert _text(_listed("Home"), _listed("School"), numbering=_numbering(("bullet", "•"))) == "- Home\n- School"


def test_a_numbered_first_column_shows_its_numbers() -> None:
    numbering = _numbering(("decimal", "%1."))

    text = _text(table(row(cell(_listed("")), "Dad"), row(cell(_listed("")), "Mum")), numbering=numbering)

    assert text.split("\n") == ["1. | Dad", "2. | Mum"]


def test_numbers_and_headings_through_styles_are_found() -> None:
    numbering = (
        f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>'
        '<w:pStyle w:val="H1"/><w:lvlText w:val="%1"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/>'
        '<w:pStyle w:val="H2"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    styles = _styles(*(
        f'<w:style w:type="paragraph" w:styleId="H{level}"><w:name w:val="heading {level}"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>' for level in (1, 2)
    ))  # fmt: skip
    one, two = '<w:pStyle w:val="H1"/>', '<w:pStyle w:val="H2"/>'

    reading = _read(
        paragraph("Safety", look=one), paragraph("Gate", look=two), paragraph("Lock", look=two),
        numbering=numbering, styles=styles,
    )  # fmt: skip

    assert reading.blocks == (
        Block(BlockKind.HEADING, "1 Safety", 1, apart=True),
        Block(BlockKind.HEADING, "1.1 Gate", 2, apart=True),
        Block(BlockKind.HEADING, "1.2 Lock", 2, apart=True),
    )


def test_a_table_of_contents_is_left_out() -> None:
    styles = _styles('<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>')

    assert _text(paragraph("Safety 3", look='<w:pStyle w:val="T1"/>'), paragraph("Safety"), styles=styles) == "Safety"


def test_footnotes_and_endnotes_come_at_the_end() -> None:
    notes = f'<w:footnotes {NAMES}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    notes += f'<w:footnote w:id="4">{paragraph("As told by Gran.")}</w:footnote></w:footnotes>'
    ends = f'<w:endnotes {NAMES}><w:endnote w:id="2">{paragraph("From school.")}</w:endnote></w:endnotes>'
    marks = [f'<w:r><w:{kind}Reference w:id="{key}"/></w:r>' for kind, key in (("footnote", 4), ("endnote", 2))]
    body = paragraph("Jordan was late", marks[0], ".", marks[1])

    text = _text(body, paragraph("End."), footnotes=notes, endnotes=ends)

    assert text.split("\n") == ["Jordan was late.", "End.", "Footnote 1: As told by Gran.", "Endnote 1: From school."]


def test_headers_are_read_once_and_first() -> None:
    header = f"<w:hdr {NAMES}>{paragraph('Child protection plan')}{table(row('Child', 'Jordan'))}</w:hdr>"
    sections = "".join(
        f'<w:sectPr><w:headerReference w:type="{kind}" r:id="id-header{number}"/></w:sectPr>'
        for number, kind in ((1, "default"), (2, "first"))
    )

    text = _text(paragraph("Body."), sections, header1=header, header2=header)

    assert text.split("\n") == ["Child protection plan", "", "Child | Jordan", "Body."]


def test_comments_are_counted_and_not_read() -> None:
    comments = f'<w:comments {NAMES}><w:comment w:id="1">{paragraph("Is this enough?")}</w:comment></w:comments>'

    reading = _read(paragraph("Body."), comments=comments)

    assert (reading.text, reading.notes) == ("Body.", ("1 comment was not counted.",))


def test_breaks_tabs_hyphens_and_spaces() -> None:
    inside = (
        "<w:r><w:t>Name:</w:t><w:tab/><w:t>Jo\u00a0 Okafor</w:t><w:noBreakHyphen/><w:t>Lee</w:t><w:softHyphen/></w:r>"
    )

    assert _text(paragraph(inside)) == "Name:\tJo Okafor-Lee"


def test_a_line_break_ends_a_line_but_not_a_sentence() -> None:
    inside = "<w:r><w:t>Dad will</w:t><w:br/><w:t>attend.</w:t><w:br/><w:t>Mum too.</w:t></w:r>"

    assert _text(paragraph(inside)) == "Dad will attend.\nMum too."


# -- other makes -------------------------------------------------------------------------------


def test_a_strict_file_is_read_like_any_other() -> None:
    strict = word_file(paragraph("Mum will attend."), table(row("a", "b")))
    made = word_file(
        extra={
            "word/document.xml": (
                f"<w:document {NAMES}><w:body>{paragraph('Mum will attend.')}</w:body></w:document>".replace(
                    W, "http://purl.oclc.org/ooxml/wordprocessingml/main"
                )
            ).encode()
        }
    )

    assert read_bytes(made, "plan.docx").text == read_bytes(strict, "plan.docx").text.split("\n")[0]


def test_a_main_part_of_another_name_is_found() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="/word/document2.xml"/></Relationships>'
    )
    body = f"<w:document {NAMES}><w:body>{paragraph('The real body.')}</w:body></w:document>"
    made = word_file(
        paragraph("Not this."), extra={"_rels/.rels": relations.encode(), "word/document2.xml": body.encode()}
    )

    assert read_bytes(made, "plan.docx").text == "The real body."


def _council_form() -> bytes:
    form = docx.Document()
    form.sections[0].header.paragraphs[0].text = "Northfell Council: child protection plan"
    form.add_heading("Details", level=1)
    details = form.add_table(rows=2, cols=4, style="Light Grid Accent 1")
    for place, words in enumerate(["Child", "Tariq Osei-Lund", "Born", "3 March 2019", "Worker", "Priya Nandakumar"]):
        details.cell(place // 4, place % 4).text = words
    details.cell(1, 1).merge(details.cell(1, 3))
    form.add_heading("What needs to change", level=2)
    for words in ("Tariq sleeps in his own bed", "Tariq is at school by nine"):
        form.add_paragraph(words, style="List Number")
    hidden = form.add_paragraph("Seen by all. ").add_run("For the machine only.")
    hidden.font.size, hidden.font.color.rgb = Pt(1), RGBColor(0xFF, 0xFF, 0xFF)
    form.styles.add_style("Quiet", WD_STYLE_TYPE.CHARACTER).font.hidden = True
    form.add_paragraph("Also seen. ").add_run("And not this.", style="Quiet")
    made = io.BytesIO()
    form.save(made)
    return made.getvalue()


def test_a_form_made_with_word_styles_is_read_whole() -> None:
    reading = read_bytes(_council_form(), "plan.docx")

    assert reading.text.split("\n") == [
        "Northfell Council: child protection plan",
        "",
        "Details",
        "",
        "Child | Tariq Osei-Lund | Born | 3 March 2019",
        "Worker | Priya Nandakumar |  |  |",
        "",
        "What needs to change",
        "1. Tariq sleeps in his own bed",
        "2. Tariq is at school by nine",
        "Seen by all.",
        "Also seen.",
    ]
    assert reading.notes == (_HIDDEN,)
