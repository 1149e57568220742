"""Whether an SQLite file has changed since it was last read, told without opening it."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

# A file written this lately may be written again within the same tick of the file system's clock.
_SETTLED_NS = 2_000_000_000
T = TypeVar("T")
_State = tuple[tuple[int, int, int], ...]


class Unchanged(Generic[T]):
    """The last value read from an SQLite file, kept for as long as the file and its write-ahead log stay the same."""

    def __init__(self, file: Path | None, read: Callable[[], T]) -> None:
        self._files = (file, file.with_name(f"{file.name}-wal")) if file else ()
        self._read = read
        self._last: tuple[_State, T] | None = None

    def value(self) -> T:
        """The value as it stands now; read again at every call where there is no file to watch."""
        state = self._state()
        last = self._last
        if last is not None and state and last[0] == state:
            return last[1]
        value = self._read()
        self._last = (state, value) if _settled(state) else None
        return value

    def _state(self) -> _State:
        return tuple(_state_of(file) for file in self._files)


def _state_of(file: Path) -> tuple[int, int, int]:
    try:
        found = file.stat()
    except FileNotFoundError:
        return (0, 0, 0)
    return (found.st_ino, found.st_size, found.st_mtime_ns)


def _settled(state: _State) -> bool:
    return all(time.time_ns() - changed > _SETTLED_NS for *_, changed in state)
