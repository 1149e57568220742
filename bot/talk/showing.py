"""Answers, passages and deadlines as messages."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from bot.render.answer_text import citation, standing
from bot.render.cutting import cut
from bot.render.deadline_text import deadline_lines
from bot.render.message import Block, Message, Run, Style, paragraphs, quotation, said, small, strong
from bot.talk.messages import Button
from knowledge.catalogue import Stored
from knowledge.reply import Answer, Quote
from knowledge.timescales import Deadline

_QUOTED = 320


def answer_message(answer: Answer, today: date, answer_id: str) -> Message:
    """The answer first, then each quote with its citation, and what the answer is not."""
    blocks = [*paragraphs(answer.text)]
    for authority, quotes in groupby(_together(answer.quotes), key=lambda quote: quote.authority):
        blocks.append(strong(authority.heading))
        for quote in quotes:
            blocks += _quoted(quote, today)
    if answer.quotes:
        blocks.append(small(f"Guidance, not a decision: you and your manager decide. Answer {answer_id}."))
    return tuple(blocks)


def _together(quotes: Iterable[Quote]) -> list[Quote]:
    """Quotes of one authority together, in the order in which each authority first comes."""
    order = list(dict.fromkeys(quote.authority for quote in quotes))
    return sorted(quotes, key=lambda quote: order.index(quote.authority))


def _quoted(quote: Quote, today: date) -> Iterator[Block]:
    yield quotation(f"“{_short(quote.text.strip(), _QUOTED)}”", close=True)
    yield _cited(citation(quote), quote.passage.url or quote.source.url, "; ".join(standing(quote, today)))


def _cited(label: str, url: str, facts: str) -> Block:
    return Block((Run(label, url=url), Run(f" ({facts})" if facts else "", Style.ITALIC)), close=True)


def _short(text: str, most: int) -> str:
    end, start = cut(text, most)
    return text if start >= len(text) else f"{text[:end]} […]"


def passage_message(rows: Iterable[Stored], today: date) -> Message:
    """Whole passages, each with its citation."""
    blocks: list[Block] = []
    for row in rows:
        quote = Quote(row.passage.text, row.passage, row.source)
        if row.passage.heading:
            blocks.append(strong(row.passage.heading))
        blocks.append(quotation(row.passage.text.strip(), close=bool(row.passage.heading)))
        facts = "; ".join(standing(quote, today))
        blocks.append(_cited(citation(quote), row.passage.url or row.source.url, facts))
    return tuple(blocks)


def deadline_message(made: Deadline) -> Message:
    """The date in bold, then how it was counted and where it comes from."""
    first, *rest = deadline_lines(made)
    lines = [said(line.strip(), close=True) for line in rest[:-1]]
    source = Block((Run(f"Source: {made.clock.label}, {made.clock.locator}", url=made.clock.url),), close=True)
    return (strong(first), *lines, source)


def rows_of_choices(choices: Iterable[str]) -> tuple[tuple[Button, ...], ...]:
    """One button a row for each choice."""
    return tuple((Button(choice, "choice", choice),) for choice in choices)
