"""When the law behind each clock began, and the times when another figure applied."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from knowledge.clock_data import table


@dataclass(frozen=True, slots=True)
class Beginning:
    """The day from which a text has set its clocks: law that began, or an edition of guidance that is dated."""

    name: str
    since: date
    is_law: bool
    labels: tuple[str, ...] = ()
    clocks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherTime:
    """A time when another figure applied to some clocks, and the law that said so; 0 where it gave none."""

    clocks: tuple[str, ...]
    first: date
    last: date
    amount: int
    unit: str
    words: str
    source: str


def beginning(clock: str, label: str) -> Beginning | None:
    """When the text behind a clock began: the clock's own row before that of its instrument."""
    rows = _beginnings()
    own = (row for row in rows if clock in row.clocks)
    of_text = (row for row in rows if any(label == one or label.startswith(f"{one} ") for one in row.labels))
    return next(own, None) or next(of_text, None)


def other_times(clock: str, start: date, due: date) -> Iterator[OtherTime]:
    """The times with another figure that a stretch of days reaches into."""
    first, last = sorted((start, due))
    yield from (one for one in _others() if clock in one.clocks and one.first <= last and first <= one.last)


@cache
def _beginnings() -> tuple[Beginning, ...]:
    return tuple(
        Beginning(row["name"], row["since"], row["is_law"], tuple(row.get("labels", ())), tuple(row.get("clocks", ())))
        for row in table()["began"]
    )


@cache
def _others() -> tuple[OtherTime, ...]:
    return tuple(
        OtherTime(
            tuple(row["clocks"]), row["first"], row["last"], row.get("amount", 0), row.get("unit", ""), row["words"],
            row["source"],
        )
        for row in table()["other_time"]
    )  # fmt: skip
