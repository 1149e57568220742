"""The web page under load: pages, fifty people asking at once, and danger while they do."""

import asyncio
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

import httpx

from bot.records.people import Role
from bot.records.store import open_records
from config.settings import load
from tests.bench.machine import taken_on
from tests.bench.processes import ROOT, BenchError, environment
from tests.bench.questions import labelled
from tests.bench.tables import Measure, Row, markdown, missed, under, write_between
from tests.bench.workbench import Workbench

PEOPLE, ROUNDS, VIEWS = 50, 4, 15
PAGES = ("/", "/check", "/deadline", "/rules", "/rules/CONT001", "/sources")
DANGER = "he has a knife to her throat right now"
_KEY = re.compile(r'name="form_key" value="([0-9a-f]{64})"')


def bench(work: Workbench) -> None:
    """Measure, print the table and write it to ``docs/benchmarks.md``."""
    work.fill_ours()
    taken = taken_on("python -m tests.bench web")
    with _served(work.data("ours-1")) as address:
        rows = asyncio.run(_measured(address, _codes(work.data("ours-1"))))
    text = "\n\n".join((taken, markdown(rows), f"Targets not met: {'; '.join(missed(rows)) or 'none'}."))
    print(text)
    write_between("web", text)


@contextmanager
def _served(data: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "bot", "web", "--listen", "127.0.0.1:0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment(data)) as server:
        line = server.stdout.readline() if server.stdout else ""
        found = re.search(r"http://\S+", line)
        if not found:
            raise BenchError("the web page did not come up")
        yield found[0]
        server.terminate()


def _codes(data: Path) -> list[str]:
    records = open_records(load(environment(data)))
    return [records.people.invite(Role.MANAGER) for _ in range(PEOPLE)]


async def _measured(address: str, codes: list[str]) -> list[Row]:
    limits = httpx.Limits(max_connections=None)
    visits = [httpx.AsyncClient(base_url=address, follow_redirects=True, timeout=60, limits=limits) for _ in codes]
    for visit, code in zip(visits, codes, strict=True):
        (await visit.post("/sign-in", data={"code": code})).raise_for_status()
    keys = [found[1] for visit in visits if (found := _KEY.search((await visit.get("/")).text))]
    rows = [*await _pages(visits[0]), *await _at_once(visits, keys)]
    for visit in visits:
        await visit.aclose()
    return rows


async def _pages(visit: httpx.AsyncClient) -> list[Row]:
    times, largest = [], 0
    for path in PAGES * VIEWS:
        started = time.perf_counter()
        page = await visit.get(path)
        times.append(1000 * (time.perf_counter() - started))
        largest = max(largest, len(page.content))
    return [
        Row("a page, slowest of 90, ms", Measure.TIME, max(times[len(PAGES) :]), target=under(300, "ms")),
        Row("the largest page, kB", Measure.TIME, largest / 1000, target=under(150, "kB")),
    ]


async def _at_once(visits: list[httpx.AsyncClient], keys: list[str]) -> list[Row]:
    """Everybody asks at the same moment, and in each round one person is in danger."""
    questions = [one.text for one in labelled()]
    asked: list[float] = []
    danger: list[float] = []
    for number in range(ROUNDS):
        words = [questions[(number * PEOPLE + place) % len(questions)] for place in range(PEOPLE - 1)]
        done = await asyncio.gather(*map(_asked, visits, keys, [*words, DANGER]))
        asked += done[:-1]
        danger.append(done[-1])
    return [
        Row("50 people asking at once, p50 ms", Measure.TIME, median(asked)),
        Row("50 people asking at once, p95 ms", Measure.TIME, quantiles(asked, n=20)[-1], target=under(1000, "ms")),
        Row("danger while 49 others ask, slowest of 4, ms", Measure.TIME, max(danger)),
    ]


async def _asked(visit: httpx.AsyncClient, key: str, question: str) -> float:
    started = time.perf_counter()
    page = await visit.post("/", data={"form_key": key, "question": question})
    if page.status_code != httpx.codes.OK:
        raise BenchError(f"a question got status {page.status_code}")
    return 1000 * (time.perf_counter() - started)
