"""Train the plan checker's classifiers on knowledge/plans/training and ship their weights.

    python tests/quality/train_plans.py [acts|answers|kinds|marked|risks|roles|signs|when|whose]

Run tune_drafts.py before it, which learns what the encoder's upper layers make of a sentence, and train_judges.py
after it: the judges read what the classifiers say, and are trained on labelled drafts that the classifiers behind
their features have not seen.
scikit-learn fits; the checker itself needs numpy only. Three folds show what pieces of text alone are worth (used
where there is no encoder).
"""

import argparse
import csv
import hashlib
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
from tuning import head_of  # noqa: E402
from tuning import ship as ship_tuning  # noqa: E402

from knowledge.encoder import DRAFTS, prepare_encoder, prepare_reader  # noqa: E402 - the path is set above
from knowledge.plans.kinds import summed_up  # noqa: E402
from knowledge.plans.layout import read_layout  # noqa: E402
from knowledge.plans.learnt import DIMENSIONS, Embed, classifier, pieces  # noqa: E402
from knowledge.plans.lexicon import plain  # noqa: E402
from knowledge.plans.model import Column, Plan, Role  # noqa: E402
from knowledge.plans.parse import read  # noqa: E402
from knowledge.plans.second_reading import said_in  # noqa: E402
from knowledge.plans.statements import Reader  # noqa: E402
from knowledge.plans.verdicts import COUNTED, OWN_TREES  # noqa: E402
from knowledge.text import Span  # noqa: E402

PLANS = ROOT / "knowledge" / "plans"
MODELS = ROOT / ".data" / "models"
GRAM_STRENGTH, VECTOR_STRENGTH = 20.0, 5.0
MIX = (0.4, 0.8)
MIXES = {"kinds": (1.0, 1.0), "risks": (0.5, 0.5), "roles": (0.6, 0.6)}
LEAST = 5
AUTHORS = ("first", *LETTERS)
FOLDS = (
    ("first", "v", "z", "aa"),
    ("b", "c", "u", "y"),
    ("d", "e", "n", "s", "t", "bb"),
    ("f", "g", "p", "w"),
    ("h", "i", "j", "q", "x", "cc"),
    ("k", "l", "m", "o", "r"),
)
# Authors whom a tuned encoder leaves out: two folds at once, for each takes long to tune.
GROUPS = tuple((*FOLDS[at], *FOLDS[at + 1]) for at in range(0, len(FOLDS), 2))
DATA = ROOT / ".data"
_MANY = 500
_PARTS = 3
NAMES = ("acts", "answers", "kinds", "marked", "risks", "roles", "signs", "when", "whose")
TUNED_NAMES = tuple(name for name in NAMES if name != "kinds")
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


def marked_in_drafts(authors: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Every statement of development drafts, marked as the readers did: a task, a worry, or neither."""
    for _, text, labels in written_by(authors):
        plan = read(text)
        for one, task, worry in zip(plan.statements, tasks_of(plan, labels), concerns_of(plan, labels), strict=True):
            if worry >= 0:
                yield "task" if task else "worry" if worry else "neither", " ".join(one.span.of(text).split())


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


def overlap(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


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
    "marked": marked_in_drafts,
}


def documents(authors: Sequence[str]) -> tuple[list[str], np.ndarray]:
    """Whole drafts with their kinds."""
    found = [(text, labels["doc_type"]) for _, text, labels in written_by(authors)]
    return [text for text, _ in found], np.array([kind for _, kind in found])


def vectors_of(text: str) -> np.ndarray:
    sections, entries = read_layout(text)
    statements = Reader(text, plain(text), sections).read(entries)
    return summed_up(embedder()(said_in(text, statements)))


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


def folds(by_gram: csr_matrix, labels: np.ndarray) -> np.ndarray:
    """The scores for every sentence, each from a fold that did not hold it."""
    names = sorted(set(labels))
    scores = np.zeros((len(labels), len(names)))
    for train, test in StratifiedKFold(_PARTS, shuffle=True, random_state=7).split(labels, labels):
        scores[test] = by_pieces(by_gram[train], labels[train]).decision_function(by_gram[test])
    return scores


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


def measured(by_gram: csr_matrix, labels: np.ndarray) -> None:
    """Print what pieces of text alone are worth on sentences they were not fitted to."""
    scores = folds(by_gram, labels)
    print(told("pieces", scores, labels), certainty(scores, labels), sep="\n")


def kept_tuning(leaving: Sequence[str]) -> Path:
    """Where tune_reader.py keeps what it learnt without some authors."""
    return DATA / "tuned" / f"without-{'-'.join(sorted(leaving)) or 'nobody'}.npz"


def left_out(authors: Sequence[str]) -> tuple[str, ...]:
    """Whom the tuned encoder to go with some authors' drafts leaves out: the fewest that hold all others."""
    others = {*AUTHORS} - {*authors}
    fitting = [group for group in ((), *GROUPS) if others <= {*group}]
    return min(fitting, key=len) if fitting else tuple(sorted(others))


def use_tuning(authors: Sequence[str]) -> None:
    """Make the tuned encoder that has not seen anybody but these authors the one that is shipped and read with."""
    leaving = left_out(authors)
    if not kept_tuning(leaving).exists():
        raise SystemExit(f"Run python tests/quality/tune_drafts.py --without {' '.join(leaving)} first.")
    ship_tuning(kept_tuning(leaving), DRAFTS)
    encoder.cache_clear()


@cache
def encoder() -> Embed:
    """The tuned encoder in use, remembering what it has seen, also from one run to the next."""
    digest = hashlib.sha256(DRAFTS.read_bytes()).hexdigest()[:12]
    return remembering(prepare_reader(MODELS, DRAFTS).embed, DATA / f"plan-sentences-{digest}.npz")


@cache
def embedder() -> Embed:
    """Embeddings alone, which no tuning moves."""
    return remembering(prepare_encoder(MODELS).embed, DATA / "plan-sentences.npz")


def remembering(embed: Embed, path: Path) -> Embed:
    kept = np.load(path) if path.exists() else {"texts": (), "vectors": ()}
    known = dict(zip(map(str, kept["texts"]), kept["vectors"], strict=True))

    def remembered(texts: Sequence[str]) -> np.ndarray:
        fresh = sorted(set(texts) - known.keys())
        if fresh:
            known.update(zip(fresh, embed(fresh), strict=True))
        if len(fresh) > _MANY:
            np.savez(path, texts=np.array(list(known)), vectors=np.stack(list(known.values())))
        return np.stack([known[text] for text in texts])

    return remembered


def train(name: str, authors: Sequence[str] = AUTHORS, *, measure: bool = False) -> None:
    """Fit one classifier on the training files and these authors' drafts, and ship it."""
    texts, labels = documents(authors) if name == "kinds" else sentences(name, authors)
    by_gram = matrix(name, texts)
    print(f"{name}: {len(texts)} sentences, {len(set(labels))} labels")
    if measure:
        measured(by_gram, labels)
    pieces = by_pieces(by_gram, labels)
    if name == "kinds":
        fitted = by_vectors(np.stack([vectors_of(text) for text in texts]).astype(np.float64), labels)
        head = fitted.coef_.T, fitted.intercept_
    else:
        head = head_of(kept_tuning(left_out(authors)), name, pieces.classes_)
    save(name, pieces, head, MIXES.get(name, MIX))


def save(name: str, pieces: OneVsRestClassifier, head: tuple[np.ndarray, np.ndarray], mix: tuple[float, float]) -> None:
    weights = np.vstack([one.coef_[0] for one in pieces.estimators_]).T
    bias = np.array([one.intercept_[0] for one in pieces.estimators_])
    np.savez_compressed(
        PLANS / "data" / f"{name}.npz",
        labels=np.array(pieces.classes_, dtype=str),
        gram_weights=weights.astype(np.float16),
        gram_bias=bias.astype(np.float32),
        vector_weights=head[0].astype(np.float32),
        vector_bias=head[1].astype(np.float32),
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
