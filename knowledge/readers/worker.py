"""The child process that reads one uploaded file: limits first, then the file, then one line of JSON."""

import gc
import json
import sys
from contextlib import suppress
from typing import NoReturn

from knowledge.errors import UnreadableFile
from knowledge.readers.blocks import Reading
from knowledge.readers.limits import UPLOADED, too_complex
from knowledge.readers.open import read_bytes

_MEMORY, _SECONDS = 1 << 30, 10
_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "shutil.")


def main() -> None:
    """Reads the name (one JSON line) and the file from standard input; writes the reading."""
    confine()
    gc.disable()  # one file and then the end: nothing is worth collecting
    name = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    sys.addaudithook(refuse)
    sys.stdout.buffer.write(json.dumps(_outcome(data, name), ensure_ascii=False).encode("utf-8", "replace"))


def confine() -> None:
    """Memory, processor time, no files written, no processes, no core dump with a family's words in it."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock, the pages and the characters still hold
        return
    bounds = {"AS": _MEMORY, "CPU": _SECONDS, "FSIZE": 0, "NPROC": 0, "CORE": 0}
    for name, most in bounds.items():
        kind = getattr(resource, f"RLIMIT_{name}", None)
        with suppress(ValueError, OSError):  # a system may hold a lower limit already
            if kind is not None:
                resource.setrlimit(kind, (most, most))


def refuse(event: str, arguments: tuple[object, ...]) -> None:
    """Stops Python code that would reach the network, start a program or write a file."""
    writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
    if writes or event.startswith(_FORBIDDEN):
        _stop(event)


def _stop(event: str) -> NoReturn:
    raise PermissionError(event)


def _outcome(data: bytes, name: str) -> dict[str, object]:
    try:
        return _as_json(read_bytes(data, name, UPLOADED))
    except UnreadableFile as problem:
        return _refusal(problem)
    except (MemoryError, RecursionError):
        return _refusal(too_complex(name))


def _refusal(problem: UnreadableFile) -> dict[str, object]:
    return {"refused": [problem.happened, problem.hint]}


def _as_json(reading: Reading) -> dict[str, object]:
    blocks = [[block.kind, block.text, block.level, block.page, block.apart] for block in reading.blocks]
    return {"format": reading.format, "blocks": blocks, "notes": reading.notes, "pages": reading.pages}


if __name__ == "__main__":
    main()
