"""``practice-bot train`` and ``board``: training in the terminal, and the manager's theme board."""

import json
import os
import sys
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli_people import opened
from config.settings import load

if TYPE_CHECKING:
    from knowledge.plans.learnt import Embed


@click.group(invoke_without_command=True)
@click.option("--scenario", "name", help="Which scenario; see train list. Left out: what is due, or today's.")
@click.option("--answers", type=click.Path(dir_okay=False), help="A file of points, one a line, in place of typing.")
@click.option("--expect", type=click.IntRange(0, 99), help="How many gaps you think that you found.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def train(context: click.Context, name: str | None, answers: str | None, expect: int | None, *, as_json: bool) -> None:
    """Train alone: read a fictional draft, say what is missing, and see what you found."""
    from knowledge.scenarios.reader import use_own

    use_own(load(os.environ).scenarios_folder)
    if context.invoked_subcommand is None:
        _alone(name, answers, expect, as_json=as_json)


def _alone(name: str | None, answers: str | None, expect: int | None, *, as_json: bool) -> None:
    import getpass

    from bot.practice import Alone, read_points, terminal_person
    from bot.render.training_json import marked_object, scenario_object
    from bot.render.training_text import feedback, to_read

    with opened() as records:
        alone = Alone(records, terminal_person(records, getpass.getuser()), _today())
        held = alone.next(name)
        if as_json and answers is None:
            click.echo(json.dumps(scenario_object(held), ensure_ascii=False))
            return
        if answers is None:
            _print(to_read(held))
        words = _words(Path(answers)) if answers else read_points()
        if expect is None and answers is None and sys.stdin.isatty():
            expect = click.prompt("Before you look: how many did you find?", type=click.IntRange(0, 99))
        marked = alone.mark(held, words, expect, _embed())
        if as_json:
            click.echo(json.dumps(marked_object(marked), ensure_ascii=False))
        else:
            _print(feedback(marked))


@train.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a list of JSON objects.")
def list_scenarios(*, as_json: bool) -> None:
    """List the scenarios, easiest first."""
    from bot.render.training_json import scenario_object
    from bot.render.training_text import listed
    from knowledge.scenarios.reader import scenarios
    from knowledge.scenarios.shelf import left_out

    if as_json:
        rows = [scenario_object(one) for one in scenarios()]
        click.echo(json.dumps([{key: row[key] for key in row if key != "text"} for row in rows], ensure_ascii=False))
    else:
        _print(listed(scenarios()))
    for one in left_out():
        click.echo(f"{one.file} is not used: {one.why}", err=True)


@train.command()
def due() -> None:
    """List the checks to practise again today."""
    import getpass

    from bot.practice import Alone, terminal_person

    with opened() as records:
        waiting = Alone(records, terminal_person(records, getpass.getuser()), _today()).due()
    click.echo("\n".join(waiting) if waiting else "Nothing is due today.")


@train.command()
@click.option("--scenario", "name", help="Which draft; see train list. Left out: today's.")
@click.option("--team", default="", help="Whose audits these are, for the theme board.")
@click.option("--code", help="Go on with an audit that was begun.")
def audit(name: str | None, team: str, code: str | None) -> None:
    """Practise auditing: two people in turn, blind; then agreement and corrective actions."""
    from bot.audits import Audits
    from bot.practice import local_administrator
    from bot.terminal_audit import TerminalAudit
    from knowledge.scenarios.reader import scenarios

    if name and code:
        raise click.ClickException("Give --scenario to begin an audit or --code to go on with one, not both.")
    with opened() as records:
        audits, lead = Audits(records, _embed), local_administrator()
        chosen = name or scenarios()[_today().toordinal() % len(scenarios())].id
        current = audits.rounds.known(code) if code else audits.open(lead, chosen, team)
        TerminalAudit(records, audits, lead, current).run()


@train.command()
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--add", is_flag=True, help="Also put both files where your own drafts are, so that it can be used.")
def new(file: str, *, add: bool) -> None:
    """Check a new scenario, and set its key beside what the checker finds."""
    from bot.render.training_text import compared
    from knowledge.scenarios.checked import compare
    from knowledge.scenarios.reader import own_folder
    from knowledge.scenarios.shelf import read_new, shelve

    held = read_new(Path(file))
    _print(compared(held, compare(held, _embed())))
    if add:
        click.echo(f"Both files are in {shelve(Path(file))}. Use it with: practice-bot train --scenario {held.id}")
    elif Path(file).absolute().parent != own_folder():
        click.echo(f"To use it, put both files into {own_folder()}, or run this again with --add.")


@click.command()
@click.option("--team", help="One team; all when left out.")
@click.option("--since", type=click.DateTime(["%Y-%m"]), help="From this month on, such as 2026-09.")
@click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True)
def board(team: str | None, since: datetime | None, form: str) -> None:
    """Show which checks fail, by team, month and improvement area: counts only."""
    from bot.board import board_csv, board_json, board_lines, theme_board

    with opened() as records:
        found = theme_board(records, team, since.date() if since else None)
    if form == "text":
        _print(board_lines(found))
    else:
        click.echo(board_csv(found) if form == "csv" else board_json(found), nl=form == "json")


def _words(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise click.ClickException(f"There is no text file {path.name} that can be read. Check the path.") from None


def _embed() -> "Embed | None":
    from bot.app import App

    return App(load(os.environ)).embed


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _today() -> date:
    return date.today()  # noqa: DTZ011 - a day where the learner is
