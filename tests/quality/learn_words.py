"""Learns the words that are known in lower case, for ``knowledge/deidentify``.

``python -m tests.quality.learn_words [HUNSPELL.dic]`` writes ``data/ours.txt`` from the project's own texts, and,
given an English hunspell word list (SCOWL's; see ``data/NOTICE.md``), ``data/english.txt``. Run it after texts change.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = ROOT / "knowledge" / "deidentify" / "data"
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# A short word seen less often is a piece of something, or a unit: "min" is a name too.
_OFTEN = 4
# Not the plan checker's data: its patterns hold pieces of words.
_TEXTS = ("knowledge/corpus/*/*.md", "knowledge/corpus/asked.csv", "docs/glossary.md", "docs/rules.md")
_FILES = (
    "knowledge/glossary.toml", "knowledge/timescales.toml", "knowledge/themes.toml", "config/council.toml",
    "config/sources.toml",
)  # fmt: skip


def our_words() -> frozenset[str]:
    """Every word that stands in lower case in our own texts."""
    paths = [path for pattern in _TEXTS for path in sorted(ROOT.glob(pattern))] + [ROOT / name for name in _FILES]
    found = (word for path in paths for word in _WORD.findall(path.read_text(encoding="utf-8")) if word.islower())
    counted = Counter(part for word in found for part in _parts(word))
    return frozenset(word for word, times in counted.items() if len(word) > 3 or times >= _OFTEN)


def _parts(word: str) -> Iterator[str]:
    yield from (part for part in re.split(r"['’-]", word) if len(part) > 1)


def english_words(dictionary: Path) -> frozenset[str]:
    """Lower-case entries of a hunspell word list; entries with a capital are names and stay out."""
    lines = dictionary.read_text(encoding="utf-8").splitlines()[1:]
    entries = (line.split("/")[0].strip() for line in lines)
    return frozenset(entry for entry in entries if entry.isalpha() and entry.islower() and len(entry) > 2)


def _write(path: Path, words: frozenset[str]) -> None:
    rows: list[str] = [""]
    for word in sorted(words):
        if len(rows[-1]) + len(word) > 115:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def main() -> None:
    """Write the lists."""
    _write(DATA / "ours.txt", our_words())
    if len(sys.argv) > 1:
        _write(DATA / "english.txt", english_words(Path(sys.argv[1])))


if __name__ == "__main__":
    main()
