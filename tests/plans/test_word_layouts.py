"""Word drafts in the layouts that councils use, from the file to the findings."""

from pathlib import Path

import pytest

from bot.app import App
from bot.checked import Checked
from bot.checking import check_draft
from config.settings import load
from tests.readers.making import cell, control, paragraph, row, run, table, word_file


@pytest.fixture
def app(tmp_path: Path) -> App:
    """An application with no knowledge base: drafts are checked all the same."""
    return App(load({"PRACTICE_BOT_DATA": str(tmp_path)}))


TITLE = paragraph("Child protection plan for Bo, aged 4. Date of plan: 3 March 2025")
WORRY = "Mum drinks vodka most nights and Bo was found alone in the street."
VAGUE = "Gran to help with mornings as soon as possible"
DATED = "Gran to bring Bo to nursery every day from 4 March 2025"


def _checked(app: App, *body: str) -> Checked:
    return check_draft(app, word_file(TITLE, *body), "plan.docx")


def _vague(checked: Checked) -> list[str]:
    return [one.span.of(checked.text) for one in checked.report.findings if one.rule == "TIME002" and one.span]


def _box(inside: str) -> str:
    shape = f"<v:shape><v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox></v:shape>"
    return f"<w:p><w:r><w:pict>{shape}</w:pict></w:r></w:p>"


def _action_table() -> str:
    return table(
        row("What needs to happen", "Who", "By when"),
        row("Help with mornings", "Gran", "asap"),
        row("Bring Bo to nursery", "Gran", "4 March 2025"),
    )


LAYOUTS = {
    "a table": _action_table(),
    "a table in a cell of a table": table(row(cell("The plan", _action_table(), "<w:p/>"))),
    "content controls": paragraph("What needs to happen") + control(paragraph(VAGUE)) + control(paragraph(DATED)),
    "a text box": _box(paragraph("What needs to happen") + paragraph(VAGUE) + paragraph(DATED)),
    "three columns of Signs of Safety": table(
        row("What are we worried about?", "What's working well?", "What needs to happen?"),
        row(cell(WORRY), cell("Gran sees Bo every Sunday."), cell(VAGUE)),
    ),
    "tracked insertions": paragraph("What needs to happen")
    + f'<w:p><w:ins w:id="1" w:author="A">{run(VAGUE)}</w:ins></w:p>',
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_vague_action_is_found_at_its_place_in_every_layout(app: App, name: str) -> None:
    checked = _checked(app, LAYOUTS[name])

    found = [words.lower() for words in _vague(checked)]

    assert found in (["asap"], ["as soon as possible"])
    assert any("Gran" in (one.owner or "") for one in checked.report.actions)


def test_words_deleted_by_a_reviewer_are_not_counted(app: App) -> None:
    gone = f'<w:del w:id="2" w:author="A"><w:r><w:delText>{VAGUE}</w:delText></w:r></w:del>'

    checked = _checked(app, paragraph("What needs to happen"), paragraph(DATED), f"<w:p>{gone}</w:p>")

    assert "as soon as possible" not in checked.text
    assert _vague(checked) == []
    assert checked.report.actions


def test_hidden_words_are_told_and_not_counted(app: App) -> None:
    hidden = run(f"If mum drinks, Bo goes to Gran. {VAGUE}", "<w:vanish/>")

    checked = _checked(app, paragraph("What needs to happen"), paragraph(DATED), paragraph(hidden))

    assert "as soon as possible" not in checked.text
    assert any("hidden" in note.lower() for note in checked.report.notes)
    assert any(one.rule == "CONT001" for one in checked.report.findings)


def test_a_worry_in_the_left_column_is_answered_from_the_right(app: App) -> None:
    right = "Mum to see the alcohol worker every Tuesday from 11 March 2025, with a breath test each time"

    checked = _checked(
        app,
        table(
            row("What are we worried about?", "What's working well?", "What needs to happen?"),
            row("Mum drinks vodka most nights.", "Gran sees Bo every Sunday.", right),
        ),
    )

    assert [risk.addressed for risk in checked.report.risks if "vodka" in risk.span.of(checked.text)] == [True]
    assert all("every Sunday" not in risk.span.of(checked.text) for risk in checked.report.risks)
