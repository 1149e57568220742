"""Work that nobody waits for: one piece at a time for each name, in a thread of its own."""

import logging
import threading
import time
from collections.abc import Callable

_LOG = logging.getLogger(__name__)
# A room that hands in together is let in first: until nobody has come for this long, or for the longest wait.
PAUSE, LONGEST = 0.3, 1.0


class Behind:
    """Starts work and forgets it. What is asked for while something runs under its name is done once after it."""

    def __init__(self, pause: float = PAUSE) -> None:
        self._pause = pause
        self._gate = threading.Lock()
        self._next: dict[str, Callable[[], object] | None] = {}
        self._asked: dict[str, float] = {}

    def start(self, name: str, work: Callable[[], object]) -> None:
        """Have the work done soon, and never two pieces at a time under one name."""
        with self._gate:
            busy = name in self._next
            self._next[name] = work
            self._asked[name] = time.monotonic()
        if not busy:
            threading.Thread(target=self._run, args=(name,), name="behind", daemon=True).start()

    def _run(self, name: str) -> None:
        while True:
            self._wait_for_a_lull(name)
            with self._gate:
                work, self._next[name] = self._next[name], None
                if work is None:
                    del self._next[name], self._asked[name]
                    return
            try:
                work()
            except Exception as problem:  # noqa: BLE001 - a thread has nobody to tell; it is tried at the next look
                _LOG.error("Work behind failed: %s", type(problem).__name__)

    def _wait_for_a_lull(self, name: str) -> None:
        started = time.monotonic()
        time.sleep(self._pause)
        while time.monotonic() - self._asked[name] < self._pause and time.monotonic() - started < LONGEST:
            time.sleep(self._pause / 3)
