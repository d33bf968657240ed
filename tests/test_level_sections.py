"""Levels as headings over the text that they head, without any table."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from builders import Sheet, flow_of, tables_of, text_width, texts

from pipeline.pages import pages_to_flow
from pipeline.records import Flow, Passage, Table

NAMES = ("Outstanding (grade 1)", "Good (grade 2)", "Requires improvement (grade 3)")
TOOLS = (
    "All of the tools hang on hooks.\n\nEveryone knows where the sharp ones are kept.",
    "Most of the tools hang on hooks near the door.",
    "Tools lie about on the floor of the workshop.",
)
CUPS = (
    "All of the cups are clean and dry before the first guest comes.",
    "Most cups are clean when the first guest comes.",
    "Nobody washes the cups before the shelf is empty.",
)


def section(sheet: Sheet, top: float, name: str, text: str) -> float:
    sheet.line(name, 40, top, 12, bold=True)
    return sheet.text(text, top + 20) + 16


def set_two(names: Sequence[str] = NAMES, titles: Sequence[str] = ("Tools", "Cups")) -> Sheet:
    """Two headings, under each of them a heading and some text for each level."""
    sheet, top = Sheet(), 60.0
    for title, cells in zip(titles, (TOOLS, CUPS), strict=True):
        sheet.line(title, 40, top, 16, bold=True)
        top += 30
        for name, cell in zip(names, cells, strict=True):
            top = section(sheet, top, name, cell)
    return sheet


def cells(flow: Flow) -> list[list[list[str]]]:
    """The paragraphs of each table's only row."""
    return [[texts(cell) for cell in table.rows[0].cells] for table in tables_of(flow)]


WHOLE = [[text.split("\n\n") for text in texts] for texts in (TOOLS, CUPS)]


def test_headings_are_levels() -> None:
    flow = flow_of(set_two())
    assert [(x.name, x.note, x.rank) for x in flow.scale.levels] == [
        ("Outstanding", "(grade 1)", 3),
        ("Good", "(grade 2)", 2),
        ("Requires improvement", "(grade 3)", 1),
    ]
    assert cells(flow) == WHOLE
    kinds = [type(item) for item in flow.items]
    assert kinds == [Passage, Table, Passage, Table]


def test_text_goes_on_over_the_page() -> None:
    first, second = Sheet(), Sheet(2)
    first.line("Tools", 40, 60, 16, bold=True)
    top = section(first, 90, NAMES[0], TOOLS[0])
    top = section(first, top, NAMES[1], "Most of the tools hang on")
    top = second.text("hooks near the door.", 60) + 16
    top = section(second, top, NAMES[2], TOOLS[2])
    second.line("Cups", 40, top, 16, bold=True)
    top += 30
    for name, text in zip(NAMES, CUPS, strict=True):
        top = section(second, top, name, text)
    assert cells(flow_of(first, second)) == WHOLE


def test_heading_at_the_foot_goes_with_its_text() -> None:
    first, second = Sheet(), Sheet(2)
    first.line("Tools", 40, 60, 16, bold=True)
    top = section(first, 90, NAMES[0], TOOLS[0])
    section(first, section(first, top, NAMES[1], TOOLS[1]), NAMES[2], TOOLS[2])
    first.line("Cups", 40, 700, 16, bold=True)
    first.line(NAMES[0], 40, 730, 12, bold=True)
    top = second.text(CUPS[0], 60) + 16
    section(second, section(second, top, NAMES[1], CUPS[1]), NAMES[2], CUPS[2])
    flow = flow_of(first, second)
    assert cells(flow) == WHOLE
    assert not flow.findings


def test_statement_set_as_the_text_ends_a_level() -> None:
    sheet = Sheet()
    top = sheet.text("1.1 Tools are kept in order.", 60) + 16
    for name, text in zip(NAMES, TOOLS, strict=True):
        top = section(sheet, top, name, text)
    top = sheet.text("1.2 Cups are washed.", top) + 16
    for name, text in zip(NAMES, CUPS, strict=True):
        top = section(sheet, top, name, text)
    flow = flow_of(sheet)
    assert cells(flow) == WHOLE
    passages = [item.text for item in flow.items if isinstance(item, Passage)]
    assert passages == ["1.1 Tools are kept in order.", "1.2 Cups are washed."]


@pytest.mark.parametrize(
    "names",
    [("Why it matters", "What we expect", "What to read"), ("First steps", "Good to know", "More")],
)
def test_headings_that_do_not_rate_are_no_levels(names: Sequence[str]) -> None:
    """Chapters of one plan are no framework: better none than a false one."""
    assert pages_to_flow([set_two(names).page()]) is None


# ---- names at the head of their text ------------------------------------------------------------


def run_in(sheet: Sheet, top: float, name: str, text: str) -> float:
    """A paragraph that begins with a bold name."""
    sheet.line(name, 40, top, bold=True)
    first, _, rest = text.partition(" on ")
    sheet.line(first, 48 + text_width(name), top)
    return sheet.text(f"on {rest}", top + 12) + 8 if rest else top + 20


@pytest.mark.parametrize("sign", [":", " –"])
def test_names_at_the_head_of_their_text_are_levels(sign: str) -> None:
    sheet, top = Sheet(), 60.0
    for statement, said in (("1.1 Tools are kept.", TOOLS[1:]), ("1.2 Cups are washed.", CUPS[1:])):
        sheet.line(statement, 40, top, 12, bold=True)
        top += 24
        for name, cell in zip(("Good", "Poor"), said, strict=True):
            top = run_in(sheet, top, name + sign, cell)
    flow = flow_of(sheet)
    assert [(x.name, x.rank) for x in flow.scale.levels] == [("Good", 2), ("Poor", 1)]
    assert cells(flow) == [[[cell] for cell in each[1:]] for each in (TOOLS, CUPS)]


def test_words_in_bold_that_name_nothing_stay_in_their_line() -> None:
    sheet = set_two()
    sheet.line("Note:", 40, 700, bold=True).line("the yard is closed.", 80, 700)
    assert cells(flow_of(sheet))[1][2][-1].endswith("Note: the yard is closed.")
