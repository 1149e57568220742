"""Stops what looks like a real person's details from entering training, where everybody is fictional."""

import re
from functools import lru_cache

from knowledge.deidentify import Identifier, Kind, find
from knowledge.errors import RoundError

# Words of dates and of shorthand that can also be names.
_ORDINARY = frozenset(
    "january february march april may june july august september october november december"
    " monday tuesday wednesday thursday friday saturday sunday meds"
    " wouldn't couldn't shouldn't didn't doesn't hasn't haven't isn't wasn't can't won't don't".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# What teams and places are called besides a name of their own.
_OF_TEAMS = frozenset(
    "team teams hub locality area district office unit service centre center house lodge court street road lane park"
    " town north south east west northern southern eastern western central upper lower".split()
)


def refuse_case_data(
    words: str, fiction: str = "", hint: str = "Write only about the fictional draft, with its own names."
) -> None:
    """Raises ``RoundError`` where the words identify somebody who is not in the fictional draft."""
    known = _known(fiction)
    real = [one for one in find(words) if not _fictional(one, words, fiction, known)]
    if real:
        kinds = ", ".join(dict.fromkeys(one.kind.words for one in real))
        raise RoundError(f"That looks like a real person's details ({kinds}), so nothing was kept.", hint)


def refuse_full_name(name: str) -> None:
    """Raises ``RoundError`` where what a team or a learner is called would identify somebody.

    One word of a name beside those of places and teams does not: Northgate, Oak House, Sam.
    """
    names = [one.span.of(name) for one in find(name) if one.kind in {Kind.NAME, Kind.INITIALS}]
    own = [word for said in names for word in _WORD.findall(said) if len(word) > 1 and _plain(word) not in _OF_TEAMS]
    refuse_case_data(name, " ".join(names) if len(own) <= 1 else "", "Give a short name: one word, a place or a team.")


@lru_cache(maxsize=64)
def _known(fiction: str) -> frozenset[str]:
    """What may be named: the words of a draft of ours, never those of a learner."""
    return _ORDINARY | {_plain(word) for word in _WORD.findall(fiction)}


def _fictional(one: Identifier, words: str, fiction: str, known: frozenset[str]) -> bool:
    said = one.span.of(words)
    if one.kind in {Kind.NAME, Kind.INITIALS}:
        return all(_plain(word) in known for word in _WORD.findall(said))
    return said in fiction


def _plain(word: str) -> str:
    return word.casefold().replace("’", "'").removesuffix("'s")
