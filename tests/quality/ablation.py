"""What each signal is worth: ``python -m tests.quality.ablation`` ranks the same pool with some signals only.

The pool of candidates is the same for every row (all rankings together), so a row shows what the
signal can order, not what it would have found alone.
"""

import os
from collections.abc import Iterator

from bot.app import App
from config.settings import load
from knowledge.asked_before import leaving_out
from knowledge.search import search
from knowledge.understanding import understand
from knowledge.weighing import Retrieved, _weights
from tests.quality.score_questions import author_of, cases

ROWS = (
    ("word ranking of passages only", ("words",)),
    ("word rankings of passages and questions", ("words", "asked")),
    ("vectors of passages only", ("meaning",)),
    ("vectors of passages and questions", ("meaning", "question")),
    ("words and vectors of passages", ("words", "meaning")),
    ("words and vectors, with questions", ("words", "asked", "meaning", "question")),
    ("the same, with the exact-citation path", ("words", "asked", "meaning", "question", "cited")),
    ("everything but what was asked before", tuple(name for name in _weights() if name != "remembered")),
    ("everything", tuple(_weights())),
)


def lines(app: App) -> Iterator[str]:
    """The table in Markdown: right label first and in five, on both halves."""
    yield "| signals | development r@1 | r@5 | held back r@1 | r@5 |"
    yield "|---|---|---|---|---|"
    pools = {half: tuple(_pools(app, half)) for half in ("development", "held_back")}
    for name, signals in ROWS:
        cells = [f"{share:.2f}" for half in pools for share in _shares(pools[half], signals)]
        yield f"| {name} | {' | '.join(cells)} |"


def _pools(app: App, half: str) -> Iterator[tuple[frozenset[str], tuple[Retrieved, ...]]]:
    for case in cases(half):
        if case.gold:
            asked = understand(case.question, app.index.vocabulary)
            with leaving_out(author_of(case.id)):
                yield case.gold, search(app.index, asked, 40)


def _shares(
    pools: tuple[tuple[frozenset[str], tuple[Retrieved, ...]], ...], signals: tuple[str, ...]
) -> Iterator[float]:
    weights = {name: weight for name, weight in _weights().items() if name in signals}
    for depth in (1, 5):
        right = 0
        for gold, found in pools:
            ranked = sorted(found, key=lambda r: -sum(w * getattr(r.signals, name) for name, w in weights.items()))
            right += any(r.passage.label.lower() in gold for r in ranked[:depth])
        yield right / len(pools)


if __name__ == "__main__":
    print("\n".join(lines(App(load(os.environ)))))
