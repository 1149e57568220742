"""Train the plan checker's judges and verdicts, the small trees that weigh all that is known of a statement.

    python tests/quality/train_judges.py                    train on every development draft and ship
    python tests/quality/train_judges.py --cross [FOLD ...] score each fold's drafts with parts trained on the others',
                                                            whose encoders tune_drafts.py must have tuned before

A fold is one or two authors. Each fold's drafts are read with classifiers (and, for the verdicts, judges) trained
without them, so every part learns from what the parts before it make of a new author's draft.
"""

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

from boosted import Row, ship  # noqa: E402 - the path is set above
from boosted import fitted as grown  # noqa: E402
from score_plans import Mark, Score, fits, marks, match, score_half, summary  # noqa: E402 - the path is set above
from train_plans import (  # noqa: E402 - the path is set above
    AUTHORS,
    FOLDS,
    NAMES,
    PLANS,
    author_of,
    concerns_of,
    encoder,
    overlap,
    quoted,
    tasks_of,
    train,
    use_tuning,
    written_by,
)

from knowledge.plans.check import check_text, raised, read_plan  # noqa: E402
from knowledge.plans.features import features_of  # noqa: E402
from knowledge.plans.judges import judged  # noqa: E402
from knowledge.plans.learnt import Embed, classifier  # noqa: E402
from knowledge.plans.link import with_ties  # noqa: E402
from knowledge.plans.model import Plan  # noqa: E402
from knowledge.plans.parse import acted, read  # noqa: E402
from knowledge.plans.places import Places  # noqa: E402
from knowledge.plans.risks import worries  # noqa: E402 - the path is set above
from knowledge.plans.rules import catalogue  # noqa: E402
from knowledge.plans.seen_before import FILE, SeenBefore, packed, seen_before, unpacked  # noqa: E402
from knowledge.plans.verdicts import OTHERS, TREES, Raised, facts_of, stands, tree_file, trees_for  # noqa: E402

# The word lists were written while the first drafts were read, so their features look better there than they are.
WEIGHTS = {"first": 0.4}
# Classifiers once trained; empty this folder when their sentences or drafts change.
KEPT = ROOT / ".data" / "classifiers"
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
VERDICT = SHAPE | {"n_estimators": 120, "min_samples_leaf": 10}
# Those that stand for some seventy rules are deeper.
SHAPES = {OTHERS: VERDICT | {"n_estimators": 200, "max_depth": 4, "max_features": 0.15}}
# How likely a finding might have to be to be shown: what each would give is told.
LIMITS = (0.25, 0.3, 0.35, 0.4, 0.45)
# How many statements without a gap are remembered for a rule; with one, all are.
REMEMBERED_A_RULE = 150
CLASSIFIERS = NAMES


def answered_of(plan: Plan, labels: dict[str, Any]) -> Iterator[tuple[dict[str, float], int]]:
    """Each found worry that stands where a risk is labelled, with whether the label says it is addressed."""
    marked = [(quoted(plan.text, row), int(row["addressed"])) for row in labels["risks"]]
    for worry, _, _, facts in with_ties(plan, worries(plan)):
        shares = [overlap(quote, worry.span) if quote else 0 for quote, _ in marked]
        if any(shares):
            yield facts, marked[int(np.argmax(shares))][1]


ANSWERS = {"tasks": tasks_of, "concerns": concerns_of}


def rows_of(authors: Sequence[str]) -> dict[str, list[Row]]:
    """Every statement of some authors' drafts, as features with its answers."""
    found: dict[str, list[Row]] = {name: [] for name in ANSWERS}
    for labels, embed, weight in ways_to_read(authors):
        plan = read(labels["text"], embed=embed)
        rows = features_of(plan)
        for name, answers in ANSWERS.items():
            found[name] += [(row, y, weight) for row, y in zip(rows, answers(plan, labels), strict=True)]
    return found


def ways_to_read(authors: Sequence[str]) -> Iterator[tuple[dict[str, Any], Embed | None, float]]:
    """Each draft of some authors with its text among the labels; every third also as on a machine without encoder."""
    for number, (name, text, labels) in enumerate(written_by(authors)):
        weight = WEIGHTS.get(author_of(name), 1.0)
        yield labels | {"text": text, "name": name}, encoder(), weight
        if number % 3 == 0:
            yield labels | {"text": text, "name": name}, None, weight


def fit(name: str, rows: Sequence[Row], shape: dict[str, Any] = SHAPE) -> None:
    """Fit one judge and ship it."""
    ship(name, [row for row in rows if row[1] >= 0], shape)


def build(authors: Sequence[str]) -> None:
    """Train everything on these authors' drafts and ship it."""
    folds = [kept for fold in FOLDS if (kept := tuple(one for one in fold if one in authors))]
    judged_rows, answers, verdicts = {}, {}, {}
    for fold in folds:
        ship_classifiers(without(authors, fold))
        judged_rows[fold] = rows_of(fold)
    for fold in folds:
        ship_classifiers(without(authors, fold))
        fit_judges(judged_rows, leaving=fold)
        answers[fold] = list(answered_rows(fold))
    for fold in folds:
        ship_classifiers(without(authors, fold))
        fit_judges(judged_rows, leaving=fold)
        fit("answered", joined(answers, leaving=fold), LINKED)
        verdicts[fold] = list(weighed(fold))
    ship_classifiers(tuple(authors))
    fit_judges(judged_rows)
    fit("answered", joined(answers), LINKED)
    remember(verdicts)
    print("\n".join(measured(verdicts)))
    for name in TREES:
        fit(tree_file(name), [one.row for one in joined(verdicts) if one.trees == name], shape_of(name))


def shape_of(name: str) -> dict[str, Any]:
    """The shape of the verdict's trees of a name."""
    return SHAPES.get(name, VERDICT)


def remember(verdicts: dict[tuple[str, ...], list["Weighed"]]) -> None:
    """Ship what became of the findings, and tell each what became of other authors' that are like it."""
    kept = list(remembered(joined(verdicts)))
    rules, writers = [one.raised.rule for one in kept], [author_of(one.draft) for one in kept]
    arrays = packed(rules, writers, [one.row[1] == 1 for one in kept], np.stack([one.vector for one in kept]))
    np.savez_compressed(PLANS / "data" / FILE, **arrays)
    seen_before.cache_clear()
    seen = unpacked(arrays)
    for fold, found in verdicts.items():
        verdicts[fold] = [told_by(seen, one) for one in found]


def remembered(found: Sequence["Weighed"]) -> Iterator["Weighed"]:
    """Of what was raised at a place and has no trees of its own: every gap, and some of what was none."""
    some = random.Random(0)  # noqa: S311 - a fair choice that is the same each time
    rules: dict[str, list[Weighed]] = {}
    for one in found:
        if one.trees == OTHERS and one.vector is not None and one.row[1] >= 0:
            rules.setdefault(one.raised.rule, []).append(one)
    for rule in sorted(rules):
        none = [one for one in rules[rule] if one.row[1] == 0]
        yield from (one for one in rules[rule] if one.row[1] == 1)
        yield from some.sample(none, min(len(none), REMEMBERED_A_RULE))


def told_by(seen: SeenBefore, one: "Weighed") -> "Weighed":
    """A finding with what became of those like it, its own author's left out."""
    if one.trees != OTHERS or one.vector is None:
        return one
    facts, answer, weight = one.row
    like = seen.like(one.raised.rule, one.vector, author_of(one.draft))
    return replace(one, row=({**facts, **like}, answer, weight))


def without(authors: Sequence[str], fold: Sequence[str]) -> tuple[str, ...]:
    return tuple(one for one in authors if one not in fold)


def joined(found: dict[Any, list[Any]], leaving: Sequence[str] = ()) -> list[Any]:
    """The rows of every fold but one."""
    return [row for fold, rows in found.items() if fold != leaving for row in rows]


def ship_classifiers(authors: tuple[str, ...]) -> None:
    """Train the classifiers on these authors' drafts, or ship them again as trained before, with their encoder."""
    use_tuning(authors)
    for name in CLASSIFIERS:
        kept, shipped = KEPT / f"{name}-{'-'.join(authors)}.npz", PLANS / "data" / f"{name}.npz"
        if not kept.exists():
            train(name, authors)
            KEPT.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(shipped.read_bytes())
        shipped.write_bytes(kept.read_bytes())
    classifier.cache_clear()


def fit_judges(rows: dict[Any, dict[str, list[Row]]], leaving: Sequence[str] = ()) -> None:
    for name in ANSWERS:
        fit(name, [row for fold, found in rows.items() if fold != leaving for row in found[name]])


def answered_rows(authors: Sequence[str]) -> Iterator[Row]:
    """Each labelled risk of some authors' drafts, with what ties it to the actions."""
    for labels, embed, weight in ways_to_read(authors):
        plan = acted(judged(read(labels["text"], embed=embed)))
        for facts, answer in answered_of(plan, labels):
            yield facts, answer, weight


@dataclass(frozen=True, slots=True)
class Weighed:
    """One finding of a draft, before the verdict: whether it is labelled (1), not (0) or arguable (-1)."""

    draft: str
    good: bool
    encoded: bool
    raised: Raised
    row: Row
    vector: np.ndarray | None = None

    @property
    def trees(self) -> str:
        """The name of the trees that weigh it."""
        return trees_for(self.raised)


def weighed(authors: Sequence[str]) -> Iterator[Weighed]:
    """Each finding of some authors' drafts."""
    for labels, embed, weight in ways_to_read(authors):
        plan = read_plan(labels["text"], embed=embed)
        found, statements = raised(plan, catalogue()), Places(one.span for one in plan.statements)
        for one, facts, answer in zip(found, facts_of(plan, found), fair(found, labels), strict=True):
            good, encoded = labels["quality"] == "good", embed is not None
            place, vectors = one.found.span, plan.vectors
            vector = None if place is None or vectors is None else vectors[statements.nearest(place)]
            yield Weighed(labels["name"], good, encoded, one, (facts, answer, weight), vector)


def measured(verdicts: dict[tuple[str, ...], list[Weighed]]) -> Iterator[str]:
    """What the verdict makes of each fold's drafts when it is learnt from the others'."""
    for fold, found in verdicts.items():
        shown = [one for one in found if one.encoded]
        chances = np.zeros(len(shown))
        for name in TREES:
            at = [number for number, one in enumerate(shown) if one.trees == name]
            rows = [one.row for one in joined(verdicts, leaving=fold) if one.trees == name and one.row[1] >= 0]
            model, names, _ = grown(rows, shape_of(name))
            known = [[shown[number].row[0].get(key, 0.0) for key in names] for number in at]
            chances[at] = model.predict_proba(np.array(known, dtype=np.float32))[:, 1]
        for least in LIMITS:
            yield f"{', '.join(fold):<18} at {least:.2f} {told(shown, chances, labelled(fold), least)}"


def labelled(authors: Sequence[str]) -> int:
    """How many findings are labelled in some authors' drafts."""
    return sum(len(labels["findings"]) for _, _, labels in written_by(authors))


def told(shown: Sequence[Weighed], chances: np.ndarray, total: int, least: float) -> str:
    """What the verdict keeps where a finding must be so likely, in one line."""
    kept = [one for one, chance in zip(shown, chances, strict=True) if stands(one.raised, chance, least)]
    right = sum(one.row[1] == 1 for one in kept)
    wrong = [one for one in kept if one.row[1] == 0]
    good = {one.draft for one in shown if one.good}
    alarms = {one.draft for one in wrong if one.good}
    precision, recall = right / max(1, right + len(wrong)), right / max(1, total)
    return (
        f"P {precision:.2f} R {recall:.2f} F1 {2 * right / max(1, right + len(wrong) + total):.2f},"
        f" false alarms a good draft {sum(one.good for one in wrong) / max(1, len(good)):.2f},"
        f" silent {1 - len(alarms) / max(1, len(good)):.2f}"
    )


def fair(found: Sequence[Raised], labels: dict[str, Any]) -> list[int]:
    """1 for a finding that is labelled, 0 for one that is not, -1 for one that could be argued either way."""
    wanted, arguable = (marks(labels["text"], labels[key], "rule") for key in ("findings", "arguable"))
    said = [Mark(one.rule, (one.found.span,) if one.found.span else ()) for one in found]
    pairs, _, _ = match(wanted, said)
    right = {id(one) for _, one in pairs}
    again = [label for label, _ in pairs]
    return [
        1 if id(one) in right else -1 if any(fits(label, one) for label in (*arguable, *again)) else 0 for one in said
    ]


def cross(folds: Sequence[tuple[str, ...]], errors: Path | None) -> None:
    """Print each fold's score with parts trained on the others'; keep the errors that may be studied."""
    for fold in folds:
        build(without(AUTHORS, fold))
        for part in [part for author in fold for part in parts_of(author)]:
            score: Score = score_half(
                "development", lambda text, name: check_text(text, doc=name, embed=encoder()), part
            )
            print(f"== {part}\n{summary(score)}", flush=True)
            if errors and not part.endswith("even"):
                (errors / f"errors-{part}.txt").write_text("\n".join(sorted(score.errors)), encoding="utf-8")


def parts_of(author: str) -> tuple[str, ...]:
    return ("first",) if author == "first" else (f"{author}-odd", f"{author}-even")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cross", nargs="*", type=int, metavar="FOLD", help="score these folds; then train again")
    parser.add_argument("--errors", type=Path, help="with --cross, a folder for the errors that may be studied")
    given = parser.parse_args()
    if given.cross is None:
        build(AUTHORS)
    else:
        cross([FOLDS[at] for at in given.cross] or FOLDS, given.errors)


if __name__ == "__main__":
    main()
