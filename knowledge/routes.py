"""What is decided before any search: danger, wrongdoing, other subjects, and questions too open to answer."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from knowledge.citations import references
from knowledge.openings import opening
from knowledge.parts import only_asks
from knowledge.route_model import (
    ANOTHER_TASK,
    ELSEWHERE,
    EMERGENCY,
    KINDS_OF_PLACE,
    NOT_HELD,
    OPEN,
    ORDINARY,
    OUTSIDE,
    OVERRIDE,
    Guess,
    alarming,
    place_names,
)

_LONG_TEXT = 2000
# Chances that the words tell of an emergency: alone, and where the words also ask for a rule or lean on an
# earlier message. Measured out of fold by tests/quality/train_routes.py.
_ALARM = 0.4
_ALARM_IN_DOUBT = 0.97
# The chance for a message that is one question with no word for now: nothing is told beside what is asked.
_ALARM_ASKED = 0.7
# How sure the model must be that a question which cites a provision is not for the sources.
_SURE_DESPITE_CITATION = 0.9
# How likely such a question must be for its own reply, once the search has found no answer.
_LIKELY = 0.35
# How likely at least that it is about another subject or country: 85 in 100 of them are then
# told from what is not held (76 without), and none the other way (authors left out).
_LIKELY_OUTSIDE = 0.05
# How likely another subject or country must be to count for more than words of a route and a thing not found.
_PLAINLY_OUTSIDE = 0.8
# How likely supper or a parking fine must be meant for talk of danger to be doubted: of the emergencies that are
# taught three seemed so to models that had not seen them, and words of danger stood in all three.
_ANOTHER_TASK_MEANT = 0.7

# How likely a message must be improper for a route that declines to have its say, whether by its words or learnt.
_DOUBTFUL = 0.1
# How likely it must be for an answer to begin with what is declined: so do some 30 in 1,000 questions of unseen
# authors, and 57 in 100 of the requests that should be declined and are not (decision 25). The route that is named
# must be as likely as this at least.
_MAY_BE_IMPROPER, _FITS = 0.35, 0.02
# How likely a request to falsify, to decide or for private details may be for the rest of a message to be answered,
# which is then judged by itself.
_IMPROPER = 0.35


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
    """A reply that needs no search; ``learnt`` where the model alone, and no words of a route, asks for it."""

    status: Status
    name: str
    reply: str
    choices: tuple[str, ...] = ()
    learnt: bool = False


@dataclass(frozen=True, slots=True)
class _Rule:
    """Words that lead to a reply; those of ``plainly`` do so whatever else is said and the model makes of it."""

    name: str
    status: Status
    reply: str
    patterns: re.Pattern[str]
    unless: re.Pattern[str] | None
    never: re.Pattern[str] | None = None
    caution: str = ""
    plainly: re.Pattern[str] | None = None

    def fits(self, text: str) -> bool:
        if not self.patterns.search(text) or self.barred(text):
            return False
        return not (self.unless and self.unless.search(text))

    def says_plainly(self, text: str) -> bool:
        return bool(self.plainly and self.plainly.search(text))

    def barred(self, text: str) -> bool:
        return bool(self.never and self.never.search(text))


@lru_cache(maxsize=64)
def in_danger(text: str) -> bool:
    """Whether the words say that somebody is being harmed or is missing now. Needs no model and no index."""
    lowered = _plain(text)
    signs = _danger()
    grave = bool(signs["grave"].search(lowered))
    if signs["rules"].search(lowered):
        return grave and bool(signs["now"].search(lowered))
    return grave or alarming(lowered) or all(signs[name].search(lowered) for name in ("events", "someone", "now"))


def route(
    text: str, learnt: Guess | None = None, *, doubt: Guess | None = None, follow_up: bool = False
) -> Route | None:
    """The reply that a question gets without a search, if any; ``in_danger`` is asked first, apart.

    ``learnt`` is what the model makes of the cleaned question alone. With it the route can be an emergency, which
    has no words of its own here. ``doubt`` only keeps words from declining what the model sees nothing improper in.
    """
    lowered = _plain(text)
    if learnt and _alarming(lowered, learnt, follow_up=follow_up):
        return Route(Status.EMERGENCY, EMERGENCY, "", learnt=True)
    for rule in _rules():
        said = rule.fits(lowered) and not _doubted(rule, learnt or doubt)
        if rule.name not in ELSEWHERE and (said or rule.says_plainly(lowered)):
            return _by_rule(rule)
    if follow_up:
        return None
    asks_back = opening(text)
    if asks_back:
        return Route(Status.CLARIFY, OPEN, asks_back.ask, asks_back.choices)
    return _learnt(lowered, learnt) if learnt else None


def _doubted(rule: _Rule, learnt: Guess | None) -> bool:
    """Whether the model sees nothing to decline where words of a rule do: "GCP2 scoring, what grade is neglect"."""
    if learnt is None or rule.status is not Status.DECLINED:
        return False
    return max(learnt.improper, learnt.of(rule.name)) < _DOUBTFUL


def _alarming(lowered: str, learnt: Guess, *, follow_up: bool) -> bool:
    return learnt.emergency >= _alarm_limit(lowered, learnt, follow_up=follow_up)


def _alarm_limit(lowered: str, learnt: Guess, *, follow_up: bool) -> float:
    """How sure the model must be of an emergency: more where a rule, supper or a past visit may be what is meant."""
    signs = _danger()
    now = bool(signs["now"].search(lowered))
    if follow_up or (signs["rules"].search(lowered) and not now) or learnt.of(ANOTHER_TASK) >= _ANOTHER_TASK_MEANT:
        return _ALARM_IN_DOUBT
    return _ALARM_ASKED if only_asks(lowered) and not now else _ALARM


def _learnt(lowered: str, learnt: Guess) -> Route | None:
    if learnt.is_improper and (learnt.improper >= _SURE_DESPITE_CITATION or not references(lowered)):
        rule = _likeliest(learnt)
        return None if rule.barred(lowered) else _by_rule(rule, learnt=True)
    if not learnt.sure or learnt.name in {ORDINARY, EMERGENCY, OPEN, *ELSEWHERE}:
        return None
    if learnt.away < _SURE_DESPITE_CITATION and references(lowered):
        return None
    rule = _by_name()[learnt.name]
    if rule.status is Status.DECLINED and learnt.improper < _DOUBTFUL:
        return None
    return None if rule.barred(lowered) else _by_rule(rule, learnt=True)


def caution(learnt: Guess) -> str:
    """What an answer begins with where the question may well ask for what must be declined; else nothing."""
    rule = _likeliest(learnt)
    fits = learnt.improper >= _MAY_BE_IMPROPER and learnt.of(rule.name) >= _FITS
    return rule.caution if fits else ""


def _likeliest(learnt: Guess) -> _Rule:
    """The likeliest of the routes that decline."""
    return max(_declining(), key=lambda one: learnt.of(one.name))


def says_elsewhere(text: str) -> str:
    """The name of the route whose words say that a question is for no source, or nothing."""
    lowered = _plain(text)
    return next((rule.name for rule in _rules() if rule.name in ELSEWHERE and rule.fits(lowered)), "")


def elsewhere(text: str, learnt: Guess, missing: str = "") -> Route | None:
    """The reply that names a better place, for a question that the search found no answer to.

    ``missing`` names what was asked for and not found: better said than a place, unless the subject is plainly another.
    """
    if missing and learnt.of(*OUTSIDE) < _PLAINLY_OUTSIDE:
        return None
    said = "" if learnt.of(*OUTSIDE) >= _PLAINLY_OUTSIDE else says_elsewhere(text)
    name = said or _likely_elsewhere(learnt)
    return _by_rule(_by_name()[name]) if name else None


def _likely_elsewhere(learnt: Guess) -> str:
    """Of the field but not held, or for another source altogether; nothing where neither is likely."""
    outside = learnt.of(*OUTSIDE)
    if outside >= max(_LIKELY_OUTSIDE, learnt.of(NOT_HELD)):
        return max(OUTSIDE, key=learnt.of)
    return NOT_HELD if learnt.of(*ELSEWHERE) >= _LIKELY else ""


def improper(text: str, learnt: Guess) -> bool:
    """Whether a message asks, by its words or as the model sees it, for what is declined whatever else it asks."""
    lowered = _plain(text)
    always = [rule for rule in _declining() if rule.name != OVERRIDE]
    return learnt.of(*(rule.name for rule in always)) >= _IMPROPER or any(rule.fits(lowered) for rule in always)


@cache
def _declining() -> tuple[_Rule, ...]:
    """The routes to what must be declined."""
    return tuple(rule for rule in _rules() if rule.status is Status.DECLINED)


def _by_rule(rule: _Rule, *, learnt: bool = False) -> Route:
    return Route(rule.status, rule.name, rule.reply, learnt=learnt)


@cache
def _by_name() -> dict[str, _Rule]:
    return {rule.name: rule for rule in _rules()}


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("’", "'").split())[:_LONG_TEXT]


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            row["name"],
            Status(row["status"]),
            row["reply"],
            _any(row["patterns"]),
            _maybe(row, "unless"),
            _maybe(row, "never"),
            row.get("caution", ""),
            _maybe(row, "plainly"),
        )
        for row in _table()["route"]
    )


@cache
def _danger() -> dict[str, re.Pattern[str]]:
    return {name: _any(patterns) for name, patterns in _table()["danger"].items()}


def _maybe(row: dict[str, Any], name: str) -> re.Pattern[str] | None:
    return _any(row[name]) if row.get(name) else None


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    """One pattern of many; ``{nation}`` and ``{council}`` stand for the names in places.toml."""
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    for kind in KINDS_OF_PLACE:
        joined = joined.replace(f"{{{kind}}}", _named(kind)) if f"{{{kind}}}" in joined else joined
    return re.compile(joined)


@cache
def _named(kind: str) -> str:
    return f"(?:{'|'.join(sorted(place_names(kind)))})"


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((resources.files("knowledge") / "routes.toml").read_text(encoding="utf-8"))
