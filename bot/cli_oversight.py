"""``practice-bot audit``, ``off``, ``on``, ``gaps`` and ``verify``: oversight of the bot."""

import os
import sys
from datetime import datetime

import click

from bot.cli_people import opened
from config.settings import load

_DAY = click.DateTime(["%Y-%m-%d"])
_PROBLEM = 2


@click.group()
def audit() -> None:
    """Check or export the log of what was done: ids, times and counts, never a text."""


@audit.command("verify")
def verify_audit() -> None:
    """Check that no row of the audit was changed or removed."""
    with opened() as records:
        count, broken = len(records.audit.rows()), records.audit.verify()
    if not broken:
        click.echo(f"The audit is whole: {count} rows, each follows the one before.")
        return
    rows = ", ".join(map(str, broken))
    click.echo(
        f"The audit is broken at row {rows}. Keep a copy of the records and find out who changed them.", err=True
    )
    sys.exit(_PROBLEM)


@audit.command()
def export() -> None:
    """Print the audit, one JSON object a row, to be kept somewhere else."""
    with opened() as records:
        for line in records.audit.export():
            click.echo(line)


@click.command()
@click.argument("reason")
def off(reason: str) -> None:
    """Switch the bot off everywhere at once, with a reason. What to do in danger is still said."""
    if not reason.strip():
        raise click.ClickException("Give a reason in quotes, so that others know what to put right.")
    with opened() as records:
        records.switch.off(reason)
    click.echo("The bot is off on every channel. Only the lines for immediate danger still go out.")


@click.command()
def on() -> None:
    """Switch the bot on again."""
    with opened() as records:
        before = records.switch.state()
        records.switch.on()
    since = (
        f" It was off since {before.since.day} {before.since:%B %Y %H:%M} UTC: {before.reason}"
        if before.off and before.since
        else ""
    )
    click.echo(f"The bot is on.{since}")


@click.command()
@click.option("--since", type=_DAY, help="Only from this day.")
def gaps(since: datetime | None) -> None:
    """Show which topics went without an answer: counts for those who own the procedures, none under five."""
    from bot.records.feedback import SMALL

    with opened() as records:
        found = records.topics.gaps(since.date() if since else None)
    if not found:
        click.echo("No question has gone without an answer in that time.")
    shown = [gap for gap in found if gap.times >= SMALL]
    for gap in shown:
        click.echo(f"{gap.times:>5}  {gap.theme} ({gap.status.replace('_', ' ')}; last on {gap.last.isoformat()})")
    if len(shown) < len(found):
        click.echo(f"Topics with fewer than {SMALL} such questions are not shown, so that none points at one person.")


@click.command()
@click.argument("answer_id", metavar="ANSWER_ID")
def verify(answer_id: str) -> None:
    """Prove an answer: read each of its quotes again from the texts it was given from."""
    from bot.app import App
    from bot.proof import Outcome, proof_lines, prove

    with opened() as records:
        kept = records.answers.get(answer_id)
    if kept is None:
        raise click.ClickException("No answer with that id is kept. Answers are kept for 90 days; check the id.")
    proofs = prove(App(load(os.environ)).catalogue, kept)
    for line in proof_lines(kept, proofs):
        click.echo(line)
    if any(proof.outcome is not Outcome.PROVED for proof in proofs):
        sys.exit(_PROBLEM)
