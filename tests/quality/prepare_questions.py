"""Makes ``knowledge/prepared.npz`` and ``directions.npy``: ``python -m tests.quality.prepare_questions``.

To be run after the bundled questions change.

Embeds the practitioners' questions of the knowledge base in use, which must hold nothing but the bundled corpus. Each
is embedded alone, as one that is asked is: eight-bit arithmetic makes an embedding depend a little on its batch.
"""

import os
from pathlib import Path

import numpy as np

import knowledge
from bot.app import App
from config.settings import load
from knowledge.encoder import MiniLM, prepare_encoder
from knowledge.nearness import FILE as DIRECTIONS
from knowledge.nearness import leading
from knowledge.prepared import FILE, packed


def main() -> None:
    """Embed and write."""
    app = App(load(os.environ))
    texts = bundled_questions(app)
    model = prepare_encoder(app.settings.models_folder)
    embeddings = np.concatenate([model.embed([text]) for text in texts])
    folder = Path(knowledge.__file__).parent
    np.savez_compressed(folder / FILE, **packed(MiniLM.name, texts, embeddings))
    np.save(folder / DIRECTIONS, leading(embeddings))
    print(f"{len(texts)} questions")


def bundled_questions(app: App) -> list[str]:
    """Every question of the passages in use, once."""
    versions = [version.id for version in app.catalogue.versions(app.index.snapshot)]
    rows = app.catalogue.passages(versions)
    return sorted({question for row in rows for question in row.passage.questions})


if __name__ == "__main__":
    main()
