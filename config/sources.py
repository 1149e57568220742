"""Which texts are ingested: the bundled digests and what a council lists in ``sources.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from config.settings import SettingProblem

KINDS = ("legislation", "guidance", "inspection", "procedure")
_REQUIRED = ("id", "kind", "title", "address", "licence", "as_at")


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """One text to ingest: a file, a folder or a web address, with who answers for it."""

    id: str
    kind: str
    title: str
    address: str
    licence: str
    as_at: date
    short: str = ""
    owner: str = ""
    review_due: date | None = None
    signed_off_by: str = ""
    signed_off_on: date | None = None
    replaces: str = ""
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceList:
    """Everything that is configured: which bundled digests are left out, and the listed sources."""

    exclude_bundled: tuple[str, ...]
    entries: tuple[SourceEntry, ...]


def load_sources(path: Path | None = None) -> SourceList:
    """The source list of a council, or the bundled one; raises ``SettingProblem`` that names the entry."""
    text = path.read_text(encoding="utf-8") if path else _bundled()
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise SettingProblem(f"The source list is not valid TOML: {problem}.") from None
    entries = tuple(_entry(row) for row in table.get("source", ()))
    _refuse_twins(entries)
    return SourceList(tuple(table.get("bundled", {}).get("exclude", ())), entries)


def _bundled() -> str:
    return (resources.files("config") / "sources.toml").read_text(encoding="utf-8")


def _entry(row: Mapping[str, Any]) -> SourceEntry:
    name = row.get("id", "without an id")
    for key in _REQUIRED:
        if not row.get(key):
            raise SettingProblem(f"The source {name} has no {key}. Add it to the source list.")
    unknown = set(row) - {f.name for f in fields(SourceEntry)}
    if unknown:
        raise SettingProblem(f"The source {name} has an unknown entry: {', '.join(sorted(unknown))}.")
    if row["kind"] not in KINDS:
        raise SettingProblem(f"The source {name} has an unknown kind. Use one of: {', '.join(KINDS)}.")
    return SourceEntry(**{**row, "exclude": tuple(row.get("exclude", ()))})


def _refuse_twins(entries: tuple[SourceEntry, ...]) -> None:
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            raise SettingProblem(f"Two sources have the id {entry.id}. Give one another id.")
        seen.add(entry.id)
