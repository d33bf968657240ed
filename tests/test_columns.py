"""Tables without rules: columns from where the words stand under the names of the levels."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from builders import (
    EDGES,
    LEVELS,
    Sheet,
    TableRow,
    cells_of,
    flow_of,
    lines_in,
    loose_of,
    tables_of,
    text_width,
    texts,
    wrap,
)

from pipeline.pages import pages_to_flow
from pipeline.records import Flow

HEAD = tuple(f"**{level}" for level in LEVELS)
POOR = "Tools lie about on the floor and nobody knows where the sharp ones are kept."
FAIR = "Some tools hang on hooks, and most people know where the sharp ones are kept."
GOOD = "All tools hang on hooks, and everyone knows where the sharp ones are kept."
CELLS = (POOR, FAIR, GOOD)
NAME = "1.1 Tools hang on hooks at work"
WHOLE = [[cell] for cell in CELLS]


def bare(*tables: tuple[str, list[TableRow]]) -> Flow:
    """One page of statements, each above a table without rules."""
    sheet = Sheet()
    top = 60.0
    for statement, rows in tables:
        sheet.line(statement, 40, top, bold=True)
        top = sheet.table(rows, top + 24, EDGES, ruled=False) + 40
    return flow_of(sheet)


TWO: list[tuple[str, list[TableRow]]] = [
    ("1.1 Tools hang.", [HEAD, CELLS]),
    ("1.2 Tools are sharp.", [HEAD, CELLS]),
]


def test_tables_without_rules() -> None:
    flow = bare(*TWO)
    assert [cells_of(table) for table in tables_of(flow)] == [[WHOLE], [WHOLE]]
    assert loose_of(flow) == ["1.1 Tools hang.", "1.2 Tools are sharp."]
    assert [level.name for level in flow.scale.levels] == [*LEVELS]


def test_name_of_a_level_in_seven_words() -> None:
    names = ("Poor and in need of urgent improvement", "Fair", "Good")
    head = tuple(f"**{name}" for name in names)
    flow = bare((TWO[0][0], [head, CELLS]), (TWO[1][0], [head, CELLS]))
    assert tuple(level.name for level in flow.scale.levels) == names
    assert [cells_of(table) for table in tables_of(flow)] == [[WHOLE], [WHOLE]]


def test_every_word_is_kept() -> None:
    flow = bare(*TWO)
    counted = sum(line.words + line.mark_words for line in lines_in(flow))
    assert counted == sum(len(f"{name} {' '.join((*LEVELS, *CELLS))}".split()) for name, _ in TWO)


def test_footnote_below_a_table_without_rules_takes_its_mark_along() -> None:
    sheet = Sheet().line("1.1 Tools hang.", 40, 60, bold=True)
    sheet.table([HEAD, CELLS], 84, ruled=False)
    sheet.line("^1 Of any kind.", 40, 760, size=8)
    flow = flow_of(sheet)
    counted = sum(line.words + line.mark_words for line in lines_in(flow))
    assert counted == len(sheet.words)
    assert [note.mark for note in flow.notes] == ["1"]


def test_cell_goes_on_over_a_page() -> None:
    sheets = [Sheet(1), Sheet(2)]
    cut = [wrap(cell, EDGES[1] - EDGES[0] - 8) for cell in CELLS]
    sheets[0].line("1.1 Tools hang.", 40, 660, bold=True)
    sheets[0].table([HEAD, ["\n".join(c[:2]) for c in cut]], 690, ruled=False)
    bottom = sheets[1].table([["\n".join(c[2:]) for c in cut]], 60, ruled=False)
    sheets[1].line("1.2 Tools are sharp.", 40, bottom + 40, bold=True)
    sheets[1].table([HEAD, CELLS], bottom + 64, ruled=False)
    assert [cells_of(table) for table in tables_of(flow_of(*sheets))] == [[WHOLE], [WHOLE]]


def test_text_without_any_header_is_no_table() -> None:
    sheet = Sheet()
    sheet.text(f"{POOR}\n\n{FAIR}\n\n{GOOD}", 60)
    assert pages_to_flow([sheet.page()]) is None


def test_text_under_one_name_alone_goes_on_below_a_repeated_header() -> None:
    """It says nothing of where the columns stand; the table on the page before does."""
    sheets = [Sheet(1), Sheet(2)]
    rest = "sharp ones are kept, nor whom they would have to ask."
    sheets[0].line("1.1 Tools hang.", 40, 660, bold=True)
    sheets[0].table(
        [HEAD, [POOR.removesuffix("sharp ones are kept."), *CELLS[1:]]], 690, ruled=False
    )
    top = sheets[1].table([HEAD], 60, ruled=False)
    sheets[1].text(rest, top + 4, EDGES[0] + 4, EDGES[1] - EDGES[0] - 8)
    (table,) = tables_of(flow_of(*sheets))
    assert cells_of(table)[0][0] == [POOR.removesuffix("sharp ones are kept.") + rest]


def test_bold_line_leaves_the_table_though_a_gap_lies_on_the_edge_of_two_columns() -> None:
    sheet = Sheet()
    before, behind = "1.2 Tools are sharp and in their", "place at the end of each day."
    edge = 40 + text_width(before)
    edges = (40.0, edge, 520.0)
    sheet.line("1.1 Tools hang.", 40, 60, bold=True)
    bottom = sheet.table([HEAD[:2], (POOR, FAIR)], 84, edges, ruled=False)
    sheet.line(before, 40, bottom + 14, bold=True)
    sheet.line(behind, edge + 4.5, bottom + 14, bold=True)
    sheet.table([HEAD[:2], (POOR, FAIR)], bottom + 34, edges, ruled=False)
    flow = flow_of(sheet)
    assert loose_of(flow) == ["1.1 Tools hang.", f"{before} {behind}"]
    assert [cells_of(table) for table in tables_of(flow)] == [[WHOLE[:2]], [WHOLE[:2]]]


def test_paragraph_gap_in_one_column_begins_no_row_in_mid_sentence_of_another() -> None:
    sheet = Sheet()
    edges = (40.0, 280.0, 520.0)
    sheet.line("1.1 Tools hang.", 40, 60, bold=True)
    top = sheet.table([HEAD[:2]], 84, edges, ruled=False) + 4
    lines = wrap(" ".join((POOR, FAIR.lower(), GOOD.lower())), 232)
    for i, line in enumerate(lines):
        sheet.line(line, 284, top + 12 * i)
    sheet.line("Tools lie about.", 44, top).line("Nobody counts them.", 44, top + 24)
    (table,) = tables_of(flow_of(sheet))
    assert cells_of(table) == [[["Tools lie about.", "Nobody counts them."], [" ".join(lines)]]]


def test_name_that_each_page_prints_again_is_no_row_of_the_table_before() -> None:
    """The name nearly fills the first column, as a line does that goes on below."""
    sheets = [Sheet(1), Sheet(2)]
    cut = [wrap(cell, EDGES[1] - EDGES[0] - 8) for cell in CELLS]
    for sheet, top, part in ((sheets[0], 660, slice(2)), (sheets[1], 60, slice(2, None))):
        sheet.line(NAME, 40, top, bold=True)
        sheet.table([HEAD, ["\n".join(c[part]) for c in cut]], top + 15, ruled=False)
    sheets[1].line("1.2 Tools are sharp.", 40, 200, bold=True)
    sheets[1].table([HEAD, CELLS], 224, ruled=False)
    flow = flow_of(*sheets)
    assert [cells_of(table) for table in tables_of(flow)] == [[WHOLE], [WHOLE]]
    assert loose_of(flow) == [NAME, "1.2 Tools are sharp."]


def test_caption_at_the_head_of_a_page_is_no_row_of_the_table_before() -> None:
    one, two = Sheet(1), Sheet(2)
    one.table([HEAD, CELLS], 640, ruled=False)
    two.line("Table 1: Sharp", 40, 60, 9)
    two.table([HEAD, CELLS], 80, ruled=False)
    flow = flow_of(one, two)
    assert [cells_of(table) for table in tables_of(flow)] == [[WHOLE], [WHOLE]]
    assert loose_of(flow) == ["Table 1: Sharp"]


def test_row_across_the_table_at_the_foot_of_its_page() -> None:
    """It heads the rows of the next page, where the levels' names are printed again."""
    edges = (40.0, 120.0, *EDGES[2:], 560.0)
    one, two = Sheet(1), Sheet(2)
    head = ("**Criterion", *HEAD)
    bottom = one.table([head, ("**Tools", *CELLS)], 500, edges, ruled=False)
    for top in (500, 518, bottom, bottom + 20):
        one.rule(edges[0], top, edges[-1], top)
    one.line("Things to eat with", 44, bottom + 4, bold=True)
    bottom = two.table([head, ("**Cups", *CELLS)], 60, edges, ruled=False)
    for top in (60, 78, bottom):
        two.rule(edges[0], top, edges[-1], top)
    (table,) = tables_of(flow_of(one, two))
    labels = [text for row in table.rows for text in texts(row.label)]
    assert labels == ["Tools", "Things to eat with", "Cups"]


def test_caption_above_the_rule_of_a_footnote_is_no_row_of_the_table_before() -> None:
    one, two = Sheet(1), Sheet(2)
    bottom = one.table([HEAD, CELLS], 640, ruled=False)
    for top in (640, 658, bottom):
        one.rule(EDGES[0], top, EDGES[-1], top)
    one.line("1.2 Tools are sharp.", 44, bottom + 10, bold=True)
    one.rule(EDGES[0], bottom + 28, EDGES[0] + 150, bottom + 28)
    one.line("^1 Of steel.", 40, bottom + 30, 8)
    two.table([HEAD, CELLS], 60, ruled=False)
    flow = flow_of(one, two)
    assert [cells_of(table) for table in tables_of(flow)] == [[WHOLE], [WHOLE]]
    assert loose_of(flow) == ["1.2 Tools are sharp."]


def test_name_between_rules_at_a_pages_foot_where_all_tables_have_names() -> None:
    one, two = Sheet(1), Sheet(2)
    top = 440.0
    for name in ("1.1 Tools hang.", "1.2 Tools are sharp."):
        one.rule(EDGES[0], top, EDGES[-1], top)
        one.line(name, 44, top + 4, bold=True)
        one.rule(EDGES[0], top + 18, EDGES[-1], top + 18)
        top = one.table([HEAD, CELLS], top + 18, ruled=False)
    one.rule(EDGES[0], top, EDGES[-1], top)
    one.line("1.3 Tools are clean.", 44, top + 4, bold=True)
    one.rule(EDGES[0], top + 18, EDGES[-1], top + 18)
    two.table([HEAD, CELLS], 60, ruled=False)
    flow = flow_of(one, two)
    assert [cells_of(table) for table in tables_of(flow)] == [[WHOLE]] * 3
    assert loose_of(flow)[-1] == "1.3 Tools are clean."


def set_lines(sheet: Sheet, top: float, xs: Sequence[float], *columns: Sequence[str]) -> float:
    """Lines side by side, all at one distance; the height below them is returned."""
    for i, row in enumerate(zip_longest(*columns, fillvalue="")):
        for x, text in zip(xs, row, strict=True):
            if text:
                sheet.line(text.removeprefix("**"), x, top + 12 * i, bold=text.startswith("**"))
    return top + 12 * max(map(len, columns))


def test_row_right_below_the_rest_of_a_cut_one() -> None:
    """No gap tells where the row begins, but in front of the rest stands no label."""
    sheets, xs = (Sheet(1), Sheet(2)), (40.0, 160.0, 300.0)
    set_lines(sheets[0], 60, xs, ["**What"], ["**Poor"], ["**Good"])
    top = set_lines(sheets[0], 80, xs, ["**Tools"], ["They lie about."], ["They all hang on"])
    top = set_lines(sheets[1], 60, xs, [""], [""], ["hooks at work."])
    rest = ["Nobody washes", "them here."], ["They are clean.", "They are dry."]
    set_lines(sheets[1], top, xs, ["**Cups"], *rest)
    (table,) = tables_of(flow_of(*sheets))
    assert [texts(row.label) for row in table.rows] == [["Tools"], ["Cups"]]
    assert cells_of(table)[0] == [["They lie about."], ["They all hang on hooks at work."]]
    assert cells_of(table)[1][1][0].startswith("They are clean.")


def test_justified_lines_with_spaces_as_wide_as_the_gutters() -> None:
    """What begins where all lines of its column begin does not go on with the column before."""
    sheet, xs = Sheet(), (40.0, 100.0, 160.0)
    set_lines(sheet, 60, xs, ["**Poor"], ["**Fair"], ["**Good"])
    lines = "They lie", "here and", "on tables"
    for i, words in enumerate(line.split() for line in lines):
        for x in xs:  # from one edge of the column to the other, 3 points before the next one
            sheet.line(words[0], x, 84 + 12 * i)
            sheet.line(words[1], x + 57 - text_width(words[1]), 84 + 12 * i)
    (table,) = tables_of(flow_of(sheet))
    assert cells_of(table) == [[[" ".join(lines)]] * 3]


def test_large_label_beside_its_row_is_no_heading_and_ends_no_table() -> None:
    one, two = Sheet(1), Sheet(2)
    one.line("A house of tools", 40, 60, size=20, bold=True)
    edges = (40.0, 150.0, 280.0, 410.0, 540.0)
    one.table([("", *HEAD), ("", *CELLS), ("", *CELLS)], 100, edges, ruled=False)
    two.table([("", *CELLS)], 60, edges, ruled=False)
    for sheet, name, top in ((one, "Tidy", 140), (one, "Safe", 212), (two, "Kind", 85)):
        sheet.line(name, 44, top, size=17)
    made = flow_of(one, two)
    names = [texts(row.label) for table in tables_of(made) for row in table.rows]
    assert names == [["Tidy"], ["Safe"], ["Kind"]]
    assert loose_of(made) == ["A house of tools"]


FULL = "Hooks for all kinds of it"  # as wide as its column


def test_names_at_one_place_stand_over_the_same_columns() -> None:
    sheet = Sheet()
    top = 60.0
    for label in ("Hooks", FULL):
        sheet.line("Tidy tools", 40, top, size=14, bold=True)
        for i, level in enumerate(LEVELS):
            middle = 230 + 120 * i
            sheet.line(level, middle - text_width(level) / 2, top + 24, bold=True)
        for below in (40, 110):
            sheet.line(label, 172 - text_width(FULL), top + below)
            for i, cell in enumerate(CELLS):
                sheet.text(cell, top + below, 173 + 120 * i, 105)
        top += 220
    labels = [[texts(row.label) for row in table.rows] for table in tables_of(flow_of(sheet))]
    assert labels == [[["Hooks"]] * 2, [[FULL]] * 2]


def test_bold_rows_in_the_first_column_head_the_rows_below_them() -> None:
    """The last stands at the end of a page, and the header comes again above its rows."""
    edges = (40.0, 140.0, 260.0, 380.0, 500.0)
    head: TableRow = ("**Question", *HEAD)
    sheets = Sheet(1), Sheet(2)
    sheets[0].line("Kitchen Framework", 40, 40, bold=True)
    rows: list[TableRow] = [
        head, ("**Tools", "", "", ""), ("Where are they?", *CELLS), ("**Cups", "", "", ""),
        ("Are they clean?", *CELLS), ("**Pans", "", "", ""),
    ]  # fmt: skip
    sheets[0].table(rows, 60, edges, ruled=False)
    sheets[1].table([head, ("Are they whole?", *CELLS)], 60, edges, ruled=False)
    (table,) = tables_of(flow_of(*sheets))
    names = ["Tools", "Where are they?", "Cups", "Are they clean?", "Pans", "Are they whole?"]
    assert [texts(row.label) for row in table.rows] == [[name] for name in names]
    assert [bool(row.cells) for row in table.rows] == [False, True] * 3


def test_item_of_a_list_is_no_heading_though_its_sign_is_set_in_larger_type() -> None:
    sheet = Sheet().line("1.1 Tools hang.", 40, 60, bold=True)
    top = sheet.table([HEAD, ("We see:", "We see hooks.", "We see hooks.")], 84, ruled=False)
    for i, item in enumerate(("tools on the floor", "tools that rust")):
        sheet.line("•", 44, top - 2 + 14 * i, 12).line(item, 56, top + 14 * i)
    (table,) = tables_of(flow_of(sheet))
    assert cells_of(table)[0][0] == ["We see:", "tools on the floor", "tools that rust"]


def test_columns_that_an_earlier_table_showed_hold_below_names_at_the_same_places() -> None:
    """A list of short items would draw the edge near, so that a longer one ran over it."""
    items = [*["a hook"] * 16, "a hook for each tool"]
    sheet = Sheet()
    for top, lists in ((40.0, False), (240.0, True)):
        for i, level in enumerate(LEVELS):
            sheet.line(level, 92 + 120 * i - text_width(level) / 2, top, bold=True)
        cells = ("", "None.", GOOD) if lists else CELLS
        for i, cell in enumerate(cells):
            sheet.text(cell, top + 16, 40 + 120 * i, 105)
        for i, item in enumerate(items if lists else ()):
            sheet.line(item, 40, top + 16 + 12 * i)
    second = cells_of(tables_of(flow_of(sheet))[1])[0]
    assert second == [[" ".join(items)], ["None."], [GOOD]]
