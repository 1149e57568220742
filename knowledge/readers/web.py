"""Web pages: headings, paragraphs, lists and tables, without scripts and site furniture."""

from collections.abc import Iterator
from typing import Any

from knowledge.errors import UnreadableFile
from knowledge.readers.blocks import Block, BlockKind, Reading

_SKIP = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "nav",
        "header",
        "footer",
        "aside",
        "form",
        "button",
        "iframe",
        "object",
        "head",
    ]
)
_BLOCKS = frozenset(["p", "dd", "dt", "blockquote", "pre", "figcaption", "address", "caption"])
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


def read_html(data: bytes, name: str) -> Reading:
    """Blocks of a saved page; site furniture is left out unless nothing else is there."""
    from lxml import etree, html

    try:
        tree = html.document_fromstring(data, parser=html.HTMLParser(recover=True, no_network=True))
    except (etree.LxmlError, ValueError):
        raise UnreadableFile(f"{name} is not a web page that can be read.", "Save the page again.") from None
    main = tree.xpath("//main | //article | //*[@role='main'] | //*[@id='content']")
    root = main[0] if main else tree.find("body")
    return Reading("html", tuple(_walk(root if root is not None else tree)))


def _walk(node: Any) -> Iterator[Block]:
    loose: list[str] = [node.text or ""]
    for child in node:
        if not isinstance(child.tag, str):
            loose.append(child.tail or "")
            continue
        if _is_inline(child):
            loose.extend((_words(child), child.tail or ""))
            continue
        yield from _paragraph(loose)
        yield from _element(child)
        loose = [child.tail or ""]
    yield from _paragraph(loose)


def _element(node: Any) -> Iterator[Block]:
    tag = node.tag
    if tag in _SKIP:
        return
    if tag in _HEADINGS:
        yield from _block(BlockKind.HEADING, _words(node), _HEADINGS[tag])
    elif tag == "li" and not node.xpath(".//li|.//p|.//table"):
        yield from _block(BlockKind.ITEM, _words(node))
    elif tag == "tr":
        cells = [_words(cell) for cell in node if cell.tag in {"td", "th"}]
        yield from _block(BlockKind.ROW, " | ".join(cells) if any(cells) else "")
    elif tag in _BLOCKS and not node.xpath(".//p|.//li|.//table"):
        yield from _block(BlockKind.PARAGRAPH, _words(node))
    else:
        yield from _walk(node)


def _is_inline(node: Any) -> bool:
    return node.tag in {
        "a",
        "b",
        "strong",
        "em",
        "i",
        "span",
        "sup",
        "sub",
        "br",
        "abbr",
        "u",
        "small",
        "q",
        "cite",
    }


def _paragraph(pieces: list[str]) -> Iterator[Block]:
    yield from _block(BlockKind.PARAGRAPH, "".join(pieces))


def _block(kind: BlockKind, words: str, level: int = 0) -> Iterator[Block]:
    text = " ".join(words.split())
    if text:
        yield Block(kind, text, level)


def _words(node: Any) -> str:
    kept = [piece for piece in node.itertext() if piece]
    return " ".join("".join(kept).split())
