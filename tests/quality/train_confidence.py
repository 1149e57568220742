"""Makes ``knowledge/confidence.npz``: ``python -m tests.quality.train_confidence``, after train_routes and
remember_answers.

Whether the best passage answers is learnt from messages that no route sends away: the development questions and the
sentences written for the routes (``knowledge/training``). What the model of the routes makes of a sentence comes from
one that has not seen its author. Prints what each limit would do to authors left out. Never reads held-back questions.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from bot.app import App
from config.settings import load
from knowledge.answers import in_context, lacking
from knowledge.asked_before import leaving_out
from knowledge.confidence import features
from knowledge.route_model import ELSEWHERE, ORDINARY, Guess, guess
from knowledge.routes import in_danger, route
from knowledge.search import search
from knowledge.talk import Question, completed, is_follow_up
from knowledge.text import cleaned
from knowledge.understanding import Understood, mended, understand
from tests.quality.boosted import Row, fitted, ship
from tests.quality.score_questions import AUTHORS, author_of, cases
from tests.quality.train_routes import unseen_guesses

SHAPE = {
    "n_estimators": 150,
    "max_depth": 3,
    "learning_rate": 0.05,
    "subsample": 0.6,
    "max_features": 0.4,
    "min_samples_leaf": 15,
    "random_state": 0,
}
_ANSWERED, _NOT = {"answered", "partial"}, {"not_found", "out_of_scope", "declined"}
# A sentence of the routes was labelled by what it asks for, without looking whether a passage answers it.
_SENTENCE = 0.5
_LIMITS = np.arange(0.1, 0.8, 0.05)


@dataclass(frozen=True, slots=True)
class Reached:
    """One message that reaches the search, by its author, with what the model of the routes makes of it."""

    author: str
    asked: Understood
    learnt: Guess | None
    answerable: bool
    weight: float


@dataclass(frozen=True, slots=True)
class Example:
    """One message that reached the search, by its author: its features, and 1 where the sources answer it."""

    author: str
    row: Row


def main() -> None:
    """Measure on authors left out, then train on everything and write the trees."""
    app = App(load(os.environ))
    examples = [*weighed(app, (*questions(app), *sentences(app)))]
    ship("confidence", [one.row for one in examples], SHAPE, ".")
    print("\n".join(measured(examples)))


def questions(app: App) -> Iterator[Reached]:
    """The development questions that reach the search and have one right way."""
    unseen = {lesson.text: seen for lesson, seen in unseen_guesses() if lesson.asked}
    for case in cases("development"):
        answerable = case.statuses <= _ANSWERED
        if not answerable and not case.statuses <= _NOT:
            continue
        question = completed(case.question)
        text = cleaned(question.text)
        # By a model that has not seen the author: the shipped one sends away more of what it learnt from.
        learnt = unseen.get(text) or guess(text, app.index.read(mended(text, app.index.vocabulary)))
        leans = bool(question.history) and is_follow_up(text)
        if in_danger(text) or route(text, learnt, follow_up=leans):
            continue
        asked = understand(question, app.index.vocabulary)
        context = in_context(app.index, asked, learnt)
        yield Reached(author_of(case.id), asked, context, answerable, 1.0)


def sentences(app: App) -> Iterator[Reached]:
    """The sentences written for the routes that are for the sources or for none, as far as the search sees them."""
    for lesson, learnt in unseen_guesses():
        if lesson.asked or not lesson.written or lesson.route not in {ORDINARY, *ELSEWHERE}:
            continue
        if in_danger(lesson.text) or route(lesson.text):
            continue
        asked = understand(Question(lesson.text), app.index.vocabulary)
        yield Reached(lesson.author or "routes", asked, learnt, lesson.route == ORDINARY, _SENTENCE)


def weighed(app: App, reached: Iterable[Reached]) -> Iterator[Example]:
    """The features of each message for which anything is found, its author's own kept questions left out."""
    for one in reached:
        with leaving_out(one.author):
            found, like = search(app.index, one.asked), app.index.like(one.asked.text)
        if found:
            facts = features(one.asked, found, one.learnt, like, lacking(one.asked, found))
            yield Example(one.author, (dict(facts), int(one.answerable), one.weight))


def measured(examples: Sequence[Example]) -> Iterator[str]:
    """For each author, how well trees grown on the others tell; then what each limit would let through and lose."""
    chances = np.zeros(len(examples))
    authors = np.array([one.author for one in examples])
    answers = np.array([one.row[1] for one in examples])
    for author in sorted({*authors}):
        test = authors == author
        model, names, _ = fitted([one.row for one in examples if one.author != author], SHAPE)
        known = np.array([[examples[at].row[0].get(name, 0.0) for name in names] for at in np.flatnonzero(test)])
        chances[test] = model.predict_proba(known)[:, 1]
        count = answers[test].sum()
        if 0 < count < test.sum():
            area = roc_auc_score(answers[test], chances[test])
            yield f"{author:<10}{test.sum():>5} answered {count:>5} area {area:.3f}"
    asked = np.isin(authors, AUTHORS)
    for name, rows in (("questions", asked), ("sentences", ~asked)):
        yield f"{name}, those with an answer kept and others let through:"
        yield from (_told(limit, answers[rows], chances[rows]) for limit in _LIMITS)


def _told(limit: float, answers: NDArray[np.int64], chances: NDArray[np.float64]) -> str:
    kept, others = ((chances >= limit)[answers == one].mean() for one in (1, 0))
    return f"  limit {limit:.2f}: {kept:.3f} {others:.3f}"


if __name__ == "__main__":
    main()
