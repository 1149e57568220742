"""Rows of the report, the targets they are held to, and the file they are written to."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tests.bench.processes import ROOT

REPORT = ROOT / "docs" / "benchmarks.md"
_HEAD = ("", "textbook", "ours", "ratio", "target", "met")
_TITLE = "# Benchmarks\n\nMade by `make bench`. Compare ratios: absolute figures belong to one machine on one day.\n"


class Measure(StrEnum):
    """How two figures are compared: which is better, or how large a part of the other one is."""

    TIME = "time"
    RATE = "rate"
    PART = "part"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report; ``textbook`` is what is compared with, where there is such a thing."""

    name: str
    measure: Measure
    ours: float
    textbook: float | None = None
    target: "Target | None" = None
    digits: int = 0

    @property
    def gain(self) -> float:
        """How many times better ours is; for a part, how large."""
        against = self.textbook or 0.0
        return against / self.ours if self.measure is Measure.TIME else self.ours / (against or 1.0)

    @property
    def ratio(self) -> str:
        """The comparison in words."""
        if self.textbook is None:
            return ""
        return f"{self.gain:.2f} of it" if self.measure is Measure.PART else f"{self.gain:.2f} times"


@dataclass(frozen=True, slots=True)
class Target:
    """What a row must reach, in words and as a test."""

    words: str
    reached: Callable[[Row], bool]


def times(least: float) -> Target:
    """At least so many times better than the textbook pipeline."""
    return Target(f"at least {least:g} times", lambda row: row.gain >= least)


def part(most: float) -> Target:
    """At most a share of the textbook pipeline's figure."""
    return Target(f"at most {most:g} of it", lambda row: row.gain <= most)


def under(most: float, unit: str) -> Target:
    """Less than a fixed figure."""
    return Target(f"under {most:g} {unit}", lambda row: row.ours < most)


def markdown(rows: Iterable[Row], head: Sequence[str] = _HEAD) -> str:
    """The rows as one aligned table, for the terminal and for Markdown alike."""
    cells = [tuple(head), *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(head))]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in cells]
    ruler = " | ".join("-" * max(width, 3) for width in widths)
    return "\n".join(f"| {line} |" for line in (lines[0], ruler, *lines[1:]))


def missed(rows: Iterable[Row]) -> tuple[str, ...]:
    """The names of the rows that do not reach their target."""
    return tuple(row.name for row in rows if row.target and not row.target.reached(row))


def write_between(name: str, text: str, path: Path = REPORT) -> None:
    """Put the text between the markers of that name, which are added where they are missing."""
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    page = path.read_text(encoding="utf-8") if path.is_file() else _TITLE
    if begin not in page or end not in page:
        page = f"{page.rstrip()}\n\n## {name.capitalize()}\n\n{begin}\n{end}\n"
    before, _, rest = page.partition(begin)
    after = rest.partition(end)[2]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{before}{begin}\n{text.strip()}\n{end}{after}", encoding="utf-8")


def _cells(row: Row) -> tuple[str, ...]:
    met = "" if row.target is None else ("met" if row.target.reached(row) else "NOT MET")
    peer = "" if row.textbook is None else _figure(row.textbook, row.digits)
    return (row.name, peer, _figure(row.ours, row.digits), row.ratio, row.target.words if row.target else "", met)


def _figure(value: float, digits: int) -> str:
    return f"{value:,.{digits}f}"
