"""What a practice lead changes: rules off, severities, local intervals, words, suppressions."""

import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from knowledge.errors import SettingError
from knowledge.plans.model import Severity, Thresholds

_KEYS = frozenset({"off", "severities", "thresholds", "words", "suppress"})
_LISTS = frozenset({"vague_timescales", "known_abbreviations", "blaming_phrases"})


@dataclass(frozen=True, slots=True)
class Suppression:
    """One finding that somebody decided to leave out, and why."""

    rule: str
    reason: str
    quote: str = ""
    doc: str = ""


@dataclass(frozen=True, slots=True)
class LocalRules:
    """Local choices over the catalogue; the default changes nothing."""

    off: frozenset[str] = frozenset()
    severities: tuple[tuple[str, Severity], ...] = ()
    thresholds: Thresholds = field(default_factory=Thresholds)
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()
    suppressions: tuple[Suppression, ...] = ()

    def severity(self, rule: str, usual: Severity) -> Severity:
        """The severity a finding of this rule has here."""
        return dict(self.severities).get(rule, usual)

    def suppressed(self, rule: str, words: str, doc: str) -> str | None:
        """The recorded reason for leaving a finding out, or None."""
        for one in self.suppressions:
            if one.rule == rule and one.quote in words and one.doc in {"", doc}:
                return one.reason
        return None

    def additions(self, words: str) -> tuple[str, ...]:
        """The local additions to one word list."""
        return dict(self.words).get(words, ())


def load_local_rules(path: Path) -> LocalRules:
    """Local rules from a TOML file; an unknown name or a bad value is refused by name."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as problem:
        raise SettingError("The local rules file cannot be read.", "Check its name and permissions.") from problem
    except tomllib.TOMLDecodeError as problem:
        raise SettingError(f"The local rules file is not valid TOML: {problem}.", "Correct that line.") from problem
    return local_rules(given)


def local_rules(given: dict[str, Any]) -> LocalRules:
    """Local rules from a table of settings."""
    _known("setting", given.keys(), _KEYS)
    _shaped(given)
    rules = _rule_ids()
    off, severities = frozenset(given.get("off", ())), dict(given.get("severities", {}))
    _known("rule", off | severities.keys(), rules)
    return LocalRules(
        off=off,
        severities=tuple((rule, _severity(rule, value)) for rule, value in severities.items()),
        thresholds=_thresholds(given.get("thresholds", {})),
        words=_words(given.get("words", {})),
        suppressions=tuple(_suppression(one, rules) for one in given.get("suppress", ())),
    )


def _shaped(given: dict[str, Any]) -> None:
    """Each part is a list or a table, as it should be."""
    for name, value in given.items():
        if name == "off" and not (isinstance(value, list) and all(isinstance(one, str) for one in value)):
            raise SettingError("The part off must be a list of checks.", 'For example: off = ["LANG003"].')
        if name == "suppress" and not (isinstance(value, list) and all(isinstance(one, dict) for one in value)):
            raise SettingError("The part suppress must be a list of tables.", "Begin each with [[suppress]].")
        if name in {"severities", "thresholds", "words"} and not isinstance(value, dict):
            raise SettingError(f"The part {name} must be a table.", f"Begin it with [{name}].")


def _rule_ids() -> frozenset[str]:
    from knowledge.plans.rules import catalogue

    return frozenset(rule.id for rule in catalogue())


def _known(what: str, names: Any, allowed: frozenset[str]) -> None:
    for name in sorted(names):
        if name not in allowed:
            raise SettingError(f"The local rules name an unknown {what}: {name}.", "Check the spelling.")


def _severity(rule: str, value: object) -> Severity:
    try:
        return Severity(str(value))
    except ValueError as problem:
        hint = "Use high, medium or low."
        raise SettingError(f"The severity given for {rule} is not known.", hint) from problem


def _thresholds(given: dict[str, Any]) -> Thresholds:
    _known("threshold", given.keys(), frozenset(one.name for one in fields(Thresholds)))
    for name, value in given.items():
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 365:
            raise SettingError(f"The threshold {name} must be a whole number from 1 to 365.", "Correct it.")
    return Thresholds(**given)


def _words(given: dict[str, Any]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    _known("word list", given.keys(), _LISTS)
    for name, values in given.items():
        if not isinstance(values, list) or not all(isinstance(one, str) and one.strip() for one in values):
            raise SettingError(f"The word list {name} must be a list of words.", "Correct it.")
    return tuple((name, tuple(one.lower().strip() for one in values)) for name, values in given.items())


def _suppression(given: dict[str, Any], rules: frozenset[str]) -> Suppression:
    _known("part of a suppression", given.keys(), frozenset({"rule", "reason", "quote", "doc"}))
    _known("rule", (str(given.get("rule", "")),), rules)
    if not str(given.get("reason", "")).strip():
        raise SettingError(f"The suppression of {given['rule']} has no reason.", "Write down why.")
    return Suppression(**{key: str(value) for key, value in given.items()})
