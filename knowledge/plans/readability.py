"""What parents must understand: how old a reader it needs, short forms nobody explains, words that blame."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

from knowledge.plans.beside import ReadingAge, Wording
from knowledge.plans.model import DocType, Plan, Role
from knowledge.text import Span, sentences

_FOR_PARENTS = frozenset(
    {
        DocType.CHILD_PROTECTION_PLAN,
        DocType.CHILD_IN_NEED_PLAN,
        DocType.CORE_GROUP_MINUTES,
        DocType.LETTER_BEFORE_PROCEEDINGS,
        DocType.UNKNOWN,
    }
)
_PARENT = re.compile(
    r"\b(?:you|your|mum|mam|mummy|mother|dad|daddy|father|parents?|step-?(?:dad|mum)|partner|carers?|gran|nan)\b"
)
_SAID_AS = re.compile(
    r"\b(?:mum|mam|mother|dad|father|stepdad|stepmum|partner),? ([A-Z][a-z]+)"
    r"|\b([A-Z][a-z]+) ?[(,] ?(?:mum|mother|dad|father)"
)
_LEAST_WORDS = 40
GROWN = 18
_LINE = 120
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*|\d[\d.:/]*")
_TOKEN = re.compile(r"\w+")
_SHORT = re.compile(r"\b[A-Z][A-Za-z&]{1,6}\b")
# Automated Readability Index (Smith and Senter, 1967): a US school grade; grade 1 is read at about six.
_PER_LETTER, _PER_WORD, _BASE, _FIRST_AGE = 4.71, 0.5, 21.43, 5


def reading_age(plan: Plan) -> ReadingAge | None:
    """What parents must understand, measured; None for documents that are not written to them."""
    if plan.kind not in _FOR_PARENTS:
        return None
    parts = _parts(plan)
    words = sum(len(_WORD.findall(span.of(plan.text))) for span in parts)
    age = _age([span.of(plan.text) for span in parts]) if words >= _LEAST_WORDS else None
    about = "contingency, outcomes and actions for parents"
    if plan.kind is DocType.LETTER_BEFORE_PROCEEDINGS:
        about = "the whole letter"
    return ReadingAge(age, words, about, tuple(_wordings(plan)), tuple(_short_forms(plan)))


def _parts(plan: Plan) -> tuple[Span, ...]:
    """What has to be understood by parents: a letter is all for them."""
    if plan.kind is DocType.LETTER_BEFORE_PROCEEDINGS:
        return tuple(one.span for one in plan.statements if one.role is not Role.ADMIN)
    names = {name for match in _SAID_AS.finditer(plan.text) for name in match.groups() if name}
    told = {one.span for one in plan.having(Role.CONTINGENCY, Role.OUTCOME)}
    told |= {one.span for one in plan.actions if _for_parents(f"{one.owner or ''} {one.span.of(plan.text)}", names)}
    return tuple(sorted(told, key=lambda span: span.start))


def _for_parents(words: str, names: set[str]) -> bool:
    return bool(_PARENT.search(words.lower())) or not names.isdisjoint(_TOKEN.findall(words))


def _age(texts: list[str]) -> int:
    """The reading age of several pieces by the Automated Readability Index, which needs letters and words only."""
    words = [word for text in texts for word in _WORD.findall(text)]
    stops = sum(max(1, len(sentences(text))) for text in texts)
    letters = sum(sum(map(str.isalnum, word)) for word in words)
    grade = _PER_LETTER * letters / len(words) + _PER_WORD * len(words) / stops - _BASE
    return min(GROWN, max(_FIRST_AGE, round(grade) + _FIRST_AGE))


# -- words -----------------------------------------------------------------------------------


@cache
def better_words() -> Mapping[str, str]:
    """Phrases that blame or puzzle, in lower case, each with what to write instead."""
    return {key.lower(): value for key, value in _data()["say"].items()}


@cache
def long_forms() -> Mapping[str, str]:
    """What the short forms of the field stand for."""
    return dict(_data()["short"])


def _data() -> Mapping[str, dict[str, str]]:
    source = resources.files("knowledge.plans") / "data" / "plain_words.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _wordings(plan: Plan) -> Iterator[Wording]:
    """Each phrase once, at its first place, in the order of the text; quotation marks spare what somebody said."""
    seen: set[str] = set()
    for match in _phrases().finditer(plan.plain):
        phrase = " ".join(match[0].split())
        if phrase not in seen and not _quoted(plan.plain, match.start()):
            seen.add(phrase)
            yield Wording(Span(match.start(), match.end()), better_words()[phrase])


def _quoted(plain: str, at: int) -> bool:
    line = plain[max(0, at - _LINE) : at].rpartition("\n")[2]
    return line.count('"') % 2 == 1


@cache
def _phrases() -> re.Pattern[str]:
    ordered = sorted(better_words(), key=len, reverse=True)
    joined = "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in ordered)
    return re.compile(rf"(?<![\w-])(?:{joined})(?![\w-])")


def _short_forms(plan: Plan) -> Iterator[Wording]:
    """Each known short form once, at its first place, where its long form stands nowhere in the draft."""
    known, seen = long_forms(), {one.upper() for one in plan.additions("known_abbreviations")}
    for match in _SHORT.finditer(plan.text):
        short = match[0]
        if short in known and short not in seen:
            seen.add(short)
            if known[short].lower() not in plan.plain and f"{short.lower()} (" not in plan.plain:
                yield Wording(Span(match.start(), match.end()), known[short])
