"""Whether a draft is written in English, told from its commonest words."""

import re

_WORD = re.compile(r"[^\W\d_]+")
_COMMON = frozenset(
    "the and to of a in is for with that on by be will not at as her his she he they it was has have from this who if"
    " or are when what all no an we you my up out can does do did so but their them him our your about"
    " every each".split()
)
_LEAST_WORDS, _LEAST_SHARE = 25, 0.1


def not_english(plain: str) -> bool:
    """Whether so few of the words are common English ones that it must be another language."""
    words = _WORD.findall(plain)
    return len(words) >= _LEAST_WORDS and sum(word in _COMMON for word in words) < _LEAST_SHARE * len(words)
