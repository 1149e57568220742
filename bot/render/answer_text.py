"""An answer as plain text for a terminal."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from textwrap import fill, indent

from knowledge.documents import DIGEST_NOTICE, SAMPLE_NOTICE
from knowledge.reply import Answer, Quote

_CONFIRMED = {
    "current text": "checked against a current view",
    "earlier text": "checked against an earlier text: see the official text for changes",
    "commonly stated": "commonly stated: the provision itself was not read, so check it",
    "official letter": "from the published letter",
    "own procedure": "",
}


def answer_lines(answer: Answer, today: date, width: int = 88) -> Iterator[str]:
    """The answer first, then each quote under its kind of authority with its citation."""
    for paragraph in answer.text.split("\n"):
        yield _wrapped(paragraph, width)
    for number, choice in enumerate(answer.choices, start=1):
        yield f"  {number}. {choice}"
    for authority, quotes in groupby(ordered(answer.quotes), key=lambda quote: quote.authority):
        yield ""
        yield authority.heading.upper()
        for quote in quotes:
            yield from _quote_lines(quote, today, width)
    if answer.quotes:
        yield ""
        yield f"Guidance, not a decision: you and your manager decide. Sources as at snapshot {answer.snapshot}."


def citation(quote: Quote) -> str:
    """The pinpoint of a quote: label, then locator where it says more, then page."""
    passage = quote.passage
    more = passage.locator if passage.locator and passage.locator not in passage.label else ""
    pinpoint = _joined(passage.label, more)
    return f"{pinpoint}, page {passage.page}" if passage.page else pinpoint


def standing(quote: Quote, today: date) -> tuple[str, ...]:
    """What a reader must know of a quote's source: status, date, how it was checked, warnings."""
    passage, source = quote.passage, quote.source
    facts = [
        "ANOTHER FIGURE THAN THE LAW" if quote.contrary else "",
        passage.status,
        f"as at {(passage.as_at or source.as_at).isoformat()}",
        _CONFIRMED.get(passage.confirmed, passage.confirmed),
        DIGEST_NOTICE if source.digest else "",
        SAMPLE_NOTICE if source.sample else "",
        *source.flags(today),
    ]
    return tuple(fact for fact in facts if fact)


def ordered(quotes: Iterable[Quote]) -> list[Quote]:
    """Quotes of one authority together, in the order in which each authority first appears."""
    quotes = list(quotes)
    first = {authority: n for n, authority in reversed(list(enumerate(q.authority for q in quotes)))}
    return sorted(quotes, key=lambda quote: first[quote.authority])


def _quote_lines(quote: Quote, today: date, width: int) -> Iterator[str]:
    yield indent(_wrapped(f"“{quote.text.strip()}”", width - 2), "  ")
    yield indent(f"{citation(quote)} ({'; '.join(standing(quote, today))})", "    ")
    url = quote.passage.url or quote.source.url
    if url:
        yield f"    Official text: {url}" if quote.source.digest else f"    {url}"


def _wrapped(text: str, width: int) -> str:
    return "\n".join(fill(line, width) if line else "" for line in text.split("\n"))


def _joined(label: str, more: str) -> str:
    """``SI 2010/959 reg 24`` and ``reg 24(1)`` as ``SI 2010/959 reg 24(1)``."""
    if not more:
        return label
    last = label.rsplit(" ", 2)
    if len(last) == 3 and more.startswith(" ".join(last[1:])):
        return f"{last[0]} {more}"
    return f"{label}, {more}"
