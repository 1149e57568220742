"""From text to sections and entries: headings, lists, tables, labelled values, broken lines."""

import re
from dataclasses import dataclass, field, replace

from knowledge.plans import tables
from knowledge.plans.headings import (
    heading_core,
    label_column,
    label_of,
    label_topic,
    loose_topic,
    opening_heading,
    topic_of,
)
from knowledge.plans.inline import cut
from knowledge.plans.lexicon import pattern, plain, whole
from knowledge.plans.lines import MARKER, Line, Look, lines_of
from knowledge.plans.model import Cell, Column, Entry, Section, Topic
from knowledge.plans.page import Page, page_of
from knowledge.text import Span, trimmed

_ATTACHED = frozenset({Column.OWNER, Column.WHEN, Column.MEASURE, Column.PROGRESS})
_HEADS = frozenset({Column.ACTION, Column.WORRY})
_ASKS = re.compile(r".{2,40}\b(?:will|to|must|should|(?:has |have |had )?agrees?d? to|needs? to|is to|are to)\Z")
_TASK = re.compile(
    r"(?!(?:need|want|going|able|due|have|has|had|used|try|trying|began|started|likely|up|and|or|how|where|what"
    r"|when|not"
    r"|continue|continues|asked|told|ready|refused?|failed|happy|in order|so as|it|that|this|there|which|who|she"
    r"|he|they"
    r"|close|next|access|according|related|likes?|loves?|seems?|as|is|are|was|were|ought|unable|able) )"
    r"[a-z][\w'’-]*(?: [\w'’(),-]+){0,3}? (?:not )?to (?:be |do |not )?[a-z]{2,}"
)
_ENDS_TIMED = re.compile(
    r"(?:asap|ongoing|tbc|\d{4}|\d{1,2} [a-z]{3,9}|soon|weekly|daily|monthly|undone|not done|required|needed)\W*\Z"
)


@dataclass(slots=True)
class _Draft:
    """What has been read so far."""

    text: str
    plain: str
    sections: list[Section] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    level: int = 0
    open: bool = False
    labelled: bool = False
    columns: tuple[Column, ...] = ()
    rows: int = 0
    bulleted: bool = False
    page: Page = field(default_factory=lambda: Page(0, quiet=False))

    def section(self, heading: str, topic: Topic, at: int) -> None:
        self.sections.append(Section(heading, topic, Span(at, at)))
        self.open = self.labelled = self.bulleted = False

    def add(self, entry: Entry) -> None:
        """Keep an entry, and whether its section's items carry bullets or numbers."""
        self.entries.append(entry)
        self.open = True
        self.rows += entry.table is not None
        self.bulleted = self.bulleted or bool(self.before(entry).strip())

    def before(self, entry: Entry) -> str:
        """What stands before an entry on its line; something there means that a plain line beside it is no task."""
        return self.text[self.text.rfind("\n", 0, entry.span.start) + 1 : entry.span.start]


def read_layout(text: str) -> tuple[tuple[Section, ...], tuple[Entry, ...]]:
    """The sections and entries of a draft; every span points into ``text``."""
    draft = _Draft(text, plain(text))
    draft.section("", Topic.OTHER, 0)
    lines = lines_of(text)
    draft.page = page_of(text, lines)
    at = 0
    while at < len(lines):
        at = _read(draft, lines, at)
    return _closed(draft), tuple(draft.entries)


def _read(draft: _Draft, lines: tuple[Line, ...], at: int) -> int:
    line = lines[at]
    if line.look in {Look.BLANK, Look.RULE}:
        if draft.labelled and line.look is Look.BLANK:
            draft.section("", Topic.OTHER, line.span.start)
        draft.open = draft.open and line.look is Look.BLANK and _labelled_next(draft, lines, at)
        return at + 1
    if line.look is Look.HEADING:
        _head(draft, line)
        return at + 1
    if line.look is Look.ROW:
        return _rows(draft, lines, at)
    if _attach(draft, line):
        return at + 1
    return _paragraph(draft, lines, at)


def _labelled_next(draft: _Draft, lines: tuple[Line, ...], at: int) -> bool:
    if at + 1 >= len(lines) or lines[at + 1].look is not Look.PROSE:
        return False
    label, _ = label_of(lines[at + 1].span.of(draft.text))
    return bool(label) and label_column(label) in _ATTACHED


def _head(draft: _Draft, line: Line) -> None:
    raw = line.span.of(draft.text)
    core = heading_core(raw)
    topic = topic_of(core)
    if topic is Topic.OTHER and _ASKS.match(core):
        topic = Topic.ACTIONS
    if topic is Topic.OTHER and draft.entries:
        topic = loose_topic(core)
    if topic is Topic.ACTIONS and "plan" in core.split() and draft.text.count("\n", 0, line.span.start) < 4:
        topic = Topic.OTHER  # the title of the draft
    deeper = line.level > draft.level or line.level == 3
    if topic is Topic.OTHER and deeper and len(draft.sections) > 1:
        topic = draft.sections[-1].topic
    else:
        draft.level = line.level
    draft.section(raw, topic, line.span.start)


def _rows(draft: _Draft, lines: tuple[Line, ...], at: int) -> int:
    end = at
    while end < len(lines) and lines[end].look in {Look.ROW, Look.RULE}:
        end += 1
    split = [line.cells for line in lines[at:end] if line.look is Look.ROW]
    number = 1 + draft.rows
    named = tables.header_of(draft.text, split)
    above, draft.columns = draft.columns, named or draft.columns
    for head, entry in tables.rows(draft.text, split, len(draft.sections) - 1, number, above):
        if head:
            _label_section(draft, head, topic_of(head), entry.span)
        else:
            draft.add(replace(entry, section=len(draft.sections) - 1))
    draft.open = False
    return end


def _attach(draft: _Draft, line: Line) -> bool:
    """Add a labelled or bare value to the item above it."""
    if not draft.open or line.look is not Look.PROSE:
        return _attach_marked(draft, line)
    raw = line.span.of(draft.text)
    label, start = label_of(raw)
    column = label_column(label) if label else _bare_column(line.words)
    last = draft.entries[-1]
    labelled = bool(last.cells)
    again = column is not None and column is not Column.MEASURE and last.cell(column) is not None
    if column is None or (column not in _ATTACHED and not labelled) or again:
        return False
    if column in _HEADS and last.cell(Column.ACTION if column is Column.ACTION else Column.WORRY):
        return False
    value = Span(line.span.start + start, line.span.end)
    labelled_too = cut(draft.text, draft.plain, Entry(value, last.section, cells=(Cell(column, value),)))
    for cell in labelled_too.cells:
        _join(draft, cell)
    return True


def _attach_marked(draft: _Draft, line: Line) -> bool:
    """A bullet such as ``- Who: Mum`` belongs to the item above it too."""
    if not draft.open or line.look is not Look.ITEM:
        return False
    raw = line.span.of(draft.text)
    mark = MARKER.match(raw)
    skip = mark.end() if mark else 0
    last = draft.entries[-1]
    numbered = bool(mark and _counts_actions(mark[0]) and last.cells) and not _counts_actions(draft.before(last))
    label, start = ("action", 0) if numbered else label_of(raw[skip:])
    column = label_column(label) if label else None
    wanted = {Column.ACTION} if numbered else _ATTACHED
    if column is None or column not in wanted or last.cell(column):
        return False
    _join(draft, Cell(column, Span(line.span.start + skip + start, line.span.end)))
    return True


def _counts_actions(mark: str) -> bool:
    """``Action 2:`` opens an item."""
    return mark.lstrip()[:6].lower() == "action"


def _bare_column(words: str) -> Column | None:
    """A line that is nothing but a timescale belongs to the action above it."""
    if len(words.split()) > 6 or not whole("timescales", "bare").match(words):
        return None
    return Column.WHEN


def _join(draft: _Draft, cell: Cell) -> None:
    last = draft.entries[-1]
    own = last.cells or (Cell(Column.TEXT, last.span),)
    span = Span(last.span.start, max(last.span.end, cell.span.end))
    draft.entries[-1] = replace(last, span=span, cells=(*own, cell))


def _paragraph(draft: _Draft, lines: tuple[Line, ...], at: int) -> int:
    end = at + 1
    while end < len(lines) and _continues(draft, lines, at, end):
        end += 1
    raw = lines[at].span.of(draft.text)
    mark = MARKER.match(raw)
    span = Span(lines[at].span.start + (mark.end() if mark else 0), lines[end - 1].span.end)
    task = draft.sections[-1].topic is Topic.ACTIONS and end - at == 1 and not draft.bulleted
    _entry(draft, span, listed=lines[at].look is Look.ITEM or task)
    return end


def _continues(draft: _Draft, lines: tuple[Line, ...], first: int, at: int) -> bool:
    line = lines[at]
    if line.look is not Look.PROSE or _starts_label(draft, line):
        return False
    if _bare_column(line.words) or draft.page.meant(draft.text, lines[at - 1], line):
        return False
    if lines[first].look is not Look.ITEM:
        return not (_TASK.match(line.words) or _task_line(draft, lines, at))
    before = lines[at - 1].span.of(draft.text)
    if _TASK.match(line.words):
        return False
    fresh = line.span.of(draft.text)[:1].isupper() and before.endswith((".", ":", ")"))
    return not fresh


def _task_line(draft: _Draft, lines: tuple[Line, ...], at: int) -> bool:
    """Under a heading of actions, a line after a finished task starts another."""
    if draft.sections[-1].topic is not Topic.ACTIONS:
        return False
    before = lines[at - 1].words
    ended = before.endswith((".", ";")) or bool(_ENDS_TIMED.search(before))
    return ended or bool(pattern("roles", "verbs").match(lines[at].words) and lines[at].words[:1] not in {"a", "i"})


def _starts_label(draft: _Draft, line: Line) -> bool:
    label, _ = label_of(line.span.of(draft.text))
    return bool(label) and (label_column(label) is not None or label_topic(label) is not Topic.OTHER)


def _entry(draft: _Draft, span: Span, *, listed: bool) -> None:
    span = trimmed(draft.text, span)
    label, start = label_of(span.of(draft.text))
    if not label or label_topic(label) is Topic.OTHER:
        label, start = _opening(draft, span) or (label, start)
    topic = (
        label_topic(label)
        if topic_of(label) is not Topic.OTHER or ":" in span.of(draft.text)[:start]
        else loose_topic(label)
    )
    if topic is Topic.ACTIONS and label == "then" and draft.sections[-1].topic is Topic.CONTINGENCY:
        topic = Topic.CONTINGENCY
    column = label_column(label) if label else None
    value = Span(span.start + start, span.end)
    if label and not value.of(draft.text).strip():
        draft.section(label, topic, span.start)
        return
    if column in _HEADS and not (column is Column.WORRY and not listed and _long(value)):
        draft.add(
            cut(draft.text, draft.plain, Entry(value, len(draft.sections) - 1, listed, cells=(Cell(column, value),)))
        )
    elif label and topic is not Topic.OTHER:
        _label_section(draft, label, topic, Span(span.start, span.end), value, listed=listed)
    else:
        draft.add(cut(draft.text, draft.plain, Entry(span, len(draft.sections) - 1, listed)))


def _opening(draft: _Draft, span: Span) -> tuple[str, int] | None:
    """A heading that opens a paragraph; alone under actions, such as ``Direct work.``, it is an action."""
    found = opening_heading(span.of(draft.text))
    alone = found is not None and found[1] >= span.end - span.start
    return None if alone and draft.sections[-1].topic is Topic.ACTIONS else found


def _long(span: Span) -> bool:
    return span.end - span.start > 400


def _label_section(
    draft: _Draft, label: str, topic: Topic, span: Span, value: Span | None = None, *, listed: bool = False
) -> None:
    """``Contingency: ...`` on one line is a section of its own."""
    back = draft.sections[-1]
    draft.section(label, topic, span.start)
    draft.add(cut(draft.text, draft.plain, Entry(value or span, len(draft.sections) - 1, listed)))
    draft.labelled = True
    if listed:
        draft.section(back.heading, back.topic, span.end)


def _closed(draft: _Draft) -> tuple[Section, ...]:
    """Sections reach to where the next one starts."""
    ends = [section.span.start for section in draft.sections[1:]] + [len(draft.text)]
    return tuple(
        replace(section, span=Span(section.span.start, max(section.span.start, end)))
        for section, end in zip(draft.sections, ends, strict=True)
    )
