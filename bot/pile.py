"""A pile of drafts, checked side by side in worker processes; the results come in the order of the files."""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from pathlib import Path

from bot.app import App
from bot.checking import Choices, Outcome, outcome_of
from bot.names import shown
from config.settings import Settings

# Fewer are done before the workers have started.
LEAST = 4
_MOST_WORKERS = 8  # each holds the embedding model, about 200 MB
_AHEAD = 3  # drafts given out for each worker, so that results never pile up in memory


class Pile:
    """One folder's worth of drafts; a draft that stops its worker is named, and the others go on."""

    def __init__(self, settings: Settings, choices: Choices, workers: int | None = None) -> None:
        self._settings = settings
        self._choices = choices
        self._workers = workers or min(_cores(), _MOST_WORKERS)

    def outcomes(self, paths: tuple[Path, ...]) -> Iterator[Outcome]:
        """For each file, in order, the checked draft or the sentence that says why there is none."""
        waiting = deque(paths)
        while waiting:
            yield from self._until_broken(waiting)
            if waiting:  # one of those given out stopped its worker; alone, it harms no other
                yield self._alone(waiting.popleft())

    def _until_broken(self, waiting: deque[Path]) -> Iterator[Outcome]:
        """Takes from ``waiting`` what it gives back; ends when all is done or a worker has died."""
        given: deque[Future[Outcome]] = deque()
        pool = self._pool(min(self._workers, len(waiting)))
        try:
            while waiting:
                ahead = list(waiting)[len(given) : self._workers * _AHEAD]
                given.extend(pool.submit(_outcome, self._settings, self._choices, path) for path in ahead)
                outcome = given.popleft().result()
                waiting.popleft()
                yield outcome
        except BrokenProcessPool:
            return
        finally:
            _end(pool, at_once=bool(waiting))

    def _alone(self, path: Path) -> Outcome:
        pool = self._pool(1)
        try:
            return pool.submit(_outcome, self._settings, self._choices, path).result()
        except BrokenProcessPool:
            return f"{shown(path.name)} could not be checked: it took more than this machine has. Split it."
        finally:
            _end(pool, at_once=False)

    def _pool(self, workers: int) -> ProcessPoolExecutor:
        """Fresh processes, which leave Ctrl-C to this one."""
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(workers, context, signal.signal, (signal.SIGINT, signal.SIG_IGN))


def _end(pool: ProcessPoolExecutor, *, at_once: bool) -> None:
    """Lets idle workers go; stops those at work where nobody waits for them any more."""
    pool.shutdown(wait=not at_once, cancel_futures=True)
    if at_once:
        for child in multiprocessing.active_children():
            child.terminate()


def _outcome(settings: Settings, choices: Choices, path: Path) -> Outcome:
    return outcome_of(_app(settings), path, choices)


@cache
def _app(settings: Settings) -> App:
    """A worker's own parts, made once; one thread each, for there is a worker to every core."""
    return App(settings, threads=1)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
