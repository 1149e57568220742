"""What sort of thing a question wants, such as a sum of money or a count, and whether a text holds one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.text import sentences
from knowledge.understanding import Understood
from knowledge.words import terms

# A number that counts: not a year, nor the number of a provision.
_NUMBER = (
    r"(?<!section )(?<!regulation )(?<!chapter )(?<!schedule )(?<!paragraph )\b(?:(?!(?:19|20)\d\d\b)\d[\d,.]*"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|once|twice)\b"
)
_TIME = r"(?:hour|hr|day|week|wk|month|year|yr|minute|min|night|time|working|calendar|school|more (?:day|week|month))s?\b"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A sort of answer: the words that ask for it, the words that give it, and whether they must share a subject."""

    name: str
    asks: re.Pattern[str]
    gives: re.Pattern[str]
    near: bool = False


def _kind(name: str, asks: str, gives: str, *, near: bool = False) -> Wanted:
    return Wanted(name, re.compile(asks, re.IGNORECASE), re.compile(gives, re.IGNORECASE), near)


KINDS = (
    _kind(
        "a sum of money",
        r"£|\b(?:in pounds|pounds|quid|how much (?:money|cash|(?:do|does|did|will|would|is|are|was|can|should) .{0,40}\b"
        r"(?:paid|pay|cost|fee|fine|fined|earn|get paid|spend|spent|budget|allowance|charge))|(?:hourly|daily|weekly) rate"
        r"|price|minimum income|(?:amount|size|level|rate) of (?:the |a )?(?:fine|fee|allowance|payment|grant))\b"
        r"|\bhow much (?:is|are) (?:the |a )?(?:court )?(?:fee|fine|allowance|grant|payment)s?\b",
        r"£ ?\d|\b\d[\d,.]* ?(?:pounds|p)\b",
    ),
    _kind(
        "a share of the whole",
        r"\b(?:percent|percentage|per cent|what (?:proportion|share)|(?:vacancy|turnover|sickness|completion) rate)\b|%",
        r"\d ?%|\bper ?cent\b|\b(?:half|a third|a quarter|two thirds|one in \w+|every \w+)\b",
    ),
    _kind(
        "a count",
        rf"\bhow many (?!(?:more |extra |further |working |calendar |school )*{_TIME})"
        r"|\bas a number\b|\b(?:exact|actual|average|total|maximum|minimum|max|min|highest) (?:\w+ )?(?:number|figure|count)\b",
        _NUMBER,
        near=True,
    ),
    _kind(
        "a size",
        r"\b(?:square (?:metres?|feet|meters?)|sq ?m|floor space|how (?:big|tall|heavy)|dimensions)\b",
        r"\b(?:metres?|meters?|feet|square|kilograms?|kg)\b",
    ),
    _kind(
        "a time of day",
        r"\b(?:what time (?:do|does|is|are|will|should|can)|opening (?:hours|times)|open till|o'?clock)\b",
        r"\b\d{1,2}(?::\d\d| ?[ap]m\b|\.\d\d ?[ap]m\b)|\bo'clock\b|\bmidday\b|\bnoon\b",
    ),
    _kind(
        "a phone number or an e-mail address",
        r"\b(?:phone|telephone|mobile|extension|contact|tel|fax) (?:number|no)\b|\be-?mail address\b",
        r"\b0\d{3,4} ?\d{3}|\w@\w",
    ),
    _kind("a form number", r"\b(?:form|template) (?:number|no|code)\b|\bwhich (?:numbered )?form number\b", r"\bform [A-Z]{0,3}\d"),
    _kind(
        "a decided case",
        r"\b(?:case (?:name|law|citation)|leading (?:case|authority|judg\w+)|which (?:case|judgment)|court of appeal"
        r"|supreme court|high court|house of lords) ?(?:decid\w*|held|hold|said|say|rul\w+|name|pls|please|on|about|is|was|in|\?|$)",
        r"\b(?:Re [A-Z]\b|[A-Z]\w+ v [A-Z]|EWCA|UKSC|EWHC)",
    ),
)


def unmet(asked: Understood, texts: Iterable[str]) -> str:
    """The sort of thing that a question wants and that none of the texts gives; empty when nothing is missing."""
    held = tuple(texts)
    for kind in KINDS:
        if kind.asks.search(asked.text) and not any(_gives(kind, asked, text) for text in held):
            return kind.name
    return ""


def _gives(kind: Wanted, asked: Understood, text: str) -> bool:
    if not kind.near:
        return bool(kind.gives.search(text))
    return any(kind.gives.search(span.of(text)) and _on_subject(asked, span.of(text)) for span in sentences(text))


def _on_subject(asked: Understood, sentence: str) -> bool:
    """Whether a sentence speaks of the thing to be counted, or of two of the things asked about."""
    said, counted = set(terms(sentence)), set(terms(_counted(asked.text)))
    if not counted:
        return len(said & {*asked.own}) >= _SHARED
    # What was counted on one day must be told of that day; a rule may put it in other words.
    told = bool(said & ({*asked.own} - counted)) if _PAST.search(asked.text) else True
    return told and bool(said & (counted | {*asked.added}))


_SHARED = 2
_PAST = re.compile(r"\b(?:did|were|was|had|have been|last|this) ", re.IGNORECASE)
_COUNTED = re.compile(
    r"\bhow many ((?:(?!(?:did|do|does|is|are|was|were|can|could|should|must|will|has|have|i|we|you|they)\b)[\w'-]+ ?){1,3})",
    re.IGNORECASE,
)


def _counted(text: str) -> str:
    match = _COUNTED.search(text)
    return match[1] if match else ""
