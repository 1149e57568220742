"""Many passages: ingestion with its memory, a re-run after one change, and asking, beside the bundled size."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.bench.machine import taken_on
from tests.bench.processes import environment, run, script
from tests.bench.speed import QUESTION, both_up, say, verdict
from tests.bench.synthetic import SECTIONS, Writer
from tests.bench.tables import Measure, Row, markdown, part, times, under, write_between
from tests.bench.workbench import Alone, Ingested, Workbench, ingested

_DATA = "scale"
_FOLDER_TEXTS = "scale-texts"
_COLD = 3


def bench(work: Workbench, passages: int) -> None:
    """Measure, print the table and write it to ``docs/benchmarks.md``."""
    taken = taken_on(f"python -m tests.bench scale --scale {passages}")
    work.fill_ours()
    folder = work.folder / "synthetic"
    writer = Writer(work.folder / "corpus")
    say(f"writing {passages:,} passages")
    writer.write(folder, passages)
    rows = [*_ingestion(work, folder, writer), *_asking(work)]
    head = ("", "beside", f"at {passages:,}", "ratio", "target", "met")
    text = "\n\n".join((taken, markdown(rows, head), verdict(rows)))
    print(text)
    write_between("scale", text)


def _ingestion(work: Workbench, folder: Path, writer: Writer) -> Iterator[Row]:
    say("ingestion")
    first = _add(work, folder)
    words, alone = _alone(work)
    yield Row("first ingestion, s", Measure.TIME, first.process)
    yield Row("texts embedded", Measure.RATE, first.embedded)
    yield Row(
        "words embedded a second (beside: the runtime alone)",
        Measure.RATE,
        words / first.inside,
        alone.words,
        times(0.8),
    )
    yield Row("memory while ingesting, peak MB", Measure.PART, first.peak, target=under(1500, "MB"))
    say("a re-run with one changed document, and one with none")
    (folder / "chapter-00001.md").write_text(writer.document(1, SECTIONS), encoding="utf-8")
    changed, same = work.ingest_ours(_DATA), work.ingest_ours(_DATA)
    yield Row(
        "re-run with one changed document, s (beside: the first)",
        Measure.PART,
        changed.process,
        first.process,
        part(0.05),
        1,
    )
    yield Row(
        "texts it embedded (beside: sections in that document)", Measure.PART, changed.embedded, SECTIONS, part(1.1)
    )
    yield Row("memory of the re-run, peak MB", Measure.PART, changed.peak)
    yield Row("re-run with no change, s", Measure.PART, same.process, digits=1)


def _add(work: Workbench, folder: Path) -> Ingested:
    about = ("--kind", "procedure", "--title", "Synthetic", "--short", "Synthetic", "--as-at", "2026-01-01")
    return ingested(run(script("practice-ingest", "add", folder, *about), environment(work.data(_DATA))))


def _alone(work: Workbench) -> tuple[int, Alone]:
    say("embedding alone")
    (work.folder / _FOLDER_TEXTS).mkdir()
    words = work.tell_texts(_DATA, work.folder / _FOLDER_TEXTS)["words"]
    return words, work.embed_ours(work.folder / _FOLDER_TEXTS / "texts.json")


def _asking(work: Workbench) -> Iterator[Row]:
    say("asking, turn about with the bundled corpus")
    with work.serve_ours() as small, work.serve_ours(_DATA) as large:
        few, many = both_up(small, large, lead=0)
    yield Row("warm ask, p50 ms (beside: bundled corpus)", Measure.PART, many.p50, few.p50, digits=1)
    yield Row("warm ask, p95 ms (beside: bundled corpus)", Measure.PART, many.p95, few.p95, part(4), 1)
    yield Row("memory while serving, MB (beside: bundled corpus)", Measure.PART, many.resident, few.resident)
    pairs = [(work.ask_ours(QUESTION).seconds, work.ask_ours(QUESTION, _DATA).seconds) for _ in range(_COLD)]
    few_cold, many_cold = (median(times_taken) for times_taken in zip(*pairs, strict=True))
    yield Row("cold ask, s (beside: bundled corpus)", Measure.PART, many_cold, few_cold, digits=2)
