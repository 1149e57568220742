"""Writes ``knowledge/bank_holidays.json`` from the installed library: ``python -m tests.make_bank_holidays``."""

import json
from importlib.metadata import version
from pathlib import Path

from knowledge.working_days import FIRST_YEAR, LAST_YEAR, from_library

KEPT = Path(__file__).resolve().parent.parent / "knowledge" / "bank_holidays.json"


def table() -> dict[str, object]:
    """What the installed release says for every year of the calendar."""
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    days = {str(year): {day.isoformat(): name for day, name in from_library(year).items()} for year in years}
    return {"release": version("holidays"), "days": days}


def main() -> None:
    """Write the file."""
    KEPT.write_text(json.dumps(table(), indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
