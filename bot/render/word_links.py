"""Switches off what Word would fetch by itself when somebody opens a file: templates and pictures kept elsewhere."""

import io
import zipfile

from lxml import etree

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_NOWHERE = "about:blank"


def without_fetching(data: bytes) -> tuple[bytes, bool]:
    """The file, and whether anything was switched off; links that a person must click stay."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        changed = {
            entry.filename: content
            for entry in package.infolist()
            if entry.filename.endswith(".rels") and (content := _quiet(package.read(entry)))
        }
        return (_replaced(package, changed), True) if changed else (data, False)


def _quiet(raw: bytes) -> bytes:
    """The relations with automatic outside ones turned to nowhere; nothing when there are none."""
    root = etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    fetched = [
        node
        for node in root.iter(_RELATION)
        if node.get("TargetMode") == "External" and not node.get("Type", "").endswith("/hyperlink")
    ]
    for node in fetched:
        node.set("Target", _NOWHERE)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True) if fetched else b""


def _replaced(package: zipfile.ZipFile, changed: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in package.infolist():
            new.writestr(entry.filename, changed.get(entry.filename) or package.read(entry))
    return made.getvalue()
