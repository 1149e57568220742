"""Whether questions like this one had an answer: what the nearest kept ones tell."""

import numpy as np
import pytest

from bot.app import App
from knowledge.asked_before import leaving_out
from knowledge.encoder import MiniLM
from knowledge.had_answers import HadAnswers, had_answers
from knowledge.reply import Answer
from knowledge.routes import Status
from knowledge.talk import Question
from tests.quality.score_questions import AUTHORS


@pytest.fixture
def kept() -> HadAnswers:
    """Twenty questions each by two writers: those near the first axis had an answer, those near the second had none."""
    axes = np.eye(384, dtype=np.float32)
    rows = [axis + 0.01 * other for axis in axes[:2] for other in axes[10:30]]
    rows = [row / np.linalg.norm(row) for row in rows]
    writers, answered = np.array(["ann"] * 20 + ["bo"] * 20), np.array([True] * 20 + [False] * 20)
    return HadAnswers.of(np.stack(rows), writers, answered)


def along(*parts: float) -> np.ndarray:
    made = np.zeros(384, np.float32)
    made[: len(parts)] = parts
    return made / np.linalg.norm(made)


@pytest.mark.parametrize(("at", "share"), [((1.0, 0.1), 1.0), ((0.1, 1.0), 0.0)])
def test_the_nearest_say_whether_there_was_an_answer(kept: HadAnswers, at: tuple[float, float], share: float) -> None:
    like = kept.like(along(*at))

    assert like["answered among like"] == pytest.approx(share, abs=0.01)
    assert (like["liker unanswered"] < 0) == (share > 0.5)
    assert like["liker one unanswered"] == pytest.approx(like["like one unanswered"] - like["like one answered"])


def test_a_writer_left_out_tells_nothing(kept: HadAnswers) -> None:
    with leaving_out("ann"):
        assert kept.like(along(1, 0.1))["like one answered"] == -1


def test_nothing_is_known_for_another_model() -> None:
    assert had_answers("another model") is None


def test_every_writer_of_development_questions_is_among_the_kept_and_both_kinds_are() -> None:
    kept = had_answers(MiniLM.name)
    assert kept

    assert {*AUTHORS} <= {*kept.answered.writers.tolist(), *kept.unanswered.writers.tolist()}
    assert 0.1 < len(kept.answered.rows) / (len(kept.answered.rows) + len(kept.unanswered.rows)) < 0.9


@pytest.mark.parametrize(
    "question",
    [
        "what does the letter say about the size of the social work budget",
        "how many foster carers did Hartlepool lose last year",
        "who was the team manager of the court team in 2018",
    ],
)
def test_a_look_alike_without_an_answer_is_not_answered(app: App, question: str) -> None:
    given: Answer = app.ask(Question(question))

    assert given.status in {Status.NOT_FOUND, Status.OUT_OF_SCOPE, Status.DECLINED}
