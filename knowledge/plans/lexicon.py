"""Word lists from ``data/*.toml``, compiled when first needed."""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

_QUOTES = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"}
    | dict.fromkeys("\n\t\u00a0\u2007\u202f\u000b\u000c\r", " ")
)

# A scan reads the letters o and l as figures inside words (``wi1l``, ``lega1``), and the figure 1 as an l (``l4 May``).
_MISREAD = re.compile(
    r"(?<=[a-z])0(?=[a-z])|(?<=[a-z]{2})0\b|\b0(?=[a-z]{2})|(?<=[a-z])1(?=[a-z]{2})|(?<=[a-z]{2})1(?=[a-z]\b)"
    r"|(?<=[a-z]{2}a)1\b|\bl(?=\d (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
)
_READ = {"0": "o", "1": "l", "l": "1"}


def plain(text: str) -> str:
    """The text in lower case with straight quotes and spaces, character for character."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    straight = lowered.translate(_QUOTES)
    figures = any(map(straight.__contains__, "0123456789"))
    return _MISREAD.sub(lambda match: _READ[match[0]], straight) if figures else straight


@cache
def data(name: str) -> dict[str, Any]:
    """One data file of the plan checker."""
    source = resources.files("knowledge.plans") / "data" / f"{name}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def phrases(name: str, key: str) -> tuple[str, ...]:
    """One list of patterns; ``key`` may be dotted."""
    value: Any = data(name)
    for part in key.split("."):
        value = value[part]
    return tuple(value)


@cache
def pattern(name: str, key: str) -> re.Pattern[str]:
    """One list of patterns as a single expression that starts and ends at words."""
    return any_of(phrases(name, key))


@cache
def whole(name: str, key: str) -> re.Pattern[str]:
    """One list of patterns as an expression for a whole short text."""
    joined = "|".join(phrases(name, key))
    return re.compile(rf"\W*(?:{joined})\W*\Z")


def any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Patterns joined; a space stands for any run of white space."""
    joined = _joined(patterns)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)") if joined else re.compile(r"(?!)")


def where_any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """An empty match at every place where one of the patterns begins."""
    return re.compile(rf"(?<!\w)(?=(?:{_joined(patterns)})(?!\w))")


def _joined(patterns: tuple[str, ...]) -> str:
    return "|".join(one.replace(" ?", r"\s*").replace(" ", r"\s+") for one in patterns)


@cache
def table(name: str, key: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Every list under a table of one file, each compiled, in file order."""
    return tuple((each, pattern(name, f"{key}.{each}")) for each in data(name)[key])
