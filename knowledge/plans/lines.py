"""The physical lines of a draft and what each looks like on its own."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from knowledge.plans.lexicon import plain, table, whole
from knowledge.plans.model import Column, Topic
from knowledge.text import Span, trimmed

MARKER = re.compile(
    r"[ \t>]*(?:(?<=> )|[-*•–—▪◦·●○➢►✓☐☑‣]|\[[ xX]?\]|\(?\d{1,2}[.)](?!\d)|\d{1,2}\.\d{1,2}\.?(?=\s)"
    r"|\(?[a-hA-H]\)|[A-H]\.(?=\s+[A-Z][A-Za-z])(?!\s+[A-Z][a-z]+ (?:to|will|must)\b)|\(?[ivx]{1,4}\)|[Aa]ction"
    r" \d{1,2}\s*[:.)-]|[A-Z]\d{1,2}[.):]|o(?=\s{2,}))\s*"
)
_RULE = re.compile(r"[\s|:=_*~+#.-]*\Z")
_LABEL = re.compile(r"[ \t>]*[*_]{0,2}([A-Za-z][^:\n|]{0,98}?)[*_]{0,2}\s*:[*_]{0,2}(?:\s+(?=\S)|(?<=\w:))")
_OPEN_ENDED = re.compile(r" (?:tbc|tba|to be \w+|to follow|asap|ongoing|n/a|to be)\Z")
_DASHED = re.compile(
    r"[ \t>]*(contingency(?: plan)?|back-?up(?: plan)?|plan b|reviews?|visits?|views|child's views|worries"
    r"|concerns|voice)"
    r"\s+[-–—]\s+(?=\S)",
    re.IGNORECASE,
)
_HASHES = re.compile(r"\s*(#{1,6})\s*")
_BOLD = re.compile(r"\s*(?:\*\*|__)([^*_]+)(?:\*\*|__):?\s*\Z")
_NUMBERED = re.compile(r"\s*(?:(?:section|part)\s+)?(?:\d{1,2}(?:\.\d)?|[A-Za-z])[.):]?\s+(?=[A-Za-z])", re.IGNORECASE)
_LEADING = re.compile(r"(?:the|our|some|any|my|your|section \d+|part \d+)\s+(?=\w)")
_DRESS = " \t#*_:=-–—>?\"'()[]"


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
    """One physical line without its line end."""

    span: Span
    look: Look
    words: str
    level: int = 0


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
    if len(cell_spans(raw)) > 1:
        return Line(span, Look.ROW, words)
    level = heading_level(raw, before, after, shouting=shouting)
    if level:
        return Line(span, Look.HEADING, words, level)
    return Line(span, Look.ITEM if MARKER.match(raw) else Look.PROSE, words)


def cell_spans(raw: str) -> tuple[Span, ...]:
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
    short = bool(_NUMBERED.match(raw)) and len(core.split()) < (11 if raw.isupper() else 8)
    if MARKER.match(raw) and not (short and (known or (_titled(raw) and not shouting))):
        return 0
    loosely = not before and bool(after) and _titled(raw) and loose_topic(core) is not Topic.OTHER
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


def heading_core(raw: str) -> str:
    """A heading without its marks and number, in lower case."""
    bare = raw.strip(_DRESS)
    numbered = _NUMBERED.match(bare)
    if numbered and (numbered[0].strip()[-1:] in ".):" or numbered[0].strip()[0].isdigit()):
        bare = bare[numbered.end() :]
    return plain(bare.strip(_DRESS))


@lru_cache(maxsize=4096)
def topic_of(core: str) -> Topic:
    """The topic a heading names, or OTHER."""
    core = _LEADING.sub("", core)
    for key, _ in table("structure", "headings"):
        if whole("structure", f"headings.{key}").match(core):
            return Topic(key)
    return Topic.OTHER


@lru_cache(maxsize=4096)
def loose_topic(core: str) -> Topic:
    """The topic that the words of a heading point to, where its wording is in no list."""
    if len(core.split()) > 10:
        return Topic.OTHER
    keys = (key for key, words in table("structure", "heading_words") if words.search(core))
    return Topic(next(keys, Topic.OTHER.value))


_ATTACHED = frozenset({Column.OWNER, Column.WHEN, Column.MEASURE, Column.PROGRESS})


def _titled(raw: str) -> bool:
    """Capitals throughout, or a capital at the start and no more than eight words."""
    bare = raw.strip(_DRESS + "0123456789.")
    return bare.isupper() or (bare[:1].isupper() and len(bare.split()) < 9)


def column_of(core: str) -> Column | None:
    """What a column with this name holds."""
    bare = core.strip(_DRESS)
    for key, _ in table("structure", "columns"):
        if whole("structure", f"columns.{key}").match(bare):
            return Column(key)
    return None


def label_of(raw: str) -> tuple[str, int]:
    """The label at the start of ``Label: value`` in lower case, and where the value starts."""
    match = _LABEL.match(raw) or _DASHED.match(raw)
    words = re.sub(r"\([^)]*\)", "", match[1]) if match else ""
    if not match or len(words.split()) > (12 if match[1][:4].lower() in {"what", "how "} else 9):
        return "", 0
    return heading_core(match[1]), match.end()


def label_topic(label: str) -> Topic:
    """The topic a label names; one that opens like a question may be in no list."""
    named = topic_of(label)
    asks = label.startswith(("how ", "what ", "and if", "if ", "why ", "when ", "where "))
    return loose_topic(re.sub(r"\([^)]*\)", "", label)) if named is Topic.OTHER and asks else named


def opening_heading(raw: str) -> tuple[str, int] | None:
    """A short first sentence that is a heading, as in ``What worries us. You hit ...``."""
    found = re.match(r"[ \t]*([A-Z][^.?!:\n]{2,60})([.?])(?:\s+|\Z)", raw)
    core = heading_core(found[1]) if found else ""
    if found and found[2] == "?" and len(core.split()) < 9 and loose_topic(core) is Topic.CONTINGENCY:
        return core, found.end()
    if (
        not found
        or len(core.split()) > 8
        or topic_of(core) in {Topic.OTHER, Topic.ADMIN, Topic.IDENTITY, Topic.REVIEWS}
    ):
        return None
    telling = re.search(r"\b(?:is|are|was|were|has|have|had|will|to|he|she|by|on|said|says|rang|went)\b", core)
    return None if telling and not core.startswith(("what", "how", "why", "if", "who")) else (core, found.end())


@lru_cache(maxsize=4096)
def loose_column(core: str) -> Column | None:
    """What a column holds by the words of its name, where the name is in no list."""
    if not core or len(core.split()) > 8 or any(map(str.isdigit, core)):
        return None
    keys = (key for key, words in table("structure", "column_words") if words.search(core))
    found = next(keys, None)
    return Column(found) if found else None


def label_column(label: str) -> Column | None:
    """What a labelled value under an item holds; ``Owner 2`` is an owner."""
    label = re.sub(r"\s*\d{1,2}\Z", "", label)
    for key, _ in table("structure", "labels"):
        if whole("structure", f"labels.{key}").match(label):
            return Column(key)
    return None
