"""Each origin read once: parsed where it changed, and where it cannot be read, refused or kept as it was."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.duplicates import Held, Holder, fingerprint
from ingest.origins import Origin
from ingest.report import Outcome, SourceReport
from ingest.split import split
from knowledge.catalogue import Catalogue, Reading
from knowledge.documents import version_id
from knowledge.errors import SourceError

# Raised when parsing or splitting changes: unchanged files are then read again.
PARSER_VERSION = "3"


@dataclass(frozen=True, slots=True)
class Read:
    """What one origin gave: the readings to remember, and what to report."""

    readings: tuple[Reading, ...]
    report: SourceReport


class Reader:
    """Reads the origins of one run in their order; what was last read of each is looked up once."""

    def __init__(self, catalogue: Catalogue, origins: Sequence[Origin]) -> None:
        self._catalogue = catalogue
        self._before = catalogue.readings()
        self._known = catalogue.known_versions(reading.version_id for reading in self._before.values())
        self._expected = frozenset(origin.source_id for origin in origins if not origin.passed_over)
        self._taken: dict[str, Origin] = {}
        self._held = Held(catalogue)

    def gone(self, reads: Sequence[Read]) -> Iterator[str]:
        """The ids of the sources that were read before and are no longer there."""
        told = {read.report.source_id for read in reads}
        kept = {reading.source_id for read in reads for reading in read.readings}
        yield from sorted(set(self._before) - told - kept)

    def read(self, origin: Origin) -> Read:
        """One origin; a problem with it is reported and stops no other."""
        if origin.passed_over:
            return Read((), SourceReport(origin.source_id, Outcome.SKIPPED, notes=(origin.passed_over,)))
        if origin.source_id in self._taken:
            return self._of_taken_id(origin)
        self._taken[origin.source_id] = origin
        try:
            return self._read(origin)
        except SourceError as problem:
            return self._refused(origin, problem)

    # -- what can be read ----------------------------------------------------------------

    def _read(self, origin: Origin) -> Read:
        data = _bytes(origin)
        seal = hashlib.sha256(data + f"\0{origin.about}\0{PARSER_VERSION}".encode()).hexdigest()
        last = self._before.get(origin.source_id)
        if last is None or last.sha256 != seal or last.version_id not in self._known:
            return self._parsed(origin, data, seal)
        if self._own(origin) is not None:
            return self._unchanged(origin, last)
        holder = self._held.of_version(last.version_id)
        return _duplicate(origin, last, holder) if holder else self._parsed(origin, data, seal)

    def _unchanged(self, origin: Origin, last: Reading) -> Read:
        holder = self._held.unchanged(Holder(origin, last.version_id)) if origin.address else None
        if holder:
            return _duplicate(origin, Reading(origin.source_id, last.sha256, holder.version, last.notes), holder)
        return Read((last,), SourceReport(origin.source_id, Outcome.UNCHANGED, notes=last.notes))

    def _parsed(self, origin: Origin, data: bytes, seal: str) -> Read:
        document = origin.read(data)
        passages = split(document)
        if not passages:
            raise SourceError("No text was found in it.", "Check the file.")
        whole = tuple(passage for passage in passages if not passage.within)
        words = fingerprint(document.source.kind, whole) if origin.address else ""
        holder = self._held.find(words) if words else None
        if holder:
            return _duplicate(origin, Reading(origin.source_id, seal, holder.version, document.notes), holder)
        version = version_id(document, passages)
        if not self._catalogue.known_versions([version]):
            self._catalogue.store_version(version, document.source, passages)
        if words:
            self._held.new(words, Holder(origin, version))
        outcome = Outcome.CHANGED if self._own(origin) else Outcome.NEW
        reading = Reading(origin.source_id, seal, version, document.notes)
        return Read((reading,), SourceReport(origin.source_id, outcome, len(whole), document.notes))

    def _own(self, origin: Origin) -> Reading | None:
        """What was last read of an origin, unless its words are stored under the id of one with the same words.

        A bundled digest has the id of its own front matter, and is never held by another.
        """
        last = self._before.get(origin.source_id)
        source = self._known.get(last.version_id) if last else None
        own = source is not None and (not origin.address or source.id == origin.source_id)
        return last if own else None

    # -- what cannot ---------------------------------------------------------------------

    def _refused(self, origin: Origin, problem: SourceError) -> Read:
        last = self._own(origin)
        kept = (last,) if last else tuple(self._inside(origin))
        outcome = Outcome.KEPT if kept else Outcome.REFUSED
        return Read(kept, SourceReport(origin.source_id, outcome, notes=(str(problem),)))

    def _inside(self, origin: Origin) -> Iterator[Reading]:
        """What was last read below an origin that was a folder; it counts until the folder can be read again."""
        for name, reading in self._before.items():
            source = self._known.get(reading.version_id)
            inside = name.startswith(f"{origin.source_id}-") and name not in self._expected
            if inside and source is not None and source.address == origin.address:
                yield reading

    def _of_taken_id(self, origin: Origin) -> Read:
        note = (
            f"{self._taken[origin.source_id].path.name} has this id too, so {origin.path.name} was left out. "
            "Give one of them another id or name."
        )
        return Read((), SourceReport(origin.source_id, Outcome.REFUSED, notes=(note,)))


def _bytes(origin: Origin) -> bytes:
    try:
        return origin.path.read_bytes()
    except IsADirectoryError:
        raise SourceError(
            f"The folder {origin.path.name} is empty or cannot be opened.", "Put it back, or remove the source."
        ) from None
    except OSError:
        raise SourceError(
            f"{origin.path.name} cannot be found or read.", "Put it back, or remove the source."
        ) from None


def _duplicate(origin: Origin, reading: Reading, holder: Holder) -> Read:
    """A source whose words another holds: it counts as read, and adds nothing."""
    note = f"{origin.path.name} has the same words as {holder.origin.path.name} ({holder.origin.source_id})."
    return Read((reading,), SourceReport(origin.source_id, Outcome.SKIPPED, notes=(note,)))
