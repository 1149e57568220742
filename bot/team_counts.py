"""Counts a team's checked drafts where somebody asked for it; nothing of a draft is stored."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from bot.board import count_draft, team_name
from bot.checked import Checked
from bot.checking import Checking
from bot.records.store import open_records
from config.settings import Settings
from knowledge.errors import PlanError


def counted_for(
    settings: Settings, team: str, checking: Checking, checks: Iterable[Checked], earlier: str | None, today: date
) -> Iterator[Checked]:
    """The drafts, unchanged; each is counted as it passes."""
    name = team_name(team)
    before = _earlier(checking, earlier)
    records = open_records(settings)
    try:
        for checked in checks:
            count_draft(records, name, f"{today:%Y-%m}", checked, before)
            yield checked
    finally:
        records.close()


def _earlier(checking: Checking, earlier: str | None) -> Checked | None:
    if earlier is None:
        return None
    for checked in checking.checked([Path(earlier)]):
        return checked
    raise PlanError("The earlier draft cannot be read.", "Check the path given to --earlier.")
