"""Questions from a file, one JSON object a line, answered in the same order."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from bot.app import App
from bot.render.answer_json import answer_object
from knowledge.errors import GuidanceError, StoreError
from knowledge.reply import Answer
from knowledge.routes import Status
from knowledge.talk import Question, Turn


class BadLine(ValueError):
    """A line is not a question; the message says what to write instead."""


def answered_lines(app: App, lines: Iterable[str], today: date) -> Iterator[str]:
    """One JSON line out for each line in; a line that cannot be read gets the status ``problem``."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield json.dumps(_answered(app, line, number, today), ensure_ascii=False)


def _answered(app: App, line: str, number: int, today: date) -> dict[str, Any]:
    row: dict[str, Any] = {}
    try:
        row = _row(line, number)
        return answer_object(app.ask(_question(row, number)), today, _id(row, number))
    except StoreError:
        raise
    except (BadLine, GuidanceError) as problem:
        return answer_object(Answer(Status.PROBLEM, str(problem)), today, _id(row, number))


def _id(row: dict[str, Any], number: int) -> str:
    return str(row.get("id", f"line {number}"))


def _row(line: str, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise BadLine(f"Line {number} is not JSON. Write one JSON object a line.") from None
    if not isinstance(row, dict):
        raise BadLine(f"Line {number} is not a JSON object. Write one JSON object a line.")
    return row


def _question(row: dict[str, Any], number: int) -> Question:
    text = row.get("question")
    if not isinstance(text, str):
        raise BadLine(f'Line {number} has no "question". Add it as text.')
    history = row.get("history") or []
    if not isinstance(history, list) or not all(_is_turn(turn) for turn in history):
        raise BadLine(f'Line {number} has a "history" that is not a list of role and text.')
    turns = tuple(Turn(turn["role"] == "user", turn["text"]) for turn in history)
    return Question(text, turns, str(row.get("role") or ""))


def _is_turn(turn: object) -> bool:
    return isinstance(turn, dict) and isinstance(turn.get("role"), str) and isinstance(turn.get("text"), str)
