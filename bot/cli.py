"""``practice-bot``: the terminal channel. Only input and output; imports are made where they are used."""

import json
import os
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot import cli_compare, cli_keeping, cli_oversight, cli_people
from config.settings import SettingProblem, load
from knowledge.errors import GuidanceError

if TYPE_CHECKING:
    from bot.app import App

_DAY = click.DateTime(["%Y-%m-%d"])
_FOUND, _PROBLEM = 1, 2


def main() -> None:
    """Run the command line: exit 0 done, 1 findings (``check`` only), 2 a problem in one sentence."""
    os.umask(0o077)  # what is written about people's work is for its owner only
    # The arrays here are small: numpy's threads would wait for each other, and for the encoder's.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        commands(prog_name="practice-bot", standalone_mode=False)
    except click.ClickException as problem:
        _stop(problem.format_message())
    except (click.Abort, KeyboardInterrupt):
        _stop("Stopped.")
    except (GuidanceError, SettingProblem) as problem:
        _stop(str(problem))
    except BrokenPipeError:
        _leave_quietly()


def _stop(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(_PROBLEM)


def _leave_quietly() -> None:
    """The reader closed the pipe (``| head``): not a problem to report."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)


def _app() -> "App":
    from bot.app import App

    return App(load(os.environ))


@click.group()
def commands() -> None:
    """Cited answers for English children's social care, and a checker of draft plans."""


for _command in (
    cli_people.users,
    cli_oversight.audit,
    cli_oversight.off,
    cli_oversight.on,
    cli_oversight.gaps,
    cli_oversight.verify,
    cli_keeping.retain,
    cli_keeping.forget,
    cli_keeping.export_person,
    cli_keeping.backup,
    cli_keeping.restore,
    cli_keeping.self_check,
):
    commands.add_command(_command)


# -- ask and chat ----------------------------------------------------------------------------


@commands.command()
@click.argument("question", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--batch", type=click.Path(dir_okay=False), help="A file of questions, one JSON object a line.")
def ask(question: str | None, *, as_json: bool, batch: str | None) -> None:
    """Answer a question with verbatim, dated citations."""
    if batch:
        _ask_batch(Path(batch))
        return
    if question is None:
        raise click.ClickException(
            'Type a question in quotes, for example: practice-bot ask "how long does reg 24 last"'
        )
    from bot.render.answer_json import answer_object
    from knowledge.talk import Question

    given = _app().ask(Question(question))
    if as_json:
        click.echo(json.dumps(answer_object(given, _today()), ensure_ascii=False))
    else:
        _print_answer(given)


def _print_answer(given: Any) -> None:
    from bot.render.answer_text import answer_lines

    for line in answer_lines(given, _today()):
        click.echo(line)


def _ask_batch(path: Path) -> None:
    from bot.batch import answered_lines

    app = _app()
    for line in answered_lines(app, _lines(path), _today()):
        click.echo(line)


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8", errors="replace") as stream:
            yield from stream
    except OSError:
        raise click.ClickException(f"There is no file {path.name} that can be read. Check the path.") from None


@commands.command()
def chat() -> None:
    """Talk in the terminal: follow-ups are understood. Ctrl-D or /stop ends."""
    from bot.terminal_chat import talk

    talk(_app(), _today())


# -- check -----------------------------------------------------------------------------------


@commands.command()
@click.argument("files", nargs=-1, type=click.Path())
@click.option("--type", "doc_type", help="What the draft is, for example child_protection_plan.")
@click.option("--date", "day", type=_DAY, help="The date to check against; the draft's own if left out.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html", "docx", "pdf", "sarif", "csv"]),
    default="text",
    show_default=True,
    help="docx is your own Word file back with comments; pdf is your own PDF back with notes.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--all", "everything", is_flag=True, help="Show every finding, not only the most serious.")
@click.option(
    "--batch", type=click.Path(), help="A folder of drafts: one page by theme, or with --json a line a draft."
)
@click.option("--output", type=click.Path(), help="Write there instead: a file, or a folder for a file a draft.")
@click.option(
    "--rules", type=click.Path(dir_okay=False), help="Local rules: checks off, severities, findings left out."
)
@click.option("--team", help="Count the findings for this team's theme board; nothing of the draft is stored.")
@click.option("--earlier", type=click.Path(), help="With --team: the draft before; counts whether it got better.")
def check(
    files: tuple[str, ...],
    *,
    doc_type: str | None,
    day: datetime | None,
    form: str,
    as_json: bool,
    everything: bool,
    batch: str | None,
    output: str | None,
    rules: str | None,
    team: str | None,
    earlier: str | None,
) -> None:
    """Check draft plans: what is missing, where, why it matters and what better looks like."""
    from bot.checking import Checking, drafts
    from bot.outputs import Outputs
    from bot.rendering import Form, Renderer

    app, paths = _app(), drafts(files, batch)
    outputs = Outputs(Renderer(Form.JSON if as_json else Form(form), app.link, everything), output, paths)
    checking = Checking(app, doc_type, day.date() if day else None, rules)
    checks = checking.checked(paths, pile=batch is not None)
    if team or earlier:
        from bot.team_counts import counted_for

        checks = counted_for(app.settings, team or "", checking, checks, earlier if len(paths) == 1 else None, _today())
    for line in outputs.delivered(checks, pile=batch is not None):
        click.echo(line)
    if checking.problems:
        sys.exit(_PROBLEM)
    sys.exit(_FOUND if checking.found else 0)


@commands.command()
@click.argument("rule", required=False)
def rules(rule: str | None) -> None:
    """List the checks, or explain one."""
    from bot.render.rules_text import catalogue_lines, rule_lines

    for line in rule_lines(rule) if rule else catalogue_lines():
        click.echo(line)


commands.add_command(cli_compare.compare)


# -- deadline --------------------------------------------------------------------------------


@commands.command()
@click.argument("event", required=False)
@click.argument("day", required=False, metavar="DATE")
@click.option("--region", type=click.Choice(["england"]), default="england", show_default=True)
@click.option("--list", "listing", is_flag=True, help="List the events that are known.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def deadline(event: str | None, day: str | None, *, region: str, listing: bool, as_json: bool) -> None:
    """Work out a statutory deadline from an event and the date it starts, such as: "reg 24" 2026-11-03."""
    from bot.deadlines import deadline_output, event_lines

    del region
    if load(os.environ).records_are_made:  # else nobody can have switched it off, and the date comes at once
        _app().allow()
    if listing:
        lines = event_lines()
    elif event is None or day is None:
        raise click.ClickException('Say an event and a date, for example: practice-bot deadline "reg 24" 2026-11-03')
    else:
        lines = deadline_output(event, day, as_json=as_json)
    for line in lines:
        click.echo(line)


def _today() -> date:
    return date.today()  # noqa: DTZ011 - a day where the council is


# -- channels --------------------------------------------------------------------------------

from bot.cli_telegram import telegram  # noqa: E402
from bot.cli_train import board, train  # noqa: E402
from bot.cli_web import web  # noqa: E402

commands.add_command(train)
commands.add_command(board)
commands.add_command(web)
commands.add_command(telegram)
