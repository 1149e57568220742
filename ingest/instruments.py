"""Names of Acts and instruments: addresses at legislation.gov.uk, short names for labels, and where they apply."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ingest.dates import iso_date
from knowledge.citations import references

IN_FORCE = "in force"
REPEALED = "repealed"
PROSPECTIVE = "enacted, not yet in force"
AS_MADE = "as made: later changes are not shown"
AS_ENACTED = "as enacted: later changes are not shown"

_ADDRESS = re.compile(
    r"legislation\.gov\.uk/(?:id/)?(?P<type>[a-z]{3,5})/(?P<year>\d{4})/(?P<number>\d+)(?P<rest>/[^?#]*)?"
)
_PLACE = re.compile(
    r"(?:part|chapter|crossheading|section|regulation|article|rule|schedule|paragraph|introduction|body)\b.*"
)
_ACTS = frozenset({"ukpga", "ukla", "apgb", "asp", "anaw", "asc", "mwa", "nia", "aep"})
_REGULATIONS = re.compile(r"\bRegulations\b")
_RULES = re.compile(r"\bRules\b")
_ORDER = re.compile(r"\bOrder\b")
_ELSEWHERE = {
    "wsi": "Wales", "anaw": "Wales", "asc": "Wales", "mwa": "Wales",
    "asp": "Scotland", "ssi": "Scotland",
    "nia": "Northern Ireland", "nisr": "Northern Ireland", "nisi": "Northern Ireland", "mnia": "Northern Ireland",
}  # fmt: skip
_NATIONS = {"W": "Wales", "S": "Scotland", "N.I.": "Northern Ireland"}


@dataclass(frozen=True, slots=True)
class Instrument:
    """What identifies an Act or instrument: its kind in web addresses, year, number and title.

    ``place`` is the part of it that the address names: ``section/4``, or nothing for the whole.
    """

    type: str = ""
    year: str = ""
    number: str = ""
    title: str = ""
    place: str = ""

    @property
    def is_act(self) -> bool:
        """Whether its provisions are sections."""
        return self.type in _ACTS

    @property
    def short(self) -> str:
        """The short name for labels: ``SI 2015/541``, ``CA 1989``, else the title or chapter number."""
        if self.type and not self.is_act:
            series = {"ssi": "SSI", "nisr": "SR"}.get(self.type, "SI")
            return f"{series} {self.year}/{self.number}"
        if not self.title:
            return f"{self.year} c. {self.number}" if self.number else ""
        return _abbreviated(self.title)

    @property
    def unit(self) -> str:
        """How a provision of the main body is cited: ``s``, ``reg``, ``art`` or ``r``."""
        if self.is_act or (not self.type and re.search(r"\bAct\b", self.title)):
            return "s"
        if _ORDER.search(self.title) and not _REGULATIONS.search(self.title):
            return "art"
        return "r" if _RULES.search(self.title) and not _REGULATIONS.search(self.title) else "reg"

    @property
    def elsewhere(self) -> str:
        """The nation whose law this is, when it is not England's."""
        if re.search(r"\((Wales|Scotland|Northern Ireland)\)", self.title) and "(England" not in self.title:
            return _ELSEWHERE.get(self.type) or re.findall(r"\((Wales|Scotland|Northern Ireland)\)", self.title)[-1]
        return _ELSEWHERE.get(self.type, "")


def instrument_at(address: str, title: str = "") -> Instrument:
    """The instrument that an address at legislation.gov.uk names."""
    match = _ADDRESS.search(address)
    if not match:
        return Instrument(title=title)
    place = _PLACE.search(match["rest"] or "")
    return Instrument(match["type"], match["year"], match["number"], title, place[0] if place else "")


def status_of(attributes: Mapping[str, str], instrument: Instrument, today: date) -> str:
    """In words, whether text with these CLML attributes is law in England on a day."""
    state = attributes.get("Status", "")
    if state in {"Repealed", "Dead"}:
        return REPEALED
    elsewhere = status_elsewhere(attributes.get("RestrictExtent", ""), instrument)
    if elsewhere:
        return elsewhere
    if state == "Prospective":
        return PROSPECTIVE
    end = iso_date(attributes.get("RestrictEndDate"))
    if end is not None and end <= today:
        return f"superseded: replaced on {end.isoformat()}"
    if re.search(r"/(?:made|enacted)$", attributes.get("DocumentURI", "")):
        return AS_ENACTED if instrument.is_act else AS_MADE
    return IN_FORCE


def status_elsewhere(extent: str, instrument: Instrument) -> str:
    """In words, that a text is not England's law, by its extent (``W``) or its instrument; else nothing."""
    nation = instrument.elsewhere or _nation(extent)
    return f"not in force in England ({nation} only)" if nation else ""


def _nation(extent: str) -> str:
    """The nations of an extent that leaves out England."""
    nations = extent.replace(" ", "").split("+") if extent else ["E"]
    return "" if "E" in nations else " and ".join(_NATIONS.get(nation, nation) for nation in nations)


def _abbreviated(title: str) -> str:
    """``CA 1989`` for an Act that citations know by its letters; any other title as it is."""
    known = references(f"{title.replace(chr(8217), chr(39))} s 1")
    return known[0].instrument if known and known[0].instrument and "Act" in title else title
