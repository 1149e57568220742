"""Turns what ``practice-ingest add`` was given into rows of the catalogue, each under an id of its own."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ingest.fetch import cached, fetch_one
from ingest.parse import Description, describe
from ingest.superseding import is_newer_version, superseded
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
    signed_off_by: str = ""
    signed_off_on: date | None = None
    review_due: date | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """The rows to keep, and in one sentence each what could not be added.

    ``superseded`` are the rows of older versions whose place a new row takes; they are kept first.
    """

    rows: tuple[Mapping[str, Any], ...]
    problems: tuple[str, ...]
    superseded: tuple[Mapping[str, Any], ...] = ()


def added_rows(
    addresses: Iterable[str], wish: Wish, data: Path, held: Sequence[Mapping[str, Any]], listed: Iterable[str]
) -> Added:
    """The rows for files, folders and web addresses; one that cannot be added stops no other.

    ``held`` are the rows that were added before and ``listed`` the ids of the source list. What was
    added from the same address keeps its id and is replaced. A later text of the same name takes the
    place of the one before, which is kept as superseded; any other id that is taken is refused.
    """
    owners: dict[str, Mapping[str, Any]] = {name: {"id": name, "address": ""} for name in listed}
    owners |= {row["id"]: row for row in held}
    rows, older, problems = [], [], []
    for address in addresses:
        try:
            row = _named(_row_of(address, wish, data), owners)
            owner = owners.get(row["id"], row)
            if owner["address"] != row["address"]:
                older.append(_replaced(row, owner, data))
        except SourceError as problem:
            problems.append(_naming(address, problem))
        else:
            owners[row["id"]] = row
            rows.append(row)
    return Added(tuple(rows), tuple(problems), tuple(older))


def _naming(address: str, problem: SourceError) -> str:
    name = Path(address).name
    return str(problem) if name in str(problem) else f"{name}: {problem}"


def _named(row: dict[str, Any], owners: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The row under the id that its address had before, or under its own."""
    before = next((name for name, owner in owners.items() if owner["address"] == row["address"]), None)
    return {**row, "id": before or row["id"]}


def _replaced(row: Mapping[str, Any], owner: Mapping[str, Any], data: Path) -> dict[str, Any]:
    """The older version whose place a row takes; raises ``SourceError`` where it is another source."""
    file = _file_of(owner["address"], data)
    if not owner["address"] or not is_newer_version(row, owner, date.today()):  # noqa: DTZ011 - a local day
        raise SourceError(
            f"{_shown(row['address'])} was not added: "
            f"its id would be {row['id']}, which {_shown(owner['address'])} has.",
            f"{_dated(owner)}Say --short with a name of its own, or remove {row['id']} first.",
        )
    if not file.is_file():
        raise SourceError(
            f"{_shown(row['address'])} was not added: the version that it replaces, {_shown(owner['address'])}, "
            "is no longer there to be kept.",
            f"Put that file back, or remove {row['id']} first.",
        )
    return superseded(owner, row, file, data / "superseded")


def _dated(owner: Mapping[str, Any]) -> str:
    if not owner["address"]:
        return ""
    return f"That one is as at {owner['as_at']}; a newer version that is in force needs a later --as-at. "


def _file_of(address: str, data: Path) -> Path:
    """The file at an address; what was fetched for one on the web."""
    return (cached(address, data / "fetched") if _is_web(address) else None) or Path(address)


def _is_web(address: str) -> bool:
    return address.startswith(("http://", "https://"))


def _shown(address: str) -> str:
    """The last two parts of an address; two files of one name differ in the folder."""
    return "/".join(Path(address).parts[-2:]) or "the source list"


def _row_of(address: str, wish: Wish, data: Path) -> dict[str, Any]:
    """The row for one address; raises ``SourceError`` when it cannot be read."""
    if _is_web(address):
        return _row(address, fetch_one(address, data / "fetched"), wish)
    path = Path(os.path.abspath(Path(address).expanduser()))  # noqa: PTH100 - it alone takes out ".." unresolved
    return _folder_row(path, wish) if path.is_dir() else _row(str(path), path, wish)


def _folder_row(path: Path, wish: Wish) -> dict[str, Any]:
    if not wish.as_at:
        raise SourceError(f"The folder {path.name} needs a date.", "Say --as-at YYYY-MM-DD.")
    title = wish.title or path.name.replace("-", " ").replace("_", " ")
    about = Description(Kind(wish.kind or "procedure"), title, title, wish.as_at)
    return _values(str(path), about, wish.as_at, wish)


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
    return _values(address, about, as_at, wish)


def _values(address: str, about: Description, as_at: date, wish: Wish) -> dict[str, Any]:
    title = wish.title or about.title
    # A file whose only short name is its title is cited by the title that it was given.
    short = wish.short or (title if about.short == about.title else about.short)
    return {
        "id": slug(f"{short or title} {about.part}")[:100].strip("-"),
        "address": address,
        "kind": wish.kind or str(about.kind),
        "title": title,
        "short": short,
        "as_at": as_at,
        "licence": wish.licence,
        "owner": wish.owner,
        "signed_off_by": wish.signed_off_by,
        "signed_off_on": wish.signed_off_on,
        "review_due": wish.review_due,
    }
