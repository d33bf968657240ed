"""Tables with a row for each level, though no columns are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from builders import Sheet, TableRow, cells_of, flow_of, lines_in, loose_of, tables_of, texts

from pipeline.geometry import Box
from pipeline.pages import pages_to_flow

NAMES = ("**Poor", "**Fair", "**Good")
TOOLS = (
    "Tools lie about on the floor of the workshop.",
    "Some of the tools hang on hooks, and most people know where the sharp ones are kept, "
    "although nobody has written it down.",
    "All of the tools hang.\n\nEveryone knows where the sharp ones are kept.",
)
CUPS = (
    "Nobody washes the cups here.",
    "Some of the cups are clean, and people ask whose turn it is before the shelf is empty, "
    "at least on most days of the week.",
    "All of the cups are clean.",
)
EDGES = (40.0, 140.0, 460.0)
STATEMENTS = ["1.1 Tools are kept.", "1.2 Cups are washed."]


def down(cells: Sequence[str], names: Sequence[str] = NAMES) -> list[TableRow]:
    return [(name, cell) for name, cell in zip(names, cells, strict=True)]


def whole(cells: Sequence[str]) -> list[list[str]]:
    return [cell.split("\n\n") for cell in cells]


def rules_between(sheet: Sheet, rows: Sequence[TableRow], top: float) -> float:
    """A table with rules between its rows alone."""
    for row in rows:
        sheet.rule(EDGES[0], top, EDGES[-1], top)
        top = sheet.table([row], top, EDGES, ruled=False)
    sheet.rule(EDGES[0], top, EDGES[-1], top)
    return top


def set_two(names: Sequence[str], head: Sequence[TableRow] = (), *, rules: bool = False) -> Sheet:
    """Two characteristics, each with its statement above a table of all levels."""
    sheet, top = Sheet(), 60.0
    for statement, cells in zip(STATEMENTS, (TOOLS, CUPS), strict=True):
        sheet.line(statement, 40, top, bold=True)
        rows = [*head, *down(cells, names)]
        if rules:
            top = rules_between(sheet, rows, top + 20) + 30
        else:
            top = sheet.table(rows, top + 20, EDGES, ruled=False) + 30
    return sheet


@pytest.mark.parametrize("rules", [True, False], ids=["rules between rows", "no rules"])
def test_levels_stand_side_by_side(rules: bool) -> None:
    flow = flow_of(set_two(NAMES, rules=rules))
    assert [level.name for level in flow.scale.levels] == ["Poor", "Fair", "Good"]
    assert [cells_of(table) for table in tables_of(flow)] == [[whole(TOOLS)], [whole(CUPS)]]
    assert loose_of(flow) == STATEMENTS


def test_heads_of_the_columns_are_no_text() -> None:
    flow = flow_of(set_two(NAMES, [("**Level", "**What it looks like")]))
    assert [cells_of(table) for table in tables_of(flow)] == [[whole(TOOLS)], [whole(CUPS)]]
    assert [line.text for line in tables_of(flow)[0].heads][:2] == ["Level", "What it looks like"]


def test_names_that_wrap() -> None:
    names = ("**Poor", "**Performing Adequately", "**Performing Well Throughout")
    flow = flow_of(set_two(names, rules=True))
    assert [level.name for level in flow.scale.levels] == [name[2:] for name in names]
    assert [cells_of(table) for table in tables_of(flow)] == [[whole(TOOLS)], [whole(CUPS)]]


def test_prose_goes_on_over_a_page_below_repeated_heads() -> None:
    head = ("**Level", "**What it looks like")
    one, two = Sheet(1), Sheet(2)
    first, rest = TOOLS[1][:42].rstrip(), TOOLS[1][42:].lstrip()
    one.line(STATEMENTS[0], 40, 600, bold=True)
    one.table([head, (NAMES[0], TOOLS[0]), (NAMES[1], first)], 620, EDGES, ruled=False)
    bottom = two.table([head, ("", rest), (NAMES[2], TOOLS[2])], 60, EDGES, ruled=False)
    two.line(STATEMENTS[1], 40, bottom + 30, bold=True)
    two.table([head, *down(CUPS)], bottom + 50, EDGES, ruled=False)
    flow = flow_of(one, two)
    assert [cells_of(table) for table in tables_of(flow)] == [[whole(TOOLS)], [whole(CUPS)]]


def test_statement_in_a_column_before_the_names() -> None:
    """It is longer than the first level's text, so that it stands beside other levels too."""
    edges = (40.0, 120.0, 190.0, 460.0)
    tools = "**1.1 Tools are kept in the places where everyone looks for them first."
    cups = "**1.2 Cups are washed."
    rows: list[TableRow] = [("**Standard", "**Level", "**What it looks like")]
    sheet = Sheet()
    top = sheet.table(rows, 60, edges, ruled=False)
    for statement, cells in ((tools, TOOLS), (cups, CUPS)):
        beside = sheet.text(statement, top + 4, edges[0] + 4, 72)
        levels: list[TableRow] = down(cells)
        top = max(beside, sheet.table(levels, top, edges[1:], ruled=False))
    tables = tables_of(flow_of(sheet))
    assert [texts(table.banner) for table in tables] == [[tools[2:]], [cups[2:]]]
    assert [cells_of(table) for table in tables] == [[whole(TOOLS)], [whole(CUPS)]]


def test_name_that_nearly_touches_its_prose() -> None:
    sheet, top = Sheet(), 60.0
    for statement, cells in zip(STATEMENTS, (TOOLS, CUPS), strict=True):
        sheet.line(statement, 40, top, bold=True)
        top += 20
        for name, cell in zip(("Poor", "Fair", "Satisfying"), cells, strict=True):
            sheet.line(name, 40, top, bold=True)  # the longest ends at 90
            top = sheet.text(cell, top, 95, 300) + 6
        top += 20
    flow = flow_of(sheet)
    assert [level.name for level in flow.scale.levels] == ["Poor", "Fair", "Satisfying"]
    assert [cells_of(table) for table in tables_of(flow)] == [[whole(TOOLS)], [whole(CUPS)]]


def test_every_word_is_kept() -> None:
    sheet = set_two(NAMES, [("**Level", "**What it looks like")])
    counted = sum(line.words + line.mark_words for line in lines_in(flow_of(sheet)))
    assert counted == len(sheet.words)


def test_list_marks_are_no_levels() -> None:
    sheet, top = Sheet(), 60.0
    for _ in range(2):
        sheet.line("What we look at", 40, top, bold=True)
        top = sheet.table(down(TOOLS, ("1.", "2.", "3.")), top + 20, EDGES, ruled=False) + 30
    assert pages_to_flow([sheet.page()]) is None


def shaded(sheet: Sheet, names: Sequence[str], cells: Sequence[str], top: float) -> list[Box]:
    """Rows of two shaded boxes; each name in the middle of its box, between lines of the text."""
    boxes = []
    for name, cell in zip(names, cells, strict=True):
        bottom = sheet.text(cell, top + 6, 146, 300) + 6
        if name:
            sheet.line(name, 46, (top + bottom) / 2 - 5, bold=True)
        boxes += [Box(40, top, 140, bottom), Box(140, top, 460, bottom)]
        top = bottom + 4
    return boxes


LONG = tuple(f"{cell} {cell} {cell} {cell} {cell}" for cell in (*TOOLS[:2], CUPS[1]))


def test_names_in_the_middle_of_shaded_rows() -> None:
    sheet, fills, names = Sheet(), [], ("Poor", "Fair", "Good")
    for i, statement in enumerate(STATEMENTS):
        sheet.line(statement, 40, 60 + 350 * i, bold=True)
        fills += shaded(sheet, names, LONG, 80 + 350 * i)
    flow = pages_to_flow([replace(sheet.page(), fills=tuple(fills))])
    assert flow is not None
    assert [[texts(cell) for cell in t.rows[0].cells] for t in tables_of(flow)] == [
        [[cell] for cell in LONG]
    ] * 2
    assert loose_of(flow) == STATEMENTS


def test_name_of_a_shaded_row_that_a_page_break_cut_stands_on_the_next_page() -> None:
    one, two, names = Sheet(1), Sheet(2), ("Poor", "Fair", "Good")
    one.line(STATEMENTS[0], 40, 60, bold=True)
    fills = shaded(one, names, LONG, 80)
    one.line(STATEMENTS[1], 40, 440, bold=True)
    fills += shaded(one, ("Poor", ""), (LONG[0], "Some of the cups"), 460)
    rest = shaded(two, ("Fair", "Good"), ("are clean.", LONG[2]), 40)
    pages = [replace(one.page(), fills=tuple(fills)), replace(two.page(), fills=tuple(rest))]
    flow = pages_to_flow(pages)
    assert flow is not None
    last = tables_of(flow)[-1].rows[0]
    assert [texts(cell) for cell in last.cells] == [
        [LONG[0]], ["Some of the cups are clean."], [LONG[2]],
    ]  # fmt: skip
