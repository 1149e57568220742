"""A conversation in the terminal, with follow-ups and numbered choices."""

import sys
from datetime import date

import click

from bot.app import App
from bot.render.answer_text import answer_lines
from knowledge.answers import Answer
from knowledge.errors import GuidanceError
from knowledge.understanding import Question, Turn

_KEPT_TURNS = 6
_WELCOME = (
    "Ask about law, guidance, procedures or the inspection letter. Do not type names or details of a child.\n"
    "/stop ends. If a child is in danger now, call 999 and your duty team first."
)


def talk(app: App, today: date) -> None:
    """Read questions until the end of input; one problem never ends the conversation."""
    click.echo(_WELCOME)
    history: tuple[Turn, ...] = ()
    choices: tuple[str, ...] = ()
    while True:
        words = _read()
        if words is None or words.lower() in {"/stop", "/quit", "/exit"}:
            return
        if not words:
            continue
        text = _chosen(words, choices)
        given = _answer(app, Question(text, history), today)
        if given is not None:
            choices = given.choices
            history = (*history, Turn(by_user=True, text=text), Turn(by_user=False, text=given.text))[-_KEPT_TURNS:]


def _read() -> str | None:
    try:
        return input("\n> " if sys.stdin.isatty() else "").strip()
    except EOFError:
        return None


def _chosen(words: str, choices: tuple[str, ...]) -> str:
    """The choice behind a number, or the words themselves."""
    if words.isdigit() and 1 <= int(words) <= len(choices):
        return choices[int(words) - 1]
    return words


def _answer(app: App, question: Question, today: date) -> Answer | None:
    try:
        given = app.ask(question)
    except GuidanceError as problem:
        click.echo(str(problem), err=True)
        return None
    for line in answer_lines(given, today):
        click.echo(line)
    return given
