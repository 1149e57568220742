"""Makes ``knowledge/asked_before.npz``: ``python -m tests.quality.remember_questions``.

To be run after development questions were added. Each that the sources answer and that stands alone is kept with every
held label that is right for it. Whoever scores or learns from those questions leaves out their writer's own
(``knowledge.asked_before.leaving_out``). Never reads held-back questions.
"""

import os
from pathlib import Path

import numpy as np

import knowledge
from bot.app import App
from config.settings import load
from knowledge.asked_before import FILE, packed
from knowledge.encoder import MiniLM
from knowledge.understanding import understand
from tests.quality.score_questions import author_of, cases

_ANSWERED = {"answered", "partial"}


def main() -> None:
    """Embed and write."""
    app = App(load(os.environ))
    rows, writers, answers = [], [], []
    for case in cases("development"):
        asked = understand(case.question, app.index.vocabulary)
        held = sorted(case.gold & app.index.labelled.keys())
        if held and case.statuses & _ANSWERED and not asked.follow_up:
            rows.append(app.index.embed(asked.text))
            writers.append(author_of(case.id))
            answers.append(held)
    np.savez_compressed(Path(knowledge.__file__).parent / FILE, **packed(MiniLM.name, np.stack(rows), writers, answers))
    print(f"{len(rows)} questions")


if __name__ == "__main__":
    main()
