"""The labelled questions that both systems are asked: those of the development half that one search can answer."""

import csv
from dataclasses import dataclass
from pathlib import Path

from tests.quality.score_questions import author_of

_FILE = Path(__file__).parents[1] / "quality" / "questions" / "development.csv"
_KINDS = frozenset({"law", "guidance", "letter", "procedure", "citation", "list"})
_ONE_IN = 3
# Asked before anything is timed; none of them is among the labelled questions.
WARM_UP = (
    "what goes in a care plan",
    "who chairs a child protection conference",
    "how often does the core group meet",
    "what is private fostering",
    "what did ofsted say about supervision",
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with its writer and the citations of which one must be found, in lower case."""

    text: str
    writer: str
    gold: frozenset[str]


def labelled() -> tuple[Labelled, ...]:
    """Every third of the development questions with gold labels that stand alone, so that the bench stays short."""
    with _FILE.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["kind"] in _KINDS]
    held = (Labelled(row["question"], author_of(row["id"]), gold) for row in rows if (gold := _gold(row["gold"])))
    return tuple(held)[::_ONE_IN]


def recall(questions: tuple[Labelled, ...], found: tuple[tuple[str, ...], ...], within: int) -> float:
    """The share of questions for which one of the first results carries a gold label."""
    hits = (
        any(label.lower() in question.gold for label in labels[:within])
        for question, labels in zip(questions, found, strict=True)
    )
    return sum(hits) / len(questions)


def _gold(cell: str) -> frozenset[str]:
    return frozenset(label.strip().lower() for label in cell.split("|") if label.strip())
