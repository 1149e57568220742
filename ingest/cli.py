"""``practice-ingest``: build, add, remove, fetch, and say what is held."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from config.settings import SettingProblem, Settings, load
from knowledge.documents import NO_LICENCE
from knowledge.errors import GuidanceError

if TYPE_CHECKING:
    from config.sources import SourceList
    from knowledge.catalogue import Catalogue, Snapshot

_DAY = click.DateTime(["%Y-%m-%d"])
_KINDS = click.Choice(["legislation", "guidance", "inspection", "procedure"])


def main() -> None:
    """Run the command line: exit 0 done, 2 a problem said in one sentence."""
    try:
        commands(prog_name="practice-ingest", standalone_mode=False)
    except click.ClickException as problem:
        _stop(problem.format_message())
    except (click.Abort, KeyboardInterrupt):
        _stop("Stopped. The knowledge base is as it was.")
    except (GuidanceError, SettingProblem) as problem:
        _stop(str(problem))
    except OSError as problem:
        _stop(explained(problem))


def explained(problem: OSError) -> str:
    """One sentence for a fault of the disk or the folder."""
    from errno import EACCES, ENOSPC, EPERM, EROFS

    if problem.errno == ENOSPC:
        return "The disk is full. Free some space and run the command again; the old knowledge base is still in use."
    if problem.errno in {EACCES, EPERM, EROFS}:
        return (
            "The data folder cannot be written to. Give this user the right to write there, or set PRACTICE_BOT_DATA."
        )
    return f"The data folder cannot be used ({problem.strerror or 'unknown fault'}). Check PRACTICE_BOT_DATA."


def _stop(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(2)


@click.group(invoke_without_command=True)
@click.option("--rebuild", is_flag=True, help="Make the index again from the catalogue.")
@click.pass_context
def commands(context: click.Context, *, rebuild: bool) -> None:
    """Build or refresh the knowledge base. With no command: everything that is configured."""
    if context.invoked_subcommand is None:
        _refresh(load(os.environ), rebuild=rebuild)


@commands.command()
@click.argument("addresses", nargs=-1, required=True, metavar="PATH|URL...")
@click.option("--kind", type=_KINDS, help="What it is; worked out from the text if left out.")
@click.option("--title", help="Its title; worked out from the text if left out.")
@click.option("--short", help="The short name that citations print.")
@click.option("--as-at", type=_DAY, help="The date of the text.")
@click.option("--licence", default=NO_LICENCE, help="Under what terms it may be used.")
@click.option("--owner", default="", help="Who answers for it.")
@click.option("--signed-off-by", default="", help="Who agreed that it is used.")
@click.option("--signed-off-on", type=_DAY, help="When they agreed.")
@click.option("--review-due", type=_DAY, help="When it has to be looked at again.")
def add(
    addresses: tuple[str, ...],
    kind: str | None,
    title: str | None,
    short: str | None,
    as_at: datetime | None,
    licence: str,
    owner: str,
    signed_off_by: str,
    signed_off_on: datetime | None,
    review_due: datetime | None,
) -> None:
    """Add files, folders or web pages, and ingest them."""
    from ingest.adding import Wish, added_rows

    settings = load(os.environ)
    if signed_off_on and not signed_off_by:
        raise click.ClickException("A date of sign-off needs a name. Say --signed-off-by too.")
    dated, signed, due = (day.date() if day else None for day in (as_at, signed_off_on, review_due))
    wish = Wish(kind, title, short, dated, licence, owner, signed_off_by, signed, due)
    with _catalogue(settings) as catalogue:
        listed = (entry.id for entry in _sources(settings).entries)
        added = added_rows(addresses, wish, settings.data, catalogue.added_sources(), listed)
        for row in added.superseded:
            catalogue.add_source(row)
            click.echo(
                f"The version as at {row['as_at']} is kept as {row['id']}, superseded on {row['superseded_on']}."
            )
        for row in added.rows:
            catalogue.add_source(row)
            click.echo(f"Added {row['id']}: {row['title']} ({row['kind']}, as at {row['as_at']}).")
            if row["licence"] == NO_LICENCE:
                click.echo("  No licence is recorded, and every citation will say so. Add it again with --licence.")
    for problem in added.problems:
        click.echo(problem, err=True)
    if added.rows:
        _refresh(settings)
    if added.problems:
        sys.exit(2)


@commands.command()
@click.argument("source_id")
def remove(source_id: str) -> None:
    """Remove a source that was added, and everything read from it; the version before it is in use again."""
    from ingest.superseding import back_in_use, restored

    settings = load(os.environ)
    with _catalogue(settings) as catalogue:
        before = back_in_use(catalogue.added_sources(), source_id)
        if not catalogue.remove_source(source_id):
            known = ", ".join(row["id"] for row in catalogue.added_sources()) or "none"
            raise click.ClickException(f"No source {source_id} was added by hand. Added sources: {known}.")
        if before:
            catalogue.add_source(restored(before))
            catalogue.remove_source(before["id"])
            click.echo(f"The version as at {before['as_at']} is in use again.")
    _refresh(settings)


@commands.command()
def status() -> None:
    """Show what is held: sources, dates, owners, sign-off and the snapshot."""
    settings = load(os.environ)
    with _catalogue(settings) as catalogue:
        for line in _status_lines(catalogue, _current(catalogue)):
            click.echo(line)


@commands.command()
@click.argument("first", required=False)
@click.argument("second", required=False)
def diff(first: str | None, second: str | None) -> None:
    """Say what changed between two snapshots (by default the last two)."""
    from ingest.changes import difference

    with _catalogue(load(os.environ)) as catalogue:
        for line in difference(catalogue, first, second):
            click.echo(line)


@commands.command()
def conflicts() -> None:
    """List where a local procedure gives another figure than the law."""
    from knowledge.conflicts import conflicts as found_in

    with _catalogue(load(os.environ)) as catalogue:
        current = _current(catalogue)
        rows = catalogue.passages([version.id for version in catalogue.versions(current)])
        lines = [conflict.line for conflict in found_in(rows)]
    for line in lines or ["No local procedure gives another figure than the law, as far as can be read."]:
        click.echo(line)


def _current(catalogue: "Catalogue") -> "Snapshot":
    current = catalogue.current()
    if current is None:
        raise click.ClickException("The knowledge base has not been built. Run practice-ingest first.")
    return current


@commands.command()
def fetch() -> None:
    """Read the official sources over the internet, then ingest what changed."""
    from ingest.fetch import fetch_all

    settings = load(os.environ)
    settings.data.mkdir(parents=True, exist_ok=True)
    reports = fetch_all(_sources(settings).entries, settings.data / "fetched")
    for report in reports:
        click.echo(report.line)
    _refresh(settings)
    if any(report.failed for report in reports):
        sys.exit(2)


def _refresh(settings: Settings, *, rebuild: bool = False) -> None:
    from ingest.origins import all_origins
    from ingest.pipeline import Stores, run
    from knowledge.encoder import DRAFTS, QUESTIONS, prepare_encoder, prepare_reader

    sources = _sources(settings)
    with _catalogue(settings) as catalogue:
        origins = all_origins(sources, catalogue.added_sources(), _fetched(settings))
        stores = Stores(catalogue.engine, catalogue, settings.index_folder, settings.chroma_url)
        with _progress() as tick:
            report = run(
                stores,
                origins,
                lambda: prepare_encoder(settings.models_folder, settings.embedding_model),
                tick,
                rebuild=rebuild,
            )
    for tuning in (DRAFTS, QUESTIONS):
        prepare_reader(settings.models_folder, tuning)
    for line in report.lines():
        click.echo(line)
    if report.refused:
        sys.exit(2)


def _sources(settings: Settings) -> "SourceList":
    from config.sources import load_sources

    return load_sources(settings.sources_file)


def _fetched(settings: Settings) -> Callable[[str], Path | None]:
    from ingest.fetch import cached

    return lambda address: cached(address, settings.data / "fetched")


@contextmanager
def _catalogue(settings: Settings) -> "Iterator[Catalogue]":
    from knowledge.catalogue import Catalogue
    from knowledge.engine import open_engine

    settings.data.mkdir(parents=True, exist_ok=True)
    engine = open_engine(settings.catalogue_url)
    catalogue = Catalogue(engine)
    catalogue.prepare()
    try:
        yield catalogue
    finally:
        engine.dispose()


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        tasks = {}

        def tick(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = progress.add_task(stage, total=total)
            progress.update(tasks[stage], completed=done, total=total)

        yield tick


def _status_lines(catalogue: "Catalogue", current: "Snapshot") -> Iterator[str]:
    today = date.today()  # noqa: DTZ011 - a review date is a day where the council is
    for version in catalogue.versions(current):
        source = version.source
        flags = [
            *source.flags(today),
            "SAMPLE" if source.sample else "",
            "digest" if source.digest else "",
        ]
        told = "; ".join(flag for flag in flags if flag)
        due = f", review due {source.review_due}" if source.review_due else ""
        owner = f", owner {source.owner}" if source.owner else ""
        signed = f", signed off by {source.signed_off_by}" if source.signed_off_by else ""
        on = f" on {source.signed_off_on}" if source.signed_off_on else ""
        kept = f"as at {source.as_at}{due}{owner}{signed}{on}"
        yield f"{source.id}: {source.title} ({kept}){' [' + told + ']' if told else ''}"
    yield f"Snapshot {current.id}, {current.passages} passages, made {current.made_at:%Y-%m-%d %H:%M} UTC."
