"""The words inside CLML elements: clauses, lists, tables and quoted amendments, without editorial marks."""

import re
from collections.abc import Iterator
from typing import Any

from ingest.provisions import Clause

# References to commentary, figures, and the marginal notes of older Acts are no words of the law.
_SILENT = frozenset({"CommentaryRef", "FootnoteRef", "MarginNoteRef", "Commentary", "Footnote", "MarginNote", "Image"})
_NUMBERED = re.compile(r"P[1-7]?")
_QUOTES = {"double": ("“", "”"), "single": ("‘", "’")}
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split()


def local(node: Any) -> str:
    """An element's name without its namespace; nothing for comments."""
    return str(node.tag).rpartition("}")[2] if isinstance(node.tag, str) else ""


def line_of(node: Any) -> str:
    """All the words of an element on one line, without references to notes."""
    return _mended("".join(_words(node)))


def title_of(node: Any) -> str:
    """Number and title of a part, chapter, schedule or group: ``PART 2 General``."""
    block = next((child for child in node if local(child) == "TitleBlock"), node)
    title = next((line_of(child) for child in block if local(child) == "Title"), "")
    return " ".join(part for part in (number_of(node), title) if part)


def number_of(node: Any) -> str:
    """The printed number of an element, or nothing."""
    return next((line_of(child) for child in node if local(child) in {"Number", "Pnumber"}), "")


def clause_of(node: Any) -> Clause:
    """A numbered paragraph, a list item or a loose piece of text as a clause."""
    number = number_of(node).strip("().—- ") if _NUMBERED.fullmatch(local(node)) else ""
    lead, parts, tail = _arranged(_content(node))
    return Clause(number, lead, parts, tail)


def _words(node: Any) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        if local(child) and local(child) not in _SILENT:
            yield from _words(child)
        yield child.tail or ""


def _mended(text: str) -> str:
    """One line; breaks that only the layout of the file made beside punctuation are closed up."""
    text = re.sub(r"\s*\n\s*(?=[,.;:)\]”’—])|(?<=[“‘(\[])\s*\n\s*|(?<=\))\s*\n\s*(?=\()", "", text.strip())
    return " ".join(text.split())


def _content(node: Any) -> Iterator[str | Clause]:
    """The pieces of a clause in order: text as strings, sub-paragraphs and list items as clauses."""
    name = local(node)
    if name in {"Text", "AppendText"}:
        yield line_of(node)
        return
    if name in {"Tabular", "table"}:
        yield from _rows(node)
        return
    for child in node:
        yield from _piece(child)


def _piece(child: Any) -> Iterator[str | Clause]:
    name = local(child)
    if _NUMBERED.fullmatch(name):
        yield clause_of(child)
    elif re.fullmatch(r"P\dgroup", name):
        yield from _grouped(child)
    elif name in {"UnorderedList", "OrderedList"}:
        yield from _items(child)
    elif name == "BlockAmendment":
        yield _quoted(child)
    elif name == "AppendText":
        yield f"\0{line_of(child)}"
    elif name and name not in _SILENT and name not in {"Pnumber", "Number", "Title"}:
        yield from _content(child)


def _grouped(group: Any) -> Iterator[str | Clause]:
    """The paragraphs under a small heading, each with that heading."""
    heading = title_of(group)
    for child in group:
        for piece in _piece(child):
            if isinstance(piece, Clause):
                yield Clause(piece.number, piece.lead, piece.parts, piece.tail, heading)
            else:
                yield piece


def _items(node: Any) -> Iterator[Clause]:
    ordered = local(node) == "OrderedList"
    items = [child for child in node if local(child) == "ListItem"]
    for place, item in enumerate(items):
        lead, parts, tail = _arranged(_content(item))
        number = item.get("NumberOverride") or (_count(place, node.get("Type", "")) if ordered else "")
        yield Clause(number.strip("(). "), lead, parts, tail)


def _count(place: int, style: str) -> str:
    if style.startswith("roman") and place < len(_ROMAN):
        return _ROMAN[place]
    return chr(ord("a") + place) if style.startswith("alpha") and place < 26 else str(place + 1)


def _rows(node: Any) -> Iterator[Clause]:
    for row in node.iter():
        if local(row) == "tr":
            cells = [line_of(cell) for cell in row if local(cell) in {"td", "th"}]
            if any(cells):
                yield Clause(lead=" | ".join(cells))


def _quoted(node: Any) -> str:
    """Words that an amendment puts into another text, in the marks it asks for."""
    lead, parts, tail = _arranged(piece for child in node for piece in _piece(child))
    before, after = _QUOTES.get(node.get("Format", ""), ("", ""))
    return f"{before}{Clause('', lead, parts, tail).text}{after}"


def _arranged(pieces: Iterator[str | Clause]) -> tuple[str, tuple[Clause, ...], str]:
    """Lead-in, parts and closing words; text between two parts is a part without a number."""
    held = [piece for piece in pieces if piece]
    places = [place for place, piece in enumerate(held) if isinstance(piece, Clause)]
    if not places:
        return _joined(held), (), ""
    first, last = places[0], places[-1]
    middle = tuple(
        piece if isinstance(piece, Clause) else Clause(lead=_joined([piece])) for piece in held[first : last + 1]
    )
    return _joined(held[:first]), middle, _joined(held[last + 1 :])


def _joined(pieces: list[str | Clause]) -> str:
    """Texts one a line; words that an amendment's printer put after the quote stay on its line."""
    return "\n".join(piece for piece in pieces if isinstance(piece, str)).replace("\n\0", "").replace("\0", "")
