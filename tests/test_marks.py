"""Marks and codes that level heads print beside the names."""

from __future__ import annotations

import pytest
from builders import LEVELS, Sheet, cells_of, flow_of, line, tables_of

from pipeline.marks import is_mark, marks_agree, split_code, split_mark
from pipeline.scale import Header, build_scale, header_of

CELLS = ("Tools lie about on the floor.", "Some of the tools hang.", "All of the tools hang.")
CUPS = ("Nobody washes the cups here.", "Some of the cups are clean.", "All of the cups are clean.")


@pytest.mark.parametrize(
    ("printed", "name", "mark"),
    [
        ("Exemplary (5 points)", "Exemplary", "(5 points)"),
        ("Exemplary(5)", "Exemplary", "(5)"),
        ("Exemplary: 4 pts", "Exemplary", "4 pts"),
        ("Exemplary – 5", "Exemplary", "5"),
        ("4 pts Exemplary", "Exemplary", "4 pts"),
        ("4 to >3.0 pts Full Marks", "Full Marks", "4 to >3.0 pts"),
        ("0–49: Poor", "Poor", "0–49"),
        ("Poor 0-49", "Poor", "0-49"),
        ("Fail (<50%)", "Fail", "(<50%)"),
        ("Distinction (80% and above)", "Distinction", "(80% and above)"),
        ("Level 1 (0–20 %)", "Level 1", "(0–20 %)"),
    ],
)
def test_name_and_mark(printed: str, name: str, mark: str) -> None:
    assert split_mark(printed) == (name, mark)


@pytest.mark.parametrize(
    "printed",
    [
        "Not Met",
        "4 – Exemplary",
        "4 pts",
        "0–49",
        "Tier 1 (Partial)",
        "Stage 2: Defined",
        "L1",
        "5",
    ],
)
def test_name_without_mark(printed: str) -> None:
    assert split_mark(printed) == (printed, None)


def test_mark_alone() -> None:
    assert is_mark("4 pts")
    assert is_mark("0–49")
    assert not is_mark("Exemplary")


def test_marks_that_leave_equal_names_are_none() -> None:
    assert not marks_agree(["1", "2"], ["level", "level"])


def test_marks_count_in_one_direction() -> None:
    names = ["weak", "sound", "strong"]
    assert marks_agree(["(10)", "(5)", "(1)"], names)
    assert marks_agree(["(1 point)", "(5 points)", None], names)
    assert not marks_agree(["(5)", "(10)", "(1)"], names)
    assert not marks_agree(["(5)", None, None], names)


def test_code_before_all_names() -> None:
    assert split_code(["SM 1", "SM 2"]) == ("SM", ("1", "2"))
    assert split_code(["SM1", "SM2"]) == ("SM", ("1", "2"))
    assert split_code(["Weak", "Strong"]) == ("", ("Weak", "Strong"))
    assert split_code(["1", "2"]) == ("", ("1", "2"))


def test_marks_tell_the_direction_where_no_name_does() -> None:
    headers = [Header("Oak", "(10 points)"), Header("Birch", "(5 points)")]
    scale, assumed = build_scale(headers)
    assert [(level.name, level.rank) for level in scale.levels] == [("Oak", 2), ("Birch", 1)]
    assert not assumed


# ---- in tables ----------------------------------------------------------------------------------


def two_tables(first: tuple[str, ...], second: tuple[str, ...]) -> Sheet:
    sheet = Sheet().line("Tools are kept.", 40, 60, bold=True)
    bottom = sheet.table([[f"**{name}" for name in first], CELLS], 80)
    sheet.line("Cups are washed.", 40, bottom + 20, bold=True)
    sheet.table([[f"**{name}" for name in second], CUPS], bottom + 40)
    return sheet


def test_marks_that_differ_from_table_to_table() -> None:
    """What a level is worth depends on the criterion, so only the names are the scale's."""
    marks = (("(0 pts)", "(2 pts)", "(4 pts)"), ("(0 pts)", "(5 pts)", "(10 pts)"))
    first, second = ([f"{n} {m}" for n, m in zip(LEVELS, each, strict=True)] for each in marks)
    flow = flow_of(two_tables(tuple(first), tuple(second)))
    assert [(level.name, level.note) for level in flow.scale.levels] == [
        ("Poor", "(0 pts)"),
        ("Fair", None),
        ("Good", None),
    ]
    assert [len(cells_of(table)[0]) for table in tables_of(flow)] == [3, 3]


def test_mark_above_its_name() -> None:
    lines = [line("4 pts"), line("Good", bold=True)]
    assert header_of(lines) == Header("Good", "4 pts")


def test_codes_that_change_from_table_to_table_are_no_names() -> None:
    flow = flow_of(two_tables(("TK 1", "TK 2", "TK 3"), ("CW 1", "CW 2", "CW 3")))
    assert [level.name for level in flow.scale.levels] == ["1", "2", "3"]
    assert len(tables_of(flow)) == 2


def test_word_before_every_number_belongs_to_the_names() -> None:
    names = ("Stage 1", "Stage 2", "Stage 3")
    flow = flow_of(two_tables(names, names))
    assert [level.name for level in flow.scale.levels] == list(names)
