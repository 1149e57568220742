"""Numbers written as words: days, years, ages, and digits read out one by one."""

_UNITS = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_FIRSTS = "first second third fourth fifth sixth seventh eighth ninth".split()
_TENTHS = (
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth "
    "thirtieth"
).split()

_UNIT = rf"(?:{'|'.join(_UNITS)})"
_TEEN = rf"(?:{'|'.join(_TEENS)})"
# Longest first, so that "seventeen" is not read as "seven".
COUNT = rf"(?:{'|'.join(sorted([*_UNITS, *_TEENS, *_TENS[:1]], key=len, reverse=True))})"
DAY_SAID = (
    rf"(?:(?:twenty|thirty)[ -](?:{'|'.join(_FIRSTS)})|{'|'.join(sorted([*_FIRSTS, *_TENTHS], key=len, reverse=True))})"
)
_BELOW_100 = rf"(?:(?:{'|'.join(_TENS)})(?:[ -]{_UNIT})?|{_TEEN}|(?:oh[ -])?{_UNIT})"
YEAR_SAID = (
    rf"(?:two thousand(?: and)? {_BELOW_100}|two thousand(?!\w)|(?:nineteen|twenty)[ -]{_BELOW_100}"
    rf"|(?:{'|'.join(_TENS)})[ -]{_UNIT})"
)
_DIGIT = rf"(?:zero|nought|oh|o|{'|'.join(_UNITS)})"
_READ = rf"(?:(?:double|treble|triple)[ -])?{_DIGIT}"


def read_out(least: int) -> str:
    """An expression for at least so many digits or pairs in words: "oh seven seven double oh nine"."""
    return rf"(?<!\w){_READ}(?:[ ,-]{{1,2}}{_READ}){{{least - 1},}}(?!\w)"
