"""Small writes of many callers in one transaction: whoever gets its turn first writes for all who wait."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Generic, TypeVar

from knowledge.errors import GuidanceError

G = TypeVar("G")
R = TypeVar("R")


class Together(Generic[G, R]):
    """Each call returns only after the transaction that holds its write has ended, so an answer means "kept".

    A disk takes some milliseconds to make a transaction durable, however much is in it: two hundred people who hand
    in at one moment wait for a handful of transactions and not for two hundred.
    """

    def __init__(self, write: Callable[[Sequence[G]], Sequence[R]], turn: threading.Lock) -> None:
        self._write, self._turn = write, turn
        self._gate = threading.Lock()
        self._waiting: list[tuple[G, Future[R]]] = []

    def do(self, given: G) -> R:
        """Have it written, alone or with others; raises what the transaction raised."""
        mine: Future[R] = Future()
        with self._gate:
            self._waiting.append((given, mine))
        with self._turn:
            if not mine.done():
                self._write_all()
        return mine.result()

    def _write_all(self) -> None:
        with self._gate:
            batch, self._waiting = self._waiting, []
        try:
            results = self._write([given for given, _ in batch])
        except BaseException as problem:
            for _, waits in batch:
                waits.set_exception(_own(problem))
            if not isinstance(problem, Exception):
                raise
            return
        for (_, waits), result in zip(batch, results, strict=True):
            waits.set_result(result)


def _own(problem: BaseException) -> BaseException:
    """A problem for each who waits: one that several threads raise would carry the traces of all."""
    return type(problem)(problem.happened, problem.hint) if isinstance(problem, GuidanceError) else problem
