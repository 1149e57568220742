"""Hand-ins that arrive together, marking behind, and what a kill between the two leaves."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait

import numpy as np
import pytest

from bot.behind import Behind
from bot.handing_in import Receipt, Sent
from bot.records.people import Person
from bot.records.rounds import HandIn
from bot.records.store import Records, open_records
from bot.records.together import MOST, Together
from bot.rounds import Rounds
from bot.web_page.boards import Boards
from config.settings import Settings
from knowledge.encoder import MiniLM
from knowledge.errors import StoreError
from knowledge.plans.learnt import Embed
from knowledge.scenarios.model import Scenario
from knowledge.scenarios.reader import scenario
from knowledge.training import attempt_of, mark
from tests.conftest import ROOT
from tests.training.conftest import Enrol
from tests.training.test_rounds import DRAFT, POINTS


def _waited(done: Callable[[], bool]) -> bool:
    """Whether it came about in good time."""
    end = time.monotonic() + 60
    while not done() and time.monotonic() < end:
        time.sleep(0.02)
    return done()


def _held(work: Callable[[Sequence[int]], Sequence[int | StoreError]], room: int) -> list[Future[int]]:
    """What each of a room gets that comes while the work of somebody before them is held up."""
    begun, release = threading.Event(), threading.Event()

    def held(given: Sequence[int]) -> Sequence[int | StoreError]:
        begun.set()
        release.wait(60)
        return work(given) if given != [-1] else given

    together = Together(held)
    first = together.soon(-1)
    begun.wait(60)
    results = [together.soon(number) for number in range(room)]
    release.set()
    assert first.result(60) == -1
    wait(results, 60)
    assert together.do(-1) == -1
    return results


def test_what_comes_while_others_are_written_is_one_batch_and_each_gets_its_own_result() -> None:
    batches = []

    def write(given: Sequence[int]) -> list[int]:
        batches.append(list(given))
        return [10 * one for one in given]

    results = _held(write, 20)

    assert [result.result() for result in results] == [10 * number for number in range(20)]
    assert batches == [list(range(20))]


def test_a_large_room_is_written_in_several_batches_in_the_order_it_came() -> None:
    batches: list[list[int]] = []

    def write(given: Sequence[int]) -> Sequence[int]:
        batches.append(list(given))
        return given

    results = _held(write, 2 * MOST + 1)

    assert [result.result() for result in results] == list(range(2 * MOST + 1))
    assert [len(batch) for batch in batches] == [MOST, MOST, 1]


def test_a_batch_that_fails_is_told_to_everybody_in_it_and_the_next_one_works() -> None:
    def write(_given: Sequence[int]) -> Sequence[int]:
        raise StoreError("The disk is full, so nothing can be recorded.", "Free some space.")

    problems = [result.exception() for result in _held(write, 5)]

    assert [type(problem) for problem in problems] == [StoreError] * 5
    assert len({id(problem) for problem in problems}) == 5


def test_a_problem_of_one_in_a_batch_is_told_to_that_one_alone() -> None:
    def write(given: Sequence[int]) -> Sequence[int | StoreError]:
        return [StoreError("That one cannot be kept.") if one == 1 else one for one in given]

    results = _held(write, 3)

    assert [type(result.exception()) for result in results] == [type(None), StoreError, type(None)]


def test_in_one_transaction_the_last_words_of_a_person_count_and_a_late_one_is_refused(
    rounds: Rounds, trainer: Person, enrol: Enrol
) -> None:
    person = enrol("one")
    opened, closed = rounds.open(trainer, DRAFT), rounds.open(trainer, DRAFT)
    rounds.close(closed.code, trainer)
    sent = ((opened, "first words"), (closed, "too late"), (opened, "second words"))

    assert rounds.store.submit([HandIn(one.id, person.id, words) for one, words in sent]) == [1, 0, 2]
    assert rounds.store.words(opened.id, person.id) == "second words"
    assert rounds.store.words(closed.id, person.id) == ""


def test_of_those_who_hand_in_together_each_is_taken_or_told_why_not(
    rounds: Rounds, trainer: Person, enrol: Enrol
) -> None:
    inside, outside = enrol("one"), enrol("two")
    opened, closed = rounds.open(trainer, DRAFT), rounds.open(trainer, DRAFT)
    for one in (opened, closed):
        rounds.join(one.code, inside)
    rounds.close(closed.code, trainer)

    said = rounds.hand_ins.take(
        [
            Sent(inside, opened.code.lower(), POINTS),
            Sent(outside, opened.code, POINTS),
            Sent(inside, closed.code, POINTS),
            Sent(inside, "NOPE1", POINTS),
            Sent(inside, opened.code, " "),
            Sent(inside, opened.code, "Like Bartholomew Wigglesworth, born 3/4/2015"),
            Sent(inside, opened.code, POINTS),
        ]
    )

    words = [one.words if isinstance(one, Receipt) else str(one) for one in said]
    expected = ("Received", "not joined", "too late", "no round", "nothing to mark", "real person", "takes the place")
    assert [part in one for part, one in zip(expected, words, strict=True)] == [True] * len(expected), words


def test_a_room_is_acknowledged_first_and_the_board_catches_up_behind(
    records: Records, trainer: Person, enrol: Enrol
) -> None:
    rounds, boards = Rounds(records, behind=Behind(pause=0.01)), Boards()
    opened = rounds.open(trainer, DRAFT)
    people = [enrol(f"person {number}") for number in range(30)]
    for person in people:
        rounds.join(opened.code, person)
    boards.board(rounds, opened.code)

    with rounds.store.marking:  # nothing can be marked yet
        with ThreadPoolExecutor(8) as room:
            receipts = list(room.map(lambda person: rounds.submit(person, POINTS), people))
        before = boards.board(rounds, opened.code)

    def found() -> int:
        return sum(line.found for line in boards.board(rounds, opened.code).lines)

    assert [receipt.times for receipt in receipts] == [1] * 30
    assert before.handed_in == 30
    assert sum(line.found for line in before.lines) == 0
    assert _waited(lambda: found() >= 30 * 3)


def test_a_board_held_for_a_room_shows_what_another_process_took_in(
    records: Records, settings: Settings, trainer: Person, enrol: Enrol
) -> None:
    mine, others, boards = Rounds(records), Rounds(open_records(settings)), Boards()
    opened, person = mine.open(trainer, DRAFT), enrol("one")
    assert boards.board(mine, opened.code).joined == 0

    others.join(opened.code, person)

    assert boards.board(mine, opened.code).joined == 1


def test_work_behind_that_fails_is_done_again_at_the_next_call() -> None:
    behind, tries = Behind(pause=0.01), []

    def work() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise StoreError("The records cannot be used.")

    behind.start("round", work)
    assert _waited(lambda: not behind._next)
    behind.start("round", work)
    assert _waited(lambda: not behind._next)
    assert len(tries) == 2


_KILLED = """
import os, signal, sys
from bot.behind import Behind
from bot.records.store import open_records
from bot.rounds import Rounds
from config.settings import load
records = open_records(load(os.environ))
rounds = Rounds(records, behind=Behind(pause=60))
code, *people = sys.argv[1:]
for person in people:
    rounds.submit(records.people.get(person), sys.stdin.read() or "no review date", code)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_was_acknowledged_before_a_kill_is_marked_after_it(
    settings: Settings, rounds: Rounds, trainer: Person, enrol: Enrol
) -> None:
    opened = rounds.open(trainer, DRAFT)
    people = [enrol(f"person {number}") for number in range(5)]
    for person in people:
        rounds.join(opened.code, person)
    environ = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PRACTICE_BOT_DATA": str(settings.data),
        "PRACTICE_BOT_KEY_FILE": str(settings.key_path),
    }
    command = [sys.executable, "-c", _KILLED, opened.code, *(person.id for person in people)]
    done = subprocess.run(command, input=POINTS, text=True, cwd=ROOT, env=environ, check=False)
    assert done.returncode == -signal.SIGKILL

    later = Rounds(open_records(settings), behind=Behind(pause=0.01))
    assert later.board(opened.code).handed_in == 5
    assert _waited(lambda: all(one.marks for one in later.store.submissions(opened.id)))
    assert sum(line.found for line in later.board(opened.code).lines) >= 5


@pytest.mark.parametrize("point", ["nobody has checked Carl", "asap is not a date", "what if the advice is refused"])
def test_a_point_means_the_same_whatever_else_was_handed_in(encoder: MiniLM, point: str) -> None:
    held, embed = scenario(DRAFT), encoder.embed
    others = "\n".join(
        f"{word} is not clear to anybody who reads this plan at all" for word in ("Money", "Food", "Bed")
    )

    alone = mark(held, attempt_of(point), embed).judged[0]
    among = next(one for one in mark(held, attempt_of(f"{others}\n{point}"), embed).judged if one.words == point)

    assert alone == among
    assert (embed([point])[0] == _vector(held, embed, point, others)).all()


def _vector(held: Scenario, embed: Embed, point: str, others: str) -> np.ndarray:
    """What the marking works with for a point among others."""
    seen: list[np.ndarray] = []

    def noted(texts: Sequence[str]) -> np.ndarray:
        vectors = embed(texts)
        if point in texts:
            seen.append(vectors[list(texts).index(point)])
        return vectors

    mark(held, attempt_of(f"{others}\n{point}"), noted)
    return seen[0]
