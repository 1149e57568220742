"""Audit practice as counts, by team and month: how kind the grades were, and how many auditors named each finding."""

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import func, select

from bot.records.database import Database, add_up
from bot.records.training_schema import audit_counts


class Outcome(StrEnum):
    """What is counted: audits; their grades beside what the findings support; findings by who named them."""

    AUDITS = "audits"
    KIND = "kind"
    FAIR = "fair"
    HARSH = "harsh"
    BOTH = "both"
    ONE = "one"
    NEITHER = "neither"


class Audited:
    """Counts for the theme board; nothing of who audited what."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count(self, team: str, month: str, outcomes: Mapping[Outcome, int]) -> None:
        """Count one audit that was compared."""
        with self._database.writing() as connection:
            for outcome, times in outcomes.items():
                row = {"team": team, "month": month, "outcome": outcome.value, "times": times}
                add_up(connection, audit_counts, row, "times")

    def outcomes(self) -> Counter[Outcome]:
        """Everything counted, for all teams."""
        query = select(audit_counts.c.outcome, func.sum(audit_counts.c.times)).group_by(audit_counts.c.outcome)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return Counter({Outcome(outcome): int(times) for outcome, times in rows})
