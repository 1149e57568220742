"""Statutory clocks as dated data, and deadlines worked out from them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any

from dateutil.relativedelta import relativedelta

from knowledge.clock_data import table
from knowledge.documents import Authority
from knowledge.errors import DeadlineError
from knowledge.law_dates import Beginning, beginning, other_times
from knowledge.working_days import add_working_days, check_in_calendar, next_working_day, skipped

_UNITS = {"working days", "days", "weeks", "months", "hours", "years"}
_WORKING_DAY_NOTE = (
    "Working days leave out weekends and the bank holidays of England. "
    "The law read does not define them here, so treat the date as the latest."
)


@dataclass(frozen=True, slots=True)
class Length:
    """An amount of time in the unit that the source uses."""

    amount: int
    unit: str

    @property
    def words(self) -> str:
        """The length as people say it."""
        unit = self.unit.removesuffix("s") if self.amount == 1 else self.unit
        return f"{self.amount} {unit}"

    def after(self, start: date) -> date:
        """The last day of the period; the start day itself is not counted."""
        if self.unit == "working days":
            return add_working_days(start, self.amount)
        if self.unit in {"months", "years"}:
            return start + relativedelta(**{self.unit: self.amount})  # type: ignore[arg-type]
        if self.unit == "hours":
            return start + timedelta(hours=self.amount)
        return start + timedelta(days=self.amount * (7 if self.unit == "weeks" else 1))

    def before(self, end: date) -> date:
        """The last day that leaves this much time before ``end``."""
        if self.unit in {"months", "years"}:
            return end - relativedelta(**{self.unit: self.amount})  # type: ignore[arg-type]
        return end - timedelta(days=self.amount * (7 if self.unit == "weeks" else 1))


@dataclass(frozen=True, slots=True)
class Clock:
    """One statutory or guidance clock, with its source and how well it was confirmed."""

    id: str
    title: str
    event: str
    names: tuple[str, ...]
    length: Length
    kind: str
    what: str
    next: str
    provision_id: str
    label: str
    locator: str
    authority: Authority
    status: str
    confirmed: str
    as_at: date
    url: str
    recurs: bool = False
    then: Length | None = None
    then_when: str = ""
    extension: Length | None = None
    extension_condition: str = ""
    count_note: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date worked out from a clock: how it was counted, and what may extend or follow it."""

    clock: Clock
    start: date
    due: date
    counted: str
    notes: tuple[str, ...] = ()
    extended: date | None = None
    # What must be read before the date: another figure, or another edition, applied at the time.
    warnings: tuple[str, ...] = ()
    # The date if the day it starts counts, where that is not settled and makes a difference.
    if_first_day_counts: date | None = None


@cache
def clocks() -> tuple[Clock, ...]:
    """Every clock that may be answered from."""
    return tuple(_clock(row) for row in table()["clock"])


@cache
def known_wrong() -> tuple[Mapping[str, Any], ...]:
    """Superseded, Welsh and statistical values: they catch mistakes and are never answered."""
    return tuple(table().get("known_wrong", ()))


def find_clock(event: str) -> Clock:
    """The clock that an everyday name means; raises ``DeadlineError`` that offers the nearest names."""
    from rapidfuzz import fuzz, process

    wanted = _plain(event)
    names = _names()
    if wanted in names:
        return names[wanted]
    near = process.extract(wanted, list(names), scorer=fuzz.WRatio, limit=5, score_cutoff=70)
    certain = near and near[0][1] >= _CERTAIN and (len(near) == 1 or near[0][1] - near[1][1] >= _CLEAR)
    if certain:
        return names[near[0][0]]
    offered = "; ".join(dict.fromkeys(names[name].names[0] for name, *_ in near))
    hint = f"Did you mean: {offered}?" if offered else "Run practice-bot deadline --list to see them."
    raise DeadlineError(f"No statutory clock is called {event[:60]!r}.", hint)


@lru_cache(maxsize=64)
def clocks_named(text: str) -> frozenset[str]:
    """The provisions whose clock a text names in everyday words; a longer name hides a shorter one inside it."""
    words = f" {_plain(text)} "
    found: set[str] = set()
    for name, clock in sorted(_names().items(), key=lambda item: -len(item[0])):
        if f" {name} " in words:
            found.add(clock.provision_id)
            words = words.replace(f" {name} ", " | ")
    return frozenset(found)


def only_clock(text: str) -> str:
    """The provision of the one clock that a question asks about and nothing else ("when is the icpc due"), if any."""
    words = f" {_plain(text)} "
    named = clocks_named(text) if not _TIME_ASKED.isdisjoint(words.split()) else frozenset()
    if len(named) != 1:
        return ""
    for name, clock in sorted(_names().items(), key=lambda item: -len(item[0])):
        words = words.replace(f" {name} ", " ") if clock.provision_id in named else words
    left = frozenset(words.split())
    return next(iter(named)) if left & _TIME_ASKED and left <= _TIME_ASKED | _AROUND else ""


_TIME_ASKED = frozenset("when whens due long soon quick quickly fast deadline timescale timescales timeframe".split())
_AROUND = frozenset(
    "the a an is are was by for on of in to be it do does did we i you they have has must should need needs how what"
    " whats s time limit held hold happen happens done got get within take takes".split()
)
_CERTAIN, _CLEAR = 92, 4


def deadline(clock: Clock, start: date) -> Deadline:
    """When a clock that starts on ``start`` runs out, and how that was counted."""
    check_in_calendar(start)
    began = beginning(clock.id, clock.label)
    if began and began.is_law and start < began.since:
        raise _too_early(began, start)
    due = _due(clock, start)
    check_in_calendar(due)
    return Deadline(
        clock,
        start,
        due,
        _counted(clock, start, due),
        _notes(clock, start, due),
        clock.extension.after(due) if clock.extension else None,
        tuple(_warnings(clock, start, due, began)),
        _if_first_day_counts(clock, start, due),
    )


def _too_early(began: Beginning, start: date) -> DeadlineError:
    return DeadlineError(
        f"{began.name} has applied only since {written(began.since)}, so it gives no date for {written(start)}.",
        "Look up the law of that time, or ask your legal team.",
    )


def _warnings(clock: Clock, start: date, due: date, began: Beginning | None) -> Iterator[str]:
    if began and start < began.since:
        yield (
            f"{began.name} dates from {written(began.since)}: an earlier text applied on {written(start)}. "
            "Check the figure in that one."
        )
    for other in other_times(clock.id, start, due):
        until = f"From {written(other.first)} to {written(other.last)} another rule applied ({other.source})"
        date_then = ""
        if other.amount and other.first <= start <= other.last:
            date_then = f" By that rule the date is {written(Length(other.amount, other.unit).after(start))}."
        yield f"{until}: {other.words}.{date_then} Ask your legal team which one counts here."


def _due(clock: Clock, start: date) -> date:
    if clock.kind == "before":
        return clock.length.before(start)
    return clock.length.after(start - timedelta(days=1) if _counts_first_day(clock) else start)


def _counts_first_day(clock: Clock) -> bool:
    return "day one" in clock.count_note.lower()


def _if_first_day_counts(clock: Clock, start: date, due: date) -> date | None:
    """The date if the first day counts, where no text that was read settles it and it makes a difference."""
    if _counts_first_day(clock) or clock.kind == "before" or clock.length.unit == "hours":
        return None
    other = clock.length.after(start - timedelta(days=1))
    return other if other != due else None


def _counted(clock: Clock, start: date, due: date) -> str:
    if clock.kind == "before":
        return f"{clock.length.words} back from {written(start)}"
    return f"{clock.length.words} from {written(start)} to {written(due)}"


def _notes(clock: Clock, start: date, due: date) -> tuple[str, ...]:
    notes = [words for words in (clock.count_note, _first_day_words(clock, start, due)) if words]
    if clock.length.unit == "working days":
        notes.append(_WORKING_DAY_NOTE)
        left_out = ", ".join(f"{name} ({written(day)})" for day, name in skipped(start, due))
        notes.extend([f"Left out: {left_out}."] if left_out else [])
    elif next_working_day(due) != due:
        notes.append(f"{written(due)} is not a working day, so plan for the working day before it.")
    return tuple(notes)


def _first_day_words(clock: Clock, start: date, due: date) -> str:
    """What is assumed of the first day, said as an assumption, with the other date where there is one."""
    if _counts_first_day(clock) or clock.length.unit == "hours":
        return ""
    if clock.kind == "before":
        return "We assume that the day itself is not counted: the text that was read does not settle it."
    assumed = "We assume that the day it starts is not counted: the text that was read does not settle it."
    other = _if_first_day_counts(clock, start, due)
    if other is None:
        return assumed
    plan = "" if clock.kind == "at least" else ", so plan for that one"
    return f"{assumed} If it counts, the date is {written(other)}{plan}."


def written(day: date) -> str:
    """A date as people in the UK write it: ``Tuesday 3 March 2026``."""
    return f"{day:%A} {day.day} {day:%B %Y}"


@cache
def _names() -> dict[str, Clock]:
    return {_plain(name): clock for clock in clocks() for name in (clock.id, clock.title, *clock.names)}


def _plain(name: str) -> str:
    spaced = re.sub(r"\b(reg|s)\.?(?=\d)", r"\1 ", name.lower().replace("regulation", "reg"))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", spaced).split())


def _clock(row: Mapping[str, Any]) -> Clock:
    if row["unit"] not in _UNITS:
        raise ValueError(f"{row['id']}: unknown unit {row['unit']}")
    kept = {key: row[key] for key in _KEPT if key in row}
    return Clock(
        **kept,
        names=tuple(row["names"]),
        length=Length(row["amount"], row["unit"]),
        authority=Authority(row["authority"]),
        as_at=row["as_at"] if isinstance(row["as_at"], date) else date.fromisoformat(row["as_at"]),
        then=_length(row, "then"),
        extension=_length(row, "extension"),
    )


_KEPT = (
    "id", "title", "event", "kind", "what", "next", "provision_id", "label", "locator", "status", "confirmed",
    "url", "recurs", "then_when", "extension_condition", "count_note",
)  # fmt: skip


def _length(row: Mapping[str, Any], name: str) -> Length | None:
    amount = row.get(f"{name}_amount")
    return Length(amount, row[f"{name}_unit"]) if amount else None
