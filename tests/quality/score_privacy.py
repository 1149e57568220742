"""``python -m tests.quality.score_privacy HALF_OR_FILE``: what the de-identifier finds, by kind and by group of names.

A labelled identifier counts as found when every letter and digit of it lies inside what was found; one with a
shape of its own (a date of birth, a number) must be found as its kind as well. A question counts as stopped when
anything is found in it.
"""

import argparse
import csv
import re
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.deidentify import Kind, find
from knowledge.text import Span

ROOT = Path(__file__).parent
_LABEL = re.compile(r"\{([a-z_]+):([^{}]*)\}")
# "Mrs" and "Auntie" say nothing about who somebody is.
_TITLE = re.compile(
    r"^(?:Mr and Mrs|Mr|Mrs|Ms|Miss|Dr|Pastor|Imam|Uncle|Auntie|Aunty|Nan|Granny|Grandma|Taid|Big|Pani)\.? ",
    re.IGNORECASE,
)

# Every half, and those whose misses may be read.
HALVES = (
    "development",
    "held_back",
    "fresh_odd",
    "fresh_even",
    "names_study",
    "names_exam",
    "typed",
    "typed_again",
    "forms",
    "phone",
    "thumbs",
)
OPEN = ("development", "fresh_odd", "names_study", "typed", "typed_again", "forms", "phone", "thumbs")
# Short tags that writers of other files use.
_TAGS = {
    "dob": Kind.DATE_OF_BIRTH,
    "nhs": Kind.NHS_NUMBER,
    "ni": Kind.NI_NUMBER,
    "case": Kind.CASE_NUMBER,
    "reg": Kind.CAR_REGISTRATION,
}
_FIRST = {"": 0, "odd": 0, "even": 1}


@dataclass(frozen=True, slots=True)
class Note:
    """A text with its labelled identifiers."""

    id: str
    group: str
    text: str
    labels: tuple[tuple[Kind, Span], ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of how many were found."""

    found: int
    total: int

    @property
    def share(self) -> float:
        """Between 0 and 1; 1 where there is nothing to find."""
        return self.found / self.total if self.total else 1.0


@dataclass(frozen=True, slots=True)
class Score:
    """What one half showed."""

    kinds: dict[Kind, Tally]
    groups: dict[str, Tally]
    stopped: dict[str, Tally]
    # Out of sight in a failing test, which prints what it compares.
    missed: tuple[str, ...] = field(repr=False)
    stops: tuple[str, ...] = field(repr=False)

    @property
    def structured(self) -> Tally:
        """Everything that is not a name."""
        rest = [tally for kind, tally in self.kinds.items() if kind is not Kind.NAME]
        return Tally(sum(tally.found for tally in rest), sum(tally.total for tally in rest))

    @property
    def gap(self) -> float:
        """Points between the best and the worst group of names."""
        shares = [tally.share for tally in self.groups.values()]
        return 100 * (max(shares) - min(shares)) if shares else 0.0


def rows(half: str, kind: str) -> tuple[dict[str, str], ...]:
    """The rows of one kind in one half or file; ``fresh_odd`` and ``fresh_even`` are rows of one file by place."""
    name, _, place = half.partition("_") if half.startswith("fresh_") else (half, "", "")
    path = Path(half) if half.endswith(".csv") else ROOT / "privacy" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        read = list(csv.DictReader(stream))
    return tuple(row for row in read[_FIRST[place] :: 2 if place else 1] if row["kind"] == kind)


def notes(half: str) -> tuple[Note, ...]:
    """The labelled notes of one half."""
    return tuple(_note(row) for row in rows(half, "note"))


def _note(row: dict[str, str]) -> Note:
    text, labels, last = "", [], 0
    for match in _LABEL.finditer(row["text"]):
        text += row["text"][last : match.start()]
        title = _TITLE.match(match[2])
        start = len(text) + (title.end() if title else 0)
        text += match[2]
        labels.append((_TAGS.get(match[1]) or Kind(match[1]), Span(start, len(text))))
        last = match.end()
    return Note(row["id"], row["group"], text + row["text"][last:], tuple(labels))


def questions(half: str) -> dict[str, tuple[str, ...]]:
    """Ordinary questions by where they come from."""
    own = tuple(row["text"] for row in rows(half, "question"))
    path = ROOT / "questions" / f"{half}.csv"
    if not path.exists():
        return {"ordinary questions of this test": own}
    with path.open(encoding="utf-8", newline="") as stream:
        asked = tuple(row["question"] for row in csv.DictReader(stream))
    return {"ordinary questions of this test": own, "every labelled question": asked}


def score(half: str) -> Score:
    """Mark one half."""
    kinds: dict[Kind, list[bool]] = defaultdict(list)
    groups: dict[str, list[bool]] = defaultdict(list)
    missed: list[str] = []
    for note in notes(half):
        for kind, span, found in _marked(note):
            kinds[kind].append(found)
            if kind is Kind.NAME and note.group != "none":
                groups[note.group].append(found)
            if not found:
                missed.append(f"{note.id} {kind.value}: {span.of(note.text)!r} in {note.text!r}")
    asked = questions(half)
    stops = [(name, text) for name, texts in asked.items() for text in texts if find(text)]
    return Score(
        {kind: _tally(kinds[kind]) for kind in Kind if kind in kinds},
        {group: _tally(groups[group]) for group in sorted(groups)},
        {name: Tally(sum(where == name for where, _ in stops), len(texts)) for name, texts in asked.items()},
        tuple(missed),
        tuple(f"{text!r} ({', '.join(item.span.of(text) for item in find(text))})" for _, text in stops),
    )


def _marked(note: Note) -> Iterator[tuple[Kind, Span, bool]]:
    found = find(note.text)
    for kind, span in note.labels:
        fitting = [item.span for item in found if kind in {Kind.NAME, Kind.INITIALS} or item.kind is kind]
        letters = [place for place in range(span.start, span.end) if note.text[place].isalnum()]
        yield kind, span, all(any(item.start <= place < item.end for item in fitting) for place in letters)


def _tally(found: Sequence[bool]) -> Tally:
    return Tally(sum(found), len(found))


def microseconds(half: str) -> float:
    """How long one question takes on average."""
    texts = [text for texts in questions(half).values() for text in texts]
    if not texts:
        return 0.0
    start = time.process_time()
    for text in texts:
        find(text)
    return 1e6 * (time.process_time() - start) / len(texts)


def table(half: str, result: Score) -> str:
    """The score as plain text."""
    names = result.kinds.get(Kind.NAME, Tally(0, 0))
    return "\n".join(
        (
            f"== de-identification, {half}",
            *(_row(kind.words, tally) for kind, tally in result.kinds.items()),
            _row("all but names (target 1.00)", result.structured),
            "",
            *(_row(f"names: {group}", tally) for group, tally in result.groups.items()),
            _row("names (target 0.95)", names),
            f"{'points between groups (target under 5)':42} {result.gap:5.1f}",
            "",
            *(_row(f"stopped: {name} (at most 0.05)", tally) for name, tally in result.stopped.items() if tally.total),
            f"{'microseconds a question':42} {microseconds(half):5.0f}",
        )
    )


def _row(name: str, tally: Tally) -> str:
    return f"{name:58} {tally.share:5.3f}  {tally.found} of {tally.total}"


def main() -> None:
    """Print the table; ``--missed`` also shows what was missed, in the open halves only."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.score_privacy")
    parser.add_argument(
        "half", nargs="?", default="development", help=f"{', '.join(HALVES)}, or the path of a file, by totals only"
    )
    parser.add_argument("--missed", action="store_true", help="show what was missed or stopped (open halves only)")
    given = parser.parse_args()
    result = score(given.half)
    print(table(given.half, result))
    if given.missed and given.half in OPEN:
        print("", *result.missed, "", *result.stops, sep="\n")


if __name__ == "__main__":
    main()
