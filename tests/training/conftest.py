"""Records with people in them, for rounds and audits."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.checked import Checked
from bot.records.people import Person, Role
from bot.records.store import Records, open_records
from bot.rounds import Rounds
from config.settings import Settings, load
from knowledge.encoder import DRAFTS, MiniLM, prepare_reader
from knowledge.plans.check import check_text
from knowledge.readers import UPLOADED, read_bytes

Enrol = Callable[..., Person]


def versions(text: str, number: int) -> Iterator[Checked]:
    """So many drafts with the findings of one, and each with words of its own."""
    reading = read_bytes(text.encode(), "draft.txt", UPLOADED)
    report = check_text(text, doc="draft")
    return (Checked("draft.txt", f"{text}\n{place}", reading, report) for place in range(number))


@pytest.fixture(scope="session")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> MiniLM:
    """The embedding model, without a knowledge base."""
    return prepare_reader(tmp_path_factory.mktemp("models"), DRAFTS)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load({"PRACTICE_BOT_DATA": str(tmp_path / "data"), "PRACTICE_BOT_KEY_FILE": str(tmp_path / "records.key")})


@pytest.fixture
def records(settings: Settings) -> Iterator[Records]:
    held = open_records(settings)
    yield held
    held.close()


@pytest.fixture
def enrol(records: Records) -> Enrol:
    """Invites and enrols somebody."""

    def enrol(account: str, role: Role = Role.PRACTITIONER) -> Person:
        return records.people.enrol(records.people.invite(role), "telegram", account)

    return enrol


@pytest.fixture
def trainer(enrol: Enrol) -> Person:
    return enrol("trainer", Role.TRAINER)


@pytest.fixture
def rounds(records: Records) -> Rounds:
    return Rounds(records)
