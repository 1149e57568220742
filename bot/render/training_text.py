"""Training as plain text: a scenario to read, and the marking of an attempt."""

import textwrap
from collections.abc import Iterable, Iterator

from knowledge.areas import themes
from knowledge.plans.rules import catalogue
from knowledge.scenarios.checked import Comparison
from knowledge.scenarios.model import Gap, Scenario
from knowledge.training import Marked, choices, fair_grade

_WIDTH = 88


def listed(scenarios: Iterable[Scenario]) -> Iterator[str]:
    """One line a scenario."""
    for one in scenarios:
        yield f"{one.id:32} {one.level.value:7} {one.quality.value:6} {one.kind.value.replace('_', ' ')}: {one.title}"


def to_read(scenario: Scenario) -> Iterator[str]:
    """The draft, and how to answer."""
    yield f"{scenario.title} ({scenario.level.value}; {scenario.kind.value.replace('_', ' ')})"
    yield ""
    yield scenario.text.rstrip()
    yield ""
    yield "What is missing or wrong? Write one point a line, or checks by their id. An empty line ends."
    names = {rule.id: rule.name for rule in catalogue()}
    yield from _wrapped("Checks to choose from: " + "; ".join(f"{rule} {names[rule]}" for rule in choices(scenario)))


def feedback(marked: Marked) -> Iterator[str]:
    """Found, missed and extra, with better wording and sources."""
    scenario = marked.scenario
    total = len(scenario.gaps)
    yield (
        f"You found {len(marked.found)} of {total}." if total else "The key holds no gap: this draft is good as it is."
    )
    if marked.expected is not None:
        yield f"You thought that you would find {marked.expected}."
    yield from _group("FOUND", marked.found, scenario)
    yield from _group("MISSED", marked.missed, scenario)
    for title, points in (("A FAIR READER COULD SAY EITHER WAY", marked.arguable), ("NOT IN THE KEY", marked.extra)):
        if points:
            yield f"\n{title}"
            for point in points:
                yield from _wrapped(f"- {point.words}")
    if marked.extra:
        yield "The key is not always right. Talk about these with your trainer."
    yield from _after(scenario)


def _after(scenario: Scenario) -> Iterator[str]:
    if scenario.keep:
        yield "\nWORTH KEEPING IN THIS DRAFT"
        for span in scenario.keep:
            yield from _wrapped(f"- “{span.of(scenario.text)}”")
    yield "\nTO LEARN"
    for point in scenario.learning:
        yield from _wrapped(f"- {point}")
    yield "\nTO TALK ABOUT"
    for question in scenario.questions:
        yield from _wrapped(f"- {question}")
    if scenario.claimed_grade:
        yield f"\nAn auditor graded it {scenario.claimed_grade}. The findings support: {fair_grade(scenario)}."
    yield f"Sources: {'; '.join(scenario.cites)}"


def _group(title: str, gaps: Iterable[Gap], scenario: Scenario) -> Iterator[str]:
    for number, gap in enumerate(gaps):
        if number == 0:
            yield f"\n{title}"
        yield from gap_lines(gap, scenario)


def gap_lines(gap: Gap, scenario: Scenario) -> Iterator[str]:
    """One gap: what is wrong, where, what better looks like, and the sources."""
    yield from _wrapped(f"- {gap.say} ({gap.rule}, {themes()[gap.theme]})")
    if gap.span is not None:
        yield from _wrapped(f"  In the draft: “{gap.span.of(scenario.text)}”")
    yield from _wrapped(f"  Better: {gap.better}")
    yield f"  Sources: {'; '.join(gap.sources)}"


def compared(scenario: Scenario, comparison: Comparison) -> Iterator[str]:
    """A new scenario's key beside what the checker finds."""
    yield f"{scenario.id}: {len(scenario.gaps)} gaps in the key, {len(scenario.arguable)} arguable. It can be used."
    yield f"The checker agrees on {len(comparison.agreed)}."
    for gap in comparison.only_key:
        yield from _wrapped(f"Only in the key: {gap.rule} {_quoted(gap.span.of(scenario.text) if gap.span else '')}")
    for finding in comparison.only_checker:
        words = finding.span.of(scenario.text) if finding.span else ""
        yield from _wrapped(f"Only the checker: {finding.rule} {_quoted(words)}")
    yield "Neither is always right. Read each line again; move what is fair either way to [[arguable]]."


def _quoted(words: str) -> str:
    return f"“{' '.join(words.split())[:90]}”" if words else "(the whole draft)"


def _wrapped(line: str) -> list[str]:
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    return textwrap.wrap(line, _WIDTH, initial_indent=line[: len(line) - len(line.lstrip())], subsequent_indent=indent)
