"""The passages behind an answer: in full, with their neighbours, and in the council's own procedure."""

from bot.app import App
from bot.records.answers import KeptAnswer
from knowledge.catalogue import Stored
from knowledge.documents import Authority
from knowledge.search import search
from knowledge.talk import Question
from knowledge.understanding import understand

_LEAST_LOCAL = 0.25


def in_full(app: App, kept: KeptAnswer) -> tuple[Stored, ...]:
    """Every passage that the answer quoted, as the answer's snapshot holds it."""
    ids = dict.fromkeys(quote.passage for quote in kept.quotes)
    found = (app.catalogue.by_id(kept.snapshot, passage) for passage in ids)
    return tuple(row for row in found if row is not None)


def around(app: App, kept: KeptAnswer) -> tuple[Stored, ...]:
    """The first quoted passage with the ones before and after it in its source."""
    rows = in_full(app, kept)
    if not rows:
        return ()
    stands = tuple(app.catalogue.passages([rows[0].version]))
    wanted = rows[0].passage.within or rows[0].passage.id
    place = next((place for place, row in enumerate(stands) if row.passage.id == wanted), None)
    return rows[:1] if place is None else stands[max(0, place - 1) : place + 2]


def local(app: App, kept: KeptAnswer) -> tuple[Stored, ...]:
    """What the council's procedure says on the subject of the first quote."""
    rows = in_full(app, kept)
    if not rows:
        return ()
    passage, index = rows[0].passage, app.index
    asked = understand(Question(f"local procedure {passage.title or passage.heading}"), index.vocabulary)
    near = (one for one in search(index, asked) if one.source.authority is Authority.LOCAL_PROCEDURE)
    ids = [one.passage.id for one in near if one.passage.theme == passage.theme or one.signals.coverage > _LEAST_LOCAL]
    found = (app.catalogue.by_id(index.snapshot.id, one) for one in ids[:2])
    return tuple(row for row in found if row is not None)
