"""The nearest of many embeddings: what a rough look leaves out is not among them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.nearness import LEADING, Rows, directions, leading
from knowledge.prepared import in_bytes


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=-1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def many() -> np.ndarray:
    """Three thousand embeddings that differ mostly as practitioners' questions do."""
    made = np.random.default_rng(7)
    leads = made.normal(size=(3000, LEADING)) @ directions()
    return unit(leads + 0.15 * made.normal(size=(3000, 384)))


@given(seed=st.integers(0, 10_000), count=st.integers(1, 40))
def test_the_nearest_of_few_are_those_of_the_whole_product(seed: int, count: int) -> None:
    made = np.random.default_rng(seed)
    rows, asked = unit(made.normal(size=(60, 384))), unit(made.normal(size=384))

    places, near = Rows(rows).nearest(asked, count)

    assert places.tolist() == np.argsort(-(rows @ asked), kind="stable")[:count].tolist()
    assert near == pytest.approx((rows @ asked)[places], abs=1e-6)


def test_the_ten_nearest_of_many_are_found_from_a_few_numbers_of_each(many: np.ndarray) -> None:
    rows = Rows(many)
    for asked in many[:200]:
        places, near = rows.nearest(asked, 10)
        assert set(places) == set(np.argsort(-(many @ asked))[:10])
        assert near[0] == pytest.approx(1.0, abs=1e-5)


def test_rows_kept_in_bytes_come_as_near(many: np.ndarray) -> None:
    whole, small = Rows(many).nearest(many[5], 20), Rows(in_bytes(many)).nearest(many[5], 20)

    assert len({*whole[0].tolist()} & {*small[0].tolist()}) >= 19
    assert small[1] == pytest.approx(whole[1], abs=0.005)


def test_only_those_that_are_kept_are_looked_among(many: np.ndarray) -> None:
    kept = np.arange(len(many)) % 2 == 1

    places, near = Rows(many).nearest(many[4], 30, kept)

    assert len(places) == 30
    assert np.all(places % 2 == 1)
    assert np.all(np.diff(near) <= 0)


def test_none_are_near_where_there_are_none(many: np.ndarray) -> None:
    assert len(Rows(many[:0]).nearest(many[0], 5)[0]) == 0
    assert len(Rows(many).nearest(many[0], 5, np.zeros(len(many), np.bool_))[0]) == 0


def test_the_leading_directions_are_those_in_which_embeddings_differ_most() -> None:
    made = np.random.default_rng(3)
    flat = unit(made.normal(size=(500, LEADING)) @ np.eye(LEADING, 384) + 0.01 * made.normal(size=(500, 384)))

    found = leading(flat).astype(np.float32)

    assert found.shape == directions().shape
    assert np.linalg.norm(flat @ found.T, axis=1) == pytest.approx(1.0, abs=0.05)
    assert directions() @ directions().T == pytest.approx(np.eye(LEADING), abs=0.01)
