"""Rows over a level header that group its columns, as over two scales that stand side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.records import GridCell
from pipeline.scale import LONGEST_NAME_WORDS

GridRow = tuple[GridCell, ...]
Columns = dict[int, int]  # grid column -> index of its level
Groups = tuple[tuple[int, ...], ...]  # of levels that stand under one cell


def groups_levels(above: GridRow, columns: Columns) -> bool:
    """Whether a row right above a level header only says what its columns have in common.

    A single cell across the whole table is no such row, but names the table.
    """
    over = any(g.stop > min(columns) for g in wide_cells(above))
    return over and may_group(above)


def may_group(above: GridRow) -> bool:
    """Whether a row may do so, whatever stands below it."""
    if not wide_cells(above):
        return False
    filled = [cell for cell in above if cell.lines]
    short = all(len(cell.text.split()) <= LONGEST_NAME_WORDS for cell in filled)
    return short and (len(filled) > 1 or filled[0].column > 0)


def groups_of(above: GridRow, columns: Columns) -> Groups:
    """The levels under each cell of a row that groups them."""
    under = ({columns.get(i) for i in covered(cell)} - {None} for cell in above if cell.lines)
    return tuple(tuple(sorted(i for i in levels if i is not None)) for levels in under if levels)


def halves_of(above: GridRow, columns: Columns) -> dict[int, str]:
    """What stands over each column of a level where the same levels come again in groups."""
    cells = [cell for cell in above if cell.lines]
    groups = [tuple(columns[i] for i in covered(cell) if i in columns) for cell in cells]
    again = {group for group, times in Counter(groups).items() if group and times > 1}
    pairs = zip(cells, groups, strict=True)
    return {i: cell.text for cell, group in pairs if group in again for i in covered(cell)}


def wide_cells(above: GridRow) -> list[range]:
    """The columns under each cell of a row that stands over several of them."""
    return [covered(cell) for cell in above if cell.lines and cell.span > 1]


def covered(cell: GridCell) -> range:
    """The columns that a cell covers."""
    return range(cell.column, cell.column + cell.span)


def main_group(groups: Sequence[Groups], words: Sequence[int]) -> tuple[int, ...] | None:
    """The levels of the scale that says most, where the tables mostly show several; else None.

    ``groups`` are those over each header of the document, ``words`` what each level says.
    """
    if not groups:
        return None
    most, count = Counter(groups).most_common(1)[0]
    scales = [levels for levels in most if len(levels) > 1]
    if len(scales) < 2 or 2 * count <= len(groups):
        return None
    return max(scales, key=lambda levels: sum(words[i] for i in levels))


def spanning_cell(row: GridRow) -> GridCell | None:
    """The only filled cell of a row, if it spans several columns."""
    filled = [cell for cell in row if cell.lines]
    return filled[0] if len(filled) == 1 and filled[0].span > 1 else None
