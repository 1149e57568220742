"""What Word's styles say about a paragraph or a run: heading, numbering, hidden."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from knowledge.readers.word_xml import W, is_on, number, value

_HEADING = re.compile(r"heading\s?(\d)$|title$", re.IGNORECASE)
_TINY = 4  # half-points: words of two points or less are there for machines, not for people
_NEARLY_WHITE = 0xF5


class Styles:
    """The styles of one document, followed through what each is based on."""

    def __init__(self, root: Any) -> None:
        nodes = () if root is None else root.iter(f"{W}style")
        self._by_id = {node.get(f"{W}styleId", ""): node for node in nodes}
        self._default = next((key for key, node in self._by_id.items() if _is_default(node)), "")
        self._looks = lru_cache(maxsize=2048)(self._looks_of)

    def heading_level(self, paragraph: Any) -> int:
        """1 to 9 for a heading, 0 for any other paragraph."""
        own = paragraph.find(f"{W}pPr/{W}outlineLvl")
        if own is not None:
            return _outline(own)
        for style in self._chain(self.of(paragraph)):
            match = _HEADING.match(self._name(style))
            if match:
                return int(match[1]) if match[1] else 1
            outline = style.find(f"{W}pPr/{W}outlineLvl")
            if outline is not None:
                return _outline(outline)
        return 0

    def of(self, paragraph: Any) -> str:
        """The id of a paragraph's style."""
        return value(paragraph.find(f"{W}pPr/{W}pStyle"), self._default)

    def repeats_headings(self, paragraph: Any) -> bool:
        """Whether the paragraph is a line of a table of contents."""
        return any(re.match(r"toc \d", self._name(style), re.IGNORECASE) for style in self._chain(self.of(paragraph)))

    def is_prompt(self, run: Any) -> bool:
        """Whether a run looks like the grey prompt of a box that nobody filled in."""
        style = value(run.find(f"{W}rPr/{W}rStyle"))
        return any(self._name(node).lower() == "placeholder text" for node in self._chain(style))

    def numbering(self, paragraph: Any) -> tuple[str, int | None] | None:
        """The list that a paragraph belongs to and its depth there, each by its style where it says none itself."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        chain = [] if own is None else [own]
        chain += [found for style in self._chain(self.of(paragraph)) for found in style.iterfind(f"{W}pPr/{W}numPr")]
        ids = [value(node.find(f"{W}numId")) for node in chain if node.find(f"{W}numId") is not None]
        depths = [node.find(f"{W}ilvl") for node in chain if node.find(f"{W}ilvl") is not None]
        if not ids or ids[0] in {"", "0"}:
            return None
        return ids[0], number(depths[0]) if depths else None

    def is_hidden(self, run: Any, paragraph_style: str) -> bool:
        """Hidden, white on white, or too small to see."""
        own = run.find(f"{W}rPr")
        looks = self._looks(paragraph_style, "" if own is None else value(own.find(f"{W}rStyle")))
        if is_on(_first("vanish", own, looks)):
            return True
        size = number(_first("sz", own, looks), 20)
        white = _is_white(value(_first("color", own, looks)))
        return size <= _TINY or (white and not _is_marked(own, looks) and not self._stands_on_colour(run))

    def _looks_of(self, paragraph_style: str, run_style: str) -> tuple[Any, ...]:
        styles = (*self._chain(run_style), *self._chain(paragraph_style))
        return tuple(look for style in styles if (look := style.find(f"{W}rPr")) is not None)

    def _stands_on_colour(self, run: Any) -> bool:
        """White words on a coloured cell, table or box are a form's heading, not hidden text."""
        for parent in run.iterancestors():
            if parent.tag == f"{W}txbxContent":
                return True
            if any(_is_coloured(shade) for shade in parent.iterfind(f"./*/{W}shd")):
                return True
            if parent.tag == f"{W}tbl" and self._table_is_coloured(parent):
                return True
        return any(
            _is_coloured(shade) for style in self._chain(self._paragraph_style(run)) for shade in style.iter(f"{W}shd")
        )

    def _paragraph_style(self, run: Any) -> str:
        paragraph = next(run.iterancestors(f"{W}p"), None)
        return "" if paragraph is None else self.of(paragraph)

    def _table_is_coloured(self, table: Any) -> bool:
        style = value(table.find(f"{W}tblPr/{W}tblStyle"))
        return any(_is_coloured(shade) for node in self._chain(style) for shade in node.iter(f"{W}shd"))

    def _chain(self, style_id: str) -> Iterator[Any]:
        seen: set[str] = set()
        while style_id in self._by_id and style_id not in seen:
            seen.add(style_id)
            yield self._by_id[style_id]
            style_id = value(self._by_id[style_id].find(f"{W}basedOn"))

    @staticmethod
    def _name(style: Any) -> str:
        return value(style.find(f"{W}name"))


def _is_default(style: Any) -> bool:
    return style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true"}


def _outline(node: Any) -> int:
    level = number(node, 9)
    return level + 1 if level < 9 else 0


def _first(name: str, own: Any, looks: tuple[Any, ...]) -> Any:
    for look in looks if own is None else (own, *looks):
        found = look.find(f"{W}{name}")
        if found is not None:
            return found
    return None


def _is_marked(own: Any, looks: tuple[Any, ...]) -> bool:
    shade, pen = _first("shd", own, looks), _first("highlight", own, looks)
    return (shade is not None and _is_coloured(shade)) or value(pen, "none") not in {"none", "white"}


def _is_white(colour: str) -> bool:
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", colour):
        return False
    return min(bytes.fromhex(colour)) >= _NEARLY_WHITE


def _is_coloured(shade: Any) -> bool:
    fill = shade.get(f"{W}fill", "auto")
    return shade.get(f"{W}themeFill") is not None or (fill.lower() != "auto" and not _is_white(fill))
