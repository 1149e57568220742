"""Knowledge questions for training, each answered by one entry of the corpus."""

import tomllib
import zlib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from knowledge.errors import ScenarioError


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """One question; ``right`` is the place of the right option; ``passage`` is the corpus entry behind it."""

    id: str
    theme: str
    text: str
    options: tuple[str, ...]
    right: int
    passage: str
    cite: str
    proof: str

    @property
    def explanation(self) -> str:
        """What a reader sees after answering: the right option and its citation."""
        return f"{self.options[self.right]}. Source: {self.cite}."


@cache
def questions() -> tuple[QuizQuestion, ...]:
    """Every question of the bank, in its order."""
    source = resources.files("knowledge") / "quiz.toml"
    return tuple(_question(**row) for row in tomllib.loads(source.read_text(encoding="utf-8"))["question"])


def question(name: str) -> QuizQuestion:
    """One question by its id; raises ``ScenarioError`` for an unknown one."""
    for one in questions():
        if one.id == name:
            return one
    raise ScenarioError("There is no quiz question of that name.", "Use /quiz for the next one.")


def _question(*, options: list[str], **rest: str) -> QuizQuestion:
    """Options in an order that is fixed for each question and says nothing about the right one."""
    mixed = sorted(options, key=lambda option: zlib.crc32(f"{rest['id']} {option}".encode()))
    return QuizQuestion(options=tuple(mixed), right=mixed.index(options[0]), **rest)
