"""The audit chain: whatever is edited, dropped or put in between is found."""

import json
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from bot.records.store import Records
from knowledge.errors import StoreError
from tests.records.conftest import Hands


def _filled(records: Records, rows: int = 6) -> Records:
    for number in range(rows):
        records.audit.append("answer.given", "PERSON01", {"answer": f"A{number}", "quotes": number})
    return records


def _without_guards(connection: Connection) -> None:
    """What somebody with the database's password can do."""
    on = "" if connection.dialect.name == "sqlite" else " ON audit"
    connection.execute(text(f"DROP TRIGGER audit_keeps{on}"))
    if connection.dialect.name == "sqlite":
        connection.execute(text("DROP TRIGGER audit_stays"))


def test_an_untouched_chain_verifies(records: Records) -> None:
    assert records.audit.verify() == ()
    assert _filled(records).audit.verify() == ()


@pytest.mark.parametrize(
    "statement", ["UPDATE audit SET kind = 'x' WHERE id = 3", "DELETE FROM audit WHERE id = 3", "DELETE FROM audit"]
)
def test_the_database_itself_refuses_to_change_the_audit(records: Records, statement: str) -> None:
    _filled(records)

    with pytest.raises(StoreError, match="append-only"), records.database.writing() as connection:
        connection.execute(text(statement))

    assert records.audit.verify() == ()


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit SET facts = '{}' WHERE id = 3", (3,)),
        ("UPDATE audit SET person = 'X' WHERE id = 1", (1,)),
        ("UPDATE audit SET kind = 'x' WHERE id = 6", (6,)),
        ("UPDATE audit SET hash = previous WHERE id = 3", (3, 4)),
        ("DELETE FROM audit WHERE id = 3", (4,)),
        ("DELETE FROM audit WHERE id <= 2", (3,)),
        ("DELETE FROM audit WHERE id >= 5", (5,)),
        ("DELETE FROM audit", (1,)),
    ],
)
def test_f76_a_row_edited_or_removed_by_hand_is_reported(
    records: Records, statement: str, broken: tuple[int, ...]
) -> None:
    _filled(records)
    with records.database.writing() as connection:
        _without_guards(connection)
        connection.execute(text(statement))

    assert records.audit.verify() == broken


def test_the_export_has_a_line_a_row_with_its_hashes(records: Records) -> None:
    lines = [json.loads(line) for line in _filled(records).audit.export()]

    assert [line["id"] for line in lines] == [1, 2, 3, 4, 5, 6]
    assert all(later["previous"] == earlier["hash"] for earlier, later in pairwise(lines))
    assert lines[2]["facts"] == {"answer": "A2", "quotes": 2}


def test_a_pruned_chain_still_verifies_and_its_start_cannot_be_moved_again(records: Records, clock: Hands) -> None:
    _filled(records, 3)
    clock.move(days=5)
    _filled(records, 3)

    with records.database.writing() as connection:
        dropped = records.audit.prune(connection, clock.now - timedelta(days=1), "cli")

    assert dropped == 3
    assert [row.id for row in records.audit.rows()] == [4, 5, 6, 7]
    assert records.audit.verify() == ()
    with records.database.writing() as connection:
        _without_guards(connection)
        connection.execute(text("DELETE FROM audit WHERE id = 4"))
    assert records.audit.verify() == (5,)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    facts=st.dictionaries(
        st.text(max_size=8).filter(lambda key: "\x00" not in key), st.integers(-9, 9) | st.text(max_size=8), max_size=3
    )
)
def test_whatever_the_facts_they_come_back_and_the_chain_holds(own: Records, facts: dict[str, str | int]) -> None:
    number = own.audit.append("kind", "PERSON01", facts)

    row = next(row for row in own.audit.rows() if row.id == number)
    assert dict(row.facts) == facts
    assert own.audit.verify() == ()
