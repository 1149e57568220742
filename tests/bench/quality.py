"""Quality in totals: questions (ours beside the textbook pipeline), drafts, and what the de-identifier finds."""

from collections.abc import Iterator

from tests.bench.machine import taken_on
from tests.bench.processes import ROOT, environment, module, run
from tests.bench.speed import say
from tests.bench.tables import write_between
from tests.bench.workbench import Workbench

_HALVES = ("development", "held_back")
_DRAFTS = ROOT / "tests" / "quality" / "score_plans.py"


def bench(work: Workbench) -> None:
    """Print the tables of both halves and write them to ``docs/benchmarks.md``; no question is shown."""
    taken = taken_on("make bench")
    work.fill()
    text = "\n\n".join((taken, *_questions(work), *_drafts(work), *_pairs(work), *_privacy(work)))
    print(text)
    write_between("quality", text)


def _questions(work: Workbench) -> Iterator[str]:
    environ = environment(work.data("ours-1"))
    for half in _HALVES:
        say(f"questions, {half}")
        done = run(module("tests.bench.marks", half, work.folder / "textbook-1"), environ)
        yield f"Questions, {half}:\n\n```text\n{done.output.strip()}\n```"


def _drafts(work: Workbench) -> Iterator[str]:
    environ = environment(work.data("ours-1"))
    for half in _HALVES if _DRAFTS.is_file() else ():
        say(f"drafts, {half}")
        output = run(module("tests.quality.score_plans", half), environ).output
        yield f"Draft plans, {half}:\n\n```text\n{output.strip()}\n```"


def _pairs(work: Workbench) -> Iterator[str]:
    environ = environment(work.data("ours-1"))
    for half in _HALVES:
        say(f"two documents together, {half}")
        output = run(module("tests.quality.score_pairs", half), environ).output
        yield f"Two documents together, {half}:\n\n```text\n{output.strip()}\n```"


def _privacy(work: Workbench) -> Iterator[str]:
    environ = environment(work.data("ours-1"))
    for half in _HALVES:
        say(f"de-identification, {half}")
        output = run(module("tests.quality.score_privacy", half), environ).output
        yield f"De-identification, {half}:\n\n```text\n{output.strip()}\n```"
