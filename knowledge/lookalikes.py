"""Letters of other alphabets, and figures, that look like Latin letters, put in a word to get it past a reader."""

import re

_ASCII = re.compile("[A-Za-z]")
_WORD = re.compile(r"[^\W\d_]+")
# Cyrillic, then Greek: only letters that are drawn as the Latin one is.
_PAIRS = (
    ("\u0430\u0441\u0435\u04bb\u0456\u0458\u043a\u043e\u051b\u0440\u0455\u0443\u0445\u051d", "acehijkoqpsyxw"),
    (
        "\u0410\u0412\u0421\u0415\u041d\u0406\u0408\u041a\u041c\u041e\u0420\u0405\u0422\u0423\u0425\u051c",
        "ABCEHIJKMOPSTYXW",
    ),
    ("\u03b1\u03b9\u03ba\u03bd\u03bf\u03c1\u03c5\u03c7", "aiknopux"),
    ("\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7", "ABEZHIKMNOPTYX"),
)
_LATIN = str.maketrans({other: own for others, owns in _PAIRS for other, own in zip(others, owns, strict=True)})


def latin(text: str) -> str:
    """The text with such letters replaced where they stand in a word with Latin letters; no word changes its length."""
    return text if text.isascii() else _WORD.sub(_mended, text)


def _mended(word: re.Match[str]) -> str:
    return word[0].translate(_LATIN) if _ASCII.search(word[0]) else word[0]


# Figures that stand for letters in "h0w l0ng d03s p0l1c3 pr0t3ct10n l4st", and the words that show it.
_FIGURES = str.maketrans("013457", "oieast")
_INSIDE = re.compile(r"[a-z]\d+[a-z]", re.IGNORECASE)
_MIXED = re.compile(r"\w*\d[a-z]\w*", re.IGNORECASE)
_WORDS_THAT_SHOW = 3


def in_letters(text: str) -> str:
    """The text with figures that stand for letters as letters, where several words have them within.

    A figure at the end of a word, as in s47, stays.
    """
    if sum(bool(_INSIDE.search(word)) for word in text.split()) < _WORDS_THAT_SHOW:
        return text
    return _MIXED.sub(lambda match: match[0].translate(_FIGURES), text)
