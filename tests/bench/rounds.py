"""Two hundred people hand in to one round of the web page at the same moment, and the server is killed under them."""

import asyncio
import csv
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode, urlsplit

from bot.records.people import Person, Role
from bot.records.store import Records, open_records
from bot.rounds import Rounds
from bot.web_page.parts import COOKIE, Visitor
from config.settings import load
from tests.bench.machine import taken_on
from tests.bench.processes import ROOT, BenchError, environment
from tests.bench.tables import Measure, Row, markdown, missed, under, write_between
from tests.bench.workbench import Workbench

PEOPLE, POINTS = 200, 4
DRAFT = "cp-otter-lane-poor"
_OPENINGS = ("I think", "To me", "It seems", "Surely", "We saw that", "Also", "For a start", "Then", "And", "Really")
_ENDINGS = ("", " here", " at all", " in this plan", " as it stands", " today", " when you read it", " yet")
_NOTE = """\
Everybody sends four points in own words, no two alike, over a connection of their own; the requests come from the \
same two cores. A hand-in is acknowledged when it is on the disk; it is marked afterwards. "Killed" is SIGKILL as soon \
as the last hand-in has been acknowledged, then a new start."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who is signed in and has joined: their session and what they will hand in."""

    token: str
    words: str


def bench(work: Workbench) -> None:
    """Measure, print the table and write it to ``docs/benchmarks.md``."""
    work.fill_ours()
    measure(work.data("ours-1"))


def measure(data: Path) -> None:
    """The same over a prepared data folder."""
    taken = taken_on("python -m tests.bench rounds")
    rows = _rows(data)
    text = "\n\n".join((taken, markdown(rows), f"Targets not met: {'; '.join(missed(rows)) or 'none'}.", _NOTE))
    print(text)
    write_between("rounds", text)


def _rows(data: Path) -> list[Row]:
    records = open_records(load(environment(data)))
    code, room = _room(records)
    with _served(data) as (address, server):
        asyncio.run(_warm(address, code, room[0]))
        before = _busy(server.pid)
        waits, counted, marked = asyncio.run(_handed_in(address, code, room))
        used = _busy(server.pid) - before
    second, room = _room(records)
    with _served(data) as (address, server):
        asyncio.run(_at_once(address, second, room))
        server.kill()
    with _served(data) as (address, _):
        kept, again = asyncio.run(_after_the_kill(address, second, room))
    records.close()
    return [
        Row("200 hand-ins at once: acknowledged, p50 ms", Measure.TIME, median(waits)),
        Row("200 hand-ins at once: acknowledged, p95 ms", Measure.TIME, quantiles(waits, n=20)[-1],
            target=under(1000, "ms")),
        Row("board counts all 200, s from the first", Measure.TIME, counted, target=under(2, "s"), digits=2),
        Row("board has all 200 marked, s from the first", Measure.TIME, marked, target=under(2, "s"), digits=2),
        Row("processor time of the server for one, ms", Measure.TIME, 1000 * used / PEOPLE, digits=1),
        Row("killed: hand-ins lost of 200", Measure.TIME, PEOPLE - kept, target=under(1, "")),
        Row("killed: marked again after the start, s", Measure.TIME, again, digits=2),
    ]  # fmt: skip


# -- the room --------------------------------------------------------------------------------


def _room(records: Records) -> tuple[str, list[Seat]]:
    rounds = Rounds(records)
    code = rounds.open(_person(records, Role.TRAINER), DRAFT).code
    people = [_person(records, Role.PRACTITIONER) for _ in range(PEOPLE)]
    for person in people:
        rounds.join(code, person)
    return code, [Seat(records.sessions.make(one.id), words) for one, words in zip(people, _words(), strict=True)]


def _person(records: Records, role: Role) -> Person:
    code = records.people.invite(role)
    return records.people.enrol(code, "bench", code)


def _words() -> list[str]:
    """What each person hands in: real points on this draft, each said in a way that nobody else uses."""
    with (ROOT / "tests" / "training" / "own_words.csv").open(encoding="utf-8", newline="") as rows:
        points = [row["point"] for row in csv.DictReader(rows) if row["scenario"] == DRAFT and row["half"] == "dev"]
    said = [f"{start} {point}{end}" for end, start, point in product(_ENDINGS, _OPENINGS, points)]
    if len(said) < PEOPLE * POINTS:
        raise BenchError("there are too few points for so many people")
    return ["\n".join(said[place::PEOPLE][:POINTS]) for place in range(PEOPLE)]


@contextmanager
def _served(data: Path) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    command = [sys.executable, "-m", "bot", "web", "--listen", "127.0.0.1:0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment(data)) as server:
        line = server.stdout.readline() if server.stdout else ""
        found = re.search(r"http://\S+", line)
        if not found:
            raise BenchError("the web page did not come up")
        yield found[0], server
        server.terminate()


def _busy(process: int) -> float:
    """Seconds of processor time that a process has used; 0 where the system does not say."""
    stat = Path(f"/proc/{process}/stat")
    if not stat.is_file():
        return 0.0
    fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


# -- what the room does ----------------------------------------------------------------------


async def _warm(address: str, code: str, seat: Seat) -> None:
    """One hand-in and its marking, as in any room where the first is not alone."""
    await _hand_in(address, code, seat)
    await asyncio.sleep(1)
    await _board(address, code, seat)
    await asyncio.sleep(5)


async def _handed_in(address: str, code: str, room: list[Seat]) -> tuple[list[float], float, float]:
    started = time.perf_counter()
    waiting = asyncio.create_task(_watched(address, code, room[0], started))
    waits = await _at_once(address, code, room)
    counted, marked = await waiting
    return waits, counted, marked


async def _at_once(address: str, code: str, room: list[Seat]) -> list[float]:
    return list(await asyncio.gather(*(_hand_in(address, code, seat) for seat in room)))


async def _after_the_kill(address: str, code: str, room: list[Seat]) -> tuple[int, float]:
    started = time.perf_counter()
    kept, _ = await _board(address, code, room[0])
    _, marked = await _watched(address, code, room[0], started)
    return kept, marked


async def _watched(address: str, code: str, seat: Seat, started: float) -> tuple[float, float]:
    """Looks at the board as a page does; when it had counted everybody, and when all were marked."""
    counted = 0.0
    while True:
        number, marked = await _board(address, code, seat)
        now = time.perf_counter() - started
        counted = counted or (now if number == PEOPLE else 0.0)
        if marked == PEOPLE:
            return counted, now
        if now > 120:
            raise BenchError("the board never had everybody's hand-in marked")
        await asyncio.sleep(0.2)


async def _hand_in(address: str, code: str, seat: Seat) -> float:
    form = urlencode({"form_key": Visitor(token=seat.token).form_key, "words": seat.words})
    started = time.perf_counter()
    page = await _sent(address, "POST", f"/rounds/{code}/hand-in", seat, form)
    if "Received" not in page:
        raise BenchError(f"a hand-in was not acknowledged: {page[:100]}")
    return 1000 * (time.perf_counter() - started)


async def _board(address: str, code: str, seat: Seat) -> tuple[int, int]:
    """How many have handed in, and how many of them are marked."""
    page = await _sent(address, "GET", f"/rounds/{code}/board", seat)
    number = re.search(r"(\d+) handed in", page)
    line = re.search(r"<td>(\d+)</td><td><meter min=\"0\" max=\"(\d+)\"", page)
    return int(number[1]) if number else 0, int(line[2]) // int(line[1]) if line else 0


async def _sent(address: str, method: str, path: str, seat: Seat, form: str = "") -> str:
    """One request on a connection of its own, with as little work as can be."""
    host = urlsplit(address)
    reader, writer = await asyncio.open_connection(host.hostname, host.port)
    head = (f"{method} {path} HTTP/1.1", f"Host: {host.netloc}", f"Cookie: {COOKIE}={seat.token}", "Connection: close",
            "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(form)}")  # fmt: skip
    writer.write("\r\n".join((*head, "", form)).encode())
    page = (await reader.read()).decode()
    writer.close()
    return page


if __name__ == "__main__":
    measure(Path(sys.argv[1]))
