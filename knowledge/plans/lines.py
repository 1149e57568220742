"""The physical lines of a draft and what each looks like on its own."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from knowledge.plans.aligned import aligned
from knowledge.plans.headings import (
    NUMBERED,
    heading_core,
    label_column,
    label_of,
    loose_topic,
    titled,
    topic_of,
)
from knowledge.plans.lexicon import plain, whole
from knowledge.plans.model import Column, Topic
from knowledge.text import Span, trimmed

MARKER = re.compile(
    r"[ \t>]*(?:(?<=> )|[-*•–—▪◦·●○➢►✓☐☑‣]|\[[ xX]?\]|\(?\d{1,2}[.)](?!\d)|\d{1,2}\.\d{1,2}\.?(?=\s)"
    r"|\(?[a-hA-H]\)|[A-H]\.(?=\s+[A-Z][A-Za-z])(?!\s+[A-Z][a-z]+ (?:to|will|must)\b)|\(?[ivx]{1,4}\)|[Aa]ction"
    r" \d{1,2}\s*[:.)-]|[A-Z]\d{1,2}[.):]|o(?=\s{2,}))\s*"
)
_RULE = re.compile(r"[\s|:=_*~+#.-]*\Z")
_OPEN_ENDED = re.compile(r" (?:tbc|tba|to be \w+|to follow|asap|ongoing|n/a|to be)\Z")
_HASHES = re.compile(r"\s*(#{1,6})\s*")
_BOLD = re.compile(r"\s*(?:\*\*|__)([^*_]+)(?:\*\*|__):?\s*\Z")


_SPEAKER = re.compile(r"(?:\[[^\]\n]{3,24}\]\s*)?([A-Z][\w'’-]{1,14})(?: \([^)]{1,16}\))?:\s+")


# A heading may ask or name; a short line that tells is a sentence.
_SENTENCE = re.compile(r"\b\d{4}\b|\b(?:was|were|had|went|came|Mr|Mrs|Ms|Dr|PC)\b|,.*,|\d[.:]\d\d|\(\w+ \w+\)\Z")


class Look(StrEnum):
    """What a line looks like."""

    BLANK = "blank"
    RULE = "rule"
    ROW = "row"
    HEADING = "heading"
    ITEM = "item"
    PROSE = "prose"


@dataclass(frozen=True, slots=True)
class Line:
    """One physical line without its line end; a row of a table has cells."""

    span: Span
    look: Look
    words: str
    level: int = 0
    cells: tuple[Span, ...] = ()


def lines_of(text: str) -> tuple[Line, ...]:
    """Every line of the text, in order, with its look."""
    whole = tuple(_spans(text))
    spans = _without_speakers(text, whole)
    shouting = _mostly_capitals(text)
    raw = [span.of(text) for span in spans]
    read = tuple(
        _line(span, raw[at], raw[at - 1] if at else "", raw[at + 1] if at + 1 < len(raw) else "", shouting=shouting)
        for at, span in enumerate(spans)
    )
    found = [_message(line) if line.span != was else line for line, was in zip(read, whole, strict=True)]
    for at, cells in aligned(text, spans).items():
        found[at] = replace(found[at], look=Look.ROW, level=0, cells=cells)
    return (*found[:-1], _last(found)) if found else ()


def _last(lines: Sequence[Line]) -> Line:
    """Nothing comes after the last line, so below a heading it is what that heading announces."""
    line = lines[-1]
    below = len(lines) > 1 and lines[-2].look is Look.HEADING
    unmarked = not _HASHES.match(line.words) and not line.words.endswith(":")
    return replace(line, look=Look.PROSE, level=0) if below and line.look is Look.HEADING and unmarked else line


def _message(line: Line) -> Line:
    """Each message of a chat stands alone."""
    if line.look is not Look.PROSE:
        return line
    headed = len(line.words.split()) < 4 and topic_of(heading_core(line.words)) is not Topic.OTHER
    return replace(line, look=Look.HEADING, level=2) if headed else replace(line, look=Look.ITEM)


def _spans(text: str) -> Iterator[Span]:
    """Each line without its edges; a tab at the end of a row below another row is an empty cell."""
    start, tabbed = 0, False
    for piece in text.splitlines(keepends=True):
        line = Span(start, start + len(piece.rstrip(" \r\n")))
        row = "\t" in piece.strip() or (tabbed and piece.strip() and "\t" in piece.rstrip(" \r\n"))
        yield line if row else trimmed(text, line)
        tabbed = bool(row)
        start += len(piece)


def _without_speakers(text: str, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """In a pasted chat each line starts with who wrote it; what they wrote starts after that."""
    found = [_speaker(span.of(text)) for span in spans]
    names = Counter(match[1] for match in found if match)
    said = sum(count for count in names.values() if count > 1)
    if said < 4 or len(names) > 0.5 * said + 1:
        return spans
    return tuple(
        Span(span.start + match.end(), span.end) if match and span.end > span.start + match.end() else span
        for span, match in zip(spans, found, strict=True)
    )


def _speaker(raw: str) -> re.Match[str] | None:
    """Who wrote a line of a chat; ``Who:`` and ``Goal:`` are labels and no people."""
    match = _SPEAKER.match(raw)
    label = plain(match[1]) if match else ""
    named = label and label_column(label) is None and topic_of(label) is Topic.OTHER
    return match if named else None


def _mostly_capitals(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return sum(char.isupper() for char in letters) > 0.6 * max(1, len(letters))


def _line(span: Span, raw: str, before: str, after: str, *, shouting: bool) -> Line:
    if not raw:
        return Line(span, Look.BLANK, "")
    if _RULE.match(raw):
        return Line(span, Look.RULE, "")
    words = plain(raw)
    cells = _cells(raw)
    if len(cells) > 1:
        return Line(span, Look.ROW, words, cells=tuple(cell.shifted(span.start) for cell in cells))
    level = heading_level(raw, before, after, shouting=shouting)
    if level:
        return Line(span, Look.HEADING, words, level)
    return Line(span, Look.ITEM if MARKER.match(raw) else Look.PROSE, words)


def _cells(raw: str) -> tuple[Span, ...]:
    """The cells of a table line, relative to the line; one span where it is no table line."""
    mark = "|" if raw.count("|") > 1 or re.search(r"\S\s+\|(?:\s|\Z)", raw) else "\t"
    if mark not in raw:
        return (Span(0, len(raw)),)
    edges = [-1, *(at for at, char in enumerate(raw) if char == mark), len(raw)]
    if raw.startswith(mark) and mark == "|":
        edges = edges[1:]
    if raw.endswith(mark) and mark == "|":
        edges = edges[:-1]
    pairs = pairwise(edges)
    return tuple(trimmed(raw, Span(start + 1, end)) for start, end in pairs)


def heading_level(raw: str, before: str, after: str, *, shouting: bool) -> int:
    """How deep a heading the line is; 0 where it is none."""
    hashes = _HASHES.match(raw)
    if hashes and len(raw.split()) < 16:
        return len(hashes[1])
    if _BOLD.match(raw) and len(raw.split()) < 14:
        return 2
    core = heading_core(raw)
    if not core or _OPEN_ENDED.search(core) or len(core.split()) > 11 or raw.rstrip()[-1] in ".,;!":
        return 0
    if re.match(r"[=-]{3,}\s*\Z", after):
        return 2
    return _unmarked_level(raw, core, before, after, shouting=shouting)


def _unmarked_level(raw: str, core: str, before: str, after: str, *, shouting: bool) -> int:
    known = topic_of(core) is not Topic.OTHER
    short = bool(NUMBERED.match(raw)) and len(core.split()) < (11 if raw.isupper() else 8)
    if MARKER.match(raw) and not (short and (known or (titled(raw) and not shouting))):
        return 0
    loosely = not before and bool(after) and titled(raw) and loose_topic(core) is not Topic.OTHER
    if loosely and not _SENTENCE.search(raw) and ": " not in raw and not shouting:
        return 2
    if raw.isupper() and not shouting and len(core) > 3:
        return 2
    if raw.rstrip().endswith(":"):
        return 0 if before and label_column(core) in _ATTACHED else 3
    starts = raw.lstrip()[:1].isupper() or raw.lstrip()[:1].isdigit()
    # Under a date, such as that of a form's first lines, a known heading begins anew.
    ends = ".:!?|0123456789" if known else ".:!?|"
    apart = not before or before.rstrip()[-1] in ends or bool(_RULE.match(before))
    label, value = label_of(raw)
    if (
        label
        and label_column(label) is None
        and topic_of(label) is Topic.ACTIONS
        and whole("timescales", "bare").match(plain(raw[value:]))
    ):
        return 2
    plainly = known and len(core.split()) < 4 and bool(after)
    listed = bool(MARKER.match(after)) or "|" in after
    apart = apart or (known and len(core.split()) < 4 and (listed or len(before.split()) < 9))
    bare = (starts or plainly) and apart and ": " not in raw
    lone = not before and len(core.split()) < 8 and len(after) > 60 and not shouting
    return 2 if bare and (known or lone) else 0


_ATTACHED = frozenset({Column.OWNER, Column.WHEN, Column.MEASURE, Column.PROGRESS})
