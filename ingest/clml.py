"""Crown Legislation Markup Language, whole or in fragments, to provisions."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from ingest.clml_text import clause_of, line_of, local, number_of, title_of
from ingest.dates import iso_date, today
from ingest.instruments import Instrument, instrument_at, status_of
from ingest.provisions import Clause, Provision, is_empty
from knowledge.errors import SourceError

_INHERITED = ("RestrictExtent", "RestrictStartDate", "RestrictEndDate", "Status")
_GROUPS = frozenset(
    {"Part", "Chapter", "Pblock", "PsubBlock", "EUPart", "EUTitle", "EUChapter", "EUSection", "Division"}
)
_SKIPPED = frozenset(
    {
        "Metadata", "PrimaryPrelims", "SecondaryPrelims", "EUPrelims", "Contents", "Commentaries", "Versions",
        "Footnotes", "MarginNotes", "Resources", "ExplanatoryNotes", "EarlierOrders", "SignedSection", "Title",
        "Number", "TitleBlock", "Reference", "Subtitle", "CommentaryRef",
    }
)  # fmt: skip
_PLACE = re.compile(
    r"^(?P<schedule>schedule(?:-(?P<which>[A-Z]?\d+[A-Za-z]*))?-(?:.*-)?)?"
    r"(?P<unit>section|regulation|article|rule|paragraph)-(?P<number>[0-9A-Za-z]+)(?:-(?P<within>[\w-]+))?$"
)
# Where an enactment starts: s 1, reg 1, or A1 where it was put before the first.
_FIRST = re.compile(r"^\w+ A?1$")
_DEEPEST = 90
_UNITS = {"section": "s", "regulation": "reg", "article": "art", "rule": "r", "paragraph": "para"}


@dataclass(frozen=True, slots=True)
class Enactment:
    """What a CLML file holds: the instrument, its provisions in order, and notes on what is not in them."""

    instrument: Instrument
    provisions: tuple[Provision, ...]
    notes: tuple[str, ...]

    @property
    def part(self) -> str:
        """The provisions that are held, ``reg 24`` or ``s 17 to s 23``; nothing for the whole enactment."""
        names = tuple(dict.fromkeys(provision.locator for provision in self.provisions))
        begins = bool(_FIRST.search(names[0]))
        if begins and len(names) > 1 and not self.instrument.place:
            return ""
        return names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"


@dataclass(frozen=True, slots=True)
class _Context:
    """Where the walk is: headings above, attributes that are inherited, and the schedule."""

    instrument: Instrument
    versions: Mapping[str, Any]
    today: date
    trail: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    above: str = ""
    title: str = ""

    def at(self, node: Any) -> "_Context":
        """The context inside a node: nearer attributes win."""
        own = {name: node.get(name) for name in (*_INHERITED, "DocumentURI") if node.get(name)}
        return replace(self, attributes={**self.attributes, **own})


def read_clml(data: bytes, name: str) -> Enactment:
    """The provisions of a CLML file; raises ``SourceError`` for XML that is broken or not to be trusted."""
    root = safe_tree(data, name)
    instrument = _instrument(root)
    versions = {version.get("id"): version for version in _all(root, "Version") if version.get("id")}
    provisions = tuple(_walk(root, _Context(instrument, versions, today()).at(root)))
    if not provisions:
        raise SourceError(f"{name} holds no section, regulation or schedule.", "Give the full text, not its contents.")
    return Enactment(instrument, provisions, tuple(_notes(root, provisions)))


def safe_tree(data: bytes, name: str) -> Any:
    """The root element of XML without entities, DTD or network; raises ``SourceError`` otherwise."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser=parser)
    except (etree.XMLSyntaxError, ValueError):
        raise SourceError(f"{name} is not well-formed XML.", "Fetch it again.") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise SourceError(f"{name} declares a document type or entities, which are not accepted.", "Remove them.")
    if too_deep(root):
        raise SourceError(f"{name} is nested too deep to be a law.", "Fetch it again.")
    return root


def too_deep(root: Any) -> bool:
    """Whether elements stand inside one another further than any law needs."""
    level, nodes = 0, [root]
    while nodes and level <= _DEEPEST:
        nodes = [child for node in nodes for child in node]
        level += 1
    return bool(nodes)


def looks_like_clml(data: bytes) -> bool:
    """Whether bytes start as XML of the kind legislation.gov.uk publishes."""
    head = data[:4000].lstrip(b"\xef\xbb\xbf \r\n\t")
    named = re.search(
        rb"<(?:Legislation|EURetained|P[1-7](?:group)?|Pblock|PsubBlock|Part|Chapter|Schedule|Body)[\s>]", head
    )
    return head.startswith(b"<") and named is not None


def _all(root: Any, name: str) -> Iterator[Any]:
    return (node for node in root.iter() if local(node) == name)


def _instrument(root: Any) -> Instrument:
    addresses = (node.get(key) for node in root.iter() for key in ("DocumentURI", "IdURI") if node.get(key))
    title = next((line_of(node) for node in _all(root, "title")), "")
    return instrument_at(next(addresses, ""), title)


# -- the walk --------------------------------------------------------------------------------


def _walk(node: Any, context: _Context) -> Iterator[Provision]:
    name = local(node)
    if name in _SKIPPED or not name:
        return
    context = context.at(node)
    if re.fullmatch(r"P\d?", name):
        yield from _provision(node, context)
    elif name in {"Tabular", "Text", "BlockText"}:
        yield from _loose(node, context)
    else:
        yield from _inside(node, _below(node, name, context))
    yield from _other_versions(node, context)


def _inside(node: Any, context: _Context) -> Iterator[Provision]:
    for child in node:
        yield from _walk(child, context)


def _other_versions(node: Any, context: _Context) -> Iterator[Provision]:
    """The same place as it reads elsewhere (Wales) or later: kept apart by its own attributes."""
    for key in (node.get("AltVersionRefs") or "").split():
        if key in context.versions:
            yield from _inside(context.versions[key], context)


def _below(node: Any, name: str, context: _Context) -> _Context:
    heading = title_of(node)
    if name in _GROUPS:
        return replace(context, trail=(*context.trail, heading) if heading else context.trail, title="")
    if name in {"Schedule", "Appendix"}:
        return replace(context, trail=(heading,), above=_schedule(node), title="")
    return replace(context, title=heading) if name == "P1group" else context


def _schedule(node: Any) -> str:
    number = re.search(r"\b[A-Z]?\d+[A-Z]*\b", number_of(node) or node.get("id", "").replace("schedule-", ""))
    return f"Sch {number[0]}" if number else "Sch"


def _provision(node: Any, context: _Context) -> Iterator[Provision]:
    """The provision of a numbered paragraph; words before the first number (an enacting formula) are none."""
    clause = clause_of(node)
    above, name, within = _place(node, context, clause)
    if not above and not name:
        return
    yield Provision(
        name=name,
        clause=replace(clause, number=clause.number if within else ""),
        title=context.title,
        trail=context.trail,
        status=status_of(context.attributes, context.instrument, context.today),
        as_at=iso_date(context.attributes.get("RestrictStartDate")),
        url=_address(node),
        above=above,
        within=within,
    )


def _loose(node: Any, context: _Context) -> Iterator[Provision]:
    """Words and tables that stand outside any numbered provision, as in a schedule."""
    if not context.above:
        return
    wrapped = clause_of(node)
    status = status_of(context.attributes, context.instrument, context.today)
    yield Provision("", wrapped, context.title, context.trail, status, above=context.above)


def _place(node: Any, context: _Context, clause: Clause) -> tuple[str, str, tuple[str, ...]]:
    """The schedule, the provision and what is inside it that a node stands for."""
    match = _PLACE.match(node.get("id", ""))
    above = context.above
    if match and match["schedule"] and not above:
        above = f"Sch {match['which']}" if match["which"] else "Sch"
    if match and match["within"]:
        return above, f"{_UNITS[match['unit']]} {match['number']}", tuple(match["within"].split("-"))
    unit = _UNITS[match["unit"]] if match else ("para" if above else context.instrument.unit)
    number = clause.number or (match["number"] if match else "")
    return above, f"{unit} {number}" if number else "", ()


def _address(node: Any) -> str:
    address = node.get("DocumentURI") or node.get("IdURI") or ""
    return str(address).replace("http://", "https://", 1)


# -- notes -----------------------------------------------------------------------------------


def _notes(root: Any, provisions: tuple[Provision, ...]) -> Iterator[str]:
    changes = [node for node in _all(root, "UnappliedEffect") if node.get("RequiresApplied") != "false"]
    if changes:
        shown = "; ".join(dict.fromkeys(_change(node) for node in changes[:5]))
        more = " and more" if len(changes) > 5 else ""
        yield f"{len(changes)} changes by other legislation are not yet made in this text: {shown}{more}."
    gone = [provision.locator for provision in provisions if is_empty(provision.clause.text)]
    if gone:
        yield f"No words are left in {', '.join(gone[:20])}{' and others' if len(gone) > 20 else ''}."


def _change(node: Any) -> str:
    by = next((line_of(child) for child in node if local(child) == "AffectingTitle"), "") or node.get(
        "AffectingURI", ""
    )
    return " ".join(part for part in (node.get("AffectedProvisions"), node.get("Type"), by and f"by {by}") if part)
