"""What inspectors said comes first where a question asks what they said."""

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.documents import Authority
from knowledge.index import Index
from knowledge.understanding import Understood
from knowledge.weighing import Retrieved
from knowledge.words import terms

_INSPECTORS = r"(?:ofsted|inspectors?|inspections?|the letter|focused visit)"
_SAID = (
    r"(?:sa(?:y|ys|id|w)|find|finds|found|findings?|criticis\w+|think|thought|wr(?:ite|ote)|t(?:ell|old)|raised?|conclud\w+"
    r"|comment\w*|report(?:s|ed)|worr\w+|concern\w*|prais\w+|liked?|pleased|disliked?|impressed)"
)
_ASKS = re.compile(
    rf"\b{_INSPECTORS}\b.{{0,60}}\b{_SAID}\b|\b{_SAID}\b.{{0,40}}\b{_INSPECTORS}\b|\bofsted (?:on|re|about)\b",
    re.IGNORECASE,
)
# Where the words ask for another source as well, the search's own order stands.
_ELSEWHERE = re.compile(
    r"\b(?:procedures?|manual|policy|chapter|template|framework|handbook|ilacs|law|act)\b", re.IGNORECASE
)
# Words that point at the inspectors and not at a subject.
_POINTING = re.compile(rf"\b(?:{_INSPECTORS}|{_SAID}|council|letter|report|visit)\b", re.IGNORECASE)
# The share of the subject's words that an inspection must speak of.
_ON_SUBJECT = 0.6


def inspectors_first(index: Index, asked: Understood, found: Sequence[Retrieved]) -> list[Retrieved]:
    """The findings with those of inspections on the subject asked about before all others."""
    subject = _subject(asked)
    if not subject or not found:
        return list(found)
    read = index.texts([one.key for one in found])
    shares = {one.key: len(subject & read[one.key].text) / len(subject) for one in found}
    said = [one for one in found if one.source.authority is Authority.INSPECTION and shares[one.key] >= _ON_SUBJECT]
    said.sort(key=lambda one: (-shares[one.key], -one.signals.meaning - one.signals.question))
    keys = {one.key for one in said}
    others = [one for one in found if one.key not in keys]
    return [*(_standing(one, found[0]) for one in said[:1]), *said[1:], *others]


def plainly_theirs(index: Index, asked: Understood, found: Sequence[Retrieved]) -> bool:
    """Whether the inspectors' view of a subject is asked for, and the best finding is theirs and speaks of it whole."""
    subject = _subject(asked) if found and found[0].source.authority is Authority.INSPECTION else frozenset()
    return bool(subject) and subject <= index.texts([found[0].key])[found[0].key].text


def _subject(asked: Understood) -> frozenset[str]:
    """What a question asks the inspectors' view of; nothing where it asks for no view of theirs."""
    if not _ASKS.search(asked.text) or _ELSEWHERE.search(asked.text):
        return frozenset()
    return frozenset(terms(_POINTING.sub(" ", asked.text)))


def _standing(one: Retrieved, best: Retrieved) -> Retrieved:
    """The inspectors' words as near to the question as the best finding, which only speaks of them, was."""
    covered = max(one.signals.coverage, best.signals.coverage)
    return replace(one, score=max(one.score, best.score), signals=replace(one.signals, coverage=covered))
