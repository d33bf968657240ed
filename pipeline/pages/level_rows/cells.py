"""The cells of such a table: which printed rows make one of its rows, where its columns begin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.geometry import Box
from pipeline.pages.groups import GridRow
from pipeline.pages.layout import box_around
from pipeline.pages.level_rows.entries import SAME_EDGE
from pipeline.pages.level_rows.stretches import OTHER, Stretch
from pipeline.pages.printed import Row, lines_of, rule_above
from pipeline.records import Fragment, GridCell, Layout, Word

Rules = Sequence[Box]


def fragment_of(layout: Layout, rows: Sequence[Row], stretch: Stretch, right: float) -> Fragment:
    """A stretch of a page as a fragment whose last column ends at ``right``."""
    inside = rows[stretch.start : stretch.end]
    box = box_around([word for row in inside for word in row])
    inner = (stretch.left - 1, stretch.edge - 1) if stretch.labelled else (stretch.edge - 1,)
    edges = (min(box.x0, stretch.outer) - 1, *inner, right + 1)
    starts = _row_starts(rows, stretch, edges, layout.rules)
    pieces = pairwise([*starts, stretch.end])
    grid = [_grid_row(layout.number, rows[a:b], edges) for a, b in pieces]
    if stretch.labelled:
        grid = _with_whole_labels(grid, [stretch.ranks.get(i, OTHER) for i in starts])
    return Fragment(layout.number, box, edges, tuple(grid))


def _row_starts(
    rows: Sequence[Row], stretch: Stretch, edges: Sequence[float], rules: Rules
) -> list[int]:
    """Where the table's rows begin: below rules, and with each further name between two of them."""
    inner = range(stretch.start + 1, stretch.end)
    ruled = [i for i in inner if rule_above(rows[i - 1], rows[i], edges, rules)]
    starts: list[int] = []
    for a, b in pairwise([stretch.start, *ruled, stretch.end]):
        named = [i for i in stretch.ranks if a <= i < b]
        alone = len(named) == 1  # it may stand anywhere in its row
        starts += [a, *(i for i in named if i > a and not alone)]
    return starts


def _grid_row(page: int, rows: Iterable[Row], edges: Sequence[float]) -> GridRow:
    columns: list[list[Word]] = [[] for _ in edges[1:]]
    for word in (word for row in rows for word in row):
        columns[_column(edges, word)].append(word)
    cells = zip(columns, edges[1:], strict=True)
    return tuple(GridCell(i, 1, lines_of(c, page, x - 1)) for i, (c, x) in enumerate(cells))


def _column(edges: Sequence[float], word: Word) -> int:
    """The column in which a word begins."""
    return sum(word.x0 >= edge + 1 - SAME_EDGE * word.size for edge in edges[1:-1])


def _with_whole_labels(grid: Sequence[GridRow], ranks: Sequence[int]) -> list[GridRow]:
    """The rows with all that stands before a block of levels in the first row of the block."""
    done: list[GridRow] = []
    first, highest = 0, len(grid)
    for i, ((label, *cells), rank) in enumerate(zip(grid, ranks, strict=True)):
        if rank < 0 or rank <= highest or not done:
            first = i
            done.append((label, *cells))
        else:
            whole, *others = done[first]
            done[first] = replace(whole, lines=(*whole.lines, *label.lines)), *others
            done.append((replace(label, lines=()), *cells))
        highest = rank if rank >= 0 else len(grid)
    return done
