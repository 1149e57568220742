"""The places of a document that a comparison sets side by side."""

import re
from collections.abc import Iterator

from knowledge.plans.model import Action, Plan
from knowledge.text import Span, sentences, trimmed

_LEAST_WORDS = 4
# Lines that only say who and when, titles, and the banner of a made-up draft.
_FORM = re.compile(
    r"\W*(?:(?:present|apologies|attendees?|date|dates?|worker|manager|supervisor|supervisee|child|name|dob|chair|next|venue"
    r"|distribution)\b[^.|]{0,40}:|(?:core group (?:meeting )?minutes|supervision record|child protection plan"
    r"|child in need plan)\b[^.]*$|\(?[^.|]*\b(?:fictional|invented)\b)",
    re.IGNORECASE,
)


def open_actions(plan: Plan) -> tuple[Action, ...]:
    """The actions that are still to be done."""
    return tuple(action for action in plan.actions if not action.done)


def actions_of(plan: Plan) -> tuple[Span, ...]:
    """The places of the actions still to be done."""
    return tuple(action.span for action in open_actions(plan))


def told_in(plan: Plan, *, besides: tuple[Span, ...] = ()) -> tuple[Span, ...]:
    """The sentences of a document with something to say, without these places; a table row is one piece."""
    return tuple(
        place
        for line in _lines(plan.text)
        if not _FORM.match(line.of(plan.text))
        for place in _sentences(plan.text, line)
        if len(place.of(plan.text).split()) >= _LEAST_WORDS and not any(place.overlaps(one) for one in besides)
    )


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        yield Span(start, start + len(line))
        start += len(line) + 1


def _sentences(text: str, line: Span) -> Iterator[Span]:
    if "|" in line.of(text) or "\t" in line.of(text):
        yield trimmed(text, line)
        return
    for place in sentences(line.of(text)):
        yield trimmed(text, place.shifted(line.start))


def line_of(plan: Plan, span: Span) -> Span:
    """The statement that a place stands in, or the place itself."""
    return next((one.span for one in plan.statements if one.span.overlaps(span)), span)
