"""From rules to the cells that they enclose. Pure geometry: nothing here knows of words or PDFs.

The method is that of lattice table finders (Nurminen 2013, as in pdfplumber and camelot) with two
changes: walls are asked for between neighbouring unit cells, so that spanning cells come out whole,
and the outer edges may be missing, as at a page break or in a table open at its sides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.geometry import Box, centres, union

SNAP = 3.0  # points within which rules lie on one line, or touch
SLIVER = 14.0  # points up to which a shaded box may be a part of one that is painted in strips
OPEN_EDGE = 6.0  # points by which cross rules stick out where an outer edge is missing


@dataclass(frozen=True, slots=True)
class CellBox:
    """A cell of a grid: its first column, how many columns it spans, its first row, its box."""

    column: int
    span: int
    row: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table on one page: outer box, column edges and cells, row by row."""

    box: Box
    edges: tuple[float, ...]
    cells: tuple[CellBox, ...]


def rules_to_grids(rules: Iterable[Box]) -> list[Grid]:
    """Every grid of at least two columns that the rules make, top to bottom."""
    merged = _merge_collinear(rules)
    grids = [grid for group in _touching(merged) if (grid := _grid(group))]
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
        for rule in sorted(line, key=lambda r: r.x0):
            if run and rule.x0 > max(r.x1 for r in run) + SNAP:
                merged.append(union(run))
                run = []
            run.append(rule)
        merged.append(union(run))
    return merged


def _touching(rules: Sequence[Box]) -> list[list[Box]]:
    """Rules in groups that hang together by crossing or touching."""
    horizontal = [r for r in rules if _is_horizontal(r)]
    vertical = [r for r in rules if not _is_horizontal(r)]
    parent = {id(r): id(r) for r in rules}

    def root(key: int) -> int:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for h in horizontal:
        for v in vertical:
            if h.touches(v, SNAP):
                parent[root(id(h))] = root(id(v))
    groups: dict[int, list[Box]] = defaultdict(list)
    for rule in rules:
        groups[root(id(rule))].append(rule)
    return list(groups.values())


# ---- one grid -----------------------------------------------------------------------------------


def _grid(rules: Sequence[Box]) -> Grid | None:
    horizontal = [r for r in rules if _is_horizontal(r)]
    vertical = [r for r in rules if not _is_horizontal(r)]
    if not horizontal or not vertical:
        return None
    box = union(rules)
    xs = _edges([v.middle[0] for v in vertical], box.x0, box.x1)
    horizontal = [h for h in horizontal if _spans_column(h, xs)]
    ys = _edges([h.middle[1] for h in horizontal], box.top, box.bottom)
    if len(xs) < 3 or len(ys) < 2:
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
    owner = {(i, j): (i, j) for i in range(rows) for j in range(columns)}

    def root(key: tuple[int, int]) -> tuple[int, int]:
        while owner[key] != key:
            key = owner[key]
        return key

    for i in range(rows):
        for j in range(columns):
            y, x = (ys[i] + ys[i + 1]) / 2, (xs[j] + xs[j + 1]) / 2
            if j + 1 < columns and not _wall(flipped, xs[j + 1], y):
                owner[root((i, j + 1))] = root((i, j))
            if i + 1 < rows and not _wall(across, ys[i + 1], x):
                owner[root((i + 1, j))] = root((i, j))
    groups: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for key in owner:
        groups[root(key)].append(key)
    for units in sorted(groups.values(), key=min):
        top, bottom = min(i for i, _ in units), max(i for i, _ in units)
        left, right = min(j for _, j in units), max(j for _, j in units)
        box = Box(xs[left], ys[top], xs[right + 1], ys[bottom + 1])
        yield CellBox(left, right - left + 1, top, box)


def _wall(rules: Iterable[Box], line: float, at: float) -> bool:
    """Whether a horizontal rule on height ``line`` stands at ``at``."""
    return any(abs(r.middle[1] - line) <= SNAP and r.x0 - 1 <= at <= r.x1 + 1 for r in rules)
