"""What the words of a question show: that it asks for a time, what kind of source it points at, which year."""

import re

from knowledge.documents import Authority, Kind, Source

ASKS_TIME = re.compile(
    r"\b(?:how (?:long|soon|often|quick\w*|late|much (?:time|notice|longer)|many (?:hours|days|weeks|months|times))"
    r"|(?:by )?when(?!ever)|timescales?|dead ?lines?|time ?(?:limit|frame|scale)s?|runs? out|expires?|frequen\w+"
    r"|intervals?"
    r"|overdue|due|gaps?|latest|last date|out of time|too late|in time)\b",
    re.IGNORECASE,
)
HAS_TIME = re.compile(
    r"\b(?:\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|each|every)[ -]"
    r"(?:working |calendar |school )?(?:hour|day|week|month|year)s?\b"
    r"|\b(?:once|twice) a (?:day|week|month|year)\b|\bimmediately\b|\bas soon as\b",
    re.IGNORECASE,
)
ASKS_OFTEN = re.compile(r"\bhow often\b|\bfrequen\w+", re.IGNORECASE)
HAS_FREQUENCY = re.compile(
    r"\b(?:weekly|monthly|yearly|annual(?:ly)?|daily|every|each|intervals?|apart|how often|frequen\w+"
    r"|(?:once|twice|times) (?:a|in|every|each|per)|within every)\b",
    re.IGNORECASE,
)
# Texts that are not the law of England today.
LAPSED = re.compile(r"\brepealed|\bnot in force|\bsuperseded|\bas it stood\b", re.IGNORECASE)
# What kind of source a question points at by its words.
_AIMS = {
    Authority.INSPECTION: re.compile(r"\b(?:ofsted|inspect\w*|the letter|focused visit|findings?)\b", re.IGNORECASE),
    Authority.LOCAL_PROCEDURE: re.compile(
        r"\b(?:our|local|procedures?|policy|manual|in-house|we expect\w*|sign(?:s|ed)? off|template|form)\b",
        re.IGNORECASE,
    ),
    Authority.STATUTE: re.compile(
        r"\b(?:law|legal\w*|lawful\w*|act|regs?|regulations?|section|statut\w+|schedule|power|court|order)\b",
        re.IGNORECASE,
    ),
    Authority.STATUTORY_GUIDANCE: re.compile(r"\b(?:guidance|working together|handbook|wt)\b", re.IGNORECASE),
}


# "the 2022 inspection": the year says which letter or report is meant.
YEAR = re.compile(r"\b20[0-4]\d\b(?=.{0,40}\b(?:inspect|report|letter|ofsted|visit|judge))|(?<=in )20[0-4]\d\b")


def of_year(source: Source, years: frozenset[int]) -> float:
    """1 for the inspection of a year that the question names, -1 for one of another year."""
    if not years or source.kind is not Kind.INSPECTION:
        return 0.0
    return 1.0 if source.as_at.year in years else -1.0


def aims_of(text: str) -> frozenset[Authority]:
    return frozenset(authority for authority, words in _AIMS.items() if words.search(text))


def aim(aims: frozenset[Authority], authority: Authority) -> float:
    """1 for the kind of source the question points at, -1 for another kind, 0 where it points at none."""
    if not aims:
        return 0.0
    return 1.0 if authority in aims else -1.0
