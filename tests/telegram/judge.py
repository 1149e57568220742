"""Telegram's own parser (TDLib) as the judge of what the bot sends."""

import json
from dataclasses import dataclass
from typing import Any

import tdjson


@dataclass(frozen=True)
class Verdict:
    """What Telegram makes of a message: its text, its entities, or why it refuses it."""

    text: str
    entities: tuple[dict[str, Any], ...]
    refused: str = ""


def judged(text: str, mode: str = "HTML") -> Verdict:
    """A message as Telegram would read it, with the limits on length and entities."""
    parsed = _parsed(text) if mode == "HTML" else {"text": text, "entities": []}
    if parsed.get("@type") == "error":
        return Verdict("", (), parsed["message"])
    words, entities = parsed["text"], tuple(parsed["entities"])
    return Verdict(words, entities, _refusal(words, entities))


def _refusal(words: str, entities: tuple[dict[str, Any], ...]) -> str:
    if not words.strip():
        return "message text is empty"
    if utf16(words) > 4096:
        return "message is too long"
    return "too many entities" if len(entities) > 100 else ""


def utf16(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def _parsed(text: str) -> dict[str, Any]:
    request = {"@type": "parseTextEntities", "text": text, "parse_mode": {"@type": "textParseModeHTML"}}
    answer = _execute(request)
    assert answer is not None
    return answer


def _execute(request: dict[str, Any]) -> dict[str, Any] | None:
    made = tdjson.td_execute(json.dumps(request).encode())
    return json.loads(made) if made else None


_execute({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})
