"""The synthetic corpus is the same each time and as large as asked for."""

import json
from pathlib import Path

from tests.bench.synthetic import SECTIONS, Writer


def test_the_same_corpus_is_written_each_time(tmp_path: Path) -> None:
    corpus = _corpus(tmp_path)

    for name in ("one", "two"):
        Writer(corpus).write(tmp_path / name, 70)

    first, second = ([path.read_text() for path in sorted((tmp_path / name).iterdir())] for name in ("one", "two"))
    assert first == second


def test_there_are_as_many_sections_as_asked_for(tmp_path: Path) -> None:
    files = Writer(_corpus(tmp_path)).write(tmp_path / "made", SECTIONS + 7)

    sections = [path.read_text().count("\n## ") for path in sorted((tmp_path / "made").iterdir())]
    assert files == len(sections)
    assert sections == [SECTIONS, 7]


def test_a_chapter_written_again_says_something_else(tmp_path: Path) -> None:
    writer = Writer(_corpus(tmp_path))

    assert writer.document(1, 3) != writer.document(1, 3)


def _corpus(folder: Path) -> Path:
    (folder / "corpus").mkdir()
    texts = [{"text": "Label. Title\nThe worker visits every week. A manager agrees the written plan before then."}]
    (folder / "corpus" / "one.json").write_text(json.dumps(texts), encoding="utf-8")
    return folder / "corpus"
