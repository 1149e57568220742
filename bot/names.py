"""File names that people give: shown on one line, and made into names that are safe to write."""

import unicodedata
from pathlib import Path

_LONGEST = 60  # characters, so that four bytes each and our ending stay under the 255 bytes of a file name


def plain(words: str) -> str:
    """Words on one line, without terminal codes and characters that hide or turn their direction round."""
    kept = (char for char in " ".join(words.split()) if not unicodedata.category(char).startswith("C"))
    return " ".join("".join(kept).split())


def shown(name: str) -> str:
    """The name without line ends, terminal codes and characters that turn its direction round."""
    return "".join(char for char in name if not unicodedata.category(char).startswith("C")).strip() or "draft"


def writable(stem: str, ending: str, taken: set[str]) -> str:
    """A name for a report on this draft: no folder in it, not too long, and unlike any taken; it is then taken."""
    kept = "".join(char if char.isalnum() or char in " -_.()" else "-" for char in shown(stem))
    start = f"{kept[:_LONGEST].strip(' .-') or 'draft'}-checked"
    name, number = f"{start}{ending}", 2
    while name.lower() in taken:
        name, number = f"{start}-{number}{ending}", number + 1
    taken.add(name.lower())
    return name


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to the same place."""
    return one.absolute() == other.absolute() or (one.exists() and other.exists() and one.samefile(other))
