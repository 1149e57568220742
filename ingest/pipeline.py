"""Sources to passages to stores: incremental, and atomic by publishing a new index at the end."""

import hashlib
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from filelock import FileLock, Timeout
from sqlalchemy import Engine

from ingest.origins import Origin
from ingest.report import IngestReport, Outcome, SourceReport
from ingest.split import split
from knowledge import lexical
from knowledge.catalogue import Catalogue, Reading, Snapshot, Stored
from knowledge.documents import Passage, Source, snapshot_id, version_id
from knowledge.embeddings import MiniLMEmbeddings
from knowledge.encoder import MiniLM
from knowledge.errors import SourceError, StoreError
from knowledge.record_keeping import Records
from knowledge.vectors import Vectors

# Snapshots whose texts stay readable, so that an old answer can be checked against its sources.
KEPT_SNAPSHOTS = 20
# Raised when parsing or splitting changes: unchanged files are then read again.
PARSER_VERSION = "1"

Tick = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Stores:
    """Where an ingestion writes."""

    engine: Engine
    catalogue: Catalogue
    index: Path
    server: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    """What one origin gave: the reading to remember, or nothing, and what to report."""

    reading: Reading | None
    report: SourceReport


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
        before = stores.catalogue.readings()
        reads = tuple(_read_all(stores.catalogue, origins, before, tick))
        readings = tuple(read.reading for read in reads if read.reading is not None)
        versions = sorted({reading.version_id for reading in readings})
        embedded = _publish(stores, versions, encoder, tick, rebuild=rebuild)
        stores.catalogue.remember_readings(readings)
        _tidy(stores)
    gone = sorted(set(before) - {read.report.source_id for read in reads})
    removed = tuple(SourceReport(source_id, Outcome.REMOVED) for source_id in gone)
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


# -- reading ---------------------------------------------------------------------------------


def _read_all(
    catalogue: Catalogue, origins: Sequence[Origin], before: dict[str, Reading], tick: Tick
) -> Iterator[_Read]:
    known = catalogue.known_versions(reading.version_id for reading in before.values())
    for number, origin in enumerate(origins, start=1):
        last = before.get(origin.source_id)
        usable = last if last is not None and last.version_id in known else None
        yield _read_one(catalogue, origin, usable)
        tick("Reading", number, len(origins))


def _read_one(catalogue: Catalogue, origin: Origin, last: Reading | None) -> _Read:
    try:
        data = _bytes(origin)
        seal = hashlib.sha256(data + f"\0{origin.about}\0{PARSER_VERSION}".encode()).hexdigest()
        if last is not None and last.sha256 == seal:
            return _Read(last, SourceReport(origin.source_id, Outcome.UNCHANGED, notes=last.notes))
        return _parse(catalogue, origin, data, seal, last)
    except SourceError as problem:
        return _refused(origin, problem, last)


def _parse(catalogue: Catalogue, origin: Origin, data: bytes, seal: str, last: Reading | None) -> _Read:
    document = origin.read(data)
    passages = split(document)
    if not passages:
        raise SourceError("No text was found in it.", "Check the file.")
    version = version_id(document, passages)
    _store(catalogue, version, document.source, passages)
    outcome = Outcome.NEW if last is None else Outcome.CHANGED
    reading = Reading(origin.source_id, seal, version, document.notes)
    return _Read(reading, SourceReport(origin.source_id, outcome, len(passages), document.notes))


def _store(catalogue: Catalogue, version: str, source: Source, passages: Sequence[Passage]) -> None:
    if not catalogue.known_versions([version]):
        catalogue.store_version(version, source, passages)


def _bytes(origin: Origin) -> bytes:
    try:
        return origin.path.read_bytes()
    except OSError:
        raise SourceError(
            f"{origin.path.name} cannot be found or read.", "Put it back, or remove the source."
        ) from None


def _refused(origin: Origin, problem: SourceError, last: Reading | None) -> _Read:
    if last is None:
        return _Read(None, SourceReport(origin.source_id, Outcome.REFUSED, notes=(str(problem),)))
    return _Read(last, SourceReport(origin.source_id, Outcome.KEPT, notes=(str(problem),)))


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
    vectors, records = _started(stores, folder, current if held else None, model)
    vectors.remove(sorted(held - set(versions)), records)
    new = sorted(set(versions) - held)
    ticking = _ticking(stores.catalogue, new, tick)
    embedded = vectors.add(ticking, MiniLMEmbeddings(model), records) if new else 0
    vectors.seal()
    vectors.close()
    lexical.build(stores.index / folder / "lexical", stores.catalogue.passages(sorted(versions)))
    return embedded


def _held(stores: Stores, current: Snapshot | None, model: MiniLM) -> set[str]:
    """The versions that the current index already holds, where it can be built upon."""
    usable = current is not None and current.model == model.name
    if current is None or not usable or not (stores.index / current.folder).is_dir():
        return set()
    return {version.id for version in stores.catalogue.versions(current)}


def _started(stores: Stores, folder: str, base: Snapshot | None, model: MiniLM) -> tuple[Vectors, Records]:
    (stores.index / folder).mkdir()
    if base is not None:
        old = Vectors(stores.index, base.folder, stores.server)
        return old.fork(folder), Records(stores.engine, base.folder).copy_to(folder)
    vectors = Vectors(stores.index, folder, stores.server)
    vectors.create(model.name)
    return vectors, Records(stores.engine, folder)


def _ticking(catalogue: Catalogue, versions: Sequence[str], tick: Tick) -> Iterable[Stored]:
    total = catalogue.count(versions)
    for number, row in enumerate(catalogue.passages(versions), start=1):
        tick("Embedding", number, total)
        yield row


def _tidy(stores: Stores) -> None:
    """Remove indexes that nobody can be using: all but the newest two, and half-made ones."""
    stores.catalogue.prune(KEPT_SNAPSHOTS)
    kept = {snapshot.folder for snapshot in stores.catalogue.snapshots()[-2:]}
    for path in stores.index.iterdir():
        if path.is_dir() and path.name not in kept:
            Vectors(stores.index, path.name, stores.server).drop()
            Records(stores.engine, path.name).clear()
            shutil.rmtree(path, ignore_errors=True)
