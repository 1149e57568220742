"""Records with people in them, for rounds and audits."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.records.people import Person, Role
from bot.records.store import Records, open_records
from bot.rounds import Rounds
from config.settings import Settings, load
from knowledge.encoder import MiniLM, prepare_encoder

Enrol = Callable[..., Person]


@pytest.fixture(scope="session")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> MiniLM:
    """The embedding model, without a knowledge base."""
    return prepare_encoder(tmp_path_factory.mktemp("models"))


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
