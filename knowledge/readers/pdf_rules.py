"""The straight rules drawn on a PDF page, and the tables that they make."""

import ctypes
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pypdfium2 import raw

Box = tuple[float, float, float, float]
_NEAR = 3.0  # points: rules nearer than this meet, and strokes thinner than this are rules
_MOST_RULES, _MOST_UNITS = 800, 1600  # beyond these a page is a drawing


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight rule: level ones stand ``at`` a height and run across, upright ones the other way."""

    level: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: its box and its rows of cell boxes in points; nothing where a merged cell goes on."""

    box: Box
    rows: tuple[tuple[Box | None, ...], ...]


# -- rules -----------------------------------------------------------------------------------


def rules(paths: Iterable[Any]) -> tuple[Rule, ...]:
    """The rules among the path objects of a page; the fill of a shaded cell is none."""
    found: list[Rule] = []
    for path in paths:
        for box, points, stroked in _strokes(path):
            found.extend(_edges(box, points, stroked=stroked))
            if len(found) > _MOST_RULES:
                return ()
    return tuple(found)


def _edges(box: Box, points: int, *, stroked: bool) -> Iterator[Rule]:
    left, bottom, right, top = box
    wide, tall = right - left, top - bottom
    if tall <= _NEAR < wide:
        yield Rule(level=True, at=(top + bottom) / 2, start=left, end=right)
    elif wide <= _NEAR < tall:
        yield Rule(level=False, at=(left + right) / 2, start=bottom, end=top)
    elif stroked and points in {4, 5} and min(wide, tall) > _NEAR:
        yield from (Rule(level=True, at=height, start=left, end=right) for height in (bottom, top))
        yield from (Rule(level=False, at=place, start=bottom, end=top) for place in (left, right))


def _strokes(path: Any) -> Iterator[tuple[Box, int, bool]]:
    """Each stroke of a path: its box, how many points it has, and whether it is drawn or only filled."""
    mode, stroke, matrix = ctypes.c_int(), ctypes.c_int(), raw.FS_MATRIX()
    raw.FPDFPath_GetDrawMode(path, mode, stroke)
    raw.FPDFPageObj_GetMatrix(path, matrix)
    if not mode.value and not stroke.value:
        return
    held: list[tuple[float, float]] = []
    for place in range(min(raw.FPDFPath_CountSegments(path), 4 * _MOST_RULES)):
        segment = raw.FPDFPath_GetPathSegment(path, place)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and held:
            yield _box(held), len(held), bool(stroke.value)
            held = []
        held.append(_point(segment, matrix))
    if held:
        yield _box(held), len(held), bool(stroke.value)


def _point(segment: Any, matrix: Any) -> tuple[float, float]:
    across, up = ctypes.c_float(), ctypes.c_float()
    raw.FPDFPathSegment_GetPoint(segment, across, up)
    x, y = across.value, up.value
    return matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f


def _box(points: Sequence[tuple[float, float]]) -> Box:
    across, up = zip(*points, strict=True)
    return min(across), min(up), max(across), max(up)


# -- tables ----------------------------------------------------------------------------------


def grids(found: Sequence[Rule]) -> tuple[Grid, ...]:
    """The tables with at least two columns, from the top of the page."""
    made = (_grid(group) for group in _touching(_joined(found)))
    return tuple(sorted((grid for grid in made if grid is not None), key=lambda grid: -grid.box[3]))


def _joined(found: Sequence[Rule]) -> list[Rule]:
    """Rules on one line that touch or overlap, made one."""
    joined: list[Rule] = []
    for level in (True, False):
        lines: dict[float, list[Rule]] = defaultdict(list)
        ordered = sorted((rule for rule in found if rule.level is level), key=lambda rule: rule.at)
        place = float("-inf")
        for rule in ordered:
            place = rule.at if rule.at > place + _NEAR else place
            lines[place].append(rule)
        for at, line in lines.items():
            joined.extend(_runs(level, at, line))
    return joined


def _runs(level: bool, at: float, line: Iterable[Rule]) -> Iterator[Rule]:  # noqa: FBT001
    start = end = float("-inf")
    for rule in sorted(line, key=lambda rule: rule.start):
        if rule.start > end + _NEAR:
            if end > start:
                yield Rule(level, at, start, end)
            start = rule.start
        end = max(end, rule.end)
    yield Rule(level, at, start, end)


def _touching(found: list[Rule]) -> Iterator[list[Rule]]:
    """Groups of rules that cross or meet one another."""
    left = list(found)
    while left:
        group, waiting = [], [left.pop()]
        while waiting:
            rule = waiting.pop()
            group.append(rule)
            met = [other for other in left if _meet(rule, other)]
            left = [other for other in left if other not in met]
            waiting += met
        yield group


def _meet(one: Rule, other: Rule) -> bool:
    if one.level is other.level:
        return False
    return _reaches(one, other.at) and _reaches(other, one.at)


def _reaches(rule: Rule, place: float) -> bool:
    return rule.start - _NEAR <= place <= rule.end + _NEAR


def _grid(group: list[Rule]) -> Grid | None:
    across = sorted({rule.at for rule in group if not rule.level})
    down = sorted({rule.at for rule in group if rule.level}, reverse=True)
    if len(across) < 3 or len(down) < 2 or len(across) * len(down) > _MOST_UNITS:
        return None
    owner = _cells(group, across, down)
    rows = tuple(
        tuple(_cell_box(owner, (row, column), across, down) for column in range(len(across) - 1))
        for row in range(len(down) - 1)
    )
    return Grid((across[0], down[-1], across[-1], down[0]), rows)


def _cells(group: list[Rule], across: list[float], down: list[float]) -> dict[tuple[int, int], tuple[int, int]]:
    """Which cell each unit of the grid belongs to, named by its first unit: units with no rule between are one."""
    upright = {(rule.at, row) for rule in group if not rule.level for row in _covered(rule, down)}
    level = {(rule.at, column) for rule in group if rule.level for column in _covered(rule, across)}
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(len(down) - 1):
        for column in range(len(across) - 1):
            above = None if not row or (down[row], column) in level else owner[row - 1, column]
            before = None if not column or (across[column], row) in upright else owner[row, column - 1]
            owner[row, column] = above or before or (row, column)
            if above and before and above != before:
                owner = {unit: above if held == before else held for unit, held in owner.items()}
    return owner


def _covered(rule: Rule, places: list[float]) -> Iterator[int]:
    """The stretches between places that a rule runs along."""
    for number, (one, other) in enumerate(pairwise(places)):
        if rule.start <= (one + other) / 2 <= rule.end:
            yield number


def _cell_box(
    owner: dict[tuple[int, int], tuple[int, int]], unit: tuple[int, int], across: list[float], down: list[float]
) -> Box | None:
    if owner[unit] != unit:
        return None
    rows, columns = zip(*(other for other, held in owner.items() if held == unit), strict=True)
    return across[min(columns)], down[max(rows) + 1], across[max(columns) + 1], down[min(rows)]
