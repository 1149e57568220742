"""What a learner has to practise again: rule ids and days, and nothing that they wrote."""

from datetime import date

from sqlalchemy import delete, insert, select

from bot.records.database import Database
from bot.records.training_schema import practice
from knowledge.spacing import Due, rescheduled


class Practice:
    """The spaced return of missed rules, by person."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def held(self, person: str) -> tuple[Due, ...]:
        """Everything that waits for a person, soonest first."""
        query = select(practice).where(practice.c.person == person).order_by(practice.c.day, practice.c.rule)
        with self._database.reading() as connection:
            return tuple(Due(row.rule, row.step, row.day) for row in connection.execute(query))

    def due(self, person: str, today: date) -> tuple[str, ...]:
        """The rules to practise today."""
        return tuple(one.rule for one in self.held(person) if one.day <= today)

    def marked(self, person: str, missed: frozenset[str], found: frozenset[str], today: date) -> None:
        """Take in one marking; the rules that were missed come back in a day."""
        after = rescheduled({one.rule: one for one in self.held(person)}, missed, found - missed, today)
        rows = [{"person": person, "rule": one.rule, "step": one.step, "day": one.day} for one in after]
        with self._database.writing() as connection:
            connection.execute(delete(practice).where(practice.c.person == person))
            if rows:
                connection.execute(insert(practice), rows)
