"""Further questions that staff have asked of bundled provisions, beside those that each provision carries itself."""

import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from knowledge.errors import SourceError

NAME = "asked.csv"
COLUMNS = ("provision", "question")


def asked_questions(folder: Path) -> Mapping[str, tuple[str, ...]]:
    """The questions of ``asked.csv`` by the id of the provision that answers them, in the order of the file."""
    found: dict[str, list[str]] = defaultdict(list)
    for provision, question in _rows(folder / NAME):
        found[provision].append(question)
    return {provision: tuple(questions) for provision, questions in found.items()}


def asked_seal(folder: Path) -> str:
    """A fingerprint of the file: a new row makes the provisions be read again."""
    path = folder / NAME
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    if not path.is_file():
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        if tuple(next(rows, ())) != COLUMNS:
            raise SourceError(f"{path.name} does not start with the line {','.join(COLUMNS)}.", "Put it back.")
        for row in rows:
            yield _row(row, rows.line_num, path)


def _row(row: list[str], line: int, path: Path) -> tuple[str, str]:
    values = [value.strip() for value in row]
    if len(values) != len(COLUMNS) or not all(values):
        raise SourceError(
            f"Line {line} of {path.name} is not a provision and a question.",
            "A question with a comma stands in quotation marks.",
        )
    return values[0], values[1]
