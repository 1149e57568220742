"""An answer's quotes as the page shows them: grouped by weight, each within its passage."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from bot.render.answer_text import citation, ordered, standing
from knowledge.reply import Answer, Quote


@dataclass(frozen=True, slots=True)
class Shown:
    """One quote with its citation, its standing, and the passage around it."""

    text: str
    citation: str
    standing: str
    address: str
    official: bool
    before: str
    after: str
    source_id: str
    passage_id: str


@dataclass(frozen=True, slots=True)
class Group:
    """The quotes of one weight under its heading."""

    kind: str
    heading: str
    quotes: tuple[Shown, ...]


def groups(answer: Answer, today: date) -> tuple[Group, ...]:
    """The quotes by weight, in the order in which each weight first comes."""
    return tuple(
        Group(authority.value, authority.heading, tuple(_shown(quote, today) for quote in quotes))
        for authority, quotes in groupby(ordered(answer.quotes), key=lambda quote: quote.authority)
    )


def _shown(quote: Quote, today: date) -> Shown:
    before, _, after = quote.passage.text.partition(quote.text)
    address = quote.passage.url or quote.source.url
    return Shown(
        text=quote.text,
        citation=citation(quote),
        standing="; ".join(standing(quote, today)),
        address=address if address.startswith(("https://", "http://")) else "",
        official=quote.source.digest,
        before=before,
        after=after,
        source_id=quote.source.id,
        passage_id=quote.passage.id,
    )
