"""The conversation in a terminal: the same core as every channel, with numbered choices, for a local administrator."""

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from bot.app import App
from bot.conversation import Conversation
from bot.names import shown
from bot.outputs import save
from bot.practice import local_administrator
from bot.records.people import Person
from bot.render.message_text import message_lines
from bot.talk.messages import Attachment, Button, Incoming, Outgoing, Press
from knowledge.errors import GuidanceError
from knowledge.readers import bytes_of

_CHANNEL = "terminal"
_WELCOME = (
    "Ask about law, guidance, procedures or the inspection letter. Do not type names or details of a child.\n"
    "/help lists the commands, /check FILE looks for gaps in a draft, and a number chooses. /stop ends.\n"
    "If a child is in danger now, call 999 and your duty team first."
)


def talk(app: App, today: date) -> None:
    """Read messages until the end of input; one problem never ends the conversation."""
    click.echo(_WELCOME)
    person = local_administrator()
    conversation = Conversation(app, app.records, lambda: today)
    app.records.turns.clear(_CHANNEL, person.id, person.id)
    buttons: tuple[Button, ...] = ()
    while (words := _read()) is not None and words.lower() not in {"/stop", "/quit", "/exit"}:
        if words:
            buttons = _show(conversation.reply(_incoming(words, buttons, person)), buttons)
    app.records.turns.clear(_CHANNEL, person.id, person.id)


def _read() -> str | None:
    try:
        return input("\n> " if sys.stdin.isatty() else "").strip()
    except EOFError:
        return None


def _incoming(words: str, buttons: tuple[Button, ...], person: Person) -> Incoming:
    """A number is the choice behind it, a path after /check is the file, and anything else is said."""
    incoming = Incoming(_CHANNEL, person.id, person.id, person=person)
    if words.isdigit() and 1 <= int(words) <= len(buttons):
        chosen = buttons[int(words) - 1]
        return replace(incoming, press=Press(chosen.action, chosen.value), attachment=_again(chosen))
    return replace(incoming, text=words, attachment=_file(words))


def _again(chosen: Button) -> Attachment | None:
    """The file that a button about a draft needs: its own path is in the value."""
    from bot.talk.drafting import DraftRef
    from bot.talk.pressing import ABOUT_DRAFTS

    if chosen.action not in ABOUT_DRAFTS:
        return None
    ref = DraftRef.read(chosen.value)
    return _read_file(Path(ref.ref)) if ref.elsewhere else None


def _file(words: str) -> Attachment | None:
    command, _, rest = words.partition(" ")
    path = Path(rest.strip().strip("'\"")).expanduser()
    return _read_file(path) if command == "/check" and rest and len(rest) < 1000 and path.is_file() else None


def _read_file(path: Path) -> Attachment | None:
    try:
        return Attachment(path.name, bytes_of(path), str(path.absolute()))
    except GuidanceError as problem:
        click.echo(shown(str(problem)), err=True)
        return None


def _show(outgoing: Outgoing, before: tuple[Button, ...]) -> tuple[Button, ...]:
    """Print what came back; the choices that a number now stands for."""
    buttons: tuple[Button, ...] = ()
    for reply in outgoing.replies:
        for line in message_lines(reply.blocks):
            click.echo(line)
        buttons = tuple(button for row in reply.rows for button in row)
    for number, button in enumerate(buttons, start=1):
        click.echo(f"  {number}. {button.label}")
    for file in outgoing.files:
        _saved(Path(file.name), file.data)
    return buttons or (before if outgoing.files else ())


def _saved(path: Path, data: bytes) -> None:
    try:
        save(path, data)
    except GuidanceError as problem:
        click.echo(str(problem), err=True)
        return
    click.echo(f"Written to {path}.")
