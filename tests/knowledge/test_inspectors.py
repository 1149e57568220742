"""What inspectors said comes first where a question asks what they said."""

import json
import shutil
from pathlib import Path

import pytest

from bot.app import App
from knowledge.talk import Question
from tests.conftest import SHARED, run_module

LETTER = SHARED / "real" / "letters" / "redcar-and-cleveland-focused-visit-2019-12-18.txt"
ASKED = (
    ("what did ofsted say about core group minutes", "F5", "minutes"),
    ("what did the inspectors say about private fostering", "F8", "rivate fostering"),
    ("what did inspectors find about contingency planning", "F5", "ontingency"),
)


@pytest.mark.parametrize(("question", "part", "words"), ASKED)
def test_the_digest_s_finding_comes_before_procedures_that_answer_it(
    app: App, question: str, part: str, words: str
) -> None:
    first = app.ask(Question(question)).quotes[0]

    assert first.label == f"Ofsted letter 2019 {part}"
    assert words in first.text


@pytest.mark.skipif(not LETTER.is_file(), reason="the letter is not here")
def test_the_official_letter_s_finding_comes_before_procedures_that_answer_it(data: Path, tmp_path: Path) -> None:
    copied = shutil.copytree(data, tmp_path / "data")
    done = run_module("ingest", "add", str(LETTER), data=copied)
    assert done.returncode == 0, done.stderr

    for question, part, words in ASKED:
        given = json.loads(run_module("bot", "ask", "--json", question, data=copied).stdout)
        first = given["quotes"][0]
        assert (first["label"], first["digest"]) == (f"Ofsted letter 2019 {part}", False)
        assert words in first["text"]


def test_a_question_for_a_procedure_on_a_finding_is_not_turned_to_the_inspectors(app: App) -> None:
    quotes = app.ask(Question("what does our core groups procedure say about minutes")).quotes

    assert quotes[0].authority == "local_procedure"
