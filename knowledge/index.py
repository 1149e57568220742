"""One published index, opened for searching: word rankings, vectors and the texts behind them."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge import lexical
from knowledge.asked_before import before
from knowledge.catalogue import Catalogue, Snapshot, Stored
from knowledge.documents import Authority, Kind, Passage
from knowledge.encoder import DEFAULT_MODEL, QUESTIONS, WIDTH, MiniLM, load_reader, packaged
from knowledge.errors import StoreError
from knowledge.exact import Near
from knowledge.glossary import meanings
from knowledge.had_answers import had_answers
from knowledge.held import Held, grades_given, reports
from knowledge.signs import HAS_TIME, LAPSED
from knowledge.vectors import Vectors
from knowledge.words import terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Places:
    """Where the stores are, and how many questions are embedded at once: a single one is shared by the processors."""

    index: Path
    models: Path
    server: str = ""
    model: str = DEFAULT_MODEL
    threads: int = 1


_MOST_READ = 5000
_PAGE = 500
_CONVERSATIONS = 64
_MOST_PHRASES = 2000
_FIRST_WORDS = 240


@dataclass(frozen=True, slots=True)
class Read:
    """A passage with the terms of its parts: everything about it, its text, and its label and headings."""

    stored: Stored
    everything: frozenset[str]
    text: frozenset[str]
    title: frozenset[str]
    timed: float
    lapsed: float

    @classmethod
    def of(cls, stored: Stored) -> "Read":
        """The terms of a passage."""
        passage = stored.passage
        text = frozenset(terms(passage.text))
        source = f"{stored.source.title} {stored.source.as_at.year}"
        title = frozenset(terms(f"{passage.label} {passage.locator} {passage.heading} {source}"))
        asked = frozenset(terms("\n".join((*passage.questions, passage.applies_to))))
        return cls(stored, text | title | asked, text, title, timing(passage), lapsed(passage))


def timing(passage: Passage) -> float:
    """1 for a passage whose title or first words give a time, less for later words."""
    if HAS_TIME.search(passage.title) or HAS_TIME.search(passage.text[:_FIRST_WORDS]):
        return 1.0
    return 0.5 if HAS_TIME.search(passage.text) else 0.0


def lapsed(passage: Passage) -> float:
    """1 for a text that is not the law of England today."""
    return float(bool(LAPSED.search(passage.status)))


class Index:
    """A snapshot of the knowledge base. Parts are opened when they are first used."""

    def __init__(self, catalogue: Catalogue, snapshot: Snapshot, places: Places) -> None:
        self.catalogue = catalogue
        self.snapshot = snapshot
        self._places = places
        self._read: dict[int, Read] = {}
        self._under: dict[tuple[str, str], tuple[Stored, ...]] = {}
        # Routing and search ask for the same text, and a follow-up for the question before it.
        self._embedding = lru_cache(_CONVERSATIONS)(self._embedded)
        self._phrase = lru_cache(_MOST_PHRASES)(self._embedded)

    @cached_property
    def fields(self) -> dict[str, lexical.Lexical]:
        """The word rankings by field."""
        return lexical.load(self._folder / "lexical")

    @cached_property
    def positions(self) -> dict[int, int]:
        """The place of each passage's key in the word rankings."""
        return {int(key): place for place, key in enumerate(self.fields["passages"].keys)}

    @cached_property
    def labelled(self) -> dict[str, tuple[int, ...]]:
        """The places in the word rankings of the passages that print each label, in lower case."""
        labels = self.catalogue.labels(self.snapshot).items()
        return {label.lower(): tuple(self.positions[key] for key in keys) for label, keys in labels}

    @cached_property
    def vocabulary(self) -> dict[str, int]:
        """The words of the texts as they stand, with how often each occurs."""
        path = self._folder / "lexical" / lexical.VOCABULARY
        try:
            return dict(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            raise StoreError("The search index is damaged.", "Run practice-ingest --rebuild.") from None

    @cached_property
    def frequencies(self) -> dict[str, int]:
        """How many passages hold each stemmed term."""
        return lexical.load_frequencies(self._folder / "lexical")

    @cached_property
    def named(self) -> tuple[tuple[str, str], ...]:
        """Titles of enactments in plain words, longest first, with the short names that labels print.

        A title without its year that several enactments share, such as the Children Act, names none of them.
        """
        versions = self.catalogue.versions(self.snapshot)
        laws = [v.source for v in versions if v.source.kind is Kind.LEGISLATION]
        titles = {(plain_title(law.title).removeprefix("the "), law.short) for law in laws}
        shared = Counter(title for title, _ in titles)
        return tuple(sorted((pair for pair in titles if shared[pair[0]] == 1), key=lambda pair: -len(pair[0])))

    def instrument_named(self, text: str) -> str:
        """The short name of an enactment whose title stands in the text, or nothing."""
        words = plain_title(text)
        return next((short for title, short in self.named if title and title in words), "")

    @cached_property
    def reports(self) -> tuple[Held, ...]:
        """The inspections of councils that were added in full."""
        return reports(version.source for version in self.catalogue.versions(self.snapshot))

    @cached_property
    def holds_official(self) -> bool:
        """Whether law or guidance was added in its official wording, beside the digests."""
        kinds = {Kind.LEGISLATION, Kind.GUIDANCE}
        versions = self.catalogue.versions(self.snapshot)
        return any(v.source.kind in kinds and not v.source.digest for v in versions)

    @cached_property
    def holds_local(self) -> bool:
        """Whether a council's own procedures were added, beside the samples."""
        local = Authority.LOCAL_PROCEDURE
        versions = self.catalogue.versions(self.snapshot)
        return any(v.source.authority is local and not (v.source.sample or v.source.digest) for v in versions)

    def graded(self, years: frozenset[int]) -> tuple[int, ...]:
        """The keys of the passages in which the added reports of some years set out their grades."""
        return tuple(key for year, key in self._graded if year in years)

    @cached_property
    def _graded(self) -> tuple[tuple[int, int], ...]:
        added = [v.id for v in self.catalogue.versions(self.snapshot) if reports([v.source])]
        rows = self.catalogue.passages(added)
        return tuple((row.source.as_at.year, row.key) for row in rows if grades_given(row.passage.text))

    @cached_property
    def instruments(self) -> frozenset[str]:
        """The instruments that the texts belong to, as labels name them."""
        return self.catalogue.instruments(self.snapshot)

    def embed(self, text: str) -> "NDArray[np.float32]":
        """The embedding of a question, shape (384,)."""
        return self.read(text)[:WIDTH]

    def read(self, text: str) -> "NDArray[np.float32]":
        """The embedding of a question and, beside it, what the layers that learnt from questions make of it: (768,)."""
        return self._embedding(text)

    def phrase(self, text: str) -> "NDArray[np.float32]":
        """The embedding of what a short form stands for, shape (384,): there are few, and all of them are kept."""
        return self._phrase(text)[:WIDTH]

    def _embedded(self, text: str) -> "NDArray[np.float32]":
        return self._encoder.embed([text])[0]  # type: ignore[no-any-return]

    def warm(self) -> None:
        """Read the passages, their labels and what was asked before, and embed the short forms' meanings.

        For a program that stays up: no question waits for it then. It takes a second or two. Of a large index the first
        passages are read.
        """
        keys = [int(key) for key in self.fields["passages"].keys[:_MOST_READ]]
        for start in range(0, len(keys), _PAGE):
            self.texts(keys[start : start + _PAGE])
        for meaning in meanings():
            self.phrase(meaning)
        before(MiniLM.name)
        had_answers(MiniLM.name)
        _ = self.labelled

    def nearest(self, embedding: "NDArray[np.float32]", count: int) -> tuple[Near, ...]:
        """The nearest texts and questions."""
        return self._vectors.nearest(embedding, count)

    def remembered(self, embedding: "NDArray[np.float32]") -> Mapping[str, float]:
        """How near the nearest question is that each label answered before."""
        kept = before(MiniLM.name)
        return kept.near(embedding) if kept else {}

    def like(self, text: str) -> Mapping[str, float]:
        """Whether questions like this one had an answer, as named numbers."""
        kept = had_answers(MiniLM.name)
        return kept.like(self.embed(text)) if kept else {}

    def texts(self, keys: Sequence[int]) -> dict[int, Read]:
        """Passages by key with their terms; those read lately are kept."""
        read = self._read  # a thread that starts afresh leaves this one's alone
        missing = [key for key in keys if key not in read]
        if missing:
            if len(read) > _MOST_READ:
                read = self._read = {key: read[key] for key in keys if key in read}
            read.update({key: Read.of(row) for key, row in self.catalogue.by_keys(missing).items()})
        return {key: read[key] for key in keys if key in read}

    def under(self, provision: str, instrument: str = "") -> tuple[Stored, ...]:
        """Passages under one provision; those asked for lately are kept."""
        asked = (provision, instrument)
        rows = self._under.get(asked)
        if rows is None:
            if len(self._under) > _MOST_READ:
                self._under = {}
            rows = self._under[asked] = self.catalogue.by_provision(self.snapshot, provision, instrument)
        return rows

    def close(self) -> None:
        """Let go of files and connections."""
        self._vectors.close()

    @cached_property
    def _encoder(self) -> MiniLM:
        packaged(self._places.model)
        return load_reader(self._places.models, QUESTIONS, self._places.threads)

    @cached_property
    def _vectors(self) -> Vectors:
        if self.snapshot.model != MiniLM.name:
            raise StoreError(
                f"The index was built with another embedding model ({self.snapshot.model}).",
                "Run practice-ingest to build it again.",
            )
        vectors = Vectors(self._places.index, self.snapshot.folder, self._places.server)
        vectors.check()
        return vectors

    @property
    def _folder(self) -> Path:
        return self._places.index / self.snapshot.folder


def plain_title(title: str) -> str:
    """A title or question as bare lower-case words: no brackets, years or short forms."""
    words = _BRACKETS.sub(" ", title.lower().replace("’", "'").replace("'", ""))
    words = " ".join(re.findall(r"[a-z]+", words))
    return re.sub(r"\bregs?\b|\bregulation\b", "regulations", words)


_BRACKETS = re.compile(r"\([^)]*\)")


def open_index(catalogue: Catalogue, places: Places) -> Index:
    """The index in use; raises ``StoreError`` when nothing has been built."""
    snapshot = catalogue.current()
    if snapshot is None or not snapshot.passages:
        raise StoreError("The knowledge base has not been built.", "Run practice-ingest first.")
    if not (places.index / snapshot.folder).is_dir():
        raise StoreError("The search index is missing.", "Run practice-ingest --rebuild.")
    return Index(catalogue, snapshot, places)
