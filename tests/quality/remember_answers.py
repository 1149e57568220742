"""Makes ``knowledge/had_answers.npz``: ``python -m tests.quality.remember_answers``, after train_routes.

Kept are the development questions that reach the search and have one right way, and of the sentences written for the
routes those that no source answers. Whoever scores or learns from them leaves out their writer's own
(``knowledge.asked_before.leaving_out``). Never reads held-back questions.
"""

import os
from pathlib import Path

import numpy as np

import knowledge
from bot.app import App
from config.settings import load
from knowledge.encoder import MiniLM
from knowledge.had_answers import FILE, packed
from tests.quality.train_confidence import questions, sentences


def main() -> None:
    """Embed and write."""
    app = App(load(os.environ))
    kept = [*questions(app), *(one for one in sentences(app) if not one.answerable)]
    rows = np.stack([app.index.embed(one.asked.text) for one in kept])
    writers, answered = [one.author for one in kept], [one.answerable for one in kept]
    np.savez_compressed(Path(knowledge.__file__).parent / FILE, **packed(MiniLM.name, rows, writers, answered))
    print(f"{len(kept)} messages, {sum(answered)} of them with an answer")


if __name__ == "__main__":
    main()
