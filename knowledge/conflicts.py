"""Where a local procedure gives another figure than the law for the same clock."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.catalogue import Stored
from knowledge.documents import Authority
from knowledge.text import sentences
from knowledge.timescales import Clock, Length, clocks
from knowledge.words import content_words, stems

_NUMBERS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
    )
}
_FIGURE = re.compile(
    rf"\b(?P<number>\d+|{'|'.join(_NUMBERS)})[ -](?P<working>working |school )?(?P<unit>hour|day|week|month|year)s?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A sentence of a local procedure beside the clock it disagrees with."""

    clock: Clock
    local: Stored
    sentence: str
    figure: Length

    @property
    def line(self) -> str:
        """The law first, then what the local text says."""
        law = f"{self.clock.label}, {self.clock.locator}: {self.clock.length.words} ({self.clock.title})"
        return f"{law}. {self.local.passage.label} says {self.figure.words}: “{self.sentence}”"


def conflicts(rows: Iterable[Stored]) -> Iterator[Conflict]:
    """The conflicts between local procedures and the clocks of law and statutory guidance."""
    national = {
        clock.provision_id: clock
        for clock in clocks()
        if clock.authority in {Authority.STATUTE, Authority.STATUTORY_GUIDANCE}
    }
    for row in rows:
        if row.source.authority is Authority.LOCAL_PROCEDURE:
            yield from _of_passage(row, national)


def _of_passage(row: Stored, national: dict[str, Clock]) -> Iterator[Conflict]:
    for span in sentences(row.passage.text):
        sentence = span.of(row.passage.text)
        clock = _clock_of(sentence, national.values())
        figures = tuple(_figures(sentence))
        # A sentence that gives two figures cannot be laid to one clock.
        if clock and len(figures) == 1 and not _agrees(clock, figures[0]):
            yield Conflict(clock, row, sentence, figures[0])


def _clock_of(sentence: str, candidates: Iterable[Clock]) -> Clock | None:
    """The clock that a sentence sets: it speaks of what is due and of what starts the time."""
    said = stems(content_words(sentence))
    shares = {clock: (_share(clock.title, said), _share(clock.event, said)) for clock in candidates}
    near = [clock for clock, pair in shares.items() if min(pair) >= _MOST]
    return max(near, key=lambda clock: (sum(shares[clock]), clock.id), default=None)


def _share(words: str, said: frozenset[str]) -> float:
    wanted = stems(content_words(words))
    return len(wanted & said) / len(wanted) if wanted else 0.0


_MOST = 0.75


def _figures(sentence: str) -> Iterator[Length]:
    for match in _FIGURE.finditer(sentence):
        number = match["number"].lower()
        unit = f"{(match['working'] or '').lower()}{match['unit'].lower()}s"
        yield Length(_NUMBERS.get(number) or int(number), unit)


def _agrees(clock: Clock, figure: Length) -> bool:
    known = (clock.length, clock.then, clock.extension)
    return any(length and (length.amount, length.unit) == (figure.amount, figure.unit) for length in known)
