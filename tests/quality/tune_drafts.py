"""Tune the encoder's upper layers on labelled sentences and drafts of plans, and ship what they learnt (``tuning.py``).

    python tests/quality/tune_drafts.py               the model that ships, and one for each group of authors left out
    python tests/quality/tune_drafts.py --leave N     without group N only; -1 leaves out nobody

Then come ``train_plans.py`` or ``train_judges.py``, whose classifiers take up those that are tuned along.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

from train_plans import AUTHORS, GROUPS, LEAST, TUNED_NAMES, kept_tuning, rows_by, use_tuning  # noqa: E402 - set above
from tuning import Lesson, keep, tune  # noqa: E402

# What tells of tasks and answers has few labels a sentence and weighs less.
WEIGHTS = {"acts": 0.7, "when": 0.7, "whose": 0.7, "answers": 0.7}


def lessons(authors: Sequence[str]) -> tuple[list[Lesson], dict[str, list[str]]]:
    """Each sentence with its labels for every classifier, and the labels of each."""
    found: dict[str, dict[str, list[int]]] = defaultdict(dict)
    labels: dict[str, list[str]] = {}
    for name in TUNED_NAMES:
        rows = sorted(rows_by(name, authors))
        counts: dict[str, int] = defaultdict(int)
        for label, _ in rows:
            counts[label] += 1
        labels[name] = sorted(label for label, count in counts.items() if count >= LEAST)
        for label, text in rows:
            if label in labels[name]:
                found[text].setdefault(name, []).append(labels[name].index(label))
    return [Lesson(text, held) for text, held in found.items()], labels


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leave", type=int, help="without this group of authors only; -1 leaves out nobody")
    given = parser.parse_args()
    left = [(), *GROUPS] if given.leave is None else [() if given.leave < 0 else GROUPS[given.leave]]
    for leaving in left:
        wanted, labels = lessons([one for one in AUTHORS if one not in leaving])
        keep(kept_tuning(leaving), tune(wanted, labels, WEIGHTS), labels)
    if given.leave is None:
        use_tuning(AUTHORS)


if __name__ == "__main__":
    main()
