"""PDF drafts come back with PDF notes; Word comments survive LibreOffice."""

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from knowledge.errors import UnreadableFile
from knowledge.readers.confined import noted_confined
from tests.conftest import ROOT, Run
from tests.readers.making import pdf_file

WORD_DRAFT = ROOT / "bot" / "drafts" / "child-protection-plan.docx"
LINES = (
    "Child protection plan for Bo, aged 4",
    "Date of plan: 3 March 2025",
    "What are we worried about?",
    "Mum drinks vodka most nights and Bo has been found alone in the street.",
    "What needs to happen",
    "Support to be offered to mum around alcohol as soon as possible.",
    "Contingency",
    "Legal advice will be sought if concerns continue.",
)


def _notes(data: bytes) -> list[tuple[int, str, str]]:
    pages = PdfReader(io.BytesIO(data)).pages
    return [
        (number, str(note.get_object()["/Subtype"]), str(note.get_object().get("/Contents", "")))
        for number, page in enumerate(pages)
        for note in page.get("/Annots", ())
    ]


def test_a_pdf_comes_back_with_highlights_and_a_summary(bot: Run, tmp_path: Path) -> None:
    draft, target = tmp_path / "plan.pdf", tmp_path / "noted.pdf"
    draft.write_bytes(pdf_file(*LINES))

    done = bot("check", "--format", "pdf", "--output", str(target), str(draft))

    assert done.returncode == 1, done.stderr
    notes = _notes(target.read_bytes())
    marks = [words for _, kind, words in notes if kind == "/Highlight"]
    summary = [words for number, kind, words in notes if kind == "/Text" and number == 0]
    assert any("TIME002" in words for words in marks)
    assert any("CONT00" in words for words in marks)
    assert len(summary) == 1
    assert summary[0].startswith("Draft check. Child protection plan, dated 3 March 2025")
    words = [page.extract_text() for page in PdfReader(io.BytesIO(target.read_bytes())).pages]
    assert words == [page.extract_text() for page in PdfReader(io.BytesIO(draft.read_bytes())).pages]


def test_words_without_a_place_are_told_in_the_summary() -> None:
    made = noted_confined(pdf_file(*LINES), "Summary.", [("drinks vodka most nights", "One."), ("not there", "Two.")])

    notes = _notes(made)

    assert [words for _, kind, words in notes if kind == "/Highlight"] == ["One."]
    assert [words for _, kind, words in notes if kind == "/Text"] == ["Summary.\n\nTwo."]


def test_scripts_and_attached_files_are_left_behind() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(pdf_file(*LINES)))
    script = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    )
    writer.root_object[NameObject("/OpenAction")] = script
    writer.add_attachment("evil.exe", b"MZ")
    data = io.BytesIO()
    writer.write(data)

    made = noted_confined(data.getvalue(), "Summary.", [])

    reader = PdfReader(io.BytesIO(made))
    assert b"app.alert" not in made
    assert not reader.attachments
    assert "/OpenAction" not in reader.trailer["/Root"]


def test_a_broken_pdf_gets_one_sentence_and_no_file() -> None:
    with pytest.raises(UnreadableFile, match="Notes cannot be put into this PDF"):
        noted_confined(b"%PDF-1.7 nothing of the kind", "Summary.", [])


def test_a_draft_that_is_no_pdf_gets_one_sentence(bot: Run, tmp_path: Path) -> None:
    done = bot("check", "--format", "pdf", "--output", str(tmp_path / "out.pdf"), str(WORD_DRAFT))

    assert done.returncode == 2
    assert "is not a PDF" in done.stderr
    assert not (tmp_path / "out.pdf").exists()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_commented_word_file(bot: Run, tmp_path: Path) -> None:
    target = tmp_path / "checked.docx"
    bot("check", "--format", "docx", "--output", str(target), str(WORD_DRAFT))
    home = f"-env:UserInstallation=file://{tmp_path / 'office'}"
    export = 'pdf:writer_pdf_Export:{"ExportNotes":{"type":"boolean","value":"true"}}'

    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", export, "--outdir", str(tmp_path), str(target)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip

    made = tmp_path / "checked.pdf"
    words = " ".join(page.extract_text() for page in PdfReader(made).pages)
    assert "Tablets and a bottle of white spirit" in words
    comments = [said for _, _, said in _notes(made.read_bytes())]
    assert any("Draft check." in said for said in comments)
    assert any("does not tell anybody" in said for said in comments)
