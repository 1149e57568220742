"""Every citation in code, rules and timescales stands in the bundled corpus."""

import re
from collections.abc import Iterator
from functools import cache

from knowledge.digest import digest_files, read_digest
from knowledge.plans.rules import catalogue
from knowledge.timescales import clocks
from tests.conftest import ROOT

_CITATION = re.compile(
    r"\b(?:(?:SI \d{4}/\d+|(?:CA|HRA) 19\d\d|(?:CA|CFA|EqA|CSWA|CWSA) 20\d\d|CSDPA 1970) (?:reg|s|Sch) \d+[A-Z]{0,2}"
    r"|WT 20\d\d ch \d|FPR PD\d+[A-Z]|Ofsted letter 2019 [HOIFC]\d*)\b"
)
# The emergency regulations of 2020: named as the reason why those months had another rule, never quoted.
_ENDED = "SI 2020/445"


@cache
def held() -> frozenset[str]:
    return frozenset(section.label for path in digest_files() for section in read_digest(path).sections)


def cited() -> Iterator[tuple[str, str]]:
    for package in ("bot", "config", "ingest", "knowledge"):
        for path in sorted((ROOT / package).rglob("*")):
            if path.suffix in {".py", ".toml"} and "corpus" not in path.parts:
                yield from ((label, path.name) for label in _CITATION.findall(path.read_text("utf-8")))


def test_every_citation_in_code_and_data_is_held() -> None:
    found = [(label, name) for label, name in cited() if not label.startswith(_ENDED)]

    assert len(found) > 300
    assert [one for one in found if one[0] not in held()] == []


def test_every_reason_of_a_check_and_every_clock_is_held() -> None:
    reasons = {(rule.id, label) for rule in catalogue() for label in rule.why}
    timed = {(clock.id, clock.label) for clock in clocks()}

    assert len(reasons) >= len(catalogue())
    assert [one for one in sorted(reasons | timed) if one[1] not in held()] == []
