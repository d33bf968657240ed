"""Tables whose columns are spread over several pages."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from builders import Sheet, cells_of, flow_of, loose_of, tables_of, texts

from pipeline.records import Flow

LABELS = ["1.1 Keys", "1.2 Cups", "1.3 Lamps", "1.4 Chairs"]
EDGES = (40.0, 204.0, 368.0, 532.0)  # so wide that every row takes one line
NUMBERED = ("Level 1", "Level 2", "Level 3", "Level 4")
RATING = ("Emerging", "Developing", "Embedded", "Leading")
UNKNOWN = ("Seed", "Sapling", "Tree", "Forest")

Rows = list[list[str]]


def said(label: str, level: str) -> str:
    return f"So much of {label[4:].lower()} at {level.lower()}."


def strip(
    levels: Sequence[str], labels: Sequence[str] = LABELS, *, named: bool = True, head: bool = True
) -> Rows:
    """The rows of some columns: with or without labels and heads."""
    heads = [["Element", *(f"**{level}" for level in levels)]] if head else []
    rows = [*heads, *([label, *(said(label, level) for level in levels)] for label in labels)]
    return rows if named else [row[1:] for row in rows]


def page(number: int, rows: Rows, heading: str = "", top: float = 100) -> Sheet:
    sheet = Sheet(number)
    if heading:
        sheet.line(heading, 40, 60, size=14, bold=True)
    sheet.table(rows, top, EDGES[: len(rows[0]) + 1])
    return sheet


def levels_of(flow: Flow) -> list[str]:
    return [level.name for level in flow.scale.levels]


def codes(flow: Flow) -> list[str]:
    return [finding.code for finding in flow.findings]


def assert_whole(flow: Flow, levels: Sequence[str]) -> None:
    """One row for each label, with what it says of each level."""
    assert levels_of(flow) == list(levels)
    rows = [(row.label, row.cells) for table in tables_of(flow) for row in table.rows]
    assert [" ".join(texts(label)) for label, _ in rows] == LABELS
    cells = [[texts(cell) for cell in cells] for _, cells in rows]
    assert cells == [[[said(label, level)] for level in levels] for label in LABELS]


@pytest.mark.parametrize("levels", [NUMBERED, RATING], ids=["numbers", "words"])
def test_facing_pages_with_labels_on_both(levels: Sequence[str]) -> None:
    left, right = strip(levels[:2]), strip(levels[2:])
    right[2][1] += "\n\nAnd more than that."
    flow = flow_of(page(1, left, "Things"), page(2, right, "Things (continued)"))
    assert levels_of(flow) == list(levels)
    (table,) = tables_of(flow)
    cells = [[[said(label, level)] for level in levels] for label in LABELS]
    cells[1][2].append("And more than that.")
    assert cells_of(table) == cells
    assert loose_of(flow) == ["Things"]
    assert {"columns-put-beside"} == set(codes(flow)) - {"scale-order-assumed"}


def test_what_is_printed_again_is_booked_once() -> None:
    flow = flow_of(page(1, strip(NUMBERED[:2]), "Things"), page(2, strip(NUMBERED[2:]), "Things"))
    again = ["Element", *LABELS, "Things"]
    assert [line.text for line in flow.furniture if line.place.page == 2] == again
    assert not flow.others


@pytest.mark.parametrize("across", [False, True], ids=["down", "across"])
@pytest.mark.parametrize("heads", [False, True], ids=["heads once", "heads again"])
@pytest.mark.parametrize("named", [False, True], ids=["labels once", "labels again"])
def test_sheet_on_four_pages(*, across: bool, heads: bool, named: bool) -> None:
    left = [strip(UNKNOWN[:2], LABELS[:3]), strip(UNKNOWN[:2], LABELS[3:], head=heads)]
    right = [
        strip(UNKNOWN[2:], LABELS[:3], named=named),
        strip(UNKNOWN[2:], LABELS[3:], named=named, head=heads),
    ]
    order = [left[0], right[0], left[1], right[1]] if across else [*left, *right]
    assert_whole(flow_of(*(page(i, rows) for i, rows in enumerate(order, 1))), UNKNOWN)


def test_last_level_alone_on_its_page() -> None:
    left, right = strip(NUMBERED[:2]), strip(NUMBERED[2:3], named=False)
    assert_whole(flow_of(page(1, left), page(2, right)), NUMBERED[:3])


def test_three_pages_wide() -> None:
    rows = [strip(NUMBERED[:2]), strip(NUMBERED[2:3], named=False), strip(NUMBERED[3:])]
    assert_whole(flow_of(*(page(i, each) for i, each in enumerate(rows, 1))), NUMBERED)


def test_rows_that_cannot_be_matched_are_told() -> None:
    flow = flow_of(page(1, strip(NUMBERED[:2])), page(2, strip(NUMBERED[2:], LABELS[:2])))
    assert levels_of(flow) == list(NUMBERED[:2])
    (finding,) = [f for f in flow.findings if f.code == "columns-apart"]
    assert finding.severity == "error"
    assert finding.place is not None
    assert finding.place.page == 2
    assert "'Level 3', 'Level 4'" in finding.message


def test_rows_without_labels_at_other_heights_are_told() -> None:
    left, right = strip(NUMBERED[:2]), strip(NUMBERED[2:], named=False)
    right[1][0] += "\n\nAnd more than that."
    flow = flow_of(page(1, left), page(2, right))
    assert levels_of(flow) == list(NUMBERED[:2])
    assert "columns-apart" in codes(flow)


def test_names_that_say_nothing_are_for_a_person_to_decide() -> None:
    left, right = strip(UNKNOWN[:2]), strip(UNKNOWN[2:])
    right[1][1] += "\n\nAnd more than that."
    pages = page(1, left), page(2, right)
    flow = flow_of(*pages)
    assert levels_of(flow) == list(UNKNOWN[:2])
    (finding,) = [f for f in flow.findings if f.code == "columns-apart"]
    assert finding.severity == "warning"
    assert levels_of(flow_of(*pages, levels=UNKNOWN)) == list(UNKNOWN)


@pytest.mark.parametrize("beside", [("Where to look", "Whom to ask"), ("Low", "High")])
def test_other_columns_for_the_same_rows_are_no_levels(beside: Sequence[str]) -> None:
    levels = ("Weak", "Strong")
    flow = flow_of(page(1, strip(levels)), page(2, strip(beside)))
    assert levels_of(flow) == list(levels)
    assert {"columns-put-beside", "columns-apart"}.isdisjoint(codes(flow))
