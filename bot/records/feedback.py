"""Whether answers helped, and which topics went without one: counts for those who own the procedures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from bot.records.database import Database, add_up, insert_or_replace
from bot.records.schema import check_drafts, check_findings, feedback, topics
from bot.records.vault import Vault, typed_id

_LONGEST_REASON = 200
# Fewer than this could point at one person's work.
SMALL = 5


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody thought of an answer."""

    answer: str
    helpful: bool
    reason: str
    made: datetime


class Feedback:
    """One opinion for each answer and person; the last one counts."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database, self._vault = database, vault

    def give(self, answer_id: str, person_id: str, helpful: bool, reason: str = "") -> None:  # noqa: FBT001 - the agreed shape
        """Keep an opinion. The reason must have been de-identified, and is sealed."""
        row = {
            "answer": typed_id(answer_id),
            "person": person_id,
            "helpful": helpful,
            "reason_sealed": self._vault.seal(" ".join(reason.split())[:_LONGEST_REASON]),
            "made": self._database.clock(),
        }
        with self._database.writing() as connection:
            insert_or_replace(connection, feedback, row)

    def all(self, since: datetime | None = None) -> tuple[Opinion, ...]:
        """The opinions, newest first, without who gave them."""
        query = select(feedback).order_by(feedback.c.made.desc())
        if since is not None:
            query = query.where(feedback.c.made >= since)
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(
            Opinion(r["answer"], r["helpful"], self._vault.unseal(r["reason_sealed"]), r["made"]) for r in rows
        )


@dataclass(frozen=True, slots=True)
class Gap:
    """A topic that went unanswered, how often, and when last."""

    theme: str
    status: str
    times: int
    last: date


class Topics:
    """Counts of what could not be answered, by day and theme; never a text."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def unanswered(self, theme: str, status: str) -> None:
        """Count one question on a theme (as the corpus names it) that was not answered."""
        day = self._database.clock().date()
        row = {"day": day, "theme": theme or "other", "status": status, "times": 1}
        with self._database.writing() as connection:
            add_up(connection, topics, row, "times")

    def gaps(self, since: date | None = None) -> tuple[Gap, ...]:
        """The themes that went unanswered, most often first."""
        times = func.sum(topics.c.times).label("times")
        query = select(topics.c.theme, topics.c.status, times, func.max(topics.c.day).label("last"))
        if since is not None:
            query = query.where(topics.c.day >= since)
        grouped = query.group_by(topics.c.theme, topics.c.status).order_by(times.desc(), topics.c.theme)
        with self._database.reading() as connection:
            return tuple(Gap(r.theme, r.status, int(r.times), r.last) for r in connection.execute(grouped))


@dataclass(frozen=True, slots=True)
class Rate:
    """In how many of a team's drafts a rule found something; nothing where the number is too small to show."""

    team: str
    month: str
    rule: str
    found: int | None
    drafts: int | None

    @property
    def share(self) -> float | None:
        """Between 0 and 1, where both numbers may be shown."""
        return self.found / self.drafts if self.found is not None and self.drafts else None


class Checks:
    """Counts of checked drafts by team and month; nothing of any draft."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count(self, team: str, month: str, rules: Mapping[str, int], drafts: int = 1) -> None:
        """Add drafts that were checked, and in how many of them each rule found something. Month: ``2026-11``."""
        with self._database.writing() as connection:
            add_up(connection, check_drafts, {"team": team, "month": month, "drafts": drafts}, "drafts")
            for rule, found in rules.items():
                row = {"team": team, "month": month, "rule": rule, "found": min(found, drafts)}
                add_up(connection, check_findings, row, "found")

    def rates(self, team: str | None = None, month: str | None = None) -> tuple[Rate, ...]:
        """Shares by team, month and rule, with small numbers left out."""
        same = (check_findings.c.team == check_drafts.c.team) & (check_findings.c.month == check_drafts.c.month)
        query = select(check_findings, check_drafts.c.drafts).join_from(check_findings, check_drafts, same)
        if team is not None:
            query = query.where(check_findings.c.team == team)
        if month is not None:
            query = query.where(check_findings.c.month == month)
        ordered = query.order_by(check_findings.c.team, check_findings.c.month, check_findings.c.rule)
        with self._database.reading() as connection:
            return tuple(_rate(r.team, r.month, r.rule, r.found, r.drafts) for r in connection.execute(ordered))


def _rate(team: str, month: str, rule: str, found: int, drafts: int) -> Rate:
    shown = drafts >= SMALL and found >= SMALL
    return Rate(team, month, rule, found if shown else None, drafts if drafts >= SMALL else None)
