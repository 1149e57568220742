"""The bundled corpus: digests in our own words, read from ``knowledge/corpus``."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from knowledge.asked import asked_questions
from knowledge.documents import Authority, Document, Kind, Section, Source
from knowledge.errors import SourceError

CORPUS = Path(str(resources.files("knowledge"))) / "corpus"
_FENCE = re.compile(r"^---\s*$", re.MULTILINE)
_ID = re.compile(r"^---\s*\nid: *(\S+)", re.MULTILINE)
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class _Entry:
    front: Mapping[str, Any]
    body: str


def digest_files(folder: Path = CORPUS) -> tuple[Path, ...]:
    """Every digest file of the bundled corpus, in a fixed order."""
    return tuple(sorted(folder.rglob("*.md")))


def is_digest(text: str) -> bool:
    """Whether a text is written in the digest format (``docs/corpus.md``)."""
    return bool(re.match(r"\s*---\s*\nsource:", text))


def read_digest(path: Path) -> Document:
    """A bundled digest file as a document, with the further questions that staff have asked of its provisions.

    Raises ``SourceError`` that names the file and the entry.
    """
    document = digest_of(path.read_text(encoding="utf-8"), path)
    asked = asked_questions(CORPUS)
    sections = (replace(one, questions=one.questions + asked.get(one.id, ())) for one in document.sections)
    return replace(document, sections=tuple(sections))


def questions_astray(folder: Path = CORPUS) -> tuple[str, ...]:
    """The names in ``asked.csv`` that no provision of the bundled corpus has."""
    held = {name for path in digest_files() for name in _ID.findall(path.read_text(encoding="utf-8"))}
    return tuple(name for name in asked_questions(folder) if name not in held)


def digest_of(text: str, path: Path) -> Document:
    """The text of a digest file as a document; ``path`` serves messages and the source's address."""
    entries = tuple(_entries(text, path))
    if not entries or "source" not in entries[0].front:
        raise SourceError(f"{path.name} does not start with a source entry.", "See docs/corpus.md.")
    source = _source(entries[0].front, path)
    return Document(source, tuple(_section(entry, path) for entry in entries[1:]))


def _entries(text: str, path: Path) -> Iterator[_Entry]:
    parts = _FENCE.split(text)[1:]
    for front, body in zip(parts[::2], parts[1::2], strict=False):
        yield _Entry(_front_matter(front, path), body.strip())


def _front_matter(text: str, path: Path) -> Mapping[str, Any]:
    try:
        front = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, in C where there is one
    except yaml.YAMLError:
        raise SourceError(f"{path.name} has front matter that is not valid YAML.", "Correct it.") from None
    if not isinstance(front, dict):
        raise SourceError(f"{path.name} has an entry without front matter.", "See docs/corpus.md.")
    return front


def _source(front: Mapping[str, Any], path: Path) -> Source:
    try:
        return Source(
            id=front["source"],
            title=front["title"],
            short=str(front["short"]),
            kind=Kind(front["kind"]),
            authority=Authority(front["authority"]),
            as_at=_day(front["as_at"]),
            url=front.get("url") or "",
            licence=front["licence"],
            owner=front.get("owner") or "",
            review_due=_day(front["review_due"]) if front.get("review_due") else None,
            signed_off_by=front.get("signed_off_by") or "",
            signed_off_on=_day(front["signed_off_on"]) if front.get("signed_off_on") else None,
            jurisdiction=front.get("jurisdiction") or "England",
            digest=front["kind"] != "procedure" or not front.get("sample"),
            sample=bool(front.get("sample")),
            address=str(path),
        )
    except KeyError as missing:
        raise SourceError(f"{path.name} lacks {missing} in its source entry.", "Add it.") from None
    except ValueError as problem:
        raise SourceError(f"{path.name} has a source entry with a bad value: {problem}.") from None


def _section(entry: _Entry, path: Path) -> Section:
    front = entry.front
    try:
        return Section(
            id=front["id"],
            locator=str(front["locator"]),
            label=front["label"],
            title=front["title"],
            text=entry.body,
            status=front["status"],
            confirmed=front["confirmed"],
            as_at=_day(front["as_at"]),
            url=front.get("url") or "",
            theme=front.get("theme") or "",
            applies_to=front.get("applies_to") or "",
            depends=front.get("depends") or "",
            questions=tuple(str(question) for question in front.get("questions") or ()),
        )
    except (KeyError, ValueError) as problem:
        raise SourceError(f"{path.name}, entry {front.get('id')}: {problem} is missing or wrong.") from None


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))
