"""The word lists that tell names from other words, read once."""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources

from knowledge.glossary import terms

_ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er", "ers", "est", "n't", "ness")
# Endings before which an e falls away or a consonant doubles.
_CHANGING = frozenset({"ed", "ing", "er", "ers", "est"})
_BEFORE_ES = ("s", "x", "z", "h", "o", "i")
_BRITISH = (("is", "iz"), ("our", "or"), ("ys", "yz"), ("lled", "led"), ("lling", "ling"), ("ae", "e"), ("tre", "ter"))
_PREFIXES = ("un", "re", "non", "pre", "post", "over", "under", "multi", "inter", "mis", "dis", "co")


@cache
def words(file: str, key: str) -> frozenset[str]:
    """The words under a key of a data file, in lower case; ``spoke_to`` stands for two words."""
    return frozenset(word.replace("_", " ") for word in _table(file)[key].lower().split())


@cache
def entries(key: str) -> frozenset[tuple[str, ...]]:
    """The entries of the public list under a key, each as its lower-case words."""
    rows = _table("public")[key].lower().replace("\n", " ").split(",")
    return frozenset(tuple(row.split()) for row in rows if row.strip())


@cache
def contacts() -> frozenset[str]:
    """Public telephone numbers, digits only."""
    return frozenset(tomllib.loads(_read("contacts.toml"))["phones"])


@cache
def ours() -> frozenset[str]:
    """Words known in lower case from the project's own texts."""
    return frozenset(_read("ours.txt").split())


@cache
def first_names() -> frozenset[str]:
    """First names that are no words: for what is typed in lower case, and never slips of the thumb."""
    return frozenset(_read("first_names.txt").split())


@cache
def surnames() -> frozenset[str]:
    """Surnames that are no words: never slips of the thumb."""
    return frozenset(_read("surnames.txt").split())


@cache
def english() -> frozenset[str]:
    """Words of everyday English in lower case."""
    return frozenset(_read("english.txt").split())


def is_ours(word: str) -> bool:
    """Whether our own texts use the word, or a plain ending of it, in lower case."""
    return word in ours() or any(base in ours() for base in _bases(word))


def is_english(word: str) -> bool:
    """Whether the word, or a plain ending of it, is everyday English."""
    return word in english() or any(base in english() for base in _bases(word))


@cache
def abbreviations() -> frozenset[str]:
    """The field's short forms and what is typed on phones: known, but not spelt as "Ian" or "Min"."""
    shorts = (name for term in terms() for name in (term.short, *term.also))
    return frozenset(part for name in shorts for part in name.lower().replace("-", " ").split()) | words(
        "cues", "typed"
    )


def _bases(word: str) -> Iterable[str]:
    for british, american in _BRITISH:
        if british in word:
            yield from (changed := word.replace(british, american), *_stripped(changed))
    yield from _stripped(word)
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) > len(prefix) + 3:
            yield from (word[len(prefix) :], *_stripped(word[len(prefix) :]))


def _stripped(word: str) -> Iterable[str]:
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if (
            len(stem) < (4 if ending == "ly" else 3)
            or stem == word
            or (ending == "es" and not stem.endswith(_BEFORE_ES))
        ):
            continue
        yield stem
        if ending in _CHANGING:
            yield stem + "e"
            if stem[-1] == stem[-2]:
                yield stem[:-1]
        if stem.endswith("i"):
            yield stem[:-1] + "y"


@cache
def _table(file: str) -> dict[str, str]:
    return tomllib.loads(_read(f"{file}.toml"))


def _read(name: str) -> str:
    return (resources.files("knowledge.deidentify") / "data" / name).read_text(encoding="utf-8")
