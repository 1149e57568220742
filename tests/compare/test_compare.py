"""Two documents read together: as a user on the command line, and what must always hold."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import PlanError
from knowledge.plans.compare.model import PairKind, State
from knowledge.plans.compare.pair import compare
from knowledge.readers import read_file
from tests.conftest import Run
from tests.quality.score_pairs import FOLDER, pairs

DEVELOPMENT = FOLDER / "development"


def _files(name: str) -> tuple[str, str]:
    return str(DEVELOPMENT / f"{name}.old.txt"), str(DEVELOPMENT / f"{name}.new.txt")


def _texts(name: str) -> tuple[str, str]:
    old, new = (Path(one).read_text(encoding="utf-8") for one in _files(name))
    return old, new


def test_minutes_are_read_against_the_plan(bot: Run) -> None:
    done = bot("compare", *_files("minutes-keeley"), "--json")

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    states = {line["old"]["span_text"].split()[0]: line["state"] for line in told["lines"]}
    assert told["kind"] == "progress"
    assert states["Health"] == "evidence"
    assert states["Ryan"] == "activity_only"
    assert states["Housing"] == "not_mentioned"


def test_an_action_that_the_minutes_only_ask_for_again_is_not_told_of() -> None:
    task = "Support around domestic abuse to be explored."
    plan = f"Child protection plan for Bo, 3 March 2025\n\nActions\n- {task}\n- Gran to bring Bo to nursery each day.\n"
    minutes = (
        "Core group minutes for Bo, 31 March 2025\n\nUpdates\nGran has brought Bo to nursery each day and he eats."
        f"\n\nActions\n- {task}\n"
    )

    found = compare(plan, minutes, kind=PairKind.PROGRESS)

    states = {line.old.of(plan).split()[0]: line.state for line in found.lines if line.old}
    assert states == {"Support": State.NOT_MENTIONED, "Gran": State.EVIDENCE}


def test_every_place_points_into_its_own_document(bot: Run) -> None:
    old, new = (read_file(Path(one)).text for one in _files("supervision-levi"))

    told = json.loads(bot("compare", *_files("supervision-levi"), "--json").stdout)

    for line in told["lines"]:
        for place, text in [(line["old"], old), *((one, new) for one in line["new"])]:
            assert place is None or text[place["start"] : place["end"]] == place["span_text"]
    assert any(line["new"] for line in told["lines"])


def test_the_text_form_leads_with_what_needs_a_look(bot: Run) -> None:
    done = bot("compare", *_files("supervision-levi"))

    assert done.stdout.startswith("This supervision note against the last: 1 dropped, 2 repeated, 1 undated, 1 done.")
    assert done.stdout.index("DROPPED") < done.stdout.index("TOLD OF AS DONE")
    assert "safe" not in done.stdout


def test_the_page_escapes_every_word_of_both_documents(bot: Run, tmp_path: Path) -> None:
    old, new = _texts("draft-amos")
    (tmp_path / "old.txt").write_text(old.replace("asap", "asap <script>"), encoding="utf-8")
    (tmp_path / "new.txt").write_text(new, encoding="utf-8")
    target = tmp_path / "page.html"

    done = bot(
        "compare", str(tmp_path / "old.txt"), str(tmp_path / "new.txt"), "--format", "html", "--output", str(target)
    )

    page = target.read_text(encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert "The new draft against the old" in page
    assert "No longer found" in page
    assert "<script" not in page


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("minutes-keeley.new", "minutes-keeley.old", "Give the plan first"),
        ("supervision-levi.new", "minutes-keeley.new", "Add --kind"),
        ("nothing.old", "minutes-keeley.new", "There is no file"),
    ],
)
def test_a_pair_that_makes_no_sense_gets_one_sentence(bot: Run, first: str, second: str, words: str) -> None:
    done = bot("compare", str(DEVELOPMENT / f"{first}.txt"), str(DEVELOPMENT / f"{second}.txt"))

    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_an_output_never_replaces_a_document(bot: Run, tmp_path: Path) -> None:
    old, new = _files("draft-amos")
    copy = tmp_path / "new.txt"
    copy.write_bytes(Path(new).read_bytes())

    done = bot("compare", old, str(copy), "--output", str(copy))

    assert done.returncode == 2
    assert copy.read_bytes() == Path(new).read_bytes()


@pytest.mark.parametrize("name", [name for name, *_ in pairs("development")])
def test_the_kind_of_pair_is_told_from_the_documents(name: str) -> None:
    kind = next(kind for one, kind, *_ in pairs("development") if one == name)

    assert compare(*_texts(name)).kind is kind


def test_the_same_draft_twice_fixes_nothing_and_adds_nothing() -> None:
    old, _ = _texts("draft-amos")

    found = compare(old, old, kind=PairKind.DRAFTS)

    assert found.lines
    assert {line.state for line in found.lines} == {State.STILL_OPEN}


def test_two_runs_say_the_same() -> None:
    assert compare(*_texts("minutes-idris")) == compare(*_texts("minutes-idris"))


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=200))
def test_any_words_in_minutes_leave_every_place_in_its_text(words: str) -> None:
    old, new = _texts("minutes-idris")
    text = f"{new}\n{words}\n"

    try:
        found = compare(old, text, kind=PairKind.PROGRESS)
    except PlanError:
        return

    assert len(found.lines) == 4
    assert all(span.end <= len(text) for line in found.lines for span in line.new)
