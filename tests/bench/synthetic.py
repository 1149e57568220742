"""A large corpus that never was: sentences of the bundled one with other words of it put in. Not for answering."""

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

SECTIONS = 50
_SEED = 959
_CHANGED = 0.25
_SHORTEST = 5


class Writer:
    """Writes the same passages each time: as long as the bundled ones, with their words in other company."""

    def __init__(self, corpus: Path) -> None:
        texts = [row["text"] for path in sorted(corpus.glob("*.json")) for row in json.loads(path.read_text("utf-8"))]
        self._sentences = [s for text in texts for s in _sentences(text.partition("\n")[2])]
        self._words = sorted({word for sentence in self._sentences for word in sentence.split() if _plain(word)})
        self._random = random.Random(_SEED)  # noqa: S311 - a fixed seed: the same corpus each time

    def write(self, folder: Path, passages: int) -> int:
        """Write files of fifty numbered sections until there are enough passages; how many files."""
        folder.mkdir()
        starts = range(0, passages, SECTIONS)
        for number, start in enumerate(starts, start=1):
            text = self.document(number, min(SECTIONS, passages - start))
            (folder / f"chapter-{number:05}.md").write_text(text, encoding="utf-8")
        return len(starts)

    def document(self, number: int, sections: int) -> str:
        """One chapter in Markdown."""
        return "\n\n".join((f"# Chapter {number}", *(self._section(number, n) for n in range(1, sections + 1)))) + "\n"

    def _section(self, number: int, section: int) -> str:
        title = " ".join(self._random.choices(self._words, k=5))
        return f"## {number}.{section} {title}\n\n{' '.join(self._paragraph())}"

    def _paragraph(self) -> Iterator[str]:
        for sentence in self._random.choices(self._sentences, k=self._random.randint(1, 4)):
            yield " ".join(self._other(word) for word in sentence.split())

    def _other(self, word: str) -> str:
        return self._random.choice(self._words) if _plain(word) and self._random.random() < _CHANGED else word


def _plain(word: str) -> bool:
    return len(word) >= _SHORTEST and word.isalpha() and word.islower()


def _sentences(text: str) -> Sequence[str]:
    return [f"{part.strip().rstrip('.')}." for part in text.replace("\n", " ").split(". ") if len(part.split()) > 2]
