"""Officers named in published sources stay readable in answers."""

from dataclasses import replace
from datetime import date

from bot.app import App
from bot.render.answer_text import answer_lines
from bot.talk.showing import answer_message
from knowledge.deidentify import find
from knowledge.reply import Answer
from knowledge.talk import Question

INSPECTOR = "Priya Fernleigh, Her Majesty's Inspector, wrote to the council."


def answer_that_names_an_inspector(app: App) -> Answer:
    answer = app.ask(Question("What does Regulation 24 of the Care Planning Regulations require?"))
    return replace(answer, quotes=(replace(answer.quotes[0], text=INSPECTOR), *answer.quotes[1:]))


def test_an_inspector_in_a_quoted_source_is_not_masked_in_the_terminal(app: App) -> None:
    answer = answer_that_names_an_inspector(app)

    shown = " ".join("\n".join(answer_lines(answer, date(2026, 3, 2))).split())

    assert find(INSPECTOR)
    assert "Priya Fernleigh" in shown
    assert "[name]" not in shown


def test_an_inspector_in_a_quoted_source_is_not_masked_in_chat(app: App) -> None:
    answer = answer_that_names_an_inspector(app)

    shown = repr(answer_message(answer, date(2026, 3, 2), "a1"))

    assert "Priya Fernleigh" in shown
    assert "[name]" not in shown
