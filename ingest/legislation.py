"""Acts and instruments from legislation.gov.uk, as XML, web pages or PDF, to pinpoints."""

from dataclasses import replace

from ingest.clml import Enactment, looks_like_clml, read_clml
from ingest.legislation_page import looks_like_page, read_page
from ingest.legislation_print import read_print
from ingest.print_front import looks_like_print
from ingest.provisions import sections_of
from knowledge.documents import Document, Source
from knowledge.errors import SourceError


def is_legislation(data: bytes) -> bool:
    """Whether bytes are in one of the three shapes that legislation.gov.uk publishes."""
    return looks_like_clml(data) or looks_like_page(data) or looks_like_print(data)


def read_legislation(data: bytes, name: str, source: Source) -> Document:
    """The sections of an Act or instrument, labelled by the source's short name or the document's own."""
    enactment = read_enactment(data, name)
    short = short_name(enactment, source)
    sections = tuple(section for provision in enactment.provisions for section in sections_of(provision, short))
    return Document(replace(source, short=short), sections, enactment.notes)


def read_enactment(data: bytes, name: str) -> Enactment:
    """The provisions of a file; raises ``SourceError`` when it is in no shape that is known."""
    if looks_like_clml(data):
        return read_clml(data, name)
    if looks_like_page(data):
        return read_page(data, name)
    if looks_like_print(data):
        return read_print(data, name)
    raise SourceError(f"{name} is not laid out as legislation.gov.uk lays out law.", "Give its XML, page or PDF.")


def short_name(enactment: Enactment, source: Source) -> str:
    """The name that labels start with: the source's own unless it only repeats the title."""
    own = enactment.instrument.short
    return own if own and source.short in {"", source.title} else source.short
