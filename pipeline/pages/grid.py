"""From rules to the cells that they enclose. Pure geometry: nothing here knows of words or PDFs.

The method is that of lattice table finders (Nurminen 2013, as in pdfplumber and camelot) with two
changes: walls are asked for between neighbouring unit cells, so that spanning cells come out whole,
and the outer edges may be missing, as at a page break or in a table open at its sides.
"""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from pipeline.geometry import Box, centres, union

SNAP = 3.0  # points within which rules lie on one line, or touch
SLIVER = 14.0  # points up to which a shaded box may be a part of one that is painted in strips
MOST_CELLS = 20_000  # of a grid: a drawing has more, no table that is meant to be read
OPEN_EDGE = 6.0  # points by which cross rules stick out where an outer edge is missing

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class CellBox:
    """A cell of a grid: first column and row, how many columns and rows it spans, its box."""

    column: int
    span: int
    row: int
    depth: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table on one page: outer box, column edges and cells, row by row."""

    box: Box
    edges: tuple[float, ...]
    cells: tuple[CellBox, ...]


def rules_to_grids(rules: Iterable[Box], columns: int = 2) -> list[Grid]:
    """Every grid of at least so many columns that the rules make, top to bottom."""
    merged = _merge_collinear(rules)
    grids = [grid for group in _touching(merged) if (grid := _grid(group, columns))]
    return sorted(grids, key=lambda g: (g.box.top, g.box.x0))


# ---- merging rules ------------------------------------------------------------------------------


def rows_drawn(rules: Iterable[Box], fills: Iterable[Box]) -> list[Box]:
    """The horizontal rules, and the upper and lower edges of shaded boxes, as one for each height.

    Boxes no higher than a line or two may be slivers of one shading, so they say nothing.
    """
    edges = [
        Box(fill.x0, y, fill.x1, y)
        for fill in fills
        if fill.height > SLIVER
        for y in (fill.top, fill.bottom)
    ]
    return _merge([*(rule for rule in rules if _is_horizontal(rule)), *edges])


def _is_horizontal(rule: Box) -> bool:
    return rule.width >= rule.height


def _merge_collinear(rules: Iterable[Box]) -> list[Box]:
    """Rules on one line whose ends meet, as one; producers draw a border once for every cell."""
    horizontal: list[Box] = []
    vertical: list[Box] = []
    for rule in rules:
        (horizontal if _is_horizontal(rule) else vertical).append(rule)
    return _merge(horizontal) + [_flip(r) for r in _merge(map(_flip, vertical))]


def _flip(box: Box) -> Box:
    """The box mirrored at the diagonal, so that one loop serves rows and columns."""
    return Box(box.top, box.x0, box.bottom, box.x1)


def _merge(horizontal: Iterable[Box]) -> list[Box]:
    lines: list[list[Box]] = []
    for rule in sorted(horizontal, key=lambda r: (r.middle[1], r.x0)):
        if lines and rule.middle[1] - lines[-1][-1].middle[1] <= SNAP / 2:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    merged: list[Box] = []
    for line in lines:
        run: list[Box] = []
        reach = 0.0
        for rule in sorted(line, key=lambda r: r.x0):
            if run and rule.x0 > reach + SNAP:
                merged.append(union(run))
                run = []
            reach = max(reach, rule.x1) if run else rule.x1
            run.append(rule)
        merged.append(union(run))
    return merged


def _touching(rules: Sequence[Box]) -> list[list[Box]]:
    """Rules in groups that hang together by crossing or touching."""
    horizontal = [r for r in rules if _is_horizontal(r)]
    vertical = sorted((r for r in rules if not _is_horizontal(r)), key=lambda r: r.x0)
    starts = [v.x0 for v in vertical]
    widest = max((v.width for v in vertical), default=0.0)
    groups: UnionFind[int] = UnionFind(id(r) for r in rules)
    for h in horizontal:
        first, last = bisect(starts, h.x0 - widest - SNAP), bisect(starts, h.x1 + SNAP)
        for v in vertical[first:last]:
            if h.touches(v, SNAP):
                groups.join(id(h), id(v))
    found: dict[int, list[Box]] = defaultdict(list)
    for rule in rules:
        found[groups.root(id(rule))].append(rule)
    return list(found.values())


class UnionFind(Generic[Key]):
    """Things in groups that grow by joining."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._parent = {key: key for key in keys}

    def root(self, key: Key) -> Key:
        """What stands for the group of a thing."""
        while self._parent[key] != key:
            self._parent[key] = self._parent[self._parent[key]]
            key = self._parent[key]
        return key

    def join(self, a: Key, b: Key) -> None:
        """Make the groups of two things one, for which that of the second stands."""
        self._parent[self.root(a)] = self.root(b)


# ---- shaded boxes --------------------------------------------------------------------------------

LEVEL = 1.0  # points by which the edges of shaded boxes in one row differ at most
GUTTER = 12.0  # points between shaded boxes that are neighbours


def fills_to_grids(fills: Iterable[Box]) -> list[Grid]:
    """Every grid that shaded boxes make which stand side by side, row below row, gaps or none."""
    grids: list[list[list[Box]]] = []
    for row in _shaded_rows(fills):
        if grids and _goes_below(row, grids[-1][-1]):
            grids[-1].append(row)
        else:
            grids.append([row])
    return [_shaded_grid(rows) for rows in grids]


def _shaded_rows(fills: Iterable[Box]) -> Iterable[list[Box]]:
    """Shaded boxes of one height that are neighbours, at least two, without those behind them."""
    high = sorted({fill for fill in fills if fill.height > SLIVER}, key=lambda f: (f.top, f.x0))
    rows: list[list[Box]] = []
    for fill in high:
        row = next((r for r in rows[-2:] if _level_with(fill, r[0])), None)
        if row is None:
            rows.append([fill])
        else:
            row.append(fill)
    for row in rows:
        cells = sorted((f for f in row if not _behind(f, row)), key=lambda f: f.x0)
        near = all(-LEVEL <= b.x0 - a.x1 <= GUTTER for a, b in pairwise(cells))
        if len(cells) > 1 and near:
            yield cells


def _level_with(a: Box, b: Box) -> bool:
    return abs(a.top - b.top) <= LEVEL and abs(a.bottom - b.bottom) <= LEVEL


def _behind(fill: Box, others: Iterable[Box]) -> bool:
    """Whether a shading lies behind another one of its row, as that of the row itself."""
    inside = (o for o in others if o.width < fill.width - LEVEL)
    return any(o.x0 >= fill.x0 - LEVEL and o.x1 <= fill.x1 + LEVEL for o in inside)


def _goes_below(row: Sequence[Box], above: Sequence[Box]) -> bool:
    """Whether a row of shaded boxes stands right below one with the same columns."""
    near = -LEVEL <= row[0].top - above[0].bottom <= GUTTER
    pairs = zip(row, above, strict=False)
    return near and len(row) == len(above) and all(abs(a.x0 - b.x0) <= SNAP for a, b in pairs)


def _shaded_grid(rows: Sequence[Sequence[Box]]) -> Grid:
    first = rows[0]
    inner = [(a.x1 + b.x0) / 2 for a, b in pairwise(first)]
    xs = (first[0].x0, *inner, first[-1].x1)
    cells = [
        CellBox(j, 1, i, 1, Box(x0, row[0].top, x1, row[0].bottom))
        for i, row in enumerate(rows)
        for j, (x0, x1) in enumerate(pairwise(xs))
    ]
    box = Box(xs[0], first[0].top, xs[-1], rows[-1][0].bottom)
    return Grid(box, xs, tuple(cells))


# ---- one grid -----------------------------------------------------------------------------------


def _grid(rules: Sequence[Box], columns: int) -> Grid | None:
    horizontal = [r for r in rules if _is_horizontal(r)]
    vertical = [r for r in rules if not _is_horizontal(r)]
    if not horizontal or not vertical:
        return None
    box = union(rules)
    xs = _edges([v.middle[0] for v in vertical], box.x0, box.x1)
    horizontal = [h for h in horizontal if _spans_column(h, xs)]
    if not horizontal:
        return None
    ys = _edges([h.middle[1] for h in horizontal], box.top, box.bottom)
    if len(xs) <= columns or len(ys) < 2 or len(xs) * len(ys) > MOST_CELLS:
        return None
    return Grid(box, tuple(xs), tuple(_cells(xs, ys, horizontal, [_flip(v) for v in vertical])))


def _spans_column(rule: Box, xs: Sequence[float]) -> bool:
    """Whether a horizontal rule reaches from wall to wall: one under words in a cell does not."""
    return any(rule.x0 <= a + SNAP and rule.x1 >= b - SNAP for a, b in pairwise(xs))


def _edges(positions: Iterable[float], low: float, high: float) -> list[float]:
    """Positions of the rules; where cross rules stick out beyond them, an edge is not drawn."""
    edges = centres(positions, SNAP)
    if low < edges[0] - OPEN_EDGE:
        edges.insert(0, low)
    if high > edges[-1] + OPEN_EDGE:
        edges.append(high)
    return edges


def _cells(
    xs: Sequence[float], ys: Sequence[float], across: Sequence[Box], flipped: Sequence[Box]
) -> Iterable[CellBox]:
    """Unit cells joined wherever no wall stands between them, row by row.

    ``flipped`` are the vertical rules, mirrored at the diagonal.
    """
    columns, rows = len(xs) - 1, len(ys) - 1
    units = UnionFind((i, j) for i in range(rows) for j in range(columns))
    right, below = _walls(flipped, xs), _walls(across, ys)
    for i in range(rows):
        for j in range(columns):
            y, x = (ys[i] + ys[i + 1]) / 2, (xs[j] + xs[j + 1]) / 2
            if j + 1 < columns and not _stands(right[j + 1], y):
                units.join((i, j + 1), (i, j))
            if i + 1 < rows and not _stands(below[i + 1], x):
                units.join((i + 1, j), (i, j))
    groups: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for key in ((i, j) for i in range(rows) for j in range(columns)):
        groups[units.root(key)].append(key)
    for group in sorted(groups.values(), key=min):
        top, bottom = min(i for i, _ in group), max(i for i, _ in group)
        first, last = min(j for _, j in group), max(j for _, j in group)
        box = Box(xs[first], ys[top], xs[last + 1], ys[bottom + 1])
        yield CellBox(first, last - first + 1, top, bottom - top + 1, box)


def _walls(rules: Sequence[Box], lines: Sequence[float]) -> list[list[Box]]:
    """For each of the lines (heights) the horizontal rules that stand on it."""
    ordered = sorted(rules, key=lambda r: r.middle[1])
    heights = [rule.middle[1] for rule in ordered]
    return [
        ordered[bisect_left(heights, line - SNAP) : bisect(heights, line + SNAP)] for line in lines
    ]


def _stands(rules: Iterable[Box], at: float) -> bool:
    """Whether one of the horizontal rules stands at ``at``."""
    return any(r.x0 - 1 <= at <= r.x1 + 1 for r in rules)
