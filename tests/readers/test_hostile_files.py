"""Files made to harm or to mislead: each is refused in one sentence, or read without doing what it asks."""

import io
import random
import socket
import time
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from knowledge.errors import UnreadableFile
from knowledge.readers import read_bytes, read_confined, read_file
from tests.readers.making import (
    NAMES,
    control,
    one_page_pdf,
    paragraph,
    pdf_file,
    raw_pdf,
    run,
    stream,
    word_file,
    zipped,
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _refusal(data: bytes, name: str) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(data, name)
    assert name in caught.value.happened
    assert caught.value.hint
    return str(caught.value)


def _refusal_of_child(data: bytes, name: str) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_confined(data, name)
    return str(caught.value)


# -- not what its name says ------------------------------------------------------------------


@pytest.mark.parametrize("name", ["plan.docx", "plan.pdf", "plan.txt", "plan.html"])
def test_an_empty_file_is_called_empty(name: str) -> None:
    assert "is empty" in _refusal(b"", name)


@pytest.mark.parametrize("data", [b"\x00" * 500, b" \r\n\t " * 20])
def test_a_file_of_nothing_but_blanks_is_called_empty(data: bytes) -> None:
    assert "is empty" in _refusal(data, "plan.txt")


def test_text_renamed_docx_is_not_what_its_name_says() -> None:
    assert "not what its name says" in _refusal(b"Mum will attend.", "plan.docx")


def test_a_picture_renamed_pdf_is_called_a_picture() -> None:
    assert "is a picture" in _refusal(b"\x89PNG\r\n\x1a\n" + bytes(200), "plan.pdf")


def test_a_picture_renamed_txt_is_called_a_picture() -> None:
    assert "is a picture" in _refusal(b"\xff\xd8\xff\xe0" + bytes(200), "plan.txt")


def test_a_pdf_renamed_docx_is_read_by_its_content() -> None:
    assert read_bytes(pdf_file("Mum will attend."), "plan.docx").format == "pdf"


def test_a_program_renamed_txt_is_not_a_text_file() -> None:
    assert "is not a text file" in _refusal(b"MZ" + bytes(range(32)) * 40, "plan.txt")


@pytest.mark.parametrize("name", ["plan.rtf", "plan.wps", "plan.msg"])
def test_other_formats_are_named_as_not_supported(name: str) -> None:
    assert "Save it as .docx" in _refusal(b"{\\rtf1 Mum will attend.}", name)


def test_rich_text_renamed_doc_is_not_supported() -> None:
    assert "not supported" in _refusal(b"{\\rtf1 Mum will attend.}", "plan.doc")


def test_an_old_word_file_is_to_be_saved_as_docx() -> None:
    assert "old Word format" in _refusal(_OLE + bytes(2000), "plan.doc")


def test_an_opendocument_file_is_named() -> None:
    odt = zipped([("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<a/>")])

    assert "OpenDocument" in _refusal(odt, "plan.odt")


def test_a_pages_file_is_named() -> None:
    assert "Pages" in _refusal(zipped([("Index/Document.iwa", b"x")]), "plan.pages")


def test_a_spreadsheet_renamed_docx_is_named() -> None:
    assert "spreadsheet" in _refusal(zipped([("xl/workbook.xml", b"<a/>")]), "plan.docx")


def test_a_zip_of_anything_else_is_not_a_word_file() -> None:
    assert "not a Word file" in _refusal(zipped([("notes.txt", b"hello")]), "plan.docx")


# -- damaged ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9, 0.99])
def test_a_truncated_word_file_is_damaged(kept: float) -> None:
    whole = word_file(*(paragraph(f"Sentence {number}.") for number in range(200)))

    assert "damaged" in _refusal(whole[: int(len(whole) * kept)], "plan.docx")


def test_a_word_file_with_broken_xml_is_damaged() -> None:
    broken = word_file(paragraph("Mum will attend."), extra={"word/document.xml": b"<w:document><w:body>"})

    assert "damaged" in _refusal(broken, "plan.docx")


def test_a_word_file_with_altered_bytes_is_damaged() -> None:
    whole = bytearray(word_file(*(paragraph(f"Sentence {number}.") for number in range(200))))
    start = whole.index(b"word/document.xml") + 20
    for place in range(start + 40, start + 80):
        whole[place] ^= 0x5A

    assert "damaged" in _refusal(bytes(whole), "plan.docx")


@pytest.mark.parametrize("kept", [20, 200])
def test_a_truncated_pdf_is_damaged(kept: int) -> None:
    assert "damaged" in _refusal(pdf_file("Mum will attend.")[:kept], "plan.pdf")


def test_random_bytes_after_the_mark_of_a_pdf_are_damaged() -> None:
    noise = random.Random(7).randbytes(5000)  # noqa: S311  noise, not a secret

    assert "damaged" in _refusal(b"%PDF-1.7\n" + noise, "plan.pdf")


# -- locked ----------------------------------------------------------------------------------


def test_a_locked_word_file_is_refused_without_asking_for_the_password() -> None:
    locked = _OLE + bytes(1000) + "EncryptedPackage".encode("utf-16-le") + bytes(1000)

    assert _refusal(locked, "plan.docx") == "plan.docx is protected by a password. Save a copy without it."


def _locked_pdf(user: str, owner: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_file("Mum will attend."))))
    writer.encrypt(user, owner, algorithm="AES-256")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def test_a_pdf_that_needs_a_password_is_refused_without_asking_for_it() -> None:
    assert (
        _refusal(_locked_pdf("open", "own"), "plan.pdf")
        == "plan.pdf is protected by a password. Save a copy without it."
    )


def test_a_pdf_that_only_forbids_changes_is_read() -> None:
    assert read_bytes(_locked_pdf("", "own"), "plan.pdf").text == "Mum will attend."


# -- zip traps -------------------------------------------------------------------------------


def test_a_zip_bomb_is_refused_from_its_sizes_alone() -> None:
    bomb = word_file(paragraph("x"), extra={f"word/media/{number}.bin": bytes(9 << 20) for number in range(7)})

    started = time.process_time()
    message = _refusal(bomb, "plan.docx")

    assert "too large or too complex" in message
    assert time.process_time() - started < 0.5


def test_one_huge_part_is_refused() -> None:
    huge = word_file(extra={"word/document.xml": b"<w:t>" + b"a" * (31 << 20) + b"</w:t>"})

    assert "too large or too complex" in _refusal(huge, "plan.docx")


def test_a_part_that_lies_about_its_size_is_damaged() -> None:
    honest = word_file(paragraph("a" * 100_000))
    with zipfile.ZipFile(io.BytesIO(honest)) as package:
        size = package.getinfo("word/document.xml").file_size
    lying = honest.replace(size.to_bytes(4, "little"), (500).to_bytes(4, "little"))

    assert "damaged" in _refusal(lying, "plan.docx")


def test_a_file_of_very_many_parts_is_refused() -> None:
    many = zipped((f"word/{number}.xml", b"") for number in range(20_000))

    assert "too large or too complex" in _refusal(many, "plan.docx")


@pytest.mark.parametrize("part", ["../../outside.xml", "word/../../outside.xml", "/etc/outside", "C:/outside", "..\\a"])
def test_a_part_that_points_outside_is_refused_and_nothing_is_written(part: str, tmp_path: Path) -> None:
    trap = word_file(paragraph("x"), extra={part: b"outside"})

    assert "may be unsafe" in _refusal(trap, "plan.docx")
    assert not list(tmp_path.parent.glob("outside*"))


def test_two_parts_of_one_name_are_refused() -> None:
    made = io.BytesIO(word_file(paragraph("shown to Word")))
    with zipfile.ZipFile(made, "a") as package, pytest.warns(UserWarning, match="Duplicate name"):
        package.writestr("word/document.xml", b"<a/>")

    assert "may be unsafe" in _refusal(made.getvalue(), "plan.docx")


# -- XML traps -------------------------------------------------------------------------------


def _with_doctype(doctype: str, body: str, encoding: str = "utf-8") -> bytes:
    xml = (
        f'<?xml version="1.0" encoding="{encoding}"?>{doctype}<w:document {NAMES}><w:body>{body}</w:body></w:document>'
    )
    return word_file(extra={"word/document.xml": xml.encode(encoding)})


def test_entities_that_grow_are_refused() -> None:
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = _with_doctype(f'<!DOCTYPE d [<!ENTITY a0 "ha">{lines}]>', paragraph(run("&a9;")))

    assert "may be unsafe" in _refusal(bomb, "plan.docx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_entity_that_names_a_local_file_is_refused(encoding: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the words of another file")
    trap = _with_doctype(f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>', paragraph(run("&x;")), encoding)

    message = _refusal(trap, "plan.docx")

    assert "may be unsafe" in message
    assert "another file" not in message


def test_a_doctype_behind_a_long_comment_is_refused() -> None:
    trap = _with_doctype(f"<!--{'x' * 5000}--><!DOCTYPE d>", paragraph("Mum will attend."))

    assert "may be unsafe" in _refusal(trap, "plan.docx")


def test_elements_nested_too_deep_are_refused() -> None:
    body = paragraph("deep")
    for _ in range(400):
        body = control(body)

    assert _refusal(word_file(body), "plan.docx")


# -- what a document asks a program to do -----------------------------------------------------


def test_a_word_file_with_macros_is_refused() -> None:
    assert "macros" in _refusal(word_file(paragraph("x"), extra={"word/vbaProject.bin": b"x"}), "plan.docx")


def test_a_macro_file_renamed_docx_is_refused() -> None:
    types = b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'

    assert "macros" in _refusal(word_file(paragraph("x"), extra={"[Content_Types].xml": types}), "plan.docx")


def _linked(address: str) -> bytes:
    kinds = ("attachedTemplate", "image", "oleObject", "header", "styles", "numbering", "comments")
    links = "".join(
        f'<Relationship Id="r{kind}" TargetMode="External" Target="{address}" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>'
        for kind in kinds
    )
    relations = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'
    )
    body = paragraph("Mum will attend."), '<w:sectPr><w:headerReference r:id="rheader"/></w:sectPr>'
    return word_file(*body, extra={"word/_rels/document.xml.rels": relations.encode()})


def test_links_to_other_machines_are_never_fetched_and_the_words_are_read() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        listener.settimeout(0.05)
        linked = _linked(f"http://127.0.0.1:{listener.getsockname()[1]}/template.dotx")

        assert read_bytes(linked, "plan.docx").text == "Mum will attend."
        with pytest.raises(TimeoutError):
            listener.accept()


def test_links_to_local_files_are_never_followed(tmp_path: Path) -> None:
    secret = tmp_path / "header.xml"
    secret.write_text(f"<w:hdr {NAMES}>{paragraph('the words of another file')}</w:hdr>")

    assert read_bytes(_linked(secret.as_uri()), "plan.docx").text == "Mum will attend."


def test_a_pdf_with_script_launch_and_a_program_inside_gives_its_words_only() -> None:
    pdf = raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R/OpenAction 6 0 R"
        b"/Names<</JavaScript<</Names[(a)6 0 R]>>/EmbeddedFiles<</Names[(run.exe)7 0 R]>>>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>/AA<</O 8 0 R>>>>",
        stream(b"BT /F1 12 Tf 50 700 Td (Mum will attend.) Tj ET"),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</S/JavaScript/JS(app.alert\\(1\\))>>",
        b"<</Type/Filespec/F(run.exe)/EF<</F 9 0 R>>>>",
        b"<</S/Launch/F(run.exe)>>",
        stream(b"MZ program"),
    )

    assert read_confined(pdf, "plan.pdf").text == "Mum will attend."


def test_a_web_page_gives_no_script_and_no_hidden_words() -> None:
    page = b"""<html><body><script>alert('script')</script><p onclick="x()">Mum will attend.</p>
        <div style="display:none">hidden words</div><noscript>no script</noscript>
        <iframe src="x">frame</iframe></body></html>"""

    reading = read_bytes(page, "plan.html")

    assert reading.text == "Mum will attend."
    assert reading.notes == ("Hidden text in the file was not counted.",)


# -- PDF traps, in the child process -----------------------------------------------------------


def test_a_pdf_that_unpacks_to_hundreds_of_megabytes_is_too_complex() -> None:
    packer = zlib.compressobj(1)
    once = b"".join(packer.compress(bytes(1 << 20)) for _ in range(700)) + packer.flush()
    bomb = one_page_pdf(zlib.compress(once), b"/Filter[/FlateDecode/FlateDecode]")

    assert len(bomb) < 20_000
    assert "too large or too complex" in _refusal_of_child(bomb, "plan.pdf")


def test_a_pdf_of_two_million_text_operators_is_too_complex() -> None:
    content = b"BT /F1 12 Tf 50 700 Td " + b"(a) Tj " * 2_000_000 + b"ET"
    bomb = one_page_pdf(zlib.compress(content), b"/Filter/FlateDecode")

    assert "too large or too complex" in _refusal_of_child(bomb, "plan.pdf")


def test_a_pdf_of_twenty_thousand_pages_is_refused_by_its_count() -> None:
    many = raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count 20000>>" % (b"3 0 R " * 20_000),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    )

    assert "more than 300 pages" in _refusal_of_child(many, "plan.pdf")


def test_a_pdf_whose_pages_go_round_in_a_loop_is_damaged() -> None:
    loop = raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 5>>")

    assert "damaged" in _refusal_of_child(loop, "plan.pdf")


def test_a_pdf_of_drawings_within_drawings_is_too_complex() -> None:
    forms = [
        stream(b"/X Do " * 20, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % number)
        for number in range(6, 18)
    ]
    bomb = raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>",
        stream(b"/X Do"),
        *forms,
        stream(b"0 0 m", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"),
    )

    assert "too large or too complex" in _refusal_of_child(bomb, "plan.pdf")


# -- where a file is ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda folder: folder / "none.docx", "There is no file none.docx."),
        (lambda folder: folder, "is a folder."),
    ],
)
def test_a_missing_file_and_a_folder_are_told_apart(make: Callable[[Path], Path], told: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_file(make(tmp_path))

    assert told in str(caught.value)
