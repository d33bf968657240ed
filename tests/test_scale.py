"""Level names, their notes and their order, found from headers."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from builders import line

from pipeline.records import Line
from pipeline.scale import (
    Candidate,
    Header,
    build_scale,
    find_header_names,
    fold,
    header_of,
    headers_of,
    names_go_on,
)


def header(*printed: tuple[str, bool] | str, size: float = 10) -> Header | None:
    """The header of a cell whose lines are given as text or as (text, bold)."""
    lines = []
    for each in printed:
        text, bold = each if isinstance(each, tuple) else (each, False)
        lines.append(line(text, bold=bold, size=size))
    return header_of(lines)


# ---- one header ---------------------------------------------------------------------------------


def test_name_alone() -> None:
    assert header("Performing Well") == Header("Performing Well", None)


def test_name_on_two_lines() -> None:
    assert header("Performing", "Well") == Header("Performing Well", None)


def test_note_in_another_weight() -> None:
    assert header(("Good", True), "More than", "fair") == Header("Good", "More than fair")


def test_note_in_another_size() -> None:
    lines = [line("Good", size=10), line("More than fair", size=8)]
    assert header_of(lines) == Header("Good", "More than fair")


def test_note_in_the_same_type_begins_a_sentence() -> None:
    found = header("Working Well Includes almost all of what stands before")
    assert found == Header("Working Well", "Includes almost all of what stands before")


def test_name_with_small_words() -> None:
    assert header("Ahead of the Field") == Header("Ahead of the Field", None)


def test_empty_cell_is_no_header() -> None:
    assert header() is None


def test_sentence_is_no_header() -> None:
    assert header("tools are kept in the hall.") is None


def test_prose_is_no_header() -> None:
    """A cell of sentences has one capital, and no name."""
    assert header("Nobody washes the cups in this kitchen at all") is None


def test_long_name_is_no_header() -> None:
    assert header("Everything That Anyone Ever Could Want") is not None
    assert header("Everything That Anyone Ever Could Want In This Place") is None


def test_key_leaves_case_and_marks_out() -> None:
    assert Header("Needs Attention:", None).key == Header("NEEDS ATTENTION", None).key
    assert fold(" Level–2 (new) ") == "level 2 new"


# ---- the headers of a document ------------------------------------------------------------------


def candidate(*names: str, prose: bool = True, first: bool = True) -> Candidate:
    return Candidate(tuple((line(name),) if name else () for name in names), prose, first)


def found(*candidates: Candidate) -> list[str]:
    return [each.name for each in find_header_names(candidates)]


def test_headers_of_a_row() -> None:
    cells: Sequence[Sequence[Line]] = [[], [line("Poor")], [line("Good")]]
    assert headers_of(cells) == (Header("Poor", None), Header("Good", None))


def test_equal_names_are_no_headers() -> None:
    assert headers_of([[line("Day")], [line("DAY")]]) is None


def test_one_name_is_no_scale() -> None:
    assert headers_of([[line("Poor")], []]) is None


def test_commonest_header_wins() -> None:
    rows = [candidate("Name", "Day"), *[candidate("Poor", "Good")] * 2, candidate("Key", "Value")]
    assert found(*rows) == ["Poor", "Good"]


def test_header_over_short_cells_does_not_count() -> None:
    rows = [*[candidate("Name", "Day", prose=False)] * 5, candidate("Poor", "Good")]
    assert found(*rows) == ["Poor", "Good"]


def test_commonest_printing_is_kept() -> None:
    """The same header may be misprinted once, in capitals for example."""
    assert found(candidate("POOR", "Good"), *[candidate("Poor", "Good")] * 2) == ["Poor", "Good"]


def test_nothing_heads_a_table() -> None:
    assert found() == []
    assert found(candidate("tools hang in the hall.", "cups do not do that.")) == []


# ---- direction ----------------------------------------------------------------------------------


def ranks(*headers: str | tuple[str, str]) -> tuple[list[int], bool]:
    made = [Header(h, None) if isinstance(h, str) else Header(*h) for h in headers]
    scale, assumed = build_scale(made)
    assert [level.name for level in scale.levels] == [h.name for h in made]
    return [level.rank for level in scale.levels], assumed


@pytest.mark.parametrize(
    "names",
    [
        ("Poor", "Fair", "Good", "Excellent"),
        ("Inadequate", "Requires Improvement", "Good", "Outstanding"),
        ("Traditional", "Initial", "Advanced", "Optimal"),
        ("Emerging", "Developing", "Established", "Leading"),
        ("Level 1", "Level 2", "Level 3"),
        ("0", "1", "2"),
        ("Not met", "Partially met", "Met"),
        ("Grade 4: Poor", "Grade 3: Fair", "Grade 2: Good", "Grade 1: Excellent"),
        ("Below standard", "Meets standard", "Exceeds standard"),
        ("Fail", "Third", "Second", "First"),
        ("E", "D", "C", "B", "A"),
        ("Grade C", "Grade B", "Grade A"),
        ("Very poor", "Poor", "Good", "Very good"),
        ("Insuffisant", "Fragile", "Satisfaisant", "Très satisfaisant"),
        ("Mangelhaft", "Gut", "Sehr gut"),
        ("Nein", "Teilweise", "Ja"),
        ("Missing", "Partial", "Complete"),
    ],
)
def test_direction_is_read_from_the_names(names: tuple[str, ...]) -> None:
    rising = list(range(1, len(names) + 1))
    assert ranks(*names) == (rising, False)
    assert ranks(*reversed(names)) == (rising[::-1], False)


@pytest.mark.parametrize(
    ("names", "further", "goes_on"),
    [
        (("Level 1", "Level 2"), ("Level 3",), True),
        (("5", "4", "3"), ("2", "1"), True),
        (("Level 1", "Level 2"), ("Level 2", "Level 3"), False),
        (("Level 1", "Level 2"), ("Evidence",), False),
        (("Emerging", "Developing"), ("Embedded", "Leading"), True),
        (("Excellent", "Good"), ("Fair", "Poor"), True),
        (("Weak", "Strong"), ("Low", "High"), False),
        (("Poor", "Good"), ("Where to look",), False),
        (("Poor", "Fair", "Good"), ("Best example",), None),
        (("Seed", "Sapling"), ("Tree", "Forest"), None),
    ],
)
def test_further_levels_of_a_scale(
    names: Sequence[str], further: Sequence[str], goes_on: bool | None
) -> None:
    assert names_go_on(headers(*names), headers(*further)) is goes_on


def test_one_odd_name_does_not_turn_the_scale() -> None:
    assert ranks("Poor", "Basic", "Ours", "Excellent") == ([1, 2, 3, 4], False)


def test_notes_tell_the_direction() -> None:
    """Names that say nothing: a note that builds on another level stands above it."""
    on_first = ("Tree", "Everything under Seed, and more")
    assert ranks("Seed", on_first) == ([1, 2], False)
    assert ranks(on_first, "Seed") == ([2, 1], False)


def test_note_that_denies_another_level_stands_below_it() -> None:
    below = ("Seed", "Lacks what is described under Tree")
    assert ranks(below, "Tree") == ([1, 2], False)
    assert ranks("Tree", below) == ([2, 1], False)


def test_unknown_direction_is_assumed() -> None:
    assert ranks("Seed", "Leaf", "Tree") == ([1, 2, 3], True)


@pytest.mark.parametrize("names", [("A", "B", "C"), ("Band A", "Band B", "Band C", "Band D")])
def test_letters_that_need_not_be_grades_tell_no_direction(names: tuple[str, ...]) -> None:
    assert ranks(*names)[1]


def test_notes_are_kept() -> None:
    scale, _ = build_scale([Header("Poor", None), Header("Good", "More than poor")])
    assert [level.note for level in scale.levels] == [None, "More than poor"]


# ---- the label column ---------------------------------------------------------------------------


def headers(*names: str) -> list[Header]:
    return [Header(name, None) for name in names]


def test_row_of_marks_below_the_names_is_no_scale() -> None:
    names = ("Criterion", "Weak", "Sound", "Strong")
    marks = ("Marks", "0–1", "2–3", "4–5")
    below = [candidate(*marks, first=False), candidate(*marks), candidate(*marks, first=False)]
    assert found(candidate(*names), *below) == list(names)


def test_levels_that_are_figures_are_a_scale() -> None:
    names = ("Criterion", "3", "2", "1")
    assert found(candidate(*names), candidate(*names)) == list(names)
