"""The council's own names and numbers, from ``council.toml``."""

import tomllib
from dataclasses import dataclass, fields
from importlib import resources
from pathlib import Path

from config.settings import SettingProblem


@dataclass(frozen=True, slots=True)
class Council:
    """Whom to call and whom to ask."""

    name: str
    duty_phone: str
    out_of_hours_phone: str
    asks: str


def load_council(path: Path | None = None) -> Council:
    """The council's file, or the sample; raises ``SettingProblem`` that names what is wrong."""
    try:
        text = path.read_text(encoding="utf-8") if path else _bundled()
        table = tomllib.loads(text)
    except OSError:
        raise SettingProblem("The file named by PRACTICE_BOT_COUNCIL cannot be read. Check the path.") from None
    except tomllib.TOMLDecodeError:
        raise SettingProblem("The council file is not valid TOML. Correct it.") from None
    wrong = [f.name for f in fields(Council) if not isinstance(table.get(f.name), str) or not table[f.name]]
    if wrong:
        raise SettingProblem(f"The council file lacks {', '.join(wrong)}. Add it.")
    return Council(**{f.name: table[f.name] for f in fields(Council)})


def _bundled() -> str:
    return (resources.files("config") / "council.toml").read_text(encoding="utf-8")
