"""Finds numbers that a register gave a person: case and court numbers, documents of identity, bank details."""

import re
from collections.abc import Iterator

from knowledge.deidentify.lists import contacts
from knowledge.text import Span

_SYSTEMS = (
    r"lcs|mosaic|liquid ?logic|carefirst|care first|eclipse|azeus|framework-?i|icis|system ?one|systmone"
    r"|ll|ics|ehm|charms"
    r"|capita(?: one)?|rio|protocol|civica|wccis|core ?\+"
)
_REGISTERS = (
    r"case|caseid|file|client|person|child|record|court|claim|crime|incident|cad|(?:police )?log|occurrence"
    r"|urn|crn|pnr|pnc"
    r"|episode|reference|ref|id|su|service user|user|hospital|hosp|mrn|arc|nass|ehcp|send?|lado|marac|mappa"
    r"|prison(?:er)?|nomis"
    r"|cris|tenancy|council tax|cms|dwp"
    r"|ho|home office|port|adoption|custody"
)
# With these a number is a count unless "number" or "no" stands between.
_PEOPLE = (
    r"family|social care|social services|ss|job|system|adopter"
    r"|carer|patient|student|claimant|learner|member|customer|employee|staff|pupil"
    r"|lac|cla|cp|cin|complaint|certificate|candidate|h ?& ?c"
)
_FILLER = r"(?:case|person|client|reference|ref|file|record|number|numbers|nos?|num|id|is|was|given)"
_NUMBERED = r"(?:number|numbers|nos?|num|id|ref|reference)"
_DATE = r"(?:0?[1-9]|[12]\d|3[01])[-/](?:0?[1-9]|1[0-2])[-/](?:\d{4}|\d{2})(?!\d)|(?:19|20)\d\d-\d\d-\d\d(?!\d)"
_COURTS = r"(?!(?-i:SI|WT|EWCA|EWHC|EWFC|UKSC|NHS|UPN|NI|CA|FPR)\b)"
_CASE_NUMBER = re.compile(
    rf"\b(?:{_SYSTEMS}|{_REGISTERS})s?\b(?:[ .:#=-]*{_FILLER}\b){{0,4}}[ .:#=-]*"
    rf"({_COURTS}(?:(?:(?-i:[A-Z]{{1,6}})[-/_ ]?){{1,3}}|[a-z]{{1,4}}[-/_]?(?=\d{{4}}))?"
    rf"(?!{_DATE})(?=(?:[A-Z/_*-]*\d){{4}})\d[A-Z\d]*(?:[-/_*][A-Z\d]+){{0,4}})(?![\w])",
    re.IGNORECASE,
)
# After "number" or "no" three digits are enough, and blanks may part them.
_NUMBER_OF = re.compile(
    rf"\b(?:{_SYSTEMS}|{_REGISTERS}|{_PEOPLE})[ .:-]{{1,2}}{_NUMBERED}\b[ .:#=]*(?:is |was )?"
    rf"({_COURTS}(?!{_DATE})(?:[A-Z]{{1,3}}[-/ ]?)?\d{{2,4}}[ /]?\d[\d/ ]*[A-Z]{{0,2}}"
    rf"|[A-Z]\d{{2,3}}/\d{{2,4}})(?<! )(?![\w/-])",
    re.IGNORECASE,
)
# "lac 30177", "re 88/2231": not a share of a year, and neither a year nor a count.
_WORK_NUMBER = re.compile(
    r"\b(?:lac|cla|cp|cin|ehe) (\d{5})(?<!000)(?![\w/£%-]|[.,:]\d| (?:people|children|[a-z]{3,}s)\b)"
    r"|\b(?:re|ref)\b[: .]+(?!(?:19|20)\d\d/|\d\d?/(?:19|20)\d\d\b)(\d{2,4}/\d{3,6})(?![\w/])",
    re.IGNORECASE,
)
# A long number or code that nothing explains is a register's: no count, no sum of money, no published telephone.
_BARE = re.compile(
    r"(?<![\w£$€.,/@#:-])(?<!\d )(?!0[389])(?:\d{6,}|(?=[A-Z\d]*[A-Z])(?=(?:[A-Z]*\d){5})[A-Z\d]{6,20}"
    r"|(?=[\d/-]*[A-Z])(?=(?:[A-Z/-]*\d){6})[A-Z\d]+(?:[/-][A-Z\d]+){1,4}"
    r"|(?=\d{3})(?=(?:-?\d){9})\d+(?:-\d+){1,4})(?![\w%/£@-]|[.,:]\d)"
)
_COUNTED = re.compile(r" (?:children|people|pounds|(?:[a-z]+ )?[a-z]{2,}s)\b")
_HASH = re.compile(r"(?<!\w)#(\d{5,9})(?!\w)")
_COURT_NUMBER = re.compile(r"\b[A-Z]{2}[ /-]?\d{2}[ /-]?[A-Z][ /-]?\d{2} ?\d{3}\b|\b[a-z]{2}\d{2}[a-z]\d{5}\b")
_PRISON_NUMBER = re.compile(r"\b[A-Z]\d{4}[A-Z]{2}\b|(?<=prison no )[a-z]\d{4}[a-z]{2}\b")

# "log 412 of 6/11/26": the day is a part of the number.
_LOG = re.compile(
    r"\b(?:log|incident|cad|storm|occurrence)(?: (?:no|number|num|ref))?[.: ]{1,2}"
    r"(\d{1,5} (?:of|dated|on) \d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{2,5} of \d{1,2}[/.-]\d{1,2}"
    r"|\d{2,5} (?:of )?\d{1,2}(?:st|nd|rd|th)? ?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)(?![\d/])",
    re.IGNORECASE,
)
_TENANT = re.compile(
    r"\b(?:rent|housing|homeless(?:ness)?|tenancy|council tax|housing benefit|hb|uc)"
    r"(?: (?:account|acct?|application|app|register|claim|ref(?:erence)?|number|no|num|id)\b\.?){1,3}"
    r"[ :#]*(?:is |was )?"
    rf"(?!{_DATE})((?=(?:[A-Z]{{0,5}}[/ -]?\d){{4}})"
    r"(?:(?-i:[A-Z]{1,5})[-/ ]?)?\d(?:[ /-]?\d)*(?:[-/]?[A-Z]\d?)?)(?!\w)",
    re.IGNORECASE,
)
_URN = re.compile(r"\burn\b[ :.#]*(?:is )?(\d{2}[ /-]?[A-Z\d]{2}[ /-]?\d{4,7}(?:[ /-]\d{2})?)(?!\w)", re.IGNORECASE)

_DOCUMENT = re.compile(
    r"\b(?:passports?|visa|brp|residence permit|(?:driving |driver['’]?s )?licen[cs]e|birth cert(?:ificate)?|utr"
    r"|id card|travel document|share code|settled status)\b(?:[ .:#=-]*(?:numbers?|nos?|num|is|was|ref|code|card)\b)"
    r"{0,3}[ .:#=-]*((?:[A-Z]{1,5}[ -]?)?(?=(?:[ -]?\d){6})\d[\d -]*\d"
    r"(?:[A-Z][A-Z\d]{0,4}|(?-i: [A-Z][A-Z\d]{1,4}))?)(?!\w)",
    re.IGNORECASE,
)
# Codes of letters and figures in groups: "W12 345 678", "KD8367".
_CODED = re.compile(
    r"\b(?:share code|blue badge|(?:birth|marriage|death|adoption) cert(?:ificate)?)\b"
    r"(?:[ .:#=-]*(?:numbers?|nos?|num|is|was)\b){0,2}[ .:#=-]*"
    r"(?-i:((?=(?:[A-Z -]*\d){4})[A-Z][A-Z\d]{1,8}(?:[ -][A-Z\d]*\d[A-Z\d]*|[ -][A-Z]{3}){0,2}))(?!\w)",
    re.IGNORECASE,
)
_DRIVER = re.compile(r"\b[A-Z9]{5} ?\d{6} ?[A-Z9]{2}\d?[A-Z]{2}\b", re.IGNORECASE)

_SORT_CODE = re.compile(
    r"(?:\b(?:sort(?: ?code)?|s/c)\b[^\d\n]{0,20}|\bsc[ :.]{1,2}(?=\d\d[ -]))(\d\d[- ]?\d\d[- ]?\d\d)(?![\d-])",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"(?:\b(?:(?:bank )?account|acc|acct)|\ba/c)\b\.?(?: ?(?:numbers?|nos?|num|is)\b\.?){0,2}[ :.#]*"
    r"(\d{4} ?\d{4}|\d{6,7})(?![\d-])",
    re.IGNORECASE,
)
_CODED_ACCOUNT = re.compile(
    r"\b(?:account|acct?|a/c)\.? (?:number|no|num|ref)\b[ :.#]*(?:is )?"
    r"((?=(?:[A-Z/-]*\d){5})[A-Z]{1,4}[-/]?\d+(?:[-/][A-Z\d]+)*)(?!\w)",
    re.IGNORECASE,
)
_BOTH = re.compile(r"(?<![\d-])(?:\d\d([- ])\d\d\1\d\d|\d{6})[ ,/]{1,3}\d{8}(?!\d)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){3,7}(?: ?[A-Z\d]{1,3})?\b")
_CARD = re.compile(r"(?<![\w-])\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}(?![\w-])")
_CARD_END = re.compile(r"\bcard (?:number )?(?:ending|ends)(?: in)? (\d{4})\b", re.IGNORECASE)
_ROLL = re.compile(r"\broll (?:number|no\.?)[ :]*([A-Z\d][A-Z\d/-]{5,18})", re.IGNORECASE)


def case_numbers(text: str) -> Iterator[Span]:
    """Spans of case, crime, court, prison and system numbers; a lone year is none."""
    for pattern in (_TENANT, _LOG, _URN, _CASE_NUMBER, _NUMBER_OF, _HASH):
        for match in pattern.finditer(text):
            if not re.fullmatch(r"(?:19|20)\d\d", match[1]):
                yield Span(*match.span(1))
    yield from (Span(*match.span(match.lastindex or 0)) for match in _WORK_NUMBER.finditer(text))
    for pattern in (_COURT_NUMBER, _PRISON_NUMBER):
        yield from (Span(*match.span()) for match in pattern.finditer(text))


def bare_numbers(text: str) -> Iterator[Span]:
    """Spans of six digits or more, and of codes with five, that no word explains."""
    for match in _BARE.finditer(text):
        counted = match[0].isdigit() and (match[0].endswith("000") or _COUNTED.match(text, match.end()))
        # F2: ten digits with a wrong check digit, and nothing beside them, are left.
        ten = match[0].isdigit() and len(match[0]) == 10
        if not (counted or ten or match[0] in contacts()):
            yield Span(*match.span())


def document_numbers(text: str) -> Iterator[Span]:
    """Spans of passport, visa, permit, licence, certificate and tax numbers."""
    for pattern in (_CODED, _DOCUMENT):
        yield from (Span(*match.span(1)) for match in pattern.finditer(text))
    yield from (Span(*match.span()) for match in _DRIVER.finditer(text))


def bank_details(text: str) -> Iterator[Span]:
    """Spans of sort codes, account and card numbers."""
    for pattern in (_BOTH, _IBAN, _CARD):
        yield from (Span(*match.span()) for match in pattern.finditer(text))
    for pattern in (_SORT_CODE, _ACCOUNT, _CODED_ACCOUNT, _CARD_END, _ROLL):
        yield from (Span(*match.span(1)) for match in pattern.finditer(text))
