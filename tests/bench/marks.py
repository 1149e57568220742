"""One half of the labelled questions, marked for both systems by the same key; prints totals only.

The textbook pipeline's answer is what its users read: the three nearest chunks, pasted. It answers
every question, for nothing in it can do otherwise. It is not held to our limit of 180 words.
"""

import argparse
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bot.app import App
from config.settings import load
from knowledge.reply import Answer
from knowledge.routes import Status
from tests.bench.processes import Server, environment, module
from tests.quality.score_questions import Case, Result, abstention, cases, score, table

_PASTED = 3


def main() -> None:
    """Print the tables of both systems and how they compare."""
    parser = argparse.ArgumentParser(prog="tests.bench.marks")
    parser.add_argument("half", choices=["development", "held_back"])
    parser.add_argument("store", type=Path, help="the textbook pipeline's store")
    given = parser.parse_args()
    asked = cases(given.half)
    app = App(load(os.environ))
    ours = tuple(score(app, case) for case in asked)
    peers = tuple(_textbook(asked, given.store))
    for name, results in (("ours", ours), ("textbook pipeline", peers)):
        print(f"== {name}", *table(results), abstention(results), "", sep="\n")
    print(_compared(_right(ours), _right(peers), len(asked)))


def _textbook(asked: Sequence[Case], store: Path) -> Iterator[Result]:
    command = module("tests.bench.textbook", "serve", store)
    texts = [case.question.text for case in asked]
    with Server(command, environment(store)) as server:
        found = server.request("find", texts)["found"]
        seconds = server.request("ask", texts)["seconds"]
    for case, results, took in zip(asked, found, seconds, strict=True):
        yield _marked(case, results, took)


def _marked(case: Case, found: Sequence[dict[str, Any]], seconds: float) -> Result:
    pasted = "\n".join(f"{chunk['text']} {chunk['label']} {chunk['locator']}" for chunk in found[:_PASTED]).lower()
    labels = [chunk["label"].lower() for chunk in found]
    return Result(
        case=case,
        answer=Answer(Status.ANSWERED, pasted),
        status_ok=Status.ANSWERED in case.statuses,
        cited=bool(case.gold & set(labels[:_PASTED])) if case.gold else None,
        complete=all(any(way in pasted for way in fact) for fact in case.required),
        clean=not any(bad in pasted for bad in case.forbidden),
        rank=next((n for n, label in enumerate(labels, 1) if label in case.gold), 0) if case.gold else None,
        seconds=seconds,
    )


def _right(results: Sequence[Result]) -> int:
    return sum(result.right for result in results)


def _compared(ours: int, peers: int, total: int) -> str:
    told = "met" if ours >= 2 * peers else "NOT MET"
    return (
        f"right answers: ours {ours} of {total}, textbook {peers}: "
        f"{ours / max(peers, 1):.2f} times (target at least 2 times: {told})"
    )


if __name__ == "__main__":
    main()
