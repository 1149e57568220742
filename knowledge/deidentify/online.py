"""Finds people on the internet: e-mail addresses, names on social media, profile pages, addresses of devices."""

import re
from collections.abc import Iterator

from knowledge.text import Span

# "@example . com", "@example[.]com": the dot spelt so that no machine makes a link of it.
_DOT = r"(?: ?\.(?=[\w-])| \. | ?[\[(] ?(?:\.|dot) ?[\])] ?)"
_EMAIL = re.compile(
    rf"(?<![\w.+-])(?:mailto:)?[\w.+'’-]+@[\w-]+(?:{_DOT}[\w-]+|,(?:com?|net|org)\b(?:[.,]uk\b)?)*", re.IGNORECASE
)
_ENDING = r"(?:com|net|org|info|uk|ie|eu|pl|ro|lt|lv|bg|hu|cz|sk|de|fr|es|it|pt|ng|pk|in|me|co|io|example)\b"
_EMAIL_SAID = re.compile(
    r"(?<![\w.+-])[\w+-]+(?:(?:\.| dot | ?[\[(]dot[\])] ?)[\w+-]+){0,3} ?(?: at |[\[(] ?(?:at|@) ?[\])]|@) ?"
    r"[\w-]+(?: dot [a-z]{2,10}|(?: ?\( ?(?:dot|\.) ?\) ?| ?\[ ?dot ?\] ?)[a-z]{2,10}){1,3}\b"
    r"|(?<![\w.+-])[\w.+-]+ ?[\[(] ?(?:at|@) ?[\])] ?[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w.+-])[\w+-]*[\d_.][\w.+-]* at [\w-]+\.(?:com|co\.uk|org|net|example)\b|[\w.+-]+ @ [\w-]+(?:\.[\w-]+)+"
    rf"|[\w.+-]+ @[\w-]+(?:\.[\w-]+)*\.{_ENDING}|[\w.+-]+@ [\w-]+(?:\.[\w-]+)*\.{_ENDING}",
    re.IGNORECASE,
)
# "email jade 92@...": a gap typed by mistake.
_EMAIL_GAPPED = re.compile(r"(?<=mail )[\w.+-]*[a-z]{3,} [\d_.][\w.+-]*@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
# Letter boxes of bodies, not of people.
_BOX = re.compile(
    r"(?:safeguarding|duty|info|mash|enquir\w+|admin|contact|office|help\w*|support|referrals?|complaints?|foi|edt|hub"
    r"|first\.?contact|customer\w*|lado|iro|dpo|no-?reply|reception|team|press|media|mail|post)"
    r"(?:[._-]?(?:team|duty|hub|inbox|children|childrens|services?|referrals?|line|desk))?@",
    re.IGNORECASE,
)
_PLATFORM = (
    r"(?:insta(?:gram)?|snap ?(?:chat)?|tik ?tok|discord|xbox|gamer ?tag|psn|play ?station|roblox|fortnite|minecraft"
    r"|user ?names?|telegram|twitter|skype|only ?fans|facebook|fb|messenger|steam|kik|reddit|youtube|twitch"
    r"|screen ?name|handle|tinder|vinted|whats ?app|signal)"
)
_HANDLE = r"@?[A-Za-z][\w.:#-]*\w"
_NAMED = re.compile(
    rf"\b{_PLATFORM}\b[ ,:=-]*(?:(?:user|name|username|id|is|account|acc|called|as|gamertag|tag|handle|profile|on"
    rf"|its|it['’]s|under)\b[ :=-]*){{0,3}}(?-i:({_HANDLE}))",
    re.IGNORECASE,
)
_TAG_APART = re.compile(
    r"(?<!\w)(?:xX|Xx|XX)[ _]\w+(?:[ _]\w+)?[ _](?:xX|Xx|XX)(?:[ _]?\d{1,4})?(?!\w)"
    r"|(?<=(?i:gamertag) )(?:[A-Za-z]\w* ){1,2}\d{1,4}(?!\w)"
)
_AT = re.compile(r"(?<![\w.@/])@[A-Za-z_][\w.]{2,30}\b")
_ODD = re.compile(r"[\d_#]|\w\.\w|:")
_URL = re.compile(r"(?<![\w@.])(?:https?://|www\.)?((?:[\w-]+\.)+[a-z]{2,10})(?::\d+)?/([^\s<>\"')\]]+)", re.IGNORECASE)
_SOCIAL = re.compile(
    r"(?:^|\.)(?:facebook|fb|instagram|tiktok|snapchat|twitter|x|linkedin|youtube|onlyfans|t|twitch|reddit|pinterest|vk)"
    r"\.(?:com|me|tv)$",
    re.IGNORECASE,
)
_PUBLIC_HOST = re.compile(
    r"(?:^|\.)(?:gov\.uk|nhs\.uk|police\.uk|ac\.uk|org\.uk|parliament\.uk|judiciary\.uk|gov\.wales|gov\.scot"
    r"|proceduresonline\.com|bailii\.org|bbc\.co\.uk)$",
    re.IGNORECASE,
)
_OF_A_CASE = re.compile(
    r"(?:^|/)(?:cases?|child(?:ren)?|persons?|people|clients?|users?|profiles?|records?)[/=][^/]*\d{4}", re.IGNORECASE
)
_IP4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)")
_IP_CUE = re.compile(r"\bip\b", re.IGNORECASE)
_IP6 = re.compile(
    r"(?<![\w:])(?=[\da-f:]*(?:::|(?:[\da-f]+:){7}))[\da-f]{1,4}(?:::?[\da-f]{1,4}){1,7}(?![\w:])", re.IGNORECASE
)
_MAC = re.compile(r"(?<![\w:-])(?:[\da-f]{2}[:-]){5}[\da-f]{2}(?![\w:-])", re.IGNORECASE)
_IMEI = re.compile(r"\b(?:imei|serial)(?: ?(?:no|number))?\b[ :.]*(\d{14,16})\b", re.IGNORECASE)


def emails(text: str) -> Iterator[Span]:
    """Spans of people's e-mail addresses, written out or not; letter boxes of teams stay."""
    if "@" in text:
        yield from (Span(*match.span()) for match in _EMAIL_GAPPED.finditer(text))
        for match in _EMAIL.finditer(text):
            if not _BOX.match(match[0]):
                yield Span(*match.span())
    if re.search(r"@| at |[\[(] ?at ?[\])]", text, re.IGNORECASE):
        yield from (Span(*match.span()) for match in _EMAIL_SAID.finditer(text))


def online_names(text: str) -> Iterator[Span]:
    """Spans of names on social media, of pages about a person and of devices."""
    yield from _pages(text)
    yield from (Span(*match.span()) for match in _TAG_APART.finditer(text))
    for match in _NAMED.finditer(text):
        if match[1].startswith("@") or (_ODD.search(match[1]) and re.search(r"[A-Za-z]{2}", match[1])):
            yield Span(*match.span(1))
    yield from (Span(*match.span()) for match in _AT.finditer(text) if _ODD.search(match[0]))
    yield from _devices(text)


def _pages(text: str) -> Iterator[Span]:
    if "/" in text:
        for match in _URL.finditer(text):
            if _SOCIAL.search(match[1]) or not _PUBLIC_HOST.search(match[1]) or _OF_A_CASE.search(match[2]):
                yield Span(match.start(), match.end() - len(match[0]) + len(match[0].rstrip(".,;?")))


def _devices(text: str) -> Iterator[Span]:
    for match in _IP4.finditer(text):
        parts = [int(part) for part in match[0].split(".")]
        if max(parts) < 256 and (max(parts) > 99 or _IP_CUE.search(text)):
            yield Span(*match.span())
    yield from (Span(*match.span()) for match in _IP6.finditer(text))
    yield from (Span(*match.span()) for match in _MAC.finditer(text))
    yield from (Span(*match.span(1)) for match in _IMEI.finditer(text))
