"""Contact details that a council publishes, which are never masked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.deidentify.phones import PHONE, national
from knowledge.text import Span


@dataclass(frozen=True, slots=True)
class Public:
    """Published telephone numbers, in national digits, and words: addresses, e-mails, names of offices and officers."""

    phones: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()

    @classmethod
    def of(cls, *details: str) -> "Public":
        """Read details as a council wrote them; the lines and comma-separated parts of an address count one by one."""
        phones = {national(match[0]) for detail in details for match in PHONE.finditer(detail)}
        parts = {part.strip() for detail in details for part in (detail, *re.split(r"[,;\n]", detail))}
        words = sorted((part for part in parts if len(part) > 2), key=len, reverse=True)
        return cls(frozenset(phones), tuple(words))

    def places(self, text: str) -> Iterator[Span]:
        """Where the published words stand in a text, in any case."""
        for words in self.words:
            pattern = rf"(?<!\w){re.escape(words)}(?!\w)"
            yield from (Span(*match.span()) for match in re.finditer(pattern, text, re.IGNORECASE))
