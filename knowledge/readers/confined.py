"""Reads a file that somebody sent, in a child process that can do nothing but read it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import Timer
from typing import Any

from knowledge.errors import UnreadableFile
from knowledge.readers.blocks import Block, BlockKind, Reading
from knowledge.readers.limits import UPLOADED, too_complex
from knowledge.readers.open import MAX_BYTES

SECONDS = 15.0
_MOST_OUTPUT = UPLOADED.characters * 12  # bytes: escaped JSON of the most characters, with room for its frame
_START = "import sys; sys.path[:] = sys.argv[1:]; from knowledge.readers.{} import main; main()"
_NEEDED = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")


def read_confined(data: bytes, name: str, seconds: float = SECONDS) -> Reading:
    """The blocks of a file from an untrusted sender; raises ``UnreadableFile`` when it is refused or takes too much.

    Memory 1 GiB, 10 s of processor time, 15 s in all, 300 pages, 700,000 characters; the child writes no
    file, starts nothing, has none of this process's environment, and never shows the file's name to ``ps``.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableFile(f"{name} is larger than 60 MB.", "Split it or remove its pictures.")
    answer = _answer(_from_child("worker", json.dumps(name).encode() + b"\n" + data, seconds, _MOST_OUTPUT))
    if answer is None:
        raise too_complex(name)
    if "refused" in answer:
        raise UnreadableFile(*answer["refused"])
    return _reading(answer)


def noted_confined(data: bytes, summary: str, notes: list[tuple[str, str]], seconds: float = SECONDS) -> bytes:
    """A PDF with a note at each of these words and a summary on its first page, made under the same limits.

    Raises ``UnreadableFile`` where notes cannot be put into it.
    """
    sent = json.dumps([summary, notes]).encode() + b"\n" + data
    made = _from_child("notes_worker", sent, seconds, 2 * MAX_BYTES)
    if not made.startswith(b"%PDF-") or b"%%EOF" not in made[-32:]:
        raise UnreadableFile("Notes cannot be put into this PDF.", "Use --format html or --format docx instead.")
    return made


def _from_child(module: str, sent: bytes, seconds: float, most: int) -> bytes:
    """What the child wrote; cut short or empty when it was stopped."""
    places = [str(Path(entry or ".").absolute()) for entry in sys.path]
    with subprocess.Popen(  # noqa: S603  our own interpreter, and no word of the sender's
        [sys.executable, "-I", "-S", "-B", "-c", _START.format(module), *places],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={key: os.environ[key] for key in _NEEDED if key in os.environ},
    ) as child:
        clock = Timer(seconds, child.kill)
        clock.start()
        try:
            return _exchanged(child, sent, most)
        finally:
            child.kill()
            clock.cancel()


def _exchanged(child: subprocess.Popen[bytes], sent: bytes, most: int) -> bytes:
    """Sends all, then takes all: the child writes nothing before it has read everything."""
    if child.stdin is None or child.stdout is None:
        return b""
    try:
        child.stdin.write(sent)
        child.stdin.close()
        return child.stdout.read(most)
    except OSError:
        return b""


def _answer(written: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(written)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def _reading(answer: dict[str, Any]) -> Reading:
    blocks = tuple(
        Block(BlockKind(kind), text, level, page, apart) for kind, text, level, page, apart in answer["blocks"]
    )
    return Reading(answer["format"], blocks, tuple(answer["notes"]), answer["pages"])
