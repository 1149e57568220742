"""What is read once and shared says the same as what is read each time."""

import numpy as np
import pytest

from knowledge.plans.check import read_plan
from knowledge.plans.kinds import kind_of
from knowledge.plans.learnt import classifier, pieces
from knowledge.plans.lexicon import any_of, where_any
from knowledge.plans.model import DocType
from knowledge.plans.people import owner_in, subject
from knowledge.plans.readings import Readings
from knowledge.trees import Trees

SENTENCES = (
    "Mum is drinking most evenings and Bilal, 6, goes hungry.",
    "Hana Aziz to see Bilal at school every Tuesday until 2 June 2026.",
    "Who will tell Gran?",
    "…",
)


@pytest.mark.parametrize("name", ["roles", "risks", "signs", "acts"])
def test_shared_pieces_are_the_pieces_of_each_sentence(name: str) -> None:
    readings = Readings("\n".join(SENTENCES), "\n".join(SENTENCES).lower())
    readings.prepare(SENTENCES)

    shared = [readings.pieces(name, one) for one in SENTENCES]

    assert shared == [tuple(pieces(name, one)) for one in SENTENCES]


def test_texts_weighed_together_have_the_shares_of_each_alone() -> None:
    roles = classifier("roles")

    together = roles.shares(SENTENCES)

    assert np.allclose(together, [roles.shares([one])[0] for one in SENTENCES], atol=1e-6)
    assert np.allclose(together.sum(axis=1), 1)


def test_subjects_and_owners_are_those_of_the_sentence_alone() -> None:
    readings = Readings("\n".join(SENTENCES), "\n".join(SENTENCES).lower())

    for one in (*SENTENCES, *SENTENCES):
        assert readings.subject(one) == subject(one)
        assert readings.owner(one) == owner_in(one)


def test_a_changed_plan_keeps_its_readings() -> None:
    plan = read_plan("Child in need plan\n\nActions\n- Hana Aziz to ring Gran by 2 June 2026.\n")

    assert plan.readings.text == plan.text
    assert plan.readings.plain == plan.plain


def test_places_of_any_pattern_are_the_places_of_each() -> None:
    words, patterns = "a core group and a core  groups; score group", ("core group", "core groups?", "and")

    together = {found.start() for found in where_any(patterns).finditer(words)}

    assert together == {found.start() for one in patterns for found in any_of((one,)).finditer(words)}


def test_a_kind_is_told_by_words_of_the_body() -> None:
    text = "Note\n\nThe core group met. Apologies were read. Updates from school. The core group meets again.\n"

    assert kind_of(text.lower(), text) is DocType.CORE_GROUP_MINUTES


def test_trees_give_what_a_walk_down_each_gives() -> None:
    trees = Trees(
        names=("a", "b"),
        asks=np.array([[0, 1, 0], [1, 0, 0]], dtype="int16"),
        limits=np.array([[0.5, 2.0, 0.0], [1.0, 0.0, 0.0]], dtype="float32"),
        below=np.array([[1, 1, 2], [1, 1, 2]], dtype="int8"),
        above=np.array([[2, 2, 2], [2, 1, 2]], dtype="int8"),
        values=np.array([[0.0, 1.0, -1.0], [0.0, 0.5, -0.5]], dtype="float32"),
        start=0.25,
        depth=1,
    )

    found = trees.likely([{"a": 0.0, "b": 3.0}, {"a": 1.0}])

    assert found == pytest.approx([1 / (1 + np.exp(-0.75)), 1 / (1 + np.exp(0.25))])
