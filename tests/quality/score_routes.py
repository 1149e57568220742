"""Scores the routes on sentences never learnt from: ``python -m tests.quality.score_routes``.

A sentence is right when it is sent away, asked back or let through to the search, as its label says.
"""

import csv
import os
from collections import defaultdict
from pathlib import Path

from config.settings import load
from knowledge.encoder import QUESTIONS, load_reader
from knowledge.route_model import OPEN, ORDINARY, guess
from knowledge.routes import in_danger, route
from knowledge.text import cleaned

UNSEEN = Path(__file__).parent / "routes_unseen.csv"


def main() -> None:
    """Print the share that is right for each label."""
    encoder = load_reader(load(os.environ).data / "models", QUESTIONS)
    marks: dict[str, list[bool]] = defaultdict(list)
    with UNSEEN.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            text = cleaned(row["text"])
            given = None if in_danger(text) else route(text, guess(text, encoder.embed([text])[0]))
            marks[row["route"]].append(_outcome(given.name if given else ORDINARY) == _outcome(row["route"]))
    for name, right in marks.items():
        print(f"{name:<18}{len(right):>5} {sum(right) / len(right):.3f}")


def _outcome(name: str) -> str:
    return name if name in {ORDINARY, OPEN} else "away"


if __name__ == "__main__":
    main()
