"""What headings, labels and the names of columns stand for."""

import re
from functools import lru_cache

from knowledge.plans.lexicon import plain, table, whole
from knowledge.plans.model import Column, Topic

_LABEL = re.compile(r"[ \t>]*[*_]{0,2}([A-Za-z][^:\n|]{0,98}?)[*_]{0,2}\s*:[*_]{0,2}(?:\s+(?=\S)|(?<=\w:))")
_DASHED = re.compile(
    r"[ \t>]*(contingency(?: plan)?|back-?up(?: plan)?|plan b|reviews?|visits?|views|child's views|worries"
    r"|concerns|voice)"
    r"\s+[-–—]\s+(?=\S)",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"\s*(?:(?:section|part)\s+)?(?:\d{1,2}(?:\.\d)?|[A-Za-z])[.):]?\s+(?=[A-Za-z])", re.IGNORECASE)
_LEADING = re.compile(r"(?:the|our|some|any|my|your|section \d+|part \d+)\s+(?=\w)")
DRESS = " \t#*_:=-–—>?\"'()[]"


def heading_core(raw: str) -> str:
    """A heading without its marks and number, in lower case."""
    bare = raw.strip(DRESS)
    numbered = NUMBERED.match(bare)
    if numbered and (numbered[0].strip()[-1:] in ".):" or numbered[0].strip()[0].isdigit()):
        bare = bare[numbered.end() :]
    return plain(bare.strip(DRESS))


@lru_cache(maxsize=4096)
def topic_of(core: str) -> Topic:
    """The topic a heading names, or OTHER."""
    core = _LEADING.sub("", core)
    for key, _ in table("structure", "headings"):
        if whole("structure", f"headings.{key}").match(core):
            return Topic(key)
    return Topic.OTHER


@lru_cache(maxsize=4096)
def loose_topic(core: str) -> Topic:
    """The topic that the words of a heading point to, where its wording is in no list."""
    if len(core.split()) > 10:
        return Topic.OTHER
    keys = (key for key, words in table("structure", "heading_words") if words.search(core))
    return Topic(next(keys, Topic.OTHER.value))


def titled(raw: str) -> bool:
    """Whether a line is like a title: capitals throughout, or one at the start and no more than eight words."""
    bare = raw.strip(DRESS + "0123456789.")
    return bare.isupper() or (bare[:1].isupper() and len(bare.split()) < 9)


def column_of(core: str) -> Column | None:
    """What a column with this name holds."""
    bare = core.strip(DRESS)
    for key, _ in table("structure", "columns"):
        if whole("structure", f"columns.{key}").match(bare):
            return Column(key)
    return None


@lru_cache(maxsize=4096)
def loose_column(core: str) -> Column | None:
    """What a column holds by the words of its name, where the name is in no list."""
    if not core or len(core.split()) > 8 or any(map(str.isdigit, core)):
        return None
    keys = (key for key, words in table("structure", "column_words") if words.search(core))
    found = next(keys, None)
    return Column(found) if found else None


def label_of(raw: str) -> tuple[str, int]:
    """The label at the start of ``Label: value`` in lower case, and where the value starts."""
    match = _LABEL.match(raw) or _DASHED.match(raw)
    words = re.sub(r"\([^)]*\)", "", match[1]) if match else ""
    if not match or len(words.split()) > (12 if match[1][:4].lower() in {"what", "how "} else 9):
        return "", 0
    return heading_core(match[1]), match.end()


def label_topic(label: str) -> Topic:
    """The topic a label names; one that opens like a question may be in no list."""
    named = topic_of(label)
    asks = label.startswith(("how ", "what ", "and if", "if ", "why ", "when ", "where "))
    return loose_topic(re.sub(r"\([^)]*\)", "", label)) if named is Topic.OTHER and asks else named


def label_column(label: str) -> Column | None:
    """What a labelled value under an item holds; ``Owner 2`` is an owner."""
    label = re.sub(r"\s*\d{1,2}\Z", "", label)
    for key, _ in table("structure", "labels"):
        if whole("structure", f"labels.{key}").match(label):
            return Column(key)
    return None


def opening_heading(raw: str) -> tuple[str, int] | None:
    """A short first sentence that is a heading, as in ``What worries us. You hit ...``."""
    found = re.match(r"[ \t]*([A-Z][^.?!:\n]{2,60})([.?])(?:\s+|\Z)", raw)
    core = heading_core(found[1]) if found else ""
    if found and found[2] == "?" and len(core.split()) < 9 and loose_topic(core) is Topic.CONTINGENCY:
        return core, found.end()
    if (
        not found
        or len(core.split()) > 8
        or topic_of(core) in {Topic.OTHER, Topic.ADMIN, Topic.IDENTITY, Topic.REVIEWS}
    ):
        return None
    telling = re.search(r"\b(?:is|are|was|were|has|have|had|will|to|he|she|by|on|said|says|rang|went)\b", core)
    return None if telling and not core.startswith(("what", "how", "why", "if", "who")) else (core, found.end())
