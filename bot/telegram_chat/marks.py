"""Marks of what went out, written at once after Telegram said so: a killed bot does not say the same twice."""

import os
from pathlib import Path


class Marks:
    """Numbers of updates in a small file that outlives a kill; the inbox itself is marked a moment later."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        self.before = frozenset(int(line) for line in path.read_text(encoding="ascii").split() if line.isdigit())

    def add(self, update_id: int) -> None:
        """The last message for this update has arrived."""
        os.write(self._file, f"{update_id}\n".encode())

    def clear(self) -> None:
        """Everything that is marked here is marked in the inbox."""
        os.ftruncate(self._file, 0)

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)
