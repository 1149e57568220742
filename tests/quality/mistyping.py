"""Questions as thumbs mistype them: swapped, missed, doubled and neighbouring letters, always the same for a seed."""

import random
import re

_NEAR = {
    "a": "qs", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "w", "r": "et", "s": "ad", "t": "ry",
    "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip
_WORD = re.compile(r"[a-z]{5,}")


def mistyped(text: str, seed: int, share: float = 0.25) -> str:
    """The text with one slip in about ``share`` of its longer lower-case words, never in the first letter."""
    chance = random.Random(f"{seed} {text}")  # noqa: S311 - the same slips each time, not secrets
    return _WORD.sub(lambda word: _slip(word[0], chance) if chance.random() < share else word[0], text)


def _slip(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word) - 1)
    before, letter, after = word[:place], word[place], word[place + 1 :]
    kind = chance.randrange(4)
    if kind == 0:
        return before + after[0] + letter + after[1:]
    if kind == 1:
        return before + after
    if kind == 2:
        return before + letter + letter + after
    return before + chance.choice(_NEAR[letter]) + after
