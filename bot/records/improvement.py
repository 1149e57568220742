"""Drafts that were checked again: how many got better, by team and month. Nothing of any draft is kept."""

from datetime import date
from typing import Any

from sqlalchemy import Table, func, select

from bot.records.database import Database, add_up
from bot.records.schema import check_drafts, check_findings
from bot.records.training_schema import check_again


class Improvement:
    """Counts for the theme board."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count(self, team: str, month: str, before: int, after: int) -> None:
        """Count one draft checked again, by its number of findings then and now."""
        outcome = "better" if after < before else "worse" if after > before else "same"
        row = {"team": team, "month": month, "outcome": outcome, "times": 1}
        with self._database.writing() as connection:
            add_up(connection, check_again, row, "times")

    def outcomes(self) -> dict[str, int]:
        """How many drafts of all teams got better, stayed the same or got worse."""
        query = select(check_again.c.outcome, func.sum(check_again.c.times)).group_by(check_again.c.outcome)
        with self._database.reading() as connection:
            return {row[0]: int(row[1]) for row in connection.execute(query)}

    def drafts(self, since: date | None = None) -> dict[tuple[str, str], int]:
        """How many drafts were checked, by team and month."""
        query = select(check_drafts.c.team, check_drafts.c.month, check_drafts.c.drafts)
        query = query.where(*_since(check_drafts, since))
        with self._database.reading() as connection:
            return {(row.team, row.month): int(row.drafts) for row in connection.execute(query)}

    def found(self, since: date | None = None) -> dict[tuple[str, str, str], int]:
        """In how many drafts each rule found something, by team and month."""
        query = select(check_findings.c.team, check_findings.c.month, check_findings.c.rule, check_findings.c.found)
        query = query.where(*_since(check_findings, since))
        with self._database.reading() as connection:
            return {(row.team, row.month, row.rule): int(row.found) for row in connection.execute(query)}


def _since(table: Table, month: date | None) -> list[Any]:
    """The condition that a table's rows are of a month or later."""
    return [table.c.month >= f"{month:%Y-%m}"] if month is not None else []
