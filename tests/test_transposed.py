"""Tables with a row for each level and a column for each criterion."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from builders import Sheet, flow_of, tables_of, texts

from pipeline.records import Flow

SAID = (
    "Nobody knows when the yard opens.",
    "Some people know when it opens.",
    "Everyone knows when it opens.",
)


def matrix(corner: str, heads: Sequence[str], names: Sequence[str]) -> Flow:
    """A page with a table whose cells name their column and say what their row means."""
    sheet = Sheet()
    rows = [
        [f"**{name}", *(f"{said} So much on {head}." for head in heads)]
        for name, said in zip(names, SAID, strict=True)
    ]
    edges = (40.0, 120.0, 320.0, 520.0)
    sheet.table([[corner, *(f"**{head}" for head in heads)], *rows], 100, edges)
    return flow_of(sheet)


def read(made: Flow) -> tuple[list[str], list[str]]:
    """The levels, the worst first, and the names of the rows."""
    levels = sorted(made.scale.levels, key=lambda level: level.rank)
    rows = [row for table in tables_of(made) for row in table.rows]
    return [level.name for level in levels], [" ".join(texts(row.label)) for row in rows]


@pytest.mark.parametrize(
    "names",
    [("Novice", "Able", "Expert"), ("Level 1", "Level 2", "Level 3")],
    ids=["words", "numbers"],
)
def test_levels_down_the_first_column(names: Sequence[str]) -> None:
    made = matrix("", ("Keys", "Cups"), names)
    assert read(made) == (list(names), ["Keys", "Cups"])
    (table,) = tables_of(made)
    assert [texts(cell) for cell in table.rows[1].cells] == [
        [f"{said} So much on Cups."] for said in SAID
    ]


@pytest.mark.parametrize("heads", [("Poor", "Good"), ("Seed", "Tree")])
def test_criteria_down_the_first_column_stay(heads: Sequence[str]) -> None:
    names = ["Standard 1", "Standard 2", "Standard 3"]
    assert read(matrix("", heads, names)) == (list(heads), names)


def test_names_that_rate_on_both_sides_stay() -> None:
    names = ("Poor planning", "Staff", "Good planning")
    assert read(matrix("", ("Poor", "Good"), names))[0] == ["Poor", "Good"]
