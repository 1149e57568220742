"""Fitting small boosted trees with scikit-learn and shipping them for ``knowledge.trees``."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier

from knowledge.trees import trees

KNOWLEDGE = Path(__file__).resolve().parents[2] / "knowledge"
Row = tuple[dict[str, float], int, float]
_LAYOUT = {"asks": np.int16, "limits": np.float32, "below": np.int8, "above": np.int8, "values": np.float32}


def fitted(rows: Sequence[Row], shape: dict[str, Any]) -> tuple[GradientBoostingClassifier, list[str], np.ndarray]:
    """Trees grown on features with their answers (0 or 1) and weights, the features' names, and them as numbers."""
    names = sorted({key for row, _, _ in rows for key in row})
    known = np.array([[row.get(key, 0.0) for key in names] for row, _, _ in rows], dtype=np.float32)
    answers, weights = np.array([row[1] for row in rows]), np.array([row[2] for row in rows])
    model = GradientBoostingClassifier(**shape).fit(known, answers, sample_weight=weights)
    return model, names, known


def ship(name: str, rows: Sequence[Row], shape: dict[str, Any], folder: str = "plans/data") -> None:
    """Grow trees and write them to a folder of ``knowledge``; proves that the shipped ones say the same."""
    model, names, known = fitted(rows, shape)
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
        KNOWLEDGE / folder / f"{name}.npz", names=np.array(names), start=start, depth=model.max_depth, **kept
    )
    trees.cache_clear()
    shown = [dict(zip(names, map(float, row), strict=True)) for row in known[:50]]
    assert np.allclose(trees(name, folder).likely(shown), model.predict_proba(known[:50])[:, 1], atol=1e-4)
