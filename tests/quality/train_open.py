"""Makes ``knowledge/openness.npz``: ``python -m tests.quality.train_open``, after train_routes and train_ranking.

Whether a question is too open to answer is learnt from the development questions that are to be asked back or to be
answered, and from the sentences written for the routes. What the model of the routes makes of a sentence comes from
one that has not seen its author. Prints what each limit would do to authors left out. Never reads held-back questions.
"""

import os
from collections.abc import Iterator, Sequence

import numpy as np
from sklearn.metrics import roc_auc_score

from bot.app import App
from config.settings import load
from knowledge.asked_before import leaving_out
from knowledge.openness import features
from knowledge.route_model import OPEN, ORDINARY, Guess, guess
from knowledge.routes import in_danger
from knowledge.search import search
from knowledge.talk import Question, is_follow_up
from knowledge.text import cleaned
from knowledge.understanding import mended, understand
from tests.quality.boosted import fitted, ship
from tests.quality.score_questions import author_of, cases
from tests.quality.train_confidence import Example
from tests.quality.train_routes import unseen_guesses

SHAPE = {
    "n_estimators": 200,
    "max_depth": 3,
    "learning_rate": 0.05,
    "subsample": 0.6,
    "max_features": 0.3,
    "min_samples_leaf": 10,
    "random_state": 0,
}
_ANSWERED, _ASKED_BACK = {"answered", "partial"}, {"clarify", "not_found"}
_SENTENCE = 0.5
_LIMITS = np.arange(0.1, 0.75, 0.05)


def main() -> None:
    """Measure on authors left out, then train on everything and write the trees."""
    app = App(load(os.environ))
    examples = [*questions(app), *sentences(app)]
    print("\n".join(measured(examples)))
    ship("openness", [one.row for one in examples], SHAPE, ".")


def questions(app: App) -> Iterator[Example]:
    """The development questions that stand alone and are to be answered, or to be asked back about."""
    unseen = {lesson.text: seen for lesson, seen in unseen_guesses() if lesson.asked}
    for case in cases("development"):
        text = cleaned(case.question.text)
        is_open = "clarify" in case.statuses and case.statuses <= _ASKED_BACK
        if not is_open and not case.statuses <= _ANSWERED:
            continue
        if in_danger(text) or (case.question.history and is_follow_up(text)):
            continue
        learnt = unseen.get(text) or guess(text, app.index.read(mended(text, app.index.vocabulary)))
        yield from _example(app, author_of(case.id), case.question, learnt, is_open=is_open, weight=1.0)


def sentences(app: App) -> Iterator[Example]:
    """The sentences written for the routes that are for the sources, or too open."""
    for lesson, learnt in unseen_guesses():
        if lesson.asked or not lesson.written or lesson.route not in {ORDINARY, OPEN} or in_danger(lesson.text):
            continue
        is_open = lesson.route == OPEN
        question = Question(lesson.text)
        yield from _example(app, lesson.author or "routes", question, learnt, is_open=is_open, weight=_SENTENCE)


def _example(
    app: App, author: str, question: Question, learnt: Guess, *, is_open: bool, weight: float
) -> Iterator[Example]:
    asked = understand(question, app.index.vocabulary)
    with leaving_out(author):
        found = search(app.index, asked)
    if found:
        yield Example(author, (dict(features(app.index, asked, found, learnt)), int(is_open), weight))


def measured(examples: Sequence[Example]) -> Iterator[str]:
    """For each author, how well trees grown on the others tell; then what each limit would catch, and wrongly."""
    authors = np.array([one.author for one in examples])
    answers = np.array([one.row[1] for one in examples])
    chances = np.zeros(len(examples))
    for author in sorted({*authors}):
        test = authors == author
        model, names, _ = fitted([one.row for one in examples if one.author != author], SHAPE)
        known = np.array([[examples[at].row[0].get(name, 0.0) for name in names] for at in np.flatnonzero(test)])
        chances[test] = model.predict_proba(known)[:, 1]
        if 0 < answers[test].sum() < test.sum():
            area = roc_auc_score(answers[test], chances[test])
            yield f"{author:<10}{test.sum():>5} open {answers[test].sum():>4} area {area:.3f}"
    asked = np.array([one.row[2] for one in examples]) == 1.0
    for name, rows in (("questions", asked), ("sentences", ~asked)):
        yield f"{name}, too open asked back and others asked back wrongly:"
        for limit in _LIMITS:
            caught, wrong = ((chances[rows] >= limit)[answers[rows] == one].mean() for one in (1, 0))
            yield f"  limit {limit:.2f}: {caught:.3f} {wrong:.3f}"


if __name__ == "__main__":
    main()
