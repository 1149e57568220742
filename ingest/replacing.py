"""Official texts in place of their bundled digest: same codes, and the digest's questions kept."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from knowledge.digest import digest_files, read_digest
from knowledge.documents import Document, Kind, Section

_FRONT = re.compile(r"^(short|kind):\s*(.+?)\s*$", re.MULTILINE)


def replaced_digests(shorts: Iterable[str]) -> frozenset[Path]:
    """The digests of inspections whose official letter, of the same short name, is held."""
    wanted = set(shorts)
    return frozenset(path for short, path in _inspections() if short in wanted)


def with_digest_questions(document: Document) -> Document:
    """An official letter with the practitioners' questions of its digest, by code."""
    if document.source.kind is not Kind.INSPECTION:
        return document
    paths = replaced_digests([document.source.short])
    questions = _questions(path for path in paths)
    return replace(document, sections=tuple(_asked(document.sections, questions)))


def _asked(sections: Iterable[Section], questions: dict[str, tuple[str, ...]]) -> Iterator[Section]:
    for section in sections:
        yield replace(section, questions=section.questions or questions.pop(section.label, ()))


def _questions(paths: Iterable[Path]) -> dict[str, tuple[str, ...]]:
    by_label: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        for section in read_digest(path).sections:
            by_label[section.label].extend(section.questions)
    return {label: tuple(found) for label, found in by_label.items()}


@cache
def _inspections() -> tuple[tuple[str, Path], ...]:
    fronts = ((dict(_FRONT.findall(path.read_text(encoding="utf-8")[:1500])), path) for path in digest_files())
    return tuple((front.get("short", ""), path) for front, path in fronts if front.get("kind") == "inspection")
