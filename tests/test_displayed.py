"""Pages that were turned to be read: places are those that a reader sees."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import Sheet, lines_in

from pipeline.geometry import Box, turned
from pipeline.pages import pages_to_flow
from pipeline.records import box_of

HEAD = ("**Poor", "**Fair", "**Good")
CELLS = ("Tools lie about on the floor.", "Some of the tools hang.", "All of the tools hang.")


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turning_back_gives_the_same_box(turn: int) -> None:
    box = Box(10, 20, 50, 30)
    width, height = (200, 100) if turn % 180 == 0 else (100, 200)
    assert turned(turned(box, turn, 200, 100), -turn, width, height) == box


def test_sheet_turned_clockwise_has_its_left_edge_on_top() -> None:
    assert turned(Box(0, 90, 10, 100), 90, width=200, height=100) == Box(0, 0, 10, 10)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_places_are_as_displayed(turn: int) -> None:
    sheet = Sheet(1, width=560, height=800).line("1.1 Tools are kept.", 40, 60, bold=True)
    sheet.table([HEAD, CELLS], 80)
    upright = sheet.page()
    plain, flow = pages_to_flow([upright]), pages_to_flow([replace(upright, turn=turn)])
    assert plain
    assert flow
    pairs = list(zip(lines_in(plain), lines_in(flow), strict=True))
    assert len(pairs) == 7
    for as_read, displayed in pairs:
        assert displayed.text == as_read.text
        assert turned(box_of(as_read), -turn, 560, 800) == box_of(displayed)
