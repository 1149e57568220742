"""The records on the command line, as an administrator uses them."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from sqlalchemy import text

from bot.app import App
from bot.records.improvement import Improvement
from bot.records.people import Role
from bot.records.store import Records, open_records
from bot.talk.drafting import Drafting
from bot.talk.drafts import HeldDrafts
from bot.talk.messages import Attachment, Incoming
from bot.talk.watching import Unwatched
from config.settings import Settings, load
from knowledge.talk import Question
from tests.conftest import ROOT, clean_environment, run_module
from tests.records import server
from tests.records.conftest import let_in

Command = Callable[..., CompletedProcess[str]]
DRAFT = ROOT / "bot" / "drafts" / "child-protection-plan.docx"


@pytest.fixture
def command(settings: Settings) -> Command:
    """``practice-bot`` as a process, with records of this test."""

    def run(*arguments: str, **more: str) -> CompletedProcess[str]:
        return run_module("bot", *arguments, data=settings.data, PRACTICE_BOT_KEY_FILE=str(settings.key_path), **more)

    return run


@pytest.fixture
def with_texts(data: Path, tmp_path: Path) -> dict[str, str]:
    """Settings of the built knowledge base, with records of this test beside it."""
    return {
        "PRACTICE_BOT_DATA": str(data),
        "PRACTICE_BOT_RECORDS_URL": f"sqlite:///{tmp_path / 'records.db'}",
        "PRACTICE_BOT_KEY_FILE": str(tmp_path / "keys" / "records.key"),
    }


def _run(settings: dict[str, str], *arguments: str) -> CompletedProcess[str]:
    more = {name: value for name, value in settings.items() if name != "PRACTICE_BOT_DATA"}
    return run_module("bot", *arguments, data=Path(settings["PRACTICE_BOT_DATA"]), **more)


def test_an_administrator_invites_lists_changes_confirms_and_revokes(command: Command, settings: Settings) -> None:
    invited = command("users", "invite", "--role", "practitioner", "--name", "Ann Example")
    code = invited.stdout.splitlines()[0]
    records = open_records(settings)
    person = records.people.enrol(code, "telegram", "1001")
    records.close()

    done = [
        command("users", "role", person.id.lower(), "manager"),
        command("users", "confirm", person.id),
        command("users", "revoke", person.id),
    ]
    (row,) = json.loads(command("users", "list", "--json").stdout)

    assert [one.returncode for one in done] == [0, 0, 0]
    assert (row["role"], row["standing"], row["name"]) == ("manager", "revoked", "Ann Example")
    assert command("audit", "verify").stdout.startswith("The audit is whole: 5 rows")
    kinds = [json.loads(line)["kind"] for line in command("audit", "export").stdout.splitlines()]
    assert kinds == ["people.invited", "people.enrolled", "people.role", "people.confirmed", "people.revoked"]


def test_an_unknown_person_is_one_sentence_and_exit_code_two(command: Command) -> None:
    done = command("users", "revoke", "NOBODY00")

    assert done.returncode == 2
    assert done.stderr == "There is nobody with that id. practice-bot users list shows the ids.\n"


def test_f76_audit_verify_names_the_row_that_was_edited(command: Command, settings: Settings) -> None:
    command("users", "invite", "--role", "manager")
    records = open_records(settings)
    with records.database.writing() as connection:
        connection.execute(text("DROP TRIGGER audit_keeps"))
        connection.execute(text("UPDATE audit SET kind = 'nothing' WHERE id = 1"))
    records.close()

    done = command("audit", "verify")

    assert done.returncode == 2
    assert "broken at row 1" in done.stderr


def test_off_stops_answers_and_checks_but_not_the_emergency_lines_until_on(with_texts: dict[str, str]) -> None:
    off = _run(with_texts, "off", "chapter 3 is wrong")
    asked = _run(with_texts, "ask", "how long does reg 24 last")
    checked = _run(with_texts, "check", str(DRAFT))
    danger = _run(with_texts, "ask", "the baby is not breathing what do i do")
    on = _run(with_texts, "on")
    again = _run(with_texts, "ask", "how long does reg 24 last")

    assert off.returncode == 0
    for stopped in (asked, checked):
        assert (stopped.returncode, stopped.stdout) == (2, "")
        assert stopped.stderr.startswith("The bot has been switched off for now.")
        assert "chapter 3" not in stopped.stderr
    assert danger.returncode == 0
    assert danger.stdout.splitlines()[0].endswith("call 999 now.")
    assert "chapter 3 is wrong" in on.stdout
    assert "16 weeks" in again.stdout


def test_asking_makes_no_records(with_texts: dict[str, str], tmp_path: Path) -> None:
    asked = _run(with_texts, "ask", "how long does reg 24 last")

    assert asked.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_verify_proves_every_quote_from_its_snapshot(with_texts: dict[str, str]) -> None:
    settings = load(with_texts)
    app = App(settings)
    given = app.ask(Question("how long does reg 24 temporary approval last"))
    answer_id = app.records.answers.keep(given, "telegram")
    app.records.close()

    done = _run(with_texts, "verify", answer_id.lower())

    assert done.returncode == 0, done.stderr
    assert done.stdout.count(": proved.") == len(given.quotes) > 0
    for quote in given.quotes:
        assert f"“{quote.text}”" in done.stdout


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ('UPDATE answer_quotes SET start = start + 1, "end" = "end" + 1', "NOT PROVED"),
        ("UPDATE answers SET snapshot = 'longgone'", "its snapshot has been pruned"),
    ],
)
def test_verify_says_plainly_what_cannot_be_proved(with_texts: dict[str, str], statement: str, said: str) -> None:
    app = App(load(with_texts))
    answer_id = app.records.answers.keep(app.ask(Question("when is the first core group")), "web")
    with app.records.database.writing() as connection:
        connection.execute(text(statement))
    app.records.close()

    done = _run(with_texts, "verify", answer_id)

    assert done.returncode == 2
    assert said in done.stdout


def test_verify_of_an_unknown_answer_is_one_sentence(command: Command) -> None:
    done = command("verify", "NOSUCH00")

    assert done.returncode == 2
    assert done.stderr.startswith("No answer with that id is kept.")


def test_gaps_show_topics_and_counts(command: Command, settings: Settings) -> None:
    records = open_records(settings)
    for _ in range(5):
        records.topics.unanswered("housing", "not_found")
    records.close()

    shown = command("gaps")

    assert shown.stdout.split()[:4] == ["5", "housing", "(not", "found;"]
    assert shown.stdout.count("\n") == 1
    assert command("gaps", "--since", "2999-01-01").stdout.startswith("No question has gone without")


def test_gaps_show_no_topic_with_fewer_than_five_questions(command: Command, settings: Settings) -> None:
    records = open_records(settings)
    for theme, times in (("housing", 6), ("connected carers", 4), ("passports", 1)):
        for _ in range(times):
            records.topics.unanswered(theme, "not_found")
    records.close()

    shown = command("gaps").stdout

    assert shown.split()[:2] == ["6", "housing"]
    assert "connected carers" not in shown
    assert "passports" not in shown
    assert "Topics with fewer than 5 such questions are not shown" in shown


def test_help_and_deadline_load_no_database_and_no_cryptography() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from click.testing import CliRunner; from bot.cli import commands;"
        "assert CliRunner().invoke(commands, ['users', '--help']).exit_code == 0;"
        "print([name for name in ('sqlalchemy', 'alembic', 'cryptography') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60)

    assert done.stdout.strip() == "[]", done.stderr


def test_what_a_council_leaves_out_is_declined_and_says_whom_to_ask(data: Path, tmp_path: Path) -> None:
    council = tmp_path / "council.toml"
    council.write_text(
        'name = "Fictionshire"\nduty_phone = "01"\nout_of_hours_phone = "02"\nasks = "your practice lead"\n'
        'not_answered = ["core group"]\nnot_cited = ["SI 2010/959 reg 24", "CA 1989 s 1"]\n',
        encoding="utf-8",
    )
    app = App(load({"PRACTICE_BOT_DATA": str(data), "PRACTICE_BOT_COUNCIL": str(council)}))

    topic = app.ask(Question("when is the first Core  Group due"))
    label = app.ask(Question("how long does reg 24 temporary approval last"))
    other = app.ask(Question("CA 1989 s 17"))
    danger = app.ask(Question("a child is being strangled now in our core group"))

    assert (topic.status, topic.quotes) == ("declined", ())
    assert "left this topic out" in topic.text
    assert "your practice lead" in topic.text
    assert (label.status, label.quotes) == ("declined", ())
    assert other.status == "answered"
    assert danger.status == "emergency"


def test_forgetting_an_account_that_is_not_kept_is_no_success(command: Command) -> None:
    done = command("forget", "telegrm", "123456789")

    assert done.returncode == 2
    assert "Check the channel" in done.stderr


def test_no_deadline_is_worked_out_while_the_bot_is_off(command: Command) -> None:
    command("off", "the dates are being corrected")
    refused = command("deadline", "reg 24", "2026-11-03")
    command("on")
    given = command("deadline", "reg 24", "2026-11-03")

    assert refused.returncode == 2
    assert "switched off" in refused.stderr
    assert refused.stdout == ""
    assert "23 February 2027" in given.stdout


def test_a_draft_counts_once_for_a_team_however_often_it_is_checked(with_texts: dict[str, str]) -> None:
    for _ in range(3):
        assert _run(with_texts, "check", str(DRAFT), "--team", "Harbour team").returncode == 1

    records = open_records(load(with_texts))
    drafts = Improvement(records.database).drafts()
    records.close()
    assert list(drafts.values()) == [1]


def test_a_draft_counts_once_in_a_chat_too(with_texts: dict[str, str]) -> None:
    app = App(load(with_texts))
    person = let_in(app.records)
    drafting = Drafting(app, app.records, HeldDrafts(), Unwatched())
    draft = Attachment("draft.docx", DRAFT.read_bytes(), "file")

    for _ in range(3):
        drafting.check(Incoming("telegram", "1001", "1001"), person, draft)

    counted = Improvement(app.records.database).drafts()
    app.records.close()
    assert list(counted.values()) == [1]


@pytest.mark.parametrize("typed", ["abcde-fghjk-mnpqr-stuvw-xyz23", "ABCDEFGHJKMNPQRSTUVWXYZ23", "", "lower"])
def test_a_web_person_is_shown_and_forgotten_by_key_or_by_id(command: Command, settings: Settings, typed: str) -> None:
    records = open_records(settings)
    person = records.people.enrol(records.people.invite(Role.PRACTITIONER), "web", "abcdefghjkmnpqrstuvwxyz23")
    other = let_in(records, "1002")
    records.close()
    account = {"": person.id, "lower": person.id.lower()}.get(typed, typed)

    held = json.loads(command("export-person", "web", account).stdout)
    gone = command("forget", "web", account)
    again = command("export-person", "web", account)

    assert held["people"][0]["person"] == person.id
    assert gone.returncode == 0
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr.startswith("Nothing is kept about anybody")
    assert account not in again.stderr
    assert [row["id"] for row in json.loads(command("users", "list", "--json").stdout)] == [other.id]


def test_an_id_brings_the_messages_of_its_chat(records: Records) -> None:
    person = let_in(records, "1001")
    records.inbox.accept("telegram", 1, "1001", "how long is reg 24")

    assert set(records.export("telegram", person.id)) == set(records.export("telegram", "1001"))
    assert "inbox" in records.export("telegram", person.id)


def test_postgresql_without_its_driver_is_said_in_one_sentence(settings: Settings) -> None:
    environ = clean_environment(settings.data, DATABASE_URL="postgresql://practice_bot@localhost/practice_bot")
    hidden = "import sys; sys.modules['psycopg'] = None; from bot.cli import main; main()"
    command = [sys.executable, "-c", hidden, "users", "list"]

    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environ, timeout=100)

    assert done.returncode == 2
    assert "pip install 'psycopg[binary]'" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(server.binaries() is None, reason="PostgreSQL is not installed")
def test_a_password_of_any_letters_stands_apart_from_the_address(command: Command) -> None:
    letters = "p@ss/w:rd?#%41 '"

    with server.running(letters) as url:
        address = url.replace("+psycopg", "")
        let_in = command("users", "list", DATABASE_URL=address, PGPASSWORD=letters)
        wrong = command("users", "list", DATABASE_URL=address, PGPASSWORD="p")
    gone = command("users", "list", DATABASE_URL=address, PGPASSWORD=letters)
    nowhere = command("users", "list", DATABASE_URL="postgresql://tester@no.such.host.invalid/x")

    assert (let_in.returncode, let_in.stderr) == (0, "")
    assert (wrong.returncode, "refused the password" in wrong.stderr) == (2, True)
    assert (gone.returncode, "cannot be reached" in gone.stderr) == (2, True)
    assert (nowhere.returncode, "not known by its name" in nowhere.stderr) == (2, True)
