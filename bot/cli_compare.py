"""``practice-bot compare``: two documents read together."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.comparing import Pair


@click.command()
@click.argument("old", type=click.Path())
@click.argument("new", type=click.Path())
@click.option("--kind", help="progress, supervision, assessment or drafts; told from the documents if left out.")
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--output", type=click.Path(), help="Write there instead.")
@click.option("--rules", type=click.Path(dir_okay=False), help="Local rules, as for check.")
def compare(
    old: str, new: str, *, kind: str | None, form: str, as_json: bool, output: str | None, rules: str | None
) -> None:
    """Read two documents together: minutes against the plan, this supervision against the last, a plan against
    its assessment, or a new draft against the old. Give the older one first."""
    from bot.app import App
    from bot.comparing import compare_files
    from config.settings import load

    _refuse_to_replace(output, old, new)
    pair = compare_files(App(load(os.environ)), Path(old), Path(new), kind, Path(rules) if rules else None)
    text = _rendered(pair, "json" if as_json else form)
    if output is None:
        click.echo(text)
    else:
        from bot.outputs import save

        save(Path(output), f"{text}\n".encode())


def _refuse_to_replace(output: str | None, *drafts: str) -> None:
    from bot.names import same_file
    from knowledge.errors import PlanError

    if output is not None and any(same_file(Path(output), Path(draft)) for draft in drafts):
        raise PlanError("The report would take the place of a document.", "Give --output another name.")


def _rendered(pair: "Pair", form: str) -> str:
    if form == "json":
        from bot.render.compare_json import compare_object

        return json.dumps(compare_object(pair), ensure_ascii=False)
    if form == "html":
        from bot.render.compare_html import compare_page

        return compare_page(pair)
    from bot.render.compare_text import compare_lines

    return "\n".join(compare_lines(pair))
