"""How a system under test talks to the bench: blocks of questions in, timings, labels and memory out."""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.bench.memory import peak, resident

Found = list[dict[str, str]]


def serve(ask: Callable[[str], object], find: Callable[[str], Found]) -> None:
    """Answer JSON lines from standard input until it ends.

    ``{"ask": [question, ...]}`` gives the seconds of each finished answer, ``{"find": [...]}`` the
    first results of each question (not timed). Both give the memory held and its peak.
    """
    for line in sys.stdin:
        given = _done(json.loads(line), ask, find)
        print(json.dumps({**given, "resident": resident(), "peak": peak()}), flush=True)


def _done(request: dict[str, list[str]], ask: Callable[[str], object], find: Callable[[str], Found]) -> dict[str, Any]:
    if "ask" in request:
        return {"seconds": [_seconds(ask, question) for question in request["ask"]]}
    return {"found": [find(question) for question in request["find"]]}


def _seconds(ask: Callable[[str], object], question: str) -> float:
    started = time.perf_counter()
    ask(question)
    return time.perf_counter() - started
