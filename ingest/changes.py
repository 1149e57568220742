"""What changed between two snapshots, in plain words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.catalogue import Catalogue, Snapshot
from knowledge.documents import Passage, Source
from knowledge.errors import StoreError


def difference(catalogue: Catalogue, first: str | None, second: str | None) -> Iterator[str]:
    """Lines that say what was added, changed and withdrawn from the first snapshot to the second."""
    kept = catalogue.snapshots()
    if len(kept) < 2 and not (first and second):
        raise StoreError("There is only one snapshot so far.", "Change a source and run practice-ingest.")
    older = _named(kept, first) if first else kept[-2]
    newer = _named(kept, second) if second else kept[-1]
    yield f"From snapshot {older.id} ({older.made_at:%Y-%m-%d %H:%M}) to {newer.id} ({newer.made_at:%Y-%m-%d %H:%M}):"
    lines = tuple(_changes(_states(catalogue, older), _states(catalogue, newer)))
    yield from lines or ("Nothing changed.",)


def _named(kept: tuple[Snapshot, ...], name: str) -> Snapshot:
    for snapshot in reversed(kept):
        if snapshot.id.startswith(name):
            return snapshot
    raise StoreError(f"No snapshot {name} is kept.", f"Kept: {', '.join(s.id for s in kept)}.")


@dataclass(frozen=True, slots=True)
class _State:
    """A source as it stood in a snapshot, with its passages by id."""

    source: Source
    passages: Mapping[str, Passage]


def _states(catalogue: Catalogue, snapshot: Snapshot) -> dict[str, _State]:
    versions = catalogue.versions(snapshot)
    passages: dict[str, dict[str, Passage]] = {version.source.id: {} for version in versions}
    for row in catalogue.passages([version.id for version in versions]):
        passages[row.source.id][row.passage.id] = row.passage
    return {version.source.id: _State(version.source, passages[version.source.id]) for version in versions}


def _changes(before: Mapping[str, _State], after: Mapping[str, _State]) -> Iterator[str]:
    for name in sorted(set(before) | set(after)):
        old, new = before.get(name), after.get(name)
        if old and new:
            yield from (f"{name}: {words}" for words in _source_changes(old.source, new.source))
            yield from (f"{name}: {words}" for words in _passage_changes(old, new))
        elif new:
            yield f"{name}: added, {_counted(new)}."
        elif old:
            yield f"{name}: withdrawn, {_counted(old)}."


def _counted(state: _State) -> str:
    many = len(state.passages)
    return f"{many} passage{'' if many == 1 else 's'}"


# What is known of a source, in the words of a person who looks after it.
_OF_SOURCE = {
    "title": "title",
    "as_at": "date of the text",
    "review_due": "review date",
    "signed_off_by": "sign-off",
    "signed_off_on": "date of the sign-off",
    "owner": "owner",
    "licence": "licence",
    "authority": "kind of authority",
    "digest": "our summary in place of the official wording",
    "sample": "sample",
}
_OF_PASSAGE = {
    "status": "status",
    "as_at": "date of the text",
    "confirmed": "how it was checked",
    "applies_to": "who it applies to",
}


def _source_changes(old: Source, new: Source) -> Iterator[str]:
    for field, words in _OF_SOURCE.items():
        before, after = getattr(old, field, None), getattr(new, field, None)
        if before != after:
            yield f"{words} {_from_to(before, after)}."


def _passage_changes(old: _State, new: _State) -> Iterator[str]:
    for name in sorted(set(old.passages) | set(new.passages)):
        before, after = old.passages.get(name), new.passages.get(name)
        if before and after:
            yield from _one_passage(before, after, old.source, new.source)
        elif after:
            yield f"{_place(after)} added."
        elif before:
            yield f"{_place(before)} withdrawn."


def _one_passage(before: Passage, after: Passage, old: Source, new: Source) -> Iterator[str]:
    if before.text != after.text:
        yield f"{_place(after)} changed: the words are different."
    for field, words in _OF_PASSAGE.items():
        one, other = getattr(before, field), getattr(after, field)
        # A date that only follows the source's own was told of once, with the source.
        follows = field == "as_at" and (one or old.as_at) == old.as_at and (other or new.as_at) == new.as_at
        if one != other and not follows:
            yield f"{_place(after)}: {words} {_from_to(one, other)}."


def _place(passage: Passage) -> str:
    return passage.locator or passage.title or passage.label


def _from_to(before: object, after: object) -> str:
    if before and after:
        return f"changed from {_said(before)} to {_said(after)}"
    return f"is now {_said(after)}; there was none before" if after else f"was {_said(before)}; there is none now"


def _said(value: object) -> str:
    """A date in ISO form, words in quotation marks, a mark as yes."""
    if isinstance(value, date):
        return value.isoformat()
    return "yes" if value is True else f"“{value}”"
