"""The floor under the development questions: a change that answers fewer of them must not go in unseen."""

from bot.app import App
from tests.quality.score_questions import by_author, cases, score

_THIRDS = {"third": 67, "fourth": 107, "fifth": 118, "sixth": 119, "seventh": 100, "eighth": 100}
_FLOOR_TUNED, _FLOOR_UNTUNED = 0.93, 0.72


def test_the_questions_that_were_tuned_for_stay_right(app: App) -> None:
    asked = cases("development")
    tuned = (*by_author(asked, "first"), *by_author(asked, "second"))

    right = sum(score(app, case).right for case in tuned)

    assert right >= _FLOOR_TUNED * len(tuned)


def test_the_questions_of_authors_who_had_not_seen_the_program_stay_right(app: App) -> None:
    for author, count in _THIRDS.items():
        asked = by_author(cases("development"), author)[::3]  # a third of each: all of them take a minute

        right = sum(score(app, case).right for case in asked)

        assert len(asked) == count
        assert right >= _FLOOR_UNTUNED * len(asked)
