"""How much one person may ask in a minute."""

import threading
import time
from collections import deque
from collections.abc import Callable

MOST = 15
WINDOW = 60.0
_PEOPLE = 10_000


class Limits:
    """Counts questions by person over the last minute, in this process; ``clock`` is in seconds."""

    def __init__(self, most: int = MOST, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._asked: dict[str, deque[float]] = {}
        self._told: dict[str, float] = {}
        self._lock = threading.Lock()

    def allows(self, person: str) -> bool:
        """Whether one more question is within the limit; it is then counted."""
        with self._lock:
            now = self._clock()
            if len(self._asked) > _PEOPLE:
                self._asked.clear()
            asked = self._asked.setdefault(person, deque())
            while asked and now - asked[0] >= WINDOW:
                asked.popleft()
            if len(asked) >= self._most:
                return False
            asked.append(now)
            return True

    def tells(self, person: str) -> bool:
        """Whether the person should be told of the limit: once a minute, not for every message."""
        with self._lock:
            now = self._clock()
            if now - self._told.get(person, -WINDOW) < WINDOW:
                return False
            if len(self._told) > _PEOPLE:
                self._told.clear()
            self._told[person] = now
            return True
