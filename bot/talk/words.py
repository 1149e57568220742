"""The bot's own sentences, from ``words.toml``."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from knowledge.reply import DutyTeam


def words(name: str, team: DutyTeam | None = None, **facts: object) -> str:
    """A sentence by its name, filled in."""
    council = {} if team is None else _of(team)
    return str(_table()[name]).strip().format(**council, **facts)


def what(kind: str) -> str:
    """What people call a kind of message."""
    named: dict[str, str] = _table()["what"]
    return named.get(kind, named["other"])


def in_chat(hint: str) -> str:
    """A hint with the chat's commands in place of those of the command line."""
    instead: dict[str, str] = _table()["instead"]
    for typed, command in instead.items():
        hint = hint.replace(typed, command)
    return hint


def listed(items: tuple[str, ...]) -> str:
    """Items as people list them: a, b and c."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def _of(team: DutyTeam) -> dict[str, str]:
    return {
        "council": team.council,
        "duty": team.by_day,
        "duty_at_any_hour": team.at_any_hour,
        "asks": team.asks,
    }


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((resources.files("bot.talk") / "words.toml").read_text(encoding="utf-8"))
