"""Proves an answer from the texts it was given from: every quote, byte for byte."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.records.answers import KeptAnswer, KeptQuote, fingerprint
from knowledge.catalogue import Catalogue


class Outcome(StrEnum):
    """How the proof of a quote came out."""

    PROVED = "proved"
    DIFFERENT = "not proved"
    GONE = "no longer kept"


@dataclass(frozen=True, slots=True)
class QuoteProof:
    """One quote of an answer, with the words that stand in its place in its snapshot."""

    quote: KeptQuote
    outcome: Outcome
    words: str = ""


def prove(catalogue: Catalogue, kept: KeptAnswer) -> tuple[QuoteProof, ...]:
    """Read every quote of an answer again from the snapshot the answer was given from."""
    held = any(snapshot.id == kept.snapshot for snapshot in catalogue.snapshots())
    return tuple(_proved(catalogue, kept.snapshot, quote, held=held) for quote in kept.quotes)


def proof_lines(kept: KeptAnswer, proofs: tuple[QuoteProof, ...]) -> Iterator[str]:
    """What a person reads about the proof."""
    when = f"{kept.made.day} {kept.made:%B %Y at %H:%M} UTC"
    yield f"Answer {kept.id}: {kept.status}, given on {kept.channel} on {when}, snapshot {kept.snapshot or 'none'}."
    if not proofs:
        yield "It held no quotes, so there is nothing to prove."
    for number, proof in enumerate(proofs, start=1):
        yield f"{number}. {proof.quote.label}: {_SAID[proof.outcome](proof)}"
        if proof.words:
            yield f"   “{proof.words}”"


def _proved(catalogue: Catalogue, snapshot: str, quote: KeptQuote, *, held: bool) -> QuoteProof:
    if not held:
        return QuoteProof(quote, Outcome.GONE)
    stored = catalogue.by_id(snapshot, quote.passage)
    words = stored.passage.text[quote.start : quote.end] if stored else ""
    same = fingerprint(words) == quote.sha256
    return QuoteProof(quote, Outcome.PROVED, words) if same else QuoteProof(quote, Outcome.DIFFERENT)


_SAID: dict[Outcome, Callable[[QuoteProof], str]] = {
    Outcome.PROVED: lambda proof: (
        f"proved. These words stand at {proof.quote.start} to {proof.quote.end} of {proof.quote.passage}, "
        f"SHA-256 {proof.quote.sha256}."
    ),
    Outcome.DIFFERENT: lambda proof: (
        f"NOT PROVED. The text at {proof.quote.passage} does not have the fingerprint {proof.quote.sha256}. "
        "The knowledge base was changed by hand or is damaged."
    ),
    Outcome.GONE: lambda proof: (
        "cannot be read again: its snapshot has been pruned. "
        f"Only its fingerprint is kept: SHA-256 {proof.quote.sha256} of {proof.quote.passage}."
    ),
}
