"""Checks that a parent can read it, and is not blamed by it."""

import re
from collections.abc import Iterator

from knowledge.plans.lexicon import phrases
from knowledge.plans.model import Found, Plan, Role
from knowledge.plans.rules.words import find
from knowledge.text import Span, sentences

_SHORT = re.compile(r"(?<![A-Z] )(?<![A-Z], )(?<![A-Z]-)\b[A-Z]{2,5}s?\b(?![ ,-]+[A-Z]{2})")
_LONG_SENTENCE = 36
_PARENTS = (Role.WORRY, Role.ACTION, Role.NARRATIVE, Role.OUTCOME, Role.CONTINGENCY, Role.VISIT)


def abbreviations(plan: Plan) -> Iterator[Found]:
    """LANG001: four or more short forms that nobody explains."""
    if sum(map(str.isupper, plan.text)) > 0.4 * max(1, sum(map(str.isalpha, plan.text))):
        return
    known = frozenset(phrases("words", "known_short")) | frozenset(plan.additions("known_abbreviations"))
    used = {
        one
        for one in _SHORT.findall(_running_text(plan.text))
        if one.lower().rstrip("s") not in known and one.lower() not in known
    }
    open_ones = sorted(one for one in used if not _explained(plan, one))
    if len(open_ones) >= 4:
        yield Found(None, f"These short forms are not explained: {', '.join(open_ones[:8])}.")


def _running_text(text: str) -> str:
    """The text without lines in capitals, which are headings."""
    return "\n".join(line for line in text.splitlines() if not line.isupper())


def _explained(plan: Plan, short: str) -> bool:
    """Whether the long form or a bracket stands beside it."""
    if f"{short.lower()} (" in plan.plain:
        return True
    if f"({short.lower()})" not in plan.plain:
        return False
    letters = short.rstrip("s").lower()
    long_form = r"\W+(?:\w+\W+)?".join(f"{re.escape(letter)}\\w+" for letter in letters if letter.isalpha())
    return bool(re.search(long_form, plan.plain))


def blaming(plan: Plan) -> Iterator[Found]:
    """LANG002: words that blame, or that only professionals use."""
    for statement in plan.statements:
        words = plan.words(statement.span)
        own = any(phrase in words for phrase in plan.additions("blaming_phrases"))
        if statement.role in _PARENTS and (own or find("blaming", words)):
            yield Found(statement.span, "Say what happened instead; these words blame or puzzle a parent.")


def hard_to_read(plan: Plan) -> Iterator[Found]:
    """LANG003: sentences too long to follow."""
    for entry in plan.entries:
        raw = entry.span.of(plan.text)
        for piece in sentences(raw) if entry.table is None and not entry.cells else ():
            words = piece.of(raw).split()
            if len(words) > _LONG_SENTENCE and _heavy(words):
                yield Found(
                    Span(entry.span.start + piece.start, entry.span.start + piece.end),
                    "This sentence is too long to follow.",
                )
                return


def _heavy(words: list[str]) -> bool:
    """Long words make a long sentence hard; a list of names does not."""
    long_ones = sum(len(word.strip(".,;:")) > 8 and word[0].islower() for word in words)
    return long_ones >= 0.16 * len(words)


CHECKS = {"LANG001": abbreviations, "LANG002": blaming, "LANG003": hard_to_read}
