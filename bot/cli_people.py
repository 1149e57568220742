"""``practice-bot users``, ``forget`` and ``export-person``: who may use the bot, and what is held about them."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from config.settings import load

if TYPE_CHECKING:
    from bot.records.people import Person
    from bot.records.store import Records

_ROLE = click.Choice(["practitioner", "manager", "trainer", "administrator"])


@contextmanager
def opened() -> Iterator["Records"]:
    """The records of the environment's settings, closed at the end."""
    from bot.records.store import open_records

    records = open_records(load(os.environ))
    try:
        yield records
    finally:
        records.close()


@click.group()
def users() -> None:
    """Invite people, and see, change or end what they may do."""


@users.command()
@click.option("--role", type=_ROLE, required=True, help="What the person may do.")
@click.option("--days", type=int, default=7, show_default=True, help="How long the code works.")
@click.option("--name", default="", help="So that you recognise the person in the list; sealed in the records.")
def invite(role: str, *, days: int, name: str) -> None:
    """Make a code that lets one person in, once."""
    from bot.records.people import Role

    with opened() as records:
        code = records.people.invite(Role(role), days=days, name=name)
    click.echo(
        f"{code}\nIt lets one {role} in, once, within {days} days. Give it to them in person or by a safe channel."
    )


@users.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_people(*, as_json: bool) -> None:
    """Show everybody who was let in: who, never what they asked."""
    from bot.records.database import utc_now

    with opened() as records:
        everyone, now = records.people.everyone(), utc_now()
    rows = [_row(person, person.standing(now).value) for person in everyone]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
    elif not rows:
        click.echo("Nobody has been let in yet. practice-bot users invite makes a code.")
    for row in () if as_json else rows:
        click.echo("  ".join(row[name] for name in ("id", "role", "standing", "channel", "confirmed", "name")).rstrip())


def _row(person: "Person", standing: str) -> dict[str, str]:
    return {
        "id": person.id,
        "role": person.role.value,
        "standing": standing,
        "channel": person.channel,
        "joined": person.joined.date().isoformat(),
        "confirmed": person.confirmed.date().isoformat(),
        "name": person.name,
    }


@users.command()
@click.argument("person", metavar="ID")
@click.argument("new_role", metavar="ROLE", type=_ROLE)
def role(person: str, new_role: str) -> None:
    """Give a person another role."""
    from bot.records.people import Role

    with opened() as records:
        records.people.set_role(person.upper(), Role(new_role))
    click.echo(f"{person.upper()} now has the role {new_role}.")


@users.command()
@click.argument("person", metavar="ID")
def revoke(person: str) -> None:
    """Let a person no further in."""
    with opened() as records:
        records.people.revoke(person.upper())
    click.echo(f"{person.upper()} can no longer use the bot. A new invitation would let them back in.")


@users.command()
@click.argument("person", metavar="ID")
def confirm(person: str) -> None:
    """Say that a person still works here: good for 90 days."""
    with opened() as records:
        records.people.confirm(person.upper())
    click.echo(f"{person.upper()} is confirmed for 90 days.")
