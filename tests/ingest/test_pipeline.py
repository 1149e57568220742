"""Ingestion as a council runs it: incremental, atomic, and honest about what it could not read."""

import random
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.app import App
from config.settings import load
from knowledge.errors import StoreError
from knowledge.talk import Question
from tests.conftest import SHARED, run_module
from tests.ingest.council import MANUAL, MORE, Council
from tests.ingest.killed import ingesting


def test_a_second_run_with_no_change_embeds_nothing(council: Council) -> None:
    done = council.ingest()

    assert " 0 texts embedded" in done.stdout
    assert "2 unchanged" in done.stdout


def test_a_changed_file_replaces_its_passages_and_only_they_are_embedded(council: Council) -> None:
    changed = MANUAL.replace("3 working days", "5 working days")
    (council.manual / "pets.md").write_text(changed, encoding="utf-8")

    done = council.ingest()

    assert "manual-pets: changed" in done.stdout
    assert "1 unchanged" in done.stdout
    assert any("5 working days" in text for text in council.texts())
    assert not any("3 working days" in text for text in council.texts())


def test_a_removed_file_leaves_no_passage_behind(council: Council) -> None:
    (council.manual / "pets.md").unlink()

    done = council.ingest()

    assert "manual-pets: removed" in done.stdout
    assert not any("snake" in text for text in council.texts())
    assert "snake" not in council.app().ask(Question("who checks the locked tank of a snake")).text


def test_diff_says_what_changed_in_plain_words(council: Council) -> None:
    (council.manual / "pets.md").write_text(MANUAL.replace("locked tank", "locked glass tank"), encoding="utf-8")
    council.ingest()

    done = council.ingest("diff")

    assert done.returncode == 0, done.stderr
    assert "manual-pets" in done.stdout
    assert "changed" in done.stdout


LAW = """<P1group xmlns="http://www.legislation.gov.uk/namespaces/legislation" RestrictExtent="E"
 RestrictStartDate="2030-01-01"><Title>Sheep</Title>
<P1 DocumentURI="http://www.legislation.gov.uk/ukpga/2030/9/section/12" id="section-12"><Pnumber>12</Pnumber>
<P1para><Text>A carer who keeps sheep must count them.</Text></P1para></P1></P1group>"""


def test_diff_tells_of_a_new_status_date_sign_off_and_review_date_where_the_words_stay(council: Council) -> None:
    law = council.manual.parent / "sheep.xml"
    law.write_text(LAW, encoding="utf-8")
    listed = (
        f'[[source]]\nid = "sheep"\nkind = "legislation"\ntitle = "Invented Sheep Act 2030"\naddress = "{law}"\n'
        'licence = "Open Government Licence v3.0"\nas_at = 2030-01-01\n'
    )
    council.list_manual(listed)
    council.ingest()
    law.write_text(LAW.replace("<P1group ", '<P1group Status="Repealed" ').replace("2030-01-01", "2031-05-01"), "utf-8")
    council.list_manual(f"review_due = 2027-03-01\n{listed}")
    text = council.sources.read_text(encoding="utf-8")
    council.sources.write_text(text.replace('"Head of service"', '"Director"'), encoding="utf-8")
    council.ingest()

    done = council.ingest("diff")

    lines = done.stdout.splitlines()[1:]
    assert "sheep: s 12: status changed from “in force” to “repealed”." in lines
    assert "sheep: s 12: date of the text changed from 2030-01-01 to 2031-05-01." in lines
    assert "manual-pets: sign-off changed from “Head of service” to “Director”." in lines
    assert "manual-pets: review date is now 2027-03-01; there was none before." in lines
    assert not any("the words are different" in line for line in lines)


def test_an_added_file_answers_with_its_words_and_is_gone_once_removed(council: Council, tmp_path: Path) -> None:
    extra = tmp_path / "trampolines.txt"
    extra.write_text("Trampolines\n\nA carer covers the springs of a trampoline before any child uses it.\n", "utf-8")

    added = council.ingest("add", str(extra), "--kind", "procedure", "--title", "Trampolines", "--as-at", "2026-10-01")
    given = council.app().ask(Question("what does a carer do before a child uses a trampoline"))
    removed = council.ingest("remove", "trampolines")

    assert added.returncode == 0, added.stderr
    assert "covers the springs" in given.quotes[0].text
    assert removed.returncode == 0, removed.stderr
    assert not any("springs" in text for text in council.texts())


def test_an_unreadable_file_is_named_and_the_rest_goes_on(council: Council) -> None:
    (council.manual / "scan.pdf").write_bytes(b"%PDF-1.4 not really")
    (council.manual / "empty.txt").write_text("", encoding="utf-8")
    (council.manual / "fake.docx").write_bytes(b"PK\x03\x04 not a Word file")
    (council.manual / "bicycles.md").write_text(MORE.replace("6 months", "4 months"), encoding="utf-8")

    done = council.ingest()

    assert done.returncode == 2
    for name in ("manual-scan: refused", "manual-empty: refused", "manual-fake: refused", "manual-bicycles: changed"):
        assert name in done.stdout
    assert any("4 months" in text for text in council.texts())
    assert "Traceback" not in done.stderr


def test_a_file_that_breaks_later_keeps_its_old_text_in_use(council: Council) -> None:
    (council.manual / "pets.md").write_bytes(b"\x00\x01\x02\x00")

    done = council.ingest()

    assert done.returncode == 2
    assert "manual-pets: kept as it was" in done.stdout
    assert any("snake" in text for text in council.texts())


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        (
            '[[source]]\nid = "x"\nkind = "procedure"\ntitle = "X"\naddress = "x.txt"\nas_at = 2026-01-01',
            "has no licence",
        ),
        ('[[source]]\nid = "x"\nkind = "procedure"\ntitle = "X"\naddress = "x.txt"\nlicence = "L"', "has no as_at"),
        (
            (
                '[[source]]\nid = "manual"\nkind = "procedure"\ntitle = "X"\naddress = "x"\nlicence = "L"\n'
                "as_at = 2026-01-01"
            ),
            "Two sources have the id manual",
        ),
        (
            '[[source]]\nid = "x"\nkind = "poem"\ntitle = "X"\naddress = "x"\nlicence = "L"\nas_at = 2026-01-01',
            "unknown kind",
        ),
    ],
)
def test_a_bad_source_list_is_refused_by_the_name_of_the_entry(council: Council, extra: str, words: str) -> None:
    council.list_manual(extra)

    done = council.ingest()

    assert done.returncode == 2
    assert words in done.stderr
    assert any("snake" in text for text in council.texts())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "no-such-file.pdf"), "no file no-such-file.pdf"),
        (("remove", "no-such-source"), "No source no-such-source"),
        (("diff", "abc", "def"), "No snapshot abc is kept"),
    ],
)
def test_bad_arguments_get_one_sentence_and_exit_two(council: Council, arguments: tuple[str, ...], words: str) -> None:
    done = council.ingest(*arguments)

    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_two_runs_at_once_do_not_mix(council: Council) -> None:
    from filelock import FileLock

    with FileLock(council.data / "index" / "ingest.lock"):
        done = council.ingest()

    assert done.returncode == 2
    assert "Another practice-ingest is running." in done.stderr


def test_a_damaged_index_is_said_and_made_again_from_the_catalogue(council: Council) -> None:
    for path in (council.data / "index").rglob("*.*"):
        if path.suffix in {".sqlite3", ".npy"}:
            path.write_bytes(b"damaged" * 100)

    asked = run_module("bot", "ask", "who checks the helmet", data=council.data)
    mended = council.ingest("--rebuild")

    assert asked.returncode == 2
    assert "damaged" in asked.stderr
    assert len(asked.stderr.strip().splitlines()) == 1
    assert mended.returncode == 0, mended.stderr
    assert "helmet" in council.app().ask(Question("how often is a bicycle helmet checked")).text


def test_an_index_of_another_model_is_said(council: Council) -> None:
    import sqlite3

    with sqlite3.connect(council.data / "catalogue.db") as connection:
        connection.execute("UPDATE snapshots SET model = 'another-model'")

    with pytest.raises(StoreError, match="another embedding model"):
        council.app().ask(Question("how often is a bicycle helmet checked"))
    assert council.ingest().returncode == 0
    assert council.app().ask(Question("how often is a bicycle helmet checked")).quotes


def test_a_disk_with_no_space_left_is_said_and_old_data_is_kept(council: Council, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    held = sum(path.stat().st_size for path in council.data.rglob("*") if "models" not in path.parts and path.is_file())
    size = f"size={held // 1024 + 120}k"
    if subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(small)], capture_output=True).returncode:
        pytest.skip("a small disk cannot be made here")
    try:
        shutil.copytree(council.data, small, dirs_exist_ok=True, symlinks=True)
        (council.manual / "pets.md").write_text(MANUAL * 40, encoding="utf-8")
        done = run_module("ingest", data=small, PRACTICE_BOT_SOURCES=str(council.sources))
        asked = run_module("bot", "ask", "how often is a bicycle helmet checked", data=small)
    finally:
        subprocess.run(["umount", str(small)], capture_output=True)

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "disk is full" in done.stderr
    assert "6 months" in asked.stdout


def test_a_missing_index_is_made_again(council: Council) -> None:
    shutil.rmtree(council.data / "index")

    done = council.ingest()

    assert done.returncode == 0, done.stderr
    assert council.app().ask(Question("how often is a bicycle helmet checked")).quotes


def test_killed_at_any_moment_the_old_or_the_new_state_is_in_use_never_a_mix(council: Council) -> None:
    moments = random.Random(7)  # noqa: S311 - moments, not secrets
    for number in range(20):
        text = MANUAL.replace("3 working days", f"{number + 10} working days")
        (council.manual / "pets.md").write_text(text, encoding="utf-8")
        (council.manual / "bicycles.md").write_text(MORE.replace("6 months", f"{number + 10} months"), "utf-8")
        process = ingesting(council.data, council.sources)
        process.join(moments.uniform(0.05, 0.9))
        process.kill()
        process.join()

        texts = " ".join(council.texts())
        days = {n for n in range(3, 40) if f" {n} working days" in texts}
        months = {n for n in range(3, 40) if f" {n} months" in texts}
        assert len(days) == len(months) == 1, "a mix of two states"
        assert (days == {3} and months == {6}) or days == months
        assert council.app().ask(Question("how often is a bicycle helmet checked")).quotes


@pytest.mark.skipif(not (SHARED / "real").is_dir(), reason="the real documents are not here")
def test_the_official_letter_takes_the_place_of_its_digest_and_gives_it_back(data: Path, tmp_path: Path) -> None:
    copy = tmp_path / "data"
    shutil.copytree(data, copy, symlinks=True)
    letter = next((SHARED / "real" / "letters").glob("*focused-visit*.txt"))

    added = run_module("ingest", "add", str(letter), "--kind", "inspection", data=copy)
    app = App(load({"PRACTICE_BOT_DATA": str(copy)}))
    given = app.ask(Question("what did ofsted say about contingency in plans"))
    source = next(quote for quote in given.quotes if quote.label == "Ofsted letter 2019 F5")
    removed = run_module("ingest", "remove", source.source.id, data=copy)
    again = App(load({"PRACTICE_BOT_DATA": str(copy)})).ask(Question("what did ofsted say about contingency in plans"))

    assert added.returncode == 0, added.stderr
    assert not source.source.digest
    assert removed.returncode == 0, removed.stderr
    assert all(quote.source.digest or quote.source.sample for quote in again.quotes)


def test_what_is_embedded_together_does_not_hang_on_where_the_files_lie(tmp_path: Path, models: Path) -> None:
    """Eight-bit embeddings depend on what stands beside them: builds of one corpus must be the same everywhere."""
    orders = set()
    for place in ("one", "two", "three", "four"):
        (tmp_path / place).mkdir()
        council = Council(tmp_path / place, models)
        for number in range(4):
            (council.manual / f"more-{number}.md").write_text(
                f"# Part {number}\n\nDo thing {number}.\n", encoding="utf-8"
            )
        council.ingest()
        orders.add(tuple(council.passages()))

    assert len(orders) == 1
