"""Tables without rules: columns from where the words stand under the names of the levels."""

from __future__ import annotations

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
    wrap,
)

from pipeline.pages import pages_to_flow
from pipeline.records import Flow

HEAD = tuple(f"**{level}" for level in LEVELS)
POOR = "Tools lie about on the floor and nobody knows where the sharp ones are kept."
FAIR = "Some tools hang on hooks, and most people know where the sharp ones are kept."
GOOD = "All tools hang on hooks, and everyone knows where the sharp ones are kept."
CELLS = (POOR, FAIR, GOOD)
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


def test_every_word_is_kept() -> None:
    flow = bare(*TWO)
    counted = sum(line.words + line.mark_words for line in lines_in(flow))
    assert counted == sum(len(f"{name} {' '.join((*LEVELS, *CELLS))}".split()) for name, _ in TWO)


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
