"""``practice-bot telegram``: the Telegram bot."""

import logging
import os
import sys
from typing import NoReturn

import click

from config.settings import load


@click.command()
@click.option("--webhook", default="", metavar="URL", help="The public address Telegram sends to; polling without it.")
@click.option("--listen", default="127.0.0.1:8443", show_default=True, help="HOST:PORT to listen on, with --webhook.")
@click.option("--health", default="", metavar="HOST:PORT", help="Serve /health, /ready and /metrics here.")
def telegram(*, webhook: str, listen: str, health: str) -> None:
    """Run the Telegram bot. The token is read from TELEGRAM_TOKEN or the settings file."""
    from bot.app import App
    from bot.telegram_chat.serving import door_of, serve
    from config.logs import set_up

    settings = load(os.environ)
    set_up(settings.log_level, settings.log_format)
    serve(App(settings), door_of(webhook, listen) if webhook else None, health)
    _leave()


def _leave() -> NoReturn:
    """End now. Python would wait for every thread, and one may still be at a question that was left in the inbox."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
