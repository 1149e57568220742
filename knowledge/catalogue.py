"""The one truth for text: sources, passages and the snapshots that answers carry."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Select, delete, func, insert, select
from sqlalchemy.exc import SQLAlchemyError

from knowledge import schema
from knowledge.changes import Unchanged
from knowledge.documents import INSIDE, Passage, Source
from knowledge.engine import file_of
from knowledge.errors import StoreError
from knowledge.faults import explained
from knowledge.rows import (
    Reading,
    Snapshot,
    Stored,
    Version,
    passage_values,
    reading_of,
    stored_query,
    stored_row,
    version_of,
    version_values,
)

__all__ = ["Catalogue", "Reading", "Snapshot", "Stored", "Version"]

_CHUNK = 500
# Not a pinpoint inside another passage.
_WHOLE = schema.passages.c.id.not_like(f"%{INSIDE}%")


class Catalogue:
    """Reads and writes of the catalogue. Every problem leaves as ``StoreError``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._current = Unchanged(file_of(engine), self._newest)

    @property
    def engine(self) -> Engine:
        """The engine, for those who keep their own tables in the catalogue."""
        return self._engine

    def prepare(self) -> None:
        """Make the tables where they are missing; refuse tables of another version."""
        with self._writing() as connection:
            if self._engine.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            schema.metadata.create_all(connection)
            schema.add_missing_columns(connection)
            known = _fact(connection, "schema")
            if known is None:
                connection.execute(insert(schema.facts).values(name="schema", value=schema.SCHEMA_VERSION))
            elif known != schema.SCHEMA_VERSION:
                raise StoreError(
                    "The catalogue was made by another version of this program.",
                    "Upgrade the program, or remove the data folder and run practice-ingest.",
                )

    # -- reading -------------------------------------------------------------------------

    def current(self) -> Snapshot | None:
        """The snapshot in use, or nothing before the first ingestion."""
        return self._current.value()

    def _newest(self) -> Snapshot | None:
        newest = select(schema.snapshots).order_by(schema.snapshots.c.number.desc()).limit(1)
        with self._reading() as connection:
            row = connection.execute(newest).mappings().first()
        return Snapshot(**row) if row else None

    def snapshots(self) -> tuple[Snapshot, ...]:
        """Every snapshot that is still kept, oldest first."""
        with self._reading() as connection:
            rows = connection.execute(select(schema.snapshots).order_by(schema.snapshots.c.number)).mappings()
            return tuple(Snapshot(**row) for row in rows)

    def versions(self, snapshot: Snapshot) -> tuple[Version, ...]:
        """The sources of a snapshot, by id."""
        query = (
            select(schema.versions)
            .join(schema.snapshot_versions)
            .where(schema.snapshot_versions.c.snapshot == snapshot.number)
            .order_by(schema.versions.c.source_id)
        )
        with self._reading() as connection:
            return tuple(version_of(row) for row in connection.execute(query).mappings())

    def known_versions(self, ids: Iterable[str]) -> Mapping[str, Source]:
        """Those of the given version ids whose passages are already stored, with their sources."""
        query = select(schema.versions).where(schema.versions.c.id.in_(list(ids)))
        with self._reading() as connection:
            versions = (version_of(row) for row in connection.execute(query).mappings())
            return {version.id: version.source for version in versions}

    def count(self, versions: Sequence[str]) -> int:
        """How many whole passages the given versions hold."""
        with self._reading() as connection:
            return _count(connection, versions)

    def passages(self, versions: Sequence[str]) -> Iterator[Stored]:
        """Whole passages of the given versions as they were read, streamed; without the pinpoints inside them.

        A version's id holds where its file lay; the order must not, for what is embedded together moves the last places
        of an embedding.
        """
        for start in range(0, len(versions), _CHUNK):
            query = stored_query().where(schema.passages.c.version_id.in_(versions[start : start + _CHUNK]), _WHOLE)
            ordered = query.order_by(schema.passages.c.key)
            with self._reading() as connection:
                stream = connection.execution_options(yield_per=_CHUNK)
                yield from (stored_row(row) for row in stream.execute(ordered).mappings())

    def by_keys(self, keys: Sequence[int]) -> dict[int, Stored]:
        """Passages by their keys."""
        query = stored_query().where(schema.passages.c.key.in_(list(keys)))
        with self._reading() as connection:
            return {row["key"]: stored_row(row) for row in connection.execute(query).mappings()}

    def by_provision(self, snapshot: Snapshot, provision: str, instrument: str = "") -> tuple[Stored, ...]:
        """Passages of a snapshot under one provision, such as ``reg 24``."""
        return self._rows(self._under(snapshot, provision, instrument).where(_WHOLE))

    def pinpoints(self, snapshot: Snapshot, provision: str, instrument: str = "") -> tuple[Stored, ...]:
        """The pinpoints inside the passages under one provision, such as ``reg 24(2)(b)``."""
        return self._rows(self._under(snapshot, provision, instrument).where(~_WHOLE))

    def by_label(self, snapshot: Snapshot, label: str) -> tuple[Stored, ...]:
        """Passages of a snapshot that print the given label."""
        return self._rows(self._of_snapshot(snapshot).where(schema.passages.c.label == label, _WHOLE))

    def by_id(self, snapshot: str, passage: str) -> Stored | None:
        """A passage as it stood in a snapshot, both by their ids; nothing when either is no longer kept."""
        kept = next((one for one in self.snapshots() if one.id == snapshot), None)
        found = self._rows(self._of_snapshot(kept).where(schema.passages.c.id == passage)) if kept else ()
        return found[0] if found else None

    def labels(self, snapshot: Snapshot) -> dict[str, tuple[int, ...]]:
        """The keys of the whole passages that print each label."""
        columns = (schema.passages.c.label, schema.passages.c.key)
        query = self._of_snapshot(snapshot).where(_WHOLE).with_only_columns(*columns)
        found: dict[str, tuple[int, ...]] = {}
        with self._reading() as connection:
            for label, key in connection.execute(query):
                found[label] = (*found.get(label, ()), key)
        return found

    def instruments(self, snapshot: Snapshot) -> frozenset[str]:
        """The instruments a snapshot holds, as labels name them."""
        query = (
            select(schema.passages.c.instrument)
            .distinct()
            .join(
                schema.snapshot_versions,
                schema.snapshot_versions.c.version_id == schema.passages.c.version_id,
            )
            .where(schema.snapshot_versions.c.snapshot == snapshot.number)
        )
        with self._reading() as connection:
            return frozenset(connection.scalars(query))

    def added_sources(self) -> tuple[Mapping[str, Any], ...]:
        """The sources that were added by hand."""
        with self._reading() as connection:
            rows = connection.execute(select(schema.added_sources).order_by(schema.added_sources.c.id))
            return tuple(dict(row) for row in rows.mappings())

    def readings(self) -> dict[str, Reading]:
        """What was last read of each source."""
        with self._reading() as connection:
            rows = connection.execute(select(schema.readings)).mappings()
            return {row["source_id"]: reading_of(row) for row in rows}

    # -- writing -------------------------------------------------------------------------

    def store_version(self, version: str, source: Source, passages: Iterable[Passage]) -> None:
        """Store one state of a source with its passages, whole or not at all."""
        with self._writing() as connection:
            connection.execute(insert(schema.versions).values(version_values(version, source)))
            batch: list[dict[str, Any]] = []
            for position, passage in enumerate(passages):
                batch.append(passage_values(version, position, passage))
                if len(batch) == _CHUNK:
                    connection.execute(insert(schema.passages), batch)
                    batch = []
            if batch:
                connection.execute(insert(schema.passages), batch)

    def publish(self, snapshot: str, model: str, folder: str, versions: Sequence[str]) -> None:
        """Make a snapshot the one in use: the last step of an ingestion, in one transaction."""
        with self._writing() as connection:
            connection.execute(
                insert(schema.snapshots).values(
                    id=snapshot,
                    model=model,
                    folder=folder,
                    passages=_count(connection, versions),
                    made_at=datetime.now(UTC),
                )
            )
            number = connection.scalar(select(func.max(schema.snapshots.c.number)))
            rows = [{"snapshot": number, "version_id": version} for version in versions]
            if rows:
                connection.execute(insert(schema.snapshot_versions), rows)

    def remember_readings(self, readings: Iterable[Reading]) -> None:
        """Replace what is known of each source's last reading."""
        rows = [
            {
                "source_id": r.source_id,
                "sha256": r.sha256,
                "version_id": r.version_id,
                "notes": json.dumps(r.notes),
            }
            for r in readings
        ]
        with self._writing() as connection:
            connection.execute(delete(schema.readings))
            if rows:
                connection.execute(insert(schema.readings), rows)

    def add_source(self, values: Mapping[str, Any]) -> None:
        """Remember a source that was added by hand, in place of one with the same id."""
        with self._writing() as connection:
            connection.execute(delete(schema.added_sources).where(schema.added_sources.c.id == values["id"]))
            connection.execute(insert(schema.added_sources).values(dict(values)))

    def remove_source(self, source_id: str) -> bool:
        """Forget a source that was added by hand; whether there was one."""
        gone = delete(schema.added_sources).where(schema.added_sources.c.id == source_id)
        with self._writing() as connection:
            return connection.execute(gone).rowcount > 0

    def prune(self, keep: int) -> None:
        """Drop all but the newest snapshots, and the texts that only those held."""
        numbers = select(schema.snapshots.c.number).order_by(schema.snapshots.c.number.desc()).limit(keep)
        kept = select(schema.snapshot_versions.c.version_id)
        with self._writing() as connection:
            newest = list(connection.scalars(numbers))
            connection.execute(delete(schema.snapshots).where(schema.snapshots.c.number.not_in(newest)))
            old = delete(schema.snapshot_versions).where(schema.snapshot_versions.c.snapshot.not_in(newest))
            connection.execute(old)
            connection.execute(delete(schema.passages).where(schema.passages.c.version_id.not_in(kept)))
            connection.execute(delete(schema.versions).where(schema.versions.c.id.not_in(kept)))

    # -- inside --------------------------------------------------------------------------

    def _of_snapshot(self, snapshot: Snapshot) -> Select[Any]:
        held = schema.snapshot_versions.c.version_id == schema.versions.c.id
        return (
            stored_query()
            .join(schema.snapshot_versions, held)
            .where(schema.snapshot_versions.c.snapshot == snapshot.number)
            .order_by(schema.passages.c.version_id, schema.passages.c.position)
        )

    def _under(self, snapshot: Snapshot, provision: str, instrument: str) -> Select[Any]:
        query = self._of_snapshot(snapshot).where(schema.passages.c.provision == provision)
        return query.where(schema.passages.c.instrument == instrument) if instrument else query

    def _rows(self, query: Select[Any]) -> tuple[Stored, ...]:
        with self._reading() as connection:
            return tuple(stored_row(row) for row in connection.execute(query).mappings())

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except SQLAlchemyError as problem:
            raise explained(problem) from problem

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as problem:
            raise explained(problem) from problem


def _fact(connection: Connection, name: str) -> str | None:
    return connection.scalar(select(schema.facts.c.value).where(schema.facts.c.name == name))


def _count(connection: Connection, versions: Sequence[str]) -> int:
    held = schema.passages.c.version_id.in_(list(versions))
    return connection.scalar(select(func.count()).select_from(schema.passages).where(held, _WHOLE)) or 0
