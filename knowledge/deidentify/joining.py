"""Joins the words of one name into one span."""

import re
from collections.abc import Iterator, Sequence

from knowledge.deidentify.tokens import Shape, Token
from knowledge.text import Span

NAME_GAP = re.compile(r"(?: ?[-\u2010\u2011] ?| |\. | ['‘])")


def joined_up(text: str, words: Sequence[Token], marks: frozenset[int]) -> Iterator[Span]:
    """Marked words as spans, whole names in one."""
    run: Span | None = None
    for place in sorted(marks):
        span = words[place].span
        if run and place - 1 in marks and _is_one_name(text[run.end : span.start], words[place - 1]):
            run = Span(run.start, span.end)
            continue
        if run:
            yield run
        run = span
    if run:
        yield run


def shortened(token: Token) -> bool:
    """Whether a full stop after it ends no sentence: an initial or "St"."""
    return token.shape is Shape.LETTER or token.low == "st"


def _is_one_name(gap: str, before: Token) -> bool:
    return NAME_GAP.fullmatch(gap) is not None and (gap != ". " or shortened(before))
