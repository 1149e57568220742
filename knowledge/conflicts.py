"""Where a local procedure gives another figure than the law for the same clock."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from knowledge.catalogue import Stored
from knowledge.documents import Authority
from knowledge.figures import Figure, in_unit, limits, same
from knowledge.signs import LAPSED
from knowledge.text import Span, sentences
from knowledge.timescales import Clock, Length, clocks


@dataclass(frozen=True, slots=True)
class Conflict:
    """A sentence or table row of a local procedure beside the clock it disagrees with."""

    clock: Clock
    local: Stored
    sentence: str
    figure: Length

    @property
    def line(self) -> str:
        """The law first, then what the local text says."""
        law = f"{self.clock.label}, {self.clock.locator}: {self.clock.length.words} ({self.clock.title})"
        return f"{law}. {self.local.passage.label} says {self.said}: “{' '.join(self.sentence.split())}”"

    @property
    def said(self) -> str:
        """The local figure, in the clock's unit too where it uses another."""
        unit = self.clock.length.unit
        if self.figure.unit == unit:
            return self.figure.words
        return f"{self.figure.words} (about {Length(round(in_unit(self.figure, unit)), unit).words})"


@dataclass(frozen=True, slots=True)
class Speech:
    """How procedures speak of one clock: its names, its subject, what starts it, and what makes it another matter.

    ``also`` are other lengths that the law knows; ``longer`` says that a longer local time keeps the law.
    """

    clock: Clock
    named: re.Pattern[str]
    loosely: re.Pattern[str]
    about: re.Pattern[str]
    needs: re.Pattern[str]
    starts: re.Pattern[str]
    unless: re.Pattern[str]
    allow: re.Pattern[str]
    also: tuple[Length, ...]
    longer: bool


def conflicts(rows: Iterable[Stored]) -> Iterator[Conflict]:
    """The conflicts between local procedures and the clocks of law and statutory guidance."""
    for row in rows:
        if row.source.authority is Authority.LOCAL_PROCEDURE:
            yield from of_passage(row)


def of_passage(row: Stored) -> Iterator[Conflict]:
    """The conflicts in one passage of a local procedure, in reading order; none in a superseded one."""
    if LAPSED.search(row.passage.status):
        return
    above = f"{row.source.title}\n{row.passage.heading}"
    for span, header in _units(row.passage.text):
        unit = span.of(row.passage.text)
        for clock, figure in _differing(unit, f"{above}\n{header}"):
            yield Conflict(clock, row, unit, figure)


def _units(text: str) -> Iterator[tuple[Span, str]]:
    """The sentences and table rows of a text, each row with the first row of its table."""
    header = ""
    for sentence in sentences(text):
        start = sentence.start
        for line in sentence.of(text).split("\n"):
            if line.strip():
                is_row = " | " in line
                header = (header or line) if is_row else ""
                yield Span(start, start + len(line)), header if is_row else ""
            start += len(line) + 1


def _differing(unit: str, above: str) -> Iterator[tuple[Clock, Length]]:
    """The clocks that a sentence or row speaks of, each with its other figure."""
    for part in _parts(unit):
        found = tuple(limits(part))
        spoken = [(speech, figure) for n, figure in enumerate(found) if (speech := _meant(part, above, found, n))]
        agreed = {speech.clock.id for speech in _speeches() for f in found if same(f.length, speech.clock.length)}
        for speech, figure in spoken:
            if speech.clock.id not in agreed and not _known(speech, figure.length):
                yield speech.clock, figure.length


def _parts(unit: str) -> Iterator[str]:
    """The clauses of a sentence that can each set a clock; a table row is one."""
    yield from [unit] if " | " in unit else _CLAUSE.split(unit)


_CLAUSE = re.compile(r";\s*|,\s+(?=(?:and|but|while|whereas)\s)|\.\s+", re.IGNORECASE)


def _meant(part: str, above: str, found: Sequence[Figure], place: int) -> Speech | None:
    """The clock that one figure of a clause sets: the one whose name stands nearest to it."""
    figure = found[place]
    start = found[place - 1].span.end if place else 0
    end = found[place + 1].span.start if place + 1 < len(found) else len(part)
    origins = [one.origin for one in found]
    near = [
        (distance, -length, speech.clock.id, speech)
        for speech in _speeches()
        for distance, length in _names(speech, part, Span(start, end), figure, origins)
        if _fits(speech, part[start:end], above, figure)
    ]
    return min(near, key=lambda one: one[:3])[-1] if near else None


def _names(
    speech: Speech, part: str, around: Span, figure: Figure, origins: Sequence[Span]
) -> Iterator[tuple[int, int]]:
    """How far from a figure each name of a clock stands, and how long it is; names after it count as farther."""
    counted = figure.origin.of(part)
    patterns = [speech.named, *([speech.loosely] if counted and speech.starts.search(counted) else [])]
    if counted.strip() and not speech.starts.search(counted):
        return
    for pattern in patterns:
        for match in pattern.finditer(part, around.start, around.end):
            name = Span(*match.span())
            # "After the second review", "reports for the conference": the name is not what the figure limits.
            aside = _ASIDE.search(part, 0, name.start) or any(name.overlaps(origin) for origin in origins)
            if not name.of(part) or aside:
                continue
            before = figure.span.start - name.end
            yield (before if before >= 0 else _AFTER + name.start - figure.span.end), name.end - name.start


_AFTER = 1000
_ASIDE = re.compile(
    r"(?<!time )(?<!timescale )(?<!limit )(?<!deadline )(?<!period )"
    r"\b(?:after|following|before|since|until|for|with)\s+(?:(?:the|an?|each|every|any)\s)?$",
    re.IGNORECASE,
)


def _fits(speech: Speech, clause: str, above: str, figure: Figure) -> bool:
    """Whether a clause is on the clock's subject and on nothing that makes it another matter."""
    if figure.back != (speech.clock.kind == "before"):
        return False
    if figure.recurs and not (speech.clock.recurs or speech.clock.then):
        return False
    if not speech.about.search(f"{above}\n{clause}") or not speech.needs.search(clause):
        return False
    general = (match[0] for match in _everywhere().finditer(clause))
    return not speech.unless.search(clause) and all(speech.allow.fullmatch(words) for words in general)


def _known(speech: Speech, figure: Length) -> bool:
    clock = speech.clock
    known = (clock.length, clock.then, *speech.also)
    more = speech.longer and in_unit(figure, clock.length.unit) > clock.length.amount
    return more or any(same(figure, length) for length in known if length)


@cache
def _speeches() -> tuple[Speech, ...]:
    national = {Authority.STATUTE, Authority.STATUTORY_GUIDANCE}
    by_id = {clock.id: clock for clock in clocks() if clock.authority in national}
    return tuple(_speech(by_id[row["id"]], row) for row in _table()["clock"])


def _speech(clock: Clock, row: dict[str, Any]) -> Speech:
    patterns = {name: _compiled(row.get(name, default)) for name, default in _DEFAULTS.items()}
    amounts = (words.split(" ", 1) for words in row.get("also", ()))
    also = tuple(Length(int(number), unit) for number, unit in amounts)
    return Speech(clock=clock, **patterns, also=also, longer=row.get("longer", False))


_ANYTHING, _NOTHING = "", r"(?!)"
_DEFAULTS = {
    "named": _NOTHING, "loosely": _NOTHING, "about": _ANYTHING, "needs": _ANYTHING, "starts": _ANYTHING,
    "unless": _NOTHING, "allow": _NOTHING,
}  # fmt: skip


@cache
def _everywhere() -> re.Pattern[str]:
    return _compiled(_table()["everywhere"]["unless"])


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\n\s*", "", pattern), re.IGNORECASE)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((resources.files("knowledge") / "local_figures.toml").read_text(encoding="utf-8"))
