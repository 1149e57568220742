"""Opening the records: rights, settings of the database, keys, and schemas of other versions."""

import os
import stat
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.records.migrate import newest_migration, version
from bot.records.schema import metadata
from bot.records.store import Records, open_records
from bot.records.vault import Vault
from config.settings import Settings
from knowledge.errors import StoreError
from tests.conftest import ROOT
from tests.records.conftest import let_in


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_files_are_for_their_owner_only_and_the_key_is_apart_from_the_data(
    own: Records, settings: Settings
) -> None:
    let_in(own)

    assert {_mode(path) for path in settings.data.iterdir()} == {0o600}
    assert _mode(settings.key_path) == 0o600
    assert settings.data not in settings.key_path.parents


def test_every_connection_has_the_settings_that_keep_rows_safe(own: Records) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "busy_timeout": 5000, "foreign_keys": 1}

    for _ in range(3):
        with own.database.reading() as connection, own.database.writing() as other:
            for name, value in wanted.items():
                assert connection.exec_driver_sql(f"PRAGMA {name}").scalar() == value
                assert other.exec_driver_sql(f"PRAGMA {name}").scalar() == value


def test_nothing_personal_can_be_read_from_the_file(own: Records, settings: Settings) -> None:
    person = let_in(own, account="987654321", name="Ann Example")
    own.inbox.accept("telegram", 1, "987654321", "how long is reg 24")
    own.buttons.make(person.id, "quote", "secret value")
    own.switch.off("Ann Example is ill")
    own.feedback.give("ANSWER01", person.id, False, "Ann Example says no")

    stored = b"".join(path.read_bytes() for path in settings.data.iterdir())

    for words in (b"987654321", b"Ann Example", b"reg 24", b"secret value"):
        assert words not in stored


def test_the_migrated_tables_are_the_declared_ones(records: Records) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from bot.records.schema import VERSION_TABLE

    with records.database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, metadata) == []


def test_migrations_are_one_line_of_numbers_that_alembic_agrees_with() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    import bot.records.migrations as package

    config = Config()
    config.set_main_option("script_location", str(Path(package.__file__).parent))
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)

    assert script.get_heads() == [newest_migration()]
    assert all(Path(one.path).name.startswith(one.revision) for one in script.walk_revisions())


def test_f75_a_schema_newer_than_the_program_is_refused_and_left_alone(on_both: Settings) -> None:
    records = open_records(on_both)
    with records.database.writing() as connection:
        connection.execute(text("UPDATE records_version SET version_num = '9999'"))

    with pytest.raises(StoreError, match="newer version of this program"):
        open_records(on_both)

    assert version(records.database) == "9999"
    records.close()


def test_f75_a_database_without_tables_is_migrated_and_keeps_what_else_it_holds(on_both: Settings) -> None:
    from bot.records.database import Database, private_file

    before = Database(on_both.records_address)
    if before.file:
        private_file(before.file)
    with before.writing() as connection:
        connection.execute(text("CREATE TABLE passages (id INTEGER)"))
    before.engine.dispose()

    records = open_records(on_both)

    assert version(records.database) == newest_migration()
    with records.database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM passages")).scalar() == 0
    records.close()


@pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX")
@pytest.mark.parametrize("mode", [0o604, 0o644, 0o620, 0o666])
def test_f74_a_key_file_that_others_can_read_is_refused_by_name(settings: Settings, mode: int) -> None:
    open_records(settings).close()
    settings.key_path.chmod(mode)

    with pytest.raises(StoreError, match="PRACTICE_BOT_KEY_FILE") as caught:
        open_records(settings)

    assert settings.key_path.read_text(encoding="utf-8").strip() not in str(caught.value)


def test_f64_a_missing_key_is_named_and_no_new_one_is_made_in_its_place(settings: Settings) -> None:
    open_records(settings).close()
    settings.key_path.unlink()

    with pytest.raises(StoreError, match="key file of the records is missing"):
        open_records(settings)

    assert not settings.key_path.exists()


def test_f64_another_key_is_refused(settings: Settings) -> None:
    open_records(settings).close()
    other = settings.key_path.with_name("other.key")
    settings.key_path.rename(other)
    from bot.records.vault import make_key

    make_key(settings.key_path)

    with pytest.raises(StoreError, match="does not belong"):
        open_records(settings)


def test_f64_a_file_that_is_no_database_is_called_damaged(settings: Settings) -> None:
    settings.data.mkdir(mode=0o700)
    (settings.data / "records.db").write_bytes(b"not a database at all" * 100)

    with pytest.raises(StoreError, match="damaged"):
        open_records(settings)


def test_a_vault_shows_nothing_of_its_key_and_opens_only_its_own_seals() -> None:
    vault, other = Vault(b"a" * 32), Vault(b"b" * 32)

    sealed = vault.seal("Ann Example")

    assert vault.unseal(sealed) == "Ann Example"
    assert sealed != vault.seal("Ann Example")
    assert vault.hashed("x", "y") == vault.hashed("x", "y") != vault.hashed("xy")
    assert vault.hashed("ab", "c") != vault.hashed("a", "bc")
    assert vault.hashed("x") != other.hashed("x")
    assert "aaaa" not in repr(vault)
    with pytest.raises(StoreError, match="another key"):
        other.unseal(sealed)


def test_the_switch_is_off_for_every_process_at_once_with_its_reason(on_both: Settings) -> None:
    one, other = open_records(on_both), open_records(on_both)
    assert not other.switch.state().off

    one.switch.off("wrong text in chapter 3", by="ADMIN001")

    state = other.switch.state()
    assert (state.off, state.reason, state.by) == (True, "wrong text in chapter 3", "ADMIN001")
    other.switch.on()
    assert not one.switch.state().off
    assert [row.kind for row in one.audit.rows()] == ["switch.off", "switch.on"]
    one.close()
    other.close()


def test_f75_records_of_the_first_version_are_upgraded_and_keep_their_rows(on_both: Settings) -> None:
    from alembic import command
    from alembic.config import Config

    from bot.records.database import Database, private_file

    before = Database(on_both.records_address)
    if before.file:
        private_file(before.file)
    config = Config()
    config.set_main_option("script_location", str(ROOT / "bot" / "records" / "migrations"))
    config.set_main_option("path_separator", "os")
    with before.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(
            text(
                "INSERT INTO invites (code_hash, role, made_by, name_sealed, made, expires)"
                " VALUES ('kept', 'trainer', '', '', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)"
            )
        )
    assert version(before) == "0001"
    before.engine.dispose()

    records = open_records(on_both)

    assert version(records.database) == newest_migration()
    with records.database.reading() as connection:
        assert connection.execute(text("SELECT code_hash FROM invites")).scalar() == "kept"
    records.close()
