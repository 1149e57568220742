"""The PDFs of legislation.gov.uk: printed lines to provisions, by number, type and place on the page."""

import re
from dataclasses import dataclass, field
from datetime import date

from ingest.clml import Enactment
from ingest.instruments import PROSPECTIVE, Instrument, status_elsewhere
from ingest.outline import DEFINITION, ITEM, PARAGRAPH, Outline
from ingest.print_front import SCHEDULE, body_size, generated, instrument_of, law_in, notices, status_in
from ingest.print_words import Unmarked
from ingest.provisions import Provision
from knowledge.readers.limits import TRUSTED
from knowledge.readers.pdf_lines import Line, read_lines

_DIVISION = re.compile(r"(?P<kind>PART|CHAPTER) [\dA-Z]+$")
_PROVISION = re.compile(r"(?P<number>\d+[A-Z]*)\.?(?:(?:—\s?|\s+)\((?P<first>\d+[A-Z]*)\)\s*|\s+)(?P<text>.*)")
_ACT_HEADING = re.compile(r"(?P<number>\d+[A-Z]*)\s*(?P<title>[A-Z“].*)")
_MARK = re.compile(r"\((?P<number>\d+[A-Z]*|[a-z]{1,5})\)\s*(?P<text>.*)")
_DEFINITION = re.compile(r"“[^”]{1,80}”.{0,80}?(?:\bmeans?\b|\bhas\b|\bhave\b|\bincludes?\b|\bis\b|\bare\b|,)")
_SIGNED = re.compile(r"(?:Department (?:for|of) [A-Z][\w, ]+|Home Office|Ministry of [A-Z][\w ]+|We consent)$")
# In points; no line of the law starts so far in on a page 595 points wide.
_FAR_RIGHT = 300
_EXTENT = re.compile(r"\s+(?:U\.K\.|((?:E|W|S|N\.I\.)(?:\+(?:E|W|S|N\.I\.))*))$")


@dataclass(slots=True)
class _Reader:
    """What has been read so far: the place in the instrument and the provision being built."""

    body: float
    instrument: Instrument
    status: str
    as_at: date | None
    trail: list[str] = field(default_factory=list)
    schedule: str = ""
    title: str = ""
    extent: str = ""
    prospective: bool = False
    title_left: float = 0
    above_title: str = ""
    number: str = ""
    outline: Outline | None = None
    lefts: dict[float, float] = field(default_factory=dict)
    page: int = 1
    titled: bool = False
    done: list[Provision] = field(default_factory=list)


def read_print(data: bytes, name: str) -> Enactment:
    """The provisions of a PDF of legislation.gov.uk, without its notes, running heads and signatures."""
    pages = read_lines(data, name, TRUSTED.pages).pages
    heads = " ".join(line.text for lines in pages for line in lines if line.running)
    lines = [line for page in pages for line in page if not line.running]
    instrument = instrument_of(lines)
    reader = _Reader(body_size(lines), instrument, status_in(lines, heads), generated(heads))
    for line in Unmarked().lines(law_in(lines, reader.body)):
        _take(reader, line)
    _finish(reader)
    return Enactment(instrument, tuple(reader.done), tuple(notices(lines)))


# -- line by line ----------------------------------------------------------------------------


def _take(reader: _Reader, line: Line) -> None:
    schedule = SCHEDULE.match(line.text)
    if schedule:
        _open_schedule(reader, schedule["number"] or "")
    elif _DIVISION.match(line.text):
        _open_division(reader, line)
    elif _is_heading(reader, line):
        _heading(reader, line)
    elif not reader.schedule and _signs(line):
        _finish(reader)
    elif not _opens_provision(reader, line) and reader.outline is not None:
        _words(reader, line)


def _signs(line: Line) -> bool:
    """Whether a line belongs to the signature under an instrument: it stands far right, or names a department."""
    return line.left > _FAR_RIGHT or bool(_SIGNED.match(line.text))


def _open_schedule(reader: _Reader, number: str) -> None:
    _finish(reader)
    reader.number = ""
    reader.schedule = f"Sch {number}".strip()
    reader.trail, reader.title, reader.above_title = [f"SCHEDULE {number}".strip()], "", ""


def _open_division(reader: _Reader, line: Line) -> None:
    _finish(reader)
    held = reader.trail[: 1 if reader.schedule else 0]
    if line.text.startswith("CHAPTER"):
        held = [part for part in reader.trail if not part.startswith("CHAPTER")]
    reader.trail, reader.title, reader.above_title = [*held, line.text], "", ""


def _is_heading(reader: _Reader, line: Line) -> bool:
    centred_title = bool(reader.trail) and reader.outline is None and not reader.title and line.left > 120
    return line.bold or line.size > reader.body * 1.06 or (centred_title and not _PROVISION.match(line.text))


def _heading(reader: _Reader, line: Line) -> None:
    """A division's or schedule's title, a crossheading, or the title of the next provision."""
    text, extent = _EXTENT.sub("", line.text), _EXTENT.search(line.text)
    numbered = _ACT_HEADING.match(text) if reader.instrument.unit == "s" and line.bold else None
    if text in {"PROSPECTIVE", "Prospective"}:
        _finish(reader)
        reader.prospective = True
    elif numbered and not reader.schedule:
        _finish(reader)
        reader.title, reader.extent = numbered["title"].rstrip("."), (extent[1] or "") if extent else ""
        _begin(reader, numbered["number"], line)
    elif not line.bold and reader.trail and reader.outline is None and not reader.title:
        reader.trail[-1] = f"{reader.trail[-1]} {text}"
    else:
        _title(reader, text, line)
        reader.extent = (extent[1] or "") if extent else ""


def _title(reader: _Reader, text: str, line: Line) -> None:
    _finish(reader)
    if reader.title and not reader.titled and abs(reader.title_left - line.left) < 3:
        reader.title = f"{reader.title} {text}"
        return
    reader.above_title = reader.title if reader.title and not reader.titled else ""
    reader.title, reader.title_left, reader.titled = text, line.left, False


def _opens_provision(reader: _Reader, line: Line) -> bool:
    match = _PROVISION.match(line.text)
    if not match or not (reader.title or reader.schedule) or not _follows(reader, match, line):
        return False
    _finish(reader)
    _begin(reader, match["number"], line)
    if reader.outline is None:
        return False
    if match["first"]:
        reader.outline.start(PARAGRAPH, match["first"], match["text"])
        reader.lefts[PARAGRAPH] = line.left
        return True
    reader.outline.go_on(match["text"])
    return True


def _follows(reader: _Reader, match: re.Match[str], line: Line) -> bool:
    """Whether a number at the start of a line is the next provision's, and not part of a sentence."""
    # The Schedules of Acts print their numbers without a stop.
    bare = bool(reader.schedule) and reader.instrument.unit == "s" and line.left > 95
    written = bare or re.match(r"\d+[A-Z]*\.", line.text) is not None
    before = int(re.sub(r"\D", "", reader.number) or 0)
    following = int(re.sub(r"\D", "", match["number"])) - before
    return written and (0 <= following <= (1 if bare else 20) or not reader.number)


def _begin(reader: _Reader, number: str, line: Line) -> None:
    reader.number, reader.outline, reader.page = number, Outline(), line.page
    reader.lefts, reader.titled = {}, True


def _words(reader: _Reader, line: Line) -> None:
    outline = reader.outline
    mark = _MARK.match(line.text)
    if outline is None:
        return
    if mark and (depth := _depth(reader, mark["number"], line)):
        outline.start(depth, mark["number"], mark["text"])
        reader.lefts = {deep: left for deep, left in reader.lefts.items() if deep < depth} | {depth: line.left}
    elif (_DEFINITION.match(line.text) and outline.depth >= PARAGRAPH) or _is_definition(reader, line):
        outline.start(DEFINITION, "", line.text)
        reader.lefts = {deep: left for deep, left in reader.lefts.items() if deep <= PARAGRAPH} | {
            DEFINITION: line.left
        }
    else:
        outline.go_on(line.text, _closing_depth(reader, line))


def _is_definition(reader: _Reader, line: Line) -> bool:
    """A term in quotes at the place where definitions stand."""
    place = reader.lefts.get(DEFINITION)
    return place is not None and abs(place - line.left) < 3 and line.text.startswith("“")


def _depth(reader: _Reader, number: str, line: Line) -> float:
    """The depth of a number in brackets by its form and indent; 0 for a reference inside a sentence."""
    if number[0].isdigit():
        return PARAGRAPH if not reader.lefts or line.left < min(reader.lefts.values()) + 8 else 0
    item = reader.lefts.get(ITEM)
    if item is None:
        return ITEM
    steps = [item, *(left for deep, left in sorted(reader.lefts.items()) if deep > ITEM)]
    if line.left < item + 12:
        return ITEM
    within = [place for place, left in enumerate(steps) if abs(left - line.left) < 12]
    return ITEM + (within[0] if within else len(steps))


def _closing_depth(reader: _Reader, line: Line) -> float | None:
    """None while the words run on; a depth when they stand further out than the item they follow.

    Items hang: their words stand further in than their number. Paragraphs do not.
    """
    hanging = [(deep, left) for deep, left in sorted(reader.lefts.items()) if deep >= ITEM]
    if not hanging or line.left > hanging[-1][1] + 5:
        return None
    outer = [deep for deep, left in hanging if line.left > left + 5]
    if outer:
        return outer[-1]
    definition = reader.lefts.get(DEFINITION)
    return DEFINITION if definition is not None and line.left > definition - 3 else PARAGRAPH


def _finish(reader: _Reader) -> None:
    """Put the provision that is being built with those that are done."""
    if reader.outline is None:
        return
    unit = "para" if reader.schedule else reader.instrument.unit
    reader.done.append(
        Provision(
            name=f"{unit} {reader.number}",
            clause=reader.outline.clause(),
            title=reader.title,
            trail=tuple(part for part in (*reader.trail, reader.above_title) if part),
            status=_status(reader),
            as_at=reader.as_at,
            page=reader.page,
            above=reader.schedule,
        )
    )
    reader.outline, reader.prospective = None, False


def _status(reader: _Reader) -> str:
    prospective = PROSPECTIVE if reader.prospective else ""
    return status_elsewhere(reader.extent, reader.instrument) or prospective or reader.status
