"""Tune the encoder's upper layers on labelled sentences and drafts of plans, and ship what they learnt (``tuning.py``).

    python tests/quality/tune_drafts.py                  the model that ships, and one without each group of authors
    python tests/quality/tune_drafts.py --without b c    without these authors only

Then come ``train_plans.py`` or ``train_judges.py``, whose classifiers take up those that are tuned along.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

from train_plans import AUTHORS, GROUPS, TUNED_NAMES, kept_tuning, sentences, use_tuning  # noqa: E402 - the path is set above
from tuning import Lesson, keep, tune  # noqa: E402

# What tells of tasks and answers has few labels a sentence and weighs less.
WEIGHTS = {"acts": 0.7, "when": 0.7, "whose": 0.7, "answers": 0.7}


def lessons(authors: Sequence[str]) -> tuple[list[Lesson], dict[str, list[str]]]:
    """Each sentence with its labels for every classifier, and the labels of each."""
    found: dict[str, dict[str, list[int]]] = defaultdict(dict)
    labels: dict[str, list[str]] = {}
    for name in TUNED_NAMES:
        texts, right = sentences(name, authors)
        labels[name] = sorted(set(right.tolist()))
        for text, label in zip(texts, right.tolist(), strict=True):
            found[text].setdefault(name, []).append(labels[name].index(label))
    return [Lesson(text, held) for text, held in found.items()], labels


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without", nargs="+", metavar="AUTHOR", choices=AUTHORS, help="without these authors only")
    given = parser.parse_args()
    for leaving in [given.without] if given.without else [(), *GROUPS]:
        wanted, labels = lessons([one for one in AUTHORS if one not in leaving])
        keep(kept_tuning(leaving), tune(wanted, labels, WEIGHTS), labels)
    if not given.without:
        use_tuning(AUTHORS)


if __name__ == "__main__":
    main()
