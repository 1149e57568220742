"""Speed and memory of both systems in one run, turn about, so that noise hits both alike."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import mean, median, quantiles
from typing import Any

from tests.bench.machine import taken_on
from tests.bench.processes import Run, Server, environment, run, script
from tests.bench.questions import WARM_UP, labelled, recall
from tests.bench.tables import Measure, Row, Target, markdown, missed, part, times, under, write_between
from tests.bench.workbench import Ingested, Workbench

_COLD, _WARM, _START = 5, 3, 7
_BLOCK = 20
QUESTION = "how long can a child stay with nan under reg 24 before a full fostering assessment"


@dataclass(frozen=True, slots=True)
class Warm:
    """A system that is up: seconds of each answer, megabytes held after them and at most, what it finds."""

    seconds: tuple[float, ...]
    resident: float
    peak: float
    found: tuple[tuple[str, ...], ...]

    @property
    def p50(self) -> float:
        """Milliseconds within which half of the answers came."""
        return 1000 * median(self.seconds)

    @property
    def p95(self) -> float:
        """Milliseconds within which 95 in 100 answers came."""
        return 1000 * quantiles(self.seconds, n=20, method="inclusive")[-1]


def bench(work: Workbench) -> None:
    """Measure, print the table and write it to ``docs/benchmarks.md``."""
    taken = taken_on("make bench")
    ours, peers = _ingestions(work)
    rows = [*_cold(work), *_warm(work), *_ingestion_rows(ours, peers), *_alone(work), *_start_up(work)]
    rows.append(Row("export of the embedding model, once, s", Measure.TIME, work.export, digits=1))
    text = "\n\n".join((taken, markdown(rows), verdict(rows), _notes(ours[0], peers[0])))
    print(text)
    write_between("speed", text)


def say(step: str) -> None:
    """Tell what is being measured, on standard error."""
    print(f"bench: {step}", file=sys.stderr, flush=True)


def verdict(rows: Sequence[Row]) -> str:
    """Which targets are missed."""
    return f"Targets not met: {'; '.join(missed(rows)) or 'none'}."


def _notes(ours: Ingested, peer: Ingested) -> str:
    return (
        f"Both hold the same {ours.passages:,} passages of the bundled corpus. The textbook pipeline embeds them as "
        f"{peer.embedded:,} chunks ({peer.words:,} words), each with the citation of its provision; ours embeds "
        f"{ours.embedded:,} texts and indexes the practitioners' questions beside them ({ours.words:,} words in all), "
        f"whose embeddings come with the program (`docs/decisions/0003-embedding-runtime.md`). A textbook answer is "
        "the five nearest chunks; ours is the finished, checked, cited answer. "
        f"Both were asked the same {len(labelled())} development questions, each once in a process that is up "
        f"(after {len(WARM_UP)} others), in {_WARM} processes, of which each question's best time counts. Recall "
        "counts a question when one of the first results carries a label that is right for it; ours was tuned on this "
        "half, so the held-back totals under Quality are the fairer ones."
    )


# -- ingestion -------------------------------------------------------------------------------


def _ingestions(work: Workbench) -> tuple[list[Ingested], list[Ingested]]:
    say("ingestion: ours, the textbook's, the textbook's, ours")
    first = work.ingest_ours("ours-1")
    words = work.tell_texts("ours-1", work.folder)["words"]
    peers = [work.ingest_textbook("textbook-1"), work.ingest_textbook("textbook-2")]
    return [replace(one, words=words) for one in (first, work.ingest_ours("ours-2"))], peers


def _ingestion_rows(ours: Sequence[Ingested], peers: Sequence[Ingested]) -> list[Row]:
    passages = ours[0].passages

    def rate(name: str, count: Callable[[Ingested], float], target: Target | None = None) -> Row:
        return Row(name, Measure.RATE, mean(map(count, ours)), mean(map(count, peers)), target)

    return [
        # One yardstick for both: the passages that went in, however each cuts them.
        rate("ingestion, passages a second, whole process", lambda one: passages / one.process, times(2)),
        rate("ingestion, passages a second, without start-up", lambda one: passages / one.inside),
        rate("ingestion, texts embedded a second", lambda one: one.embedded / one.process),
        rate("ingestion, words indexed a second", lambda one: one.words / one.process),
        _memory("memory while ingesting, peak MB", [one.peak for one in ours], [one.peak for one in peers]),
    ]


def _alone(work: Workbench) -> list[Row]:
    say("embedding alone")
    peer, ours = work.embed_textbook(work.texts), work.embed_ours(work.texts)
    return [
        Row("embedding alone, texts a second", Measure.RATE, ours.texts, peer.texts),
        Row("embedding alone, words a second", Measure.RATE, ours.words, peer.words),
    ]


# -- asking ----------------------------------------------------------------------------------


def _cold(work: Workbench) -> list[Row]:
    say("cold questions, turn about")
    # The first pair only fills the page cache.
    pairs = [(work.ask_textbook(QUESTION), work.ask_ours(QUESTION)) for _ in range(_COLD + 1)][1:]
    peers, ours = [peer for peer, _ in pairs], [one for _, one in pairs]
    return [
        Row("cold ask, process start to end, s", Measure.TIME, _seconds(ours), _seconds(peers), times(4), digits=2),
        _memory("memory of a cold ask, peak MB", [one.peak for one in ours], [one.peak for one in peers]),
    ]


def _warm(work: Workbench) -> list[Row]:
    say("warm questions, in blocks, turn about")
    peer, ours = _steadied([_turn_about(work, lead) for lead in range(_WARM)])
    asked = labelled()
    return [
        Row("warm ask, p50 ms", Measure.TIME, ours.p50, peer.p50, times(1.5), digits=1),
        Row("warm ask, p95 ms", Measure.TIME, ours.p95, peer.p95, under(15, "ms"), digits=1),
        _memory("memory while serving, MB", [ours.resident], [peer.resident], part(0.45)),
        _memory("memory while serving, peak MB", [ours.peak], [peer.peak]),
        Row("recall@1", Measure.SHARE, recall(asked, ours.found, 1), recall(asked, peer.found, 1), digits=2),
        Row("recall@5", Measure.SHARE, recall(asked, ours.found, 5), recall(asked, peer.found, 5), digits=2),
    ]


def _turn_about(work: Workbench, lead: int) -> tuple[Warm, Warm]:
    with work.serve_textbook() as peer, work.serve_ours() as ours:
        return both_up(peer, ours, lead)


def both_up(one: Server, other: Server, lead: int) -> tuple[Warm, Warm]:
    """Two systems that are up at once, asked block by block; who goes first in a block changes with ``lead``."""
    texts = [question.text for question in labelled()]
    told: dict[Server, list[Any]] = {one: [], other: []}
    for server in told:
        server.request("ask", WARM_UP)
    for number, start in enumerate(range(0, len(texts), _BLOCK), start=lead):
        for server in (one, other) if number % 2 == 0 else (other, one):
            told[server].append(server.request("ask", texts[start : start + _BLOCK]))
    return _warmed(one, told[one], texts), _warmed(other, told[other], texts)


def _warmed(server: Server, told: Sequence[Any], texts: Sequence[str]) -> Warm:
    seconds = tuple(one for block in told for one in block["seconds"])
    found = server.request("find", texts)["found"]
    labels = tuple(tuple(result["label"] for result in results) for results in found)
    return Warm(seconds, told[-1]["resident"], told[-1]["peak"], labels)


def _steadied(rounds: Sequence[tuple[Warm, Warm]]) -> tuple[Warm, Warm]:
    peers, ours = zip(*rounds, strict=True)
    return _best(peers), _best(ours)


def _best(rounds: Sequence[Warm]) -> Warm:
    """Each question's best time in any of the processes: what others did to the machine is left out."""
    return replace(
        rounds[0],
        seconds=tuple(map(min, zip(*(warm.seconds for warm in rounds), strict=True))),
        resident=max(warm.resident for warm in rounds),
        peak=max(warm.peak for warm in rounds),
    )


# -- starting --------------------------------------------------------------------------------


def _start_up(work: Workbench) -> list[Row]:
    say("start-up")
    environ = environment(work.data("ours-1"))
    commands = {"--help": ("--help",), 'deadline "reg 24" 2026-11-03': ("deadline", "reg 24", "2026-11-03")}
    return [
        Row(f"`practice-bot {name}`, s", Measure.TIME, _median_of(script("practice-bot", *words), environ),
            target=under(0.4, "s"), digits=2)
        for name, words in commands.items()
    ]  # fmt: skip


def _median_of(command: list[str], environ: dict[str, str]) -> float:
    return _seconds([run(command, environ) for _ in range(_START)])


def _seconds(runs: Sequence[Run]) -> float:
    return median(one.seconds for one in runs)


def _memory(name: str, ours: Sequence[float], peers: Sequence[float], target: Target | None = None) -> Row:
    return Row(name, Measure.PART, max(ours), max(peers), target)
