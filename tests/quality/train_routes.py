"""Makes ``knowledge/route_model.npz``: ``python -m tests.quality.train_routes``.

Needs scikit-learn, and some five minutes, after ``tests.quality.tune_questions``. Learns from the sentences in
``knowledge/training``, from development questions that stand alone (with an answer, answered by no source, to ask back
about, and to decline, under the likeliest route that declines) and, as ordinary questions, from the `questions:` of the
bundled corpus. Never reads held-back questions. What ships is a linear model over embedding and words and, with more
weight, the classifiers that were tuned along with the encoder's upper layers; what is measured out of fold is read by
layers that have not seen the author either.
"""

import csv
import os
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from config.settings import load
from knowledge.digest import digest_files, read_digest
from knowledge.encoder import ALL_THREADS, WIDTH, MiniLM, load_encoder
from knowledge.model_export import export
from knowledge.route_model import BUCKETS, EMERGENCY, NOT_HELD, OPEN, ORDINARY, Guess, buckets
from knowledge.routes import Status, _rules
from knowledge.text import cleaned
from tests.quality.score_questions import author_of, cases
from tests.quality.tuning import head_of, ship

ROOT = Path(__file__).parents[2] / "knowledge"
# The first was written with the patterns; each of the others by people who had not seen the program.
_FILES = (
    *("routes", "voices", "phones", "managers", "support", "newcomers", "judgements", "honesty"),
    *("officers", "mentors", "auditors", "duty", "families", "trainers"),
    *("coaches", "reviewers", "starters", "fostering"),
    *("colleagues", "veterans", "texters", "quality"),
)
# By six people: requests that must be declined, and honest ones made to look like them. The honest ones of the eight
# after them share the situation and most words with an improper one: they are told of, and set no limit.
_LOOK_ALIKES = frozenset(_FILES[8:14])
SENTENCES = tuple(ROOT / "training" / f"{name}.csv" for name in _FILES)
WEIGHTS = ROOT / "route_model.npz"
# What models that have not seen a sentence's author made of it, for train_confidence.
CHANCES = ROOT.parent / ".data" / "route-chances.npz"
_MEANING, _WORDS = 6.0, 8.0
# Questions to be answered are many: at full weight they hide the few that must be declined.
_CORPUS_WEIGHT = _ASKED_WEIGHT = 0.5
_FOLDS = 10
# Parts of the authors that a tuned encoder leaves out, and what it weighs beside the linear model.
GROUPS, _TUNED = 3, 0.7
# A stronger rein (a lower C) carries over to unseen authors far better; the say on danger keeps its own.
_REIN, _DANGER_REIN = 0.3, 1.0
# At most this share of ordinary questions may be sent away by one route, seen out of fold.
_CORPUS_BUDGET, _WRITTEN_BUDGET = 0.002, 0.008
# What must be declined may cost this share of what people ask, and of the honest look-alikes.
_IMPROPER_ASKED, _IMPROPER_ALIKE = 0.014, 0.05
# The words alone may call fewer false emergencies.
_ALARM_CORPUS, _ALARM_WRITTEN = 0.0008, 0.004
# What must not be answered, and what the sources cannot hold, may cost a few more ordinary questions.
_ROOMIER = {"not_held": 3, "false_record": 2, "override": 2, "decision": 2}
_LOWEST, _HIGHEST = 0.4, 0.97


@dataclass(frozen=True, slots=True)
class Lesson:
    """One labelled sentence; ``written`` by somebody for this or as a question to ``ask``, or taken from the corpus."""

    text: str
    route: str
    written: bool
    author: str = ""
    asked: bool = False


def lessons() -> tuple[Lesson, ...]:
    """Every sentence to learn from, without repeats."""
    written = tuple({lesson.text: lesson for lesson in (*asked_lessons(), *written_lessons(*SENTENCES))}.values())
    known = {lesson.text for lesson in written}
    return (*written, *(Lesson(text, ORDINARY, False) for text in corpus_questions() if text not in known))


def written_lessons(*paths: Path) -> tuple[Lesson, ...]:
    """The sentences written for this purpose in some files."""
    return tuple(
        Lesson(cleaned(row["text"]), row["route"], True, path.stem if path != SENTENCES[0] else "")
        for path in paths
        for row in rows(path)
    )


def asked_lessons() -> Iterator[Lesson]:
    """The development questions that stand alone and whose right way one route stands for.

    An order to drop the rules that comes with an ordinary question teaches neither.
    """
    for case in cases("development"):
        if case.question.history or case.kind == "adversarial":
            continue
        fitting = [route for route, ways in _WAYS.items() if case.statuses <= ways]
        if fitting:
            yield Lesson(cleaned(case.question.text), fitting[0], written=True, author=author_of(case.id), asked=True)


_WAYS = {
    ORDINARY: frozenset({"answered", "partial"}),
    OPEN: frozenset({"clarify"}),
    NOT_HELD: frozenset({"not_found"}),
}


def group_of(lesson: Lesson) -> int:
    """The group of a lesson's author, or of the lesson itself where its author is not known apart."""
    return zlib.crc32((lesson.author or lesson.text).encode()) % GROUPS


def kept_tuning(leaving: int) -> Path:
    """Where ``tune_questions`` keeps what it learnt without one group; -1 leaves out nobody."""
    return ROOT.parent / ".data" / "tuned" / f"questions-without-{leaving if leaving >= 0 else 'nobody'}.npz"


def told_by_tuned(taught: Sequence[Lesson], name: str, labels: Sequence[str]) -> NDArray[np.float64]:
    """What a tuned classifier that has not seen a lesson's author makes of it: a number a label."""
    said = np.zeros((len(taught), len(labels)))
    groups = np.array([group_of(one) for one in taught])
    for group in range(GROUPS):
        mine = np.flatnonzero(groups == group)
        weights, biases = head_of(kept_tuning(group), name, labels)
        said[mine] = read_by(group, tuple(taught[row].text for row in mine)) @ weights + biases
    return said


@cache
def read_by(group: int, texts: tuple[str, ...]) -> NDArray[np.float32]:
    """What the layers tuned without a group make of some texts."""
    with tempfile.TemporaryDirectory() as folder:
        ship(kept_tuning(group), Path(folder) / "tuning.npz")
        export(Path(folder) / "model", Path(folder) / "tuning.npz")
        return MiniLM(Path(folder) / "model", ALL_THREADS, 2 * WIDTH).embed(texts)[:, WIDTH:]


def together(chances: NDArray[np.float64], tuned: NDArray[np.float64]) -> NDArray[np.float64]:
    """The linear model's chances and what the tuned classifier says, weighed as they are at run time."""
    total = (1 - _TUNED) * np.log(np.maximum(chances, 1e-12)) + _TUNED * tuned
    raised = np.exp(total - total.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def improper_lessons(told: Sequence[Lesson]) -> tuple[Lesson, ...]:
    """The development questions that must be declined, with no route, where they are not among the lessons."""
    known = {lesson.text for lesson in told}
    return tuple(
        Lesson(text, "", written=True, author=author, asked=True)
        for text, author in improper_questions()
        if text not in known
    )


def improper_questions() -> tuple[tuple[str, str], ...]:
    """The development questions that stand alone and must be declined, with their authors."""
    return tuple(
        (cleaned(case.question.text), author_of(case.id))
        for case in cases("development")
        if case.statuses == {"declined"} and not case.question.history
    )


def declining(model: LogisticRegression, features: csr_matrix) -> list[str]:
    """For each message that must be declined, the likeliest of the routes that decline."""
    routes = [str(name) for name in model.classes_]
    fitting = [routes.index(rule.name) for rule in _rules() if rule.status is Status.DECLINED]
    best = model.predict_proba(features)[:, fitting].argmax(axis=1)
    return [routes[fitting[at]] for at in best]


DECLINED = frozenset(rule.name for rule in _rules() if rule.status is Status.DECLINED)


def improper(features: csr_matrix, taught: Sequence[Lesson]) -> tuple[LogisticRegression, float]:
    """What tells a message that must be declined from all others, and the limit that keeps to the budget."""
    truth = np.array([lesson.route in DECLINED for lesson in taught])
    weights = np.array([weight(lesson) for lesson in taught])
    both = np.zeros((len(taught), 2))
    for test in folds(taught):
        learn = np.setdiff1d(np.arange(len(taught)), test)
        model = _improper_model(features[learn], truth[learn], weights[learn])
        both[test] = model.predict_proba(features[test])
    chances = together(both, told_by_tuned(taught, "improper", ("no", "yes")))[:, 1]
    asked = np.array([lesson.asked for lesson in taught]) & ~truth
    alike = np.array([lesson.author in _LOOK_ALIKES for lesson in taught]) & ~truth
    budgets = ((asked, _IMPROPER_ASKED), (alike, _IMPROPER_ALIKE))
    limit = max(_edge(chances[some], int(share * some.sum())) for some, share in budgets)
    print(f"improper: limit {limit:.2f}, asked {(chances >= limit)[asked].mean():.3f}")
    for author in sorted({lesson.author for lesson in taught} - {""}):
        own = np.array([lesson.author == author for lesson in taught])
        if (own & truth).any():
            seen, lost = (chances >= limit)[own & truth].mean(), (chances >= limit)[own & ~truth].mean()
            print(f"  {author:<14}{(own & truth).sum():>4} declined {seen:.2f}, others {lost:.3f}")
    return _improper_model(features, truth, weights), limit


def _improper_model(features: csr_matrix, truth: NDArray[np.bool_], weights: NDArray[np.float64]) -> LogisticRegression:
    return LogisticRegression(C=_REIN, max_iter=300, tol=1e-3).fit(features, truth, sample_weight=weights)


def with_declined(
    told: Sequence[Lesson], features: csr_matrix, weighable: Callable[[Sequence[str]], csr_matrix]
) -> tuple[tuple[Lesson, ...], csr_matrix]:
    """The lessons with the development questions that must be declined, each under the likeliest route."""
    asked = improper_lessons(told)
    beside = weighable([lesson.text for lesson in asked])
    named = declining(fitted(features, told), beside)
    added = (replace(lesson, route=route) for lesson, route in zip(asked, named, strict=True))
    return (*told, *added), vstack([features, beside]).tocsr()


def rows(path: Path) -> list[dict[str, str]]:
    """The labelled sentences of one file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def corpus_questions() -> tuple[str, ...]:
    """The practitioners' questions of the bundled corpus."""
    return tuple(dict.fromkeys(_questions()))


def _questions() -> Iterator[str]:
    for path in digest_files():
        yield from (cleaned(question) for section in read_digest(path).sections for question in section.questions)


def matrix(texts: Sequence[str], embeddings: NDArray[np.float32]) -> csr_matrix:
    """Features as they are weighed at run time."""
    rows, columns, values = [], [], []
    for row, text in enumerate(texts):
        found = sorted(buckets(text))
        rows += [row] * len(found)
        columns += found
        values += [_WORDS / np.sqrt(len(found))] * len(found)
    words = csr_matrix((values, (rows, columns)), shape=(len(texts), BUCKETS))
    return hstack([csr_matrix(embeddings * _MEANING), words]).tocsr()


def fitted(features: csr_matrix, taught: Sequence[Lesson], rein: float = _REIN) -> LogisticRegression:
    """The model; the same lessons give the same weights."""
    model = LogisticRegression(C=rein, max_iter=300, tol=1e-3)
    return model.fit(features, [lesson.route for lesson in taught], sample_weight=[weight(one) for one in taught])


def weight(lesson: Lesson) -> float:
    """How much a lesson counts."""
    if not lesson.written:
        return _CORPUS_WEIGHT
    return _ASKED_WEIGHT if lesson.asked and lesson.route in _WAYS else 1.0


def out_of_fold(features: csr_matrix, taught: Sequence[Lesson], routes: Sequence[str]) -> NDArray[np.float64]:
    """Chances for each lesson from a model that has not seen it, nor anything by its author where that is known."""
    chances = np.zeros((len(taught), len(routes)))
    for test in folds(taught):
        learn = np.setdiff1d(np.arange(len(taught)), test)
        chances[test] = fitted(features[learn], [taught[row] for row in learn]).predict_proba(features[test])
    return together(chances, told_by_tuned(taught, "route", routes))


def unseen_guesses() -> Iterator[tuple[Lesson, Guess]]:
    """What models that had not seen a lesson's author made of it when this program last ran; none sends it away."""
    taught, kept = lessons(), np.load(CHANCES)
    if [lesson.text for lesson in taught] != kept["texts"].tolist():
        raise SystemExit("The sentences have changed. Run python -m tests.quality.train_routes first.")
    names = kept["routes"].tolist()
    for lesson, chances in zip(taught, kept["chances"].tolist(), strict=True):
        shares = dict(zip(names, chances, strict=True))
        yield lesson, Guess("", 1 - shares[ORDINARY], 0.0, 1.0, tuple(shares.items()))


def folds(taught: Sequence[Lesson]) -> Iterator[NDArray[np.int64]]:
    """The rows of each later author, then the rest in parts that are alike."""
    authors = np.array([lesson.author for lesson in taught])
    for author in sorted({*authors} - {""}):
        yield np.flatnonzero(authors == author)
    rest = np.flatnonzero(authors == "")
    kinds = [f"{taught[row].route} {taught[row].written}" for row in rest]
    for _, test in StratifiedKFold(_FOLDS, shuffle=True, random_state=1).split(rest, kinds):
        yield rest[test]


def limits(chances: NDArray[np.float64], taught: Sequence[Lesson], routes: Sequence[str]) -> list[float]:
    """For each route the lowest limit that keeps to the budget of false alarms."""
    ordinary = routes.index(ORDINARY)
    others = chances.copy()
    others[:, ordinary] = -1
    best, away = others.argmax(axis=1), 1 - chances[:, ordinary]
    corpus = np.array([not lesson.written for lesson in taught])
    written = np.array([lesson.written and lesson.route == ORDINARY for lesson in taught])
    edges = []
    for place, name in enumerate(routes):
        sent = (best == place) & _not_barred(name, taught)
        room = _ROOMIER.get(name, 1)
        edges.append(
            max(
                _limit(away[corpus & sent], int(_CORPUS_BUDGET * room * corpus.sum())),
                _limit(away[written & sent], int(_WRITTEN_BUDGET * room * written.sum())),
            )
        )
    return edges


def _not_barred(name: str, taught: Sequence[Lesson]) -> NDArray[np.bool_]:
    """Which sentences the `never` patterns of the route let through."""
    rule = next((rule for rule in _rules() if rule.name == name), None)
    return np.array([not (rule and rule.barred(lesson.text.lower())) for lesson in taught])


def _limit(alarms: NDArray[np.float64], allowed: int) -> float:
    return min(max(_edge(alarms, allowed), _LOWEST), _HIGHEST)


def _edge(alarms: NDArray[np.float64], allowed: int) -> float:
    """Just above the value that all but ``allowed`` of the false alarms stay under."""
    ranked = np.sort(alarms)[::-1]
    return float(ranked[allowed]) + 1e-3 if len(ranked) > allowed else 0.0


def alarm(words: csr_matrix, taught: Sequence[Lesson]) -> tuple[LogisticRegression, float]:
    """Word weights that tell an emergency with no embedding, and the limit that keeps to the budget."""
    truth = np.array([lesson.route == EMERGENCY for lesson in taught])
    values = np.zeros(len(taught))
    for learn, test in StratifiedKFold(_FOLDS, shuffle=True, random_state=1).split(values, truth):
        values[test] = _alarm_model(words[learn], truth[learn]).decision_function(words[test])
    corpus = np.array([not lesson.written for lesson in taught])
    written = np.array([lesson.written and lesson.route == ORDINARY for lesson in taught])
    edge = max(
        _edge(values[corpus], int(_ALARM_CORPUS * corpus.sum())),
        _edge(values[written], int(_ALARM_WRITTEN * written.sum())),
    )
    print(f"words alone: limit {edge:.2f}, emergencies recognised {(values >= edge)[truth].mean():.3f}")
    return _alarm_model(words, truth), edge


def _alarm_model(words: csr_matrix, truth: NDArray[np.bool_]) -> LogisticRegression:
    return LogisticRegression(C=2.0, max_iter=300, tol=1e-3).fit(words, truth)


def report(
    chances: NDArray[np.float64], taught: Sequence[Lesson], routes: Sequence[str], edges: Sequence[float]
) -> Iterator[str]:
    """What is recognised out of fold, and which ordinary questions would be sent away."""
    others = chances.copy()
    others[:, routes.index(ORDINARY)] = -1
    best, away = others.argmax(axis=1), 1 - chances[:, routes.index(ORDINARY)]
    fires = away >= np.array(edges)[best]
    for place, name in enumerate(routes):
        mine = np.array([lesson.route == name for lesson in taught])
        exact = (fires & (best == place))[mine].mean()
        yield f"{name:<18}{mine.sum():>6} limit {edges[place]:.2f} away {fires[mine].mean():.3f} as {exact:.3f}"
    emergency = chances[:, routes.index(EMERGENCY)]
    for row in np.flatnonzero([lesson.route == ORDINARY for lesson in taught]):
        if fires[row] or emergency[row] > 0.4:
            yield f"  false {routes[best[row]]} {away[row]:.2f} {taught[row].text}"


def layer(model: LogisticRegression, prefix: str, tuned: str = "", labels: Sequence[str] = ()) -> dict[str, Any]:
    """The weights of one model as they are stored, one column a class, with those of the tuned classifier of a name."""
    weights, constant = model.coef_.T, model.intercept_
    if len(model.classes_) == 2:  # the second class alone has weights
        weights, constant = np.hstack([0 * weights, weights]), np.array([0.0, constant[0]])
    beside, bias, share = np.zeros((WIDTH, weights.shape[1])), 0.0, 0.0
    if tuned:
        (beside, bias), share = head_of(kept_tuning(-1), tuned, labels), _TUNED
    meaning = np.vstack([(1 - share) * _MEANING * weights[:WIDTH], share * beside])
    return {
        f"{prefix}constant": ((1 - share) * constant + share * bias).astype(np.float32),
        f"{prefix}meaning": meaning.astype(np.float16),
        f"{prefix}words": ((1 - share) * _WORDS * weights[WIDTH:]).astype(np.float16),
    }


def main() -> None:
    """Train, measure out of fold, print and write the weights."""
    encoder = load_encoder(load(os.environ).data / "models")

    def weighable(texts: Sequence[str]) -> csr_matrix:
        return matrix(texts, np.stack([encoder.embed([text])[0] for text in texts]))

    told = lessons()
    texts = [lesson.text for lesson in told]
    features = weighable(texts)
    taught, features = with_declined(told, features, weighable)
    model = fitted(features, taught)
    routes = [str(name) for name in model.classes_]
    chances = out_of_fold(features, taught, routes)
    np.savez(CHANCES, texts=np.array(texts), routes=np.array(routes), chances=chances[: len(texts)])
    edges = limits(chances, taught, routes)
    print("\n".join(report(chances, taught, routes, edges)))
    # What tells danger is learnt without the later voices and the questions, so that they cannot weaken it.
    later = {lesson.text for lesson in (*written_lessons(*SENTENCES[1:]), *asked_lessons(), *taught[len(told) :])}
    kept = [row for row, lesson in enumerate(taught) if lesson.text not in later]
    first = [taught[row] for row in kept]
    danger = fitted(features[kept], first, _DANGER_REIN)
    alarm_model, alarm_edge = alarm(features[kept][:, WIDTH:], first)
    improper_model, improper_limit = improper(features, taught)
    arrays = {
        "routes": np.array(routes),
        "limits": np.array(edges, np.float32),
        "danger_routes": np.array([str(name) for name in danger.classes_]),
        "improper_limit": np.float32(improper_limit),
        "alarm": (alarm_model.coef_[0] * _WORDS).astype(np.float16),
        "alarm_edge": np.array([alarm_model.intercept_[0], alarm_edge], np.float32),
    }
    layers = {
        **layer(model, "", "route", routes),
        **layer(danger, "danger_"),
        **layer(improper_model, "improper_", "improper", ("no", "yes")),
    }
    np.savez_compressed(WEIGHTS, **arrays, **layers)


if __name__ == "__main__":
    main()
