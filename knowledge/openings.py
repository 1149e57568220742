"""Questions that name a task but not which rule is meant: what to ask back, and the choices to offer."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from knowledge.citations import references
from knowledge.words import content_words, stems


@dataclass(frozen=True, slots=True)
class Opening:
    """One question back, with choices that can be tapped."""

    ask: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    stems: frozenset[str]
    alone: bool
    opening: Opening


_MOST_WORDS = 7
_FIGURE = re.compile(r"\d+")
# A short form in capitals names the subject, even one that reads like an everyday word, such as SO.
_SHORT_FORM = re.compile(r"\b[A-Z]{2,}s?\b(?=.*[a-z])|(?<=[a-z] )[A-Z]{2,}s?\b")
# Everyday words that together name a subject.
_SUBJECT = re.compile(r"\b(?:in need|care orders?|looked after)\b", re.IGNORECASE)
_RUNS_OUT = re.compile(r"\bruns? out\b", re.IGNORECASE)


def opening(text: str) -> Opening | None:
    """What to ask back when nothing in a short message tells which rule it is about."""
    plainer = _RUNS_OUT.sub("expires", text)
    if references(plainer) or names_subject(plainer) or not _figures_shared(plainer):
        return None
    said = stems(content_words(_FIGURE.sub(" figure ", plainer)))
    groups = [group for group in _groups() if said & group.stems]
    if not groups or len(said) > _MOST_WORDS or not said <= _known():
        return None
    main = [group for group in groups if group.alone] or groups
    return main[0].opening if len(main) == 1 else None


def likely_opening(text: str) -> Opening:
    """What to ask back when a message was found too open: by the task it names, or in general."""
    said = _said(text)
    groups = sorted((group for group in _groups() if said & group.stems), key=lambda group: not group.alone)
    return groups[0].opening if groups else _general()


@cache
def _general() -> Opening:
    row = _table()["general"]
    return Opening(row["ask"], tuple(row["choices"]))


def offered(text: str) -> bool:
    """Whether a message is one of the choices below, as it comes back from a tap."""
    return text in _choices()


@cache
def _choices() -> frozenset[str]:
    return frozenset(choice for row in (*_table()["group"], _table()["general"]) for choice in row["choices"])


def groups_named(text: str) -> int:
    """How many of the tasks below a message names, times left out."""
    said = _said(text)
    return sum(group.alone and bool(said & group.stems) for group in _groups())


def unusual(text: str) -> frozenset[str]:
    """The stems of a message that no open question is made of: they may name what it is about."""
    return _said(text) - _known()


@lru_cache(maxsize=16)
def _said(text: str) -> frozenset[str]:
    return stems(content_words(text))


def names_subject(text: str) -> bool:
    """Whether a short form or an everyday phrase names the plan, order or process."""
    return bool(_SHORT_FORM.search(text) or _SUBJECT.search(text))


def _figures_shared(text: str) -> bool:
    return all(int(figure) in _table()["shared_figures"] for figure in _FIGURE.findall(text)[:20])


@cache
def _known() -> frozenset[str]:
    return _plain().union(*(group.stems for group in _groups()))


@cache
def _groups() -> tuple[_Group, ...]:
    return tuple(
        _Group(stems(row["words"].split()), row.get("alone", True), Opening(row["ask"], tuple(row["choices"])))
        for row in _table()["group"]
    )


@cache
def _plain() -> frozenset[str]:
    return stems(_table()["plain"].split())


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((resources.files("knowledge") / "openings.toml").read_text(encoding="utf-8"))
