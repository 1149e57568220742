"""Finds identifiers and puts masks in their place."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.deidentify.births import births_beside
from knowledge.deidentify.evened import evened
from knowledge.deidentify.kinds import Identifier, Kind
from knowledge.deidentify.names import names
from knowledge.deidentify.numbers import numbers
from knowledge.deidentify.public import Public
from knowledge.text import Span

NOTHING_PUBLIC = Public()
# "[date of birth], placed on 3.11.26": the words of a mask are no label for what follows.
_MASK = re.compile("|".join(re.escape(kind.mask) for kind in Kind))


@dataclass(frozen=True, slots=True)
class SafeText:
    """A text with every identifier masked, and the kinds that were found."""

    text: str
    kinds: tuple[Kind, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether nothing had to be masked."""
        return not self.kinds


def find(text: str, public: Public = NOTHING_PUBLIC) -> tuple[Identifier, ...]:
    """Every identifier in order of place; spans never overlap. ``public`` is what the council publishes."""
    seen = _blanked(text, public.places(text))
    taken: list[Identifier] = []
    plain = evened(_MASK.sub(_hidden, seen))
    for identifier in numbers(plain.text, public.phones):
        span = plain.before(identifier.span)
        if not any(span.overlaps(other.span) for other in taken):
            taken.append(Identifier(identifier.kind, span))
    rest = _blanked(seen, [identifier.span for identifier in taken])
    people = [Identifier(Kind.NAME, span) for span in names(rest)]
    taken.extend(people)
    taken.extend(Identifier(Kind.DATE_OF_BIRTH, span) for one in people for span in births_beside(rest, one.span))
    return tuple(sorted(taken, key=lambda identifier: identifier.span.start))


def deidentify(text: str, public: Public = NOTHING_PUBLIC) -> SafeText:
    """The text with masks such as ``[name]``; doing it twice changes nothing more."""
    kinds: dict[Kind, None] = {}
    while found := find(text, public):
        kinds.update(dict.fromkeys(identifier.kind for identifier in found))
        text = _masked(text, found)
    return SafeText(text, tuple(kinds))


def mask_spans(text: str, public: Public = NOTHING_PUBLIC) -> str:
    """An excerpt with every identifier masked; its length may change."""
    return deidentify(text, public).text


def _masked(text: str, found: Sequence[Identifier]) -> str:
    for identifier in reversed(found):
        text = text[: identifier.span.start] + identifier.kind.mask + text[identifier.span.end :]
    return text


def _hidden(mask: re.Match[str]) -> str:
    return "\0" * len(mask[0])


def _blanked(text: str, spans: Iterable[Span]) -> str:
    """The text, same length, with the spans out of the name finder's sight."""
    for span in spans:
        text = text[: span.start] + "0" * (span.end - span.start) + text[span.end :]
    return text
