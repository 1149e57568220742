"""The manager's theme board: counts only, with a chart drawn on the server."""

import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.board import AUDIT_TITLE, Row, ThemeBoard, again_line, audit_lines, board_csv, theme_board
from bot.records.people import Role
from bot.web_page.forms import Refused
from bot.web_page.pages import page
from bot.web_page.parts import parts_of, person_of
from knowledge.areas import areas
from knowledge.plans.rules import catalogue

# A row takes about 200 bytes, and a page is to stay under 150 kB.
_MOST_ROWS = 500
_MANAGES = {Role.MANAGER, Role.ADMINISTRATOR}


async def board_page(request: Request) -> Response:
    """The board for the chosen team and time."""
    board, team, since = await _board(request)
    shown = shown_rows(board, request.query_params.get("month", ""))
    names = {rule.id: rule.name for rule in catalogue()}
    values: dict[str, Any] = {"areas": areas(), "names": names, "team_name": team, "since": since}
    values |= {"audit_title": AUDIT_TITLE, "audits": tuple(audit_lines(board.audits)), "again": again_line(board.again)}
    return page(request, "theme_board.html", board=board, shown=shown, **values)


@dataclass(frozen=True, slots=True)
class Shown:
    """The rows of one page, the months that other pages show, and whether rows of a large month are left out."""

    rows: tuple[Row, ...]
    others: tuple[str, ...]
    cut: bool


def shown_rows(board: ThemeBoard, month: str) -> Shown:
    """The rows of a chosen month, or those of the latest months that fit on a page."""
    sizes = Counter(row.month for row in board.rows)
    months = [month] if month in sizes else _latest(sizes)
    rows = tuple(row for row in board.rows if row.month in months)
    others = tuple(one for one in sorted(sizes, reverse=True) if one not in months)
    return Shown(rows[:_MOST_ROWS], others, len(rows) > _MOST_ROWS)


def _latest(sizes: Mapping[str, int]) -> list[str]:
    """The newest month, and those before it while there is room."""
    months: list[str] = []
    room = _MOST_ROWS
    for month in sorted(sizes, reverse=True):
        room -= sizes[month]
        if months and room < 0:
            break
        months.append(month)
    return months


async def board_file(request: Request) -> Response:
    """The board as CSV."""
    board, _, _ = await _board(request)
    headers = {"Content-Disposition": 'attachment; filename="theme-board.csv"'}
    return Response(board_csv(board).encode("utf-8-sig"), media_type="text/csv", headers=headers)


async def board_chart(request: Request) -> Response:
    """How often each improvement area's checks found a gap, as a picture."""
    board, _, _ = await _board(request)
    svg = await parts_of(request).work.run(_chart, board)
    return Response(svg, media_type="image/svg+xml")


async def _board(request: Request) -> tuple[ThemeBoard, str, str]:
    if person_of(request).role not in _MANAGES:
        raise Refused(403, "The theme board is for managers. Ask an administrator if you need it.")
    parts = parts_of(request)
    team, since = request.query_params.get("team", "").strip(), request.query_params.get("since", "").strip()
    board = await parts.work.run(theme_board, parts.records, team or None, _day(since))
    return board, team, since


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        raise Refused(400, "That date cannot be read. Choose it from the calendar.") from None


@dataclass(frozen=True, slots=True)
class Bar:
    """An improvement area's findings for each 100 drafts, as far as they are shown; ``hidden`` where some are not."""

    area: str
    share: float
    hidden: bool

    @property
    def label(self) -> str:
        """The figure, never as if what is hidden were nothing."""
        if not self.hidden:
            return f"{self.share:.0f}"
        return f"at least {self.share:.0f}" if self.share else "not shown"


def bars(board: ThemeBoard) -> tuple[Bar, ...]:
    """One bar for each improvement area."""
    total = sum(drafts for _, _, drafts in {(row.team, row.month, row.drafts) for row in board.rows})
    return tuple(_bar(area, [row.found for row in board.rows if row.area == area], total) for area in areas())


def _bar(area: str, found: list[int | None], drafts: int) -> Bar:
    shown = [count for count in found if count is not None]
    return Bar(area, 100 * sum(shown) / drafts if drafts else 0.0, len(shown) < len(found))


def _chart(board: ThemeBoard) -> bytes:
    from matplotlib.figure import Figure

    drawn = bars(board)
    figure = Figure(figsize=(7, 2.6), layout="constrained")
    axes = figure.add_subplot()
    held = axes.barh([bar.area for bar in drawn], [bar.share for bar in drawn], color="#0b4f8a")
    axes.bar_label(held, [bar.label for bar in drawn], padding=3)
    axes.invert_yaxis()
    axes.margins(x=0.15)
    axes.set_xlabel("Findings for each 100 drafts")
    axes.spines[["top", "right"]].set_visible(False)
    made = io.BytesIO()
    figure.savefig(made, format="svg")
    return made.getvalue()
