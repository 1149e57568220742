"""Audit practice at one terminal: two people in turn, then the comparison, the corrective actions and the close."""

import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator
from functools import partial

import click

from bot.audits import GRADES, Audits, Seen
from bot.names import shown
from bot.practice import terminal_person
from bot.records.people import Person, Role
from bot.records.rounds import Round, Stage
from bot.records.store import Records
from bot.render.audit_text import action_line, agreement_lines, finding_lines, kept_words, standing_line
from bot.render.training_text import to_read
from knowledge.errors import RoundError

_WIDTH = 88
_NAMES = {1: "FIRST AUDITOR", 2: "SECOND AUDITOR"}


class TerminalAudit:
    """One audit led by the local administrator; it can be left at any point and gone on with by its code."""

    def __init__(self, records: Records, audits: Audits, lead: Person, current: Round) -> None:
        self._records, self._audits, self._lead, self._code = records, audits, lead, current.code

    def run(self) -> None:
        """Go on from where it stands until it is closed, or until somebody elsewhere has to act."""
        click.echo(f"Audit {self._code}. If you stop, go on later with: practice-bot train audit --code {self._code}")
        while self._seen().open and self._seen().handed_in < 2:
            if not self._next_audit():
                click.echo(f"{self._seen().handed_in} of 2 audits are in. The other one is handed in elsewhere.")
                return
        if self._seen().uncompared:
            click.echo(standing_line(self._seen()))
            return
        if not self._seen().leads:
            click.echo("Both audits are in. Whoever leads this audit goes on where it was opened.")
            return
        _print(("", "HOW FAR YOU AGREE", *agreement_lines(self._audits.compare(self._code, self._lead))))
        self._find()
        if self._seen().audit.stage is not Stage.ENDED:
            self._audits.close(self._code, self._lead)
        agreed = self._seen().actions
        _print(("", "WHAT WAS AGREED", *(f"- {rule}: {action}" for rule, action in agreed.items())) if agreed else ())
        click.echo("\nThe audit is closed.")

    def _seen(self) -> Seen:
        return self._audits.seen(self._code, self._lead)

    # -- the two audits ----------------------------------------------------------------------

    def _next_audit(self) -> bool:
        """One of the two audits here; whether a place was free for it."""
        current, store = self._seen().audit, self._audits.rounds.store
        done = {one.person for one in store.submissions(current.id)}
        here = next((one for one in map(self._auditor, (1, 2)) if one.id not in done), None)
        if here is None or not (store.has_seat(current.id, here.id) or store.seated(current.id) < 2):
            return False
        _, seat = self._audits.rounds.join(self._code, here)
        click.echo(f"\n{_NAMES[seat]}. The other one looks away.\n")
        _print_whole(to_read(self._seen().held))
        _until_taken(partial(self._hand_in, here))
        click.pause("Press a key: what you wrote goes from the screen, and the next one sits down.")
        click.clear()
        return True

    def _auditor(self, number: int) -> Person:
        """Who audits here: nobody's account, for two people share this one."""
        now = self._records.database.clock()
        account = terminal_person(self._records, f"audit {self._code} {number}")
        return Person(account, Role.PRACTITIONER, "", "terminal", now, now)

    def _hand_in(self, auditor: Person) -> None:
        words = "\n".join(_points())
        if not words:
            click.echo("You name nothing that is wrong.")
        grade = click.prompt("Your grade, given last", type=click.Choice(GRADES, case_sensitive=False))
        click.echo(kept_words(self._audits.hand_in(self._code, auditor, grade, words)))

    # -- after the comparison ----------------------------------------------------------------

    def _find(self) -> None:
        """Every finding; the serious ones first, each with its corrective action."""
        seen = self._seen()
        _print(("", "CORRECTIVE ACTIONS", action_line(seen)))
        for rule in seen.missing:
            _print(("", *finding_lines(seen.held, {rule})))
            _until_taken(partial(self._correct, rule))
        others = seen.held.rules - set(seen.missing)
        if others:
            _print(("", "THE OTHER FINDINGS", *finding_lines(seen.held, others)))

    def _correct(self, rule: str) -> None:
        self._audits.correct(self._code, self._lead, rule, click.prompt("Which role does what by which day (no names)"))


def _points() -> Iterator[str]:
    """Lines until an empty one; raises ``click.Abort`` where the input ends before it."""
    while words := _line():
        yield words


def _line() -> str:
    line = sys.stdin.readline()
    if not line:
        raise click.Abort
    return line.strip()


def _until_taken(do: Callable[[], object]) -> None:
    """Ask again for as long as it is refused."""
    while True:
        try:
            do()
        except RoundError as problem:
            click.echo(shown(str(problem)), err=True)
        else:
            return


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(textwrap.fill(line, _WIDTH, subsequent_indent="  ") if len(line) > _WIDTH else line)


def _print_whole(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
