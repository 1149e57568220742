"""The same draft round by round: what a group found each time, so that a trainer sees what got better."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.records.rounds import Stage
from bot.rounds import Board, Rounds
from knowledge.areas import themes


@dataclass(frozen=True, slots=True)
class Progress:
    """A table: one column a round, the first round first and this one last; one row a theme, after two for all."""

    days: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def progress(rounds: Rounds, code: str) -> Progress | None:
    """A round beside each earlier one of the same draft and group; nothing without one, or before the close."""
    current = rounds.known(code)
    if current.stage is Stage.OPEN:
        return None
    boards = [rounds.board(one.code) for one in (*rounds.store.before(current), current)]
    earlier = [one for one in boards[:-1] if one.handed_in]
    return _table((*earlier, boards[-1])) if earlier else None


def progress_lines(found: Progress) -> Iterator[str]:
    """The table as lines: one a row, the first round first."""
    yield f"The same draft, round by round ({', '.join(found.days)}):"
    yield from (f"{name}: {', '.join(cells)}" for name, cells in found.rows)


def _table(boards: tuple[Board, ...]) -> Progress:
    days = (*(f"{one.round.opened.day} {one.round.opened:%B %Y}" for one in boards[:-1]), "now")
    shares = [_shares(one) for one in boards]
    names = [name for name in (_ALL, *themes().values()) if any(name in one for one in shares)]
    handed_in = ("People who handed in", tuple(str(one.handed_in) for one in boards))
    return Progress(days, (handed_in, *((name, tuple(one.get(name, "-") for one in shares)) for name in names)))


def _shares(board: Board) -> dict[str, str]:
    """What the room found of all that could be found, in hundredths, by theme."""
    found, possible = sum(line.found for line in board.lines), sum(line.possible for line in board.lines)
    lines = ((_ALL, found, possible), *((line.name, line.found, line.possible) for line in board.lines))
    return {name: f"{round(100 * got / most)}%" for name, got, most in lines if most}


_ALL = "All gaps"
