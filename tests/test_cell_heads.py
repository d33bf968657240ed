"""Heads over several columns, and names of levels inside the cells below them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from builders import LEVELS, PADDING, Sheet, assembled, cells_of, flow_of, tables_of, texts

from pipeline.records import Flow

EDGES = (40.0, 140.0, 265.0, 390.0, 515.0, 550.0)
WIDE = (40.0, 140.0, 515.0, 550.0)
WORST, SOME = "Nobody here knows who opens.", "It depends on the day."
BEST = "Everyone knows who opens the door."


def rated(sheet: Sheet, top: float, name: str, points: int, levels: tuple[str, ...]) -> float:
    """A row as a teaching platform prints it: marks and the level's name stand in the cell."""
    for i, (x, _) in enumerate(list(pairwise(EDGES))[1:4]):
        sheet.line(f"{i * points} pts", x + PADDING, top + PADDING, bold=True)
        sheet.line(levels[i], x + PADDING, top + PADDING + 12, bold=True)
    cells = [f"\n\n{text}" for text in (WORST, SOME, BEST)]
    return sheet.table([[name, *cells, f"{2 * points} pts"]], top, EDGES)


def names(made: Flow) -> list[str]:
    """The levels, the worst first."""
    return [level.name for level in sorted(made.scale.levels, key=lambda level: level.rank)]


def rubric(*other: str) -> Flow:
    """A rubric on two pages, whose second row may have other names for the levels."""
    one, two = Sheet(1), Sheet(2)
    top = one.table([("**Criteria", "**Ratings", "**Pts")], 600, WIDE)
    top = rated(one, top, "Keys", 5, LEVELS)
    rated(one, top, "Helpers", 10, other or LEVELS)
    two.table(["Total: 40"], rated(two, 60, "Guests", 5, LEVELS), WIDE)
    return flow_of(one, two)


def test_names_inside_the_cells_name_the_levels() -> None:
    made = rubric()
    assert names(made) == list(LEVELS)
    rows = [row for table in tables_of(made) for row in table.rows]
    assert [texts(row.label) for row in rows] == [["Keys"], ["Helpers"], ["Guests"]]
    assert all([texts(c) for c in row.cells] == [[WORST], [SOME], [BEST]] for row in rows)
    assert not assembled(made).ledger.unaccounted


def test_one_head_over_several_columns_is_an_error() -> None:
    made = rubric("Bad", "Medium", "Great")
    found = [f for f in made.findings if f.code == "columns-joined"]
    assert [(f.severity, "Ratings" in f.message) for f in found] == [("error", True)]


@pytest.mark.parametrize("walled", [True, False])
def test_head_over_several_columns_is_split_where_each_has_a_word(walled: bool) -> None:
    sheet = Sheet()
    edges = (40.0, 120.0, 220.0, 320.0, 420.0, 520.0)
    wide = (40.0, 120.0, 220.0, 420.0, 520.0)
    top = sheet.table([("", "**Summit", "**Climbing", "**Foot")], 100, wide)
    figures = ("", "**4", "**3", "**2", "**1")
    if walled:
        top = sheet.table([figures], top, edges)
    else:  # the figures stand in the heads
        for x, figure in zip(edges[1:], "4321", strict=False):
            sheet.line(figure, x + 40, top, bold=True)
        sheet.rules = [r for r in sheet.rules if r.top < top - 1 or r.width < 1]
        top = sheet.table([], top + 14, edges)
        for x in wide:
            sheet.rule(x, 100, x, top)
    sheet.table(
        [(name, BEST, SOME, SOME, f"{WORST} {name}") for name in ("Keys", "Helpers")], top, edges
    )
    made = flow_of(sheet)
    told = ["1", "2", "3", "4"] if walled else ["Foot 1", "Climbing 2", "Climbing 3", "Summit 4"]
    assert names(made) == told
    (table,) = tables_of(made)
    assert cells_of(table)[0] == [[BEST], [SOME], [SOME], [f"{WORST} Keys"]]
    assert not assembled(made).ledger.unaccounted


HEADED = ("", *(f"**{level}" for level in LEVELS), "")


def test_texts_that_begin_with_the_names_of_their_levels_are_no_headers() -> None:
    one, two = Sheet(1), Sheet(2)
    said = [f"{level}: People know when it opens." for level in LEVELS]
    one.table([HEADED, ("Keys", *said, ""), ("Helpers", *said, "")], 600, EDGES)
    two.table([("Guests", *said, "")], 60, EDGES)
    (table,) = tables_of(flow_of(one, two))
    assert [texts(row.label) for row in table.rows] == [["Keys"], ["Helpers"], ["Guests"]]
    assert all([texts(c) for c in row.cells] == [[text] for text in said] for row in table.rows)


def test_names_that_cells_repeat_in_bold_are_heads_again() -> None:
    sheet = Sheet()
    top = rated(sheet, sheet.table([HEADED], 100, EDGES), "Keys", 5, LEVELS)
    rated(sheet, top, "Helpers", 5, LEVELS)
    rows = [row for table in tables_of(flow_of(sheet)) for row in table.rows]
    assert [texts(row.label) for row in rows] == [["Keys"], ["Helpers"]]
    assert all([texts(c) for c in row.cells] == [[WORST], [SOME], [BEST]] for row in rows)


def test_header_that_is_printed_twice_is_no_name_in_a_cell() -> None:
    sheet = Sheet()
    head = tuple(f"**{level}" for level in LEVELS)
    bottom = sheet.table([head, (WORST, SOME, BEST)], 100)
    sheet.table([("Notes", "", "Notes"), head, head], bottom + 40)
    made = flow_of(sheet)
    assert names(made) == list(LEVELS)
    assert cells_of(tables_of(made)[0])[0][1] == [SOME]
    assert not assembled(made).ledger.unaccounted
