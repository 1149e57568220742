"""Tune the encoder's upper layers on what people ask, and ship what they learnt (``tuning.py``).

    python -m tests.quality.tune_questions              the model that ships, and one for each group of authors left out
    python -m tests.quality.tune_questions --leave N    without group N only; -1 leaves out nobody

Then comes ``tests.quality.train_routes``, which takes up the two classifiers that are tuned along: the route away from
the search, and what must be declined.
"""

import argparse

from knowledge.encoder import QUESTIONS
from tests.quality.train_routes import (
    DECLINED,
    GROUPS,
    Lesson,
    group_of,
    improper_lessons,
    kept_tuning,
    lessons,
    weight,
)
from tests.quality.tuning import Lesson as Taught
from tests.quality.tuning import keep, ship, tune


def taught(told: tuple[Lesson, ...], routes: list[str]) -> list[Taught]:
    """The sentences with both labels; what must be declined for no certain reason has no route."""
    return [
        Taught(
            one.text,
            {
                "route": [routes.index(one.route)] if one.route else [],
                "improper": [int(not one.route or one.route in DECLINED)],
            },
            weight(one),
        )
        for one in told
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leave", type=int, help="without this group of authors only; -1 leaves out nobody")
    given = parser.parse_args()
    told = lessons()
    told = (*told, *improper_lessons(told))
    routes = sorted({one.route for one in told if one.route})
    labels = {"route": routes, "improper": ["no", "yes"]}
    for leaving in [-1, *range(GROUPS)] if given.leave is None else [given.leave]:
        learnt_from = tuple(one for one in told if group_of(one) != leaving)
        keep(kept_tuning(leaving), tune(taught(learnt_from, routes), labels), labels)
    if given.leave is None:
        ship(kept_tuning(-1), QUESTIONS)


if __name__ == "__main__":
    main()
