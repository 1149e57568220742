"""Which sentences of a passage to quote, and which of them answers directly."""

import re
from collections.abc import Sequence
from functools import lru_cache

from knowledge.documents import Passage
from knowledge.signs import ASKS_TIME
from knowledge.text import Span, sentences
from knowledge.understanding import Understood
from knowledge.words import terms

_WHOLE = 700
_SHORT = 420
# A passage is never longer: the official text of a pinpoint is shown whole.
_LONGEST = 1000
# A table that loses its first row misleads.
_WHOLE_TABLE = 1000
# A length of time or a small number.
FIGURE = re.compile(
    r"\b\d+(?:\.\d+)?\s*(?:working |calendar )?(?:hours?|days?|weeks?|months?|years?)\b|\b\d{1,2}\b", re.IGNORECASE
)
_ASKS_WHO = re.compile(r"\b(?:who|whose|whom)\b|\bsigns?\b", re.IGNORECASE)
_PERSON = re.compile(
    r"\b(?:officer|manager|director|authority|worker|person|IRO|reviewing|parent|carer|court|police|panel|chair|LADO)\b",
    re.IGNORECASE,
)
_FIRST_BONUS = 0.15
# An example of what not to write is rarely what was asked for.
_WEAK = 0.5
_SHORT_RULE = 55
_LEANS = re.compile(r"(?:as commonly stated, )?(?:it|they|this|these)\b", re.IGNORECASE)
# Less than this is a paragraph's number or a stray heading, not a sentence.
_FEWEST_WORDS = 3


def quoted(asked: Understood, passage: Passage, *, first: bool) -> str:
    """The words of a passage to show: all of a short one, else the sentences that answer."""
    text = passage.text.strip()
    limit = _LONGEST if _pinpoint(asked, text) else _WHOLE if first else _SHORT
    if len(text) <= (_WHOLE_TABLE if first and _is_table(text) else limit):
        return text
    return _window(asked, text, limit)


def direct_words(asked: Understood, text: str, most: int = 2) -> str:
    """The one or two sentences of a quote that answer most directly, in their own order."""
    pinned = _pinpoint(asked, text)
    if pinned:
        return pinned
    spans = [span for span in _told(text) if len(span.of(text).split()) >= _FEWEST_WORDS]
    if not spans:
        return text
    # A list without its items, or half of a short rule, reads as if something had been lost.
    if _is_list(text) or (most == 1 and len(text.split()) <= _SHORT_RULE):
        return text
    ranked = sorted(range(len(spans)), key=lambda n: (-_score(asked, spans[n].of(text), n), n))
    picked = {place for best in ranked[:most] for place in _with_subject(spans, text, best)}
    return " ".join(spans[n].of(text) for n in sorted(picked))


def _with_subject(spans: Sequence[Span], text: str, place: int) -> tuple[int, ...]:
    """The place of a sentence, after that of the one before it where only that says what "it" is."""
    return (place - 1, place) if place and _LEANS.match(spans[place].of(text)) else (place,)


def opening_words(text: str, most: int) -> str:
    """As many whole sentences or list items as fit within so many words, saying so where some are left out."""
    spans = sentences(text)
    kept = next((n for n in range(len(spans), 1, -1) if len(text[: spans[n - 1].end].split()) <= most), 1)
    return text if kept >= len(spans) else f"{text[: spans[kept - 1].end]} More is in the quote."


def _pinpoint(asked: Understood, text: str) -> str:
    """The lead-in and the item of official text that a pinpoint names, such as (b) of reg 24(2)(b)."""
    subs = asked.references[0].subs if len(asked.references) == 1 else ()
    lines = text.splitlines()
    item = next((line for line in lines if subs and line.startswith(f"({subs[-1]})")), "")
    return "\n".join(dict.fromkeys((lines[0].strip(), item))) if item else ""


def _is_list(text: str) -> bool:
    return _is_table(text) or text.count("\n- ") > 1 or text.count("\n1.") > 0


def _is_table(text: str) -> bool:
    return text.count(" | ") > 1


def _window(asked: Understood, text: str, limit: int) -> str:
    """The run of whole sentences within the limit that holds the best one; a list with the words that lead to it."""
    spans = _told(text)
    best = 0 if _is_list(text) else max(range(len(spans)), key=lambda n: (_score(asked, spans[n].of(text), n), -n))
    start = end = best
    while True:
        grown = _grown(spans, start, end, limit)
        if grown == (start, end):
            break
        start, end = grown
    return Span(spans[start].start, spans[end].end).of(text)


def _told(text: str) -> list[Span]:
    """The sentences of a text, in order; what stands between quotation marks stays in one piece."""
    spans: list[Span] = []
    for span in sentences(text):
        if spans and _is_open(spans[-1].of(text)) and not _is_open(text):
            spans[-1] = Span(spans[-1].start, span.end)
        else:
            spans.append(span)
    return spans


def _is_open(text: str) -> bool:
    """Whether a quotation begins in a text and does not end in it."""
    return text.count('"') % 2 == 1 or text.count("“") > text.count("”")


def _grown(spans: Sequence[Span], start: int, end: int, limit: int) -> tuple[int, int]:
    if end + 1 < len(spans) and spans[end + 1].end - spans[start].start <= limit:
        return start, end + 1
    if start > 0 and spans[end].end - spans[start - 1].start <= limit:
        return start - 1, end
    return start, end


@lru_cache(maxsize=8192)
def _terms(sentence: str) -> frozenset[str]:
    """The terms of a sentence of the sources; the same ones are quoted again and again."""
    return frozenset(terms(sentence))


def _score(asked: Understood, sentence: str, place: int) -> float:
    said = _terms(sentence)
    own = sum(term in said for term in asked.own) / (len(asked.own) or 1)
    added = sum(term in said for term in asked.added) / (len(asked.added) or 1)
    score = own + 0.4 * added + (_FIRST_BONUS if place == 0 else 0.0)
    if ASKS_TIME.search(asked.text) and FIGURE.search(sentence):
        score += 0.35
    if _ASKS_WHO.search(asked.text) and _PERSON.search(sentence):
        score += 0.2
    return score - (_WEAK if sentence.startswith("A weak ") else 0.0)
