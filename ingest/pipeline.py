"""Sources to passages to stores: incremental, and atomic by publishing a new index at the end."""

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from filelock import FileLock, Timeout
from sqlalchemy import Engine

from ingest.origins import Origin
from ingest.reading import Read, Reader
from ingest.report import IngestReport, Outcome, SourceReport
from knowledge import lexical
from knowledge.catalogue import Catalogue, Snapshot
from knowledge.documents import snapshot_id
from knowledge.embeddings import MiniLMEmbeddings
from knowledge.encoder import MiniLM
from knowledge.errors import StoreError
from knowledge.vectors import Vectors

if TYPE_CHECKING:
    from knowledge.record_keeping import Records

# Snapshots whose texts stay readable, so that an old answer can be checked against its sources.
KEPT_SNAPSHOTS = 20

Tick = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Stores:
    """Where an ingestion writes."""

    engine: Engine
    catalogue: Catalogue
    index: Path
    server: str = ""


def run(
    stores: Stores,
    origins: Sequence[Origin],
    encoder: Callable[[], MiniLM],
    tick: Tick,
    *,
    rebuild: bool = False,
) -> IngestReport:
    """Bring the catalogue and the index up to date with the origins.

    ``encoder`` is called only when something must be embedded. ``tick(stage, done, total)``
    drives a progress bar. Raises ``StoreError`` when another run is under way.
    """
    started = time.perf_counter()
    with _alone(stores.index):
        reader = Reader(stores.catalogue, origins)
        reads = tuple(_ticked(reader, origins, tick))
        readings = tuple(reading for read in reads for reading in read.readings)
        versions = sorted({reading.version_id for reading in readings})
        embedded = _publish(stores, versions, encoder, tick, rebuild=rebuild)
        stores.catalogue.remember_readings(readings)
        _tidy(stores)
    removed = tuple(SourceReport(source_id, Outcome.REMOVED) for source_id in reader.gone(reads))
    current = stores.catalogue.current()
    return IngestReport(
        (*(read.report for read in reads), *removed),
        current.id if current else "",
        current.passages if current else 0,
        embedded,
        time.perf_counter() - started,
    )


@contextmanager
def _alone(index: Path) -> Iterator[None]:
    index.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(index / "ingest.lock", timeout=0):
            yield
    except Timeout:
        raise StoreError("Another practice-ingest is running.", "Wait for it to end.") from None


def _ticked(reader: Reader, origins: Sequence[Origin], tick: Tick) -> Iterator[Read]:
    for number, origin in enumerate(origins, start=1):
        yield reader.read(origin)
        tick("Reading", number, len(origins))


# -- publishing ------------------------------------------------------------------------------


def _publish(
    stores: Stores, versions: Sequence[str], encoder: Callable[[], MiniLM], tick: Tick, *, rebuild: bool
) -> int:
    current = stores.catalogue.current()
    if current and not rebuild and _up_to_date(stores, current, versions):
        return 0
    model = encoder()
    folder = uuid4().hex[:12]
    embedded = _build(stores, folder, None if rebuild else current, versions, model, tick)
    stores.catalogue.publish(snapshot_id(versions, model.name), model.name, folder, versions)
    return embedded


def _up_to_date(stores: Stores, current: Snapshot, versions: Sequence[str]) -> bool:
    same = current.model == MiniLM.name and current.id == snapshot_id(versions, current.model)
    return same and (stores.index / current.folder).is_dir()


def _build(
    stores: Stores,
    folder: str,
    current: Snapshot | None,
    versions: Sequence[str],
    model: MiniLM,
    tick: Tick,
) -> int:
    held = _held(stores, current, model)
    new = sorted(set(versions) - held)
    embeddings = MiniLMEmbeddings(model)
    texts = (row.passage.search_text for row in stores.catalogue.passages(new))
    total = stores.catalogue.count(new)
    with embeddings.ahead(texts, lambda done: tick("Embedding", done, total)):
        vectors, records = _started(stores, folder, current if held else None, model)
        vectors.remove(sorted(held - set(versions)), records)
        vectors.add_questions(stores.catalogue.passages(new), embeddings, records)
        lexical.build(stores.index / folder / "lexical", stores.catalogue.passages(sorted(versions)))
        vectors.add_texts(stores.catalogue.passages(new), embeddings, records)
    vectors.seal()
    vectors.close()
    return embeddings.embedded


def _held(stores: Stores, current: Snapshot | None, model: MiniLM) -> set[str]:
    """The versions that the current index already holds, where it can be built upon."""
    usable = current is not None and current.model == model.name
    if current is None or not usable or not (stores.index / current.folder).is_dir():
        return set()
    return {version.id for version in stores.catalogue.versions(current)}


def _started(stores: Stores, folder: str, base: Snapshot | None, model: MiniLM) -> "tuple[Vectors, Records]":
    (stores.index / folder).mkdir()
    if base is not None:
        old = Vectors(stores.index, base.folder, stores.server)
        return old.fork(folder), _records(stores, base.folder).copy_to(folder)
    vectors = Vectors(stores.index, folder, stores.server)
    vectors.create(model.name)
    return vectors, _records(stores, folder)


def _records(stores: Stores, folder: str) -> "Records":
    """What stands in an index; LangChain's part of it takes half a second to import, beside the embedding."""
    from knowledge.record_keeping import Records

    return Records(stores.engine, folder)


def _tidy(stores: Stores) -> None:
    """Remove indexes that nobody can be using: all but the newest two, and half-made ones."""
    stores.catalogue.prune(KEPT_SNAPSHOTS)
    kept = {snapshot.folder for snapshot in stores.catalogue.snapshots()[-2:]}
    for path in stores.index.iterdir():
        if path.is_dir() and path.name not in kept:
            Vectors(stores.index, path.name, stores.server).drop()
            _records(stores, path.name).clear()
            shutil.rmtree(path, ignore_errors=True)
