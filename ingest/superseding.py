"""A newer version of a source that was added: it takes the place, and the older one is kept as superseded."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.documents import Document, Kind, slug

# A letter or report is never a newer version of another: each is a finding of its own day.
_VERSIONED = {Kind.PROCEDURE, Kind.GUIDANCE, Kind.LEGISLATION}
_MARKS = ("superseded_on", "superseded_by")
_MOST = 100
# A short name has room for 200 characters in the catalogue.
_ROOM = 170


def is_newer_version(row: Mapping[str, Any], held: Mapping[str, Any], today: date) -> bool:
    """Whether a row is a later text of the source that has its id: of one kind, in force, and a file like it."""
    files = not any(Path(one["address"]).is_dir() for one in (row, held))
    alike = row["kind"] == held["kind"] and Kind(row["kind"]) in _VERSIONED
    return files and alike and held["as_at"] < row["as_at"] <= today


def superseded(held: Mapping[str, Any], by: Mapping[str, Any], file: Path, folder: Path) -> dict[str, Any]:
    """The row of an older version under an id of its own; its file is copied, so that it may be deleted."""
    name = f"{held['id'][: _MOST - 17]}-as-at-{held['as_at']}"
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{slug(name)}{file.suffix}"
    shutil.copyfile(file, kept)
    marks = {"superseded_on": by["as_at"], "superseded_by": by["id"]}
    return {**held, **marks, "id": name, "address": str(kept)}


def back_in_use(rows: Sequence[Mapping[str, Any]], removed: str) -> Mapping[str, Any] | None:
    """The newest version that a removed source had superseded."""
    older = [row for row in rows if row.get("superseded_by") == removed]
    return max(older, key=lambda row: row["as_at"], default=None)


def restored(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row of a superseded version under the id that it had, in use again."""
    return {**row, "id": row["superseded_by"], **dict.fromkeys(_MARKS)}


def without_marks(row: Mapping[str, Any]) -> dict[str, Any]:
    """What describes the source itself."""
    return {name: value for name, value in row.items() if name not in _MARKS}


def named_as_superseded(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with a title and a short name that say until when it stood; a law keeps the name it is cited by."""
    until = f"(superseded {row['superseded_on']})"
    law = row["kind"] == Kind.LEGISLATION
    named = {"title": f"{row['title']} {until}", "short": row["short"] if law else f"{row['short'][:_ROOM]} {until}"}
    return {**without_marks(row), **named, "review_due": None}


def marked(document: Document, on: date) -> Document:
    """A document whose every part says that it was replaced."""
    status = f"superseded: replaced on {on.isoformat()}"
    return replace(document, sections=tuple(replace(section, status=status) for section in document.sections))
