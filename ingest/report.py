"""What one ingestion did, source by source, in plain words."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a source."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "kept as it was"
    REFUSED = "refused"
    SKIPPED = "skipped"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What became of one source."""

    source_id: str
    outcome: Outcome
    passages: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What one run did. ``embedded`` counts the texts and questions that were embedded."""

    sources: tuple[SourceReport, ...]
    snapshot: str
    passages: int
    embedded: int
    seconds: float

    @property
    def refused(self) -> bool:
        """Whether anything could not be read."""
        return any(source.outcome in {Outcome.REFUSED, Outcome.KEPT} for source in self.sources)

    def lines(self) -> tuple[str, ...]:
        """The report as a person reads it: what changed or went wrong, then the totals."""
        told = (source for source in self.sources if source.outcome is not Outcome.UNCHANGED)
        return (*(_line(source) for source in told), self._totals())

    def _totals(self) -> str:
        unchanged = sum(source.outcome is Outcome.UNCHANGED for source in self.sources)
        sources = sum(source.outcome is not Outcome.SKIPPED for source in self.sources)
        return (
            f"{sources} sources ({unchanged} unchanged), {self.passages} passages, "
            f"{self.embedded} texts embedded, snapshot {self.snapshot}, {self.seconds:.1f} s."
        )


def _line(source: SourceReport) -> str:
    count = f", {source.passages} passages" if source.passages else ""
    notes = f": {' '.join(source.notes)}" if source.notes else ""
    return f"{source.source_id}: {source.outcome}{count}{notes}"
