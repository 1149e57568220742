"""How well two documents are read together: right, wrong and missed over labelled pairs.

``python -m tests.quality.score_pairs [development|held_back] [--errors]`` prints a line a kind of pair.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.app import App
from config.settings import load
from knowledge.plans.compare.model import Comparison, Line, PairKind, State
from knowledge.plans.compare.pair import compare
from knowledge.text import Span

FOLDER = Path(__file__).parent / "pairs"


def pairs(half: str) -> Iterator[tuple[str, PairKind, str, str, list[dict[str, str]]]]:
    """Each labelled pair: its name, kind, both texts and its labels."""
    for path in sorted((FOLDER / half).glob("*.json")):
        row: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        old, new = (path.with_suffix(f".{side}.txt").read_text(encoding="utf-8") for side in ("old", "new"))
        yield path.stem, PairKind(row["kind"]), old, new, row["labels"]


def right(label: dict[str, str], found: Comparison, old: str, new: str) -> bool:
    """Whether a line stands at the label's words in the label's state."""
    return any(_fits(label, line, old, new) for line in found.lines)


def _fits(label: dict[str, str], line: Line, old: str, new: str) -> bool:
    state, _, rule = label["state"].partition(":")
    if line.state is not State(state) or (rule and line.rule != rule):
        return False
    text, spans = (old, (line.old,)) if label["in"] == "old" else (new, line.new)
    at = text.index(label["quote"])
    place = Span(at, at + len(label["quote"]))
    whole = rule and line.old is None and not line.new
    return bool(whole) or any(span is not None and span.overlaps(place) for span in spans)


def main(half: str, *, errors: bool) -> None:
    """Print the share of labels that are right, by kind; where asked, those that are not."""
    app = App(load(os.environ))
    tally: dict[PairKind, list[bool]] = {kind: [] for kind in PairKind}
    chosen = []
    for name, kind, old, new, labels in pairs(half):
        found = compare(old, new, kind=kind, embed=app.embed)
        chosen.append(_kind_of(old, new, app) is kind)
        for label in labels:
            good = right(label, found, old, new)
            tally[kind].append(good)
            if errors and not good:
                print(f"  {name}: {label['state']} {label['quote']!r}")
    for kind, marks in tally.items():
        print(f"{kind:14s} {sum(marks)} of {len(marks)} labels right")
    every = [mark for marks in tally.values() for mark in marks]
    print(f"{'all':14s} {sum(every)} of {len(every)} labels right ({sum(every) / len(every):.2f})")
    print(f"kind of pair told from the documents alone: {sum(chosen)} of {len(chosen)}")


def _kind_of(old: str, new: str, app: App) -> PairKind | None:
    from knowledge.errors import PlanError

    try:
        return compare(old, new, embed=app.embed).kind
    except PlanError:
        return None


if __name__ == "__main__":
    arguments = [one for one in sys.argv[1:] if not one.startswith("--")]
    main(arguments[0] if arguments else "development", errors="--errors" in sys.argv)
