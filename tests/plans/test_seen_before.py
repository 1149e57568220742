"""What became of findings like this one: what the nearest statements of labelled drafts tell."""

import numpy as np
import pytest

from knowledge.plans.seen_before import SeenBefore, packed, seen_before, unpacked


def along(*parts: float) -> np.ndarray:
    made = np.zeros(384, np.float32)
    made[: len(parts)] = parts
    return made / np.linalg.norm(made)


@pytest.fixture
def kept() -> SeenBefore:
    """One rule's statements: two of ann's with a gap, one of bo's without; and another rule's single gap."""
    statements = np.stack([along(1), along(1, 0.1), along(0, 1), along(0, 0, 1)])
    rules, writers = ["CONT002", "CONT002", "CONT002", "LANG001"], ["ann", "ann", "bo", "bo"]
    return unpacked(packed(rules, writers, [True, True, False, True], statements))


def test_the_nearest_tell_whether_there_was_a_gap(kept: SeenBefore) -> None:
    gap, none = kept.like("CONT002", along(1, 0.05)), kept.like("CONT002", along(0.05, 1))

    assert gap["like a gap"] == pytest.approx(1, abs=0.02)
    assert gap["liker a gap"] > 0.8 > none["liker a gap"]
    assert gap["gaps among like"] > 0.9 > 0.1 > none["gaps among like"]


def test_a_statement_of_any_length_fares_the_same(kept: SeenBefore) -> None:
    assert kept.like("CONT002", 3 * along(1, 0.5)) == pytest.approx(kept.like("CONT002", along(1, 0.5)), abs=1e-6)


def test_a_writer_left_out_tells_nothing(kept: SeenBefore) -> None:
    told = kept.like("CONT002", along(1), leaving="ann")

    assert told["like a gap"] == -1
    assert told["gaps among like"] == 0


def test_what_is_of_one_kind_only_or_of_no_rule_is_like_nothing(kept: SeenBefore) -> None:
    assert kept.like("LANG001", along(0, 0, 1))["like no gap"] == -1
    assert kept.like("CONT009", along(1)) == {}


def test_both_kinds_are_kept_of_the_rules_that_have_labels() -> None:
    kept = seen_before()

    assert sum(bool(gaps.any()) and not gaps.all() for gaps in kept.gaps.values()) > 50
    assert max(int((~gaps).sum()) for gaps in kept.gaps.values()) <= 150
    assert all(np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5) for rows in kept.rows.values())
