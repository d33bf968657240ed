"""Rules into cells: pure geometry."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.geometry import Box, centres, clusters
from pipeline.pages.grid import Grid, rules_to_grids

XS, YS = (40.0, 140.0, 240.0, 340.0), (100.0, 120.0, 160.0)


def across(y: float, x0: float = XS[0], x1: float = XS[-1]) -> Box:
    return Box(x0, y - 0.25, x1, y + 0.25)


def down(x: float, y0: float = YS[0], y1: float = YS[-1]) -> Box:
    return Box(x - 0.25, y0, x + 0.25, y1)


def ruled(xs: tuple[float, ...] = XS, ys: tuple[float, ...] = YS) -> list[Box]:
    return [across(y, xs[0], xs[-1]) for y in ys] + [down(x, ys[0], ys[-1]) for x in xs]


def only(rules: list[Box]) -> Grid:
    (grid,) = rules_to_grids(rules)
    return grid


def shape(grid: Grid) -> list[tuple[int, int, int]]:
    """(row, column, span) of every cell."""
    return sorted((c.row, c.column, c.span) for c in grid.cells)


FULL = [(row, column, 1) for row in range(2) for column in range(3)]


def test_ruled_table() -> None:
    grid = only(ruled())
    assert shape(grid) == FULL
    assert grid.edges == pytest.approx(XS)
    first = min(grid.cells, key=lambda c: (c.row, c.column))
    assert (first.box.x0, first.box.top, first.box.x1, first.box.bottom) == pytest.approx(
        (40, 100, 140, 120)
    )


def test_borders_drawn_once_per_cell() -> None:
    """Each cell has four borders of its own, half a point beside its neighbour's."""
    rules = []
    for x0, x1 in pairwise(XS):
        for y0, y1 in pairwise(YS):
            rules += [across(y0 + 0.5, x0, x1), across(y1 - 0.5, x0, x1)]
            rules += [down(x0 + 0.5, y0, y1), down(x1 - 0.5, y0, y1)]
    assert shape(only(rules)) == FULL


def test_thin_bars_make_rules_of_either_direction() -> None:
    """A border of 1 by 40 points is an upright one, whoever drew it as a filled rectangle."""
    rules = [across(y) for y in YS] + [Box(x - 0.5, YS[0], x + 0.5, YS[-1]) for x in XS]
    assert shape(only(rules)) == FULL


def test_open_sides() -> None:
    """Row rules that stick out to the left and right show columns that nothing closes."""
    grid = only([across(y) for y in YS] + [down(x) for x in XS[1:-1]])
    assert shape(grid) == FULL
    assert grid.edges == pytest.approx(XS)


def test_open_foot() -> None:
    """At a page break the lower border may be missing."""
    grid = only([across(y) for y in YS[:-1]] + [down(x) for x in XS])
    assert shape(grid) == FULL


def test_spanning_cell() -> None:
    rules = [across(y) for y in YS] + [down(x, YS[1]) for x in XS[1:-1]]
    rules += [down(XS[0]), down(XS[-1])]
    assert shape(only(rules)) == [(0, 0, 3), *FULL[3:]]


def test_cell_over_two_rows() -> None:
    rules = [across(YS[0]), across(YS[1], XS[1]), across(YS[2]), *(down(x) for x in XS)]
    assert shape(only(rules)) == [cell for cell in FULL if cell != (1, 0, 1)]


def test_underline_is_no_row_rule() -> None:
    """A line under a word inside a cell touches no wall and parts nothing."""
    assert shape(only([*ruled(), across(140, 50, 80)])) == FULL


def test_underline_touching_the_wall_parts_nothing() -> None:
    """It reaches the wall but not the middle of the cell, where text would be cut."""
    assert shape(only([*ruled(), across(140, XS[0], 70)])) == FULL


def test_underline_that_begins_at_the_wall_is_no_row_rule() -> None:
    grid = only([*ruled(), across(140, XS[0] + 1.4, XS[0] + 70)])
    assert shape(grid) == FULL
    assert {cell.box.bottom for cell in grid.cells} == {120, 160}


def test_frame_around_one_column_is_no_table() -> None:
    assert not rules_to_grids(ruled(xs=(40.0, 340.0)))


def test_rules_without_columns_are_no_table() -> None:
    assert not rules_to_grids([across(100), across(200), across(300)])


def test_two_tables_stay_two() -> None:
    lower = tuple(y + 200 for y in YS)
    grids = rules_to_grids([*ruled(ys=lower), *ruled()])
    assert [grid.box.top for grid in grids] == pytest.approx([99.75, 299.75])
    assert [shape(grid) for grid in grids] == [FULL, FULL]


@given(
    widths=st.lists(st.integers(10, 120), min_size=2, max_size=6),
    heights=st.lists(st.integers(10, 90), min_size=1, max_size=6),
)
def test_every_ruled_table_comes_out_whole(widths: list[int], heights: list[int]) -> None:
    xs = tuple(20.0 + sum(widths[:i]) for i in range(len(widths) + 1))
    ys = tuple(30.0 + sum(heights[:i]) for i in range(len(heights) + 1))
    grid = only(ruled(xs, ys))
    assert grid.edges == pytest.approx(xs)
    assert shape(grid) == [(i, j, 1) for i in range(len(heights)) for j in range(len(widths))]


def test_clusters_and_their_centres() -> None:
    assert clusters([5, 1, 1.5, 9], slack=1) == [[1, 1.5], [5], [9]]
    assert centres([5, 1, 2, 9], slack=1) == [1.5, 5, 9]


def test_box_holds_and_touches() -> None:
    box = Box(0, 0, 10, 10)
    assert box.holds(10, 5)
    assert not box.holds(11, 5)
    assert box.holds(11, 5, slack=1)
    assert box.touches(Box(10, 10, 20, 20))
    assert not box.touches(Box(12, 0, 20, 10))
    assert box.touches(Box(12, 0, 20, 10), slack=2)


def test_short_strokes_beside_walls_make_no_grid() -> None:
    """As of a drawn sign: uprights, and level strokes of which none reaches from wall to wall."""
    walls = [down(x) for x in (40, 60, 80)]
    strokes = [across(120, 38, 48), across(140, 62, 70)]
    assert rules_to_grids([*walls, *strokes]) == []


def test_drawing_of_many_strokes_is_no_table() -> None:
    """As many comparisons as there are pairs of strokes would take minutes."""
    hatching = [Box(20, 20 + i / 100, 380, 20 + i / 100) for i in range(30_000)]
    assert rules_to_grids(hatching) == []


def test_grid_of_too_many_cells_is_no_table() -> None:
    lines = [20 + 5.0 * i for i in range(150)]
    net = [Box(20, y, 770, y) for y in lines] + [Box(x, 20, x, 770) for x in lines]
    assert rules_to_grids(net) == []
