"""Legal citations as people type them, and as labels print them, in one comparable form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from knowledge.text import Span

_PROVISION = {
    "reg": "reg", "regs": "reg", "regulation": "reg", "regulations": "reg", "r": "reg",
    "s": "s", "ss": "s", "sec": "s", "sect": "s", "section": "s", "sections": "s",
    "sch": "Sch", "sched": "Sch", "schedule": "Sch",
    "ch": "ch", "chapter": "ch",
}  # fmt: skip
_ARTICLE = r"(?P<kind>regulations?|regs?|r|sections?|sect?|ss?|schedule|sched|sch|chapter|ch)"
_NUMBER = r"(?P<number>\d{1,3}[A-Z]{0,3})"
_SUBS = (
    r"(?P<subs>(?:\s?\([0-9a-zA-Z]{1,5}\))*(?:\s?(?:para(?:graph)?)\.?\s?\d{1,3}[A-Z]?(?:\s?\([0-9a-zA-Z]{1,5}\))*)?)"
)
# The ``s`` of "she's 23" is no section.
_REFERENCE = re.compile(rf"(?<![\w£])(?<!\w['’]){_ARTICLE}\.?\s?{_NUMBER}(?![\w/]){_SUBS}", re.IGNORECASE)
_SUB = re.compile(r"\(([0-9a-zA-Z]{1,5})\)|para(?:graph)?\.?\s?(\d{1,3}[A-Z]?)", re.IGNORECASE)
_PRACTICE_DIRECTION = re.compile(r"(?<!\w)(?:FPR\s*)?(?:PD|practice direction)\s?(\d{1,2}[A-Z]?)\b", re.IGNORECASE)

# How an instrument may be named in a question -> its short name in labels.
_INSTRUMENTS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), short)
    for pattern, short in (
        (r"\bSI\s?(\d{4})/(\d+)\b", r"SI \1/\2"),
        (r"\b(?:children'?s? act|c\.?a\.?|the act)\s?(?:of\s)?(?:19)?89\b|\bca ?89\b", "CA 1989"),
        (r"\b1989 act\b", "CA 1989"),
        (r"\b(?:children act|ca)\s?(?:20)?04\b|\b2004 act\b", "CA 2004"),
        (r"\bchildren and families act(?: 2014)?\b|\bcfa ?(?:20)?14\b|\b2014 act\b", "CFA 2014"),
        (r"\bhuman rights act(?: 1998)?\b|\bhra ?(?:19)?98\b", "HRA 1998"),
        (r"\bchildren'?s wellbeing and schools act(?: 2026)?\b|\bcwsa(?: 2026)?\b", "CWSA 2026"),
        (r"\bchildren and social work act(?: 2017)?\b|\bcswa(?: 2017)?\b", "CSWA 2017"),
        (r"\bequality act(?: 2010)?\b|\beqa(?: 2010)?\b", "EqA 2010"),
        (
            r"\bcare planning(?:,? placement and case review)?(?: \(england\))? reg(?:ulation)?s?\b",
            "SI 2010/959",
        ),
        (r"\bprivate fostering reg(?:ulation)?s?\b", "SI 2005/1533"),
        (r"\bfostering services? (?:\(england\) )?reg(?:ulation)?s?\b", "SI 2011/581"),
        (r"\bspecial guardianship reg(?:ulation)?s?\b", "SI 2005/1109"),
        (r"\b(?:complaints|representations procedure) reg(?:ulation)?s?\b", "SI 2006/1738"),
        (r"\bsend reg(?:ulation)?s?\b", "SI 2014/1530"),
        (r"\bworking together(?: 20\d\d)?\b|\bWT ?20\d\d\b|\bWT(?= ch)", "WT 2023"),
        (r"\bCSDPA(?: 1970)?\b|\bchronically sick and disabled persons act(?: 1970)?\b|\b1970 act\b", "CSDPA 1970"),
    )
)


# Parts of an inspection letter count as citations only where the words speak of one.
LETTER = "Ofsted letter"
_OF_LETTER = re.compile(
    r"\b(?:ofsted|letter|inspect\w*|findings?|bullets?|focused visit|improvement points?)\b", re.IGNORECASE
)
_LETTER_PART = re.compile(
    r"\b(?P<part>[HOIFC])-?(?P<number>\d{1,2})\b"
    r"|\b(?P<words>finding|improvement(?: point)?|overview(?: para(?:graph)?)?)"
    r"\s(?:no\.?\s|number\s)?(?P<of>\d{1,2})\b",
    re.IGNORECASE,
)
# Articles: those of the European Convention stand in Schedule 1 to the Human Rights Act, which is held.
CONVENTION_RIGHTS = "HRA 1998"
_OF_TREATY = re.compile(
    r"(?<!\w)(?:articles?|arts?)\.?\s?(?P<number>\d{1,2})(?![\w/])(?P<subs>(?:\s?\([0-9a-z]{1,5}\))*)", re.IGNORECASE
)
_TREATIES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), name)
    for pattern, name in (
        (
            r"\buncrpd\b|\brights of (?:persons|people) with disabilities\b",
            "the UN Convention on disabled people's rights",
        ),
        (
            r"\b(?:un ?)?crc\b|\brights of (?:the|a) child\b|\b(?:un|united nations) convention\b",
            "the UN Convention on the Rights of the Child",
        ),
        (r"\bhague convention\b", "the Hague Convention"),
        (r"\bechr\b|\bhra\b|\bhuman rights?\b|\beuropean convention\b|\bconvention rights?\b", CONVENTION_RIGHTS),
    )
)
# Alone, these are the Convention rights that everybody means, unless another text with articles is spoken of.
_USUAL_ARTICLES = frozenset({"3", "6", "8"})
_OTHER_ARTICLES = re.compile(
    r"\b(?:gdpr|data protection|order (?:19|20)\d\d|ireland|irish|ni|treaty|charter|convention|constitution|agreement"
    r"|newspaper|magazine|journal|research|web|blog)\b",
    re.IGNORECASE,
)
_NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Reference:
    """One provision that somebody named: ``SI 2010/959`` | ``reg 24`` | ``("2", "b")``."""

    instrument: str
    provision: str
    subs: tuple[str, ...] = ()
    span: Span = _NOWHERE

    @property
    def words(self) -> str:
        """The reference as labels print it."""
        subs = "".join(f"({sub})" for sub in self.subs)
        return f"{self.instrument} {self.provision}{subs}".strip()


@lru_cache(maxsize=16)
def references(text: str) -> tuple[Reference, ...]:
    """Every provision a text names, in order; ``instrument`` is empty where none is named."""
    instrument = instrument_in(text)
    return tuple(sorted(_found(text, instrument), key=lambda found: found.span.start))


def without_citations(text: str) -> str:
    """A text without the provisions and instruments that it names."""
    for found in reversed(references(text)):
        text = f"{text[: found.span.start]} {text[found.span.end :]}"
    for pattern, _ in _INSTRUMENTS:
        text = pattern.sub(" ", text)
    return text


def letter_parts(text: str) -> Iterator[Reference]:
    """The numbered parts of an inspection letter that a text names, such as ``F5`` or ``finding 5``."""
    if not _OF_LETTER.search(text):
        return
    for match in _LETTER_PART.finditer(text):
        code = (
            f"{match['part'].upper()}{match['number']}"
            if match["part"]
            else f"{match['words'][0].upper()}{match['of']}"
        )
        yield Reference(LETTER, code, (), Span(match.start(), match.end()))


def articles(text: str) -> Iterator[Reference]:
    """The articles of a human rights convention that a text names, such as ``art 8 ECHR``."""
    treaty = next((name for pattern, name in _TREATIES if pattern.search(text)), "")
    alone = not treaty and not _OTHER_ARTICLES.search(text)
    for match in _OF_TREATY.finditer(text):
        instrument = treaty or (CONVENTION_RIGHTS if alone and match["number"] in _USUAL_ARTICLES else "")
        if instrument:
            yield Reference(instrument, f"art {match['number']}", _subs(match), Span(match.start(), match.end()))


def provision_of(label: str) -> tuple[str, str]:
    """A printed label split into instrument and provision: ``("SI 2010/959", "reg 24")``."""
    cited = tuple(_REFERENCE.finditer(label))
    if not cited:
        direction = _PRACTICE_DIRECTION.search(label)
        return ("FPR", f"PD{direction[1].upper()}") if direction else (label, "")
    return label[: cited[-1].start()].strip(), _provision(cited[-1])


def subs_of(locator: str) -> tuple[str, ...]:
    """The numbers in brackets of a pinpoint: ``reg 24(2)(b)`` gives ``("2", "b")``, ``art 8(1)`` gives ``("1",)``."""
    match = _OF_TREATY.search(locator) or _REFERENCE.search(locator)
    return _subs(match) if match else ()


@lru_cache(maxsize=16)
def instrument_in(text: str) -> str:
    """The short name, as labels print it, of the instrument that a text names, or nothing."""
    for pattern, short in _INSTRUMENTS:
        match = pattern.search(text)
        if match:
            return match.expand(short) if "\\" in short else short
    return ""


def _found(text: str, instrument: str) -> Iterator[Reference]:
    for match in _REFERENCE.finditer(text):
        yield Reference(instrument, _provision(match), _subs(match), Span(match.start(), match.end()))
    for match in _PRACTICE_DIRECTION.finditer(text):
        yield Reference("FPR", f"PD{match[1].upper()}", (), Span(match.start(), match.end()))
    yield from letter_parts(text)
    yield from articles(text)


def _provision(match: re.Match[str]) -> str:
    number = match["number"]
    if _PLURAL.fullmatch(number):
        number = number[:-1]
    return f"{_PROVISION[match['kind'].lower()]} {number.upper()}"


# Several of one kind, as in "how many s47s" or "reg 24s are".
_PLURAL = re.compile(r"\d+s")


def _subs(match: re.Match[str]) -> tuple[str, ...]:
    """Brackets and a schedule's paragraph, in order and in lower case."""
    return tuple((bracket or paragraph).lower() for bracket, paragraph in _SUB.findall(match["subs"]))
