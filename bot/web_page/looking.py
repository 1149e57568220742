"""Pages to look things up on: deadlines, the checks, the sources and their texts."""

from itertools import islice

from starlette.requests import Request
from starlette.responses import Response

from bot.deadlines import read_day
from bot.render.deadline_text import deadline_lines
from bot.web_page.forms import Refused
from bot.web_page.pages import page
from bot.web_page.parts import Parts, parts_of
from knowledge.catalogue import Stored
from knowledge.documents import INSIDE, Source
from knowledge.errors import GuidanceError
from knowledge.plans.rules import catalogue
from knowledge.timescales import clocks, deadline, find_clock

_A_PAGE = 30
_A_NUMBER = 10


async def deadline_page(request: Request) -> Response:
    """A form, and the deadline worked out where an event and a date are given."""
    event, day = request.query_params.get("event", "").strip(), request.query_params.get("day", "").strip()
    lines: tuple[str, ...] = ()
    problem = ""
    if event or day:
        try:
            lines = tuple(deadline_lines(deadline(find_clock(event), read_day(day))))
        except GuidanceError as wrong:
            problem = str(wrong)
    values = {"event": event, "day": day, "lines": lines, "problem": problem, "clocks": clocks()}
    return page(request, "deadline.html", 400 if problem else 200, **values)


async def rules_page(request: Request) -> Response:
    """Every check."""
    return page(request, "rules.html", rules=catalogue())


async def rule_page(request: Request) -> Response:
    """One check, explained."""
    wanted = request.path_params["rule"].upper()
    rule = next((one for one in catalogue() if one.id == wanted), None)
    if rule is None:
        raise Refused(404, "No check has that id. The page Checks lists them all.")
    parts = parts_of(request)
    why = [(label, await parts.work.run(parts.app.link, label)) for label in rule.why]
    return page(request, "rule.html", rule=rule, why=why)


async def sources_page(request: Request) -> Response:
    """Every source with its date, owner and sign-off."""
    parts = parts_of(request)
    sources = await parts.work.run(_sources, parts)
    return page(request, "sources.html", sources=sources, today=parts.today(), snapshot=_snapshot(parts))


async def source_page(request: Request) -> Response:
    """One source's passages, some at a time; ``at`` opens the page that holds a passage."""
    parts, wanted = parts_of(request), request.path_params["source"]
    rows = await parts.work.run(_passages, parts, wanted)
    if not rows:
        raise Refused(404, "No source has that id. The page Sources lists them all.")
    at = request.query_params.get("at", "").partition(INSIDE)[0]
    number = _page_number(request.query_params.get("page", ""), at, rows)
    start = (number - 1) * _A_PAGE
    last = (len(rows) - 1) // _A_PAGE + 1
    shown = tuple(islice(rows, start, start + _A_PAGE))
    return page(request, "source.html", source=rows[0].source, rows=shown, number=number, last=last, at=at)


def _page_number(wanted: str, at: str, rows: tuple[Stored, ...]) -> int:
    last = (len(rows) - 1) // _A_PAGE + 1
    if wanted.isascii() and wanted.isdigit() and len(wanted) < _A_NUMBER:
        return min(max(1, int(wanted)), last)
    place = next((place for place, row in enumerate(rows) if row.passage.id == at), 0)
    return place // _A_PAGE + 1


def _snapshot(parts: Parts) -> str:
    return parts.app.index.snapshot.id


def _sources(parts: Parts) -> tuple[Source, ...]:
    index = parts.app.index
    return tuple(version.source for version in index.catalogue.versions(index.snapshot))


def _passages(parts: Parts, source_id: str) -> tuple[Stored, ...]:
    index = parts.app.index
    versions = [one.id for one in index.catalogue.versions(index.snapshot) if one.source.id == source_id]
    return tuple(index.catalogue.passages(versions)) if versions else ()
