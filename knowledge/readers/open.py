"""Chooses the reader by what a file holds, not by what it is called."""

from collections.abc import Callable
from pathlib import Path

from knowledge.errors import UnreadableFile
from knowledge.readers.blocks import Reading

MAX_BYTES = 60 * 1024 * 1024
_ZIP, _PDF, _OLE = b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0"
_OLD = {".doc", ".rtf", ".odt", ".pages", ".xls", ".ppt"}


def read_file(path: Path) -> Reading:
    """The blocks of a file; raises ``UnreadableFile`` with one sentence on what to do."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise UnreadableFile(f"{path.name} is a folder.", "Name a file.")
        if size > MAX_BYTES:
            raise UnreadableFile(f"{path.name} is larger than 60 MB.", "Split it or remove its pictures.")
        data = path.read_bytes()
    except FileNotFoundError:
        raise UnreadableFile(f"There is no file {path.name}.", "Check the name and the folder.") from None
    except PermissionError:
        raise UnreadableFile(f"{path.name} may not be read by this user.", "Ask for access to it.") from None
    except OSError:
        raise UnreadableFile(f"{path.name} cannot be read.", "Copy it to this machine and try again.") from None
    return read_bytes(data, path.name)


def read_bytes(data: bytes, name: str) -> Reading:
    """The blocks of a file's bytes; ``name`` serves messages and plain text only."""
    if not data.strip():
        raise UnreadableFile(f"{name} is empty.", "Choose a file with text in it.")
    reading = _reader(data, name)(data, name)
    if not any(block.text.strip() for block in reading.blocks):
        raise UnreadableFile(
            f"{name} holds no text that can be read; it may be a scan or a picture.",
            "Give the file it was made from, or a copy with text in it.",
        )
    return reading


def _reader(data: bytes, name: str) -> Callable[[bytes, str], Reading]:
    ending = Path(name).suffix.lower()
    head = data[:2048].lstrip()
    if head.startswith(_PDF):
        return _pdf
    if data.startswith(_ZIP):
        return _word
    if data.startswith(_OLE):
        return _ole
    if ending in _OLD or head.startswith(b"{\\rtf"):
        raise UnreadableFile(f"{name} is in a format that is not supported.", "Save it as .docx or PDF.")
    if ending in {".docx", ".pdf"}:
        raise UnreadableFile(f"{name} is damaged or is not what its name says.", "Open it and save it again.")
    if _looks_like_html(head, ending):
        return _html
    return _plain


def _looks_like_html(head: bytes, ending: str) -> bool:
    start = head[:200].lower()
    return ending in {".html", ".htm", ".xhtml"} or start.startswith((b"<!doctype html", b"<html"))


def _ole(data: bytes, name: str) -> Reading:
    if b"E\x00n\x00c\x00r\x00y\x00p\x00t" in data[:20000]:
        raise UnreadableFile(f"{name} is protected by a password.", "Save a copy without it.")
    raise UnreadableFile(f"{name} is in an old Word format.", "Save it as .docx.")


def _word(data: bytes, name: str) -> Reading:
    from knowledge.readers.word import read_word

    return read_word(data, name)


def _pdf(data: bytes, name: str) -> Reading:
    from knowledge.readers.pdf import read_pdf

    return read_pdf(data, name)


def _html(data: bytes, name: str) -> Reading:
    from knowledge.readers.web import read_html

    return read_html(data, name)


def _plain(data: bytes, name: str) -> Reading:
    from knowledge.readers.plain import read_plain

    return read_plain(data, name)
