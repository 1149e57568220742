"""Slips of the thumb cost little, and the field's short forms are known."""

import re
from dataclasses import replace

import pytest

from bot.app import App
from knowledge.glossary import Term, expansions, lookup, terms
from knowledge.talk import Question
from tests.quality.mistyping import mistyped
from tests.quality.score_questions import Case, cases

# One question in twenty, as measured over all development questions; a sample of 90 needs a little room.
_MOST_LOST = 0.08


def right(app: App, case: Case) -> bool:
    given = app.ask(case.question)
    cited = {quote.label.lower() for quote in given.quotes}
    return given.status.value in case.statuses and (not case.gold or not given.quotes or bool(cited & case.gold))


def test_mistyped_questions_are_answered_nearly_as_well(app: App) -> None:
    asked = cases("development")[::8]
    slipped = [replace(case, question=replace(case.question, text=mistyped(case.question.text, 1))) for case in asked]

    as_meant = sum(right(app, case) for case in asked)
    as_typed = sum(right(app, case) for case in slipped)

    assert sum(a.question.text != b.question.text for a, b in zip(asked, slipped, strict=True)) > 0.5 * len(asked)
    assert as_meant - as_typed <= _MOST_LOST * len(asked)


def test_at_least_150_short_forms_are_known_each_with_its_meaning() -> None:
    known = terms()

    assert len(known) >= 150
    assert all(term.long and term.plain for term in known)


@pytest.mark.parametrize("term", terms(), ids=lambda term: term.short)
def test_a_short_form_has_its_meaning_and_capitals_bring_it_into_a_question(term: Term) -> None:
    found = lookup(term.short)

    assert found is not None
    if re.fullmatch(r"[A-Z]{2,}", term.short):
        assert found.long in expansions(f"who does the {term.short} for this child")


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("icpc timescale", "WT 2023 ch 3"),
        ("EPO length", "CA 1989 s 45"),
        ("who appoints the IRO", "CA 1989 s 25A"),
        ("LADO timescale", "WT 2023 ch 4"),
        ("pf visits", "SI 2005/1533 reg 8"),
        ("ICO test", "CA 1989 s 38"),
        ("rhi deadline", "Missing children guidance 2014"),
        ("lac review dates", "SI 2010/959 reg 33"),
    ],
)
def test_a_question_in_short_forms_is_answered(app: App, question: str, label: str) -> None:
    assert label in app.ask(Question(question)).citations
