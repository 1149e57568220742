"""The deadline command: an event and a date to lines of text or JSON."""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta

from bot.render.deadline_text import deadline_lines
from knowledge.errors import DeadlineError
from knowledge.timescales import Deadline, clocks, deadline, find_clock

BESIDE_TODAY = {"yesterday": -1, "today": 0, "tomorrow": 1}
_ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}$")


def deadline_output(event: str, day: str, *, as_json: bool) -> Iterator[str]:
    """The lines to print; raises ``DeadlineError`` for an unknown event or date."""
    made = deadline(find_clock(event), read_day(day))
    if as_json:
        yield json.dumps(deadline_object(made), ensure_ascii=False)
    else:
        yield from deadline_lines(made)


def deadline_object(made: Deadline) -> dict[str, object]:
    """A deadline as JSON, with ISO dates."""
    clock = made.clock
    return {
        "event": clock.id,
        "title": clock.title,
        "start": made.start.isoformat(),
        "due": made.due.isoformat(),
        "counted": made.counted,
        "notes": list(made.notes),
        "warnings": list(made.warnings),
        "due_if_first_day_counts": made.if_first_day_counts.isoformat() if made.if_first_day_counts else None,
        "extended": made.extended.isoformat() if made.extended else None,
        "what": clock.what,
        "next": clock.next,
        "label": clock.label,
        "locator": clock.locator,
        "authority": clock.authority.value,
        "status": clock.status,
        "confirmed": clock.confirmed,
        "as_at": clock.as_at.isoformat(),
        "url": clock.url,
    }


def read_day(words: str, today: date | None = None) -> date:
    """A date as people in the UK type it: 2026-11-03, 3/11/2026, 3 Nov 2026; today, yesterday and tomorrow too."""
    from dateutil import parser

    if (away := BESIDE_TODAY.get(words.strip().lower())) is not None:
        return (today or date.today()) + timedelta(days=away)  # noqa: DTZ011 - a day where the council is
    try:
        if _ISO.match(words.strip()):
            year, month, day = (int(part) for part in words.strip().split("-"))
            return date(year, month, day)
        return parser.parse(words, dayfirst=True).date()
    except (ValueError, OverflowError):
        raise DeadlineError(f"{words[:40]!r} is not a date.", "Write it as YYYY-MM-DD.") from None


def event_lines() -> Iterator[str]:
    """Every event with its everyday names."""
    for clock in clocks():
        yield f"{clock.names[0]}: {clock.title} ({clock.length.words}, {clock.label})"
