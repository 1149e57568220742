"""The boards of rounds, read once for a whole room that looks at them."""

import threading
import time

from bot.rounds import Board, Rounds

_LASTS = 1.0
_MOST = 50


class Boards:
    """A board is read again after any write, and after a second where writes of other processes cannot be seen."""

    def __init__(self) -> None:
        self._gate = threading.Lock()
        self._held: dict[str, tuple[tuple[int, ...], float, Board]] = {}

    def board(self, rounds: Rounds, code: str) -> Board:
        """The board of a round; raises ``RoundError`` where there is no such round."""
        name = code.strip().upper()
        with self._gate:
            version, now = rounds.store.version, time.monotonic()
            held = self._held.get(name)
            if held and held[0] == version and now - held[1] < _LASTS:
                return held[2]
            board = rounds.board(code)
            if len(self._held) >= _MOST:
                self._held.clear()
            self._held[name] = (version, now, board)
            return board
