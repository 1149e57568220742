"""Whether a draft is written in English, told from its commonest words."""

import re

_WORD = re.compile(r"[^\W\d_]+")
_COMMON = frozenset(
    "the and to of a in is for with that on by be will not at as her his she he they it was has have from this who if"
    " or are when what all no an we you my up out can does do did so but their them him our your about"
    " every each".split()
)
_LEAST_WORDS, _LEAST_SHARE, _LEAST_IN_PART = 25, 0.1, 0.05


def not_english(plain: str) -> bool:
    """Whether so few of the words are common English ones that it must be another language."""
    return _few_common(_WORD.findall(plain), _LEAST_SHARE)


def part_not_english(part: str) -> bool:
    """Whether a paragraph as it stands must be in another language; a list of people's names says nothing of it."""
    return _few_common([word for word in _WORD.findall(part) if not word[:1].isupper()], _LEAST_IN_PART)


def _few_common(words: list[str], least: float) -> bool:
    return len(words) >= _LEAST_WORDS and sum(word in _COMMON for word in words) < least * len(words)
