"""Laws that a question names and that no short form of the held ones covers, such as the Domestic Abuse Act 2021."""

import re
import tomllib
from functools import cache
from importlib import resources

from knowledge.citations import instrument_in

# A title in capitals: "the Armed Forces Act 2006". The Children Act alone is the one that everybody means.
_TITLE = re.compile(r"\b(?:[A-Z][\w'’()-]*,? (?:(?:and|of|in|for|the|to|etc\.?) )*){1,8}Act(?: \d{4})?")
_USUAL = re.compile(r"(?:^|\b)(?:Child(?:ren)?['’]?s?['’]? Act|^(?:The )?Act)(?: \d{4})?$")


def other_law(text: str) -> str:
    """The name of a law that a text speaks of and that labels have no short form for, or nothing."""
    if instrument_in(text):
        return ""
    listed = next((name for name, pattern in _listed() if pattern.search(text)), "")
    return listed or _titled(text)


def _titled(text: str) -> str:
    match = _TITLE.search(text)
    if not match or _USUAL.search(match[0]):
        return ""
    return f"the {match[0].removeprefix('The ')}"


@cache
def _listed() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = tomllib.loads((resources.files("knowledge") / "other_laws.toml").read_text(encoding="utf-8"))
    return tuple((row["name"], re.compile("|".join(row["patterns"]), re.IGNORECASE)) for row in table["law"])
