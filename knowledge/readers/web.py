"""Web pages: headings, paragraphs, lists and tables, without scripts and site furniture."""

import re
from collections.abc import Iterator
from typing import Any

from knowledge.errors import UnreadableFile
from knowledge.readers.blocks import Block, BlockKind, Reading, row_text
from knowledge.readers.limits import too_complex
from knowledge.readers.plain import decoded

_NEVER = frozenset(
    "script style noscript template svg math head iframe object embed applet canvas audio video"
    " button select option datalist input textarea".split()
)
_FURNITURE = frozenset("nav header footer aside".split())
_BLOCKS = frozenset("p dd dt blockquote pre figcaption address caption summary legend".split())
_INLINE = frozenset(
    "a b strong em i span sup sub br abbr u small q cite label font mark code kbd s ins bdi bdo time var samp dfn big"
    " tt wbr acronym".split()
)
_GONE = frozenset(["del", "strike"])
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|$)", re.IGNORECASE
)
_MAIN = ("//main | //*[@role='main']", "//article[count(//article) = 1]", "//*[@id='content']")


def read_html(data: bytes, name: str) -> Reading:
    """Blocks of a saved page; site furniture is left out unless nothing else is there."""
    from lxml import etree, html

    parser = html.HTMLParser(recover=True, no_network=True, encoding="utf-8", huge_tree=True)
    try:
        tree = html.document_fromstring(_text(data, name).encode("utf-8", "replace"), parser=parser)
        return _reading(tree)
    except RecursionError:
        raise too_complex(name) from None
    except (etree.LxmlError, ValueError):
        raise UnreadableFile(f"{name} is not a web page that can be read.", "Save the page again.") from None


def _text(data: bytes, name: str) -> str:
    """The page in the encoding it declares, else in the one it is in."""
    declared = _CHARSET.search(data[:4096])
    if declared and declared[1].lower() not in {b"utf-8", b"utf8", b"utf-16"}:
        try:
            return data.decode(declared[1].decode("ascii").replace("iso-8859-1", "cp1252"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decoded(data, name)


def _reading(tree: Any) -> Reading:
    hidden = _without_hidden(tree)
    main: Any = next((found for path in _MAIN if (found := tree.xpath(path))), [])
    body = tree.find("body")
    whole = body if body is not None else tree
    blocks = tuple(_Page(_FURNITURE).blocks(whole))
    if main:
        blocks = tuple(_Page(_FURNITURE - {"header"}).blocks(main[0])) or blocks
    if not blocks:
        blocks = tuple(_Page(frozenset()).blocks(whole))
    notes = ("Hidden text in the file was not counted.",) if hidden else ()
    return Reading("html", blocks, notes)


def _without_hidden(tree: Any) -> bool:
    """Takes out what a browser would not show; says whether there were words in it."""
    unseen = [node for node in tree.iter() if isinstance(node.tag, str) and _is_unseen(node)]
    words = any(_words(node) for node in unseen)
    for node in unseen:
        if node.getparent() is not None:
            node.drop_tree()
    return words


def _is_unseen(node: Any) -> bool:
    return node.get("hidden") is not None or bool(_UNSEEN.search(node.get("style", "")))


class _Page:
    """One walk over a page, leaving out the given furniture."""

    def __init__(self, furniture: frozenset[str]) -> None:
        self._skipped = _NEVER | _GONE | furniture

    def blocks(self, node: Any) -> Iterator[Block]:
        loose: list[str] = [node.text or ""]
        for child in node:
            if not isinstance(child.tag, str) or child.tag in self._skipped:
                loose.append(f" {child.tail or ''}" if child.tag not in _GONE else child.tail or "")
            elif child.tag in _INLINE and not _holds_blocks(child):
                loose.extend((_raw(child), child.tail or ""))
            else:
                yield from _block(BlockKind.PARAGRAPH, "".join(loose))
                yield from self._element(child)
                loose = [child.tail or ""]
        yield from _block(BlockKind.PARAGRAPH, "".join(loose))

    def _element(self, node: Any) -> Iterator[Block]:
        tag = node.tag
        if tag in _HEADINGS:
            yield from _block(BlockKind.HEADING, _raw(node), _HEADINGS[tag])
        elif tag in {"ul", "ol", "menu"}:
            yield from self._list(node)
        elif tag == "table":
            yield from self._table(node)
        elif tag in _BLOCKS and not _holds_blocks(node):
            yield from _block(BlockKind.PARAGRAPH, _raw(node))
        else:
            yield from self.blocks(node)

    def _list(self, node: Any) -> Iterator[Block]:
        count = _whole(node.get("start"), 1) - 1
        for child in node:
            if child.tag != "li":
                yield from self._element(child) if isinstance(child.tag, str) else ()
                continue
            count += 1
            number = f"{_numbered(count, node.get('type', '1'))}. " if node.tag == "ol" else ""
            yield from self._item(child, number)

    def _item(self, node: Any, number: str) -> Iterator[Block]:
        """An item's own words are the item; lists, tables and further paragraphs in it follow."""
        for place, block in enumerate(self.blocks(node)):
            if not place and block.kind is BlockKind.PARAGRAPH:
                yield Block(BlockKind.ITEM, number + block.text)
            else:
                yield block

    def _table(self, table: Any) -> Iterator[Block]:
        held: dict[int, int] = {}
        for row in _rows(table):
            if isinstance(row.tag, str) and row.tag != "tr":
                yield from self._element(row)
                continue
            cells = [cell for cell in row if cell.tag in {"td", "th"}]
            if len(cells) == 1 or any(cell.find(".//table") is not None for cell in cells):
                for cell in cells:
                    yield from self.blocks(cell)
                continue
            texts = _aligned(cells, held)
            if any(texts):
                yield Block(BlockKind.ROW, row_text(texts))


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag in {"tr", "caption"}:
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from _rows(child)


def _aligned(cells: list[Any], held: dict[int, int]) -> list[str]:
    """A row's texts, with empty places where a cell spans columns or reaches down from a row above."""
    texts: list[str] = []
    for cell in cells:
        while held.get(len(texts), 0):
            held[len(texts)] -= 1
            texts.append("")
        wide, tall = _whole(cell.get("colspan"), 1), _whole(cell.get("rowspan"), 1)
        for place in range(len(texts), len(texts) + wide):
            held[place] = tall - 1
        texts += [_words(cell), *[""] * (wide - 1)]
    while held.get(len(texts), 0):
        held[len(texts)] -= 1
        texts.append("")
    return texts


def _whole(digits: str | None, default: int) -> int:
    return min(int(digits), 100) if digits and digits.isdecimal() and len(digits) < 6 and int(digits) else default


def _numbered(count: int, kind: str) -> str:
    return chr(ord(kind) + (count - 1) % 26) if kind in {"a", "A"} else str(count)


def _holds_blocks(node: Any) -> bool:
    return any(
        isinstance(child.tag, str) and child.tag not in _INLINE | _NEVER | _GONE for child in node.iterdescendants()
    )


def _block(kind: BlockKind, raw: str, level: int = 0) -> Iterator[Block]:
    text = " ".join(raw.split())
    if text:
        yield Block(kind, text, level, apart=kind is BlockKind.HEADING)


def _words(node: Any) -> str:
    return " ".join(_raw(node).split())


def _raw(node: Any) -> str:
    """A node's words; a space where a browser would begin a new line."""
    return "".join(_strings(node))


def _strings(node: Any) -> Iterator[str]:
    if node.tag == "br":
        yield " "
    elif isinstance(node.tag, str) and node.tag not in _NEVER | _GONE:
        edge = "" if node.tag in _INLINE else " "
        yield edge + (node.text or "")
        for child in node:
            yield from _strings(child)
            yield child.tail or ""
        yield edge
