"""Training as JSON objects, for scripts."""

from typing import Any

from knowledge.scenarios.model import Gap, Scenario
from knowledge.training import Marked, choices


def scenario_object(scenario: Scenario) -> dict[str, Any]:
    """A scenario as a learner sees it: no key."""
    return {
        "id": scenario.id,
        "title": scenario.title,
        "doc_type": scenario.kind.value,
        "level": scenario.level.value,
        "themes": list(scenario.themes),
        "text": scenario.text,
        "choices": list(choices(scenario)),
    }


def marked_object(marked: Marked) -> dict[str, Any]:
    """The marking of an attempt."""
    scenario = marked.scenario
    return {
        "scenario": scenario.id,
        "found": [gap_object(gap, scenario) for gap in marked.found],
        "missed": [gap_object(gap, scenario) for gap in marked.missed],
        "arguable": [one.words for one in marked.arguable],
        "extra": [one.words for one in marked.extra],
        "expected": marked.expected,
        "learning": list(scenario.learning),
        "questions": list(scenario.questions),
        "citations": list(scenario.cites),
    }


def gap_object(gap: Gap, scenario: Scenario) -> dict[str, Any]:
    """One gap with its place, better wording and sources."""
    return {
        "rule": gap.rule,
        "theme": gap.theme,
        "say": gap.say,
        "span": {"start": gap.span.start, "end": gap.span.end} if gap.span else None,
        "span_text": gap.span.of(scenario.text) if gap.span else None,
        "better": gap.better,
        "sources": list(gap.sources),
    }
