"""Which of the columns under a row of heads show levels."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from builders import MERGED, Sheet, TableRow, assembled, flow_of, grid_cell

from pipeline.scale import Column, Header, is_label_header, without_others


def headers(*names: str) -> list[Header]:
    return [Header(name, None) for name in names]


PROSE = [grid_cell("Some tools hang there.", column) for column in (1, 2, 3)]


def test_bold_cells_are_labels() -> None:
    first = [grid_cell("Tools", bold=True), grid_cell("Cups", bold=True)]
    assert is_label_header(headers("", "Poor", "Good"), first, PROSE)


def test_codes_are_labels() -> None:
    first = [grid_cell("1.1 Tools"), grid_cell("1.2 Cups")]
    assert is_label_header(headers("Ours", "Poor", "Good"), first, PROSE)


def test_name_of_criteria_is_a_label() -> None:
    assert is_label_header(headers("Aspect", "Poor", "Good"), [grid_cell("Tools")], PROSE)


def test_name_that_other_levels_share_is_a_level() -> None:
    names = headers("Below Standard", "Meets Standard", "Above Standard")
    assert not is_label_header(names, [grid_cell("Tools lie about.")], PROSE)


def test_level_is_no_label() -> None:
    first = [grid_cell("Tools lie about.")]
    assert not is_label_header(headers("Poor", "Fair", "Good"), first, PROSE)


def test_table_that_is_bold_throughout_has_no_labels() -> None:
    first, rest = [grid_cell("Tools", bold=True)], [grid_cell("They hang.", 1, bold=True)]
    assert not is_label_header(headers("Poor", "Fair", "Good"), first, rest)


def test_bold_first_column_of_a_level_is_no_label() -> None:
    texts = ("Most tools lie about.", "Nobody washes the cups.")
    first = [grid_cell(text, bold=True) for text in texts]
    assert not is_label_header(headers("Poor", "Fair", "Good"), first, PROSE)


def test_bold_codes_are_labels() -> None:
    first = [grid_cell("1", bold=True), grid_cell("2", bold=True)]
    assert is_label_header(headers("No.", "Poor", "Good"), first, PROSE)


def test_bold_first_column_that_says_as_much_is_no_label() -> None:
    text = "Some tools lie about. Nobody knows whose they are."
    first, rest = [grid_cell(text, bold=True)], [grid_cell(text, column) for column in (1, 2)]
    assert not is_label_header(headers("Seed", "Bud", "Bloom"), first, rest)


# ---- by what their heads say, and how wide they are ---------------------------------------------

TOLD = ("Tools lie about on the bench.", "Some tools hang on the wall.", "All tools hang there.")


def column(name: str, texts: Sequence[str] = TOLD, width: float | None = None) -> Column:
    return Column(Header(name, None), [grid_cell(text) for text in texts], width)


def left(*columns: Column) -> list[str]:
    return [header.name for header in without_others(columns)]


SCALE = [column("Seed"), column("Sapling"), column("Tree")]
CODES = ("1.1", "1.2", "1.3")
ASKED = ("Hängen die Werkzeuge?", "Sind die Tassen sauber?", "Passen die Deckel?")


def test_column_for_what_does_not_apply_is_no_level() -> None:
    poor, fair, good = column("Poor"), column("Fair"), column("Good")
    assert left(poor, fair, good, column("Not applicable")) == ["Poor", "Fair", "Good"]


def test_column_behind_codes_names_them_where_others_rate() -> None:
    answers = [column("Ja"), column("Teilweise"), column("Nein")]
    both = [column("Nr.", CODES), column("Frage", ASKED)]
    assert left(*both, *answers) == ["Ja", "Teilweise", "Nein"]
    assert left(column("No.", CODES), *answers) == ["Ja", "Teilweise", "Nein"]


@pytest.mark.parametrize("name", ["What we look at", "Why it matters", "Guidance", "Expectation"])
def test_head_that_says_so_names_rows_of_prose(name: str) -> None:
    assert left(column(name), *SCALE) == ["Seed", "Sapling", "Tree"]


def test_head_that_rates_names_no_rows() -> None:
    names = ["Poor practice", "Fair", "Good"]
    assert left(*map(column, names)) == names


def test_columns_up_to_codes_stand_before_the_levels() -> None:
    codes = column("Pruef", ["1.1.1", "1.1.2", "1.2.1"])
    assert left(column("Zusage"), codes, *SCALE) == ["Seed", "Sapling", "Tree"]


def test_figures_said_again_are_no_codes() -> None:
    points = column("Seed", ["5", "5", "10"])
    others = [column("Rodd"), points, column("Sapling"), column("Tree")]
    assert left(*others) == ["Rodd", "Seed", "Sapling", "Tree"]


RATED = [column(name, width=80) for name in ("Poor", "Fair", "Good")]


def test_columns_of_another_width_beside_names_that_rate_are_none() -> None:
    before, behind = column("Zusage", width=120), column("Belege", width=60)
    assert left(before, *RATED, behind) == ["Poor", "Fair", "Good"]


def test_a_column_of_the_same_width_may_be_a_level() -> None:
    assert left(column("Dormant", width=80), *RATED) == ["Dormant", "Poor", "Fair", "Good"]


def test_rows_without_names_have_them_in_the_column_that_does_not_rate() -> None:
    zusage = Column(Header("Zusage", None), [grid_cell(text) for text in TOLD], 80, rows=3)
    assert left(zusage, *RATED) == ["Poor", "Fair", "Good"]
    alone = Column(Header("Dormant", None), [grid_cell(TOLD[0])], 80, rows=1)
    assert left(alone, *RATED) == ["Dormant", "Poor", "Fair", "Good"]


# ---- in a table ---------------------------------------------------------------------------------

HEAD = ("**Ref", "**Pledge", "**Advice", "**Not met", "**Partly met", "**Met")
SIX = (40.0, 70.0, 170.0, 270.0, 360.0, 450.0, 540.0)
CELLS = ("Nobody keeps a list.", "A list is kept at times.", "A list is always kept.")


def test_two_columns_of_prose_before_the_levels_are_the_statement() -> None:
    sheet = Sheet()
    rows = [("1.1", "Boats are dry.", "Look below the boards.", *CELLS)]
    rows += [("1.2", "Oars are whole.", "Bend each of them.", *CELLS)]
    sheet.table([HEAD, *rows], 100, SIX)
    made = assembled(flow_of(sheet)).framework
    assert [level.name for level in made.scale.levels] == ["Not met", "Partly met", "Met"]
    told = [(c.code, [p.text for p in c.statement]) for c in made.domains[0].characteristics]
    assert told == [
        ("1.1", ["Boats are dry.", "Look below the boards."]),
        ("1.2", ["Oars are whole.", "Bend each of them."]),
    ]


def test_columns_before_the_levels_go_on_over_a_page_each_for_itself() -> None:
    one, two = Sheet(1), Sheet(2)
    one.table([HEAD, ("1.1", "Boats that are lent are", "Look below the", *CELLS)], 600, SIX)
    two.table([HEAD, ("", "dry inside.", "boards in spring.", "", "", "")], 60, SIX)
    statement = assembled(flow_of(one, two)).framework.domains[0].characteristics[0].statement
    told = [p.text for p in statement]
    assert told == ["Boats that are lent are dry inside.", "Look below the boards in spring."]


def test_coded_pledges_over_their_evidence_are_domains_of_one_tier() -> None:
    sheet = Sheet()
    head = ("**Ref", "**Pledge", "**Item ref", "**Evidence item", *HEAD[3:])
    edges = (40.0, 70.0, 140.0, 180.0, 260.0, 350.0, 440.0, 530.0)
    pledges = ("Boats are dry.", "Oars are whole.")
    rows: list[TableRow] = [head, "**1 Boats"]
    for i, pledge in enumerate(pledges, 1):
        rows.append((f"1.{i}", pledge, f"1.{i}.1", "There is a list.", *CELLS))
        rows.append((MERGED, MERGED, f"1.{i}.2", "There is a plan.", *CELLS))
    sheet.table(rows, 100, edges)
    made = assembled(flow_of(sheet))
    domains = made.framework.domains
    assert [(d.parent, d.code, d.title) for d in domains] == [
        ("1 Boats", "1.1", pledges[0]), ("1 Boats", "1.2", pledges[1])
    ]  # fmt: skip
    assert [c.code for d in domains for c in d.characteristics] == [
        "1.1.1", "1.1.2", "1.2.1", "1.2.2"
    ]  # fmt: skip
    assert not made.ledger.unaccounted


def test_plain_pledges_over_several_rows_name_them() -> None:
    sheet = Sheet()
    head = ("**Zusage", "**Nicht erfüllt", "**Teilweise erfüllt", "**Erfüllt")
    rows = [("Boats are always dry inside.", *CELLS), ("Oars are never bent at all.", *CELLS)]
    sheet.table([head, *rows], 100, (40.0, 165.0, 290.0, 415.0, 540.0))
    made = assembled(flow_of(sheet)).framework
    assert [level.name for level in made.scale.levels] == [name[2:] for name in head[1:]]
    told = [c.statement[0].text for c in made.domains[0].characteristics]
    assert told == [row[0] for row in rows]


def warned(*names: str) -> list[tuple[str, bool]]:
    """The codes of what is said of a scale with these levels, and whether it has a place."""
    sheet = Sheet()
    edges = tuple(40.0 + 120 * i for i in range(len(names) + 1))
    cells = tuple(f"{name} boats are dry." for name in names)
    sheet.table([tuple(f"**{name}" for name in names), cells], 100, edges)
    found = assembled(flow_of(sheet)).findings
    return [(f.code, f.place is not None) for f in found if f.code != "domain-missing"]


def test_level_that_says_nothing_of_a_rate_beside_others_is_uncertain() -> None:
    assert warned("Poor", "Fair", "Good") == []
    assert warned("Dormant", "Poor", "Fair", "Good") == [("level-uncertain", True)]
    assert warned("Zusage", "Dormant", "Fair", "Good") == [("level-uncertain", True)] * 2


def test_order_that_nothing_tells_is_said_with_a_place() -> None:
    assert warned("Seed", "Sapling", "Tree") == [("scale-order-assumed", True)]


def test_scale_that_reads_as_text_is_said() -> None:
    names = (
        "Similar houses and the gap",
        "Early to count what comes",
        "Whether any of it has changed",
    )
    assert [code for code, _ in warned(*names)] == ["scale-order-assumed", "level-uncertain"]


def test_sign_that_heads_a_column_has_no_words() -> None:
    sheet = Sheet()
    rows = [("•", "Boats are not dry at all.", "Boats are always dry.")] * 2
    sheet.table([("•", "Not so far", "As it is"), *rows], 100, (40.0, 80.0, 240.0, 400.0))
    assert [level.name for level in flow_of(sheet).scale.levels][-2:] == ["Not so far", "As it is"]
