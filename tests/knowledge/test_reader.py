"""The models that read drafts and questions: an embedding as everywhere else, and beside it what layers learnt."""

from pathlib import Path

import numpy as np
import pytest

from bot.app import App
from config.settings import load
from knowledge.encoder import DRAFTS, QUESTIONS, WIDTH, load_encoder, load_reader
from knowledge.errors import StoreError
from knowledge.model_export import TUNED, packaged_weights, tuned_layers

SENTENCES = (
    "Mum is drinking most evenings and the girls put themselves to bed.",
    "Health visitor to weigh Oskar every Tuesday until 3 June.",
    "If the boiler is not mended by Friday, the family go to Nana Bee's.",
)


@pytest.mark.parametrize("tuning", [DRAFTS, QUESTIONS], ids=["drafts", "questions"])
def test_the_first_half_of_a_row_is_the_embedding_and_the_second_is_something_else(models: Path, tuning: Path) -> None:
    rows = load_reader(models, tuning).embed(SENTENCES)
    assert rows.shape == (len(SENTENCES), 2 * WIDTH)
    meant, read = rows[:, :WIDTH], rows[:, WIDTH:]
    # Eight-bit arithmetic moves the last places.
    assert ((meant * load_encoder(models).embed(SENTENCES)).sum(axis=1) > 0.98).all()
    assert np.allclose(np.linalg.norm(read, axis=1), 1, atol=1e-4)
    assert ((meant * read).sum(axis=1) < 0.95).all()


def test_the_same_draft_is_read_the_same_again(models: Path) -> None:
    assert (load_reader(models, DRAFTS).embed(SENTENCES) == load_reader(models, DRAFTS).embed(SENTENCES)).all()


def test_until_it_is_prepared_drafts_are_read_by_their_words_alone(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="has not been prepared"):
        load_reader(tmp_path, DRAFTS)
    assert App(load({"PRACTICE_BOT_DATA": str(tmp_path)})).embed is None


def test_a_change_is_added_to_its_part_of_a_layer_and_the_model_itself_stays(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    encoder = SentenceTransformer(str(packaged_weights()), device="cpu")[0].auto_model
    before = {number: _weights(encoder.encoder.layer[number]) for number in (4, 5)}
    changes = {
        f"{number}.{part}.{side}": np.zeros(shape, np.float16)
        for number in before
        for part, weight in before[number].items()
        for side, shape in (("down", (2, weight.shape[1])), ("up", (weight.shape[0], 2)))
    }
    changes["5.output.dense.down"][0, 7] = changes["5.output.dense.up"][3, 0] = 2
    np.savez(tmp_path / "tuning.npz", **changes)

    layers = tuned_layers(encoder, tmp_path / "tuning.npz")

    assert len(layers) == len(before)
    for number, layer in zip(before, layers, strict=True):
        for part, weight in _weights(layer).items():
            moved = weight - before[number][part]
            wanted = np.zeros_like(moved)
            if (number, part) == (5, "output.dense"):
                wanted[3, 7] = 4
            assert np.allclose(moved, wanted, atol=1e-6)
        own = _weights(encoder.encoder.layer[number])
        assert all((own[part] == weight).all() for part, weight in before[number].items())


def _weights(layer: object) -> dict[str, "np.ndarray"]:
    return {part: layer.get_submodule(part).weight.detach().numpy().copy() for part in TUNED}  # type: ignore[attr-defined]
