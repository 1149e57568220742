"""What is read from one draft's words again and again, each thing once for everybody who asks."""

from collections.abc import Iterable
from functools import cached_property

from knowledge.plans import learnt, people
from knowledge.plans.cast import Cast, cast_of
from knowledge.plans.cues import Hits


class Readings:
    """A draft's people, cues, subjects, owners and hashed pieces. It lives as long as its plan and no longer."""

    def __init__(self, text: str, plain: str) -> None:
        self.text = text
        self.plain = plain
        self._subjects: dict[str, str] = {}
        self._owners: dict[str, people.Owner] = {}
        self._cut: dict[str, frozenset[int]] = {}
        self._pieces: dict[tuple[str, str], tuple[int, ...]] = {}

    def prepare(self, said: Iterable[str]) -> None:
        """Read now what will be asked for, such as while the encoder is at work."""
        for text in said:
            self.pieces("roles", text)
            self.pieces("risks", text)
        _ = self.worrying, self.answering

    @cached_property
    def cast(self) -> Cast:
        """The people the draft introduces."""
        return cast_of(self.text)

    @cached_property
    def masked(self) -> str:
        """The plain text with each name replaced by its part, character for character."""
        return self.cast.masked(self.text, self.plain)

    @cached_property
    def names(self) -> frozenset[str]:
        """First names that the draft uses more than once or in mid-sentence."""
        return people.names_in(self.text)

    @cached_property
    def given(self) -> frozenset[str]:
        """The given names of everybody in the draft, in lower case."""
        return self.cast.children | self.cast.mothers | self.cast.fathers | self.names

    @cached_property
    def worrying(self) -> Hits:
        """Where words of a worry stand."""
        return Hits(self.masked, "risks", "cues")

    @cached_property
    def answering(self) -> Hits:
        """Where words that answer a worry stand."""
        return Hits(self.plain, "responses", "answers")

    def subject(self, raw: str) -> str:
        """The person, role or group that opens a sentence; empty where there is none."""
        if raw not in self._subjects:
            self._subjects[raw] = people.subject(raw)
        return self._subjects[raw]

    def owner(self, raw: str) -> people.Owner:
        """The owner that a sentence names."""
        if raw not in self._owners:
            self._owners[raw] = people.owner_in(raw)
        return self._owners[raw]

    def pieces(self, name: str, text: str) -> tuple[int, ...]:
        """The hashed pieces of one of the draft's sentences that a classifier weighs."""
        key = (learnt.family(name), text)
        if key not in self._pieces:
            if text not in self._cut:
                self._cut[text] = learnt.cut(name, text)
            marks = learnt.marked(learnt.marks_of(name, text, self.subject))
            self._pieces[key] = tuple(sorted(self._cut[text] | marks))
        return self._pieces[key]
