"""The words of one Word paragraph: tracked text, fields, symbols, boxes to tick, hidden text."""

from collections.abc import Iterator
from typing import Any

from knowledge.readers.word_styles import Styles
from knowledge.readers.word_xml import MATHS, MC, W, chosen, is_on, number, value

_DROPPED = frozenset(f"{W}{name}" for name in "del moveFrom pPr rPr sdtPr sdtEndPr txbxContent rt".split())
_CHARACTERS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
# Code points of the Wingdings and Symbol fonts that council forms use for boxes, ticks and arrows.
_SYMBOLS = {
    0x6F: "☐",
    0x71: "☐",
    0x72: "☐",
    0xA8: "☐",
    0x52: "☑",
    0x53: "☒",
    0x54: "☒",
    0xFE: "☑",
    0xFD: "☒",
    0x78: "☒",
    0xFC: "✓",
    0xFB: "✗",
    0xE0: "→",
    0xA7: "•",
    0xB7: "•",
    0xD8: "•",
}


class Runs:
    """Reads paragraphs one after another and remembers whether any hid or changed words."""

    def __init__(self, styles: Styles) -> None:
        self.hidden = False
        self.tracked = False
        self.footnotes: list[str] = []
        self.endnotes: list[str] = []
        self._styles = styles
        self._style = ""
        self._fields: list[bool] = []

    def words(self, paragraph: Any) -> str:
        """A paragraph's words with a line end for each break; text boxes are not among them."""
        self._fields = []
        self._style = self._styles.of(paragraph)
        return "".join(self._pieces(paragraph))

    def _pieces(self, node: Any) -> Iterator[str]:
        for child in node:
            tag = child.tag
            if tag == f"{W}r":
                yield from self._run(child)
            elif tag in _DROPPED:
                self.tracked = self.tracked or tag in {f"{W}del", f"{W}moveFrom"}
            elif tag == f"{MC}AlternateContent":
                yield from self._pieces(chosen(child))
            elif tag == f"{MATHS}t":
                yield child.text or ""
            elif isinstance(tag, str):
                self.tracked = self.tracked or tag in {f"{W}ins", f"{W}moveTo"}
                yield from self._pieces(child)

    def _run(self, run: Any) -> Iterator[str]:
        text = "".join(self._characters(run))
        if text.strip() and self._styles.is_hidden(run, self._style):
            self.hidden = True
        else:
            yield text

    def _characters(self, run: Any) -> Iterator[str]:
        for child in run:
            tag = child.tag
            if tag == f"{W}fldChar":
                yield from self._field(child)
            elif any(self._fields) or tag in _DROPPED:
                continue
            elif tag == f"{W}t":
                yield child.text or ""
            elif tag in _CHARACTERS:
                yield _CHARACTERS[tag]
            elif tag == f"{W}sym":
                yield _symbol(child)
            elif tag in {f"{W}footnoteReference", f"{W}endnoteReference"}:
                self._refer(child)
            elif tag == f"{MC}AlternateContent":
                yield from self._characters(chosen(child))
            elif tag == f"{W}ruby":
                yield from self._pieces(child)

    def _refer(self, node: Any) -> None:
        ids = self.footnotes if node.tag == f"{W}footnoteReference" else self.endnotes
        ids.append(node.get(f"{W}id", ""))

    def _field(self, mark: Any) -> Iterator[str]:
        """Keeps a field's result and not its code; old form fields hold their state at their start."""
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            if not any(self._fields):
                yield _form_field(mark.find(f"{W}ffData"))
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()


def _form_field(data: Any) -> str:
    if data is None:
        return ""
    box, choices = data.find(f"{W}checkBox"), data.find(f"{W}ddList")
    if box is not None:
        state = box.find(f"{W}checked")
        return "☒" if is_on(state if state is not None else box.find(f"{W}default")) else "☐"
    if choices is not None:
        entries = choices.findall(f"{W}listEntry")
        place = number(choices.find(f"{W}result"))
        return value(entries[place]) if 0 <= place < len(entries) else ""
    return ""


def _symbol(node: Any) -> str:
    try:
        code = int(node.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    if 0xF000 <= code <= 0xF0FF:
        return _SYMBOLS.get(code - 0xF000, "")
    return chr(code) if 0x20 <= code < 0xD800 else ""
