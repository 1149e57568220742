"""Small files for the readers' tests, made in memory: Word packages from raw XML, PDFs from raw objects."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

from fpdf import FPDF

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def paragraph(*runs: str, look: str = "") -> str:
    """A paragraph of runs; a string without a tag becomes a run of its own."""
    made = (piece if piece.startswith("<") else run(piece) for piece in runs)
    return f"<w:p>{f'<w:pPr>{look}</w:pPr>' if look else ''}{''.join(made)}</w:p>"


def run(text: str, look: str = "") -> str:
    """A run of text with the given run properties."""
    return f'<w:r>{f"<w:rPr>{look}</w:rPr>" if look else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def cell(*paragraphs: str, look: str = "") -> str:
    """A table cell; a string without a tag becomes a paragraph."""
    inside = "".join(piece if piece.startswith("<") else paragraph(piece) for piece in paragraphs)
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{inside}</w:tc>"


def row(*cells: str, look: str = "") -> str:
    """A table row; a string without a tag becomes a cell."""
    inside = "".join(piece if piece.startswith("<") else cell(piece) for piece in cells)
    return f"<w:tr>{f'<w:trPr>{look}</w:trPr>' if look else ''}{inside}</w:tr>"


def table(*rows: str) -> str:
    """A table of rows."""
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def control(content: str, look: str = "") -> str:
    """A content control around anything."""
    return f"<w:sdt><w:sdtPr>{look}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def word_file(*body: str, parts: Mapping[str, str] | None = None, extra: Mapping[str, bytes] | None = None) -> bytes:
    """A .docx file with this body; ``parts`` are related parts by kind, such as ``styles``."""
    parts = parts or {}
    links = "".join(
        f'<Relationship Id="id-{kind}" Type="{_KIND}/{kind.rstrip("0123456789")}" Target="{kind}.xml"/>'
        for kind in parts
    )
    files = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            f'<Relationship Id="main" Type="{_KIND}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/_rels/document.xml.rels": _relations(links),
        "word/document.xml": f"<w:document {NAMES}><w:body>{''.join(body)}</w:body></w:document>".encode(),
        **{f"word/{kind}.xml": text.encode() for kind, text in parts.items()},
        **(extra or {}),
    }
    return zipped(files.items())


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip file of names and contents."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, data in files:
            package.writestr(name, data)
    return made.getvalue()


def _relations(links: str) -> bytes:
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'.encode()


def _content_types() -> bytes:
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/></Types>'
    ).encode()


def pdf_file(*texts: str) -> bytes:
    """A PDF with one page for each text."""
    made = pdf_writer()
    for text in texts:
        made.add_page()
        made.multi_cell(0, 6, text)
    return pdf_bytes(made)


def pdf_writer() -> FPDF:
    """A writer of A4 pages in 11 point type."""
    made = FPDF()
    made.set_font("Helvetica", size=11)
    return made


def pdf_bytes(made: Any) -> bytes:
    """The finished bytes of an fpdf2 writer."""
    return bytes(made.output())


def raw_pdf(*objects: bytes) -> bytes:
    """A PDF of numbered objects from 1, the first of which is its catalogue."""
    made, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def stream(content: bytes, look: bytes = b"") -> bytes:
    """A PDF stream object."""
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(content), look, content)


def one_page_pdf(content: bytes, look: bytes = b"", *extra: bytes) -> bytes:
    """A PDF whose one page has this content stream and the fonts F1."""
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        stream(content, look),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *extra,
    )
