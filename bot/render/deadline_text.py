"""A deadline as plain text: the date, how it was counted, its source, and what comes next."""

from collections.abc import Iterator

from knowledge.documents import Authority
from knowledge.timescales import Deadline, written


def deadline_lines(deadline: Deadline) -> Iterator[str]:
    """Warnings, then the date; then the rule, the counting, an extension and what happens next."""
    clock = deadline.clock
    yield from (f"WARNING: {warning}" for warning in deadline.warnings)
    lead = "No later than" if clock.kind != "at least" else "No earlier than"
    yield f"{lead} {written(deadline.due)}"
    yield f"{clock.title}: {clock.what}"
    yield f"Counted: {deadline.counted}."
    yield from (f"  {note}" for note in deadline.notes)
    if clock.then:
        yield f"After that: every {clock.then.words} at most{f' ({clock.then_when})' if clock.then_when else ''}."
    if deadline.extended and clock.extension:
        when = f" {clock.extension_condition}" if clock.extension_condition else ""
        yield f"Can be extended once by up to {clock.extension.words}, to {written(deadline.extended)}.{when}"
    if clock.next:
        yield f"Next: {clock.next}"
    yield f"Source: {source_line(deadline)}"


def source_line(deadline: Deadline) -> str:
    """The clock's citation, with what weight it has and how it was checked."""
    clock = deadline.clock
    kind = Authority(clock.authority).heading
    return (
        f"{clock.label}, {clock.locator} ({kind}; {clock.status}; {clock.confirmed}; as at {clock.as_at}) {clock.url}"
    )
