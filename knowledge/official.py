"""Official wording before our digest of it: for a citation sent alone, and where both answer a question."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from knowledge.citations import provision_of, subs_of
from knowledge.documents import Kind, Passage, Source
from knowledge.index import Index, lapsed
from knowledge.premise import figures
from knowledge.weighing import Retrieved, Weigher

# A citation sent alone: this much official text, then the digest in plain words, then the rest.
_FIRST_OFFICIAL = 2
_DIGESTS_LOOKED_AT = 3


def of_citation(found: Iterable[Retrieved], wanted: Sequence[str]) -> list[Retrieved]:
    """The pinpoint first, then what sums the provision up, then its beginning; official wording before the digest."""
    ranked = sorted(found, key=lambda one: (-one.signals.cited, not _sums_up(one.passage), one.key))
    pinned = sorted((one for one in ranked if _answers(one, wanted)), key=lambda one: _agreement(one, wanted))
    first = pinned[:_FIRST_OFFICIAL]
    digests = [one for one in ranked if one.signals.cited >= 1 and one.source.digest][:1] if first else []
    shown = {one.key for one in (*first, *digests)}
    rest = [*(one for one in pinned if one.key not in shown), *ranked]
    return [*first, *digests, *_once(rest, shown)]


def _sums_up(passage: Passage) -> bool:
    """Whether a digest says by its title that this is its summary."""
    return passage.title.endswith("in short")


def _answers(one: Retrieved, wanted: Sequence[str]) -> bool:
    """Whether this is official text of the pinpoint that was asked for."""
    return one.signals.cited >= 1 and is_official(one.passage, one.source) and covers(one.passage, wanted)


def _agreement(one: Retrieved, wanted: Sequence[str]) -> tuple[int, int]:
    """The narrowest text around a pinpoint first, then reading order."""
    return (-len(subs_of(one.passage.locator)) if wanted else 0, one.key)


def _once(found: Iterable[Retrieved], shown: set[int]) -> Iterator[Retrieved]:
    seen = set(shown)
    for one in found:
        if one.key not in seen:
            seen.add(one.key)
            yield one


def covers(passage: Passage, wanted: Sequence[str]) -> bool:
    """Whether a passage holds the pinpoint: it is the same, or one is inside the other."""
    held = subs_of(passage.locator)
    return all(one == other for one, other in zip(held, wanted, strict=False))


def is_official(passage: Passage, source: Source) -> bool:
    """Whether a text is law or guidance in its own words that stands today."""
    kinds = {Kind.LEGISLATION, Kind.GUIDANCE}
    return source.kind in kinds and not source.digest and not source.sample and not lapsed(passage)


def before_digest(index: Index, weigher: Weigher, found: Sequence[Retrieved]) -> list[Retrieved]:
    """The findings with the official wording of a provision before the digest that says the same."""
    if not index.holds_official:
        return list(found)
    ordered: list[Retrieved] = []
    for place, one in enumerate(found):
        if place < _DIGESTS_LOOKED_AT and one.source.digest:
            ordered.extend(_wording_of(index, weigher, one))
        ordered.append(one)
    return list(_once(ordered, set()))


def _wording_of(index: Index, weigher: Weigher, digest: Retrieved) -> Iterator[Retrieved]:
    """The official passage that states what a digest states, with the digest's standing."""
    instrument, provision = provision_of(digest.passage.label)
    keys = [
        row.key
        for row in index.under(provision, instrument)
        if is_official(row.passage, row.source) and _says_the_same(digest.passage, row.passage)
    ]
    same = [weigher.retrieved(read) for read in index.texts(keys).values()]
    if same:
        best = max(same, key=lambda one: (one.score, -one.key))
        yield replace(best, signals=digest.signals, score=max(best.score, digest.score))


def _says_the_same(digest: Passage, official: Passage) -> bool:
    """Whether the official text is of the digest's pinpoint and gives each of its figures."""
    wanted = subs_of(digest.locator)
    held = {(figure.amount, figure.unit) for figure in figures(official.text)}
    first = next(((figure.amount, figure.unit) for figure in figures(digest.text)), None)
    return bool(wanted) and covers(official, wanted) and (first is None or first in held)
