"""What each check belongs to: an improvement area of the letter, a teaching theme, and the sources behind it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """Where one check belongs: theme, improvement area (I1-I4), and the labels that feedback cites."""

    theme: str
    area: str
    duty: str
    finding: str
    local: str

    @property
    def sources(self) -> tuple[str, str, str]:
        """The duty, the letter's finding and the local procedure, in this order."""
        return (self.duty, self.finding, self.local)


def place_of(rule: str) -> Place:
    """Where a check belongs; its own entry wins over its family's. Raises KeyError for an unknown family."""
    table = _table()
    return Place(**(table["rules"].get(rule) or table["families"][rule.rstrip("0123456789")]))


def areas() -> Mapping[str, str]:
    """The four improvement areas of the letter and their titles."""
    return _table()["areas"]  # type: ignore[no-any-return]


def themes() -> Mapping[str, str]:
    """The teaching themes and their names, in the order in which a round reveals them."""
    return _table()["themes"]  # type: ignore[no-any-return]


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((resources.files("knowledge") / "areas.toml").read_text(encoding="utf-8"))
