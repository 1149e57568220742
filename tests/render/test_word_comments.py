"""The user's own Word file back: a comment at each place, and everything else as it was."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from bot.checked import Checked
from bot.render.report_word import word_bytes
from tests.conftest import ROOT
from tests.readers.making import cell, control, paragraph, pdf_file, row, run, table, word_file, zipped
from tests.render.making import checked_file, read, report

DRAFT = ROOT / "bot" / "drafts" / "child-protection-plan.docx"
OLD_COMMENTS = (
    f'<w:comments xmlns:w="{qn("w:p")[1:-2]}"><w:comment w:id="7" w:author="Old Reader" w:initials="OR">'
    "<w:p><w:r><w:t>Is this right?</w:t></w:r></w:p></w:comment></w:comments>"
)


def commented(checked: Checked) -> bytes:
    return word_bytes(checked, lambda data: read(data, "draft.docx").text)


def ranges(data: bytes) -> dict[str, str]:
    """The first line of each comment's text, with the words between its two marks."""
    document = Document(io.BytesIO(data))
    words: dict[str, str] = {}
    open_now: dict[str, list[str]] = {}
    titles = {str(one.comment_id): one.text.split("\n")[0] for one in document.comments}
    for node in document.element.iter():
        number = node.get(qn("w:id"))
        if node.tag == qn("w:commentRangeStart"):
            open_now[number] = []
        elif node.tag == qn("w:commentRangeEnd"):
            words[titles[number]] = "".join(open_now.pop(number))
        elif node.tag == qn("w:t"):
            for heard in open_now.values():
                heard.append(node.text or "")
    assert not open_now
    return words


def body(data: bytes) -> Any:
    return Document(io.BytesIO(data)).element.body


def test_each_comment_stands_at_its_words_and_the_text_is_the_same() -> None:
    data = word_file(paragraph("Mum to attend. Review: as soon as ", run("possible", "<w:b/>"), run(" please.")))

    made = commented(checked_file(data, "plan.docx", "Review: as soon as possible", "attend"))

    assert ranges(made)["High: Look at 0."] == "Review: as soon as possible"
    assert ranges(made)["High: Look at 1."] == "attend"
    assert read(made, "plan.docx").text == read(data, "plan.docx").text


def test_a_split_run_keeps_its_look_on_both_sides() -> None:
    data = word_file(paragraph(run("Support mum ongoing with care", '<w:b/><w:color w:val="FF0000"/>')))

    made = commented(checked_file(data, "plan.docx", "ongoing"))

    runs = [one for one in body(made).iter(qn("w:r")) if one.find(qn("w:t")) is not None]
    assert [one.find(qn("w:t")).text for one in runs] == ["Support mum ", "ongoing", " with care"]
    assert len({etree.tostring(one.find(qn("w:rPr"))) for one in runs}) == 1


def test_overlapping_findings_and_two_at_one_place_each_get_their_comment() -> None:
    data = word_file(paragraph("Professionals will offer regular support when needed."))

    made = commented(
        checked_file(data, "plan.docx", "regular support", "support when needed", "regular", "regular support")
    )

    assert sorted(ranges(made).items())[1:] == [
        ("High: Look at 0.", "regular support"),
        ("High: Look at 1.", "support when needed"),
        ("High: Look at 2.", "regular"),
        ("High: Look at 3.", "regular support"),
    ]


def test_the_same_word_in_two_cells_is_told_apart_and_a_row_is_marked_in_its_first_cell() -> None:
    data = word_file(table(row("Visit mum", "TBC"), row("See the GP", "TBC"), row("-", "TBC")))
    checked = checked_file(data, "plan.docx", "See the GP | TBC", None)
    second = checked.text.index("TBC", checked.text.index("GP"))
    found = checked.report.findings[0]
    from dataclasses import replace

    from knowledge.text import Span

    at_second = replace(found, span=Span(second, second + 3), message="Second.")
    made = commented(replace(checked, report=report((found, at_second))))

    assert ranges(made)["High: Look at 0."] == "See the GP"
    assert ranges(made)["High: Second."] == "TBC"
    rows = list(body(made).iter(qn("w:tr")))
    assert [len(list(one.iter(qn("w:commentRangeStart")))) for one in rows] == [1, 2, 0]


def test_nested_tables_content_controls_and_listed_lines_get_their_comments() -> None:
    inner = table(row("Worry", "Debt collectors at the door"))
    data = word_file(
        paragraph("Plan"),
        table(row(cell("Outer words", inner, "<w:p/>"), "Other")),
        control(paragraph("A whole paragraph in a control")),
        f"<w:p>{run('By ')}{control(run('to be agreed'), '<w:text/>')}{run(' at the latest')}</w:p>",
    )

    made = commented(checked_file(data, "plan.docx", "Debt collectors", "paragraph in a control", "agreed"))

    assert ranges(made)["High: Look at 0."] == "Debt collectors"
    assert ranges(made)["High: Look at 1."] == "paragraph in a control"
    assert ranges(made)["High: Look at 2."] == "to be agreed"  # a plain field is marked around, never inside
    field = next(one for one in body(made).iter(qn("w:sdt")) if one.find(f"{qn('w:sdtPr')}/{qn('w:text')}") is not None)
    assert not list(field.iter(qn("w:commentRangeStart")))
    assert read(made, "plan.docx").text == read(data, "plan.docx").text


def test_words_in_a_text_box_are_marked_on_the_paragraph_that_holds_the_box() -> None:
    words = f"<w:txbxContent>{paragraph('Hidden worry in a box')}</w:txbxContent>"
    box = f"<w:r><w:pict><v:shape><v:textbox>{words}</v:textbox></v:shape></w:pict></w:r>"
    data = word_file(paragraph("First"), f"<w:p>{run('Beside it. ')}{box}</w:p>")

    made = commented(checked_file(data, "plan.docx", "worry in a box"))

    inside = next(body(made).iter(qn("w:txbxContent")))
    assert not list(inside.iter(qn("w:commentRangeStart"), qn("w:commentReference")))
    assert "Hidden worry in a box" in ranges(made)["High: Look at 0."]


def test_tracked_changes_and_earlier_comments_are_kept() -> None:
    data = word_file(
        f'<w:p><w:commentRangeStart w:id="7"/>{run("Mum will ")}'
        f'<w:ins w:id="3" w:author="A">{run("soon start a course")}</w:ins>'
        f'<w:del w:id="4" w:author="A"><w:r><w:delText>never</w:delText></w:r></w:del>'
        '<w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r></w:p>',
        parts={"comments": OLD_COMMENTS},
        extra={
            "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            b'<Default Extension="xml" ContentType="application/xml"/>'
            b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            b'<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            b'wordprocessingml.document.main+xml"/><Override PartName="/word/comments.xml" ContentType="application/'
            b'vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"/></Types>'
        },
    )

    made = commented(checked_file(data, "plan.docx", "will soon"))

    found = ranges(made)
    assert found["Is this right?"] == "Mum will soon start a course"
    assert found["High: Look at 0."] == "will soon"
    assert [one.text for one in body(made).iter(qn("w:delText"))] == ["never"]
    inserted = next(body(made).iter(qn("w:ins")))
    assert "".join(one.text for one in inserted.iter(qn("w:t"))) == "soon start a course"


def test_what_is_absent_and_what_has_no_place_stand_in_the_summary_at_the_start() -> None:
    made = commented(checked_file(DRAFT.read_bytes(), "plan.docx", None, "Ongoing"))

    first = next(one.text for one in Document(io.BytesIO(made)).comments if one.text.startswith("Draft check."))
    assert "In the whole document: High: Look at 0." in first
    assert "2 findings from 93 checks: 2 high." in first
    assert "The case file was not seen." in first
    assert "does not judge a family" in first


def test_every_other_part_of_the_file_is_byte_for_byte_or_in_meaning_the_same() -> None:
    data = DRAFT.read_bytes()

    made = commented(checked_file(data, "plan.docx", "Ongoing", "ASAP"))

    before, after = zipfile.ZipFile(io.BytesIO(data)), zipfile.ZipFile(io.BytesIO(made))
    assert set(before.namelist()) <= set(after.namelist())
    for name in set(before.namelist()) - {"word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}:
        old, new = before.read(name), after.read(name)
        assert old == new or etree.tostring(etree.fromstring(old), method="c14n") == etree.tostring(
            etree.fromstring(new), method="c14n"
        ), name
    assert _looks(data) == _looks(made)


def _looks(data: bytes) -> list[tuple[str, str]]:
    """Every character of the document with the look of its run."""
    looks = []
    for node in body(data).iter(qn("w:t")):
        look = node.getparent().find(qn("w:rPr"))
        described = "" if look is None else etree.tostring(look, method="c14n").decode()
        looks += [(char, described) for char in node.text]
    return looks


def test_pictures_and_templates_kept_elsewhere_are_not_fetched_and_links_stay() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="{kind}/image" Target="http://example.org/spy.png" TargetMode="External"/>'
        f'<Relationship Id="b" Type="{kind}/hyperlink" Target="https://example.org/" TargetMode="External"/>'
        "</Relationships>"
    )
    data = word_file(paragraph("Support ongoing"), extra={"word/_rels/document.xml.rels": links.encode()})

    made = commented(checked_file(data, "plan.docx", "ongoing"))

    kept = zipfile.ZipFile(io.BytesIO(made)).read("word/_rels/document.xml.rels").decode()
    assert "spy.png" not in kept
    assert "https://example.org/" in kept
    assert any("switched off" in one.text for one in Document(io.BytesIO(made)).comments)


def test_another_format_becomes_a_new_word_file_with_its_words_and_comments() -> None:
    text = b"# Plan\n\n- Support ongoing\n\nWorry | Action | When\nDebt | Talk to dad | TBC\n\nThe end\tof it."
    checked = checked_file(text, "plan.md", "ongoing", "TBC", "of it")

    made = commented(checked)

    assert ranges(made)["High: Look at 0."] == "ongoing"
    assert ranges(made)["High: Look at 1."] == "TBC"
    assert ranges(made)["High: Look at 2."] == "of it"
    assert "Talk to dad" in read(made, "plan.docx").text
    assert any("without its layout" in one.text for one in Document(io.BytesIO(made)).comments)


@pytest.mark.parametrize("kind", ["settings", "comments", "theme"])
def test_a_word_file_with_a_part_that_cannot_be_used_still_gives_its_comments(kind: str) -> None:
    data = word_file(paragraph("Support ongoing"), parts={kind: "<x/>"})

    made = commented(checked_file(data, "plan.docx", "ongoing"))

    assert ranges(made)["High: Look at 0."] == "ongoing"


def test_a_word_file_in_the_strict_form_becomes_a_new_one() -> None:
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006"
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml"
    data = word_file(paragraph("Support ongoing"))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [(name, package.read(name).replace(usual, strict)) for name in package.namelist()]

    made = commented(checked_file(zipped(parts), "plan.docx", "ongoing"))

    assert ranges(made)["High: Look at 0."] == "ongoing"


def test_a_pdf_becomes_a_new_word_file() -> None:
    made = commented(checked_file(pdf_file("Mum will stop drinking soon."), "plan.pdf", "soon"))

    assert ranges(made)["High: Look at 0."] == "soon"


def test_a_draft_that_already_uses_the_dyes_still_gets_its_comments() -> None:
    data = word_file(paragraph("Odd \U000f0000 sign"), paragraph("Support ongoing"))

    made = commented(checked_file(data, "plan.docx", "ongoing"))

    assert ranges(made)["High: Look at 0."] == "ongoing"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_file_and_sees_the_words_and_every_comment(tmp_path: Path) -> None:
    made = commented(checked_file(DRAFT.read_bytes(), "plan.docx", "Ongoing", "ASAP", None))
    (tmp_path / "plan.docx").write_bytes(made)

    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "fodt",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "plan.docx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )

    seen = (tmp_path / "plan.fodt").read_text(encoding="utf-8")
    assert seen.count("<office:annotation ") == 3
    assert "Look at 0." in seen
    assert "kitchen floor" in seen
