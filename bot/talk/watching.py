"""What a conversation tells an operator's counters: how many and how fast, never a word."""

from typing import Protocol


class Watch(Protocol):
    """Where a conversation counts; ``bot.health.Metrics`` is one."""

    def answered(self, channel: str, status: str, seconds: float) -> None:
        """Count an answer."""

    def checked(self, channel: str) -> None:
        """Count a draft."""

    def stopped(self, *kinds: str) -> None:
        """Count a message that was stopped, by the kinds of identifier it held."""

    def failed(self, channel: str) -> None:
        """Count a message that ended in a problem."""


class Unwatched:
    """Counts nothing: where nobody asked for metrics."""

    def answered(self, channel: str, status: str, seconds: float) -> None:
        """Nothing."""

    def checked(self, channel: str) -> None:
        """Nothing."""

    def stopped(self, *kinds: str) -> None:
        """Nothing."""

    def failed(self, channel: str) -> None:
        """Nothing."""
