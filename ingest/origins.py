"""Where each source's bytes are: bundled digests, the source list, and what was added by hand."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, NoReturn

from config.sources import SourceEntry, SourceList
from ingest.folders import contents, ids_of, told
from ingest.parse import parse, short_by_itself
from ingest.replacing import is_digests, replaced_digests, with_digest_questions
from ingest.superseding import marked, named_as_superseded, without_marks
from knowledge.asked import NAME, asked_seal
from knowledge.digest import CORPUS, digest_files, questions_astray, read_digest
from knowledge.documents import AUTHORITY_OF_KIND, Authority, Document, Kind, Source, slug
from knowledge.errors import SourceError, UnreadableFile


@dataclass(frozen=True, slots=True)
class Origin:
    """One file to read: its id, where it is, what describes it beside its bytes, and its parser.

    ``address`` is that of the source it belongs to; it is empty for a bundled digest. ``replaces`` is
    the short name of the digests that it takes the place of. ``passed_over`` says why a part of a
    source is not read at all.
    """

    source_id: str
    path: Path
    about: str
    read: Callable[[bytes], Document]
    address: str = ""
    replaces: str = ""
    passed_over: str = ""


def all_origins(
    sources: SourceList, rows: Iterable[Mapping[str, Any]], cache: Callable[[str], Path | None]
) -> tuple[Origin, ...]:
    """Everything to read: an official inspection letter takes the place of its digest."""
    held = (*listed(sources, cache), *(origin for row in rows for origin in added(row, cache)))
    return (*bundled(sources, (origin.replaces for origin in held)), *held)


def bundled(sources: SourceList, official: Iterable[str] = ()) -> Iterator[Origin]:
    """The bundled digests, less those that a council leaves out or has replaced.

    ``official`` are the short names of inspection letters that are held in full.
    """
    replaced = replaced_digests(official)
    left_out = (*sources.exclude_bundled, *(entry.replaces for entry in sources.entries if entry.replaces))
    about = f"digest {asked_seal(CORPUS)}"
    for path in digest_files():
        if path not in replaced and not _left_out(path, left_out):
            yield Origin(f"digest-{path.stem}", path, about, lambda _, path=path: read_digest(path))  # type: ignore[misc]
    if astray := questions_astray():
        yield Origin("asked-questions", CORPUS / NAME, about, lambda _: _refuse(astray))


def _refuse(astray: Sequence[str]) -> NoReturn:
    raise SourceError(
        f"{NAME} names provisions that are not in the corpus: {', '.join(astray)}.", "Correct the first column."
    )


def _left_out(path: Path, patterns: Sequence[str]) -> bool:
    """Whether an exclusion names the digest, by its file name or as ``sample-CHAPTER``."""
    chapter = path.stem.lstrip("0123456789-")
    names = (path.stem, f"sample-{chapter}") if path.parent.name == "procedures" else (path.stem,)
    return any(fnmatch(name, pattern) for name in names for pattern in patterns)


def listed(sources: SourceList, cache: Callable[[str], Path | None]) -> Iterator[Origin]:
    """The files of the source list; a web address counts once it has been fetched."""
    for entry in sources.entries:
        path = cache(entry.address) if _is_web(entry.address) else Path(entry.address).expanduser()
        if path is not None:
            yield from _of_entry(entry, path)


def added(row: Mapping[str, Any], cache: Callable[[str], Path | None]) -> Iterator[Origin]:
    """The file or folder that was added by hand; all parts of a superseded version say that it is."""
    until = row.get("superseded_on")
    given = named_as_superseded(row) if until else without_marks(row)
    entry = SourceEntry(**{name: value for name, value in given.items() if value is not None})
    path = cache(entry.address) if _is_web(entry.address) else Path(entry.address)
    for origin in _of_entry(entry, path or Path(entry.address)):
        yield _superseded(origin, until) if until else origin


def _superseded(origin: Origin, on: date) -> Origin:
    read = origin.read
    return replace(origin, read=lambda data: marked(read(data), on), about=f"{origin.about} {on}", replaces="")


def _of_entry(entry: SourceEntry, path: Path) -> Iterator[Origin]:
    if path.is_dir():
        yield from _of_folder(entry, path)
    else:
        yield _origin(entry, entry.id, path, title=entry.title)


def _of_folder(entry: SourceEntry, folder: Path) -> Iterator[Origin]:
    """The files of a folder; a place that cannot be opened is an origin that cannot be read."""
    held = contents(folder, entry.exclude)
    for file, name in ids_of(held.files, folder, entry.id).items():
        yield _origin(entry, name, file, title=file.stem.replace("-", " ").replace("_", " "))
    for place in held.closed:
        inside = slug(str(place.relative_to(folder)))
        yield _origin(entry, f"{entry.id}-{inside}" if inside else entry.id, place, title=place.name)
    if held.unread:
        yield replace(_origin(entry, entry.id, folder, entry.title), passed_over=told(held.unread, folder))


def _origin(entry: SourceEntry, source_id: str, path: Path, title: str) -> Origin:
    source = _source(entry, source_id, title)
    read = lambda data: _parsed(data, path, source)  # noqa: E731 - a parser that knows its file
    return Origin(source_id, path, repr(source), read, entry.address, _replaced(source, path))


def _replaced(source: Source, path: Path) -> str:
    """The short name of an inspection whose digest it takes the place of: only that of the letter itself.

    A letter that cannot be read just now keeps the place it has.
    """
    unnamed, named = source.short in {"", source.title}, is_digests(source.short)
    if source.kind is not Kind.INSPECTION or not (unnamed or named):
        return ""
    try:
        own = short_by_itself(path.read_bytes(), path.name, source.as_at)
    except (OSError, SourceError):
        return source.short if named else ""
    return own if is_digests(own) and (unnamed or own == source.short) else ""


def _parsed(data: bytes, path: Path, source: Source) -> Document:
    if not data.strip():
        raise UnreadableFile(f"{path.name} is empty.", "Choose a file with text in it.")
    return with_digest_questions(parse(data, path.name, source))


def _source(entry: SourceEntry, source_id: str, title: str) -> Source:
    kind = Kind(entry.kind)
    return Source(
        id=source_id,
        title=title,
        short=entry.short or title,
        kind=kind,
        authority=AUTHORITY_OF_KIND.get(kind, Authority.GOOD_PRACTICE),
        as_at=entry.as_at if isinstance(entry.as_at, date) else date.fromisoformat(entry.as_at),
        url=entry.address if _is_web(entry.address) else "",
        licence=entry.licence,
        owner=entry.owner,
        review_due=entry.review_due,
        signed_off_by=entry.signed_off_by,
        signed_off_on=entry.signed_off_on,
        address=entry.address,
    )


def _is_web(address: str) -> bool:
    return address.startswith(("http://", "https://"))
