"""A report as one HTML page: no network, no script; for a phone first, and for paper."""

import base64
import hashlib
import sys
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import resources
from string import Template

from bot.checked import Checked
from bot.render.beside_words import clock_line, reading_lines
from bot.render.html_marks import in_context, marked, marks_of, place_id
from bot.render.wording import (
    CLOSING,
    GAPS,
    HEADINGS,
    WHOLE,
    LinkOf,
    alike,
    by_when,
    capital,
    category_name,
    dated,
    kind_name,
    left_out,
    one_line,
    plural,
    tally,
    unseen,
)
from knowledge.plans.report import Finding, MatrixRow, Report
from knowledge.text import Span


def html_page(checked: Checked, link: LinkOf) -> str:
    """The matrix, the findings, the marked draft and what was not seen."""
    style = _resource("report_page.css")
    return Template(_resource("report_page.html")).substitute(
        style=style,
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        **report_parts(checked, link),
    )


@dataclass(frozen=True, slots=True)
class Most:
    """How much of a report a page shows: findings, places of each, rows of the matrix, characters of the draft."""

    findings: int
    places: int
    rows: int
    characters: int


ALL = Most(sys.maxsize, sys.maxsize, sys.maxsize, sys.maxsize)


def report_parts(checked: Checked, link: LinkOf, most: Most = ALL) -> dict[str, str]:
    """The parts of a report as HTML, every word of the draft escaped, for any page that shows one.

    ``fewer`` says what ``most`` leaves out; it is empty where everything is there.
    """
    report, text = checked.report, checked.text
    every = alike(report.findings)
    groups, part = every[: most.findings], _beginning(text, most.characters)
    marks = tuple(mark for mark in marks_of(_first_places(groups, most), text) if mark.span.end <= len(part))
    about = f"{capital(kind_name(report.kind))}, {dated(report)}, {plural(report.rules_run, 'check')} run."
    return {
        "title": escape(f"Draft check: {report.doc}"),
        "name": escape(report.doc),
        "about": escape(about),
        "tally": escape(tally(report)),
        "matrix": _matrix(report, text, most),
        "findings": _findings(groups, text, link, most, {mark.id for mark in marks}),
        "draft": f'<div class="paper">{"".join(marked(part, marks))}</div>',
        "fewer": escape(_fewer(report, every, part, text, most)),
        "beside": _beside(report, text),
        "unseen": _list(unseen(report)),
        "left_out": _left_out(report),
        "closing": escape(CLOSING),
    }


def _first_places(groups: list[list[Finding]], most: Most) -> list[list[Finding]]:
    return [group[: most.places] for group in groups]


def _beginning(text: str, characters: int) -> str:
    """The text to the end of the last line that fits; all of a first line that does not."""
    if len(text) <= characters:
        return text
    end = text.rfind("\n", 0, characters + 1)
    return text[: end if end > 0 else characters]


def _fewer(report: Report, groups: list[list[Finding]], part: str, text: str, most: Most) -> str:
    cut = []
    if len(groups) > most.findings:
        cut.append(f"{most.findings} of {len(groups)} findings")
    if any(len(group) > most.places for group in groups[: most.findings]):
        cut.append(f"{most.places} places of each finding")
    if len(report.matrix) > most.rows:
        cut.append(f"{most.rows} of {len(report.matrix)} risks")
    if len(part) < len(text):
        cut.append(f"{max(1, 100 * len(part) // len(text))}% of the draft")
    return f"This page shows the first {'; '.join(cut)}." if cut else ""


@cache
def _resource(name: str) -> str:
    return (resources.files("bot.render") / name).read_text(encoding="utf-8")


# -- the matrix ------------------------------------------------------------------------------


def _matrix(report: Report, text: str, most: Most) -> str:
    if not report.matrix:
        return "<p>No risks were found in the words of this draft. That is not a finding that there are none.</p>"
    heads = "".join(f'<th scope="col" role="columnheader">{head}</th>' for head in HEADINGS)
    rows = "".join(_row(row, report, text) for row in report.matrix[: most.rows])
    return (
        f'<table role="table" aria-labelledby="matrix-title"><thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table>'
    )


def _row(row: MatrixRow, report: Report, text: str) -> str:
    timescale, remark = by_when(row, report)
    words = (
        _words(row.action, text),
        row.owner,
        timescale,
        _words(row.how_we_will_know, text),
        _words(row.if_not, text),
    )
    remarks = ("", "", remark, "", "")
    cells = (_cell(*parts) for parts in zip(HEADINGS[1:], words, GAPS, remarks, strict=True))
    risk = f"<b>{escape(category_name(row.category))}</b> {escape(one_line(row.risk, text))}"
    return f'<tr role="row"><th scope="row" role="rowheader">{risk}</th>{"".join(cells)}</tr>'


def _words(span: Span | None, text: str) -> str | None:
    return one_line(span, text) if span else None


def _cell(head: str, words: str | None, gap: str, remark: str) -> str:
    inside, look = escape(words or ""), ""
    if not words:
        inside, look = f"<strong>Gap:</strong> {gap}", ' class="gap"'
    elif remark:
        inside, look = f"{inside} <strong>({remark})</strong>", ' class="weak"'
    return f'<td role="cell" data-label="{head}"{look}>{inside}</td>'


# -- the findings ----------------------------------------------------------------------------


def _findings(groups: list[list[Finding]], text: str, link: LinkOf, most: Most, places: AbstractSet[str]) -> str:
    if not groups:
        return "<p>Nothing was found. That is not a finding that the plan is safe or complete.</p>"
    items = "".join(_card(number, group, text, link, most, places) for number, group in enumerate(groups, start=1))
    together = "<p>Findings that say the same are listed together.</p>" if any(len(one) > 1 for one in groups) else ""
    return f'{together}<ol class="cards">{items}</ol>'


def _card(number: int, group: list[Finding], text: str, link: LinkOf, most: Most, shown: AbstractSet[str]) -> str:
    finding, severity = group[0], group[0].severity.value
    places = "".join(
        _place(place_id(number, part), one, text, shown) for part, one in enumerate(group[: most.places], 1)
    )
    more = f"<li>and {len(group) - most.places} more places</li>" if len(group) > most.places else ""
    why = "; ".join(_source(label, link(label)) for label in finding.why)
    return (
        f'<li id="finding-{number}" class="{severity}">'
        f'<h3>{number}. <span class="severity">{severity.capitalize()}</span> {escape(finding.message)}</h3>'
        f'<ul class="places">{places}{more}</ul>'
        f"<p><b>Better, for example:</b> {escape(finding.better)}</p>"
        f"<p><b>Why it matters:</b> {why}</p>"
        f'<p class="check">Check {escape(finding.rule)}</p></li>'
    )


def _place(place: str, finding: Finding, text: str, shown: AbstractSet[str]) -> str:
    if not finding.span:
        return f"<li>{WHOLE}</li>"
    if place not in shown:
        return f"<li>{in_context(text, finding.span)}</li>"
    _, number, part = place.split("-")
    return (
        f'<li>{in_context(text, finding.span)} <a class="show" href="#{place}"'
        f' aria-label="Show in the draft: finding {number}, place {part}">Show in the draft</a></li>'
    )


def _source(label: str, address: str) -> str:
    """A citation, with a link only to an ordinary web address."""
    if not address.startswith(("https://", "http://")):
        return escape(label)
    return f'<a href="{escape(address)}" rel="noopener noreferrer">{escape(label)}</a>'


# -- the rest --------------------------------------------------------------------------------


def _list(notes: tuple[str, ...]) -> str:
    return f"<ul>{''.join(_items(notes))}</ul>"


def _items(notes: tuple[str, ...]) -> Iterator[str]:
    return (f"<li>{escape(note)}</li>" for note in notes)


def _beside(report: Report, text: str) -> str:
    """Clocks and what parents must understand, each a section; nothing where there is nothing to say."""
    clocks = tuple(clock_line(row, text) for row in report.clocks)
    reading = tuple(reading_lines(report.reading, text)) if report.reading else ()
    return _section("clocks", "Clocks", clocks) + _section("plain", "What parents must understand", reading)


def _section(name: str, title: str, lines: tuple[str, ...]) -> str:
    if not lines:
        return ""
    return f'<section aria-labelledby="{name}-title"><h2 id="{name}-title">{title}</h2>{_list(lines)}</section>'


def _left_out(report: Report) -> str:
    notes = left_out(report)
    if not notes:
        return ""
    return (
        '<section aria-labelledby="left-out-title"><h2 id="left-out-title">Left out by local choice</h2>'
        f"{_list(notes)}</section>"
    )
