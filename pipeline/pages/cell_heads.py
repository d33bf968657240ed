"""Level names that stand in the cells, row by row, under one head over all their columns.

Rubrics made by teaching platforms do so: "Ratings" stands over the columns, and each cell begins
with its level's name in bold type. Such rows are cut in two, so that the names head the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.marks import split_mark
from pipeline.pages.groups import GridRow, covered
from pipeline.records import Fragment, GridCell, Layout, Line
from pipeline.scale import fold, header_of

NAME_LINES = 3  # within which a cell's name and its marks are printed

Names = tuple[str, ...]


def names_out_of_cells(layouts: Sequence[Layout]) -> tuple[Layout, ...]:
    """The pages with the names of levels in rows of their own, where each row of cells has them."""
    fragments = [i for layout in layouts for i in layout.items if isinstance(i, Fragment)]
    named = {found[0]: found[1] for fragment in fragments if (found := _find_names(fragment))}
    if not named:
        return tuple(layouts)
    return tuple(
        replace(
            layout,
            items=tuple(
                _with_rows_of_names(item, named) if isinstance(item, Fragment) else item
                for item in layout.items
            ),
        )
        for layout in layouts
    )


def _find_names(fragment: Fragment) -> tuple[range, Names] | None:
    """The columns under one head, and the names that several rows, and all, have in them."""
    for i, row in enumerate(fragment.rows):
        for columns in _headed(row):
            below = [_names_of(r, columns) for r in fragment.rows[i + 1 :]]
            said = [names for names in below if names is not None]
            if len(said) > 1 and len(set(said)) == 1 and _tell_columns(said[0]):
                return columns, said[0]
    return None


def _headed(row: GridRow) -> Iterator[range]:
    """The columns of each cell over several of them, and those of all heads behind the first."""
    filled = [cell for cell in row if cell.lines]
    yield from (covered(cell) for cell in filled if cell.span > 1)
    if len(filled) > 1:
        first = filled[0].column if filled[0].column else filled[1].column
        yield range(first, filled[-1].column + filled[-1].span)


def _tell_columns(names: Names) -> bool:
    return "" not in names and len(set(names)) == len(names) > 1


def _names_of(row: GridRow, columns: range) -> Names | None:
    """What the cells of some columns are called; None if one is missing, as in a row of sums.

    A row that says nothing but names heads columns itself.
    """
    cells = [cell for cell in row if cell.column in columns]
    if len(cells) < len(columns) or all(_name_lines(c) == len(c.lines) for c in cells):
        return None
    return tuple(_key(cell.lines[: _name_lines(cell)]) for cell in cells)


def _name_lines(cell: GridCell) -> int:
    """How many lines the name takes at the head of a cell, to the last bold one."""
    bold = [i for i, line in enumerate(cell.lines[:NAME_LINES], 1) if line.bold]
    return bold[-1] if bold else 0


def _key(lines: Sequence[Line]) -> str:
    """The name without marks, for comparing; empty where there is none."""
    header = header_of(lines)
    return fold(split_mark(header.name)[0]) if header else ""


def _with_rows_of_names(fragment: Fragment, named: dict[range, Names]) -> Fragment:
    """The fragment with a row of names above each row whose cells begin with them."""
    rows: list[GridRow] = []
    for row in fragment.rows:
        columns = next((c for c, names in named.items() if _names_of(row, c) == names), None)
        rows += [row] if columns is None else _cut(row, columns)
    return replace(fragment, rows=tuple(rows))


def _cut(row: GridRow, columns: range) -> Iterator[GridRow]:
    """The names of a row's cells, then the row without them."""
    counts = [_name_lines(cell) if cell.column in columns else 0 for cell in row]
    cells = list(zip(row, counts, strict=True))
    yield tuple(replace(cell, lines=cell.lines[:n], depth=1) for cell, n in cells)
    yield tuple(replace(cell, lines=cell.lines[n:]) for cell, n in cells)
