"""The council's own names and numbers, from ``council.toml``."""

import tomllib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from config.settings import SettingProblem


@dataclass(frozen=True, slots=True)
class Council:
    """Whom to call, whom to ask, and what is not to be answered. A number that was not set is empty."""

    name: str
    duty_phone: str
    out_of_hours_phone: str
    asks: str
    not_answered: tuple[str, ...] = ()
    not_cited: tuple[str, ...] = ()
    public_contacts: tuple[str, ...] = ()


def load_council(path: Path | None = None) -> Council:
    """The council's file, or the sample; raises ``SettingProblem`` that names what is wrong."""
    try:
        text = path.read_text(encoding="utf-8") if path else _bundled()
        table = tomllib.loads(text)
    except OSError:
        raise SettingProblem("The file named by PRACTICE_BOT_COUNCIL cannot be read. Check the path.") from None
    except tomllib.TOMLDecodeError:
        raise SettingProblem("The council file is not valid TOML. Correct it.") from None
    wrong = [name for name in (*_NAMES, *_NUMBERS) if not isinstance(table.get(name), str)]
    wrong += [name for name in _NAMES if table.get(name) == ""]
    if wrong:
        raise SettingProblem(f"The council file lacks {', '.join(wrong)}. Add it.")
    topics, labels, contacts = (_words(name, table.get(name, [])) for name in _LISTS)
    names = {name: table[name] for name in _NAMES} | {name: _number(name, table[name]) for name in _NUMBERS}
    return Council(**names, not_answered=topics, not_cited=labels, public_contacts=contacts)


_NAMES = ("name", "asks")
_NUMBERS = ("duty_phone", "out_of_hours_phone")
_LISTS = ("not_answered", "not_cited", "public_contacts")


def _number(name: str, given: str) -> str:
    """A telephone number, or nothing: words in its place would be given to somebody in an emergency."""
    if given.strip() and not any(sign.isdigit() for sign in given):
        raise SettingProblem(f"{name} in the council file has no figure in it. Write a telephone number.")
    return given.strip()


def _words(name: str, given: object) -> tuple[str, ...]:
    if not isinstance(given, list) or not all(isinstance(item, str) and item.strip() for item in given):
        raise SettingProblem(f"{name} in the council file must be a list of texts in quotes. Correct it.")
    return tuple(item.strip() for item in given)


def _bundled() -> str:
    return (resources.files("config") / "council.toml").read_text(encoding="utf-8")
