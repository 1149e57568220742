"""``practice-bot web``: the web page."""

import os
from datetime import date

import click

from config.settings import load


@click.command()
@click.option("--listen", default="127.0.0.1:8080", show_default=True, help="HOST:PORT to listen on.")
def web(*, listen: str) -> None:
    """Serve the web page for councils that do not use Telegram."""
    from bot.app import App
    from bot.health import bot_health, routes
    from bot.records.store import open_records
    from bot.self_check import begin, tell
    from bot.web_page.parts import Parts
    from bot.web_page.serving import serve
    from bot.web_page.site import site
    from config.logs import set_up

    settings = load(os.environ)
    set_up(settings.log_level, settings.log_format)
    app = App(settings, many=True)
    notes = begin(app, date.today())  # noqa: DTZ011 - a day where the council is
    app.warm()
    records = open_records(settings)

    def told(address: str) -> None:
        click.echo(f"The page is at {address}")
        click.echo("People sign in with a code from: practice-bot users invite --role practitioner")
        tell(notes)

    parts = Parts(app, records)
    serve(site(parts, routes(bot_health(app, records, parts.metrics))), listen, told)
