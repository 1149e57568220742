"""What a PDF of legislation.gov.uk says of itself: the instrument, its dates, and which lines are law."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from ingest.dates import first_date
from ingest.instruments import AS_MADE, IN_FORCE, Instrument
from knowledge.readers.pdf_lines import Line

_TYPES = {"c.": "ukpga", "CHAPTER": "ukpga", "No.": "uksi"}
_NUMBERED = re.compile(r"(?P<year>\d{4}) (?P<series>No\.|c\.|CHAPTER) (?P<number>\d+)")
_WELSH = re.compile(r"\(W\. ?\d+\)|WELSH STATUTORY INSTRUMENTS")
_TITLE = re.compile(r"(?:The )?(?P<title>.+ (?:Regulations|Order|Rules|Act) (?:\(.+\) )?\d{4})$")
_NOTES = re.compile(
    r"(?:Textual Amendments|Marginal Citations|Modifications etc|Commencement Information|Extent Information|"
    r"Subordinate Legislation|Editorial Information|Annotations)\b"
)
_END = re.compile(r"EXPLANATORY NOTE|Changes to legislation:")
_SITES_OWN = re.compile(r"STATUTORY INSTRUMENTS|Changes to legislation:")
_GENERATED = re.compile(r"Document Generated: (\S+)")
SCHEDULE = re.compile(
    r"(?:THE )?SCHEDULE(?: (?P<number>[A-Z]?\d+[A-Z]*))?(?=$|\s+(?:Regulations?|Sections?|Articles?|Rules?)\b)"
)


def looks_like_print(data: bytes) -> bool:
    """Whether bytes are a PDF whose first page is that of an Act or instrument from legislation.gov.uk."""
    import pypdfium2

    if not data.startswith(b"%PDF-"):
        return False
    try:
        with pypdfium2.PdfDocument(data) as document:
            opening = document[0].get_textpage().get_text_range() if len(document) else ""
    except pypdfium2.PdfiumError:
        return False
    return bool(_NUMBERED.search(opening)) and bool(_SITES_OWN.search(opening))


def body_size(lines: Sequence[Line]) -> float:
    """The size of the type that most lines are set in."""
    return Counter(line.size for line in lines).most_common(1)[0][0]


def instrument_of(lines: Sequence[Line]) -> Instrument:
    """The instrument that the first page names."""
    front = [line.text for line in lines[:25]]
    number = next((match for text in front if (match := _NUMBERED.search(text))), None)
    title = next((match["title"] for text in front if (match := _TITLE.match(text))), "")
    if number is None:
        return Instrument(title=title)
    type_ = "wsi" if any(_WELSH.search(text) for text in front) else _TYPES[number["series"]]
    return Instrument(type_, number["year"], number["number"], title)


def generated(heads: str) -> date | None:
    """The day on which the publisher made the PDF, from its running heads."""
    match = _GENERATED.search(heads)
    return first_date(match[1]) if match else None


def status_in(lines: Sequence[Line], heads: str) -> str:
    """Whether the text is as made, as it stood on a day, or as it is in force."""
    words = f"{heads} {' '.join(line.text for line in lines[:10])}"
    if "original version" in words:
        return AS_MADE
    at = re.search(r"[Pp]oint in time view as at (\d{2}/\d{2}/\d{4})", words)
    return f"as it stood on {at[1]}" if at else IN_FORCE


def notices(lines: Sequence[Line]) -> Iterator[str]:
    """The publisher's notice at the end, where it says that changes are outstanding."""
    start = next(
        (n for n, line in enumerate(lines) if n > 20 and line.text.startswith("Changes to legislation:")), None
    )
    notice = " ".join(line.text for line in lines[start : start + 12]) if start is not None else ""
    if notice and "no known outstanding effects" not in notice:
        yield f"The publisher says that changes are outstanding: {notice[:300]}"


def law_in(lines: Sequence[Line], body: float) -> Iterator[Line]:
    """The lines that are law: from the first provision's heading, without notes and what follows the end."""
    for place, line in enumerate(lines):
        if place > 20 and _END.match(line.text) and (line.bold or line.size < body):
            return
        is_note = line.size < body * 0.93 and not SCHEDULE.match(line.text)
        if not is_note and not (line.bold and _NOTES.match(line.text)):
            yield line
