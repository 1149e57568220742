"""``practice-bot`` as a person uses it: a process with words in and words out."""

import json
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run, clean_environment, run_module

DRAFT = ROOT / "bot" / "drafts" / "child-protection-plan.docx"


def test_a_question_gets_the_limit_its_pinpoint_and_its_date(bot: Run) -> None:
    done = bot("ask", "how long does reg 24 temporary approval last")

    assert done.returncode == 0, done.stderr
    assert "16 weeks" in done.stdout
    assert "SI 2010/959 reg 24" in done.stdout
    assert "as at 20" in done.stdout
    assert "our summary, not the official wording" in done.stdout
    assert "https://www.legislation.gov.uk" in done.stdout


def test_json_has_the_agreed_names_and_quotes_that_stand_in_their_passage(bot: Run) -> None:
    done = bot("ask", "--json", "what are the four things ofsted said must improve")

    given = json.loads(done.stdout)
    assert given["status"] == "answered"
    assert given["abstained"] is False
    assert given["snapshot"]
    assert len(given["answer_text"].split()) <= 180
    for quote in given["quotes"]:
        assert {"text", "source_id", "label", "locator", "authority", "as_at", "url", "digest"} <= set(quote)
    assert any(label.startswith("Ofsted letter 2019 I") for label in given["citations"])


def test_a_batch_keeps_its_order_and_a_bad_line_harms_no_other(bot: Run, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    lines = [
        json.dumps({"id": "a", "question": "when is the first core group", "role": "manager"}),
        "this is not JSON",
        json.dumps({"id": "c", "question": 7}),
        json.dumps(
            {
                "id": "d",
                "question": "and after that?",
                "history": [
                    {"role": "user", "text": "when is the first looked after review due"},
                    {"role": "bot", "text": "Within 20 working days (SI 2010/959 reg 33)."},
                ],
            }
        ),
    ]
    questions.write_text("\n".join(lines), encoding="utf-8")

    done = bot("ask", "--batch", str(questions))

    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    assert [row["status"] for row in rows] == ["answered", "problem", "problem", "answered"]
    assert [row["id"] for row in rows] == ["a", "line 2", "c", "d"]
    assert "SI 2010/959 reg 33" in rows[3]["citations"]


def test_a_question_outside_the_sources_gets_no_sources(bot: Run) -> None:
    given = json.loads(bot("ask", "--json", "how do I bake a lemon drizzle cake").stdout)

    assert given["abstained"] is True
    assert given["quotes"] == []


def test_danger_is_answered_with_999_even_when_nothing_has_been_built(tmp_path: Path) -> None:
    done = run_module("bot", "ask", "the baby is not breathing what do i do", data=tmp_path / "none")

    assert done.returncode == 0
    assert "999" in done.stdout.splitlines()[0]


def test_without_a_knowledge_base_one_sentence_says_what_to_do(tmp_path: Path) -> None:
    done = run_module("bot", "ask", "how long does reg 24 last", data=tmp_path / "none")

    assert done.returncode == 2
    assert done.stderr.strip() == "The knowledge base has not been built. Run practice-ingest first."
    assert not (tmp_path / "none").exists()


def test_chat_understands_a_follow_up_and_ends_with_its_input(data: Path) -> None:
    import subprocess
    import sys

    environ = clean_environment(data)
    done = subprocess.run(
        [sys.executable, "-m", "bot", "chat"],
        input="can temporary approval under reg 24 be extended\nhow long for?\n",
        capture_output=True,
        text=True,
        env=environ,
        cwd=ROOT,
        timeout=120,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.count("SI 2010/959 reg 25") >= 2
    assert "8 weeks" in done.stdout


def test_a_draft_is_checked_and_the_exit_code_says_that_something_was_found(bot: Run) -> None:
    done = bot("check", str(DRAFT))

    assert done.returncode == 1, done.stderr
    assert "checks run" in done.stdout
    assert "TIME002" in done.stdout
    assert "Ofsted letter 2019 F5" in done.stdout


def test_check_json_points_exactly_into_the_text_of_the_file(bot: Run) -> None:
    from knowledge.readers import read_file

    done = bot("check", "--json", str(DRAFT))

    text = read_file(DRAFT).text
    given = json.loads(done.stdout)
    assert given["rules_run"] > 0
    assert given["doc_type"] == "child_protection_plan"
    for finding in given["findings"]:
        if finding["span"]:
            assert text[finding["span"]["start"] : finding["span"]["end"]] == finding["span_text"]
    for risk in given["risks"]:
        assert text[risk["start"] : risk["end"]] == risk["span_text"]
    assert all(why["url"] for finding in given["findings"] for why in finding["why"] if "SI " in why["label"])


def test_a_folder_is_checked_with_one_object_a_draft_and_bad_files_named(bot: Run, tmp_path: Path) -> None:
    (tmp_path / "one.docx").write_bytes(DRAFT.read_bytes())
    (tmp_path / "two.docx").write_bytes(b"PK\x03\x04 not a Word file")
    (tmp_path / "three.txt").write_text("", encoding="utf-8")

    done = bot("check", "--batch", str(tmp_path), "--json")

    assert done.returncode == 2
    assert [json.loads(line)["doc"] for line in done.stdout.splitlines()] == ["one"]
    assert "two.docx" in done.stderr
    assert "three.txt is empty" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("check", "no-such-file.docx"), "There is no file no-such-file.docx."),
        (("check",), "Name a draft to check."),
        (("check", "--type", "novel", str(DRAFT)), "That document type is not known."),
        (("ask",), "Type a question in quotes"),
        (("ask", "--batch", "no-such.jsonl"), "There is no file no-such.jsonl"),
        (("deadline", "reg 24", "soon"), "is not a date"),
        (("deadline", "reg 24", "2026-02-30"), "is not a date"),
        (("deadline", "the moon", "2026-01-05"), "No statutory clock is called"),
        (("deadline", "reg 24", "2060-01-05"), "covers"),
        (("rules", "NOPE999"), "No check has that id."),
        (("nonsense",), "No such command"),
    ],
)
def test_bad_input_gets_one_clear_sentence_and_exit_two(bot: Run, arguments: tuple[str, ...], words: str) -> None:
    done = bot(*arguments)

    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_deadline_shows_how_it_was_counted_and_where_it_stands(bot: Run) -> None:
    done = bot("deadline", "reg 24", "2026-11-03")

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("No later than Tuesday 23 February 2027")
    assert "We assume that the day it starts is not counted" in done.stdout
    assert "Monday 22 February 2027" in done.stdout
    assert "Counted: 16 weeks" in done.stdout
    assert "Tuesday 20 April 2027" in done.stdout
    assert "SI 2010/959 reg 24" in done.stdout


def test_one_rule_is_explained_with_examples(bot: Run) -> None:
    done = bot("rules", "time002")

    assert done.returncode == 0, done.stderr
    for words in ("TIME002", "What it finds:", "Why it matters:", "Weak:", "Better:"):
        assert words in done.stdout


def test_an_unknown_setting_is_refused_by_name_and_no_value_is_shown(bot: Run) -> None:
    done = bot("ask", "hello", PRACTICE_BOT_TOKNE="secret-value")

    assert done.returncode == 2
    assert "PRACTICE_BOT_TOKNE" in done.stderr
    assert "secret-value" not in done.stderr


def test_a_bad_setting_is_refused_by_name_and_its_value_is_not_shown(bot: Run) -> None:
    done = bot("ask", "hello", DATABASE_URL="mysql://user:hunter2@host/db")

    assert done.returncode == 2
    assert "DATABASE_URL" in done.stderr
    assert "hunter2" not in done.stderr


def test_output_into_a_closed_pipe_is_not_a_problem(data: Path) -> None:
    import subprocess
    import sys

    command = f"{sys.executable} -m bot rules | head -1"
    done = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "PRACTICE_BOT_DATA": str(data)},
        timeout=60,
    )

    assert done.stderr == ""


def test_commands_that_need_no_model_import_none() -> None:
    import subprocess
    import sys

    heavy = ("torch", "chromadb", "onnxruntime", "sentence_transformers", "sqlalchemy", "langchain_core")
    code = (
        "import sys; from bot.deadlines import deadline_output;"
        "list(deadline_output('reg 24', '2026-11-03', as_json=False));"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60)

    assert done.stdout.strip() == "[]"
