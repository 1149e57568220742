"""Turns what ``practice-ingest add`` was given into rows of the catalogue."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ingest.fetch import fetch_one
from ingest.parse import describe
from knowledge.documents import Kind, slug
from knowledge.errors import SourceError, UnreadableFile


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person said of a source; what is None is worked out from the text."""

    kind: str | None
    title: str | None
    short: str | None
    as_at: date | None
    licence: str
    owner: str


def added_rows(address: str, wish: Wish, data: Path) -> Iterator[dict[str, Any]]:
    """The row for a file, folder or web address; raises ``SourceError`` when it cannot be read."""
    if address.startswith(("http://", "https://")):
        yield _row(address, fetch_one(address, data / "fetched"), wish)
        return
    path = Path(address).expanduser().absolute()
    if path.is_dir():
        yield _folder_row(path, wish)
        return
    yield _row(str(path), path, wish)


def _folder_row(path: Path, wish: Wish) -> dict[str, Any]:
    if not wish.as_at:
        raise SourceError("A folder needs a date.", "Say --as-at YYYY-MM-DD.")
    title = wish.title or path.name.replace("-", " ").replace("_", " ")
    return _values(str(path), wish.kind or "procedure", title, wish.short or title, wish.as_at, wish)


def _row(address: str, path: Path, wish: Wish) -> dict[str, Any]:
    try:
        data = path.read_bytes()
    except OSError:
        raise UnreadableFile(f"There is no file {path.name} that can be read.", "Check the path.") from None
    if not data.strip():
        raise UnreadableFile(f"{path.name} is empty.", "Choose a file with text in it.")
    about = describe(data, path.name, Kind(wish.kind) if wish.kind else None)
    as_at = wish.as_at or about.as_at
    if as_at is None:
        raise SourceError(f"No date was found in {path.name}.", "Say --as-at YYYY-MM-DD.")
    title = wish.title or about.title
    return _values(address, wish.kind or about.kind, title, wish.short or about.short, as_at, wish)


def _values(address: str, kind: str, title: str, short: str, as_at: date, wish: Wish) -> dict[str, Any]:
    return {
        "id": slug(short or title)[:100],
        "address": address,
        "kind": kind,
        "title": title,
        "short": short,
        "as_at": as_at,
        "licence": wish.licence,
        "owner": wish.owner,
    }
