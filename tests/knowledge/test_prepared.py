"""The embeddings that come with the program are those of the bundled questions, and nothing rests on them."""

import numpy as np
import pytest

from bot.app import App
from knowledge import embeddings
from knowledge.embeddings import MiniLMEmbeddings
from knowledge.encoder import MiniLM, load_encoder
from knowledge.prepared import key_of, packed, prepared
from tests.quality.prepare_questions import bundled_questions

SAMPLE = 97


@pytest.fixture(scope="module")
def questions(app: App) -> list[str]:
    return bundled_questions(app)


@pytest.fixture(scope="module")
def model(app: App) -> MiniLM:
    return load_encoder(app.settings.models_folder)


def test_every_bundled_question_has_its_embedding_and_nothing_else_has(questions: list[str]) -> None:
    """When this fails, run ``python -m tests.quality.prepare_questions``; until then ingestion only takes longer."""
    assert {key_of(question) for question in questions} == set(prepared(MiniLM.name))


def test_the_countingare_what_the_model_makes(questions: list[str], model: MiniLM) -> None:
    for question in questions[::SAMPLE]:
        assert prepared(MiniLM.name)[key_of(question)] @ model.embed([question])[0] > 0.995


def test_of_a_known_and_an_unknown_text_each_gets_its_own(questions: list[str], model: MiniLM) -> None:
    texts = ["A text that was added today.", questions[5], "Another one."]
    made = np.array(MiniLMEmbeddings(model).embed_documents(texts))
    alone = np.concatenate([model.embed([text]) for text in texts])
    assert (np.sum(made * alone, axis=1) > 0.97).all()


def test_without_them_the_same_is_embedded(
    questions: list[str], model: MiniLM, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = MiniLMEmbeddings(model).embed_documents(questions[:3])
    monkeypatch.setattr(embeddings, "prepared", lambda _: {})
    made = MiniLMEmbeddings(model).embed_documents(questions[:3])
    assert (np.sum(np.array(known) * np.array(made), axis=1) > 0.97).all()


def test_another_model_has_none() -> None:
    assert prepared("another/model") == {}


def test_a_byte_a_number_keeps_the_direction() -> None:
    rows = np.random.default_rng(7).normal(size=(20, 384)).astype(np.float32)
    kept = packed("m", [str(n) for n in range(20)], rows)["rows"].astype(np.float32)
    near = np.sum(kept * rows, axis=1) / np.linalg.norm(kept, axis=1) / np.linalg.norm(rows, axis=1)
    assert (near > 0.9999).all()


def test_only_what_had_to_be_made_is_counted(questions: list[str], model: MiniLM) -> None:
    counting = MiniLMEmbeddings(model)
    counting.embed_documents([*questions[:3], "Quite another text."])
    assert counting.embedded == 1
