"""What a folder holds: files to read in a fixed order, files of kinds that are not read, places that are closed."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from hashlib import sha256
from pathlib import Path

from knowledge.documents import slug

# Of two files with the same words in one folder, the kind that stands first here is read.
ENDINGS = (".docx", ".md", ".html", ".htm", ".xml", ".txt", ".pdf")
# What a saved page brings with it; nobody expects it to be read.
_FURNITURE = frozenset(
    ".css .gif .ico .jpeg .jpg .js .json .map .png .svg .ttf .webp .woff .woff2".split()
)  # fmt: skip
_MOST_NAMED = 20
# A source's id has room for 120 characters; what stands behind it in a passage's id needs the rest.
_LONGEST_ID = 100


@dataclass(frozen=True, slots=True)
class Contents:
    """The files of a folder that are read, those that are not, and what could not be opened."""

    files: tuple[Path, ...]
    unread: tuple[Path, ...]
    closed: tuple[Path, ...]


def contents(folder: Path, exclude: Sequence[str] = ()) -> Contents:
    """What a folder and the folders in it hold, less an exclusion list.

    A folder without anything in it counts as closed: a disk that is not connected looks like that.
    """
    closed: list[Path] = []
    found = tuple(path for path in _walked(folder, closed) if not _excluded(path.relative_to(folder), exclude))
    if not closed and not any(folder.iterdir()):
        closed.append(folder)
    read = sorted((path for path in found if _ending(path) in ENDINGS), key=lambda path: _order(path, folder))
    unread = sorted(path for path in found if _ending(path) not in ENDINGS)
    return Contents(tuple(read), tuple(unread), tuple(closed))


def ids_of(files: Iterable[Path], folder: Path, source_id: str) -> Mapping[Path, str]:
    """An id for each file, made from its place in the folder; its kind is in it where two would have one id."""
    bare = {path: slug(str(path.relative_to(folder).with_suffix(""))) for path in files}
    named = {path: slug(path.relative_to(folder).as_posix()) if alike else bare[path] for path, alike in _twins(bare)}
    ids = {path: _id(source_id, name) for path, name in named.items()}
    return {
        path: _id(source_id, named[path], path.relative_to(folder)) if alike else ids[path]
        for path, alike in _twins(ids)
    }


def told(unread: Sequence[Path], folder: Path) -> str:
    """In words, which files are of kinds that are not read."""
    papers = [str(path.relative_to(folder)) for path in unread if _ending(path) not in _FURNITURE]
    parts = [", ".join(papers[:_MOST_NAMED])] if papers else []
    if len(papers) > _MOST_NAMED:
        parts.append(f"{len(papers) - _MOST_NAMED} more")
    if len(unread) > len(papers):
        parts.append(f"{len(unread) - len(papers)} pictures and parts of web pages")
    return f"These are of kinds that are not read: {' and '.join(parts)}."


def _walked(folder: Path, closed: list[Path]) -> Iterator[Path]:
    """The files below a folder; folders that cannot be opened are put with the closed ones."""
    for at, inner, names in os.walk(folder, onerror=lambda problem: closed.append(Path(problem.filename))):
        inner[:] = [name for name in inner if not _hidden(name)]
        yield from (path for name in names if (path := Path(at, name)).is_file())


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$"))


def _excluded(path: Path, exclude: Sequence[str]) -> bool:
    return _hidden(path.name) or any(fnmatch(str(path), pattern) for pattern in exclude)


def _ending(path: Path) -> str:
    return path.suffix.lower()


def _order(path: Path, folder: Path) -> tuple[int, int, str]:
    """Files of the folder itself before those of folders in it, so that a copy comes after what it copies."""
    inside = path.relative_to(folder)
    return len(inside.parts), ENDINGS.index(_ending(path)), str(inside)


def _twins(names: Mapping[Path, str]) -> Iterator[tuple[Path, bool]]:
    """Each path, and whether another has the same name."""
    times = Counter(names.values())
    return ((path, times[name] > 1) for path, name in names.items())


def _id(source_id: str, name: str, place: Path | None = None) -> str:
    """An id that fits; a fingerprint of the place stands in it where the words are cut or do not suffice."""
    whole = f"{source_id}-{name}"
    if place is None and len(whole) <= _LONGEST_ID:
        return whole
    seal = sha256(f"{name}\0{place or ''}".encode()).hexdigest()[:8]
    return f"{whole[: _LONGEST_ID - 9]}-{seal}"
