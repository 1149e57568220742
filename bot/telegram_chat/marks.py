"""Marks of what set out and what arrived, written at once: a killed bot says nothing twice that it knows of."""

import os
from collections import Counter
from pathlib import Path

_SETS_OUT, _TURNED_BACK = ">", "<"
_OPENED = os.O_RDWR | os.O_CREAT | os.O_APPEND


class Marks:
    """Numbers of updates in a small file that outlives a kill; the inbox itself is marked a moment later.

    ``before`` arrived before this start. ``unsure`` had set out, and nobody knows whether Telegram took them.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = os.open(path, _OPENED, 0o600)
        lines = path.read_text(encoding="ascii").split()
        self.before = frozenset(int(line) for line in lines if line.isdigit())
        last = {int(line[1:]): line[0] for line in lines if line[0] in "<>" and line[1:].isdigit()}
        self.unsure = frozenset(number for number, mark in last.items() if mark == _SETS_OUT) - self.before
        self._on_the_way = Counter(self.unsure)

    def begin(self, update_id: int) -> None:
        """A message for this update is given to Telegram now."""
        self._on_the_way[update_id] += 1
        self._write(f"{_SETS_OUT}{update_id}")

    def turned_back(self, update_id: int) -> None:
        """Telegram said that it did not take the message; an earlier part of it may have arrived."""
        if update_id in self.unsure:
            return
        self._on_the_way[update_id] -= 1
        if self._on_the_way[update_id] <= 0:
            del self._on_the_way[update_id]
            self._write(f"{_TURNED_BACK}{update_id}")

    def add(self, update_id: int) -> None:
        """The last message for this update has arrived."""
        self._write(f"{update_id}")
        del self._on_the_way[update_id]

    def clear(self) -> None:
        """Everything that arrived is marked in the inbox: what is on the way alone stays.

        The new file takes the place of the old one whole: a kill finds one or the other.
        """
        fresh = self._path.with_name(f"{self._path.name}.new")
        fresh.unlink(missing_ok=True)
        old, self._file = self._file, os.open(fresh, _OPENED, 0o600)
        self._write(*(f"{_SETS_OUT}{number}" for number in sorted(self._on_the_way)))
        fresh.replace(self._path)
        os.close(old)

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)

    def _write(self, *lines: str) -> None:
        os.write(self._file, "".join(f"{line}\n" for line in lines).encode())
