"""Every setting, once: a frozen record read from the environment and an optional file."""

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

_PREFIX = "PRACTICE_BOT_"
_FILE_SETTING = "PRACTICE_BOT_CONFIG"


class SettingProblem(ValueError):
    """A setting is unknown or unusable; the message names it and never shows its value."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. Secrets are kept out of ``repr``."""

    data: Path
    telegram_token: str = field(default="", repr=False)
    telegram_base_url: str = "https://api.telegram.org/bot"
    database_url: str = field(default="", repr=False)
    chroma_url: str = ""
    llm_model: str = ""
    llm_base_url: str = ""
    llm_api_key: str = field(default="", repr=False)
    llm_timeout: float = 8.0
    embedding_model: str = "all-MiniLM-L6-v2"
    sources_file: Path | None = None
    council_file: Path | None = None
    rules_file: Path | None = None
    records_url: str = field(default="", repr=False)
    key_file: Path | None = None
    approvals: bool = False
    refuse_telegram_drafts: bool = False
    log_level: str = "WARNING"
    log_format: str = "text"

    @property
    def catalogue_url(self) -> str:
        """SQLAlchemy URL of the catalogue."""
        return self.database_url or f"sqlite:///{self.data / 'catalogue.db'}"

    @property
    def records_address(self) -> str:
        """SQLAlchemy URL of the records: their own, else the catalogue's server, else a file in the data folder."""
        on_server = self.database_url if self.database_url.startswith("postgresql") else ""
        return self.records_url or on_server or f"sqlite:///{self._records_file}"

    @property
    def records_are_made(self) -> bool:
        """Whether there may be records: always with an address of their own, else once their file has been made."""
        return not self.records_address.endswith(str(self._records_file)) or self._records_file.exists()

    @property
    def _records_file(self) -> Path:
        return self.data / "records.db"

    @property
    def key_path(self) -> Path:
        """The key file of the records: apart from the data, so that a copy of the data gives nothing away."""
        return self.key_file or Path("~/.config/practice-guidance-bot/records.key").expanduser()

    @property
    def index_folder(self) -> Path:
        """Folder of the rebuildable indexes."""
        return self.data / "index"

    @property
    def scenarios_folder(self) -> Path:
        """Folder of the council's own training drafts."""
        return self.data / "scenarios"

    @property
    def models_folder(self) -> Path:
        """Folder of the exported embedding model."""
        return self.data / "models"


def _folder(value: str) -> Path:
    return Path(value).expanduser().absolute()


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in {"http", "https"} or not parts.netloc):
        raise ValueError("it must start with http:// or https://")
    return value.rstrip("/")


def _database(value: str) -> str:
    if value and not value.startswith(("sqlite:", "postgresql:", "postgresql+psycopg:")):
        raise ValueError("it must be an SQLite or PostgreSQL address")
    if value.startswith("postgresql"):
        return _on_server(value)
    return value


def _on_server(address: str) -> str:
    if find_spec("psycopg") is None:
        raise ValueError("PostgreSQL's driver is missing; run pip install 'psycopg[binary]' where the bot is installed")
    if address.partition("?")[0].count("@") > 1:
        raise ValueError("an @ in its password must be written %40; or leave the password out and set PGPASSWORD to it")
    return "postgresql+psycopg:" + address.partition(":")[2]


def _level(value: str) -> str:
    if value.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise ValueError("it must be DEBUG, INFO, WARNING or ERROR")
    return value.upper()


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = 0.0
    if not _SHORTEST <= seconds <= _LONGEST:
        raise ValueError(f"it must be a number of seconds from {_SHORTEST} to {_LONGEST}")
    return seconds


_SHORTEST, _LONGEST = 0.1, 60.0


def _format(value: str) -> str:
    if value.lower() not in {"text", "json"}:
        raise ValueError("it must be text or json")
    return value.lower()


def _switch(value: str) -> bool:
    if value.lower() not in {"on", "off"}:
        raise ValueError("it must be on or off")
    return value.lower() == "on"


def _text(value: str) -> str:
    return value.strip()


# Name outside -> (field, reader). Names without our prefix are those that people already know.
_READERS: Mapping[str, tuple[str, Callable[[str], object]]] = {
    "PRACTICE_BOT_DATA": ("data", _folder),
    "TELEGRAM_TOKEN": ("telegram_token", _text),
    "TELEGRAM_BASE_URL": ("telegram_base_url", _web_address),
    "DATABASE_URL": ("database_url", _database),
    "CHROMA_URL": ("chroma_url", _web_address),
    "LLM_MODEL": ("llm_model", _text),
    "LLM_BASE_URL": ("llm_base_url", _web_address),
    "LLM_API_KEY": ("llm_api_key", _text),
    "LLM_TIMEOUT": ("llm_timeout", _seconds),
    "EMBEDDING_MODEL": ("embedding_model", _text),
    "PRACTICE_BOT_SOURCES": ("sources_file", _folder),
    "PRACTICE_BOT_COUNCIL": ("council_file", _folder),
    "PRACTICE_BOT_RULES": ("rules_file", _folder),
    "PRACTICE_BOT_RECORDS_URL": ("records_url", _database),
    "PRACTICE_BOT_KEY_FILE": ("key_file", _folder),
    "PRACTICE_BOT_APPROVALS": ("approvals", _switch),
    "PRACTICE_BOT_REFUSE_TELEGRAM_DRAFTS": ("refuse_telegram_drafts", _switch),
    "PRACTICE_BOT_LOG_LEVEL": ("log_level", _level),
    "PRACTICE_BOT_LOG_FORMAT": ("log_format", _format),
}


def load(environ: Mapping[str, str]) -> Settings:
    """Settings from the environment; it wins over the file named by ``PRACTICE_BOT_CONFIG``."""
    given = {**_from_file(environ.get(_FILE_SETTING, "")), **_from_environment(environ)}
    values: dict[str, object] = {"data": _default_data(environ)}
    for name, value in given.items():
        key, reader = _READERS[name]
        values[key] = _read(name, value, reader)
    return Settings(**values)  # type: ignore[arg-type]


def names() -> tuple[str, ...]:
    """Every setting's name, for the documentation and its test."""
    return (*_READERS, _FILE_SETTING)


def _default_data(environ: Mapping[str, str]) -> Path:
    home = environ.get("XDG_DATA_HOME") or "~/.local/share"
    return _folder(home) / "practice-guidance-bot"


def _from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    for name in environ:
        if name.startswith(_PREFIX) and name not in _READERS and name != _FILE_SETTING:
            raise SettingProblem(f"The setting {name} is not known. Known settings: {', '.join(names())}.")
    return {name: environ[name] for name in _READERS if environ.get(name)}


def _from_file(name: str) -> dict[str, str]:
    if not name:
        return {}
    try:
        table = tomllib.loads(_folder(name).read_text(encoding="utf-8"))
    except OSError:
        raise SettingProblem(f"The file named by {_FILE_SETTING} cannot be read. Check the path.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise SettingProblem(f"The file named by {_FILE_SETTING} is not valid TOML. Correct it.") from None
    given = {_file_key(key): _file_value(key, value) for key, value in table.items()}
    if _SECRETS & given.keys() and _open_to_others(_folder(name)):
        raise SettingProblem(f"The file named by {_FILE_SETTING} holds a secret and others can read it. Run chmod 600.")
    return given


_SECRETS = {"TELEGRAM_TOKEN", "DATABASE_URL", "PRACTICE_BOT_RECORDS_URL"}


def _open_to_others(path: Path) -> bool:
    """Whether people outside the file's group may read it, or its group may change it."""
    return os.name == "posix" and bool(path.stat().st_mode & 0o027)


def _file_key(key: str) -> str:
    for name, (known, _) in _READERS.items():
        if key in {known, name}:
            return name
    known_keys = ", ".join(f.name for f in fields(Settings))
    raise SettingProblem(f"The setting {key} in the settings file is not known. Known settings: {known_keys}.")


def _file_value(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise SettingProblem(f"The setting {key} in the settings file must be text in quotes.")
    return value


def _read(name: str, value: str, reader: Callable[[str], object]) -> object:
    try:
        return reader(value)
    except ValueError as problem:
        raise SettingProblem(f"The setting {name} cannot be used: {problem}.") from None
