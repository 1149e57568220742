"""What was asked before: a question like a kept one lends its nearness to the label that answered it."""

import csv
from pathlib import Path

import numpy as np
import pytest

from bot.app import App
from knowledge.asked_before import Before, before, leaving_out, packed
from knowledge.encoder import MiniLM
from knowledge.nearness import Rows
from knowledge.search import search
from knowledge.talk import Question
from knowledge.understanding import understand
from tests.quality.score_questions import AUTHORS, author_of, cases

DEVELOPMENT = Path(__file__).parents[1] / "quality" / "questions" / "development.csv"


@pytest.fixture
def kept() -> Before:
    """Two writers' questions along three axes."""
    rows = np.eye(3, 384, dtype=np.float32)
    asked, starts = np.array([0, 1, 1, 2], np.int32), np.array([0, 2, 3], np.int32)
    return Before(Rows(rows), np.array(["ann", "ann", "bo"]), ("reg 24", "reg 25", "s 47"), asked, starts)


def along(*parts: float) -> np.ndarray:
    made = np.zeros(384, np.float32)
    made[: len(parts)] = parts
    return made / np.linalg.norm(made)


def test_a_label_is_as_near_as_the_nearest_question_it_answered(kept: Before) -> None:
    near = kept.near(along(0.6, 0.8))

    assert near["reg 24"] == near["reg 25"] == pytest.approx((0.8 - 0.25) / 0.75)


def test_a_label_whose_questions_are_far_is_not_named(kept: Before) -> None:
    assert set(kept.near(along(1, 0, 0.1))) == {"reg 24"}


def test_a_writer_left_out_is_not_remembered_and_only_for_so_long(kept: Before) -> None:
    with leaving_out("ann"):
        assert kept.near(along(1, 0, 1)).keys() == {"s 47"}

    assert kept.near(along(1, 0, 1)).keys() == {"reg 24", "s 47"}


def test_a_file_keeps_every_pair_of_a_question_and_a_label() -> None:
    arrays = packed("any", np.eye(2, 384, dtype=np.float32), ["ann", "bo"], [["b", "a"], ["b"]])

    assert arrays["labels"].tolist() == ["a", "b"]
    assert [part.tolist() for part in np.split(arrays["asked"], arrays["starts"][1:])] == [[0], [0, 1]]


def test_nothing_is_remembered_for_another_model() -> None:
    assert before("another model") is None


def test_every_label_that_is_remembered_is_held(app: App) -> None:
    kept = before(MiniLM.name)
    assert kept

    assert [label for label in kept.labels if label not in app.index.labelled] == []


def test_what_is_kept_is_up_to_date_with_the_development_questions(app: App) -> None:
    """A question of each writer is as near as can be to a kept one, and there are no more kept than could be."""
    kept = before(MiniLM.name)
    assert kept
    labelled = [case for case in cases("development") if case.gold and not case.question.history]
    samples = {author_of(case.id): case for case in labelled if case.statuses <= {"answered", "partial"}}

    nearest = [
        kept.rows.nearest(app.index.embed(understand(case.question, app.index.vocabulary).text), 1)[1][0]
        for case in samples.values()
    ]

    assert samples.keys() == {*AUTHORS} == {*kept.writers.tolist()}
    assert min(nearest) > 0.99
    assert len(kept.rows) <= sum(bool(case.gold) for case in cases("development"))


def test_a_question_that_was_asked_before_is_answered_by_its_label(app: App) -> None:
    with DEVELOPMENT.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["kind"] == "law" and "|" not in row["gold"]][::12]

    first = [search(app.index, understand(Question(row["question"]), app.index.vocabulary))[0] for row in rows]

    right = [one.passage.label == row["gold"].strip() for one, row in zip(first, rows, strict=True)]
    assert sum(right) >= 0.9 * len(right)


@pytest.mark.parametrize(
    "question",
    ["how often do i visit a child in need", "how often do we see a child on a child protection plan"],
)
def test_what_is_often_asked_of_children_in_care_does_not_answer_for_others(app: App, question: str) -> None:
    given = app.ask(Question(question))

    assert given.quotes[0].label in {"WT 2023 ch 3", "Local procedure Visits", "Local procedure Child in need"}
