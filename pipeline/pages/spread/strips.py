"""Strips: the tables, or parts of tables, that show the same columns on several pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from pipeline.pages.footnotes import every_line
from pipeline.pages.groups import GridRow, spanning_cell
from pipeline.pages.parts import same_edges
from pipeline.records import Fragment, Layout, Line, box_of
from pipeline.scale import PROSE, Header, fold, header_of, headers_of


@dataclass(slots=True, eq=False)
class Tile:
    """What one page shows of a table, and what that and the columns put beside it make.

    ``heads`` are the cells that name its columns, ``start`` is the row below these.
    """

    layout: Layout
    printed: Fragment
    heads: GridRow
    start: int
    whole: Fragment

    @property
    def keys(self) -> tuple[str, ...]:
        """What its heads say, as far as texts are compared."""
        return tuple(fold(cell.text) for cell in self.heads)

    @property
    def body(self) -> Sequence[GridRow]:
        """The rows below the heads."""
        return self.printed.rows[self.start :]


Strip = list[Tile]


def find_strips(layouts: Iterable[Layout]) -> list[Strip]:
    """Tiles with the same heads; one without goes on with the shortest strip of its columns.

    So it does not matter whether the pages go on down or across.
    """
    strips: dict[tuple[str, ...], Strip] = {}
    for tile in (tile for layout in layouts for tile in _tiles(layout)):
        if tile.heads:
            strips.setdefault(tile.keys, []).append(tile)
            continue
        edges = tile.printed.edges
        alike = [s for s in strips.values() if same_edges(s[0].printed.edges, edges)]
        if alike:
            min(alike, key=len).append(tile)
    return list(strips.values())


def _tiles(layout: Layout) -> Iterator[Tile]:
    tables = [item for item in layout.items if isinstance(item, Fragment)]
    for fragment in (*tables, *layout.strips):
        banners = len(list(takewhile(spanning_cell, fragment.rows)))
        heads = _heads(fragment.rows[banners:])
        tile = Tile(layout, fragment, heads, banners + 1 if heads else 0, fragment)
        if _is_whole(tile):
            yield tile


def _is_whole(tile: Tile) -> bool:
    """Whether a column of its own says all that the lines say that stand in it."""
    if tile.printed not in tile.layout.strips:
        return True
    said = sum(line.words for line in every_line([tile.printed]))
    return said == sum(line.words for line in lines_inside(tile))


def lines_inside(tile: Tile) -> list[Line]:
    """The page's lines outside tables that stand in a tile."""
    lines = (item for item in tile.layout.items if isinstance(item, Line))
    return [line for line in lines if tile.printed.box.holds(*box_of(line).middle)]


def headings_above(tile: Tile) -> list[Line]:
    """The lines that stand above a tile, up to the table before."""
    top = tile.printed.box.top
    above: list[Line] = []
    for item in tile.layout.items:
        if isinstance(item, Line) and box_of(item).bottom <= top + 1:
            above.append(item)
        elif isinstance(item, Fragment) and item.box.bottom <= top + 1:
            above = []
    return above


def _heads(rows: Sequence[GridRow]) -> GridRow:
    """The first row if it names the columns of those below; else nothing."""
    if len(rows) < 2:
        return ()
    filled = [cell.lines for cell in rows[0] if cell.lines]
    named = headers_of(filled) if len(filled) > 1 else [header_of(lines) for lines in filled]
    return rows[0] if named and None not in named else ()


def shared_heads(strip: Strip, other: Strip) -> int:
    """How many columns on the left have the same heads in both strips."""
    pairs = zip(strip[0].heads, other[0].heads, strict=False)
    alike = takewhile(lambda pair: fold(pair[0].text) == fold(pair[1].text), pairs)
    return sum(cell.span for cell, _ in alike)


def named_by_prose(strip: Strip, labels: int) -> list[Header]:
    """The heads of the columns behind the labels that mostly hold prose."""
    heads = [cell for cell in strip[0].heads if cell.column >= labels and cell.lines]
    told = [cell for cell in heads if _holds_prose(strip, cell.column)]
    return [header for cell in told if (header := header_of(cell.lines))]


def _holds_prose(strip: Strip, column: int) -> bool:
    cells = [c for tile in strip for row in tile.body for c in row if c.column == column]
    return 2 * sum(cell.words >= PROSE for cell in cells) > len(cells)
