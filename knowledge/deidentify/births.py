"""Finds dates of birth: a date of any spelling beside a word of birth, an age or a person.

A date with no such word beside it ("placed on 3 November") is a date of the work and stays.
"""

import re
from collections.abc import Iterator

from knowledge.deidentify.spoken import COUNT, DAY_SAID, YEAR_SAID
from knowledge.text import Span

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = rf"(?:\d{{1,2}} ?(?:st|nd|rd|th)|\d{{1,2}}|{DAY_SAID})"
_YEAR = rf"(?:(?:19|20)\d{{2}}|['’]?\d{{2}}|{YEAR_SAID})(?!\d|/\d)"
_PART = r"(?: ?[-/.\\_]['’]? ?| )"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?,? (?:the )?)?"
_FIGURES = r"(?:0?[1-9]|[12]\d|3[01])"
_IN_FIGURES = rf"{_FIGURES}{_PART}\d{{1,2}}{_PART}(?:(?:19|20)\d{{2}}|\d{{2}})(?!\d|/\d)"
# With its year, and so whole: 2015-04-03, 3.4.15, 3 April 2015, April 3rd 2015.
_FULL = (
    rf"(?:(?:19|20)\d{{2}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?!\d)"
    rf"|{_IN_FIGURES}"
    rf"|{_WEEKDAY}(?:the )?{_DAY}[ /.-]{{0,2}}(?:day )?(?:of )?{_MONTH},?[ /.-]{{0,2}}{_YEAR}"
    rf"|{_MONTH} {_DAY},? {_YEAR}|\d{{1,2}}(?:st|nd|rd|th) (?:of )?(?:the )?\d{{1,2}}(?:st|nd|rd|th),? (?:19|20)\d{{2}}"
    rf"|{_MONTH} (?:19|20)\d{{2}},? (?:on )?the \d{{1,2}}(?:st|nd|rd|th))"
)
_DATE = (
    rf"(?:{_FULL}|{_WEEKDAY}(?:the )?{_DAY}[ -]?(?:day )?(?:of )?{_MONTH}(?![a-z])|{_MONTH} {_DAY}(?![a-z\d])"
    rf"|{_FIGURES}[/.]\d{{1,2}}(?![\d/.])|\d{{8}}(?!\d)|\d{{6}}(?!\d)|{_MONTH} ?(?:(?:19|20)\d{{2}}))"
)
_LABEL = (
    r"(?:\bd[. /-]{0,2}o[. /-]{0,2}b['’]?s?\b\.?|\bd[a-z]{1,3}e?s?[ -]of[ -]b(?:irth|rith|ith|irht|iirth)s?\b"
    r"|\bbirth ?dates?\b)"
)
_BIRTH = (
    rf"(?:{_LABEL}|\bb(?:irth)?['’]?days?\b|\bbirth\b|\bborn\b|\bb\.|\bEDD\b"
    r"|\bexpected date of (?:delivery|birth)\b)"
)
_BORE = r"\b(?:had (?:her|the|a|their) (?:baby|son|daughter|twins|child)|deliver(?:ed|y)(?: by [a-z -]{3,20}?)?)"
_SINCE = r"(?!(?:[^\n]{0,12}\b)?(?:after|before|since|from|between|until)\b)"
_GESTATION = r"(?: at \d\d(?:\+\d)? ?(?:weeks|wks)(?: gestation)?,?)?"

_BORN = re.compile(rf"{_BIRTH}{_GESTATION}{_SINCE}[^\d\0]{{0,24}}?(?<![\w/.-])({_DATE})", re.IGNORECASE)
_LABELLED = re.compile(rf"{_LABEL}[^\d.?\n\0]{{0,50}}?(?<![\w/.-])({_FULL})", re.IGNORECASE)
_YEAR_ONLY = re.compile(r"\b(?:yob|(?:year|yr) of birth)\b\W{0,3}(?:is |was )?((?:19|20)\d\d)\b", re.IGNORECASE)
_AFTER = re.compile(
    rf"(?<![\w/.-])((?!\d{{6}}){_DATE})[ ,-]*(?:\(|(?:that['’]?s|as|is|are|was) (?:[a-z]{{3,8}}['’]?s? ){{0,2}})?"
    rf"(?:{_LABEL}|birthdays?\b)",
    re.IGNORECASE,
)
_DELIVERED = re.compile(rf"{_BORE}(?: was)? on (?:the )?({_FULL})", re.IGNORECASE)
_AGED = re.compile(
    rf"\b(?:turns?|turned|turning|reach(?:es|ed)?|(?:will|would|['’]ll|to) (?:be|turn)|is|was|s|be) "
    rf"(?:{COUNT}|\d{{1,2}})(?: years? old| yrs?)?,? on ({_DATE})",
    re.IGNORECASE,
)
# "youngest, 3.11.26 review" is a date of the work.
_NO_EVENT = (
    r"(?! (?:is |was |for )?(?:the |her |his |their )?(?:(?:lac|cla|cin|cp|pep|core|strategy|legal) )?"
    r"(?:reviews?|visits?|meeting|group|discussion|conference|icpc|rcpc|placed|moved|seen|due|deadline|court|hearing"
    r"|contact|assessment|order|plan)\b)"
)
_AGE_BESIDE = re.compile(
    rf"\b(?:age[d:]? ?\d{{1,2}}(?: ?(?:yrs?|years?|mths|months)(?: old)?)?"
    rf"|\d{{1,2}} ?(?:yrs?(?: old)?|y/?o|year old|years old)|boy|girl|male|female|(?-i:[MF]))"
    rf"[ ,:;(-]{{1,3}}((?<![\d/.-]){_FIGURES}[-/.]\d{{1,2}}[-/.](?:(?:19|20)\d{{2}}|\d{{2}}))(?![\d/]){_NO_EVENT}",
    re.IGNORECASE,
)
# "eldest 02-Mar-2012", "twin 1 22/7/18", "baby boy arrived Tues 14th Oct 2025".
_PLACED = re.compile(
    r"\b(?:eldest|oldest|youngest|middle (?:one|child)|(?:first|second|third|1st|2nd|3rd) ?born"
    r"|twins?(?: ?(?:\d|one|two|(?-i:[AB])))?|triplets|sib(?:ling)?s"
    r"|baby(?: boy| girl| son| daughter)? (?:arrived|came)(?: on)?"
    rf"|(?:s?he|yp|child|boy|girl) is \d{{1,2}},|age,)[ :,(-]{{1,3}}({_FULL}){_NO_EVENT}"
    rf"|\b(?:baby|twins?|child|boy|girl) ({_FULL}) born\b",
    re.IGNORECASE,
)
_GLUED = re.compile(rf"\bd[. /-]?o[. /-]?b[.:=-]{{0,2}}({_FULL})", re.IGNORECASE)
_BEFORE_NHS = re.compile(
    rf"(?<![\w/.-])({_FULL})[ ,;/|-]{{1,3}}nhs(?: ?(?:no|num|number))?\W{{0,3}}(?:\d[ -]?){{9}}", re.IGNORECASE
)
_AFTER_NHS = re.compile(rf"\bnhs\D{{0,12}}\d(?:[ -]?\d){{9}}[ ,;/|-]{{1,3}}({_FULL})", re.IGNORECASE)
_SEASON = re.compile(rf"(?<![\w/.-])({_FULL}),? (?:summer|autumn|winter|spring)[ -]born\b", re.IGNORECASE)
# A year in which grown-ups and most children were born, and in which little of today's work was done.
_LONG_AGO = rf"{_FIGURES}{_PART}\d{{1,2}}{_PART}(?:19\d\d|20[01]\d|[3-9]\d|[01]\d)(?![\d/-])"
# "mum 14.02.89", "girl b 30 4 2016".
_RELATION = (
    r"\b(?:mum|mam|mom|dad|mother|father|nan|gran|grandma|grandad|aunt(?:ie)?|uncle|step ?(?:dad|mum)|partner|boyfriend"
    r"|girlfriend|bf|gf|carer|brothers?|sisters?|sibs?|siblings?|sons?|daughters?|boys?|girls?|lads?|baby|kids?|yp"
    r"|child(?:ren)?(?: [a-h]\b)?|eldest|oldest|youngest)\b"
)
# The date of a text, which stands in brackets after it.
_NO_TEXT = r"(?<!guidance )(?<!regs )(?<!regulations )(?<!act )(?<!report )(?<!procedure )(?<!order )"
_KIN = re.compile(
    rf"{_RELATION}(?:(?: ?[,:(-]{{1,2}}| is)? ?(?:b\.? ?)?(?<=[ (])({_LONG_AGO}){_NO_EVENT}"
    rf"|,? b\.? ?({_IN_FIGURES}){_NO_EVENT}|[^\d\n.?!()\0]{{0,25}}{_NO_TEXT}\(({_LONG_AGO})\))",
    re.IGNORECASE,
)
# "hes 12/3/2015", "she is the twelfth of march two thousand and fifteen".
_ONES = re.compile(
    rf"\b(?:s?he|they)(?:['’]?s|['’]?re| is| are| was| were)? "
    rf"({_LONG_AGO}|(?:the )?{DAY_SAID} (?:of )?{_MONTH},? {YEAR_SAID}){_NO_EVENT}",
    re.IGNORECASE,
)
_BRACKETED = re.compile(rf"[(\[]b\.? ?({_FULL})", re.IGNORECASE)
# A letter O typed for a nought.
_LETTER_O = re.compile(r"(?<=[\d/.-])[oO](?=\d)|(?<=\d)[oO](?=[\d/.-])|(?<!\w)[oO](?=\d[/.-])")
_SEVERAL = re.compile(r"\b(?:d\.?o\.?b['’]?s|dates of birth|birth ?dates|birthdays)\b", re.IGNORECASE)
_WHOLE = re.compile(rf"(?<![\w/.-])({_FULL})", re.IGNORECASE)
_BESIDE_NAME = re.compile(
    rf"(?:['’]s)?(?:(?: ?\(|, ?| - )({_FIGURES}[-/.]\d{{1,2}}[-/.](?:(?:19|20)\d{{2}}|\d{{2}}))(?=\)|,|$|\n)"
    rf"| ({_LONG_AGO}){_NO_EVENT})"
)
_NEXT = re.compile(rf"(?: and |,? |, ?| ?& ?| ?/ ?|; ?)({_FULL})", re.IGNORECASE)
# No date is without either, so most texts need no closer look.
_FIGURE_OR_MONTH = re.compile(rf"\d|{_MONTH}", re.IGNORECASE)
_CLUES = re.compile(rf"{_BIRTH}|yob|of birth|{_BORE}", re.IGNORECASE)


def births(text: str) -> Iterator[Span]:
    """Spans of dates of birth, those of several children after one label among them."""
    if not _FIGURE_OR_MONTH.search(text):
        return
    text = _LETTER_O.sub("0", text)
    for span in _births(text):
        yield span
        end = span.end
        while following := _NEXT.match(text, end):
            yield Span(*following.span(1))
            end = following.end()


def _births(text: str) -> Iterator[Span]:
    if _CLUES.search(text):
        for pattern in (_LABELLED, _BORN, _YEAR_ONLY, _AFTER, _DELIVERED):
            yield from (Span(*match.span(1)) for match in pattern.finditer(text) if not _is_year(match[1], pattern))
    for pattern in (_AGED, _AGE_BESIDE, _PLACED, _KIN, _ONES, _BRACKETED, _GLUED, _BEFORE_NHS, _AFTER_NHS, _SEASON):
        yield from (Span(*match.span(match.lastindex or 0)) for match in pattern.finditer(text))
    for line in re.finditer(r"(?:[^\n;.]|\.(?!\s))+", text):
        if _SEVERAL.search(line[0]):
            yield from (
                Span(line.start() + match.start(1), line.start() + match.end(1)) for match in _WHOLE.finditer(line[0])
            )


def births_beside(text: str, name: Span) -> Iterator[Span]:
    """A date straight after a name: "Jane Zedd (03/04/2015)", "jane 03/04/15"."""
    match = _BESIDE_NAME.match(text, name.end)
    if match:
        yield Span(*match.span(match.lastindex or 0))


def _is_year(found: str, pattern: re.Pattern[str]) -> bool:
    return pattern is not _YEAR_ONLY and re.fullmatch(r"(?:19|20)\d\d", found) is not None
