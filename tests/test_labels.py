"""Label columns: a theme that holds for several rows heads them; every page is set by hand."""

from __future__ import annotations

import pytest
from builders import (
    LEVELS,
    MERGED,
    Sheet,
    TableRow,
    assembled,
    cells_of,
    flow_of,
    tables_of,
    texts,
)

from pipeline.records import Flow

EDGES = (40.0, 100.0, 180.0, 300.0, 420.0, 540.0)
NAMED = ("**Theme", "**Standard", *(f"**{level}" for level in LEVELS))
WORST = ("Nobody knows who opens.", "Nobody lends a hand.", "The yard is full of mud.")
BEST = ("Everyone knows who opens.", "Everyone lends a hand.", "The yard is dry and swept.")


def row(theme: str, standard: str, i: int) -> TableRow:
    return (theme, standard, WORST[i], "It depends on the day.", BEST[i])


def outline(made: Flow) -> list[tuple[str | None, str, list[str]]]:
    """Of each domain its parent, its title, and the statements of its characteristics."""
    domains = assembled(made).framework.domains
    return [
        (d.parent, d.title, [" ".join(p.text for p in c.statement) for c in d.characteristics])
        for d in domains
    ]


PEOPLE = [(None, "People", ["Keys", "Helpers", "Guests"]), (None, "Places", ["Yard"])]


@pytest.mark.parametrize("below", [MERGED, "", "People"], ids=["merged", "left empty", "again"])
def test_theme_over_several_rows_is_their_domain(below: str) -> None:
    sheet = Sheet()
    people = (row("People", "Keys", 0), row(below, "Helpers", 1), row(below, "Guests", 0))
    sheet.table([NAMED, *people, row("Places", "Yard", 2)], 100, EDGES)
    made = flow_of(sheet)
    assert outline(made) == PEOPLE
    rows = [cells for table in tables_of(made) for cells in cells_of(table) if cells]
    assert [cells[2] for cells in rows] == [[BEST[i]] for i in (0, 1, 0, 2)]
    assert not assembled(made).ledger.unaccounted


def test_column_behind_merged_themes_without_a_head_names_the_rows() -> None:
    """Its own head asks something, which no level does beside those that rate."""
    sheet = Sheet()
    head = ("", "**Do we see", *NAMED[2:])
    rows = [
        row("People", "that keys are at their hook?", 0), row(MERGED, "that helpers are there?", 1),
        row("Places", "that yards are dry?", 2),
    ]  # fmt: skip
    sheet.table([head, *rows], 100, (40.0, 100.0, 180.0, 280.0, 400.0, 540.0))
    made = flow_of(sheet)
    assert [level.name for level in made.scale.levels] == [*LEVELS]
    assert [(title, len(found)) for _, title, found in outline(made)] == [
        ("People", 2), ("Places", 1),
    ]  # fmt: skip


def test_theme_goes_on_over_a_page() -> None:
    one, two = Sheet(1), Sheet(2)
    one.table([NAMED, row("People", "Keys", 0)], 600, EDGES)
    two.table(
        [
            NAMED,
            row("", "Helpers", 1),
            row("", "Guests", 0),
            row("Places", "Yard", 2),
            row(MERGED, "Shed", 0),
        ],
        60,
        EDGES,
    )
    assert outline(flow_of(one, two))[0] == PEOPLE[0]


def test_codes_stay_with_the_names_beside_them() -> None:
    sheet = Sheet()
    edges = (40.0, 60.0, 110.0, 150.0, 210.0, 320.0, 430.0, 540.0)
    heads = ("", "**Theme", "", "**Standard", *(f"**{level}" for level in LEVELS))
    rows = [
        heads,
        ("1", "People", "1.1", "Keys", WORST[0], "Some do.", BEST[0]),
        (MERGED, MERGED, "1.2", "Helpers", WORST[1], "Some do.", BEST[1]),
        ("2", "Places", "2.1", "Yard", WORST[2], "Half of it.", BEST[2]),
    ]
    sheet.table(rows, 100, edges)
    domains = assembled(flow_of(sheet)).framework.domains
    assert [(d.code, d.title) for d in domains] == [("1", "People"), ("2", "Places")]
    codes = [[c.code for c in d.characteristics] for d in domains]
    assert codes == [["1.1", "1.2"], ["2.1"]]


def test_theme_over_themes_is_the_tier_above() -> None:
    sheet = Sheet()
    edges = (40.0, 90.0, 140.0, 210.0, 320.0, 430.0, 540.0)
    rows = [
        ("**Pillar", *NAMED),
        ("Open", *row("People", "Keys", 0)),
        (MERGED, *row(MERGED, "Helpers", 1)),
        (MERGED, *row("Places", "Yard", 2)),
        ("Fair", *row("Money", "Prices", 0)),
        (MERGED, *row(MERGED, "Gifts", 1)),
    ]
    sheet.table(rows, 100, edges)
    assert outline(flow_of(sheet)) == [
        ("Open", "People", ["Keys", "Helpers"]),
        ("Open", "Places", ["Yard"]),
        ("Fair", "Money", ["Prices", "Gifts"]),
    ]


def test_statement_beside_several_rows_of_text_is_no_theme() -> None:
    sheet = Sheet()
    rows = [
        ("**Code", *NAMED[1:]),
        row("1.1", "Keys are kept", 0),
        row(MERGED, MERGED, 1),
        row("1.2", "Yards are dry", 2),
    ]
    sheet.table(rows, 100, EDGES)
    (table,) = tables_of(flow_of(sheet))
    assert [texts(r.label) for r in table.rows] == [["1.1 Keys are kept"], ["1.2 Yards are dry"]]
    assert cells_of(table)[0][0] == list(WORST[:2])
