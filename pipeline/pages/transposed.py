"""Tables with a row for each level and a column for each criterion, turned the other way round.

Nothing but what the names say tells such a table from the usual kind: they rate, and the heads of
the columns do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.pages.groups import GridRow
from pipeline.records import Fragment, GridCell, Layout, Line
from pipeline.scale import PROSE, Header, headers_of, rises_or_falls

FULL = 0.7  # share of the cells inside a matrix that hold prose
STEP = 100.0  # between the column edges of a table that stands nowhere as it is

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Matrix:
    """A table whose first row and first column hold names, and its other cells prose."""

    heads: tuple[Header, ...]
    names: tuple[Header, ...]
    words: int

    @property
    def keys(self) -> Names:
        return tuple(name.key for name in self.names)

    @property
    def has_levels_down(self) -> bool:
        return rises_or_falls(self.names) and not rises_or_falls(self.heads)


def levels_across(layouts: Sequence[Layout]) -> tuple[Layout, ...]:
    """The pages with such tables turned, if these say most of what the document's tables say."""
    fragments = [i for layout in layouts for i in layout.items if isinstance(i, Fragment)]
    matrices = {id(f): matrix for f in fragments if (matrix := _matrix_of(f))}
    scales = {matrix.keys for matrix in matrices.values() if matrix.has_levels_down}
    found = {i for i, matrix in matrices.items() if matrix.keys in scales}
    if 2 * sum(matrices[i].words for i in found) <= sum(map(_words, fragments)):
        return tuple(layouts)
    return tuple(
        replace(layout, items=tuple(_turned(i) if id(i) in found else i for i in layout.items))
        for layout in layouts
    )


def _words(fragment: Fragment) -> int:
    return sum(cell.words for row in fragment.rows for cell in row)


def _matrix_of(fragment: Fragment) -> _Matrix | None:
    columns = range(len(fragment.edges) - 1)
    whole = all([cell.column for cell in row] == list(columns) for row in fragment.rows)
    if not whole or len(columns) < 3 or len(fragment.rows) < 3:
        return None
    first, *body = fragment.rows
    heads = headers_of([cell.lines for cell in first[1:]])
    names = headers_of([row[0].lines for row in body])
    inside = [cell for row in body for cell in row[1:]]
    prose = sum(cell.words >= PROSE for cell in inside)
    if not heads or not names or len(names) < len(body) or prose < FULL * len(inside):
        return None
    return _Matrix(heads, names, _words(fragment))


def _turned(item: Line | Fragment) -> Line | Fragment:
    """The fragment with its rows as columns."""
    assert isinstance(item, Fragment)
    rows = tuple(_columns(item.rows))
    edges = tuple(i * STEP for i in range(len(item.rows) + 1))
    return replace(item, edges=edges, rows=rows)


def _columns(rows: Sequence[GridRow]) -> Iterator[GridRow]:
    for column in zip(*rows, strict=True):
        yield tuple(GridCell(i, 1, cell.lines) for i, cell in enumerate(column))
