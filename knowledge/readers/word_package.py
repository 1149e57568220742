"""A Word file as a package of parts: what is unsafe is refused before anything is parsed."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from knowledge.errors import UnreadableFile
from knowledge.readers.limits import too_complex

_MAX_ENTRIES, _MAX_UNPACKED, _MAX_RATIO, _MAX_PART = 3000, 60 << 20, 200, 30 << 20
_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError)
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT, _USUAL = b"http://purl.oclc.org/ooxml/", b"http://schemas.openxmlformats.org/"
_STRICT_NAMES = {
    _STRICT + b"wordprocessingml/main": _USUAL + b"wordprocessingml/2006/main",
    _STRICT + b"officeDocument/relationships": _USUAL + b"officeDocument/2006/relationships",
}
_OTHERS = {
    "xl/workbook.xml": "is a spreadsheet",
    "ppt/presentation.xml": "is a slide show",
    "content.xml": "is an OpenDocument file",
    "Index/Document.iwa": "is a Pages file",
}


class Package:
    """The parts of one Word file, parsed when asked for; nothing outside the file is ever fetched."""

    def __init__(self, data: bytes, name: str) -> None:
        _refuse_danger(data, name)
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._name = name
        self.main = next(self._targets("", "/officeDocument"), "word/document.xml")

    def part(self, path: str) -> Any:
        """The root of a part, or nothing where the file has none of that name."""
        try:
            raw = self._zip.read(path)
        except KeyError:
            return None
        root = etree.fromstring(_usual_names(raw), _parser())
        if root.getroottree().docinfo.internalDTD is not None:
            raise _unsafe(self._name)
        return root

    def related(self, kind: str) -> Any:
        """The one part of this kind that the main part points to, such as ``styles``."""
        target = next(self._targets(self.main, f"/{kind}"), None)
        return None if target is None else self.part(target)

    def by_id(self) -> dict[str, str]:
        """The parts that the main part points to, by their relationship id."""
        return {key: target for key, _, target in self._relations(self.main)}

    def has(self, kind: str) -> bool:
        """Whether the main part points to a part of this kind."""
        return next(self._targets(self.main, f"/{kind}"), None) is not None

    def _targets(self, source: str, kind: str) -> Iterator[str]:
        return (target for _, found, target in self._relations(source) if found.endswith(kind))

    def _relations(self, source: str) -> Iterator[tuple[str, str, str]]:
        folder, leaf = posixpath.split(source)
        root = self.part(posixpath.join(folder, "_rels", f"{leaf}.rels"))
        for node in () if root is None else root.iter(_RELATION):
            if node.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, node.get("Target", ""))).lstrip("/")
                yield node.get("Id", ""), node.get("Type", ""), target


def _parser() -> Any:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _usual_names(raw: bytes) -> bytes:
    """The "Strict Open XML" save option uses other names for the same elements."""
    if _STRICT in raw[:4000]:
        for strict, usual in _STRICT_NAMES.items():
            raw = raw.replace(strict, usual)
    return raw


def _refuse_danger(data: bytes, name: str) -> None:
    """Checks that cost about a millisecond and need no parsing."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            _refuse_bomb(entries, len(data), name)
            _refuse_parts([entry.filename for entry in entries], name)
            _refuse_contents(package, entries, name)
    except _DAMAGE:
        raise UnreadableFile(f"{name} is damaged or is not a Word file.", "Open it and save it again.") from None


def _refuse_bomb(entries: list[zipfile.ZipInfo], size: int, name: str) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    too_large = any(entry.file_size > _MAX_PART for entry in entries) or unpacked > _MAX_UNPACKED
    if len(entries) > _MAX_ENTRIES or too_large or unpacked > _MAX_RATIO * max(size, 1):
        raise too_complex(name)


def _refuse_parts(parts: list[str], name: str) -> None:
    names = set(parts)
    if len(names) < len(parts) or any(part.startswith(("/", "\\")) or _climbs(part) for part in parts):
        raise _unsafe(name)
    if any(part.lower().endswith("vbaproject.bin") for part in parts):
        raise _macros(name)
    for part, what in _OTHERS.items():
        if part in names:
            raise UnreadableFile(f"{name} {what}.", "Save it as .docx or PDF.")
    if "[Content_Types].xml" not in names or not any(part.startswith("word/document") for part in parts):
        raise UnreadableFile(f"{name} is not a Word file.", "Give a .docx or PDF file.")


def _climbs(part: str) -> bool:
    return ".." in part.replace("\\", "/").split("/") or part[1:2] == ":"


def _refuse_contents(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], name: str) -> None:
    if b"macroenabled" in package.read("[Content_Types].xml").lower():
        raise _macros(name)
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            with package.open(entry) as part:
                if b"<!DOCTYPE" in part.read(2000):
                    raise _unsafe(name)


def _unsafe(name: str) -> UnreadableFile:
    return UnreadableFile(f"{name} holds parts that may be unsafe.", "Save it again from Word.")


def _macros(name: str) -> UnreadableFile:
    return UnreadableFile(f"{name} holds macros.", "Save it as .docx without macros.")
