"""``practice-bot retain``, ``forget``, ``export-person``, ``backup`` and ``restore``: keeping the records."""

import json
import os
import sys
from pathlib import Path

import click

from bot.cli_people import opened
from config.settings import load


@click.command()
@click.option("--sure", is_flag=True, help="The date is right, although nothing was recorded for 31 days.")
def retain(*, sure: bool) -> None:
    """Delete what has been kept for its time. Run it once a day."""
    with opened() as records:
        report = records.retain(sure=sure)
    click.echo(f"{report.total} rows were due and are gone.")
    for table, count in report.removed:
        if count:
            click.echo(f"  {table}: {count}")


@click.command()
@click.argument("channel")
@click.argument("account")
def forget(channel: str, account: str) -> None:
    """Delete everything about a person, by account, web key or the id in users list, such as: web 7K2M9QXA."""
    with opened() as records:
        removed = records.forget(channel, account)
    if not removed:
        raise click.ClickException(_nobody(channel))
    click.echo(f"{removed} rows are gone, from the files too. Back-ups made before now still hold them.")


@click.command("export-person")
@click.argument("channel")
@click.argument("account")
def export_person(channel: str, account: str) -> None:
    """Print everything held about a person, as JSON, by account, web key or the id in users list."""
    with opened() as records:
        held = records.export(channel, account)
    if not held:
        raise click.ClickException(_nobody(channel))
    click.echo(json.dumps(held, ensure_ascii=False, indent=2))


def _nobody(channel: str) -> str:
    """The account is not repeated: on the web it is a secret key."""
    return (
        f"Nothing is kept about anybody of that account or id on {channel}. "
        "Check the channel (telegram or web) and the id: practice-bot users list shows both."
    )


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write every record to a sealed file. It opens only with the key file: keep a copy of that apart."""
    with opened() as records:
        count = records.back_up(file)
    click.echo(f"{count} rows are in {file.name}. The key file is not in it: keep a copy of that somewhere else.")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Put a back-up into records that are still empty, with the key file it was made with."""
    with opened() as records:
        count = records.restore(file)
    click.echo(f"{count} rows are back. Forget again whoever asked to be forgotten since, and run practice-bot retain.")


@click.command("self-check")
def self_check() -> None:
    """Look for what would stop the bot, and say what to do."""
    from datetime import date

    from bot.app import App
    from bot.self_check import troubles

    found = troubles(App(load(os.environ)), date.today())  # noqa: DTZ011 - a day where the council is
    for trouble in found:
        click.echo(f"{'STOPS' if trouble.stops else 'NOTE '}  {trouble.words}")
    if not found:
        click.echo("Everything is in order.")
    if any(trouble.stops for trouble in found):
        sys.exit(2)
