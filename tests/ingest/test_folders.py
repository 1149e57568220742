"""A council's folder as it really is: copies, two kinds of one file, old kinds, and a disk that is not there."""

from pathlib import Path

import pytest

from ingest.folders import contents, ids_of, told
from knowledge.talk import Question
from tests.ingest.council import MANUAL, MORE, Council

PAGE = (
    "<html><body><h1>Pets in placements</h1><h2>1. Asking about pets</h2><p>The social worker asks about every pet "
    "before a child moves in, and records the answer within {days} working days.</p><h2>2. Snakes</h2>"
    "<p>A carer who keeps a snake shows the social worker the locked tank at the first visit.</p></body></html>"
)


def test_two_files_of_one_name_that_differ_are_both_held_run_after_run(council: Council) -> None:
    (council.manual / "pets.html").write_text(PAGE.format(days=9), encoding="utf-8")

    runs = [council.ingest(), council.ingest()]

    assert [done.returncode for done in runs] == [0, 0], runs[1].stderr
    assert "manual-pets-md: new" in runs[0].stdout
    assert "manual-pets-html: new" in runs[0].stdout
    assert "3 unchanged" in runs[1].stdout
    assert {days for days in (3, 9) if any(f"{days} working days" in text for text in council.texts())} == {3, 9}


def test_two_files_of_one_name_with_the_same_words_are_held_once_and_named(council: Council) -> None:
    (council.manual / "pets.html").write_text(PAGE.format(days=3), encoding="utf-8")

    runs = [council.ingest(), council.ingest()]

    for done in runs:
        assert done.returncode == 0, done.stderr
        assert "pets.html has the same words as pets.md (manual-pets-md)." in done.stdout
    assert " 0 texts embedded" in runs[1].stdout
    assert sum("locked tank" in text for text in council.passages()) == 1


def test_a_copy_in_a_folder_below_is_held_once_until_the_first_is_gone(council: Council) -> None:
    (council.manual / "archive").mkdir()
    (council.manual / "archive" / "old pets.md").write_text(MANUAL, encoding="utf-8")

    copied = council.ingest()
    held = council.passages()
    (council.manual / "pets.md").unlink()
    moved = council.ingest()

    assert "old pets.md has the same words as pets.md (manual-pets)." in copied.stdout
    assert sum("locked tank" in text for text in held) == 1
    assert "manual-archive-old-pets: new" in moved.stdout
    assert sum("locked tank" in text for text in council.passages()) == 1


def test_a_copy_that_is_found_before_a_known_file_takes_its_place_and_is_not_held_twice(
    council: Council,
) -> None:
    (council.manual / "animals.md").write_text(MANUAL, encoding="utf-8")

    done = council.ingest()

    assert "manual-pets: skipped: pets.md has the same words as animals.md" in done.stdout
    assert sum("locked tank" in text for text in council.passages()) == 1


def test_a_folder_that_is_not_there_keeps_its_passages_and_a_deleted_file_does_not(
    council: Council,
) -> None:
    away = council.manual.rename(council.manual.with_name("unplugged"))

    lost = council.ingest()
    asked = council.app().ask(Question("how often is a bicycle helmet checked"))
    council.manual.mkdir()
    bare = council.ingest()
    council.manual.rmdir()
    away.rename(council.manual)
    (council.manual / "pets.md").unlink()
    back = council.ingest()

    for done in (lost, bare):
        assert done.returncode == 2
        assert "manual: kept as it was" in done.stdout
        assert "removed" not in done.stdout
    assert "6 months" in asked.text
    assert back.returncode == 0, back.stderr
    assert "manual-pets: removed" in back.stdout
    assert "1 unchanged" in back.stdout


def test_a_file_that_is_gone_for_good_leaves_a_folder_that_is_there(council: Council) -> None:
    (council.manual / "readme.rtf").write_text("About this folder", encoding="utf-8")
    for name in ("pets.md", "bicycles.md"):
        (council.manual / name).unlink()

    done = council.ingest()

    assert "manual-pets: removed" in done.stdout
    assert "manual-bicycles: removed" in done.stdout


def test_files_of_kinds_that_are_not_read_are_named(council: Council) -> None:
    for name in ("old.doc", "fees.XLSX", "logo.png", ".hidden.doc", "~$pets.docx"):
        (council.manual / name).write_bytes(b"words")

    done = council.ingest()

    assert done.returncode == 0, done.stderr
    assert "manual: skipped: These are of kinds that are not read: fees.XLSX, old.doc and 1 pictures" in done.stdout
    assert ".hidden" not in done.stdout


def test_two_sources_of_one_id_are_named_and_the_rest_is_done(council: Council) -> None:
    (council.manual / "two").mkdir()
    (council.manual / "two" / "pets.txt").write_text("Fish\n\nA carer covers every garden pond.\n", encoding="utf-8")
    council.list_manual(
        f'[[source]]\nid = "manual-two-pets"\nkind = "procedure"\ntitle = "Two"\naddress = "{council.sources}"\n'
        'licence = "L"\nas_at = 2026-01-01'
    )
    (council.manual / "bicycles.md").write_text(MORE.replace("6 months", "4 months"), encoding="utf-8")

    runs = [council.ingest(), council.ingest()]

    for done in runs:
        assert done.returncode == 2
        assert "manual-two-pets: refused: pets.txt has this id too, so sources.toml was left out." in done.stdout
    assert any("4 months" in text for text in council.texts())


def test_ids_stay_apart_and_short_whatever_the_names(tmp_path: Path) -> None:
    names = (
        "a b.md",
        "a-b.md",
        "a-b.txt",
        "a/b.md",
        "政策.md",
        "規則.md",
        f"{'long ' * 40}one.md",
        f"{'long ' * 40}two.md",
    )
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")

    held = contents(tmp_path)
    ids = ids_of(held.files, tmp_path, "manual")

    assert len(set(ids.values())) == len(ids) == len(names)
    assert all(len(name) <= 100 for name in ids.values())
    assert list(ids)[-1] == tmp_path / "a" / "b.md"


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "not read: 00.doc."), (20, "18.doc, 19.doc."), (23, "18.doc, 19.doc and 3 more.")],
)
def test_a_long_list_of_unread_files_is_cut(count: int, words: str) -> None:
    folder = Path("folder")

    assert told([folder / f"{number:02}.doc" for number in range(count)], folder).endswith(words)
