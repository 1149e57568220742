"""Inspections under names that tell councils apart, and official letters in place of their bundled digest."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from ingest.inspections import Inspection
from knowledge.digest import digest_files, read_digest
from knowledge.documents import Document, Kind, Section

_FRONT = re.compile(r"^(short|kind|council|as_at):\s*(.+?)\s*$", re.MULTILINE)
# Words of a council's name that do not tell it from others.
_FORMS = frozenset(
    "and of the council borough city county district london metropolitan royal unitary local authority".split()
)
# Copies of one letter are dated by its writing or by its publication.
_SAME_LETTER = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class _Digest:
    """A bundled digest of an inspection, with what tells whose it is."""

    path: Path
    short: str
    council: str
    as_at: date


def short_of(inspection: Inspection, otherwise: date) -> str:
    """The short name for labels: ``Ofsted letter 2019`` for the council of the bundled digests, else with the council.

    ``otherwise`` dates an inspection that gives no date. A second letter of the digest's council in
    the digest's year is told from it by its day.
    """
    dated = inspection.dated or otherwise
    short = f"Ofsted {'letter' if inspection.is_letter else 'report'} {dated.year}"
    at_home = any(_same_council(inspection.authority, digest.council) for digest in _inspections())
    others = (digest for digest in _inspections() if digest.short == short)
    if at_home and all(abs(digest.as_at - dated) <= _SAME_LETTER for digest in others):
        return short
    return f"{short} ({inspection.authority or 'council not named'}, {dated.day} {dated:%B})"


def is_digests(short: str) -> bool:
    """Whether a bundled digest has this short name, so that only the letter it digests may take it."""
    return any(digest.short == short for digest in _inspections())


def _same_council(one: str, other: str) -> bool:
    names = [frozenset(re.findall(r"[a-z]+", name.lower())) - _FORMS for name in (one, other)]
    return bool(names[0]) and names[0] == names[1]


def replaced_digests(shorts: Iterable[str]) -> frozenset[Path]:
    """The digests of inspections whose official letter, of the same short name, is held."""
    wanted = set(shorts)
    return frozenset(digest.path for digest in _inspections() if digest.short in wanted)


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
def _inspections() -> tuple[_Digest, ...]:
    fronts = ((dict(_FRONT.findall(path.read_text(encoding="utf-8")[:1500])), path) for path in digest_files())
    return tuple(
        _Digest(path, front["short"], front.get("council", ""), date.fromisoformat(front["as_at"]))
        for front, path in fronts
        if front.get("kind") == "inspection"
    )
