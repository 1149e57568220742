"""Laws that a question names and that no short form of the held ones covers, such as the Domestic Abuse Act 2021."""

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from knowledge.citations import instrument_in
from knowledge.words import is_stop_word

# A title in capitals: "the Armed Forces Act 2006". The Children Act alone is the one that everybody means.
_TITLE = re.compile(r"\b(?:[A-Z][\w'’()-]*,? (?:(?:and|of|in|for|the|to|etc\.?) )*){1,8}Act(?: \d{4})?")
_USUAL = re.compile(r"^(?:.*\b(?:The|This|That) )?(?:Child(?:ren)?['’]?s?['’]? )?Act(?: 1989)?$")
# Those of 1989 and 2004 are held, and have a short form.
_OF_ANOTHER_YEAR = re.compile(r"\bchildren'?s? act (?:of )?((?:18|19|20)\d\d)\b", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}$")
_BRACKETS = re.compile(r" ?\((?!\d*\))[^()]*\)")
_YEAR_AFTER = re.compile(r" (?:of )?((?:18|19|20)\d\d)\b")


@lru_cache(maxsize=16)
def other_law(text: str) -> str:
    """The name of a law that a text speaks of and that labels have no short form for, or nothing."""
    if instrument_in(text):
        return ""
    text = without_place(text)
    for name, pattern in _listed():
        match = pattern.search(text)
        if match:
            year = _YEAR_AFTER.match(text, match.end())
            return _YEAR.sub(year[1], name) if year else name
    older = _OF_ANOTHER_YEAR.search(text)
    return f"the Children Act {older[1]}" if older else _titled(text)


def without_place(title: str) -> str:
    """A title with plain quotation marks and without what is not always said: "(England)", "(Interim Measures)"."""
    return _BRACKETS.sub("", title.replace("’", "'"))


def subject_of(law: str) -> str:
    """What a listed law is about, where that is not children's social care in England; else nothing."""
    return _subjects().get(_YEAR.sub("", law), "")


@cache
def _subjects() -> dict[str, str]:
    return {_YEAR.sub("", row["name"]): row["about"] for row in _table()["law"] if "about" in row}


def _titled(text: str) -> str:
    match = _TITLE.search(text)
    words = match[0].split() if match else []
    # The words of the sentence before it, such as "Does the", are no part of a title.
    while words and is_stop_word(words[0].lower()):
        del words[0]
    title = " ".join(words)
    return f"the {title}" if title and not _USUAL.match(title) else ""


@cache
def _listed() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["name"], re.compile("|".join(row["patterns"]), re.IGNORECASE)) for row in _table()["law"])


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((resources.files("knowledge") / "other_laws.toml").read_text(encoding="utf-8"))
