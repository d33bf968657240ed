"""Two scales in one document: side by side, or in tables of their own."""

from __future__ import annotations

import pytest
from builders import (
    LEVELS,
    Sheet,
    TableRow,
    cells_of,
    flow_of,
    lines_in,
    tables_of,
    text_width,
    texts,
)

HEAD = tuple(f"**{level}" for level in LEVELS)
CELLS = ("Tools lie about on the floor.", "Some of the tools hang.", "All of the tools hang.")
CUPS = ("Nobody washes the cups here.", "Some of the cups are clean.", "All of the cups are clean.")
TWO = (40.0, 160.0, 280.0, 400.0, 460.0, 520.0)


def two_scales(page: int, *rows: TableRow) -> Sheet:
    """Two scales side by side, each under a cell that names it."""
    sheet = Sheet(page)
    top, edges = 60.0, (TWO[0], TWO[1], TWO[3], TWO[5])
    bottom = sheet.table([("", "**Finding", "**How often")], top, edges)
    head = ("**Criterion", "**Not met", "**Met", "**Rare", "**Often")
    sheet.table([head, *rows], bottom, TWO)
    return sheet


def test_of_two_scales_side_by_side_the_one_that_says_most_is_taken() -> None:
    cells = [("**Tools", *CELLS[:2], "never", "daily"), ("**Cups", *CUPS[:2], "never", "daily")]
    sheets = two_scales(1, *cells), two_scales(2, ("", "It goes on.", "It ends.", "", ""))
    flow = flow_of(*sheets)
    assert [level.name for level in flow.scale.levels] == ["Not met", "Met"]
    (table,) = tables_of(flow)
    assert [texts(row.label) for row in table.rows] == [["Tools"], ["Cups"]]
    assert [cell[0] for cell in cells_of(table)[0]] == list(CELLS[:2])
    assert {"Finding", "How often"} <= {line.text for line in table.heads}
    (finding,) = flow.findings
    assert (finding.code, finding.severity) == ("other-scale", "info")
    assert "('Rare', 'Often')" in finding.message
    assert sum(line.words for line in lines_in(flow)) == sum(len(s.words) for s in sheets)


def test_scale_whose_name_a_page_break_cut_off_holds_no_labels() -> None:
    row = ("never so much", "daily and more", *CELLS[:2])
    edges = (40.0, 120.0, 200.0, 360.0, 520.0)
    sheets = Sheet(1), Sheet(2)
    names = ("**How often", "**Finding"), (40.0, 200.0, 520.0)
    head = ("**Rare", "**Often", "**Not met", "**Met")
    bottom = 60.0
    for statement in ("1.1 Tools are kept.", "1.2 Cups are washed."):
        sheets[0].line(statement, 40, bottom, bold=True)
        bottom = sheets[0].table([names[0]], bottom + 20, names[1])
        bottom = sheets[0].table([head, row], bottom, edges) + 40
    sheets[0].line("1.3 Lamps are lit.", 40, bottom, bold=True)
    sheets[0].table([names[0]], bottom + 20, names[1])
    sheets[1].table([head, row], 60, edges)
    flow = flow_of(*sheets)
    assert [[texts(r.label) for r in table.rows] for table in tables_of(flow)] == [[[]]] * 3
    assert [f.code for f in flow.findings].count("other-scale") == 3


@pytest.mark.parametrize("labelled", [True, False], ids=["rows named", "one row"])
def test_same_levels_side_by_side_are_halves(*, labelled: bool) -> None:
    sheet = Sheet()
    edges = (40.0, 130.0, 220.0, 310.0, 400.0, 490.0)
    names = ("", "**Plan", "**Practice"), (40.0, 130.0, 310.0, 490.0)
    head = ("", "**Weak", "**Strong", "**Weak", "**Strong")
    row = ("**Tools", *CELLS[:2], *CUPS[:2])
    i = 0 if labelled else 1
    bottom = sheet.table([names[0][i:]], 60, names[1][i:])
    sheet.table([head[i:], row[i:]], bottom, edges[i:])
    flow = flow_of(sheet)
    assert [level.name for level in flow.scale.levels] == ["Weak", "Strong"]
    (table,) = tables_of(flow)
    (row_read,) = table.rows
    said = [[(p.part, p.text) for p in cell] for cell in row_read.cells]
    assert said == [
        [("Plan", CELLS[0]), ("Practice", CUPS[0])],
        [("Plan", CELLS[1]), ("Practice", CUPS[1])],
    ]
    assert not flow.findings
    assert sum(line.words for line in lines_in(flow)) == len(sheet.words)


@pytest.mark.parametrize("second", [("**Weak", "**Strong"), ("**Low", "**High")])
@pytest.mark.parametrize("centred", [True, False], ids=["centred", "left"])
def test_groups_over_columns_without_rules(*, second: tuple[str, str], centred: bool) -> None:
    edges = (40.0, 130.0, 230.0, 330.0, 430.0, 530.0)
    sheet = Sheet()
    for x, title in ((130, "Plan"), (330, "Practice")):
        at = x + 100 - text_width(title) / 2 if centred else x + 4
        sheet.line(title, at, 60, bold=True)
    rows: list[TableRow] = [("", "**Weak", "**Strong", *second)]
    rows += [("**Tools", *CELLS[:2], *CUPS[:2]), ("**Cups", *CUPS[:2], *CELLS[:2])]
    sheet.table(rows, 70, edges, ruled=False)
    flow = flow_of(sheet)
    assert [level.name for level in flow.scale.levels] == ["Weak", "Strong"]
    (table,) = tables_of(flow)
    assert [texts(row.label) for row in table.rows] == [["Tools"], ["Cups"]]
    halves = 2 if second[0] == "**Weak" else 1
    taken = [CELLS[0], CUPS[0]][:halves]
    assert [passage.text for passage in table.rows[0].cells[0]] == taken
    assert [f.code for f in flow.findings].count("other-scale") == 2 - halves
    assert {"Plan", "Practice"} <= {line.text for line in table.heads}
    assert sum(line.words for line in lines_in(flow)) == len(sheet.words)


def test_halves_with_other_levels_of_equal_names() -> None:
    """Of two scales that share names the one that says most is taken."""
    edges = (40.0, 130.0, 220.0, 310.0, 400.0, 490.0)
    sheet = Sheet()
    bottom = sheet.table([("**Plan", "**Practice")], 60, (40.0, 220.0, 490.0))
    head = ("**Weak", "**Strong", "**Weak", "**Fair", "**Strong")
    sheet.table([head, (*CELLS[:2], *CUPS)], bottom, edges)
    flow = flow_of(sheet)
    assert [level.name for level in flow.scale.levels] == ["Weak", "Fair", "Strong"]
    (table,) = tables_of(flow)
    assert [cell[0] for cell in cells_of(table)[0]] == list(CUPS)
    assert [f.code for f in flow.findings] == ["other-scale"]


def test_table_with_a_scale_of_its_own_is_told_with_its_levels() -> None:
    sheet, top = Sheet(), 60.0
    for names in (HEAD, HEAD, ("**Low", "**Middle", "**High")):
        top = sheet.table([names, [f"{cell} So it goes." for cell in CELLS]], top) + 40
    flow = flow_of(sheet)
    assert len(tables_of(flow)) == 2
    (finding,) = flow.findings
    assert (finding.code, finding.severity) == ("other-scale", "warning")
    assert "('Low', 'Middle', 'High')" in finding.message


def test_scale_that_says__most_may_stand_second() -> None:
    sheet = Sheet()
    edges = (40.0, 160.0, 260.0, 520.0)
    bottom = sheet.table([("", "**How often", "**Finding")], 60, edges)
    head = ("**Criterion", "**Rare", "**Often", "**Not met", "**Met")
    row = ("**Tools", "never", "daily", *CELLS[:2])
    sheet.table([head, row], bottom, (40.0, 160.0, 210.0, 260.0, 390.0, 520.0))
    flow = flow_of(sheet)
    assert [level.name for level in flow.scale.levels] == ["Not met", "Met"]
    (table,) = tables_of(flow)
    assert [texts(row.label) for row in table.rows] == [["Tools"]]
