"""Finds people written as initials: "T.B.", "initials KT", "the plan for JB and RB"."""

import re
from collections.abc import Iterator

from knowledge.deidentify.lists import abbreviations, contacts, words
from knowledge.text import Span

_DOTTED = re.compile(r"(?<![\w.])(?:[A-Z]\.[ -]?(?:[OD]['’])?){1,3}[A-Z](?:-[A-Z])?\.(?![A-Za-z])")
# "T.B said": the last full stop is often left out.
_HALF_DOTTED = re.compile(r"(?<![\w.])(?:[A-Z]\.){1,2}(?:[OD]['’])?[A-Z](?![\w.])(?=['’]s| [a-z(]|[,;:)?]|$)")
_LOWER_DOTTED = re.compile(r"(?<![\w.])([a-z]\.){2}(?![\w.])")
_APART = re.compile(
    r"(?:^|[.!?\n] ?|(?<=[a-z]) )([A-Z] [A-Z])(?= (?:is|was|has|had|said|says|told|did|wants?|needs?|went)\b)"
)
_SPEAKING = re.compile(
    r"(?<![\w./&-])(?<!\b[Rr]e )[A-Z]-?[A-Z](?= (?:said|told|says|tells|thinks|feels|wants|disclosed|refused|cried"
    r"|has (?:asked|told|said|been|gone|not|disclosed|moved))\b|, \d{1,2}, )"
)
# "SK (yr 9)", "TM (14, M)".
_YEARED = re.compile(
    r"(?<![\w./&-])[A-Z]{2}(?= \((?:(?:yr|year|aged?|y) ?\d{1,2}\b|\d{1,2} ?(?:yrs?|y/?o|years?|mths|months)\b))"
)
_LOWER_O = re.compile(r"(?<![\w.])[a-z]\. ?[od]['’][a-z](?!\w)")
_ROLED = re.compile(
    r"\b(?:child|yp|young person|boy|girl|baby|mother|father|mum|dad|sibling|re)(?: |: | \()"
    r"([A-Z]{2})(?=\)| (?:is|was|has)\b|,|$)",
    re.IGNORECASE,
)
# "re KJ - dad turned up".
_HEADING = re.compile(r"^(?:re|reg|about|hi,? re)[: ]{1,2}(?-i:([A-Z]{2}))(?= ?[-:] )", re.IGNORECASE)
# "A.M and L.M": a short form beside initials is a person's as well.
_BESIDE = re.compile(r"(?:[A-Z]\.){1,2}[A-Z]\.?(?= ?(?:and|&|,|\+) ?((?:[A-Z]\.){1,2}[A-Z]\b))")

_SAID = re.compile(r"\binitials?\b(?: (?:are|is|of|,|:))?:? ?([A-Z]{2,3})\b(?!\.)")
# "S.I. 2013/706" is a statutory instrument.
_CITED = re.compile(r" ?(?:No\.? ?)?\d{4}")
_STAGES = frozenset("cp cin la pr plo dv da cse ed sen nd ip id ok no tv eh hp iq us".split())
_PAIR = re.compile(r"(?<![\w./&-])[A-Z]{2}(?:-[A-Z])?(?![\w/&-]|\.\w| ?[\d(\[])")
_LEADING = re.compile(r"(\w+)(?:[:,]? | \()$")
_LISTED = re.compile(r"([A-Z]{2}(?:-[A-Z])?)(?: and |, | & | or )$")
_LISTED_ON = re.compile(r"(?:,? and |, | & )[A-Z]{2}(?![\w/&-])")
_NEXT = re.compile(r"(?:['’]s)? ?(\w*)")
_NOT_INITIALS = frozenset(
    "eg ie am pm uk us usa nb dob cp cin lac iro gp hv sw la pr dv da cse cce fgm epo ico sgo plo lbp fgc nhs ni od"
    " pe re rip lado mash ehcp sen phd ba ma bsc msc qc kc hhj ag dl bs hn ps fao aka tbc tba asap".split()
)
# Two letters that stand for a thing, a body or a place.
_THINGS = frozenset(
    """
    ad ai am an as at bc be bp by ca cc cd ch ci co cp cs ct cv da db dc di dj dl do dr ds dv dx ec ed eg eh ei em
    en ep er et eu ex ey fa fc fe fg fm fp ft fu ga gb gm go gp gs hb hd he hi hl ho hp hq hr hs ht hv hw ia ic id
    ie if ii in io ip iq ir is it iv kg km ks la lb lo lp ls lt ma mc md me mh ml mm mo mp mr ms my na nb nd ne ng
    nh ni no np nr ns nw ny nz oc od oh ok om on op or os ot oz pa pb pc pd pe pf pg ph pi pl pm po pp pr ps pt pv
    pw qa qb qc ra rc rd re ri rm rp rs sa sc sd se sf sg sh si sm sn so sq ss st su sw ta tb tc td tm tn to tp ts
    tv uc ug uk un up ur us uv va vc ve vi vo vp vs wc we wi wk wp xl yc yj yo yp yr ys yt za
    """.split()
)
# Those who speak under two letters.
_SPEAKERS = frozenset(
    "la sw gp hv pa fc ro ta ht pc dc ds di ea tm sm mo fa bf gf mg pg ss yp hr pm it he we if so as or in me my ic"
    " ad cp ap dv da mh ld cc mp rn gc ci ct ot st ep sc ed us uk eu".split()
)
_AFTER = frozenset(
    """
    is was has had and or to in at on for with by from but who if when because said says told wants needs lives
    left went came will would can about after before that moved stayed seen not should does did may must ends end
    wont won cant dont don didn didnt doesn doesnt isnt wasnt hasnt keeps got gets goes ran told refuses refused
    starts today yesterday again last this now tonight alone x2 re as so sibs siblings just still until since
    """.split()
)


def initials(text: str) -> Iterator[Span]:
    """Spans of initials; two letters without full stops need a word before them that takes a person."""
    for pattern in (_DOTTED, _HALF_DOTTED):
        for match in pattern.finditer(text):
            if not (_is_short_form(match[0]) or _CITED.match(text, match.end())):
                yield Span(*match.span())
    for match in _BESIDE.finditer(text):
        if not _is_short_form(match[1]):
            yield Span(*match.span())
    for match in _LOWER_DOTTED.finditer(text):
        if not _is_short_form(match[0]) and _is_led(text[: match.start()]):
            yield Span(*match.span())
    yield from (Span(*match.span(1)) for match in _SAID.finditer(text))
    yield from (Span(*match.span()) for match in _LOWER_O.finditer(text))
    if not text.isupper():
        yield from _pairs(text)
        yield from _spoken_of(text)


def _is_short_form(letters: str) -> bool:
    low = re.sub(r"[. -]", "", letters).lower()
    return low in _NOT_INITIALS or (len(low) > 2 and low in abbreviations())


def _spoken_of(text: str) -> Iterator[Span]:
    """Two letters that speak, follow a role or stand apart where only a person can."""
    for match in _SPEAKING.finditer(text):
        if match[0].lower() not in _SPEAKERS | _NOT_INITIALS:
            yield Span(*match.span())
    for match in _YEARED.finditer(text):
        if not _is_thing(match[0]) and match[0].lower() not in _SPEAKERS:
            yield Span(*match.span())
    for match in _ROLED.finditer(text):
        if match[1].isupper() and match[1].lower() not in _SPEAKERS | _STAGES:
            yield Span(*match.span(1))
    for match in _HEADING.finditer(text):
        if not _is_thing(match[1]) and match[1].lower() not in _SPEAKERS | _STAGES:
            yield Span(*match.span(1))
    for match in _APART.finditer(text):
        yield Span(*match.span(1))


def _pairs(text: str) -> Iterator[Span]:
    found: set[int] = set()
    for match in _PAIR.finditer(text):
        listed = _LISTED.search(text[: match.start()])
        # "AB, CD and EF": between two people stands a third, whatever else the letters mean.
        among = listed and listed.start() in found and _LISTED_ON.match(text, match.end())
        if _is_thing(match[0]) and not among:
            continue
        owns = text.startswith(("'s ", "’s "), match.end())
        if (
            owns
            or (listed and listed.start() in found)
            or (_is_led(text[: match.start()]) and _is_left(text[match.end() :]))
        ):
            found.add(match.start())
            yield Span(*match.span())


def _is_thing(letters: str) -> bool:
    low = letters.lower()
    return low in _THINGS or low in abbreviations() or low in contacts() or "-" in low


def _is_led(before: str) -> bool:
    """After a family word or what takes a person."""
    leading = _LEADING.search(before)
    taking = (
        words("cues", "meeting")
        | words("cues", "kin")
        | {
            "for",
            "with",
            "about",
            "regarding",
            "of",
            "to",
            "that",
            "on",
            "by",
            "from",
            "between",
            "4",
            "w",
            "both",
            "re:",
            "does",
            "if",
            "when",
            "is",
            "has",
            "did",
            "can",
            "could",
            "should",
            "will",
            "may",
            "yp",
            "seen",
        }
    )
    return leading is not None and leading[1].lower() in taking


def _is_left(after: str) -> bool:
    """Before the end or a small word, not before a noun that the letters could describe."""
    following = _NEXT.match(after)
    return (
        following is None
        or after.startswith(("'s ", "’s "))
        or following[1].lower() in _AFTER | words("cues", "does") | {""}
    )
