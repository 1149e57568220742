"""A comparison as one JSON object: every span points into the text of its own document."""

from typing import Any

from bot.comparing import Pair
from knowledge.plans.compare.model import Line
from knowledge.text import Span


def compare_object(pair: Pair) -> dict[str, Any]:
    """The kind, both documents, and a line for each thing looked for."""
    found = pair.comparison
    return {
        "kind": found.kind.value,
        "old": {"doc": pair.old_name, "doc_type": found.old_kind.value},
        "new": {"doc": pair.new_name, "doc_type": found.new_kind.value},
        "lines": [_line(line, pair) for line in found.lines],
        "notes": list(found.notes),
    }


def _line(line: Line, pair: Pair) -> dict[str, Any]:
    return {
        "state": line.state.value,
        "rule": line.rule or None,
        "old": _place(line.old, pair.old_text) if line.old else None,
        "new": [_place(span, pair.new_text) for span in line.new],
        "note": line.note,
    }


def _place(span: Span, text: str) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "span_text": span.of(text)}
