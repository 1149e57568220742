"""Checks that every action belongs to somebody."""

import re
from collections import Counter
from collections.abc import Iterator

from knowledge.plans.lexicon import whole
from knowledge.plans.model import DocType, Found, Ownership, Plan
from knowledge.plans.people import is_name
from knowledge.plans.rules.words import find, surely, to_do
from knowledge.text import Span

_BEYOND = 400
_ACTS = re.compile(
    r"\b([A-Z][a-z’'-]+)(?: at [^,.;]{3,20})?,? (?:will|has|have|is to|to|does|do|[a-z]{2,}s)\b(?! be\b)"
)
# ``Miss Garland, head of year 9, sees`` and ``Gifty at the family centre, each Tuesday``.
_APART = re.compile(
    r"\b(?:M[rs]s? |Miss |Dr )?([A-Z][a-z’'-]+)(?: [A-Z][a-z’'-]+)*, [^,.;]{3,40},"
    r" (?:will|to|has|have|[a-z]{2,}s)\b(?! be\b)"
)
_PLACED = re.compile(
    r"(?:^|: )([A-Z][a-z’'-]+)(?: [A-Z][a-z’'-]+)? (?:at|from|of|with) [^.;]{3,80}, (?:each|every|from)\b"
)
_BY = re.compile(r"\bby (?:[A-Z][a-z]+ )?([A-Z][a-z]{2,})")
_SPOKEN_OF = re.compile(
    r"(?:^|[,;:.] |\band |\bso )(?:[Ss]he|[Hh]e|[Yy]ou) (?:will|has|checks|must|[a-z]{3,}s)\b(?! be\b)|\b[Yy]ou to\b"
)


def no_owner(plan: Plan) -> Iterator[Found]:
    """OWN001: no person or role does it."""
    if plan.kind is DocType.LETTER_BEFORE_PROCEEDINGS:
        return
    sure = surely(plan)
    for action, plainly in to_do(plan):
        nobody = action.ownership is Ownership.NOBODY and not _somebody_acts(plan, action.span)
        fired = plainly and nobody and sure(action)
        said = "Nobody is named to do this." if fired else "It is not clear who is to do this."
        yield Found(action.span, said, fired=fired)


def _somebody_acts(plan: Plan, span: Span) -> bool:
    """Whether a named person, or one spoken of before, acts in the sentence or is named after ``by``."""
    words = span.of(plan.text)
    forms = (_ACTS, _APART, _PLACED)
    named = any(is_name(match[1]) for form in forms for match in form.finditer(words))
    return named or bool(_SPOKEN_OF.search(words)) or any(is_name(match[1]) for match in _BY.finditer(words))


def everyone(plan: Plan) -> Iterator[Found]:
    """OWN002: a crowd, so no one."""
    for action in plan.actions:
        if action.ownership is Ownership.GROUP and action.owner and not action.done:
            yield Found(_place(plan, action.span, action.owner), f'"{action.owner}" is everyone and so no one.')


def _place(plan: Plan, span: Span, owner: str) -> Span:
    """Where the owner's words stand: in the action, or later in its row."""
    at = plan.text.find(owner, span.start, span.end + _BEYOND + len(owner) - 1)
    return Span(at, at + len(owner)) if at >= 0 else span


def one_parent(plan: Plan) -> Iterator[Found]:
    """OWN003: nearly everything is left to one parent."""
    shares = Counter(_first(action.owner) for action in plan.actions if action.owner)
    if not shares or len(plan.actions) < 5:
        return
    busiest, count = shares.most_common(1)[0]
    if count >= 0.6 * len(plan.actions) and _parent(plan, busiest):
        yield Found(None, f"{count} of {len(plan.actions)} actions are left to one parent.")


def _first(owner: str | None) -> str:
    words = (owner or "").lower().replace("(", " ").split()
    return words[0].strip(",.;:") if words else ""


def _parent(plan: Plan, name: str) -> bool:
    if whole("words", "mother").match(name) or whole("words", "father").match(name):
        return True
    near = (
        f"{name} (mum",
        f"mum, {name}",
        f"mum {name}",
        f"mum ({name}",
        f"mother: {name}",
        f"mum: {name}",
        f"mother, {name}",
        f"mother {name}",
        f"mam, {name}",
        f"parent: {name}",
        f"dad: {name}",
        f"dad, {name}",
        f"{name} (mother",
        f"{name}, mum",
    )
    return any(one in plan.plain for one in near) or bool(find("mother", name))


CHECKS = {"OWN001": no_owner, "OWN002": everyone, "OWN003": one_parent}
