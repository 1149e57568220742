"""The web pages of legislation.gov.uk to provisions, by the classes of its HTML."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ingest.clml import Enactment, too_deep
from ingest.dates import first_date, iso_date, today
from ingest.instruments import REPEALED, Instrument, instrument_at, status_of
from ingest.outline import DEFINITION, PROVISION, Outline, depth_of
from ingest.provisions import Provision
from knowledge.errors import SourceError

# What stands beside the law on a page: commentary, contents, notes and the site's own words.
_BESIDE = re.compile(
    r"\b(?:LegAnnotations?|LegCommentar(?:y|ies)\w*|LegFootnotes?|LegContents\w*|LegExpNote\w*|LegSigned\w*|"
    r"LegMarginNote\w*|LegArticleRef|LegPrelims?|LegLongTitle\w*|LegDate\w*|LegTopOfPage\w*)\b"
)
# Outermost ones only: a snippet may hold another.
_SNIPPETS = "//*[contains(@class, 'LegSnippet')][not(ancestor::*[contains(@class, 'LegSnippet')])]"
_SILENT = re.compile(
    r"\b(?:LegCommentaryLink|LegChangeDelimiter|LegExtentRestriction|LegAnchorID|LegFootnoteRef|btr)\b"
)
_DIVISIONS = ("LegPart", "LegChapter", "LegPblock", "LegPsubBlock", "LegCrossHeading")
_NUMBER = re.compile(r"\bLegS?[PN](?P<level>\d)No(?P<quoted>C\dAmend)?\b")
_TEXT_LEVEL = re.compile(r"\bLegS?P(?P<level>\d)(?:Para)?Text\b")
_IN_BRACKETS = re.compile(r"^[—\s]*\((?P<number>\d+[A-Z]*|[a-z]{1,5})\)\s*(?P<text>.*)", re.DOTALL)
_UNITS = {"section": "s", "regulation": "reg", "article": "art", "rule": "r", "paragraph": "para"}
_OUTSTANDING = re.compile(
    r"(?<!no known )outstanding changes|changes (?:that )?(?:have )?not (?:yet )?(?:been )?(?:made|applied)"
)


@dataclass(slots=True)
class _Page:
    """What has been read of a page so far."""

    instrument: Instrument
    attributes: dict[str, str]
    as_at: date | None
    address: str
    trail: list[tuple[int, str]] = field(default_factory=list)
    schedule: str = ""
    title: str = ""
    group: str = ""
    name: str = ""
    state: str = ""
    extent: str = ""
    outline: Outline | None = None
    done: list[Provision] = field(default_factory=list)


def read_page(data: bytes, name: str) -> Enactment:
    """The provisions of a page of legislation.gov.uk; raises ``SourceError`` for a page without any."""
    from lxml import html

    tree: Any = html.document_fromstring(data, parser=html.HTMLParser(recover=True, no_network=True, encoding="utf-8"))
    if too_deep(tree):
        raise SourceError(f"{name} is nested too deep to be a page of law.", "Save the page again.")
    words = " ".join(tree.text_content().split())
    address = _address(tree)
    instrument = instrument_at(address, _title(tree))
    page = _Page(instrument, {"DocumentURI": _as_made(address, words)}, _date(tree, words), address)
    for root in tree.xpath(_SNIPPETS) or [tree]:
        _walk(root, page)
    _finish(page)
    if not page.done:
        raise SourceError(f"{name} holds no section, regulation or schedule.", "Open the full text and save that page.")
    return Enactment(instrument, tuple(page.done), tuple(_notes(tree)))


def looks_like_page(data: bytes) -> bool:
    """Whether bytes are a saved page of legislation.gov.uk with law on it."""
    head = data[:500].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    return (
        head.startswith(b"<")
        and b"<html" in data[:3000].lower()
        and re.search(rb"LegP1No|LegSnippet", data) is not None
    )


# -- what the page is ------------------------------------------------------------------------


def _address(tree: Any) -> str:
    links = tree.xpath("//link[@rel='canonical']/@href | //meta[@name='DC.identifier']/@content | //*[@about]/@about")
    found = [str(link) for link in links if "legislation.gov.uk" in link]
    return found[0].replace("http://", "https://", 1) if found else ""


def _title(tree: Any) -> str:
    titles = tree.xpath("//*[@id='pageTitle'] | //*[contains(@class, 'LegTitle')] | //title")
    words = next((" ".join(title.text_content().split()) for title in titles), "")
    return re.sub(r"\s*[|-]\s*Legislation\.gov\.uk$|^The (?=.+\d{4}$)", "", words)


def _as_made(address: str, words: str) -> str:
    original = "This is the original version" in words and not re.search(r"/(?:made|enacted)$", address)
    return f"{address}/made" if original else address


def _date(tree: Any, words: str) -> date | None:
    """The date of the version shown, else the date the page was last changed."""
    shown = re.search(
        r"(?:Point in time view as at|up to date with all changes known to be in force on or before)\s*(.{8,20})", words
    )
    modified = tree.xpath("//meta[@name='DC.Date.Modified' or @name='DC.date.modified']/@content")
    return (first_date(shown[1]) if shown else None) or iso_date(modified[0] if modified else "")


def _notes(tree: Any) -> Iterator[str]:
    """The site's notice of changes that its editors have not yet made, if the page shows one."""
    nodes = (node for node in tree.iter("p", "div", "span", "li"))
    notices = [words for node in nodes if _OUTSTANDING.search(words := " ".join(node.text_content().split()))]
    if notices:
        yield f"The publisher says that changes are outstanding: {min(notices, key=len)[:300]}"


# -- the walk --------------------------------------------------------------------------------


def _walk(node: Any, page: _Page) -> None:
    if not isinstance(node.tag, str) or _BESIDE.search(_classes(node)) or node.tag in {"script", "style", "nav"}:
        return
    if re.fullmatch(r"h[1-6]", node.tag):
        _heading(node, page)
    elif node.tag in {"p", "tr"} or (node.tag in {"li", "dd", "dt"} and not node.xpath(".//p|.//li|.//table")):
        _paragraph(node, page)
    else:
        for child in node:
            _walk(child, page)


def _classes(node: Any) -> str:
    return str(node.get("class") or "")


def _words(node: Any, without: tuple[Any, ...] = ()) -> str:
    return " ".join("".join(_pieces(node, without)).split())


def _pieces(node: Any, without: tuple[Any, ...]) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        if isinstance(child.tag, str) and child not in without and not _SILENT.search(_classes(child)):
            yield from _pieces(child, without)
        yield child.tail or ""


def _numbers(node: Any) -> tuple[Any, ...]:
    return tuple(child for child in node.iter() if isinstance(child.tag, str) and _NUMBER.search(_classes(child)))


def _heading(node: Any, page: _Page) -> None:
    classes = " ".join((_classes(node), *(_classes(child) for child in node.iter() if isinstance(child.tag, str))))
    if "Amend" in classes:
        _more(page, _words(node))
        return
    numbers = _numbers(node)
    text = _words(node, numbers)
    if "LegSchedule" in classes:
        _schedule(page, _words(node))
    elif re.search(r"\bLegS?P2GroupTitle", classes):
        page.group = text
    elif numbers or re.search(r"\bLegS?P1Group", classes):
        _provision_title(page, node, text, numbers)
    else:
        level = next((place for place, name in enumerate(_DIVISIONS) if name in classes), None)
        if level is not None:
            _finish(page)
            page.trail = [part for part in page.trail if part[0] < level] + [(level, text)]


def _schedule(page: _Page, text: str) -> None:
    _finish(page)
    number = re.search(r"SCHEDULE\s*([A-Z]?\d+[A-Z]*)", text, re.IGNORECASE)
    page.schedule = f"Sch {number[1]}" if number else "Sch"
    page.trail, page.title = [(-1, text)], ""


def _provision_title(page: _Page, node: Any, text: str, numbers: tuple[Any, ...]) -> None:
    """The title of a provision; in Acts its number stands in the same heading."""
    _finish(page)
    page.title, page.group = text.rstrip("."), ""
    restriction = node.xpath(".//*[contains(@class, 'LegExtentRestriction')]")
    page.extent = re.sub(r"[^A-Z+.]", "", restriction[0].text_content()) if restriction else ""
    page.state = "Prospective" if re.search("prospective", _words(node) + _classes(node), re.IGNORECASE) else ""
    if numbers:
        _begin(page, numbers[0])


def _begin(page: _Page, number: Any) -> None:
    _finish(page)
    anchor = number.get("id") or ""
    unit = next((short for word, short in _UNITS.items() if f"{word}-" in anchor.rpartition("schedule")[2]), "")
    printed = re.search(r"\d+[A-Z]*", _words(number))
    default = "para" if page.schedule else page.instrument.unit
    page.name = f"{unit or default} {printed[0] if printed else ''}".strip()
    page.outline = Outline()


def _paragraph(node: Any, page: _Page) -> None:
    text = " | ".join(_words(cell) for cell in node) if node.tag == "tr" else _words(node)
    quoted = "Amend" in " ".join(
        (_classes(node), *(_classes(child) for child in node.iter() if isinstance(child.tag, str)))
    )
    numbers = _numbers(node)
    if not text:
        return
    if quoted or (not numbers and page.outline is None):
        _more(page, text)
    elif numbers:
        _numbered(page, numbers, _words(node, numbers))
    else:
        _unnumbered(page, node, text)


def _numbered(page: _Page, numbers: tuple[Any, ...], text: str) -> None:
    """A paragraph that starts with its number, or with those of all the levels it opens."""
    for number in numbers:
        level = int(_level(number))
        if level == 1:
            _begin(page, number)
        elif page.outline is not None:
            page.outline.start(level, _words(number).strip("(). "), "", page.group)
    _opened(page, text)


def _level(number: Any) -> str:
    match = _NUMBER.search(_classes(number))
    return match["level"] if match else "1"


def _opened(page: _Page, text: str) -> None:
    """The words after a number; in instruments they may open paragraph (1) at once: ``—(1)``."""
    if page.outline is None:
        return
    match = _IN_BRACKETS.match(text) if page.outline.depth == PROVISION else None
    if match:
        page.outline.start(depth_of(match["number"], page.outline), match["number"], match["text"], page.group)
    elif text:
        page.outline.go_on(re.sub(r"^\s*[.—]\s*(?=\w)", "", text))


def _unnumbered(page: _Page, node: Any, text: str) -> None:
    """A printed number in the words, a definition, or the words that close a list."""
    outline = page.outline
    if outline is None:
        return
    match, level = _IN_BRACKETS.match(text), _TEXT_LEVEL.search(_classes(node))
    if match and ("ParaText" in _classes(node) or node.xpath("ancestor-or-self::li")):
        outline.start(depth_of(match["number"], outline), match["number"], match["text"], page.group)
    elif node.tag == "tr" or text.startswith("“") or "LegListText" in _classes(node):
        outline.start(DEFINITION, "", text)
    else:
        outline.go_on(text, float(level["level"]) if level else None, "\n")


def _more(page: _Page, text: str) -> None:
    if page.outline is not None and text:
        page.outline.go_on(text, between="\n")


def _finish(page: _Page) -> None:
    if page.outline is None:
        return
    attributes = {**page.attributes, "RestrictExtent": page.extent, "Status": page.state}
    repealed = re.search(r"\((?:repealed|revoked)\)", page.title, re.IGNORECASE)
    page.done.append(
        Provision(
            name=page.name,
            clause=page.outline.clause(),
            title=page.title,
            trail=tuple(text for _, text in page.trail),
            status=REPEALED if repealed else status_of(attributes, page.instrument, today()),
            as_at=page.as_at,
            url=page.address,
            above=page.schedule,
        )
    )
    page.outline = None
