"""Word files: headers once, the body, then its notes; what people cannot see is reported and left out."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from knowledge.errors import UnreadableFile
from knowledge.readers.blocks import Block, BlockKind, Reading
from knowledge.readers.limits import too_complex
from knowledge.readers.word_numbers import Numbers
from knowledge.readers.word_package import Package
from knowledge.readers.word_styles import Styles
from knowledge.readers.word_walk import Walk
from knowledge.readers.word_xml import R, W

_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError)
_BROKEN_XML = (etree.LxmlError, KeyError, ValueError, AttributeError, IndexError)
_PROMPT = re.compile(r"\s*(?:click|tap|choose|select|enter|type)\b.{0,80}", re.IGNORECASE | re.DOTALL)


def read_word(data: bytes, name: str) -> Reading:
    """Blocks of a .docx file; deleted and hidden text is left out and hidden text is reported."""
    try:
        return _reading(Package(data, name))
    except (RecursionError, MemoryError):
        raise too_complex(name) from None
    except (*_BROKEN_ZIP, *_BROKEN_XML):
        raise UnreadableFile(f"{name} is damaged.", "Open it in Word and save it again.") from None


def _reading(package: Package) -> Reading:
    document = package.part(package.main)
    styles = Styles(package.related("styles"))
    walk = Walk(styles, Numbers(package.related("numbering")))
    unfilled = _empty_prompts(document, styles)
    blocks = (*_headers(package, document, walk), *walk.blocks(document), *_notes(package, walk))
    return Reading("docx", blocks, tuple(_remarks(package, walk, unfilled)))


def _headers(package: Package, document: Any, walk: Walk) -> Iterator[Block]:
    parts = package.by_id()
    ids = [node.get(f"{R}id", "") for node in document.iter(f"{W}headerReference")]
    seen: set[str] = set()
    for path in dict.fromkeys(parts[key] for key in ids if key in parts):
        root = package.part(path)
        for block in () if root is None else walk.blocks(root):
            if block.text not in seen:
                seen.add(block.text)
                yield block


def _notes(package: Package, walk: Walk) -> Iterator[Block]:
    """Footnotes and endnotes at the end, in the order in which the text refers to them."""
    for kind, ids in (("footnote", walk.runs.footnotes), ("endnote", walk.runs.endnotes)):
        root = package.related(f"{kind}s") if ids else None
        found = {} if root is None else {node.get(f"{W}id"): node for node in root.iter(f"{W}{kind}")}
        for place, key in enumerate(dict.fromkeys(ids), start=1):
            text = " ".join(block.text for block in walk.blocks(found[key])) if key in found else ""
            if text:
                yield Block(BlockKind.PARAGRAPH, f"{kind.capitalize()} {place}: {text}")


def _empty_prompts(document: Any, styles: Styles) -> int:
    """Takes the grey prompts out of boxes that nobody filled in, and counts those boxes."""
    boxes = 0
    for mark in document.iter(f"{W}showingPlcHdr"):
        control = mark.getparent().getparent()
        runs = [run for run in control.iter(f"{W}r") if next(run.iterancestors(f"{W}sdt"), None) is control]
        words = "".join(text.text or "" for run in runs for text in run.iterfind(f"{W}t"))
        if words.strip() and (_PROMPT.fullmatch(words) or all(styles.is_prompt(run) for run in runs)):
            boxes += 1
            for run in runs:
                run.getparent().remove(run)
    return boxes


def _remarks(package: Package, walk: Walk, unfilled: int) -> Iterator[str]:
    if walk.runs.hidden:
        yield "Hidden text in the file was not counted."
    if walk.runs.tracked:
        yield "Tracked changes were read as if they had been accepted."
    comments = package.related("comments")
    count = 0 if comments is None else len(comments.findall(f"{W}comment"))
    if count:
        yield f"{count} comment{' was' if count == 1 else 's were'} not counted."
    if unfilled:
        yield f"{unfilled} box{' was' if unfilled == 1 else 'es were'} not filled in and read as empty."
    if package.has("diagramData"):
        yield "Text inside diagrams was not read."
    if package.has("aFChunk"):
        yield "Text from another file that this one inserts was not read."
