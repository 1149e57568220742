"""What sort of thing a question wants, such as a sum of money or a count, and whether a text holds one."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from knowledge.text import sentences
from knowledge.understanding import Understood
from knowledge.words import terms


# A number that counts: not a year, nor the number of a provision.
@dataclass(frozen=True, slots=True)
class Wanted:
    """A sort of answer: the words that ask for it, the words that give it, and whether they must share a subject."""

    name: str
    asks: re.Pattern[str]
    gives: re.Pattern[str]
    near: bool = False


def unmet(asked: Understood, texts: Iterable[str]) -> str:
    """The sort of thing that a question wants and that none of the texts gives; empty when nothing is missing."""
    held = tuple(texts)
    for kind in _kinds():
        if kind.asks.search(asked.text) and not any(_gives(kind, asked, text) for text in held):
            return kind.name
    return ""


def _gives(kind: Wanted, asked: Understood, text: str) -> bool:
    if not kind.near:
        return bool(kind.gives.search(text))
    return any(kind.gives.search(span.of(text)) and _on_subject(asked, span.of(text)) for span in sentences(text))


def _on_subject(asked: Understood, sentence: str) -> bool:
    """Whether a sentence speaks of the thing to be counted, or of two of the things asked about."""
    said, counted = set(terms(sentence)), set(terms(_counted(asked.text)))
    if not counted:
        return len(said & {*asked.own}) >= _SHARED
    # What was counted on one day must be told of that day; a rule may put it in other words.
    if _PAST.search(asked.text):
        return bool(said & counted) and bool(said & ({*asked.own} - counted))
    return bool(said & (counted | {*asked.added}))


_SHARED = 2
_PAST = re.compile(r"\b(?:did|were|was|had|have been|last|this) ", re.IGNORECASE)
_COUNTED = re.compile(
    r"\bhow many ((?:(?!(?:did|do|does|is|are|was|were|can|could|should|must|will|has|have|i|we|you|they)\b)"
    r"[\w'-]+ ?){1,3})",
    re.IGNORECASE,
)


_FIGURE_OF = re.compile(
    r"\b(?:average|exact|actual|total|maximum|minimum) ([\w'-]+) (?:figure|number|count)\b"
    r"|\b(?:number|figure|count) (?:of|for) ([\w'-]+)",
    re.IGNORECASE,
)


def _counted(text: str) -> str:
    match = _COUNTED.search(text) or _FIGURE_OF.search(text)
    return next((group for group in match.groups() if group), "") if match else ""


@cache
def _kinds() -> tuple[Wanted, ...]:
    table = tomllib.loads((resources.files("knowledge") / "wanted.toml").read_text(encoding="utf-8"))
    return tuple(
        Wanted(row["name"], _any(row["asks"]), _any(row["gives"]), bool(row.get("near"))) for row in table["kind"]
    )


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
