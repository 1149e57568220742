"""Rows of the catalogue to records and back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import RowMapping, Select, select

from knowledge import schema
from knowledge.citations import provision_of
from knowledge.documents import Authority, Kind, Passage, Source

_SOURCE_COLUMNS = tuple(f.name for f in fields(Source) if f.name != "id")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One published state of the index: a name for its texts and the folder that serves them."""

    number: int
    id: str
    model: str
    folder: str
    passages: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Version:
    """One state of one source."""

    id: str
    source: Source
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Stored:
    """A passage as the catalogue holds it, with its key, its version and its source."""

    key: int
    version: str
    passage: Passage
    source: Source


@dataclass(frozen=True, slots=True)
class Reading:
    """What was last read from a source: the bytes' checksum and the version they became."""

    source_id: str
    sha256: str
    version_id: str
    notes: tuple[str, ...]


def stored_query() -> Select[Any]:
    source = [schema.versions.c[name].label(f"source_{name}") for name in _SOURCE_COLUMNS]
    joined = schema.passages.join(schema.versions, schema.passages.c.version_id == schema.versions.c.id)
    return select(schema.passages, schema.versions.c.source_id, *source).select_from(joined)


def stored_row(row: RowMapping) -> Stored:
    given = {name: row[f"source_{name}"] for name in _SOURCE_COLUMNS}
    return Stored(row["key"], row["version_id"], _passage(row), _source(row["source_id"], given))


def version_of(row: RowMapping) -> Version:
    given = {name: row[name] for name in _SOURCE_COLUMNS}
    return Version(row["id"], _source(row["source_id"], given), row["added_at"])


def _source(source_id: str, given: Mapping[str, Any]) -> Source:
    return Source(**{**given, "id": source_id, "kind": Kind(given["kind"]), "authority": Authority(given["authority"])})


def _passage(row: RowMapping) -> Passage:
    return Passage(
        id=row["id"],
        source_id=row["source_id"],
        label=row["label"],
        locator=row["locator"],
        text=row["text"],
        title=row["title"],
        trail=tuple(json.loads(row["trail"])),
        page=row["page"],
        status=row["status"],
        confirmed=row["confirmed"],
        as_at=row["as_at"],
        url=row["url"],
        theme=row["theme"],
        applies_to=row["applies_to"],
        depends=row["depends"],
        questions=tuple(json.loads(row["questions"])),
    )


def version_values(version: str, source: Source) -> dict[str, Any]:
    values = {name: getattr(source, name) for name in _SOURCE_COLUMNS}
    return {**values, "id": version, "source_id": source.id, "added_at": datetime.now(UTC)}


def passage_values(version: str, position: int, passage: Passage) -> dict[str, Any]:
    instrument, provision = provision_of(passage.label)
    return {
        "version_id": version,
        "position": position,
        "id": passage.id,
        "label": passage.label,
        "locator": passage.locator,
        "instrument": instrument[:200],
        "provision": provision[:40],
        "title": passage.title,
        "trail": json.dumps(passage.trail),
        "text": passage.text,
        "page": passage.page,
        "status": passage.status,
        "confirmed": passage.confirmed,
        "as_at": passage.as_at,
        "url": passage.url,
        "theme": passage.theme,
        "applies_to": passage.applies_to,
        "depends": passage.depends,
        "questions": json.dumps(passage.questions),
    }


def reading_of(row: RowMapping) -> Reading:
    return Reading(row["source_id"], row["sha256"], row["version_id"], tuple(json.loads(row["notes"])))
