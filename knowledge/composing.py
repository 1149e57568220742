"""Quotes chosen from what was found, and the words of an answer made of them: the direct sentence first."""

import re
from collections.abc import Iterator, Sequence

from knowledge.citing import is_bare
from knowledge.confidence import Confidence
from knowledge.dated import due_words
from knowledge.documents import Authority, Passage
from knowledge.errors import StoreError
from knowledge.premise import contradiction
from knowledge.reply import Answer, Quote
from knowledge.routes import Status
from knowledge.selection import FIGURE, direct_words, quoted
from knowledge.signs import LAPSED
from knowledge.text import stands_verbatim
from knowledge.timescales import Deadline
from knowledge.understanding import Understood
from knowledge.weighing import Retrieved

MAX_QUOTES = 3
MAX_WORDS = 180


def chosen(asked: Understood, found: Sequence[Retrieved]) -> Iterator[Quote]:
    kept: list[Retrieved] = []
    for candidate in found:
        if len(kept) == MAX_QUOTES:
            return
        if kept and not _adds(asked, candidate, kept):
            continue
        kept.append(candidate)
        words = candidate.contrary or quoted(asked, candidate.passage, first=len(kept) == 1)
        yield Quote(words, candidate.passage, candidate.source, bool(candidate.contrary))


def _adds(asked: Understood, candidate: Retrieved, kept: Sequence[Retrieved]) -> bool:
    """Whether a further passage is close enough to the best, and says something else."""
    if is_bare(asked):
        return candidate.signals.cited >= 1
    if candidate.contrary:
        return True
    best = kept[0]
    lists_on = candidate.passage.label == best.passage.label and bool(_ASKS_LIST.search(asked.text))
    if candidate.score < (_ENOUGH_FOR_LIST if lists_on else _ENOUGH) * best.score:
        return False
    return all(_differs(candidate.passage, other.passage) for other in kept)


# A question that wants every item: more of the same provision is let in.
_ASKS_LIST = re.compile(
    r"\b(?:list|all (?:the|of)|every(?:thing)?|what are|bullet|name the|which (?:\w+ )?(?:things|matters|checks|people)"
    r"|kinds?|types?|headings)\b",
    re.IGNORECASE,
)
_ENOUGH_FOR_LIST = 0.42
_ENOUGH = 0.56
_SAME = 0.75


def _differs(one: Passage, other: Passage) -> bool:
    words, others = set(one.text.lower().split()), set(other.text.lower().split())
    return len(words & others) < _SAME * min(len(words), len(others))


def prove(quotes: Sequence[Quote]) -> None:
    """No quote leaves that does not stand in its passage byte for byte."""
    for quote in quotes:
        if not stands_verbatim(quote.text, quote.passage.text):
            raise StoreError("A quote did not match its source and was held back.", "Run practice-ingest --rebuild.")


def composed(asked: Understood, quotes: Sequence[Quote], sure: Confidence, dated: Deadline | None) -> Answer:
    first = quotes[0]
    direct = direct_words(asked, first.text)
    wrong = "" if dated else contradiction(asked.text, direct, [q.text for q in quotes])
    parts = [words for words in (due_words(dated) if dated else "", wrong) if words]
    parts += [cautioned(first, direct), *(also(asked, quote) for quote in quotes[1:])]
    if first.passage.depends:
        parts.append(f"This depends on {first.passage.depends.removeprefix('on ').rstrip('.')}.")
    whole = dated or (sure is Confidence.SURE and not _says_unread(direct))
    status = Status.ANSWERED if whole else Status.PARTIAL
    if status is Status.PARTIAL:
        parts.insert(0, "I found no exact answer. The nearest in my sources:")
    return Answer(status, limited(parts), tuple(quotes))


def _says_unread(words: str) -> bool:
    """Whether a digest says that it has not seen the very words asked for, and gives no figure in their place."""
    return bool(_UNREAD.search(words)) and not FIGURE.search(_PROVISIONS.sub("", words))


_UNREAD = re.compile(r"\b(?:was|were) not (?:displayed|read)\b")
_PROVISIONS = re.compile(r"\b(?:regulation|section|schedule|paragraph|act) \d\w*(?:\(\w+\))*", re.IGNORECASE)


def cautioned(quote: Quote, words: str) -> str:
    """The words of a quote, after what must be said first of a text that does not hold today."""
    status = quote.passage.status
    if LAPSED.search(status):
        return f"{_REPLACED[quote.authority]} ({status}): {words}"
    return f"Enacted, but not yet in force as far as is known: {words}" if "not yet in force" in status else words


_REPLACED = {
    Authority.STATUTE: "Not the law today",
    Authority.STATUTORY_GUIDANCE: "Not the guidance today",
    Authority.LOCAL_PROCEDURE: "An older procedure, no longer used",
    Authority.INSPECTION: "Not the latest inspection",
    Authority.GOOD_PRACTICE: "An older text, no longer current",
}


def also(asked: Understood, quote: Quote) -> str:
    direct = direct_words(asked, quote.text, most=1)
    lead = _CONTRARY if quote.contrary else _lead(quote.authority, direct)
    return f"{lead} ({quote.label}): {cautioned(quote, direct)}"


def _lead(authority: Authority, words: str) -> str:
    """What comes before words of an authority; what others are said to state of the law is not what the law says."""
    return _SAID_OF_LAW if authority is Authority.STATUTE and _BY_OTHERS.search(words) else _LEADS[authority]


_BY_OTHERS = re.compile(r"\bcommonly (?:states?|stated|said|described|given|quotes?|lists?)\b")
_SAID_OF_LAW = "Said about the law"


_CONTRARY = "Your council's own procedure gives another figure than the law, so check it with whoever owns it"
_LEADS = {
    Authority.STATUTE: "The law also says",
    Authority.STATUTORY_GUIDANCE: "Statutory guidance",
    Authority.LOCAL_PROCEDURE: "Local procedure",
    Authority.INSPECTION: "Inspectors found",
    Authority.GOOD_PRACTICE: "Good practice, not law",
}


def limited(parts: Sequence[str]) -> str:
    """As many whole parts as fit within the word limit; the first is always kept."""
    kept: list[str] = []
    words = 0
    for part in parts:
        words += len(part.split())
        if kept and words > MAX_WORDS:
            break
        kept.append(part)
    return "\n".join(kept)


def headed(first: str, text: str) -> str:
    """A text after a first line, within the word limit: what adds to it gives way at its end, but no item of a list.

    Where a list would be cut, the first line is left out.
    """
    lines = text.split("\n")
    kept = limited((first, *lines)).split("\n")
    cut = lines[len(kept) - 1 :]
    return text if any(_ITEM.match(line) for line in cut) else "\n".join(kept)


_ITEM = re.compile(r"\s*(?:[-•…]|\(\w{1,4}\)|\d+\.)")
