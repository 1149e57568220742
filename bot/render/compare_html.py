"""A comparison as one HTML page: no network, no script; a table a state."""

import base64
import hashlib
from html import escape
from importlib import resources
from string import Template

from bot.comparing import Pair
from bot.render.compare_words import CLOSING, HEADINGS, TITLES, counted
from bot.render.wording import kind_name, one_line
from knowledge.plans.compare.model import Line, State


def compare_page(pair: Pair) -> str:
    """The whole page."""
    style = _resource("report_page.css")
    return Template(_resource("compare_page.html")).substitute(
        style=style,
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        **compare_parts(pair),
    )


def compare_parts(pair: Pair) -> dict[str, str]:
    """The parts of a comparison as HTML, every word of the documents escaped, for any page that shows one."""
    found = pair.comparison
    title, old, new = TITLES[found.kind]
    about = (
        f"{old}: {pair.old_name} ({kind_name(found.old_kind)}). {new}: {pair.new_name} ({kind_name(found.new_kind)})."
    )
    tables = "".join(_table(state, heading, pair) for state, heading in HEADINGS.items() if found.having(state))
    return {
        "title": escape(title),
        "about": escape(about),
        "tally": escape(counted(found)),
        "tables": tables,
        "notes": f"<ul>{''.join(f'<li>{escape(note)}</li>' for note in found.notes)}</ul>",
        "closing": escape(CLOSING),
    }


def _resource(name: str) -> str:
    return (resources.files("bot.render") / name).read_text(encoding="utf-8")


def _table(state: State, heading: str, pair: Pair) -> str:
    _, old, new = TITLES[pair.comparison.kind]
    lines = pair.comparison.having(state)
    heads = "".join(f'<th scope="col" role="columnheader">{head}</th>' for head in (old, new, "What to know"))
    rows = "".join(_row(line, pair, old, new) for line in lines)
    return (
        f'<section><h2 id="{state.value}">{escape(heading)} ({len(lines)})</h2>'
        f'<table role="table" aria-labelledby="{state.value}">'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table></section>'
    )


def _row(line: Line, pair: Pair, old: str, new: str) -> str:
    before = escape(one_line(line.old, pair.old_text)) if line.old else "Nothing"
    after = "<br>".join(escape(one_line(span, pair.new_text)) for span in line.new) or "Nothing"
    known = escape(f"{line.note} (check {line.rule})" if line.rule else line.note)
    return (
        f'<tr role="row"><td role="cell" data-label="{old}">{before}</td>'
        f'<td role="cell" data-label="{new}">{after}</td><td role="cell" data-label="What to know">{known}</td></tr>'
    )
