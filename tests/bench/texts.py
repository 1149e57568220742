"""The texts that both embedding runtimes are given alone."""

import json
from pathlib import Path

_MOST = 2000


def sampled(path: Path) -> list[str]:
    """The texts of a file, or of many texts some, evenly spread."""
    texts: list[str] = json.loads(path.read_text(encoding="utf-8"))
    return texts[:: -(-len(texts) // _MOST)]


def told(texts: list[str], seconds: float) -> str:
    """What the embedding of some texts came to, as JSON."""
    words = sum(len(text.split()) for text in texts)
    return json.dumps({"texts": len(texts) / seconds, "words": words / seconds})
