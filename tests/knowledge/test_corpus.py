"""The bundled corpus: complete, well formed, in our own words, and never superseded law."""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from knowledge.asked import asked_questions
from knowledge.digest import CORPUS, digest_files, digest_of, questions_astray, read_digest
from knowledge.documents import Document, Kind, Section
from knowledge.errors import SourceError
from tests.conftest import SHARED

STATUSES = set(
    "in force|enacted, not yet in force|guidance|court practice|good practice|employer standard|"
    "inspection finding|inspection framework|sample procedure|local procedure".split("|")
)
CONFIRMED = {"current text", "earlier text", "commonly stated", "own procedure", "official letter"}


@cache
def documents() -> tuple[Document, ...]:
    return tuple(read_digest(path) for path in digest_files())


def sections(kind: Kind | None = None) -> list[Section]:
    return [s for d in documents() if kind is None or d.source.kind is kind for s in d.sections]


def test_there_are_at_least_350_provisions_of_law_and_guidance() -> None:
    assert len(sections(Kind.LEGISLATION)) + len(sections(Kind.GUIDANCE)) >= 350


def test_ids_are_unique_in_the_whole_corpus() -> None:
    twice = [name for name, times in Counter(s.id for s in sections()).items() if times > 1]

    assert twice == []


def test_every_provision_says_how_far_it_was_confirmed_and_carries_questions() -> None:
    for section in sections():
        assert section.status in STATUSES, section.id
        assert section.confirmed in CONFIRMED, section.id
        assert len(section.questions) >= 3, section.id
        assert section.as_at, section.id
        assert 8 <= len(section.text.split()) <= 120, section.id


def test_each_provision_carries_three_to_six_questions_and_the_rest_stand_in_the_file_of_asked_ones() -> None:
    own = {s.id: s.questions for path in digest_files() for s in digest_of(path.read_text("utf-8"), path).sections}
    asked = asked_questions(CORPUS)

    assert [name for name, questions in own.items() if not 3 <= len(questions) <= 6] == []
    assert questions_astray() == ()
    assert asked
    for section in sections():
        assert section.questions == own[section.id] + asked.get(section.id, ()), section.id
        assert len(set(section.questions)) == len(section.questions), section.id


def test_a_question_of_a_provision_that_is_not_held_is_named(tmp_path: Path) -> None:
    (tmp_path / "asked.csv").write_text('provision,question\ncp-reg1,"one, two"\ncp-reg999,three\n', "utf-8")

    assert asked_questions(tmp_path) == {"cp-reg1": ("one, two",), "cp-reg999": ("three",)}
    assert questions_astray(tmp_path) == ("cp-reg999",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("cp-reg1,what\n", "does not start"),
        ("provision,question\ncp-reg1,one,two\n", "Line 2"),
        ("provision,question\ncp-reg1,\n", "Line 2"),
    ],
)
def test_a_row_of_the_file_of_asked_questions_that_cannot_be_read_is_named(
    tmp_path: Path, text: str, words: str
) -> None:
    (tmp_path / "asked.csv").write_text(text, "utf-8")

    with pytest.raises(SourceError, match=words):
        asked_questions(tmp_path)


def test_law_that_was_only_commonly_stated_says_so_in_its_words() -> None:
    silent = [
        s.id
        for s in sections(Kind.LEGISLATION)
        if s.confirmed == "commonly stated"
        and not re.search(r"commonly|stat(?:e|ed)|commentary|said to", s.text, re.IGNORECASE)
    ]

    assert silent == []


@pytest.mark.parametrize(
    "part",
    ["H", "C", *(f"O{n}" for n in range(1, 4)), *(f"I{n}" for n in range(1, 5)), *(f"F{n}" for n in range(1, 13))],
)
def test_every_part_of_the_letter_is_held(part: str) -> None:
    assert any(s.label == f"Ofsted letter 2019 {part}" for s in sections(Kind.INSPECTION))


def test_there_are_at_least_20_sample_chapters_and_each_is_marked() -> None:
    chapters = [d for d in documents() if d.source.id.startswith("sample-")]

    assert len(chapters) >= 20
    assert all(d.source.sample and d.source.short.startswith("Local procedure ") for d in chapters)


@pytest.mark.skipif(not (SHARED / "facts").is_dir(), reason="the fact list is not here")
def test_every_usable_fact_is_in_the_corpus_and_no_superseded_one_is() -> None:
    rows = [json.loads(line) for line in (SHARED / "facts" / "duties.jsonl").read_text("utf-8").splitlines()]
    used = set(re.findall(r"[\w.-]+", " ".join(_facts_lines())))
    bad = re.compile(r"superseded|Wales|older instrument|statistical")

    missing = [r["id"] for r in rows if r["tier"] in "ABC" and not bad.search(r["status"]) and r["id"] not in used]
    stated = [r["id"] for r in rows if bad.search(r["status"]) and r["id"] in used]

    # The letter was digested from its own text, so its fact rows are not named.
    assert [m for m in missing if not m.startswith("ol-")] == []
    # wt-single says that two old assessments ended: its entry states the one that replaced them.
    assert stated == ["wt-single"]


# How far an entry may say it was confirmed, by the tier of the weakest fact that it rests on.
_AT_MOST = {"A": 0, "B": 1, "C": 2, "D": 2}
_STRENGTH = {"current text": 0, "earlier text": 1, "commonly stated": 2}


@pytest.mark.skipif(not (SHARED / "facts").is_dir(), reason="the fact list is not here")
def test_no_entry_of_law_says_that_it_was_better_confirmed_than_its_facts() -> None:
    rows = [json.loads(line) for line in (SHARED / "facts" / "duties.jsonl").read_text("utf-8").splitlines()]
    tiers = {row["id"]: row["tier"] for row in rows}

    for path in (path for path in digest_files() if path.parent.name == "law"):
        entries = re.findall(r"^id: (\S+)$.*?^confirmed: (.+?)$.*?^facts: \[(.*?)\]$", path.read_text("utf-8"), _BLOCK)
        for name, confirmed, facts in entries:
            least = max((_AT_MOST[tiers[fact]] for fact in facts.split(", ") if fact in tiers), default=0)
            assert _STRENGTH[confirmed] >= least, name


_BLOCK = re.MULTILINE | re.DOTALL


def _facts_lines() -> list[str]:
    return [
        line for path in digest_files() for line in path.read_text("utf-8").splitlines() if line.startswith("facts:")
    ]


@pytest.mark.skipif(not (SHARED / "real").is_dir(), reason="the letter is not here")
def test_no_nine_words_in_a_row_come_from_the_letter() -> None:
    letter = next((SHARED / "real" / "letters").glob("*.txt")).read_text("utf-8")
    runs = _runs(letter)

    for document in documents():
        for section in document.sections:
            assert not _runs(section.text) & runs, section.id


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9']+", text.lower())
    return {tuple(words[n : n + 9]) for n in range(len(words) - 8)}
