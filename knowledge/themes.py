"""Themes: whether a passage on a narrow subject fits a question that may not be about it."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Any


@lru_cache(maxsize=16)
def shown(text: str) -> frozenset[str]:
    """The themes that a question shows signs of."""
    lowered = text.lower()
    return frozenset(theme for theme, words in _words().items() if words.search(lowered))


def fitting(theme: str, shown_themes: frozenset[str]) -> float:
    """1 for a theme the question shows, -1 for a narrow one that it does not, else 0."""
    if theme in shown_themes:
        return 1.0
    return -1.0 if theme in _narrow() else 0.0


@cache
def _words() -> Mapping[str, re.Pattern[str]]:
    return {theme: re.compile(pattern) for theme, pattern in _table()["words"].items()}


@cache
def _narrow() -> frozenset[str]:
    return frozenset(_table()["narrow"]["themes"])


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((resources.files("knowledge") / "themes.toml").read_text(encoding="utf-8"))
