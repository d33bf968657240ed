"""Heads above the rules of their tables: right above them, in their shading, or none at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import EDGES, Sheet, cells_of, loose_of, tables_of

from pipeline.geometry import Box
from pipeline.pages import pages_to_flow
from pipeline.records import Flow, Page

POOR = "Boats are looked at by nobody before they leave."
FAIR = "Boats are looked at each week by those who sail them."
GOOD = "Boats are looked at each day and mended before they leave."
HEADS = ("Poor", "Fair", "Good")
STATEMENTS = ("1.1 Boats are dry.", "1.2 Boats are safe.")


def page_of(sheet: Sheet, fills: tuple[Box, ...] = ()) -> Page:
    return replace(sheet.page(), fills=fills)


def flow_of(sheet: Sheet, fills: tuple[Box, ...] = ()) -> Flow:
    flow = pages_to_flow([page_of(sheet, fills)])
    assert flow is not None
    return flow


def headed(sheet: Sheet, top: float, xs: tuple[float, ...] = EDGES[:3]) -> float:
    """Heads in bold and, six points below them, a ruled table; its lower edge is returned."""
    for name, x in zip(HEADS, xs, strict=True):
        sheet.line(name, x + 4, top, bold=True)
    return sheet.table([(POOR, FAIR, GOOD)], top + 16)


def test_names_right_above_the_rules_head_their_table() -> None:
    sheet = Sheet()
    bottom = headed(sheet.line(STATEMENTS[0], 40, 60), 76)
    headed(sheet.line(STATEMENTS[1], 40, bottom + 20), bottom + 36)
    flow = flow_of(sheet)
    assert [level.name for level in flow.scale.levels] == [*HEADS]
    assert [cells_of(table) for table in tables_of(flow)] == [[[[POOR], [FAIR], [GOOD]]]] * 2
    assert loose_of(flow) == [*STATEMENTS]


def test_names_in_two_lines_are_told_by_their_shading() -> None:
    sheet = Sheet().line(STATEMENTS[0], 40, 60).line("Very", 44, 78, bold=True)
    headed(sheet, 90)
    flow = flow_of(sheet, fills=(Box(40, 76, 520, 106),))
    assert [level.name for level in flow.scale.levels] == ["Very Poor", "Fair", "Good"]
    assert loose_of(flow) == [STATEMENTS[0]]


@pytest.mark.parametrize("above", ["Boats are for", "Boats"])
def test_text_above_a_table_is_no_head_of_it(above: str) -> None:
    """It stands over one column, or runs on from one into the next."""
    sheet = Sheet().line(f"{above} those who wish to cross in any weather.", 44, 76)
    sheet.table([(POOR, FAIR, GOOD)], 92)
    assert pages_to_flow([sheet.page()]) is None
