"""Two fragments of one table put abreast: which of their rows are one, and what they make together.

Rows are one if they stand at the same height of their pages, as where a wide sheet is printed on
several of them, or if they have the same labels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.pages.groups import GridRow, spanning_cell
from pipeline.pages.spread.strips import Strip, Tile
from pipeline.records import Fragment, GridCell, Line
from pipeline.scale import fold

SAME_HEIGHT = 1.5  # points
FEWEST = 3  # rows, heads among them, that stand at the same heights by no chance


@dataclass(frozen=True, slots=True)
class Pairing:
    """A tile that goes on beside another, and in which of its rows each of its own belongs.

    The first ``labels`` of its columns only say again what the other's first columns say.
    """

    tile: Tile
    beside: Tile
    rows: tuple[int, ...]
    labels: int
    by_height: bool


def pair_strips(base: Strip, strip: Strip, labels: int) -> list[Pairing]:
    """Each tile of a strip with the one whose rows are its own; nothing if one has none for sure.

    Tiles come in one order, and where a strip has fewer of them, only one may fit.
    """
    if len(base) == len(strip):
        found = [_pair_rows(a, b, labels) for a, b in zip(base, strip, strict=True)]
        if all(found):
            return [pairing for pairing in found if pairing]
    return _that_fit(base, strip, labels)


def _that_fit(base: Strip, strip: Strip, labels: int) -> list[Pairing]:
    pairings: list[Pairing] = []
    for beside in strip:
        fitting = [pairing for tile in base if (pairing := _pair_rows(tile, beside, labels))]
        pairings += fitting if len(fitting) == 1 else []
    taken = {id(pairing.tile) for pairing in pairings}
    return pairings if len(pairings) == len(taken) == len(strip) else []


def at_same_heights(pairings: Sequence[Pairing]) -> bool:
    """Whether the rows of each pair stand at the same heights, and are too many for chance."""
    rows = sum(len(pairing.rows) for pairing in pairings)
    return rows >= FEWEST and all(pairing.by_height for pairing in pairings)


def _pair_rows(tile: Tile, beside: Tile, labels: int) -> Pairing | None:
    """Match the rows of two tiles; None if they cannot all be matched for sure."""
    a, b = tile.printed, beside.printed
    rows = _at_same_heights(a, b)
    by_height = rows is not None
    if rows is None:
        named = all(any(_repeated(row, labels)) for row in beside.body)
        if not named or len(a.rows) != len(b.rows):
            return None
        rows = list(range(len(b.rows)))
    pairs = zip(rows, b.rows, strict=True)
    alike = all(_says_again(a.rows[i], row, labels) for i, row in pairs)
    return Pairing(tile, beside, tuple(rows), labels, by_height) if alike else None


def _at_same_heights(fragment: Fragment, beside: Fragment) -> list[int] | None:
    """For each row of the second the one of the first that begins at its height, if all do."""
    tables = fragment.box.top - beside.box.top, fragment.box.bottom - beside.box.bottom
    if fragment.page == beside.page or any(abs(gap) > SAME_HEIGHT for gap in tables):
        return None
    found = [
        next((i for i, y in enumerate(fragment.tops) if abs(y - top) <= SAME_HEIGHT), None)
        for top in beside.tops
    ]
    rows = [i for i in found if i is not None]
    return rows if rows and len(rows) == len(beside.rows) else None


def _says_again(row: GridRow, beside: GridRow, labels: int) -> bool:
    """Whether what a row seems to say again stands in the other one."""
    said = {fold(cell.text) for cell in row if cell.lines}
    return all(fold(cell.text) in said for cell in _repeated(beside, labels))


def _repeated(row: GridRow, labels: int) -> Iterator[GridCell]:
    """The filled cells that only say again what the other fragment says: labels, and banners."""
    across = spanning_cell(row)
    return (cell for cell in row if cell.lines and (cell.column < labels or cell is across))


def put_abreast(pairing: Pairing) -> list[Line]:
    """Give a tile the columns of the one that goes on beside it; returned is what these repeat."""
    whole, labels = pairing.tile.whole, pairing.labels
    again: list[Line] = []
    rows = [list(row) for row in whole.rows]
    shift = len(whole.edges) - 1 - labels
    for i, row in zip(pairing.rows, pairing.beside.printed.rows, strict=True):
        repeated = list(_repeated(row, labels))
        again += [line for cell in repeated for line in cell.lines]
        behind = (cell for cell in row if cell.column >= labels and cell not in repeated)
        rows[i] += [replace(cell, column=cell.column + shift) for cell in behind]
    first, *edges = pairing.beside.printed.edges[labels:]
    right = (whole.edges[-1] + edge - first for edge in edges)
    pairing.tile.whole = replace(whole, edges=(*whole.edges, *right), rows=tuple(map(tuple, rows)))
    return again
