"""Layouts of descriptor tables: what stands where, and how it is drawn; every page set by hand."""

from __future__ import annotations

from collections.abc import Sequence

from builders import (
    EDGES,
    LEVELS,
    Sheet,
    TableRow,
    cells_of,
    flow_of,
    heading,
    loose_of,
    statement,
    tables_of,
    texts,
)
from builders import flow as flow_from

from pipeline.classify import Text, classify
from pipeline.pages.turned import find_turned
from pipeline.records import Flow

HEAD = tuple(f"**{level}" for level in LEVELS)
CELLS = ("Tools lie about on the floor.", "Some of the tools hang.", "All of the tools hang.")
CUPS = ("Nobody washes the cups here.", "Some of the cups are clean.", "All of the cups are clean.")
DOWN = (40.0, 120.0, 520.0)
NUMBERED = ("**Level 1", "**Level 2", "**Level 3")


def down(cells: Sequence[str], names: Sequence[str] = NUMBERED) -> list[TableRow]:
    """A row for each level: its name, and what it looks like."""
    return [(name, cell) for name, cell in zip(names, cells, strict=True)]


def set_table(rows: Sequence[TableRow], edges: Sequence[float]) -> Sheet:
    sheet = Sheet()
    sheet.table(rows, 60, edges)
    return sheet


def labelled(flow: Flow, label: str) -> list[str]:
    return [b.text for b in classify(flow) if isinstance(b, Text) and b.label == label]


# ---- what is no level ---------------------------------------------------------------------------


def test_plain_names_of_rows_are_no_descriptors_whatever_heads_them() -> None:
    """The first column is no level if it holds short names, another in each row."""
    rows = [("**Strand", *HEAD), ("Handling", *CELLS), ("Washing up", *CUPS)]
    flow = flow_of(set_table(rows, (40.0, 120.0, 253.0, 386.0, 520.0)))
    assert [level.name for level in flow.scale.levels] == list(LEVELS)
    assert [texts(row.label) for row in tables_of(flow)[0].rows] == [["Handling"], ["Washing up"]]


def test_short_descriptors_that_come_again_are_a_level() -> None:
    rows = [("**None", *HEAD), ("Nothing seen", *CELLS), ("Nothing seen", *CUPS)]
    flow = flow_of(set_table(rows, (40.0, 120.0, 253.0, 386.0, 520.0)))
    assert [level.name for level in flow.scale.levels] == ["None", *LEVELS]


# ---- levels as rows -----------------------------------------------------------------------------


def test_level_that_always_says_the_same_is_no_head_of_its_column() -> None:
    sheet, top = Sheet(), 60.0
    for code, cells in (("1.1", CELLS), ("1.2", CUPS)):
        sheet.line(f"{code} Things are kept.", 40, top, bold=True)
        said = ("Nothing of the kind was seen.", *cells)
        top = 20 + sheet.table(down(said, ("0", "1", "2", "3")), top + 20, DOWN)
    flow = flow_of(sheet)
    assert [level.name for level in flow.scale.levels] == ["0", "1", "2", "3"]
    assert cells_of(tables_of(flow)[1])[0][0] == ["Nothing of the kind was seen."]


def test_marks_between_levels_and_their_prose_are_no_levels() -> None:
    sheet, top = Sheet(), 60.0
    for code, cells in (("1.1", CELLS), ("1.2", CUPS)):
        sheet.line(f"{code} Things are kept.", 40, top, bold=True)
        rows = [
            (name, marks, cell)
            for name, marks, cell in zip(NUMBERED, ("1-2", "3-4", "5-6"), cells, strict=True)
        ]
        top = 20 + sheet.table(rows, top + 20, (40.0, 120.0, 180.0, 520.0))
    flow = flow_of(sheet)
    assert [level.name for level in flow.scale.levels] == ["Level 1", "Level 2", "Level 3"]
    assert [cells_of(table)[0] for table in tables_of(flow)] == [
        [[cell] for cell in cells] for cells in (CELLS, CUPS)
    ]


def test_levels_down_the_first_column_stand_side_by_side() -> None:
    sheet = Sheet().line("1.1 Tools are kept.", 40, 60, bold=True)
    bottom = sheet.table(down(CELLS), 80, DOWN)
    sheet.line("1.2 Cups are washed.", 40, bottom + 20, bold=True)
    sheet.table(down(CUPS), bottom + 40, DOWN)
    flow = flow_of(sheet)
    assert [level.name for level in flow.scale.levels] == ["Level 1", "Level 2", "Level 3"]
    assert [cells_of(table)[0] for table in tables_of(flow)] == [
        [[cell] for cell in CELLS],
        [[cell] for cell in CUPS],
    ]
    assert loose_of(flow) == ["1.1 Tools are kept.", "1.2 Cups are washed."]


def test_code_and_statement_in_columns_before_the_levels() -> None:
    sheet = Sheet()
    rows: list[TableRow] = [("**Ref", "**Standard", "**Level", "**What it looks like")]
    for code, name, cells in (("1.1", "Tools are kept.", CELLS), ("1.2", "Cups are washed.", CUPS)):
        rows += [(code, name, *row) for row in down(cells)[:1]]
        rows += [("", "", *row) for row in down(cells)[1:]]
    sheet.table(rows, 60, (40.0, 80.0, 200.0, 260.0, 520.0))
    flow = flow_of(sheet)
    assert [texts(table.banner) for table in tables_of(flow)] == [
        ["1.1 Tools are kept."], ["1.2 Cups are washed."],
    ]  # fmt: skip
    assert [cells_of(table) for table in tables_of(flow)] == [
        [[[cell] for cell in cells]] for cells in (CELLS, CUPS)
    ]


def test_a_page_break_between_levels_leaves_one_characteristic() -> None:
    rows = [("**Level", "**What we would see there"), *down(CELLS)]
    one, two = Sheet(1), Sheet(2)
    one.table(rows[:3], 650, DOWN)
    bottom = two.table(rows[:1] + rows[3:], 60, DOWN)
    two.line("1.2 Cups are washed.", 40, bottom + 20, bold=True)
    two.table([rows[0], *down(CUPS)], bottom + 40, DOWN)
    first, second = tables_of(flow_of(one, two))
    assert cells_of(first) == [[[cell] for cell in CELLS]]
    assert cells_of(second) == [[[cell] for cell in CUPS]]
    assert "Level" in [line.text for line in first.heads]


def test_statement_across_the_table_names_the_levels_below_it() -> None:
    rows = ["**1.1 Tools are kept.", *down(CELLS), "**1.2 Cups are washed.", *down(CUPS)]
    tables = tables_of(flow_of(set_table(rows, DOWN)))
    assert [texts(t.banner) for t in tables] == [["1.1 Tools are kept."], ["1.2 Cups are washed."]]
    assert [cells_of(table)[0][0] for table in tables] == [[CELLS[0]], [CUPS[0]]]


def test_tables_that_touch_may_have_their_columns_at_different_places() -> None:
    sheet = Sheet()
    bottom = sheet.table(["**1.1 Tools are kept.", *down(CELLS)], 60, DOWN)
    sheet.table(["**1.2 Cups are washed.", *down(CUPS)], bottom, (40.0, 132.0, 520.0))
    tables = tables_of(flow_of(sheet))
    assert [cells_of(table)[0][0] for table in tables] == [[CELLS[0]], [CUPS[0]]]


def test_row_that_names_no_level_keeps_all_its_words() -> None:
    rows = [("1.1", "Tools are kept by us all."), *down(CELLS)]
    rows += [("1.2", "Cups are washed by us all."), *down(CUPS)]
    flow = flow_of(set_table(rows, DOWN))
    banners = [" ".join(texts(table.banner)) for table in tables_of(flow)]
    assert banners == ["1.1 Tools are kept by us all.", "1.2 Cups are washed by us all."]


def test_head_of_the_level_column_may_be_printed_once() -> None:
    rows = [("**Level", "**What we would see there"), *down(CELLS), *down(CUPS)]
    tables = tables_of(flow_of(set_table(rows, DOWN)))
    assert [texts(table.banner) for table in tables] == [[], []]
    assert [cells_of(table)[0][0] for table in tables] == [[CELLS[0]], [CUPS[0]]]


def test_name_broken_in_a_narrow_column() -> None:
    names = ("**Exemplar\ny", "**Unsatisfactor\ny")
    flow = flow_of(set_table([*down(CELLS[:2], names), *down(CUPS[:2], names)], DOWN))
    assert {level.name for level in flow.scale.levels} == {"Exemplary", "Unsatisfactory"}


def test_short_word_at_the_end_of_a_name_stays_a_word() -> None:
    names = ("**Uppfylls\nej", "**Uppfylls")
    flow = flow_of(set_table([*down(CELLS[:2], names), *down(CUPS[:2], names)], DOWN))
    assert {level.name for level in flow.scale.levels} == {"Uppfylls ej", "Uppfylls"}


def test_names_that_do_not_come_again_are_no_levels_down_a_column() -> None:
    flow = flow_of(set_table([("**Aspect", *HEAD), ("Tools", *CELLS), ("Cups", *CUPS)],
                                       (40, 120, 250, 380, 520)))  # fmt: skip
    assert [level.name for level in flow.scale.levels] == list(LEVELS)
    assert find_turned([]) is None


# ---- columns and rows beside the levels ---------------------------------------------------------

FIVE = (40.0, 90.0, 190.0, 300.0, 410.0, 520.0)


def test_code_in_a_column_of_its_own_goes_before_its_statement() -> None:
    rows = [
        ("**No.", "**Standard", *HEAD),
        ("**A1.a", "**Tools are kept.", *CELLS),
        ("**A1.b", "**Cups are washed.", *CUPS),
    ]
    flow = flow_of(set_table(rows, FIVE))
    assert [level.name for level in flow.scale.levels] == list(LEVELS)
    labels = [texts(row.label) for table in tables_of(flow) for row in table.rows]
    assert labels == [["A1.a Tools are kept."], ["A1.b Cups are washed."]]


def test_code_broken_in_a_narrow_column_is_whole_and_recorded() -> None:
    rows = [
        ("**No.", "**Standard", *HEAD),
        ("**S1.\na", "**Tools are kept in the places where all look.", *CELLS),
        ("**S1.\nb", "**Cups are washed.", *CUPS),
    ]
    (table,) = tables_of(flow_of(set_table(rows, FIVE)))
    labels = [texts(row.label) for row in table.rows]
    assert labels == [
        ["S1.a Tools are kept in the places where all look."],
        ["S1.b Cups are washed."],
    ]
    assert [r.kind for row in table.rows for r in row.label[0].repairs] == ["broken-word"] * 2


def test_columns_for_weights_and_marks_are_no_levels() -> None:
    edges = (40.0, 130.0, 170.0, 260.0, 350.0, 440.0, 480.0, 520.0)
    rows = [
        ("**Criterion", "**Weight", *HEAD, "**Score", "**Seen"),
        ("**Tools", "10%", *CELLS, "/4", ""),
        ("**Cups", "20%", *CUPS, "/4", ""),
    ]
    flow = flow_of(set_table(rows, edges))
    assert [level.name for level in flow.scale.levels] == list(LEVELS)
    assert [texts(row.label) for row in tables_of(flow)[0].rows] == [["Tools"], ["Cups"]]
    assert "column-without-level" in [finding.code for finding in flow.findings]


def test_rows_of_marks_are_no_characteristics() -> None:
    edges = (40.0, 130.0, 260.0, 390.0, 520.0)
    rows = [("**Criterion", *HEAD), ("**Tools", *CELLS), ("Hammers", "0", "1-2 marks", "3")]
    flow = flow_of(set_table(rows, edges))
    assert [texts(row.label) for row in tables_of(flow)[0].rows] == [["Tools"]]
    assert "row-without-descriptors" in [finding.code for finding in flow.findings]


def test_row_across_the_table_is_the_domain_of_the_rows_below() -> None:
    edges = (40.0, 130.0, 260.0, 390.0, 520.0)
    rows = [
        ("**Criterion", *HEAD),
        "**1. Workshop",
        ("**1.1 Tools", *CELLS),
        "**2. Kitchen",
        ("**2.1 Cups", *CUPS),
        "Total: 20",
    ]
    flow = flow_of(set_table(rows, edges))
    assert labelled(flow, "domain") == ["Workshop", "Kitchen"]
    assert labelled(flow, "statement") == ["Tools", "Cups"]
    assert "row-without-descriptors" in [finding.code for finding in flow.findings]


# ---- headers and names that come again, or do not -----------------------------------------------


def test_statement_printed_again_over_the_rest_of_its_table_is_no_text() -> None:
    one, two = Sheet(1), Sheet(2)
    for sheet, top, cells in ((one, 700, CELLS), (two, 60, CUPS)):
        sheet.line("1.1 Tools and cups are kept.", 40, top - 20, bold=True)
        sheet.table([HEAD, cells], top)
    flow = flow_of(one, two)
    assert loose_of(flow) == ["1.1 Tools and cups are kept."]
    assert cells_of(tables_of(flow)[0]) == [[[a, b] for a, b in zip(CELLS, CUPS, strict=True)]]


def test_header_that_a_page_break_cut_is_no_text() -> None:
    """The last line of a level's note stands in a row of its own on the next page."""
    note = "Nearly all that stands\nunder Fair"
    whole = ("**Poor", "**Fair", f"**Good\n{note}")
    sheet = Sheet()
    bottom = sheet.table([whole, CELLS], 60, EDGES)
    sheet.line("1.2 Cups are washed.", 40, bottom + 20, bold=True)
    sheet.table([("**Poor", "**Fair", "**Good\nNearly all that stands")], bottom + 40, EDGES)
    after = Sheet(2)
    after.table([("", "", "under Fair"), CUPS], 60, EDGES)
    second = tables_of(flow_of(sheet, after))[1]
    assert cells_of(second) == [[[cell] for cell in CUPS]]


def test_full_table_without_a_header_has_the_columns_of_the_one_before() -> None:
    sheet = Sheet()
    bottom = sheet.table([HEAD, CELLS], 60)
    sheet.line("1.2 Cups are washed.", 40, bottom + 20, bold=True)
    sheet.table([CUPS], bottom + 40, (40.0, 180.0, 330.0, 520.0))
    flow = flow_of(sheet)
    assert cells_of(tables_of(flow)[1]) == [[[cup] for cup in CUPS]]
    assert "header-assumed" in [finding.code for finding in flow.findings]


def test_heading_behind_a_roman_numeral_is_one_sentence() -> None:
    (tools,), (cups,) = (tables_of(flow_of(set_table([HEAD, c], EDGES))) for c in (CELLS, CUPS))
    flow = flow_from(
        heading("Framework", 20),
        *(heading("I. Workshop"), statement("1.1 Tools are kept."), tools),
        *(heading("II. Kitchen"), statement("2.1 Cups are washed."), cups),
    )
    assert labelled(flow, "domain") == ["Workshop", "Kitchen"]


# ---- tables without columns drawn ---------------------------------------------------------------


def lay_out(sheet: Sheet, rows: Sequence[Sequence[str]], top: float, *, rules: bool) -> float:
    """Rows of words in the columns of EDGES, with rules between the rows or none."""
    for row in rows:
        if rules:
            sheet.rule(EDGES[0], top - 2, EDGES[-1], top - 2)
        top = max(sheet.text(cell, top, x, 140) for cell, x in zip(row, EDGES, strict=False)) + 3
    if rules:
        sheet.rule(EDGES[0], top - 2, EDGES[-1], top - 2)
    return top


ASPECTS = ("**Aspect", "**Poor", "**Good")
TOOLS = ("**1.1 Tools are kept in their place by everyone who works here.", *CELLS[:2])
PLATES = ("**1.2 Cups are washed.", "Nobody washes the cups, the plates, the pots.", CUPS[1])


def test_rules_between_rows_part_them_where_no_column_is_drawn() -> None:
    sheet = Sheet()
    lay_out(sheet, [ASPECTS, TOOLS, PLATES], 60, rules=True)
    (table,) = tables_of(flow_of(sheet))
    assert [texts(row.label)[0][:3] for row in table.rows] == ["1.1", "1.2"]
    assert cells_of(table)[1] == [[PLATES[1]], [PLATES[2]]]


def test_header_on_top_of_every_page_of_an_unruled_table_is_no_furniture() -> None:
    one, two, three = (Sheet(number) for number in (1, 2, 3))
    one.line("Workshop Framework", 40, 40, size=16, bold=True)
    lay_out(one, [ASPECTS, TOOLS], 90, rules=False)
    lay_out(two, [ASPECTS, PLATES], 60, rules=False)
    lay_out(three, [ASPECTS, ("**1.3 Cups are counted.", *CUPS[:2])], 60, rules=False)
    flow = flow_of(one, two, three)
    labels = [texts(row.label)[0][:3] for table in tables_of(flow) for row in table.rows]
    assert labels == ["1.1", "1.2", "1.3"]
    assert not flow.furniture


def test_row_between_rules_heads_the_rows_below_though_no_column_is_drawn() -> None:
    sheet = Sheet()
    groups = ("**1. The workshop and all of its many tools for wood", "**2. Kitchen")
    rows = [ASPECTS, (groups[0],), TOOLS, (groups[1],), PLATES]
    top = 60.0
    for row in rows:
        sheet.rule(EDGES[0], top - 2, EDGES[-1], top - 2)
        if len(row) == 1:
            top = sheet.text(row[0], top, EDGES[0]) + 3
        else:
            top = lay_out(sheet, [row], top, rules=False)
    sheet.rule(EDGES[0], top - 2, EDGES[-1], top - 2)
    (table,) = tables_of(flow_of(sheet))
    assert [bool(row.cells) for row in table.rows] == [False, True, False, True]
    assert cells_of(table)[3] == [[PLATES[1]], [PLATES[2]]]


# ---- counted lists in cells ---------------------------------------------------------------------


def test_items_of_a_counted_list_are_paragraphs_with_their_marks() -> None:
    cell = "A.Tools are kept\nB. Tools are oiled\non every Monday"
    (table,) = tables_of(flow_of(set_table([HEAD, (cell, *CELLS[1:])], EDGES)))
    assert cells_of(table)[0][0] == ["Tools are kept", "Tools are oiled on every Monday"]
    assert [p.lines[0].bullet for p in table.rows[0].cells[0]] == ["A.", "B."]
    assert sum(line.words for p in table.rows[0].cells[0] for line in p.lines) == 10


def test_one_item_of_a_list_that_a_page_break_parted_from_the_others() -> None:
    one, two = Sheet(1), Sheet(2)
    one.table([HEAD, ("A. Tools are kept.\nB. Tools are oiled.", *CELLS[1:])], 700)
    two.table([HEAD, ("C. Tools are sharp.", "", "")], 60)
    (table,) = tables_of(flow_of(one, two))
    assert cells_of(table)[0][0] == ["Tools are kept.", "Tools are oiled.", "Tools are sharp."]


def test_initial_at_the_head_of_a_cell_is_no_mark() -> None:
    (table,) = tables_of(
        flow_of(set_table([HEAD, ("A. Smith oils the tools.", *CELLS[1:])], EDGES))
    )
    assert cells_of(table)[0][0] == ["A. Smith oils the tools."]


# ---- several scales -----------------------------------------------------------------------------


def test_marks_in_a_row_below_the_names_are_no_levels() -> None:
    head = ("**Aspect", "**Weight", *HEAD)
    marks = ("", "", "0–39", "40–69", "70–100")
    rows = [("Tools", "10%", *CELLS), ("Cups", "20%", *CUPS)]
    edges = (40.0, 110.0, 160.0, 280.0, 400.0, 520.0)
    sheet = Sheet()
    sheet.table([head, marks, *rows], 60, edges)
    flow = flow_of(sheet)
    assert [level.name for level in flow.scale.levels] == list(LEVELS)


def test_cell_over_all_levels_is_a_head_and_no_name() -> None:
    sheet = Sheet()
    edges = (40.0, 160.0, 280.0, 400.0, 520.0)
    bottom = sheet.table([("", "**What we may find")], 60, (40.0, 160.0, 520.0))
    sheet.table([("**Criterion", *HEAD), ("**Tools", *CELLS)], bottom, edges)
    (table,) = tables_of(flow_of(sheet))
    assert not table.banner
    assert "What we may find" in [line.text for line in table.heads]
