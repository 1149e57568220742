"""Pinpoints inside a paragraph that is held whole: the words of ``reg 24(2)(b)`` where just those were asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.catalogue import Stored
from knowledge.citations import subs_of
from knowledge.citing import named
from knowledge.index import Index
from knowledge.understanding import Understood
from knowledge.weighing import Retrieved


def narrowed(index: Index, asked: Understood, found: Sequence[Retrieved]) -> tuple[Retrieved, ...]:
    """The findings, with a paragraph replaced by the pinpoint inside it that the question names.

    The search itself sees only whole paragraphs: one item of a list answers badly what the list answers well.
    """
    inside = {(row.source.id, row.passage.within): row for row in _asked_for(index, asked)}
    return tuple(_narrowed(one, inside.get((one.source.id, one.passage.id))) for one in found)


def _narrowed(one: Retrieved, inside: Stored | None) -> Retrieved:
    return replace(one, key=inside.key, passage=inside.passage) if inside else one


def _asked_for(index: Index, asked: Understood) -> Iterator[Stored]:
    for reference in named(index, asked):
        if reference.subs:
            rows = index.catalogue.pinpoints(index.snapshot, reference.provision, reference.instrument)
            yield from (row for row in rows if subs_of(row.passage.locator) == reference.subs)
