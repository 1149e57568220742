"""Train the plan checker's judges, the small trees that weigh all that is known of a statement.

    python tests/quality/train_judges.py           train on every development draft and ship
    python tests/quality/train_judges.py --cross   score each author's drafts with parts trained on the others'

Each author's drafts are read with classifiers trained without them, so the judges learn from features as good
as those of a new author's draft.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

from score_plans import Score, places, score_half, summary  # noqa: E402 - the path is set above
from train_plans import AUTHORS, PLANS, encoder, train, written_by  # noqa: E402

from knowledge.plans.check import check_text  # noqa: E402
from knowledge.plans.features import features_of  # noqa: E402
from knowledge.plans.judges import judged  # noqa: E402
from knowledge.plans.learnt import Embed  # noqa: E402
from knowledge.plans.link import weighed_risks  # noqa: E402
from knowledge.plans.model import Plan  # noqa: E402
from knowledge.plans.parse import acted, read  # noqa: E402
from knowledge.plans.trees import trees  # noqa: E402
from knowledge.text import Span  # noqa: E402

# The word lists were written while the first drafts were read, so their features look better there than they are.
WEIGHTS = {"first": 0.4, "b": 1.0, "c": 1.0}
WITHOUT_ENCODER = 0.5
SHAPE = {
    "n_estimators": 160,
    "max_depth": 3,
    "learning_rate": 0.06,
    "subsample": 0.6,
    "max_features": 0.2,
    "min_samples_leaf": 12,
    "random_state": 0,
}
LINKED = SHAPE | {"n_estimators": 60, "max_depth": 2}
CLASSIFIERS = ("kinds", "risks", "roles")
Row = tuple[dict[str, float], int, float]


def overlap(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def quoted(text: str, row: dict[str, Any]) -> Span | None:
    """The place of a label's quote."""
    found = places(text, row["quote"])
    return found[min(row.get("nth") or 1, len(found)) - 1] if found else None


def tasks_of(plan: Plan, labels: dict[str, Any]) -> list[int]:
    """1 for the statement that holds most of a labelled action, else 0."""
    answers = [0] * len(plan.statements)
    for quote in filter(None, (quoted(plan.text, row) for row in labels["actions"])):
        shares = [overlap(quote, one.span) for one in plan.statements]
        if any(shares):
            answers[int(np.argmax(shares))] = 1
    return answers


def concerns_of(plan: Plan, labels: dict[str, Any]) -> list[int]:
    """1 for the first statement of a labelled risk; -1, which is left out, for the rest of it."""
    answers = [0] * len(plan.statements)
    for quote in filter(None, (quoted(plan.text, row) for row in labels["risks"])):
        least = [0.5 * min(quote.end - quote.start, one.span.end - one.span.start) for one in plan.statements]
        held = [at for at, one in enumerate(plan.statements) if overlap(quote, one.span) > least[at]]
        for at in held[1:]:
            answers[at] = answers[at] or -1
        if held:
            answers[held[0]] = 1
    return answers


def answered_of(plan: Plan, labels: dict[str, Any]) -> Iterator[tuple[dict[str, float], int]]:
    """Each found worry that stands where a risk is labelled, with whether the label says it is addressed."""
    marked = [(quoted(plan.text, row), int(row["addressed"])) for row in labels["risks"]]
    for worry, _, _, facts in weighed_risks(plan):
        shares = [overlap(quote, worry.span) if quote else 0 for quote, _ in marked]
        if any(shares):
            yield facts, marked[int(np.argmax(shares))][1]


ANSWERS = {"tasks": tasks_of, "concerns": concerns_of}


def rows_of(author: str) -> dict[str, list[Row]]:
    """Every statement of an author's drafts, as features with its answers."""
    found: dict[str, list[Row]] = {name: [] for name in ANSWERS}
    for labels, embed, weight in ways_to_read(author):
        plan = read(labels["text"], embed=embed)
        rows = features_of(plan)
        for name, answers in ANSWERS.items():
            found[name] += [(row, y, weight) for row, y in zip(rows, answers(plan, labels), strict=True)]
    return found


def ways_to_read(author: str) -> Iterator[tuple[dict[str, Any], Embed | None, float]]:
    """Each draft of an author, with its text among the labels: with the encoder, and as on a machine without it."""
    for _, text, labels in written_by((author,)):
        yield labels | {"text": text}, encoder(), WEIGHTS[author]
        yield labels | {"text": text}, None, WEIGHTS[author] * WITHOUT_ENCODER


def fit(name: str, rows: Sequence[Row], shape: dict[str, Any] = SHAPE) -> None:
    """Fit one judge and ship it."""
    rows = [row for row in rows if row[1] >= 0]
    names = sorted({key for row, _, _ in rows for key in row})
    known = np.array([[row.get(key, 0.0) for key in names] for row, _, _ in rows], dtype=np.float32)
    answers, weights = np.array([row[1] for row in rows]), np.array([row[2] for row in rows])
    model = GradientBoostingClassifier(**shape).fit(known, answers, sample_weight=weights)
    keep(name, names, model, known)


def keep(name: str, names: list[str], model: GradientBoostingClassifier, known: np.ndarray) -> None:
    grown = [one[0].tree_ for one in model.estimators_]
    size = max(tree.node_count for tree in grown)
    kept = {key: np.zeros((len(grown), size), kind) for key, kind in _LAYOUT.items()}
    for at, tree in enumerate(grown):
        nodes, count = np.arange(tree.node_count), tree.node_count
        leaf = tree.children_left < 0
        kept["asks"][at, :count] = np.where(leaf, 0, tree.feature)
        kept["limits"][at, :count] = tree.threshold
        kept["below"][at, :count] = np.where(leaf, nodes, tree.children_left)
        kept["above"][at, :count] = np.where(leaf, nodes, tree.children_right)
        kept["values"][at, :count] = tree.value[:, 0, 0] * model.learning_rate
    start = float(model.init_.class_prior_[1])
    start = float(np.log(start / (1 - start)))
    np.savez_compressed(
        PLANS / "data" / f"{name}.npz", names=np.array(names), start=start, depth=model.max_depth, **kept
    )
    trees.cache_clear()
    rows = [dict(zip(names, map(float, row), strict=True)) for row in known[:50]]
    assert np.allclose(trees(name).likely(rows), model.predict_proba(known[:50])[:, 1], atol=1e-4)


_LAYOUT = {"asks": np.int16, "limits": np.float32, "below": np.int8, "above": np.int8, "values": np.float32}


def build(authors: Sequence[str]) -> None:
    """Train everything on these authors' drafts and ship it."""
    rows: dict[str, list[Row]] = {name: [] for name in ANSWERS}
    for author in authors:
        others = tuple(one for one in authors if one != author)
        for name in CLASSIFIERS:
            train(name, others)
        for name, found in rows_of(author).items():
            rows[name] += found
    for name, found in rows.items():
        fit(name, found)
    fit("answered", [row for author in authors for row in answered_rows(author)], LINKED)
    for name in CLASSIFIERS:
        train(name, authors)


def answered_rows(author: str) -> Iterator[Row]:
    """Each labelled risk of an author's drafts, with what ties it to the actions."""
    for labels, embed, weight in ways_to_read(author):
        plan = acted(judged(read(labels["text"], embed=embed)))
        for facts, answer in answered_of(plan, labels):
            yield facts, answer, weight


def cross(authors: Sequence[str], errors: Path | None) -> None:
    """Print each author's score with parts trained on the others'; keep the errors that may be studied."""
    for author in authors:
        build(tuple(one for one in AUTHORS if one != author))
        for part in (author,) if author == "first" else (f"{author}-odd", f"{author}-even"):
            score: Score = score_half(
                "development", lambda text, name: check_text(text, doc=name, embed=encoder()), part
            )
            print(f"== {part}\n{summary(score)}", flush=True)
            if errors and not part.endswith("even"):
                (errors / f"errors-{part}.txt").write_text("\n".join(sorted(score.errors)), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cross", nargs="*", choices=AUTHORS, help="score these authors only; train again afterwards")
    parser.add_argument("--errors", type=Path, help="with --cross, a folder for the errors that may be studied")
    given = parser.parse_args()
    if given.cross is None:
        build(AUTHORS)
    else:
        cross(given.cross or AUTHORS, given.errors)


if __name__ == "__main__":
    main()
