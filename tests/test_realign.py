"""Fragments of several pages into whole tables; every page is set by hand."""

from __future__ import annotations

import pytest
from builders import (
    EDGES,
    LEVELS,
    MERGED,
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
from pipeline.records import Flow, Table

HEAD = tuple(f"**{level}" for level in LEVELS)
WIDTH = EDGES[1] - EDGES[0] - 8  # of a cell's text
CELLS = ("Tools lie about on the floor.", "Some of them hang.", "All of them hang.")
WHOLE = [[cell] for cell in CELLS]
CUPS = ("Nobody washes the cups here.", "Some cups are clean.", "All cups are clean.")
LONG = (
    "Tools hang on the wall in most kitchens and people put them back after they have used them "
    "so that the next person finds them quickly."
)


def cut(text: str, lines: int) -> tuple[str, str]:
    """A cell's text as two pages show it: so many lines on the first one, the rest on the next."""
    each = wrap(text, WIDTH)
    return "\n".join(each[:lines]), "\n".join(each[lines:])


def two_pages(first: list[TableRow], second: list[TableRow], *, statement: str = "") -> Flow:
    """A table at the foot of one page, and what stands at the head of the next."""
    one, two = Sheet(1), Sheet(2)
    if statement:
        one.line(statement, 40, 560, bold=True)
    one.table(first, 600)
    bottom = two.table(second, 60)
    # Another table, so that the document shows its header twice.
    two.table([HEAD, CELLS], bottom + 60)
    return flow_of(one, two)


def repairs(table: Table) -> list[str]:
    return [r.kind for row in table.rows for cell in row.cells for p in cell for r in p.repairs]


# ---- page breaks --------------------------------------------------------------------------------


def test_cell_cut_in_mid_sentence_is_joined() -> None:
    above, below = cut(LONG, 3)
    flow = two_pages([HEAD, (above, "Some do.", "All do.")], [(below, "", "")])
    table = tables_of(flow)[0]
    assert cells_of(table) == [[[LONG], ["Some do."], ["All do."]]]
    assert repairs(table) == ["page-break"]
    (repair,) = table.rows[0].cells[0][0].repairs
    assert "1" in repair.note
    assert "2" in repair.note


def test_hyphen_at_a_page_break_is_rejoined() -> None:
    flow = two_pages(
        [HEAD, ("People put them back or other-", "Some tools are hang-\ning.", "All hang.")],
        [("wise they are told.", "", "")],
    )
    first = cells_of(tables_of(flow)[0])[0]
    assert first[:2] == [
        ["People put them back or otherwise they are told."], ["Some tools are hanging."],
    ]  # fmt: skip
    assert sorted(repairs(tables_of(flow)[0])) == ["hyphen", "hyphen", "page-break"]


@pytest.mark.parametrize("stop", [".", ""])
def test_paragraph_that_ended_early_is_not_joined(stop: str) -> None:
    """With or without a full stop: the next word would have fitted on its line."""
    first = (f"They hang{stop}", *CELLS[1:])
    flow = two_pages([HEAD, first], [("Nobody knows where the lids are.", "", "")])
    table = tables_of(flow)[0]
    assert cells_of(table)[0][0] == [f"They hang{stop}", "Nobody knows where the lids are."]
    assert repairs(table) == []


@pytest.mark.parametrize("items", [("cups,", "a pan,"), ("cups;", "a pan;"), ("cups", "a pan")])
def test_item_of_a_list_without_marks_begins_a_page(items: tuple[str, str]) -> None:
    """It begins in lower case as the inside of a sentence does, but the item before is short."""
    first, second = items
    flow = two_pages(
        [HEAD, (f"What stands here:\n\n{first}", LONG, CELLS[2])],
        [(f"{second}\n\nand a lid.", "", "")],
    )
    items_read = ["What stands here:", first, second, "and a lid."]
    assert cells_of(tables_of(flow)[0])[0][0] == items_read


def test_indented_list_begins_a_page() -> None:
    """The line before it, which is full, ends with a colon."""
    intro = "They see what stands on the shelves of the kitchen in most weeks:"
    one, two = Sheet(1), Sheet(2)
    for sheet, rows in ((one, [HEAD, (intro, *CELLS[1:])]), (two, [("", "", "")])):
        sheet.table(rows, 600 if sheet is one else 60)
    two.line("the cups that are not", EDGES[0] + 14, 64)
    two.rule(EDGES[0], 90, EDGES[-1], 90)
    for x in EDGES:
        two.rule(x, 60, x, 90)
    two.table([HEAD, CELLS], 200)
    cell = cells_of(tables_of(flow_of(one, two))[0])[0][0]
    assert cell == [intro, "the cups that are not"]


def test_cells_that_ended_stay_as_they_are() -> None:
    """Only one column goes on; the others had ended on the first page."""
    above, below = cut(LONG, 2)
    flow = two_pages([HEAD, ("They hang.", above, "All do.")], [("", below, "")])
    assert cells_of(tables_of(flow)[0]) == [[["They hang."], [LONG], ["All do."]]]


@pytest.mark.parametrize(("lower", "joined"), [(0, True), (6, False)])
def test_first_line_that_stands_lower_begins_a_paragraph(lower: int, joined: bool) -> None:
    """Its neighbour shows where the row begins: the room above is a gap between paragraphs."""
    one, two = Sheet(1), Sheet(2)
    above, below = cut(LONG, 3)
    before, after = "Tools hang on hooks in the hall", "Lids do not."
    one.table([HEAD, (before, above, "All of them hang.")], 600)
    for x in EDGES:
        two.rule(x, 60, x, 130)
    for y in (60, 130):
        two.rule(EDGES[0], y, EDGES[-1], y)
    two.text(after, 64 + lower, EDGES[0] + 4, WIDTH)
    two.text(below, 64, EDGES[1] + 4, WIDTH)
    table = tables_of(flow_of(one, two))[0]
    expected = [f"{before} {after}"] if joined else [before, after]
    assert cells_of(table)[0][:2] == [expected, [LONG]]


def test_joined_paragraph_keeps_both_places() -> None:
    above, below = cut(LONG, 3)
    flow = two_pages([HEAD, (above, "Some do.", "All do.")], [(below, "", "")])
    (joined,) = tables_of(flow)[0].rows[0].cells[0]
    assert [each.place.page for each in joined.lines] == [1, 1, 1, *[2] * (len(joined.lines) - 3)]


def test_loose_text_is_joined_over_a_page_break() -> None:
    one, two = Sheet(1), Sheet(2)
    one.line("This framework is for everyone who cooks and", 40, 700)
    two.line("who likes company.", 40, 60)
    two.table([HEAD, CELLS], 200)
    assert loose_of(flow_of(one, two)) == [
        "This framework is for everyone who cooks and who likes company."
    ]


# ---- headers ------------------------------------------------------------------------------------


def test_repeated_header_is_no_new_table() -> None:
    above, below = cut(LONG, 3)
    flow = two_pages([HEAD, (above, "Some do.", "All do.")], [HEAD, (below, "", "")])
    first, second = tables_of(flow)
    assert cells_of(first)[0][0] == [LONG]
    assert [each.text for each in first.heads] == [*LEVELS, *LEVELS]
    assert [each.text for each in second.heads] == [*LEVELS]


def test_header_after_text_is_a_new_table() -> None:
    one, two = Sheet(1), Sheet(2)
    one.table([HEAD, CELLS], 600)
    two.line("1.2 Cups are clean.", 40, 60, bold=True)
    two.table([HEAD, CUPS], 90)
    assert len(tables_of(flow_of(one, two))) == 2


def test_header_inside_a_page_begins_a_table() -> None:
    """Two tables drawn as one: each header begins one of its own."""
    sheet = Sheet()
    sheet.table(
        [HEAD, CELLS, "1.2 Cups are clean.", HEAD, CUPS],
        100,
    )
    first, second = tables_of(flow_of(sheet))
    assert cells_of(first) == [WHOLE]
    assert texts(second.banner) == ["1.2 Cups are clean."]
    assert cells_of(second) == [[[cell] for cell in CUPS]]


def test_header_alone_at_a_page_foot() -> None:
    flow = two_pages([HEAD], [CUPS])
    assert cells_of(tables_of(flow)[0]) == [[[cell] for cell in CUPS]]


def test_table_without_a_header_after_text_takes_the_last_columns() -> None:
    one, two = Sheet(1), Sheet(2)
    one.table([HEAD, CELLS], 600)
    two.line("1.2 Cups are clean.", 40, 60, bold=True)
    two.table([CUPS], 90)
    flow = flow_of(one, two)
    assert cells_of(tables_of(flow)[1]) == [[[cell] for cell in CUPS]]
    assert [f.code for f in flow.findings if f.code == "header-assumed"] == ["header-assumed"]


def test_banner_is_repeated_with_its_header() -> None:
    statement = "1.1 Tools hang where everyone finds them."
    above, below = cut(LONG, 3)
    flow = two_pages([statement, HEAD, (above, "Some do.", "All do.")],
                     [statement, HEAD, (below, "", "")])  # fmt: skip
    first = tables_of(flow)[0]
    assert texts(first.banner) == [statement]
    assert cells_of(first) == [[[LONG], ["Some do."], ["All do."]]]
    assert [each.text for each in first.heads].count(statement) == 1


def test_another_banner_is_another_table() -> None:
    flow = two_pages(["1.1 Tools hang.", HEAD, CELLS], ["1.2 Cups are clean.", HEAD, CUPS])
    assert [texts(t.banner) for t in tables_of(flow)[:2]] == [
        ["1.1 Tools hang."], ["1.2 Cups are clean."],
    ]  # fmt: skip


def test_statement_stranded_at_a_page_foot_stands_before_its_table() -> None:
    one, two = Sheet(1), Sheet(2)
    one.table([HEAD, CELLS], 400)
    one.line("1.2 Cups are clean.", 40, 760, bold=True)
    two.table([HEAD, CUPS], 60)
    first, statement, second = flow_of(one, two).items
    assert isinstance(first, Table)
    assert not isinstance(statement, Table)
    assert statement.text == "1.2 Cups are clean."
    assert isinstance(second, Table)


def test_note_of_a_level_in_other_type_stands_in_the_scale() -> None:
    sheet = Sheet()
    sheet.table([("**Poor", "**Fair", "\n"), CELLS], 100)
    sheet.line("Good", EDGES[2] + 4, 104, bold=True).line("More than fair", EDGES[2] + 4, 116)
    levels = flow_of(sheet).scale.levels
    assert [(level.name, level.note) for level in levels] == [
        ("Poor", None), ("Fair", None), ("Good", "More than fair"),
    ]  # fmt: skip


def test_no_header_no_flow() -> None:
    sheet = Sheet()
    sheet.line("A recipe for bread.", 40, 60)
    flour = ("Flour is ground from wheat, rye.", "Five hundred grams of it.")
    sheet.table([flour, ("Water comes from the tap.", "Three hundred of it.")], 100, (40, 240, 440))
    assert pages_to_flow([sheet.page()]) is None


# ---- label columns ------------------------------------------------------------------------------

LABELLED = (40.0, 140.0, 260.0, 380.0, 500.0)
LABEL_HEAD = ("**Aspect", *HEAD)


def labelled(*pages: list[TableRow]) -> Table:
    """A table with a column of criteria, over as many pages as given."""
    sheets = []
    for number, rows in enumerate(pages, 1):
        sheets.append(Sheet(number))
        sheets[-1].table(rows, 600 if number < len(pages) else 60, LABELLED)
    (table,) = tables_of(flow_of(*sheets))
    return table


ROWS: list[TableRow] = [
    ("**Tools", *CELLS),
    ("**Cups", *CUPS),
]


def test_label_column() -> None:
    table = labelled([LABEL_HEAD, *ROWS])
    assert [texts(row.label) for row in table.rows] == [["Tools"], ["Cups"]]
    assert cells_of(table) == [WHOLE, [[cell] for cell in CUPS]]


def test_label_column_goes_on_over_a_page() -> None:
    table = labelled([LABEL_HEAD, ROWS[0]], [LABEL_HEAD, ROWS[1]])
    assert [texts(row.label) for row in table.rows] == [["Tools"], ["Cups"]]


def test_row_cut_by_a_page_break_is_one_row() -> None:
    """The next page shows the rest of the cells and no label."""
    cut_row = ("", "and on the floor.", "", "")
    table = labelled(
        [LABEL_HEAD, ROWS[0], ("**Cups", "They stand on the table", "Some.", "All.")],
        [LABEL_HEAD, cut_row],
    )
    assert [texts(row.label) for row in table.rows] == [["Tools"], ["Cups"]]
    assert cells_of(table)[1] == [
        ["They stand on the table and on the floor."],
        ["Some."],
        ["All."],
    ]


def test_row_whose_label_is_cut_as_well_is_one_row() -> None:
    table = labelled(
        [LABEL_HEAD, ROWS[0],
         ("**Cups, plates and", "They stand about on the table", "Some are clean and", "All.")],
        [LABEL_HEAD, ("**glasses", "and on the floor.", "some are not.", "")],
    )  # fmt: skip
    assert [texts(row.label) for row in table.rows] == [["Tools"], ["Cups, plates and glasses"]]
    assert cells_of(table)[1][0] == ["They stand about on the table and on the floor."]


# ---- what is no descriptor table ----------------------------------------------------------------


def test_table_without_levels_goes_to_others() -> None:
    sheet = Sheet()
    bottom = sheet.table([("Name", "Day"), ("Ada", "Monday")], 60, edges=(40, 300, 500))
    bottom = sheet.table([HEAD, CELLS], bottom + 40)
    sheet.table([HEAD, CELLS], bottom + 40)
    flow = flow_of(sheet)
    assert [each.text for each in flow.others] == ["Name", "Day", "Ada", "Monday"]
    assert len(tables_of(flow)) == 2


SOURCES = ("**Papers", "**Visits", "**Talks")
SEEN = (
    "Look at the rota on a door.",
    "Walk through the yard at noon.",
    "Ask all who wash the cups.",
)


def left_out(flow: Flow) -> list[str]:
    return [f.severity for f in flow.findings if f.code in ("table-left-out", "header-assumed")]


@pytest.mark.parametrize("apart", [True, False], ids=["after text", "in one table"])
def test_table_with_heads_of_its_own_is_no_table_of_levels(apart: bool) -> None:
    sheet = Sheet()
    if apart:
        sheet.table([HEAD, CELLS], 100)
        sheet.line("Where to look", 40, 300)
        sheet.table([SOURCES, SEEN], 330)
    else:
        sheet.table([HEAD, CELLS, SOURCES, SEEN], 100)
    flow = flow_of(sheet)
    assert [cells_of(table) for table in tables_of(flow)] == [[WHOLE]]
    assert left_out(flow) == ["warning"]
    assert {line.text for line in flow.others} >= {"Papers", "Visits", "Talks"}


def test_table_with_heads_of_its_own_goes_on_over_a_page() -> None:
    one, two = Sheet(1), Sheet(2)
    bottom = one.table([HEAD, CELLS], 500)
    one.table([SOURCES, SEEN], bottom + 30)
    bottom = two.table([SEEN], 60)
    two.line("1.2 Cups are clean.", 40, bottom + 30, bold=True)
    two.table([HEAD, CUPS], bottom + 50)
    flow = flow_of(one, two)
    assert [cells_of(table) for table in tables_of(flow)] == [[WHOLE], [[[cup] for cup in CUPS]]]
    assert left_out(flow) == ["warning", "warning"]


def test_bold_row_of_levels_is_a_row() -> None:
    """Not every bold row heads columns: here the text below it is bold as well."""
    sheet = Sheet()
    sheet.table([HEAD, CELLS, ("**None", "**Some", "**All"), [f"**{cup}" for cup in CUPS]], 100)
    (table,) = tables_of(flow_of(sheet))
    assert texts(table.rows[0].cells[0]) == [CELLS[0], "None", CUPS[0]]


def test_column_beside_the_levels_is_extra() -> None:
    sheet = Sheet()
    edges = (*EDGES, 550.0)
    sheet.table([(*HEAD, ""), (*CELLS, "7")], 100, edges)
    (table,) = tables_of(flow_of(sheet))
    assert cells_of(table) == [WHOLE]
    assert [each.text for each in table.extra] == ["7"]


def test_given_levels_win() -> None:
    """The settings name the levels although another header comes more often."""
    sheet = Sheet()
    bottom = 60.0
    for _ in range(3):
        prose = ("A table of who cooks.", "It changes every week.")
        bottom = sheet.table([("Name", "Day"), prose], bottom + 20, edges=(40, 300, 500))
    sheet.table([HEAD, CELLS], bottom + 20)
    assert [level.name for level in flow_of(sheet).scale.levels] == ["Name", "Day"]
    flow = flow_of(sheet, levels=LEVELS)
    assert [(level.name, level.rank) for level in flow.scale.levels] == [
        ("Poor", 1), ("Fair", 2), ("Good", 3),
    ]  # fmt: skip
    assert cells_of(tables_of(flow)[0]) == [WHOLE]


def test_given_levels_may_be_long() -> None:
    """Names that no program would take for names, which is when a person has to give them."""
    levels = [f"Kitchens that people who have just moved in {verb}" for verb in ("shun", "like")]
    sheet = Sheet()
    sheet.table([levels, CELLS[:2]], 100, EDGES[:3])
    assert pages_to_flow([sheet.page()]) is None
    flow = flow_of(sheet, levels=levels)
    assert [level.name for level in flow.scale.levels] == levels
    assert cells_of(tables_of(flow)[0]) == [WHOLE[:2]]


PHRASES = tuple(f"People who live here {verb} that tools hang" for verb in ("doubt", "say"))


@pytest.mark.parametrize(("mark", "tables"), [("**", 1), ("", 2)], ids=["bold", "repeated"])
def test_phrases_that_head_tables_are_levels(mark: str, tables: int) -> None:
    sheet, bottom = Sheet(), 60.0
    for _ in range(tables):
        head = [f"{mark}{phrase}" for phrase in PHRASES]
        bottom = sheet.table([head, CELLS[:2]], bottom + 20, EDGES[:3])
    flow = flow_of(sheet)
    assert tuple(level.name for level in flow.scale.levels) == PHRASES
    assert cells_of(tables_of(flow)[0]) == [WHOLE[:2]]


@pytest.mark.parametrize("ruled", [True, False])
def test_hyphens_that_break_the_names_of_levels(ruled: bool) -> None:
    """A name is the same whether it was broken or not; compounds keep their hyphen."""
    sheet, bottom = Sheet(), 60.0
    for name in ("Unsatis-\nfactory", "Unsatisfactory", "Unsatis-\nfactory"):
        sheet.line("1.1 Tools hang.", 40, bottom, bold=True)
        head = (f"**{name}", "**Self-\nassessed", "**Good")
        bottom = sheet.table([head, CELLS], bottom + 16, ruled=ruled) + 20
    flow = flow_of(sheet)
    assert [x.name for x in flow.scale.levels] == ["Unsatisfactory", "Self-assessed", "Good"]
    assert [cells_of(table) for table in tables_of(flow)] == [[WHOLE]] * 3


def test_row_of_short_cells_below_phrases_is_no_header() -> None:
    sheet, bottom = Sheet(), 60.0
    for i in range(3):
        short = [("None here", "Some here")] if i == 2 else []
        head = [f"**{phrase}" for phrase in PHRASES]
        bottom = sheet.table([head, CELLS[:2], *short, CUPS[:2]], bottom + 20, EDGES[:3])
    assert tuple(level.name for level in flow_of(sheet).scale.levels) == PHRASES


def test_phrases_that_head_more_tables_are_no_levels_where_the_names_rate() -> None:
    """Beside each table stands what is going to be done, and so it does once in an annex."""
    sheet, bottom = Sheet(height=1400), 20.0
    plan = [[f"**{phrase}" for phrase in (*PHRASES, f"{PHRASES[0]} again")], CUPS]
    for _ in range(3):
        bottom = sheet.table([HEAD, CELLS], bottom + 20)
        bottom = sheet.table(plan, sheet.text("What comes next", bottom + 20))
    sheet.table(plan, sheet.text("What else comes next", bottom + 20))
    flow = flow_of(sheet)
    assert tuple(level.name for level in flow.scale.levels) == LEVELS
    assert cells_of(tables_of(flow)[0]) == [WHOLE]


def test_phrases_that_a_page_break_cut_are_those_of_other_tables() -> None:
    first, second = Sheet(1), Sheet(2)
    head = [f"**{phrase}" for phrase in PHRASES]
    bottom = 60.0
    for _ in range(2):
        bottom = first.table([head, CELLS[:2]], bottom + 20, EDGES[:3])
    first.table([[wrap(phrase, WIDTH)[0] for phrase in head]], 740, EDGES[:3])
    second.table([CELLS[:2]], 40, EDGES[:3])
    names = [level.name for level in flow_of(first, second).scale.levels]
    assert tuple(names) == PHRASES


@pytest.mark.parametrize("end", [".", ""])
def test_rows_of_prose_that_come_again_are_no_header(end: str) -> None:
    """Sentences are no names, nor is what stands on top of one table only."""
    sheet, bottom = Sheet(), 60.0
    for i in range(2 if end else 1):
        rows = [[f"{phrase}{end}" for phrase in PHRASES], CELLS[:2]]
        bottom = sheet.table(rows, bottom + 20 * (i + 1), EDGES[:3])
    assert pages_to_flow([sheet.page()]) is None


def test_missing_level_is_seen() -> None:
    sheet = Sheet()
    bottom = 60.0
    for _ in range(2):
        bottom = sheet.table([HEAD, CELLS], bottom + 20)
    sheet.table([("**Poor", "**Good"), CELLS[::2]], bottom + 20, (40, 280, 520))
    table = tables_of(flow_of(sheet))[-1]
    assert table.levels == (0, 2)
    assert cells_of(table) == [WHOLE[::2]]


def test_footnote_is_no_part_of_the_table() -> None:
    sheet = Sheet()
    sheet.table([HEAD, ("Tools hang on hooks in halls.^1", *CELLS[1:])], 600)
    sheet.rule(40, 700, 140, 700)
    sheet.line("1 On hooks.", 40, 706, 8)
    flow = flow_of(sheet)
    (note,) = flow.notes
    assert (note.mark, note.passage.text) == ("1", "On hooks.")
    (first, *_) = tables_of(flow)[0].rows[0].cells[0]
    assert first.text == "Tools hang on hooks in halls."
    assert first.lines[0].marks == ("1",)


def test_nothing_is_lost() -> None:
    """Heads, cells, loose text, notes, running heads: every word is on some line of the flow."""
    sheets = []
    for number, what in enumerate(("On hooks.", "With soap.", "Never mind."), 1):
        sheet = Sheet(number).line("Kitchen Framework", 40, 20).line(str(number), 280, 780)
        sheet.line(f"{number}.1 Tools hang.^1", 40, 60, bold=True)
        sheet.table([HEAD, (LONG, "Some do.", "• All do.")], 100)
        sheet.rule(40, 690, 140, 690).line(f"{number} {what}", 40, 700, 8)
        sheets.append(sheet)
    flow = flow_of(*sheets)
    counted = sum(each.words + each.mark_words for each in lines_in(flow))
    assert counted == sum(len(sheet.words) for sheet in sheets)
    assert [each.text for each in flow.furniture].count("Kitchen Framework") == 3
    assert [note.passage.text for note in flow.notes] == ["On hooks.", "With soap.", "Never mind."]


@pytest.mark.parametrize("size", [8.0, 10.0, 11.5])
def test_builders_set_type_as_meant(size: float) -> None:
    assert all(text_width(each, size) <= 150 for each in wrap(LONG, 150, size))


# ---- rows across the table ----------------------------------------------------------------------


def across(*rows: TableRow, edges: tuple[float, ...] = EDGES) -> tuple[list[Table], list[str]]:
    """The tables of a page, and what is said of rows in them that are left out."""
    sheet = Sheet()
    sheet.table(rows, 60, edges)
    flow = flow_of(sheet)
    aside = [f.message for f in flow.findings if f.code == "row-without-descriptors"]
    return tables_of(flow), aside


@pytest.mark.parametrize("asked", ["Evidence and next steps:", "Evidence ________"])
def test_row_across_the_levels_that_is_to_be_filled_in_is_no_descriptor(asked: str) -> None:
    (table,), aside = across(HEAD, CELLS, asked)
    assert cells_of(table) == [WHOLE]
    assert len(aside) == 1


def test_sentence_across_the_levels_that_comes_again_is_kept() -> None:
    said = "Whoever works here was told the rules."
    (table,), aside = across(HEAD, CELLS, said, CELLS, said)
    assert all(said in cells[0] for cells in cells_of(table))
    assert not aside


@pytest.mark.parametrize(("times", "severity"), [(1, "warning"), (2, "info")])
def test_long_row_to_be_filled_in_is_a_warning_unless_it_comes_again(
    times: int, severity: str
) -> None:
    sheet = Sheet()
    sheet.table([HEAD, *[CELLS, "Nobody works here who was not told these three:"] * times], 60)
    aside = [f for f in flow_of(sheet).findings if f.code == "row-without-descriptors"]
    assert [f.severity for f in aside] == [severity] * times


def test_row_to_be_filled_in_below_each_named_row_is_no_heading() -> None:
    head = ("", *HEAD)
    tools, cups = ("Tools", *CELLS), ("Cups", *CUPS)
    asked = "**Evidence:"
    (table,), aside = across(head, tools, asked, cups, asked, edges=LABELLED)
    assert [texts(row.label) for row in table.rows] == [["Tools"], ["Cups"]]
    assert len(aside) == 2


def test_heading_across_the_table_may_end_with_a_colon() -> None:
    head = ("", *HEAD)
    rows = [head, "Things:", ("Tools", *CELLS), "Cups:", ("Cups", *CUPS)]
    (table,), aside = across(*rows, edges=LABELLED)
    assert [texts(row.label) for row in table.rows] == [["Things:"], ["Tools"], ["Cups:"], ["Cups"]]
    assert not aside


# ---- levels down a column -----------------------------------------------------------------------

DOWN = ("**Rating", "**What it looks like", "**Evidence")


def down(cells: tuple[str, ...]) -> list[TableRow]:
    return [(name, cell, "") for name, cell in zip(LEVELS, cells, strict=True)]


def test_heads_over_levels_down_a_column_come_again() -> None:
    """Above each table, in the middle of two that touch, and where a page break parts one."""
    one, two = Sheet(1), Sheet(2)
    bottom = one.table([DOWN, *down(CELLS), DOWN, *down(CUPS)], 60)
    one.line("1.3 Pans are clean.", 40, bottom + 30, bold=True)
    rows = down(CELLS)
    one.table([DOWN, rows[0]], 600)
    two.table([DOWN, *rows[1:]], 60)
    tables = tables_of(flow_of(one, two))
    assert [cells_of(table) for table in tables] == [[WHOLE], [[[cup] for cup in CUPS]], [WHOLE]]
    assert not any(table.banner for table in tables)


def test_row_across_above_statements_beside_their_levels_is_a_heading() -> None:
    def block(code: str, statement: str, cells: tuple[str, ...]) -> list[TableRow]:
        names = [(code, statement), (MERGED, MERGED), (MERGED, MERGED)]
        return [(*n, *c) for n, c in zip(names, zip(LEVELS, cells, strict=True), strict=True)]

    sheet = Sheet()
    head: TableRow = ("**Ref", "**Standard", "**Level", "**Description")
    tools, cups = block("1.1", "Tools hang.", CELLS), block("2.1", "Cups are clean.", CUPS)
    edges = (40.0, 80.0, 200.0, 280.0, 520.0)
    sheet.table([head, "**Things", *tools, "**Dishes", *cups], 60, edges)
    flow = flow_of(sheet)
    assert loose_of(flow) == ["Things", "Dishes"]
    assert [texts(t.banner) for t in tables_of(flow)] == [
        ["1.1 Tools hang."],
        ["2.1 Cups are clean."],
    ]
