"""A council's own text that gives another figure than the law: listed, and shown after the law in answers."""

from pathlib import Path

import pytest

from tests.conftest import asked, holding, run_module

MANUAL = """# Invented procedures

## 1. Relatives who care

Temporary approval of a connected person under regulation 24 lasts for up to 24 weeks. The manager keeps a list.

## 2. Timescales

| Meeting | From | Limit |
|---|---|---|
| Initial child protection conference | strategy discussion | 20 working days |
| First core group | conference | 10 working days |

## 3. Biscuits

The office buys biscuits within 3 weeks of running out.
"""


@pytest.fixture(scope="module")
def held(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled corpus with a council's manual."""
    given = ("--kind", "procedure", "--title", "Invented manual", "--as-at", "2026-09-01")
    return holding(data, tmp_path_factory.mktemp("manual"), "manual.md", MANUAL, *given)


def test_the_command_lists_each_local_figure_after_the_law(held: Path) -> None:
    done = run_module("ingest", "conflicts", data=held)

    lines = sorted(done.stdout.splitlines())
    assert len(lines) == 2
    assert lines[0].startswith("SI 2010/959 reg 24, reg 24(1): 16 weeks")
    assert "says 24 weeks" in lines[0]
    assert lines[1].startswith("WT 2023 ch 3, initial child protection conference: 15 working days")
    assert "says 20 working days" in lines[1]


@pytest.mark.parametrize(
    ("question", "law", "local"),
    [
        ("how long does temporary approval under reg 24 last", "16 weeks", "24 weeks"),
        ("when is the icpc due", "15 working days", "20 working days"),
        (
            "what does our manual say about how long temporary approval of a connected person lasts",
            "16 weeks",
            "24 weeks",
        ),
    ],
)
def test_an_answer_shows_the_law_first_and_then_the_council_s_other_figure(
    held: Path, question: str, law: str, local: str
) -> None:
    given = asked(held, question)

    first, second = given["quotes"][:2]
    assert (first["authority"] != "local_procedure", first["differs_from_law"]) == (True, False)
    assert law in first["text"]
    assert (second["authority"], second["differs_from_law"]) == ("local_procedure", True)
    assert local in second["text"]
    assert "another figure than the law" in given["answer_text"]


def test_a_local_text_that_agrees_is_not_said_to_differ(held: Path) -> None:
    given = asked(held, "how soon is the first core group after the conference")

    assert not any(quote["differs_from_law"] for quote in given["quotes"])
    assert "another figure than the law" not in given["answer_text"]


def test_the_citation_says_in_words_that_the_local_figure_differs(held: Path) -> None:
    done = run_module("bot", "ask", "how long does temporary approval under reg 24 last", data=held)

    assert "ANOTHER FIGURE THAN THE LAW" in done.stdout
