"""What changed between two snapshots, in plain words."""

from collections.abc import Iterator

from knowledge.catalogue import Catalogue, Snapshot, Stored
from knowledge.errors import StoreError


def difference(catalogue: Catalogue, first: str | None, second: str | None) -> Iterator[str]:
    """Lines that say what was added, changed and withdrawn from the first snapshot to the second."""
    kept = catalogue.snapshots()
    if len(kept) < 2 and not (first and second):
        raise StoreError("There is only one snapshot so far.", "Change a source and run practice-ingest.")
    older = _named(kept, first) if first else kept[-2]
    newer = _named(kept, second) if second else kept[-1]
    yield f"From snapshot {older.id} ({older.made_at:%Y-%m-%d %H:%M}) to {newer.id} ({newer.made_at:%Y-%m-%d %H:%M}):"
    lines = tuple(_changes(_by_source(catalogue, older), _by_source(catalogue, newer)))
    yield from lines or ("Nothing changed.",)


def _named(kept: tuple[Snapshot, ...], name: str) -> Snapshot:
    for snapshot in reversed(kept):
        if snapshot.id.startswith(name):
            return snapshot
    raise StoreError(f"No snapshot {name} is kept.", f"Kept: {', '.join(s.id for s in kept)}.")


def _by_source(catalogue: Catalogue, snapshot: Snapshot) -> dict[str, dict[str, Stored]]:
    versions = [version.id for version in catalogue.versions(snapshot)]
    sources: dict[str, dict[str, Stored]] = {}
    for row in catalogue.passages(versions):
        sources.setdefault(row.source.id, {})[row.passage.id] = row
    return sources


def _changes(before: dict[str, dict[str, Stored]], after: dict[str, dict[str, Stored]]) -> Iterator[str]:
    for source in sorted(set(before) | set(after)):
        old, new = before.get(source, {}), after.get(source, {})
        if not old or not new:
            yield f"{source}: {'added' if new else 'withdrawn'}, {len(new or old)} passages."
            continue
        yield from _passage_changes(source, old, new)


def _passage_changes(source: str, old: dict[str, Stored], new: dict[str, Stored]) -> Iterator[str]:
    for name in sorted(set(old) | set(new)):
        if name not in new:
            yield f"{source}: {old[name].passage.locator} withdrawn."
        elif name not in old:
            yield f"{source}: {new[name].passage.locator} added."
        elif old[name].passage.text != new[name].passage.text:
            yield f"{source}: {new[name].passage.locator} changed."
