"""What is decided before any search: danger, wrongdoing, other subjects, and questions too open to answer."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

_LONG_TEXT = 600


class Status(StrEnum):
    """What sort of reply a question got."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    CLARIFY = "clarify"
    NOT_FOUND = "not_found"
    OUT_OF_SCOPE = "out_of_scope"
    EMERGENCY = "emergency"
    DECLINED = "declined"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Route:
    """A reply that needs no search."""

    status: Status
    name: str
    reply: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    status: Status
    reply: str
    patterns: re.Pattern[str]
    unless: re.Pattern[str] | None
    choices: tuple[str, ...] = ()

    def fits(self, text: str) -> bool:
        return bool(self.patterns.search(text)) and not (self.unless and self.unless.search(text))


def in_danger(text: str) -> bool:
    """Whether the words say that somebody is being harmed or is missing now."""
    lowered = _plain(text)
    signs = _danger()
    if not signs["events"].search(lowered):
        return False
    asks_rules = bool(signs["rules"].search(lowered))
    if signs["grave"].search(lowered):
        return not asks_rules or bool(signs["now"].search(lowered))
    if asks_rules or not signs["someone"].search(lowered):
        return False
    return bool(signs["now"].search(lowered))


def route(text: str, *, follow_up: bool = False) -> Route | None:
    """The reply that a question gets without a search, if any; danger is asked for first, apart."""
    lowered = _plain(text)
    for rule in _rules():
        if rule.fits(lowered):
            return Route(rule.status, rule.name, rule.reply)
    for rule in () if follow_up else _clarifications():
        if rule.fits(lowered):
            return Route(rule.status, rule.name, rule.reply, rule.choices)
    return None


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("’", "'").split())[:_LONG_TEXT]


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(row["name"], Status(row["status"]), row["reply"], _any(row["patterns"]), _maybe(row))
        for row in _table()["route"]
    )


@cache
def _clarifications() -> tuple[_Rule, ...]:
    return tuple(
        _Rule("clarify", Status.CLARIFY, row["ask"], _any(row["patterns"]), _maybe(row), tuple(row["choices"]))
        for row in _table()["clarify"]
    )


@cache
def _danger() -> dict[str, re.Pattern[str]]:
    return {name: _any(patterns) for name, patterns in _table()["danger"].items()}


def _maybe(row: dict[str, Any]) -> re.Pattern[str] | None:
    return _any(row["unless"]) if row.get("unless") else None


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((resources.files("knowledge") / "routes.toml").read_text(encoding="utf-8"))
