"""Chooses the reader by what a file holds, not by what it is called."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from knowledge.errors import UnreadableFile
from knowledge.readers.blocks import Reading
from knowledge.readers.characters import NOTE, deceives, visible
from knowledge.readers.limits import TRUSTED, Limits, too_complex

MAX_BYTES = 60 * 1024 * 1024
_ZIP, _PDF, _OLE = b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0"
_OLD = {".doc", ".rtf", ".odt", ".pages", ".xls", ".ppt", ".wps", ".mht", ".mhtml", ".eml", ".msg"}
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_PICTURE_NAMES = {".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp", ".heic"}

_Reader = Callable[[bytes, str, Limits], Reading]

_MOST_BYTES_A_CHARACTER = 4  # in UTF-8, UTF-16 and UTF-32


def read_file(path: Path) -> Reading:
    """The blocks of a file; raises ``UnreadableFile`` with one sentence on what to do."""
    return read_bytes(bytes_of(path), path.name)


def needs_parser(data: bytes) -> bool:
    """Whether the bytes are of a format whose parser could be attacked: anything but text."""
    return data.startswith((_ZIP, _OLE)) or _PDF in data[:1024] or b"\x00" in data[:4096] or b"<" in data[:512]


def bytes_of(path: Path) -> bytes:
    """A file's bytes; raises ``UnreadableFile`` with one sentence on what to do."""
    try:
        if path.is_dir():
            raise UnreadableFile(f"{path.name} is a folder.", "Name a file.")
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableFile(f"{path.name} is larger than 60 MB.", "Split it or remove its pictures.")
        return path.read_bytes()
    except FileNotFoundError:
        raise UnreadableFile(f"There is no file {path.name}.", "Check the name and the folder.") from None
    except PermissionError:
        raise UnreadableFile(f"{path.name} may not be read by this user.", "Ask for access to it.") from None
    except OSError:
        raise UnreadableFile(f"{path.name} cannot be read.", "Copy it to this machine and try again.") from None


def read_bytes(data: bytes, name: str, limits: Limits = TRUSTED) -> Reading:
    """The blocks of a file's bytes; ``name`` serves messages and text files only."""
    if not data.strip(b"\x00 \t\r\n\f\v"):
        raise UnreadableFile(f"{name} is empty.", "Choose a file with text in it.")
    reading = _reader(data, name)(data, name, limits)
    if sum(len(block.text) for block in reading.blocks) > limits.characters:
        raise too_complex(name)
    blocks = visible(reading.blocks)
    if not any(block.text.strip() for block in blocks):
        raise UnreadableFile(
            f"{name} holds no text that can be read; it may be a scan or a picture.",
            "Give the file it was made from, or a copy with text in it.",
        )
    notes = (*reading.notes, NOTE) if deceives(reading.blocks) else reading.notes
    return replace(reading, blocks=blocks, notes=notes)


def _reader(data: bytes, name: str) -> _Reader:
    ending = Path(name).suffix.lower()
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(_PDF) or (ending == ".pdf" and _PDF in data[:1024]):
        return _pdf
    if data.startswith(_ZIP):
        return _word
    if data.startswith(_OLE):
        return _ole
    _refuse_others(data, head, ending, name)
    if _looks_like_html(head, ending):
        return _html
    return _plain


def _refuse_others(data: bytes, head: bytes, ending: str, name: str) -> None:
    if data.startswith(_PICTURES) or ending in _PICTURE_NAMES:
        raise UnreadableFile(f"{name} is a picture.", "Give the document itself as .docx, PDF or text.")
    if ending in _OLD or head.startswith(b"{\\rtf"):
        raise UnreadableFile(f"{name} is in a format that is not supported.", "Save it as .docx or PDF.")
    if ending == ".docm":
        raise UnreadableFile(f"{name} holds macros.", "Save it as .docx without macros.")
    if ending in {".docx", ".pdf"}:
        raise UnreadableFile(f"{name} is damaged or is not what its name says.", "Open it and save it again.")


def _looks_like_html(head: bytes, ending: str) -> bool:
    start = head[:200].lower().replace(b"\x00", b"").lstrip(b"\xff\xfe")
    return ending in {".html", ".htm", ".xhtml"} or start.startswith((b"<!doctype html", b"<html"))


def _ole(data: bytes, name: str, _limits: Limits) -> Reading:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableFile(f"{name} is protected by a password.", "Save a copy without it.")
    maker = "Word" if Path(name).suffix.lower() in {".doc", ".docx", ".dot"} else "Office"
    raise UnreadableFile(f"{name} is in an old {maker} format.", "Save it as .docx.")


def _word(data: bytes, name: str, _limits: Limits) -> Reading:
    from knowledge.readers.word import read_word

    return read_word(data, name)


def _pdf(data: bytes, name: str, limits: Limits) -> Reading:
    from knowledge.readers.pdf import read_pdf

    return read_pdf(data, name, limits.pages)


def _html(data: bytes, name: str, _limits: Limits) -> Reading:
    from knowledge.readers.web import read_html

    return read_html(data, name)


def _plain(data: bytes, name: str, limits: Limits) -> Reading:
    from knowledge.readers.plain import read_plain

    if len(data) > _MOST_BYTES_A_CHARACTER * limits.characters:
        raise too_complex(name)
    return read_plain(data, name)
