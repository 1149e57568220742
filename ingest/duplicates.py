"""Sources with the same words: which source holds them first, so that they are held once."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import takewhile

from ingest.origins import Origin
from knowledge.catalogue import Catalogue
from knowledge.documents import Kind, Passage

# Layout, bullets and hyphens differ between a Word file and its PDF; a number is told from its neighbours.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Holder:
    """The source that holds some words, and the version they are stored under."""

    origin: Origin
    version: str


class Held:
    """The words that were met so far, and who holds them.

    Those of unchanged sources are worked out from the catalogue, and only once something new was read.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._holders: dict[str, Holder] = {}
        self._waiting: list[Holder] = []
        self._versions: dict[str, Holder] = {}
        self._anything_new = False

    def of_version(self, version: str) -> Holder | None:
        """Who holds a version in this run."""
        return self._versions.get(version)

    def new(self, words: str, holder: Holder) -> None:
        """Remember words that were read in this run."""
        self._anything_new = True
        self._versions[holder.version] = holder
        self._holders.setdefault(words, holder)

    def unchanged(self, holder: Holder) -> Holder | None:
        """Remember a source that did not change; who holds its words, where a new source came before it."""
        if self._anything_new:
            words = self._words_of(holder.version)
            if words in self._holders:
                return self._holders[words]
            self._holders[words] = holder
        else:
            self._waiting.append(holder)
        self._versions[holder.version] = holder
        return None

    def find(self, words: str) -> Holder | None:
        """Who holds these words already."""
        for holder in self._waiting:
            self._holders.setdefault(self._words_of(holder.version), holder)
        self._waiting.clear()
        return self._holders.get(words)

    def _words_of(self, version: str) -> str:
        rows = tuple(self._catalogue.passages([version]))
        return fingerprint(rows[0].source.kind, (row.passage for row in rows)) if rows else version


def fingerprint(kind: Kind, passages: Iterable[Passage]) -> str:
    """A fingerprint of the words of a text, whatever its layout; of law also of what they are cited as."""
    seal = sha256(kind.encode())
    above: tuple[str, ...] = ()
    for passage in passages:
        headings = (*passage.trail, passage.title)
        cited = (passage.label, passage.locator, passage.status) if kind is Kind.LEGISLATION else ()
        for text in (*cited, *_below(above, headings), passage.text):
            seal.update(_bare(text).encode())
        above = headings
    return seal.hexdigest()


def _below(above: tuple[str, ...], headings: tuple[str, ...]) -> Iterator[str]:
    """The headings that were not above the passage before."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(above, headings, strict=False)))
    yield from headings[same:]


def _bare(text: str) -> str:
    return "".join(f" {token} " if token[0].isdigit() else token for token in _TOKEN.findall(text.lower()))
