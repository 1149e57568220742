"""Which inspection reports were added, and whether a question is about one of them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.documents import Kind, Source
from knowledge.route_model import place_names

_YEAR = re.compile(r"\b20[0-4]\d\b")
_SPEAKS_OF_ONE = re.compile(
    r"\b(?:ofsted|inspect\w*|reports?|judge[ds]?|judge?ments?|grade[ds]?|rated|rating|authority|council)\b",
    re.IGNORECASE,
)
_GRADES = re.compile(r"\b(?:grade[ds]?|rated|ratings?|judged|judge?ments?)\b", re.IGNORECASE)
_GRADE = re.compile(r"\b(?:outstanding|good|requires improvement|inadequate)(?=\s*(?:$|\||\n))", re.IGNORECASE)
# Words of a title that name no council.
_OF_TITLE = frozenset(
    "ofsted inspection report letter single focused visit monitoring borough council city county metropolitan royal "
    "london district unitary authority local children services the and".split()
)


@dataclass(frozen=True, slots=True)
class Held:
    """One added report: its year and the words that name its council."""

    year: int
    council: frozenset[str]


def reports(sources: Iterable[Source]) -> tuple[Held, ...]:
    """The inspections of councils among some sources; our own digests are not reports."""
    return tuple(
        Held(source.as_at.year, _council(source.title))
        for source in sources
        if source.kind is Kind.INSPECTION and not source.digest and source.short.startswith("Ofsted ")
    )


def years_meant(text: str, kept: Sequence[Held]) -> frozenset[int]:
    """The years of the held reports that a question is about; none where it names another year or council."""
    years = frozenset(int(year) for year in _YEAR.findall(text))
    if not years or not _SPEAKS_OF_ONE.search(text) or not years <= {one.year for one in kept}:
        return frozenset()
    named = frozenset(re.findall(r"[a-z]+", text.lower())).intersection(place_names("council"))
    councils = frozenset[str]().union(*(one.council for one in kept if one.year in years))
    return years if named <= councils else frozenset()


def asks_grades(text: str) -> bool:
    """Whether a question asks how a service was graded."""
    return bool(_GRADES.search(text))


def grades_given(text: str) -> int:
    """2 for a passage that sets out several judgements with their grades, 1 for the overall one in words, else 0."""
    if len(_GRADE.findall(text)) >= _SEVERAL:
        return 2
    return 1 if _OVERALL.search(text) else 0


_SEVERAL = 3
_OVERALL = re.compile(
    r"\boverall effectiveness\b.{0,120}\b(?:outstanding|good|requires? improvement|inadequate)\b",
    re.IGNORECASE | re.DOTALL,
)


def _council(title: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", title.lower())) - _OF_TITLE
