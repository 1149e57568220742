"""A council's own text that gives another figure than the law for the clock asked about: shown after the law."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from knowledge.conflicts import Conflict, of_passage
from knowledge.documents import Authority
from knowledge.index import Index
from knowledge.official import is_official
from knowledge.signs import ASKS_TIME
from knowledge.timescales import Clock, clocks
from knowledge.understanding import Understood
from knowledge.weighing import Retrieved, Weigher
from knowledge.words import terms

# How many of the first findings show which clock is asked about, and how many local texts are read for it.
_FIRST, _FIRST_TIMED = 2, 3
_READ = 60
_MOST_OF_LAW = 2


def with_contrary(index: Index, asked: Understood, weigher: Weigher, found: Sequence[Retrieved]) -> list[Retrieved]:
    """The findings with a differing local text second, and the law it differs from first."""
    if not index.holds_local:
        return list(found)
    for conflict in _differing(index, asked, found):
        law = _law(index, weigher, conflict.clock, found)
        if law:
            return _together(law, _local(index, weigher, conflict, law[0].score), found)
    return list(found)


def _differing(index: Index, asked: Understood, found: Sequence[Retrieved]) -> Iterator[Conflict]:
    """Conflicts over a clock that the first findings are about: their own, then those of other local texts."""
    first = found[: _FIRST_TIMED if ASKS_TIME.search(asked.text) else _FIRST]
    for one in first:
        yield from _of(index, (one.key,))
    held = {one.passage.id for one in first}
    for clock in clocks():
        if clock.provision_id in held:
            yield from (one for one in _of(index, _near(index, clock)) if one.clock == clock)


def _of(index: Index, keys: Sequence[int]) -> Iterator[Conflict]:
    for read in index.texts(keys).values():
        source = read.stored.source
        if source.authority is Authority.LOCAL_PROCEDURE and not source.sample:
            yield from of_passage(read.stored)


def _near(index: Index, clock: Clock) -> list[int]:
    """The keys of the passages that speak most of a clock, the best first."""
    ranking = index.fields["passages"]
    scores = ranking.scores(tuple(terms(f"{clock.title} {clock.event} {' '.join(clock.names[:3])}")))
    order = np.argsort(-scores, kind="stable")[:_READ]
    return [int(ranking.keys[place]) for place in order if scores[place] > 0]


def _law(index: Index, weigher: Weigher, clock: Clock, found: Sequence[Retrieved]) -> list[Retrieved]:
    """The law's own text among the findings, official wording first; else fetched by its label."""
    own = [one for one in found[:_FIRST_TIMED] if one.passage.label == clock.label]
    stated = [one for one in own if one.passage.id == clock.provision_id]
    if stated:
        return [*(one for one in own if is_official(one.passage, one.source)), *stated][:_MOST_OF_LAW]
    rows = index.catalogue.by_label(index.snapshot, clock.label)
    keys = [row.key for row in rows if row.passage.id == clock.provision_id]
    return [weigher.retrieved(read) for read in index.texts(keys).values()]


def _local(index: Index, weigher: Weigher, conflict: Conflict, score: float) -> Retrieved:
    """The local passage with the sentence that differs; it stands as near to the question as the law does."""
    read = index.texts([conflict.local.key])[conflict.local.key]
    return replace(weigher.retrieved(read), score=score, contrary=conflict.sentence)


def _together(law: Sequence[Retrieved], local: Retrieved, found: Sequence[Retrieved]) -> list[Retrieved]:
    shown = {*(one.key for one in law), local.key}
    return [*law, local, *(one for one in found if one.key not in shown)]
