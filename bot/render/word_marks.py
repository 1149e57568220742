"""Puts comments at places of a Word document; runs are split with their look, and nothing else changes."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from copy import deepcopy
from itertools import pairwise
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from bot.render.word_places import BOX, P, Place, paragraph_of

AUTHOR, INITIALS = "Practice Guidance Bot", "PGB"
_RUN, _LOOK, _CONTROL = qn("w:r"), qn("w:rPr"), qn("w:sdt")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# Between a paragraph and its runs, these may hold the two ends of a comment.
_OPEN = frozenset(qn(f"w:{name}") for name in "ins moveTo hyperlink smartTag customXml fldSimple".split())


def comment_at(document: Any, remarks: Sequence[tuple[Place, str]]) -> None:
    """A comment for each remark; every cut is made before any comment is placed, so that places stay true."""
    starts, ends = _cut([place for place, _ in remarks])
    for place, words in remarks:
        first = _anchor(starts[id(place.first), place.start])
        last = _anchor(ends[id(place.last), place.end])
        number = _new_comment(document, words)
        first.addprevious(_mark("commentRangeStart", number))
        _in_paragraph(last).addnext(_reference(number))
        last.addnext(_mark("commentRangeEnd", number))


def comment_at_start(document: Any, words: str) -> None:
    """A comment at the start of the document's first paragraph."""
    number = _new_comment(document, words)
    paragraph = _first_paragraph(document)
    look = paragraph.find(qn("w:pPr"))
    place = 0 if look is None else paragraph.index(look) + 1
    marks = (_mark("commentRangeStart", number), _mark("commentRangeEnd", number), _reference(number))
    for step, mark in enumerate(marks):
        paragraph.insert(place + step, mark)


def _first_paragraph(document: Any) -> Any:
    """The first that is not in a form's field or a text box, where Word keeps no comments."""
    paragraphs = list(document.element.body.iter(P)) or [document.add_paragraph()._p]  # noqa: SLF001
    closed = {_CONTROL, BOX}
    return next((one for one in paragraphs if not closed & {up.tag for up in one.iterancestors()}), paragraphs[0])


def _cut(places: Sequence[Place]) -> tuple[dict[tuple[int, int], Any], dict[tuple[int, int], Any]]:
    """Splits elements where places start and end; the element that then starts, and that ends, at each cut."""
    nodes: dict[int, Any] = {}
    cuts: dict[int, set[int]] = defaultdict(set)
    for place in places:
        for node, index in ((place.first, place.start), (place.last, place.end)):
            nodes[id(node)] = node
            cuts[id(node)].add(index)
    starts: dict[tuple[int, int], Any] = {}
    ends: dict[tuple[int, int], Any] = {}
    for key, node in nodes.items():
        inner = []
        if _may_split(node):
            _set_apart(node, cuts[key])
            inner = sorted(cuts[key] - {0, len(node.text)})
        parts = _split(node, inner)
        for index in cuts[key]:
            starts[key, index] = parts[inner.index(index) + 1] if index in inner else parts[0]
            ends[key, index] = parts[inner.index(index)] if index in inner else parts[-1]
    return starts, ends


def _may_split(node: Any) -> bool:
    return node.getparent().tag == _RUN and _anchor(node) is node.getparent()


def _split(node: Any, cuts: Sequence[int]) -> list[Any]:
    """The element and the new ones after it, each in a run of its own with the same look."""
    words, parts = node.text, [node]
    for start, end in pairwise((*cuts, len(words))):
        made = OxmlElement("w:t")
        made.text = words[start:end]
        made.set(_SPACE, "preserve")
        parts[-1].addnext(made)
        _run_from(made)
        parts.append(made)
    if cuts:
        node.text = words[: cuts[0]]
        node.set(_SPACE, "preserve")
    return parts


def _set_apart(node: Any, cuts: set[int]) -> None:
    """Where a place starts or ends at an edge of this element, what shares its run goes into other runs."""
    before = node.getprevious()
    if 0 in cuts and before is not None and before.tag != _LOOK:
        _run_from(node)
    if len(node.text) in cuts and node.getnext() is not None:
        _run_from(node.getnext())


def _run_from(child: Any) -> None:
    """A new run with the same look, which takes this child of a run and what follows it."""
    run = child.getparent()
    after = run.makeelement(run.tag, dict(run.attrib))
    look = run.find(_LOOK)
    if look is not None:
        after.append(deepcopy(look))
    for moved in (child, *child.itersiblings()):
        after.append(moved)
    run.addnext(after)


def _anchor(node: Any) -> Any:
    """The run of an element, or the paragraph's own child around it where comments may not go inside."""
    paragraph = paragraph_of(node)
    run = next((up for up in node.iterancestors(_RUN)), None)
    between = [] if run is None else [up.tag for up in _up_to(run, paragraph)]
    return run if run is not None and _OPEN.issuperset(between) else _in_paragraph(node)


def _up_to(node: Any, end: Any) -> Iterator[Any]:
    for up in node.iterancestors():
        if up is end:
            return
        yield up


def _in_paragraph(node: Any) -> Any:
    """The child of the paragraph that holds this element."""
    paragraph = paragraph_of(node)
    return node if node.getparent() is paragraph else list(_up_to(node, paragraph))[-1]


def _new_comment(document: Any, words: str) -> int:
    return int(document.comments.add_comment(words, AUTHOR, INITIALS).comment_id)


def _mark(name: str, number: int) -> Any:
    return OxmlElement(f"w:{name}", attrs={qn("w:id"): str(number)})


def _reference(number: int) -> Any:
    run = OxmlElement("w:r")
    run.get_or_add_rPr().style = "CommentReference"
    run.append(_mark("commentReference", number))
    return run
