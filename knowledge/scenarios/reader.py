"""Reads scenarios: ``NAME.md`` is the draft and ``NAME.toml`` beside it is its answer key."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from knowledge.areas import themes
from knowledge.errors import ScenarioError
from knowledge.plans.model import DocType
from knowledge.plans.rules import catalogue
from knowledge.scenarios.model import Gap, Level, Quality, Scenario
from knowledge.text import Span

FOLDER = Path(str(resources.files("knowledge"))) / "scenarios" / "drafts"
_LARGEST = 60_000
_HELP = "CONTRIBUTING.md shows the format."
_KNOWN = frozenset(
    "title kind level quality themes date family series claimed_grade learning questions cites keep gap"
    " arguable".split()
)


class _Own:
    """Where the council's own scenarios are; a program names the folder once, when it starts."""

    folder = Path("scenarios-of-nobody")


def use_own(folder: Path) -> None:
    """From now on the scenarios of this folder are used beside the bundled ones."""
    _Own.folder = folder


def own_folder() -> Path:
    """Where the council's own scenarios are."""
    return _Own.folder


def scenarios(folder: Path | None = None) -> tuple[Scenario, ...]:
    """Every scenario that can be used, or those of one folder; easiest first.

    A file of the council's that is wrong, or has a bundled one's id, is left out: see ``knowledge.scenarios.shelf``.
    """
    if folder is not None:
        return _bundled(folder)
    files = [(path, *_stamp(path)) for path in sorted(_Own.folder.glob("*.toml"))]
    return _with_own(tuple(files)) if files else _bundled(FOLDER)


@cache
def _bundled(folder: Path) -> tuple[Scenario, ...]:
    return _easiest_first(read_scenario(path) for path in folder.glob("*.toml"))


@lru_cache(maxsize=4)
def _with_own(files: tuple[tuple[Path, int, int], ...]) -> tuple[Scenario, ...]:
    bundled = _bundled(FOLDER)
    taken = {one.id for one in bundled}
    own = (one for path, *_ in files if (one := _usable(path)) and one.id not in taken)
    return _easiest_first((*bundled, *own))


def _usable(path: Path) -> Scenario | None:
    try:
        return read_scenario(path)
    except ScenarioError:
        return None


def _stamp(path: Path) -> tuple[int, int]:
    """When the two files of a scenario were last changed."""
    draft = path.with_suffix(".md")
    return path.stat().st_mtime_ns, draft.stat().st_mtime_ns if draft.exists() else 0


def _easiest_first(found: Iterable[Scenario]) -> tuple[Scenario, ...]:
    order = list(Level)
    return tuple(sorted(found, key=lambda one: (order.index(one.level), one.id)))


def scenario(name: str) -> Scenario:
    """One scenario by its id; raises ``ScenarioError`` for an unknown one."""
    for one in scenarios():
        if one.id == name.strip().lower():
            return one
    raise ScenarioError("There is no scenario of that name.", "See practice-bot train list.")


def read_scenario(path: Path) -> Scenario:
    """A scenario from either of its two files; raises ``ScenarioError`` that says what to correct."""
    key, draft = path.with_suffix(".toml"), path.with_suffix(".md")
    table, text = _table(key), _text(draft)
    try:
        return _scenario(path.stem.lower(), table, text)
    except ScenarioError as problem:
        raise ScenarioError(f"{key.name}: {problem.happened}", problem.hint or _HELP) from None


def _table(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as problem:
        raise ScenarioError(f"{path.name} is not valid TOML: {problem}.", _HELP) from None


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise ScenarioError(f"{path.name} is too large for a training draft.", "Keep it under 60 kB.")
        return path.read_text(encoding="utf-8")
    except OSError:
        raise ScenarioError(f"There is no readable file {path.name}.", _HELP) from None
    except UnicodeDecodeError:
        raise ScenarioError(f"{path.name} is not UTF-8 text.", "Save it as UTF-8.") from None


def _scenario(name: str, table: Mapping[str, Any], text: str) -> Scenario:
    unknown = sorted(set(table) - _KNOWN)
    if unknown:
        raise ScenarioError(f"the entry {unknown[0]} is not known.")
    if "fictional" not in text[:200].lower():
        raise ScenarioError("the draft does not say near its top that it is fictional.", "Add that line to the draft.")
    return Scenario(
        id=name,
        title=_words(table, "title"),
        kind=_choice(DocType, table, "kind"),
        level=_choice(Level, table, "level"),
        quality=_choice(Quality, table, "quality"),
        themes=_themes(table),
        day=_day(table),
        text=text,
        gaps=tuple(_gaps(table, "gap", text)),
        arguable=tuple(_gaps(table, "arguable", text)),
        keep=tuple(_place(text, {"quote": quote}) for quote in _list(table, "keep")),
        learning=_some(table, "learning"),
        questions=_some(table, "questions"),
        cites=_some(table, "cites"),
        family=str(table.get("family", "")),
        series=str(table.get("series", "")),
        claimed_grade=str(table.get("claimed_grade", "")),
    )


def _words(table: Mapping[str, Any], key: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ScenarioError(f"the entry {key} is missing or empty.")
    return value.strip()


def _list(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise ScenarioError(f"the entry {key} must be a list of texts.")
    return tuple(value)


def _some(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    found = _list(table, key)
    if not found:
        raise ScenarioError(f"the entry {key} is missing or empty.")
    return found


def _choice(kinds: Any, table: Mapping[str, Any], key: str) -> Any:
    try:
        return kinds(_words(table, key))
    except ValueError:
        raise ScenarioError(f"the entry {key} must be one of: {', '.join(one.value for one in kinds)}.") from None


def _themes(table: Mapping[str, Any]) -> tuple[str, ...]:
    found = _some(table, "themes")
    for theme in found:
        if theme not in themes():
            raise ScenarioError(f"the theme {theme} is not known.", f"Use: {', '.join(themes())}.")
    return found


def _day(table: Mapping[str, Any]) -> date | None:
    value = table.get("date")
    if value is not None and type(value) is not date:
        raise ScenarioError("the entry date must be a date such as 2026-03-02, without quotes.")
    return value


def _gaps(table: Mapping[str, Any], key: str, text: str) -> Iterator[Gap]:
    rows = table.get(key, [])
    if not isinstance(rows, list):
        raise ScenarioError(f"write each {key} as a table headed [[{key}]].")
    for row in rows:
        rule = _words(row, "rule")
        record = _rules().get(rule)
        if record is None:
            raise ScenarioError(f"the rule {rule} is not known.", "See practice-bot rules.")
        yield Gap(
            rule, _place(text, row) if row.get("quote") else None, str(row.get("say", "")) or record[0], _better(row)
        )


def _better(row: Mapping[str, Any]) -> str:
    return str(row.get("better", "")) or _rules()[row["rule"]][1]


def _place(text: str, row: Mapping[str, Any]) -> Span:
    """Where the quote stands for the nth time (from 1; overlaps counted)."""
    quote, nth, at = str(row["quote"]), row.get("nth", 1), -1
    for _ in range(nth if isinstance(nth, int) and nth > 0 else 1):
        at = text.find(quote, at + 1)
        if at < 0:
            raise ScenarioError(f"these words do not stand in the draft: {quote[:60]!r}.", "Copy them exactly.")
    return Span(at, at + len(quote))


@cache
def _rules() -> Mapping[str, tuple[str, str]]:
    return {rule.id: (rule.what, rule.better) for rule in catalogue()}
