"""Level heads over tables without rules: badges, heads in the middle of their columns, gutters."""

from __future__ import annotations

from builders import Sheet, cells_of, flow_of, loose_of, tables_of, texts

from pipeline.pages import pages_to_flow
from pipeline.records import Table

EDGES = (40.0, 120.0, 260.0, 400.0, 540.0)
TOOLS = ("Tools lie about on the floor and rust.", "Some of the tools hang.", "All of them hang.")
AIMS = ("Know what tools there are.", "Keep most of the tools dry.", "Never lack a tool again.")
CUPS = ("Nobody washes the cups here.", "Some of the cups are clean.", "All of the cups are clean.")


def badge(sheet: Sheet, letters: str, figure: str, x: float, top: float) -> None:
    """Small letters with a large figure behind them, on another base line."""
    sheet.line(letters, x, top + 6, 10, bold=True)
    sheet.line(figure, x + 11, top, 24, bold=True)


def practice(sheet: Sheet, top: float, code: str, name: str, *rows: tuple[str, ...]) -> float:
    """A name, badges in the middle of their columns, and labelled rows between rules."""
    sheet.line(name, EDGES[1], top, bold=True)
    for n, x in enumerate(EDGES[1:4], 1):
        badge(sheet, code, str(n), x + 58, top + 20)
    bottom = top + 60
    for row in rows:
        sheet.rule(EDGES[0], bottom, EDGES[-1], bottom)
        bottom = sheet.table([row], bottom, EDGES, size=9, ruled=False)
    return bottom


def columns(table: Table) -> list[list[str]]:
    """The rows of a table with one paragraph in each cell."""
    return [[text for cell in row for text in cell] for row in cells_of(table)]


def test_badges_head_the_columns_in_whose_middle_they_stand() -> None:
    sheet = Sheet()
    aims = ("**Aim", *(f"**{aim}" for aim in AIMS))
    top = practice(sheet, 60, "TK", "Tools", aims, ("**Seen", *TOOLS))
    practice(sheet, top + 60, "CW", "Cups", aims, ("**Seen", *CUPS))
    flow = flow_of(sheet)
    assert [level.name for level in flow.scale.levels] == ["1", "2", "3"]
    first, second = tables_of(flow)
    assert columns(first) == [[*AIMS], [*TOOLS]]
    assert columns(second) == [[*AIMS], [*CUPS]]
    assert [texts(row.label) for row in first.rows] == [["Aim"], ["Seen"]]
    assert loose_of(flow) == ["Tools", "Cups"]


def test_heading_in_larger_type_ends_the_table_of_the_page_before() -> None:
    one, two = Sheet(1), Sheet(2)
    practice(one, 560, "TK", "Tools", ("**Seen", *TOOLS))
    two.line("Kitchenware", 230, 60, 20, bold=True)
    practice(two, 120, "CW", "Cups", ("**Seen", *CUPS))
    flow = flow_of(one, two)
    assert [columns(table) for table in tables_of(flow)] == [[[*TOOLS]], [[*CUPS]]]
    assert loose_of(flow) == ["Tools", "Kitchenware", "Cups"]


def test_remark_far_right_of_a_name_is_no_part_of_it() -> None:
    sheet = Sheet()
    sheet.line("see page 9", 480, 61, 8)
    top = practice(sheet, 60, "TK", "Tools", ("**Seen", *TOOLS))
    practice(sheet, top + 60, "CW", "Cups", ("**Seen", *CUPS))
    flow = flow_of(sheet)
    assert loose_of(flow) == ["Tools", "Cups"]
    assert [line.text for line in flow.others] == ["see page 9"]
    assert [f.code for f in flow.findings if "remark" in f.code] == ["remark-left-out"]


def test_text_turned_at_the_edge_stands_in_no_table() -> None:
    sheet = Sheet()
    top = practice(sheet, 60, "TK", "Tools", ("**Seen", *TOOLS))
    practice(sheet, top + 60, "CW", "Cups", ("**Seen", *CUPS))
    sheet.turned(("Kitchen", "Maturity", "Model"), 546, 300, 8)
    flow = flow_of(sheet)
    assert loose_of(flow) == ["Tools", "Cups"]
    assert [line.text for line in flow.furniture] == ["Kitchen Maturity Model"]


def test_names_in_two_lines_of_which_the_first_are_alike() -> None:
    sheet = Sheet()
    for n, second in enumerate(("Poorly", "Fairly", "Well")):
        sheet.line("Working", EDGES[n], 60, bold=True)
        sheet.line(second, EDGES[n], 72, bold=True)
    sheet.table([TOOLS], 84, EDGES[:4], ruled=False)
    flow = flow_of(sheet)
    assert [level.name for level in flow.scale.levels] == [
        "Working Poorly",
        "Working Fairly",
        "Working Well",
    ]
    assert [columns(table) for table in tables_of(flow)] == [[[*TOOLS]]]


def test_gutter_that_is_narrower_than_the_spaces_of_justified_text() -> None:
    """Words end above one another by chance, but all lines of a column begin at one edge."""
    sheet = Sheet()
    sheet.line("Poor", 40, 60, bold=True).line("Good", 140, 60, bold=True)
    for i, (left, right) in enumerate((("of hooks", "on walls"), ("by nails", "in boxes"))):
        for word, x in zip(left.split(), (40, 102), strict=True):
            sheet.line(word, x, 80 + 12 * i)
        for word, x in zip(right.split(), (140, 200), strict=True):
            sheet.line(word, x, 80 + 12 * i)
    table = tables_of(flow_of(sheet))[0]
    assert columns(table) == [["of hooks by nails", "on walls in boxes"]]


def test_signs_of_a_list_are_no_level() -> None:
    sheet = Sheet()
    for i, item in enumerate(
        ("the hooks,", "the worms in a spade of earth", "water and how it sinks")
    ):
        sheet.line("•", 46, 60 + 14 * i).line(item, 62, 60 + 14 * i)
    assert pages_to_flow([sheet.page()]) is None


def test_marks_of_a_list_belong_to_the_column_of_its_text() -> None:
    """The name stands in the middle of the column, and labels before it."""
    sheet = Sheet()
    for name, x in zip(("Poor", "Fair", "Good"), EDGES[1:], strict=False):
        sheet.line(name, x + 55, 60, 12, bold=True)
    for i, (label, cells) in enumerate((("Tools", TOOLS), ("Cups", CUPS))):
        top = 80.0 + 80 * i
        sheet.line(label, EDGES[0], top, bold=True)
        for cell, x in zip(cells, EDGES[1:], strict=False):
            sheet.line("•", x, top)
            sheet.text(cell, top, x + 10, 110)
        sheet.rule(EDGES[0], top + 60, EDGES[-1], top + 60)
    (table,) = tables_of(flow_of(sheet))
    assert [texts(row.label) for row in table.rows] == [["Tools"], ["Cups"]]
    assert columns(table) == [[*TOOLS], [*CUPS]]
