"""A provision of an Act or instrument as a tree of clauses, and the sections that can be cited from it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from knowledge.documents import Pinpoint, Section

# A paragraph longer than this is cited by its sub-paragraphs, each with its lead-in.
LONG = 850
_OMITTED = "…"
# (1), (1A), and (A1) where it was put before the first.
_PARAGRAPH = re.compile(r"[A-Z]{0,2}\d+[A-Z]{0,3}")
_DOTS = re.compile(r"(?:\(\w{1,5}\)|[\s.…;,\[\]])*(?:\.\s?){4}(?:\(\w{1,5}\)|[\s.…;,\[\]])*(?:and|or)?")


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered or unnumbered part of a provision: words, parts, and the words that close it.

    ``number`` is the bare number (``2``, ``b``, ``iii``); it is empty for a definition or for a
    paragraph without a number. ``heading`` is the small heading above the clause, if any.
    """

    number: str = ""
    lead: str = ""
    parts: tuple["Clause", ...] = ()
    tail: str = ""
    heading: str = ""

    @property
    def first(self) -> str:
        """The number in brackets and the words before the parts."""
        return f"({self.number}) {self.lead}".strip() if self.number else self.lead

    @property
    def text(self) -> str:
        """The clause as it is printed, one part a line."""
        lines = (self.first, *(part.text for part in self.parts), self.tail)
        return "\n".join(line for line in lines if line)


@dataclass(frozen=True, slots=True)
class Provision:
    """One section, regulation, article or schedule paragraph, with where and when it applies."""

    name: str
    clause: Clause
    title: str = ""
    trail: tuple[str, ...] = ()
    status: str = ""
    as_at: date | None = None
    url: str = ""
    page: int | None = None
    above: str = ""
    within: tuple[str, ...] = ()

    @property
    def locator(self) -> str:
        """The pinpoint of the whole: ``reg 24``, ``Sch 4 para 2``, or ``s 18(2)(a)`` for a part of a provision."""
        return f"{self.above} {self.name}".strip() + "".join(f"({number})" for number in self.within)


def is_empty(text: str) -> bool:
    """Whether a text is a bare number, or the row of dots that stands for repealed words."""
    return not re.sub(r"\(\w{1,5}\)", "", text).strip() or bool(_DOTS.fullmatch(text))


def sections_of(provision: Provision, short: str) -> Iterator[Section]:
    """One section for each numbered paragraph; long ones by their sub-paragraphs, with the lead-in.

    A short paragraph stays whole, since a list is understood as a whole; it carries the pinpoints inside it.
    """
    if any(_PARAGRAPH.fullmatch(part.number) for part in provision.clause.parts):
        yield from _by_paragraph(provision, short)
    else:
        yield from _pieces(provision, provision.clause, provision.locator, short)


def _by_paragraph(provision: Provision, short: str) -> Iterator[Section]:
    clause = provision.clause
    if clause.lead:
        yield _section(provision, provision.locator, clause.lead, "", short)
    for part in clause.parts:
        locator = f"{provision.locator}({part.number})" if part.number else provision.locator
        yield from _pieces(provision, part, locator, short)
    if clause.tail:
        yield _section(provision, provision.locator, clause.tail, "", short)


def _pieces(provision: Provision, clause: Clause, locator: str, short: str) -> Iterator[Section]:
    for piece in _split(clause, locator, (), ()):
        if not is_empty(piece.text):
            section = _section(provision, piece.locator, piece.text, clause.heading, short)
            yield replace(section, pinpoints=piece.inside)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words with where they stand, and the pinpoints inside them."""

    locator: str
    text: str
    inside: tuple[Pinpoint, ...] = ()


def _split(
    clause: Clause, locator: str, before: tuple[str, ...], after: tuple[str, ...], *, cited: bool = True
) -> Iterator[_Piece]:
    """The clause whole when it is short, with the pinpoints inside it, else its parts between lead-in and close.

    ``cited`` is false inside a definition: its (a) is no (a) of the paragraph it stands in.
    """
    whole = _framed(before, (clause.text,), after)
    if len(whole) <= LONG or len(clause.parts) < 2:
        inside = _inside(clause, locator, before, after) if cited and len(whole) <= LONG else ()
        yield _Piece(locator, whole, tuple(inside))
        return
    lead, tail = (*before, clause.first), (clause.tail, *after)
    for group in _groups(clause.parts, LONG - len(_framed((*lead, _OMITTED), (), (_OMITTED, *tail)))):
        kept, close = _marked(lead, clause, group), _close(tail, clause, group)
        if len(group) == 1:
            place = f"{locator}({group[0].number})" if cited and group[0].number else locator
            yield from _split(group[0], place, kept, close, cited=cited and bool(group[0].number))
        else:
            yield _Piece(locator, _framed(kept, (part.text for part in group), close))


def _inside(clause: Clause, locator: str, before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[Pinpoint]:
    """The numbered parts of a clause that stands whole, at every depth, each with its lead-in and close."""
    lead, tail = (*before, clause.first), (clause.tail, *after)
    for part in clause.parts:
        if part.number and not is_empty(part.text):
            place = f"{locator}({part.number})"
            kept, close = _marked(lead, clause, (part,)), _close(tail, clause, (part,))
            yield Pinpoint(place, _framed(kept, (part.text,), close))
            yield from _inside(part, place, kept, close)


def _groups(parts: Sequence[Clause], room: int) -> Iterator[tuple[Clause, ...]]:
    """Numbered parts one by one; definitions and other parts without numbers as many as fit."""
    group: list[Clause] = []
    for part in parts:
        full = group and sum(len(held.text) + 1 for held in (*group, part)) > room
        if group and (part.number or group[-1].number or full):
            yield tuple(group)
            group = []
        group.append(part)
    yield tuple(group)


def _marked(lead: tuple[str, ...], clause: Clause, group: Sequence[Clause]) -> tuple[str, ...]:
    """The lead-in, with a mark where parts before the group are left out."""
    return lead if group[0] is clause.parts[0] else (*lead, _OMITTED)


def _close(tail: tuple[str, ...], clause: Clause, group: Sequence[Clause]) -> tuple[str, ...]:
    """The closing words, with a mark where parts between the group and them are left out."""
    words = tuple(line for line in tail if line)
    whole = group[-1] is clause.parts[-1] or words[:1] in {(), (_OMITTED,)}
    return words if whole else (_OMITTED, *words)


def _framed(before: Sequence[str], parts: Iterator[str] | Sequence[str], after: Sequence[str]) -> str:
    return "\n".join(line for line in (*before, *parts, *after) if line)


def _section(provision: Provision, locator: str, text: str, heading: str, short: str) -> Section:
    title = ": ".join(part for part in (provision.title, heading) if part)
    return Section(
        locator=locator,
        text=text,
        title=title,
        trail=provision.trail,
        page=provision.page,
        label=f"{short} {provision.above or provision.name}",
        status=provision.status,
        as_at=provision.as_at,
        url=provision.url,
    )
