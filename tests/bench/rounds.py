"""200 people hand in at the same moment: ``python -m tests.bench.rounds MODELS_FOLDER``."""

import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.records.people import Person, Role
from bot.records.store import Records, open_records
from bot.rounds import Rounds
from config.settings import load
from knowledge.encoder import load_encoder

_PEOPLE = 200
_POINTS = "nobody has checked Carl\nno review date\ncontingency is only legal advice\nwho makes the door safe"


def main() -> None:
    """Print how long acknowledgements and the board take."""
    embed = load_encoder(Path(sys.argv[1])).embed
    with tempfile.TemporaryDirectory() as folder:
        records = open_records(load({"PRACTICE_BOT_DATA": folder, "PRACTICE_BOT_KEY_FILE": f"{folder}/key"}))
        rounds = Rounds(records, lambda: embed)
        trainer = _person(records, "trainer", Role.TRAINER)
        room = [_person(records, str(number), Role.PRACTITIONER) for number in range(_PEOPLE)]
        code = rounds.open(trainer, "cp-otter-lane-poor").code
        for person in room:
            rounds.join(code, person)
        rounds.submit(room[0], _POINTS)
        with ThreadPoolExecutor(_PEOPLE) as at_once:
            waits = sorted(at_once.map(lambda person: _timed(rounds, person), room))
        started = time.perf_counter()
        board = rounds.board(code)
        print(f"p50 {waits[_PEOPLE // 2]:.2f} s, p95 {waits[int(_PEOPLE * 0.95)]:.2f} s, all in: {board.handed_in}")
        print(f"board {time.perf_counter() - started:.3f} s")
        records.close()


def _person(records: Records, account: str, role: Role) -> Person:
    return records.people.enrol(records.people.invite(role), "bench", account)


def _timed(rounds: Rounds, person: Person) -> float:
    started = time.perf_counter()
    rounds.submit(person, _POINTS)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
