"""``python -m tests.bench``: speed, quality, web (and rounds), rounds, telegram, scale, or all (the first three)."""

import argparse
import sys

from tests.bench import quality, rounds, scale, speed, telegram, web
from tests.bench.processes import BenchError
from tests.bench.workbench import workbench

_PASSAGES = 100_000


def main() -> None:
    """Run what was asked for in one temporary folder."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "what", nargs="?", choices=["speed", "quality", "web", "rounds", "telegram", "scale", "all"], default="all"
    )
    parser.add_argument("--scale", type=int, metavar="N", help=f"passages of the scale bench ({_PASSAGES:,})")
    given = parser.parse_args()
    try:
        _run(given.what, given.scale)
    except BenchError as problem:
        sys.exit(f"bench: {problem}")


def _run(what: str, passages: int | None) -> None:
    with workbench() as work:
        if what in {"speed", "all"}:
            speed.bench(work)
        if what in {"quality", "all"}:
            quality.bench(work)
        if what in {"web", "all"}:
            web.bench(work)
        if what in {"web", "rounds", "all"}:
            rounds.bench(work)
        if what == "telegram":
            telegram.bench(work)
        if what == "scale" or passages:
            scale.bench(work, passages or _PASSAGES)


if __name__ == "__main__":
    main()
