"""The numbers that Word shows in front of a list item and does not store with its words."""

import re
from collections.abc import Callable
from typing import Any

from knowledge.readers.word_xml import W, number, value

_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class Numbers:
    """The running counts of every list of one document."""

    def __init__(self, root: Any) -> None:
        self._lists = _by_id(root, "abstractNum", "abstractNumId")
        self._uses = _by_id(root, "num", "numId")
        self._counts: dict[str, dict[int, int]] = {}
        self._restarted: set[tuple[str, int]] = set()

    def next(self, list_id: str, depth: int | None, style: str) -> str:
        """The visible number of the next item, such as ``2.1`` or ``(b)``; empty for a bullet."""
        use = self._uses.get(list_id)
        if use is None:
            return ""
        abstract = value(use.find(f"{W}abstractNumId"))
        levels = self._levels(abstract, use)
        if depth is None:
            depth = next((key for key, level in levels.items() if value(level.find(f"{W}pStyle")) == style), 0)
        if depth not in levels:
            return ""
        self._count(abstract, use, depth, levels)
        return self._label(abstract, depth, levels)

    def _levels(self, abstract: str, use: Any) -> dict[int, Any]:
        base = self._lists.get(abstract)
        nodes = [] if base is None else list(base.iterfind(f"{W}lvl"))
        nodes += use.iterfind(f"{W}lvlOverride/{W}lvl")
        return {int(node.get(f"{W}ilvl", "0")): node for node in nodes}

    def _count(self, abstract: str, use: Any, depth: int, levels: dict[int, Any]) -> None:
        counts = self._counts.setdefault(abstract, {})
        start = self._restart(use, depth)
        if start is not None:
            counts[depth] = start
        else:
            counts[depth] = counts.get(depth, _start(levels[depth]) - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]

    def _restart(self, use: Any, depth: int) -> int | None:
        """The first number of a list that Word was told to begin again."""
        key = (use.get(f"{W}numId"), depth)
        if key in self._restarted:
            return None
        self._restarted.add(key)
        override = use.find(f"{W}lvlOverride[@{W}ilvl='{depth}']/{W}startOverride")
        return None if override is None else number(override, 1)

    def _label(self, abstract: str, depth: int, levels: dict[int, Any]) -> str:
        if value(levels[depth].find(f"{W}numFmt")) in {"bullet", "none"}:
            return ""
        counts = self._counts[abstract]

        def shown(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            node = levels.get(level)
            form = value(node.find(f"{W}numFmt"), "decimal") if node is not None else "decimal"
            return _FORMS.get(form, str)(counts.get(level, 1))

        return re.sub(r"%([1-9])", shown, value(levels[depth].find(f"{W}lvlText"))).strip()


def _by_id(root: Any, name: str, key: str) -> dict[str, Any]:
    return {} if root is None else {node.get(f"{W}{key}", ""): node for node in root.iter(f"{W}{name}")}


def _start(level: Any) -> int:
    return number(level.find(f"{W}start"), 1)


def _letters(count: int) -> str:
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1) if 0 < count < 2600 else str(count)


def _roman(count: int) -> str:
    if not 0 < count < 400:
        return str(count)
    made = ""
    for worth, letters in _ROMAN:
        times, count = divmod(count, worth)
        made += letters * times
    return made


_FORMS: dict[str, Callable[[int], str]] = {
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "decimalZero": lambda count: f"{count:02d}",
}
