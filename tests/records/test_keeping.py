"""How long records stay, how one person's go, and that a back-up comes back as it was."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.records.database import Database
from bot.records.retention import periods
from bot.records.schema import answers, metadata
from bot.records.store import Records, open_records
from bot.records.vault import make_key
from config.settings import Settings
from knowledge.errors import StoreError
from tests.records.conftest import Hands, let_in
from tests.records.test_answers import given


def _answers(records: Records) -> int:
    with records.database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(answers)) or 0


def _contents(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with database.reading() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
        }


def test_every_period_names_a_table_and_a_moment_of_it() -> None:
    for period in periods():
        assert period.moment in metadata.tables[period.table].c
        assert period.why.endswith(".")


@pytest.mark.parametrize(("days", "left"), [(89, 1), (90, 0), (91, 0)])
def test_f71_an_answer_and_its_audit_are_kept_for_ninety_days(
    records: Records, clock: Hands, days: int, left: int
) -> None:
    records.answers.keep(given(), "telegram")
    records.audit.append("answer.given", "PERSON01", {})

    clock.move(days=days)
    report = records.retain(sure=True)

    assert _answers(records) == left
    assert dict(report.removed)["answers"] == 1 - left
    assert ("answer.given" in [row.kind for row in records.audit.rows()]) is bool(left)
    assert records.audit.verify() == ()


def test_f71_a_clock_set_back_deletes_nothing_too_early(on_both: Settings, clock: Hands) -> None:
    records = open_records(on_both, clock)
    records.retain()
    clock.move(days=-200)
    records.retain()
    records.close()
    records = open_records(on_both, clock)
    records.answers.keep(given(), "telegram")
    clock.move(days=200)

    records.retain()

    assert _answers(records) == 1
    records.close()


def test_f71_a_clock_far_ahead_deletes_nothing_until_somebody_is_sure(records: Records, clock: Hands) -> None:
    records.answers.keep(given(), "telegram")
    records.audit.append("answer.given", "PERSON01", {})
    clock.move(days=400)

    with pytest.raises(StoreError, match="Check the date"):
        records.retain()

    assert _answers(records) == 1
    records.retain(sure=True)
    assert _answers(records) == 0


def test_f70_forget_leaves_no_byte_of_a_person_and_all_of_another(own: Records, settings: Settings) -> None:
    gone, stays = let_in(own, "1001", name="Ann Example"), let_in(own, "1002", name="Ben Example")
    for person, account in ((gone, "1001"), (stays, "1002")):
        own.inbox.accept("telegram", int(account), account, f"question of {account}")
        own.buttons.make(person.id, "quote", f"value of {account}")
        own.feedback.give("ANSWER01", person.id, False, "no")
        own.sessions.make(person.id)
        own.approvals.ask("ANSWER01", person.id, "telegram", account, "words")
    traces = _traces(own, "1001")
    kept = own.export("telegram", "1002")

    removed = own.forget("telegram", "1001")

    stored = b"".join(path.read_bytes() for path in settings.data.rglob("*") if path.is_file())
    assert removed == 7
    assert len(traces) >= 10
    assert [trace for trace in traces if trace.encode() in stored] == []
    assert set(own.export("telegram", "1001")) == set()
    assert own.export("telegram", "1002") == kept
    assert own.audit.verify() == ()


def _traces(records: Records, account: str) -> set[str]:
    """Every sealed text and hash in a person's rows, as it stands in the file."""
    person = records.people.find("telegram", account)
    assert person is not None
    hashed = records.vault.hashed("telegram", account)
    found: set[str] = {hashed}
    with records.database.reading() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)).mappings():
                if table.name != "audit" and (row.get("person") == person.id or row.get("chat_hash") == hashed):
                    found |= {row[name] for name in row if name.endswith(("_sealed", "_hash")) and row[name]}
    return found


def test_f70_forgetting_somebody_unknown_is_answered_and_removes_nothing(records: Records) -> None:
    let_in(records, "1002")

    assert records.forget("telegram", "9999") == 0
    assert records.export("telegram", "9999") == {}
    assert records.people.find("telegram", "1002") is not None


def test_f70_an_export_is_in_the_clear_and_holds_no_hash(records: Records) -> None:
    person = let_in(records, "1001", name="Ann Example")
    records.feedback.give("ANSWER01", person.id, True, "clear")

    held = records.export("telegram", "1001")

    assert held["people"][0]["name"] == "Ann Example"
    assert held["feedback"][0]["reason"] == "clear"
    assert "hash" not in json.dumps(held)
    assert {row["kind"] for row in held["audit"]} == {"people.enrolled"}


def test_a_back_up_comes_back_as_it_was_and_goes_on(records: Records, settings: Settings, tmp_path: Path) -> None:
    person = let_in(records, "1001", name="Ann Example")
    records.inbox.accept("telegram", 1, "1001", "how long is reg 24")
    records.answers.keep(given(), "telegram")
    records.topics.unanswered("housing", "not_found")
    file = tmp_path / "back-up"

    written = records.back_up(file)
    fresh = open_records(_elsewhere(settings, tmp_path))
    read = fresh.restore(file)

    assert written == read > 5
    assert file.stat().st_mode & 0o077 == 0
    assert b"Ann Example" not in file.read_bytes()
    assert _contents(fresh.database) == _contents(records.database)
    assert fresh.people.find("telegram", "1001") == person or fresh.people.everyone() == (person,)
    assert fresh.audit.verify() == ()
    assert fresh.inbox.accept("telegram", 2, "1001", "and then")
    fresh.close()


def _elsewhere(settings: Settings, folder: Path) -> Settings:
    from dataclasses import replace

    return replace(settings, records_url=f"sqlite:///{folder / 'restored' / 'records.db'}")


def test_a_back_up_is_refused_over_records_when_damaged_and_with_another_key(
    own: Records, settings: Settings, tmp_path: Path
) -> None:
    let_in(own)
    file, broken, foreign = tmp_path / "good", tmp_path / "broken", tmp_path / "foreign"
    own.back_up(file)
    broken.write_bytes(file.read_bytes()[:-20])
    foreign.write_bytes(b"PK something else")
    before = _contents(own.database)

    refused = {}
    for path in (file, broken, foreign, tmp_path / "missing"):
        with pytest.raises(StoreError) as caught:
            own.restore(path)
        refused[path.name] = str(caught.value)

    assert "already" in refused["good"]
    assert "damaged" in refused["broken"]
    assert "not a back-up" in refused["foreign"]
    assert "cannot be read" in refused["missing"]
    assert _contents(own.database) == before
    make_key(tmp_path / "other.key")
    from dataclasses import replace

    other = open_records(replace(_elsewhere(settings, tmp_path), key_file=tmp_path / "other.key"))
    with pytest.raises(StoreError, match="another key"):
        other.restore(file)
    other.close()
