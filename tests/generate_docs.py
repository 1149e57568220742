"""Writes the pages that are made from data: ``python -m tests.generate_docs`` (``make docs``)."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from knowledge.plans.rules import catalogue
from knowledge.timescales import Clock, clocks
from tests import fault_table, governance_blocks

ROOT = Path(__file__).resolve().parent.parent
QUESTION = "can temporary approval under reg 24 be extended if the assessment isnt finished"
DRAFT = "bot/drafts/child-protection-plan.docx"
COMMANDS = (("ask", QUESTION), ("deadline", "reg 24", "2026-11-03"), ("check", DRAFT))
_SHOWN = 22
_BETWEEN = re.compile(r"(<!-- transcript:begin -->\n).*?(<!-- transcript:end -->)", re.DOTALL)


def rules_page() -> str:
    """``docs/rules.md``: every check with its reasons and examples."""
    return "\n".join(_rules_lines()) + "\n"


def _rules_lines() -> Iterator[str]:
    yield "# The checks"
    yield ""
    yield f"{len(catalogue())} checks, made from the catalogue in `knowledge/plans/rules`: do not edit by hand."
    for rule in catalogue():
        yield ""
        yield f"## {rule.id} {rule.name}"
        yield ""
        yield f"Severity: {rule.severity.value}. {rule.what}"
        yield ""
        yield f"- Why: {'; '.join(rule.why)}"
        yield f"- Weak: {rule.weak}"
        yield f"- Better: {rule.better}"


def timescales_page() -> str:
    """``docs/timescales.md``: every clock with its source and how far it was confirmed."""
    return "\n".join(_timescales_lines()) + "\n"


def _timescales_lines() -> Iterator[str]:
    yield "# Statutory and guidance clocks"
    yield ""
    yield f"{len(clocks())} clocks, made from `knowledge/timescales.toml`. Check the live text before relying on one."
    yield ""
    yield "| clock | everyday names | length | starts | source | confirmed | as at |"
    yield "|---|---|---|---|---|---|---|"
    yield from (_row(clock) for clock in clocks())


def _row(clock: Clock) -> str:
    length = f"{clock.kind} {clock.length.words}"
    then = f", then {clock.then.words}" if clock.then else ""
    source = f"{clock.label}, {clock.locator}"
    cells = (
        clock.title,
        ", ".join(clock.names),
        f"{length}{then}",
        clock.event,
        source,
        clock.confirmed,
        str(clock.as_at),
    )
    return f"| {' | '.join(cells)} |"


def transcript(data: Path) -> str:
    """What three commands really print, cut to their first lines."""
    return "\n\n".join(_shown(command, data) for command in COMMANDS)


def _shown(command: tuple[str, ...], data: Path) -> str:
    environ = {**os.environ, "PRACTICE_BOT_DATA": str(data)}
    line = [sys.executable, "-m", "bot", *command]
    printed = subprocess.run(line, capture_output=True, text=True, env=environ, cwd=ROOT, timeout=200).stdout
    lines = [row.rstrip() for row in printed.splitlines() if "snapshot" not in row]
    more = ["..."] if len(lines) > _SHOWN else []
    words = " ".join(f'"{part}"' if " " in part else part for part in command)
    return "\n".join((f"$ practice-bot {words}", *lines[:_SHOWN], *more))


def with_transcript(readme: str, words: str) -> str:
    """The README with the transcript between its markers."""
    return _BETWEEN.sub(lambda marks: f"{marks[1]}```\n{words}\n```\n{marks[2]}", readme)


def main() -> None:
    """Write every page."""
    (ROOT / "docs" / "rules.md").write_text(rules_page(), encoding="utf-8")
    (ROOT / "docs" / "timescales.md").write_text(timescales_page(), encoding="utf-8")
    (ROOT / "docs" / "faults.md").write_text(fault_table.page(), encoding="utf-8")
    governance_blocks.write()
    readme = ROOT / "README.md"
    data = Path(os.environ.get("PRACTICE_BOT_DATA", ROOT / ".data"))
    readme.write_text(with_transcript(readme.read_text(encoding="utf-8"), transcript(data)), encoding="utf-8")


if __name__ == "__main__":
    main()
