"""Train the plan checker's classifiers on knowledge/plans/training and ship their weights.

    python tests/quality/train_plans.py [acts|answers|kinds|risks|roles|signs|when|whose]

Run train_judges.py after it: the judges read what the classifiers say, and are trained on labelled drafts that
the classifiers behind their features have not seen.
scikit-learn fits; the checker itself needs numpy only. Three folds show what each part is worth: pieces of
text alone (used where there is no encoder), embeddings alone, and both.
"""

import argparse
import csv
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold
from sklearn.multiclass import OneVsRestClassifier

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

from score_plans import LETTERS, drafts, part_of, places  # noqa: E402

from knowledge.encoder import load_encoder  # noqa: E402 - the path is set above
from knowledge.plans.kinds import summed_up  # noqa: E402
from knowledge.plans.layout import read_layout  # noqa: E402
from knowledge.plans.learnt import DIMENSIONS, Embed, classifier, pieces  # noqa: E402
from knowledge.plans.lexicon import plain  # noqa: E402
from knowledge.plans.model import Column, Role  # noqa: E402
from knowledge.plans.parse import read  # noqa: E402
from knowledge.plans.second_reading import embedded  # noqa: E402
from knowledge.plans.statements import Reader  # noqa: E402
from knowledge.plans.verdicts import COUNTED, OWN_TREES  # noqa: E402
from knowledge.text import Span  # noqa: E402

PLANS = ROOT / "knowledge" / "plans"
MODELS = ROOT / ".data" / "models"
GRAM_STRENGTH, VECTOR_STRENGTH = 20.0, 5.0
MIX = (0.4, 1.0)
MIXES = {"kinds": (1.0, 1.0), "risks": (0.7, 1.0)}
LEAST = 5
AUTHORS = ("first", *LETTERS)
REMEMBERED = ROOT / ".data" / "plan-sentences.npz"
_MANY = 500
FOLDS = 3
NAMES = ("acts", "answers", "kinds", "risks", "roles", "signs", "when", "whose")
# A risk is labelled once, at its clearest; told again in the story it is unlabelled, so the story teaches nothing.
_PLAINLY_NONE = frozenset({Role.ACTION, Role.STRENGTH, Role.REVIEW, Role.VISIT, Role.CONTINGENCY, Role.OUTCOME})
_ONE_IN = 2


def sentences(name: str, authors: Sequence[str] = AUTHORS) -> tuple[list[str], np.ndarray]:
    """The training sentences with their labels, with those of some authors' drafts; a rare label is left out."""
    rows = sorted({*rows_of(name), *IN_DRAFTS[name](authors)})
    counts: dict[str, int] = {}
    for label, _ in rows:
        counts[label] = counts.get(label, 0) + 1
    rows = [row for row in rows if counts[row[0]] >= LEAST]
    return [text for _, text in rows], np.array([label for label, _ in rows])


def rows_of(name: str) -> list[tuple[str, str]]:
    """The labelled sentences in the files of that name."""
    rows: list[tuple[str, str]] = []
    for path in sorted((PLANS / "training").glob(f"{name}*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            rows += [(row[0].strip(), row[1].strip()) for row in list(csv.reader(stream))[1:] if len(row) > 1]
    return rows


def written_by(authors: Sequence[str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The development drafts of some authors."""
    return (one for one in drafts("development") if author_of(one[0]) in authors)


def author_of(name: str) -> str:
    return part_of(name).partition("-")[0]


def worries_in_drafts(authors: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The worries of development drafts, and sentences there and among the parts that are no worry."""
    for label, said in rows_of("roles"):
        if label not in {"worry", "history", "voice"}:
            yield "none", said
    for _, text, labels in written_by(authors):
        plan = read(text)
        worries = [(row["category"], place) for row in labels["risks"] for place in places(text, row["quote"])]
        for one in plan.statements:
            said = " ".join(one.span.of(text).split())
            near = [category for category, place in worries if place.overlaps(one.span)]
            if len(near) == 1:
                yield near[0], said
            elif not near and one.role in _PLAINLY_NONE and crc32(said.encode()) % _ONE_IN == 0:
                yield "none", said


def parts_in_drafts(authors: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What is labelled an action in development drafts."""
    for _, text, labels in written_by(authors):
        actions = [place for row in labels["actions"] for place in places(text, row["quote"])]
        sections, entries = read_layout(text)
        for one in Reader(text, plain(text), sections).read(entries):
            if one.column is Column.TEXT and any(place.overlaps(one.span) for place in actions):
                yield "action", " ".join(one.span.of(text).split())


def tasks_in_drafts(answer: Callable[[dict[str, Any]], str], authors: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The labelled actions of development drafts, with who and when from beside them; no tasks under ``none``."""
    for label, said in rows_of("roles"):
        if label not in {"action", "visit"}:
            yield "none", said
    for _, _, labels in written_by(authors):
        for row in labels["actions"]:
            beside = [one for one in (row["timescale"], row["owner"]) if one and one not in row["quote"]]
            yield answer(row), " ".join(" ".join((row["quote"], *beside)).split())


def signs_in_drafts(authors: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The places of gaps in development drafts, under their rule, and a share of the statements that show none."""
    for _, text, labels in written_by(authors):
        plan = read(text)
        rows = [*labels["findings"], *labels["arguable"]]
        shown = [(row["rule"], mark) for row in rows if (mark := quoted(text, row))]
        for one in plan.statements:
            said = " ".join(one.span.of(text).split())
            rules = {rule for rule, place in shown if place.overlaps(one.span)}
            yield from ((rule, said) for rule in sorted(rules - _WEIGHED_APART))
            if not rules and crc32(said.encode()) % _ONE_IN == 0:
                yield "none", said


def quoted(text: str, row: dict[str, Any]) -> Span | None:
    """The place of a label's quote."""
    found = places(text, row["quote"])
    return found[min(row.get("nth") or 1, len(found)) - 1] if found else None


# Rules that are asked of every action or worry, or counted: their place alone tells nothing.
_WEIGHED_APART = {*OWN_TREES, *COUNTED, "LANG003", "RISK002", "TIME004", "TIME005", "TIME006", "TIME007"}


def how_firm(row: dict[str, Any]) -> str:
    """Whether anybody could tell that a task was done."""
    return "firm" if row["measurable"] else "loose"


def how_timed(row: dict[str, Any]) -> str:
    """Whether a task has a time, a vague one or none."""
    return row["timescale_quality"] if row["timescale_quality"] in {"missing", "vague"} else "timed"


def how_owned(row: dict[str, Any]) -> str:
    """Whether a task has somebody to do it."""
    return "owned" if row["owner"] else "unowned"


IN_DRAFTS: dict[str, Callable[[Sequence[str]], Iterator[tuple[str, str]]]] = {
    "acts": partial(tasks_in_drafts, how_firm),
    "answers": lambda _: iter(()),  # drafts do not say which kind of worry each action answers
    "when": partial(tasks_in_drafts, how_timed),
    "whose": partial(tasks_in_drafts, how_owned),
    "risks": worries_in_drafts,
    "roles": parts_in_drafts,
    "signs": signs_in_drafts,
}


def documents(authors: Sequence[str]) -> tuple[list[str], np.ndarray]:
    """Whole drafts with their kinds."""
    found = [(text, labels["doc_type"]) for _, text, labels in written_by(authors)]
    return [text for text, _ in found], np.array([kind for _, kind in found])


def vectors_of(text: str) -> np.ndarray:
    sections, entries = read_layout(text)
    embedding = embedded(text, Reader(text, plain(text), sections).read(entries), encoder())
    return summed_up(embedding)


def matrix(name: str, texts: list[str]) -> csr_matrix:
    found = [remembered_pieces(name, text) for text in texts]
    places = [at for one in found for at in one]
    values = [value for one in found for value in one.values()]
    starts = np.concatenate([[0], np.cumsum([len(one) for one in found])])
    return csr_matrix((values, places, starts), shape=(len(texts), DIMENSIONS))


@cache
def remembered_pieces(name: str, text: str) -> dict[int, float]:
    return pieces(name, text)


def by_pieces(features: csr_matrix, labels: np.ndarray) -> OneVsRestClassifier:
    one = LogisticRegression(C=GRAM_STRENGTH, solver="liblinear", dual=True, tol=1e-2, random_state=7)
    return OneVsRestClassifier(one).fit(features, labels)


def by_vectors(features: np.ndarray, labels: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=VECTOR_STRENGTH, max_iter=120, tol=1e-4).fit(features, labels)


def folds(by_gram: csr_matrix, by_vector: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The two models' scores for every sentence, each from a fold that did not hold it."""
    names = sorted(set(labels))
    scores = np.zeros((2, len(labels), len(names)))
    for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=7).split(by_vector, labels):
        scores[0, test] = by_pieces(by_gram[train], labels[train]).decision_function(by_gram[test])
        scores[1, test] = by_vectors(by_vector[train], labels[train]).decision_function(by_vector[test])
    return scores[0], scores[1]


def told(name: str, scores: np.ndarray, labels: np.ndarray) -> str:
    names = np.array(sorted(set(labels)))
    guessed = names[scores.argmax(axis=1)]
    right = (guessed == labels).mean()
    return f"  {name:12s} right {right:.3f}  macro F1 {f1_score(labels, guessed, average='macro'):.3f}"


def certainty(scores: np.ndarray, labels: np.ndarray) -> str:
    """How often the likeliest label is right where it is at least so likely."""
    names = np.array(sorted(set(labels)))
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares = raised / raised.sum(axis=1, keepdims=True)
    guessed, sure = names[shares.argmax(axis=1)], shares.max(axis=1)
    worry = guessed != "none"
    lines = []
    for least in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        kept = worry & (sure >= least)
        right = (guessed[kept] == labels[kept]).mean() if kept.any() else 1.0
        lines.append(f"    sure {least:.1f}: {kept.mean():.2f} kept, {right:.3f} right")
    return "\n".join(lines)


def measured(by_gram: csr_matrix, by_vector: np.ndarray, labels: np.ndarray) -> None:
    """Print what each part is worth on sentences it was not fitted to."""
    one, two = folds(by_gram, by_vector, labels)
    both = MIX[0] * one + MIX[1] * two
    print(told("pieces", one, labels), told("embeddings", two, labels), told("both", both, labels), sep="\n")
    print(certainty(one, labels), certainty(both, labels), sep="\n    -- both\n")


@cache
def encoder() -> Embed:
    """The encoder, remembering what it has seen, also from one run to the next."""
    embed = load_encoder(MODELS).embed
    kept = np.load(REMEMBERED) if REMEMBERED.exists() else {"texts": (), "vectors": ()}
    known = dict(zip(map(str, kept["texts"]), kept["vectors"], strict=True))

    def remembered(texts: Sequence[str]) -> np.ndarray:
        fresh = sorted(set(texts) - known.keys())
        if fresh:
            known.update(zip(fresh, embed(fresh), strict=True))
        if len(fresh) > _MANY:
            np.savez(REMEMBERED, texts=np.array(list(known)), vectors=np.stack(list(known.values())))
        return np.stack([known[text] for text in texts])

    return remembered


def train(name: str, authors: Sequence[str] = AUTHORS, *, measure: bool = False) -> None:
    """Fit one classifier on the training files and these authors' drafts, and ship it."""
    texts, labels = documents(authors) if name == "kinds" else sentences(name, authors)
    vectors = np.stack([vectors_of(text) for text in texts]) if name == "kinds" else encoder()(texts)
    by_gram, by_vector = matrix(name, texts), vectors.astype(np.float64)
    print(f"{name}: {len(texts)} sentences, {len(set(labels))} labels")
    if measure:
        measured(by_gram, by_vector, labels)
    save(name, by_pieces(by_gram, labels), by_vectors(by_vector, labels), MIXES.get(name, MIX))


def save(name: str, pieces: OneVsRestClassifier, vectors: LogisticRegression, mix: tuple[float, float]) -> None:
    weights = np.vstack([one.coef_[0] for one in pieces.estimators_]).T
    bias = np.array([one.intercept_[0] for one in pieces.estimators_])
    np.savez_compressed(
        PLANS / "data" / f"{name}.npz",
        labels=np.array(pieces.classes_, dtype=str),
        gram_weights=weights.astype(np.float16),
        gram_bias=bias.astype(np.float32),
        vector_weights=vectors.coef_.T.astype(np.float32),
        vector_bias=vectors.intercept_.astype(np.float32),
        mix=np.array(mix, dtype=np.float32),
    )
    classifier.cache_clear()
    print(f"  kept in data/{name}.npz, {(PLANS / 'data' / f'{name}.npz').stat().st_size / 1e6:.1f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=NAMES)
    parser.add_argument("--unmeasured", action="store_true", help="fit and keep, without the folds")
    given = parser.parse_args()
    for name in given.names:
        train(name, measure=not given.unmeasured)


if __name__ == "__main__":
    main()
