"""LangChain's ``RecordManager`` over our catalogue: what stands in which index."""

import time
from collections.abc import Sequence

from langchain_core.indexing import RecordManager
from sqlalchemy import ColumnElement, Engine, delete, insert, literal, select

from knowledge.schema import records

_CHUNK = 500


class Records(RecordManager):
    """Keys of the documents in one index folder (the namespace)."""

    def __init__(self, engine: Engine, namespace: str) -> None:
        super().__init__(namespace)
        self._engine = engine

    def create_schema(self) -> None:
        """Nothing to do: the catalogue makes its tables."""

    def get_time(self) -> float:
        """Seconds since 1970, from this machine: one run writes at a time."""
        return time.time()

    def update(
        self,
        keys: Sequence[str],
        *,
        group_ids: Sequence[str | None] | None = None,
        time_at_least: float | None = None,
    ) -> None:
        """Record keys as present now."""
        now = max(self.get_time(), time_at_least or 0.0)
        groups = group_ids or [None] * len(keys)
        rows = [
            {"namespace": self.namespace, "key": key, "group_id": group, "updated_at": now}
            for key, group in zip(keys, groups, strict=True)
        ]
        self.delete_keys(keys)
        if rows:
            with self._engine.begin() as connection:
                connection.execute(insert(records), rows)

    def exists(self, keys: Sequence[str]) -> list[bool]:
        """Whether each key is recorded."""
        found: set[str] = set()
        with self._engine.connect() as connection:
            for start in range(0, len(keys), _CHUNK):
                wanted = records.c.key.in_(list(keys[start : start + _CHUNK]))
                found.update(connection.scalars(select(records.c.key).where(self._ours(), wanted)))
        return [key in found for key in keys]

    def list_keys(
        self,
        *,
        before: float | None = None,
        after: float | None = None,
        group_ids: Sequence[str] | None = None,
        limit: int | None = None,
    ) -> list[str]:
        """Keys recorded within the bounds."""
        query = select(records.c.key).where(self._ours()).limit(limit)
        if before is not None:
            query = query.where(records.c.updated_at < before)
        if after is not None:
            query = query.where(records.c.updated_at > after)
        if group_ids is not None:
            query = query.where(records.c.group_id.in_(list(group_ids)))
        with self._engine.connect() as connection:
            return list(connection.scalars(query))

    def delete_keys(self, keys: Sequence[str]) -> None:
        """Forget keys."""
        with self._engine.begin() as connection:
            for start in range(0, len(keys), _CHUNK):
                wanted = records.c.key.in_(list(keys[start : start + _CHUNK]))
                connection.execute(delete(records).where(self._ours(), wanted))

    def copy_to(self, namespace: str) -> "Records":
        """The same keys under another index folder."""
        kept = select(literal(namespace), records.c.key, records.c.group_id, records.c.updated_at)
        with self._engine.begin() as connection:
            connection.execute(
                insert(records).from_select(["namespace", "key", "group_id", "updated_at"], kept.where(self._ours()))
            )
        return Records(self._engine, namespace)

    def clear(self) -> None:
        """Forget every key of this index folder."""
        with self._engine.begin() as connection:
            connection.execute(delete(records).where(self._ours()))

    def _ours(self) -> ColumnElement[bool]:
        return records.c.namespace == self.namespace

    async def acreate_schema(self) -> None:
        """See ``create_schema``."""

    async def aget_time(self) -> float:
        """See ``get_time``."""
        return self.get_time()

    async def aupdate(
        self,
        keys: Sequence[str],
        *,
        group_ids: Sequence[str | None] | None = None,
        time_at_least: float | None = None,
    ) -> None:
        """See ``update``."""
        self.update(keys, group_ids=group_ids, time_at_least=time_at_least)

    async def aexists(self, keys: Sequence[str]) -> list[bool]:
        """See ``exists``."""
        return self.exists(keys)

    async def alist_keys(
        self,
        *,
        before: float | None = None,
        after: float | None = None,
        group_ids: Sequence[str] | None = None,
        limit: int | None = None,
    ) -> list[str]:
        """See ``list_keys``."""
        return self.list_keys(before=before, after=after, group_ids=group_ids, limit=limit)

    async def adelete_keys(self, keys: Sequence[str]) -> None:
        """See ``delete_keys``."""
        self.delete_keys(keys)
