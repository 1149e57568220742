"""Small pieces of work of many callers in one go: what comes in while a batch is worked on makes up the next one."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

from knowledge.errors import GuidanceError

# The first of a large room hear before the last have been looked at.
MOST = 40
G = TypeVar("G")
R = TypeVar("R")


class Together(Generic[G, R]):
    """Each caller hears only after the whole batch has ended, so an answer means "kept".

    A disk takes some milliseconds to make a transaction durable, however much is in it: two hundred people who hand
    in at one moment wait for a handful of transactions and not for two hundred. ``work`` gives a result for each in
    order; one that is a problem is raised for its caller alone.
    """

    def __init__(self, work: Callable[[Sequence[G]], Sequence[R | GuidanceError]]) -> None:
        self._work = work
        self._gate = threading.Lock()
        self._waiting: list[tuple[G, Future[R]]] = []
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="together")

    def do(self, given: G) -> R:
        """Have it done, alone or with others; raises its problem, or what the whole batch raised."""
        return self.soon(given).result()

    def soon(self, given: G) -> "Future[R]":
        """The same for a caller that waits in its own way."""
        mine: Future[R] = Future()
        with self._gate:
            self._waiting.append((given, mine))
            if len(self._waiting) == 1:
                self._worker.submit(self._next_batch)
        return mine

    def _next_batch(self) -> None:
        with self._gate:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            if self._waiting:
                self._worker.submit(self._next_batch)
        for (_, waits), result in zip(batch, self._results([given for given, _ in batch]), strict=True):
            if isinstance(result, BaseException):
                waits.set_exception(result)
            else:
                waits.set_result(result)

    def _results(self, given: Sequence[G]) -> Sequence[R | BaseException]:
        try:
            return self._work(given)
        except BaseException as problem:  # noqa: BLE001 - whoever waits is told, whatever it was
            return [_own(problem) for _ in given]


def _own(problem: BaseException) -> BaseException:
    """A problem for each who waits: one that several threads raise would carry the traces of all."""
    return type(problem)(problem.happened, problem.hint) if isinstance(problem, GuidanceError) else problem
