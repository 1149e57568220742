"""Abbreviations and everyday words of the field, and what they stand for."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

_WORD = re.compile(r"[a-z0-9']+")
_TELLING = 3
_TOKEN = re.compile(r"[A-Za-z0-9&]+(?:\.[A-Za-z0-9]+)*")
# Short forms that are also everyday words count only when typed in capitals.
_EVERYDAY = frozenset(
    "as at sos aim dash sow pip add ad ot it sm tm am pm is us he so do in an or ta ap lot send icon".split()
)


@dataclass(frozen=True, slots=True)
class Term:
    """One abbreviation or piece of jargon with its plain meaning."""

    short: str
    long: str
    plain: str
    also: tuple[str, ...] = ()
    known_to_all: bool = False
    other_meaning: str = ""


@dataclass(frozen=True, slots=True)
class Synonym:
    """Everyday words for something that the sources call by another name."""

    everyday: tuple[str, ...]
    means: str


@cache
def terms() -> tuple[Term, ...]:
    """Every abbreviation, in the order of the data file."""
    return tuple(
        Term(
            row["short"],
            row["long"],
            row.get("plain", ""),
            tuple(row.get("also", ())),
            bool(row.get("internal_ok")),
            row.get("long2", ""),
        )
        for row in _table().get("term", ())
    )


@cache
def synonyms() -> tuple[Synonym, ...]:
    """Every group of everyday words."""
    return tuple(Synonym(tuple(row["everyday"]), row["means"]) for row in _table().get("synonym", ()))


def expansions(text: str) -> tuple[str, ...]:
    """What the abbreviations and everyday words of a text stand for, in order, without repeats."""
    return tuple(dict.fromkeys((*_abbreviations(text), *_everyday(text))))


def names_short_form(text: str) -> bool:
    """Whether a short form of three letters or more stands in a text, in capitals or not, such as ``plo``."""
    return any(term.short.isupper() and len(term.short) >= _TELLING and short for term, short in _named(text))


def meanings() -> tuple[str, ...]:
    """Everything that ``expansions`` can give."""
    spelt_out = (words for term in terms() for words in (term.long, term.other_meaning) if words)
    return tuple(dict.fromkeys((*spelt_out, *(group.means for group in synonyms()))))


def lookup(text: str) -> Term | None:
    """The term that a text names and nothing else, such as ``what is ICPC``."""
    return _by_name().get(text.strip().lower().rstrip("?. "))


def _abbreviations(text: str) -> Iterator[str]:
    for term, _ in _named(text):
        yield term.long
        if term.other_meaning:
            yield term.other_meaning


def _named(text: str) -> Iterator[tuple[Term, bool]]:
    """The terms that a text names, and whether by their short form."""
    for match in _TOKEN.finditer(text):
        token = match[0].lower()
        term = _by_name().get(token.replace(".", ""))
        if term and (match[0].isupper() or token not in _EVERYDAY):
            yield term, token == term.short.lower()


def _everyday(text: str) -> Iterator[str]:
    lowered = f" {' '.join(_WORD.findall(text.lower()))} "
    groups = _patterns()
    spoken = {place for word in set(lowered.split()) for place in _by_first_word().get(word, ())}
    for words, means in (groups[place] for place in sorted(spoken)):
        if any(f" {word} " in lowered for word in words):
            yield means


@cache
def _by_name() -> dict[str, Term]:
    names: dict[str, Term] = {}
    for term in terms():
        for name in (term.short, *term.also):
            names.setdefault(name.lower().replace(".", ""), term)
    return names


@cache
def _patterns() -> tuple[tuple[tuple[str, ...], str], ...]:
    return tuple((tuple(word.lower() for word in group.everyday), group.means) for group in synonyms())


@cache
def _by_first_word() -> dict[str, set[int]]:
    places: dict[str, set[int]] = {}
    for place, (words, _) in enumerate(_patterns()):
        for word in words:
            places.setdefault(word.split()[0], set()).add(place)
    return places


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((resources.files("knowledge") / "glossary.toml").read_text(encoding="utf-8"))
