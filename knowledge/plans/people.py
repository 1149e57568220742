"""Who a sentence or a cell makes responsible."""

import re
from dataclasses import dataclass
from functools import cache

from knowledge.glossary import terms
from knowledge.plans.lexicon import any_of, pattern, phrases, plain, whole
from knowledge.plans.model import Ownership

_NAME = (
    r"(?:(?:Dr|Mr|Mrs|Ms|Miss|PC|DC|DS|Sgt|Rev|Imam|Cllr|Sister|Nurse|Aunt|Aunty|Auntie|Uncle|Nan|Nana|Grandma"
    r"|Grandad)\.? )?[A-Z][\w'’-]*(?: (?:(?:al|bin|de|van|von|ap|O)[ -]?)?[A-Z][\w'’-]+){0,3}"
)
_NAMED = re.compile(_NAME)
# ``PJ to chase``, ``NL and GA will visit``: somebody's initials, which what they are to do tells from a short form.
_INITIALS = re.compile(
    r"[A-Z]{2,3}(?=(?: ?[/&,+] ?|,? and )[A-Z]|,? (?:to|will|must|should|has agreed|agreed)\b|['’]ll\b)"
)
_AFTER_ROLE = re.compile(r" " + _NAME)
_SHOUT = re.compile(
    r"((?:[A-Z'’.-]+(?: \([^)]*\))?,? ){1,5}?)"
    r"(?=(?:NOT )?(?:TO|WILL|MUST|SHOULD|NEEDS?|HAS|ARE|IS|EVERY|EACH|BY|ON|TWICE|ONCE|[A-Z]+S) |\Z)"
)
_TITLED = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Miss|PC|DC|DS|Sgt|Rev|Imam)\b\.?")
_BRACKET = re.compile(r"[(\[]\s*([^()\[\]]{1,90}?)\s*[)\]]")
_DASH = re.compile(
    r"(?:\s[-–—]{1,2}\s?|:\s|\s/\s)([^-–—:]{2,60}?)\s*(?=[-–—:]|\Z|[.;,]\s*(?:by|due|before|from)\b|[.;]?\Z)"
)
_BY = re.compile(r"\b(?:by|from(?= me\b)|over to(?= you\b)) ((?:the |her |his |their |our )?[^,.;]{2,40})")
_AFTER_OWNER = re.compile(
    r"\s+(?:by|when|on|of|at|in|every|each|before|after|from|to|until|starting|today|will|\w+s)\b"
)
# ``Letter to go again, Gaynor, 11 April``: a name between commas, with the day after it.
_BETWEEN = re.compile(
    r", ([A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?), (?=(?:by |on |from )?(?:\d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day))"
)
_KIN_OF = re.compile(
    r"['’]s (?:great-?|grand|step-?|half-|older |elder |younger |big |little |best |new )?(?:sister|brother|mum|mam|dad"
    r"|mother|father|parents|nan|gran|aunt|auntie|aunty|uncle|cousin|partner|wife|husband|friend|manager|teacher|tutor"
    r"|worker|daughter|son)\b(?!['’])(?:,? " + _NAME + r")?"
)
_NAMING = (_BRACKET, _DASH, _BY, _BETWEEN)
_CLAUSE = re.compile(r"[;:]\s+|,\s+(?:so|and|then|but)\s+")
_LEAD = re.compile(
    r"\s*(?:the|her|his|their|our|my|your|child's|children's|both|a|an|in (?:the )?\w+,|(?:on|by|from|in|until)"
    r" [^,.]{3,22},|(?:on|by|from) \d+ \w+|(?:on|from|by|until) \w+day,? \d+ \w+(?: \d{4})?,?"
    r"|from (?:now on|today|tonight|tomorrow),?)\s+"
)
_QUIET = re.compile(
    r"([a-z][a-z'’-]+(?: [a-z'’-]+| (?:and|&|\+) [a-z'’-]+)?)(?: (?:not )?(?:to|will|must|should) [a-z])"
)
_NOT_QUIET = frozenset(
    "need needs want wants going able due have has had used try trying began started likely up how where ready"
    " house home"
    " money food things contact it that this there which who close access according related bedroom conditions".split()
)
_UNDERGOES = re.compile(
    r"\s+(?:not )?(?:to|will|must|should|needs? to) be (?:\w+ly )?(?:\w+ed|given|seen|made|taken|put|done|sought"
    r"|held|sent|shown|told|kept)\b|\s+needs? \w+ing\b"
)
# Whoever is supported or referred does not act, family or not.
_HELPED = re.compile(
    r"\s+(?:not )?(?:to|will|must|should|needs? to) be (?:\w+ly )?(?:supported|encouraged|offered|referred|helped"
    r"|assisted|signposted|allocated|given|provided|considered|assessed|monitored|discussed|picked up|progressed)\b"
)
_ACTS = re.compile(
    r"\s*(?:\Z|[-(,:;/.]|(?:not )?(?:to|will|'ll|must|should|shall|needs?|has|have|had|is|are|can|agrees?|agreed"
    r"|and|or|with|who|also|both"
    r"|then|keep|carry|pay|every|each|by|on|twice|once|weekly|fortnightly|[a-z-]+s|do|go|get|give|put|ring|see"
    r"|take|meet|make|send|visit|work|look|come|stay|review|talk|read|watch|share|check|speak|agree|use|eat)\b)"
)
# When it is to be done, said first: ``By Friday 30 January``, ``Within 10 working days``, ``Every second Monday``.
_DATED = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|\d{1,4}(?:st|nd|rd|th)?|\d{1,2}[.:]?\d{0,2} ?[ap]m"
    r"|january|february|march|april|may|june|july|august|september|october|november|december|days?|weeks?|weekends?"
    r"|fortnights?|months?|terms?|hours?|mornings?|afternoons?|evenings?|nights?|today|tonight|tomorrow|now)\b"
)
_BESIDE = (
    r"(?:the|this|that|next|each|every|coming|following|same|first|second|third|last|other|end|start|beginning|close"
    r"|of|on|in|at|and|to|working|school|calendar|half|one|two|three|four|five|six|seven|eight|ten|then|onwards)\b"
)
_TIME_FIRST = re.compile(
    rf"\s*(?:(?:by|on|from|in|until|till|before|after|within|at|every|each|over|during|starting|this|next)\s+"
    rf"(?:{_BESIDE}\s+)*{_DATED}(?:,?\s+(?:{_BESIDE}\s+)*{_DATED})*(?:\s+on(?:wards)?\b)?"
    r"|today|tonight|tomorrow|weekly|fortnightly|monthly|daily),?\s+(?=[A-Za-z])",
    re.IGNORECASE,
)
_NO_ONE = frozenset({"someone", "somebody", "a worker", "worker", "a social worker"})
_AND = re.compile(r"\s*(?:,? and|,|/|&|\+|with)\s+")


@dataclass(frozen=True, slots=True)
class Owner:
    """The words that name an owner, and what sort of owner it is."""

    words: str | None
    kind: Ownership


NOBODY = Owner(None, Ownership.NOBODY)


@cache
def _roles() -> re.Pattern[str]:
    """Listed roles, and up to three plain words before a noun for somebody's work (``asthma nurse``)."""
    stop = "|".join((*phrases("people", "before_no_job"), *phrases("roles", "verbs"))).replace(" ", r"\s+")
    job = "|".join(phrases("people", "job"))
    named = rf"(?:(?!(?:{stop})\b)[a-z'&-]+\s){{0,3}}(?:{job})"
    return any_of((rf"{named}(?!'s)", *phrases("people", "role"), named))


@cache
def _not_names() -> frozenset[str]:
    return frozenset(phrases("people", "not_names"))


def is_name(words: str) -> bool:
    """Whether capitalised words can be somebody's name."""
    first = plain(words.split()[0]).split("'")[0]
    return first not in _not_names() and not words.isdigit()


@cache
def _short_forms() -> frozenset[str]:
    return frozenset(form.lower() for term in terms() for form in (term.short, *term.also))


def _initials(raw: str, start: int) -> int:
    """Where somebody's initials that start here end; ``start`` itself where there are none."""
    found = None if raw.isupper() else _INITIALS.match(raw, start)
    known = found and (found[0].lower() in _short_forms() or not is_name(found[0]))
    return found.end() if found and not known else start


def _instructs(raw: str, name: re.Match[str]) -> bool:
    """Whether a capitalised verb opens an instruction (``Fit a gate``) rather than a name (``Mark will``)."""
    if not pattern("roles", "verbs").fullmatch(plain(name[0].split()[0])):
        return False
    after = plain(raw[name.end() : name.end() + 14])
    acts = " " in name[0] and re.match(r" [a-z]+s\b", after)
    return not acts and not re.match(r"'s |,? (?:will|to|must|should|has|is|needs|and [a-z]+ will|agrees|\()", after)


def subject(raw: str) -> str:
    """The person, role or group that opens a sentence; empty where there is none."""
    if raw.isupper():
        return _shouted(raw)
    quiet = _QUIET.match(raw)
    if quiet and quiet[1].split()[0] not in _not_names() | _NOT_QUIET:
        return quiet[1]
    lead = _LEAD.match(raw.lower())
    start = lead.end() if lead else 0
    end = _one(raw, start)
    while end > start:
        joined = _AND.match(raw, end)
        later = _one(raw, joined.end()) if joined else end
        if not joined or later == joined.end():
            break
        end = later
    return raw[:end].strip().rstrip(",") if end > start else ""


def _shouted(raw: str) -> str:
    """In capitals only what comes before ``to`` or ``will`` can tell."""
    found = _SHOUT.match(raw)
    opening = found[1].strip() if found else ""
    known = opening and (
        whole("people", "group").match(plain(opening)) or is_name(opening) or _roles().match(plain(opening))
    )
    return opening if known and plain(opening).split()[0] not in {"when", "if", "there", "a", "an"} else ""


def _one(raw: str, start: int) -> int:
    """Where one person that starts here ends; ``start`` itself where there is none."""
    lead = _LEAD.match(raw.lower(), start)
    begin = lead.end() if lead else start
    words = plain(raw)
    group, role = pattern("people", "group").match(words, begin), _roles().match(words, begin)
    ends = [found.end() for found in (group, role) if found]
    named = _AFTER_ROLE.match(raw, role.end()) if role and not raw.isupper() else None
    ends += [named.end()] if named else []
    name = _NAMED.match(raw, begin)
    if name and not raw.isupper() and is_name(name[0]) and not name[0].isupper() and not _instructs(raw, name):
        ends.append(name.end())
    initials = _initials(raw, begin)
    ends += [initials] if initials > begin else []
    kin = _KIN_OF.match(raw, max(ends) - 2 * raw[: max(ends)].endswith(("'s", "’s"))) if ends else None
    ends += [kin.end()] if kin else []
    if not ends or re.match(r"['’](?:s\b|\s)", raw[max(ends) :]) or raw[: max(ends)].endswith(("'s", "’s")):
        return start
    return _with_title(raw, max(ends))


def _with_title(raw: str, end: int) -> int:
    """Take in ``(health visitor)`` or ``, health visitor,`` after a name."""
    after = re.match(r"\s*\([^()]{2,50}\)|,\s+[^,.;:\d]{3,60},(?=\s)", raw[end:])
    if not after:
        return end
    inside = plain(after[0].strip(" ,()"))
    return end + after.end() if _roles().search(inside) else end


def owner_of_cell(raw: str) -> Owner:
    """The owner in a cell that is there to hold one."""
    bare = raw.strip(" -–—_.?*")
    if not bare or re.fullmatch(r"(?i)t\.?b\.?[ac]\.?|n/?a|none|nobody|to be (?:agreed|confirmed|allocated)", bare):
        return NOBODY
    return Owner(bare, _kind(bare))


def _kind(words: str) -> Ownership:
    return Ownership.GROUP if whole("people", "group").match(plain(words)) else Ownership.NAMED


def owner_in(raw: str) -> Owner:
    """The owner a sentence names: its subject, in brackets, after a dash, or after ``by``."""
    raw = _TIME_FIRST.sub("", raw, count=1) if _TIME_FIRST.match(raw) else raw
    opening = _doer(raw)
    if opening:
        return Owner(opening, _kind(opening))
    for found in (found for form in _NAMING for found in form.finditer(raw)):
        who = _person(found[1].strip())
        if who:
            return Owner(who, _kind(who))
    later = (_doer(clause) for clause in _CLAUSE.split(raw)[1:])
    who = next((one for one in later if one), "")
    return Owner(who, _kind(who)) if who else NOBODY


def _doer(raw: str) -> str:
    """The subject, or the person after a label, who is set to do something and not to undergo it."""
    opening = subject(raw)
    after = plain(raw[len(opening) :])
    family = whole("people", "family").match(plain(opening))
    if opening and (_HELPED.match(after) or (_UNDERGOES.match(after) and not family)):
        return ""
    if opening and plain(opening) not in _NO_ONE and (_ACTS.match(after) or _placed(opening, after)):
        return opening
    label = re.match(r"[^:.\n]{2,60}:\s+", raw)
    return _person(raw[label.end() :].strip()) or _doer(raw[label.end() :]) if label else ""


def _placed(opening: str, after: str) -> bool:
    """A named person and a verb, with or without where they work: ``Beth Lomas of the fire service fits``."""
    if not opening[0].isupper() or " " not in opening:
        return False
    named = bool(re.search(r" [A-Z][a-z]", opening)) or plain(opening).startswith(("i ", "we ", "you "))
    return named and bool(re.match(r" (?:of|at|from|in|[a-z]+) ", after))


def _before_day(words: str) -> str:
    """In capitals, ``DR BOSE, 13 AUGUST`` without its day."""
    head, comma, day = words.partition(", ")
    return head if comma and words.isupper() and whole("timescales", "bare").match(plain(day)) else words


def _person(words: str) -> str:
    """Who short words name, without the date that may follow; empty where they name no one."""
    words = _before_day(words)
    bare = plain(words)
    if whole("people", "group").match(bare) or whole("people", "bare").match(bare):
        return words
    opening = subject(f"{words} " if words.isupper() else words)
    rest = bare[len(opening) :]
    fits = opening and (
        not rest
        or rest[0] in ",;:"
        or bool(
            re.match(
                r"\s+(?:by|when|on|of|at|in|every|each|before|after|from|to|until|starting|today|will|\w+s)\b", rest
            )
        )
    )
    return opening if fits else ""


def names_in(text: str) -> frozenset[str]:
    """First names that the draft uses more than once or in mid-sentence."""
    if text.isupper():
        return frozenset()
    inner = re.findall(r"(?<=[a-z,;] )[A-Z][a-z'’-]{2,}", text)
    return frozenset(plain(name) for name in inner if is_name(name))
