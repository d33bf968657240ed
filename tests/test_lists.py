"""Counted lists in cells: their marks are kept beside the text."""

from __future__ import annotations

import pytest
from builders import LEVELS, Sheet, cells_of, flow_of, line, tables_of

from pipeline.pages.lists import mark_lists


def marked(*texts: str, before: tuple[str, ...] = ()) -> list[tuple[str | None, str]]:
    lines = mark_lists([line(t) for t in texts], [line("Earlier.", bullet=b) for b in before])
    return [(each.bullet, each.text) for each in lines]


@pytest.mark.parametrize(
    ("first", "second"), [("A.", "B."), ("1.", "2."), ("(a)", "(b)"), ("i)", "ii)"), ("I.", "II.")]
)
def test_marks_that_count(first: str, second: str) -> None:
    assert marked(f"{first} Hang the tools", "on hooks", f"{second} Oil them") == [
        (first, "Hang the tools"),
        (None, "on hooks"),
        (second, "Oil them"),
    ]


def test_mark_without_a_space_behind_it() -> None:
    assert marked("A.Hang the tools", "B.Oil them") == [
        ("A.", "Hang the tools"),
        ("B.", "Oil them"),
    ]


def test_one_mark_makes_no_list() -> None:
    assert marked("A. Smith hangs the tools", "on hooks") == [
        (None, "A. Smith hangs the tools"),
        (None, "on hooks"),
    ]


def test_figures_that_do_not_count_stay() -> None:
    texts = ("1. Hang the tools", "7. of May at the latest", "2.5 metres high")
    assert marked(*texts) == [(None, text) for text in texts]


def test_second_list_begins_anew() -> None:
    found = marked("1. Hang", "2. Oil", "Then:", "1. Wash", "2. Dry")
    assert [bullet for bullet, _ in found] == ["1.", "2.", None, "1.", "2."]


def test_list_goes_on_after_a_page_break() -> None:
    assert marked("C. Oil them", before=("A.", "B.")) == [("C.", "Oil them")]
    assert marked("C. Oil them") == [(None, "C. Oil them")]


def test_items_of_a_cell_are_paragraphs_with_their_marks() -> None:
    cell = "A. Tools are kept\nB. Tools are oiled\non every Monday"
    sheet = Sheet()
    sheet.table([LEVELS, (cell, "Most tools hang.", "All tools hang.")], 60)
    (table,) = tables_of(flow_of(sheet))
    assert cells_of(table)[0][0] == ["Tools are kept", "Tools are oiled on every Monday"]
    assert [p.lines[0].bullet for p in table.rows[0].cells[0]] == ["A.", "B."]
