"""Rows that divide what a level says, and tables that a document prints twice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import (
    ROW,
    Sheet,
    assembled,
    cells_of,
    descriptors,
    flow,
    flow_of,
    heading,
    statement,
    tables_of,
)

from pipeline.classify import Cells, classify
from pipeline.models import Characteristic
from pipeline.parts import merge_parts
from pipeline.records import Flow, Passage, Place, Table
from pipeline.reprints import drop_reprints

AIM = ("Know where the tools are.", "Keep the tools in order.", "Love each of the tools.")
SEEN = ("Tools rust on the floor.", "Tools hang on the wall.", "Tools shine and are sharp.")
ASKED = ("Are there any tools here?", "Are all the tools kept?", "Are all the tools loved?")


def divided(*labels: str, rows: tuple[tuple[str, ...], ...] = (AIM, SEEN, ASKED)) -> Table:
    return descriptors(*rows[: len(labels)], labels=labels)


def two_domains(*labels: str) -> Flow:
    """Two domains, each with two tables of the same row labels."""
    items: list[Passage | Table] = [heading("Kitchen Framework", 20)]
    for domain, names in (("Workshop", ("Tools", "Benches")), ("Kitchen", ("Cups", "Pans"))):
        items.append(heading(domain))
        for name in names:
            items += [statement(name), divided(*labels)]
    return flow(*items)


def characteristics(made: Flow) -> list[Characteristic]:
    domains = assembled(drop_reprints(merge_parts(made))).framework.domains
    return [c for domain in domains for c in domain.characteristics]


def said(characteristic: Characteristic) -> list[list[tuple[str | None, str]]]:
    return [[(p.part, p.text) for p in d.paragraphs] for d in characteristic.descriptors]


# ---- parts --------------------------------------------------------------------------------------


def test_rows_that_come_again_under_every_name_are_parts_of_what_a_level_says() -> None:
    found = characteristics(two_domains("Short", "Long"))
    assert [c.statement[0].text for c in found] == ["Tools", "Benches", "Cups", "Pans"]
    assert said(found[0]) == [
        [("Short", aim), ("Long", seen)] for aim, seen in zip(AIM, SEEN, strict=True)
    ]


def test_names_of_parts_are_heads_in_the_account() -> None:
    made = merge_parts(two_domains("Short", "Long"))
    account = assembled(made).ledger
    assert account.unaccounted == 0
    assert account.headers == 4 * (3 + 2)


def test_row_named_as_the_heading_above_makes_the_others_its_parts() -> None:
    made = flow(
        heading("Open House", 18),
        heading("Tools"), divided("Tools", "Signs to see", "Likely cases"),
        heading("Cups"), divided("Cups", "Signs to see", "Likely cases"),
    )  # fmt: skip
    domains = assembled(merge_parts(made)).framework.domains
    outline = [(d.title, [c.statement[0].text for c in d.characteristics]) for d in domains]
    assert outline == [("Open House", ["Tools", "Cups"])]
    assert said(domains[0].characteristics[0])[0] == [
        ("Tools", AIM[0]), ("Signs to see", SEEN[0]), ("Likely cases", ASKED[0])
    ]  # fmt: skip
    assert not assembled(merge_parts(made)).ledger.unaccounted


def test_rows_that_differ_are_characteristics() -> None:
    made = flow(
        heading("Workshop"),
        divided("Tools", "Benches"),
        heading("Kitchen"),
        divided("Cups", "Benches"),
    )
    assert merge_parts(made) is made


def test_criteria_that_all_domains_share_are_characteristics() -> None:
    """Nothing stands above the tables but the headings of the domains."""
    made = flow(
        heading("Workshop"), divided("Order", "Safety"),
        heading("Kitchen"), divided("Order", "Safety"),
        heading("Garden"), divided("Order", "Safety"),
    )  # fmt: skip
    assert len(characteristics(made)) == 6


def test_words_for_parts_tell_where_headings_do_not() -> None:
    made = flow(
        heading("Workshop"),
        divided("Objective", "Results"),
        heading("Kitchen"),
        divided("Objective", "Results"),
    )
    assert len(tables_of(made)[0].rows) == 2
    assert [len(table.rows) for table in tables_of(merge_parts(made))] == [1, 1]


def test_coded_rows_are_characteristics() -> None:
    assert len(tables_of(merge_parts(two_domains("1 Short", "2 Long")))[0].rows) == 2


def test_name_of_a_part_may_stand_across_the_table() -> None:
    sheet = Sheet()
    top = 60.0
    for name in ("Tools", "Cups"):
        sheet.line(name, 40, top, bold=True)
        rows = (("**Poor", "**Fair", "**Good"), "**Objective", AIM, "**Results", SEEN)
        top = sheet.table(rows, top + 20) + 30
    first, second = tables_of(merge_parts(flow_of(sheet)))
    assert cells_of(first) == cells_of(second)
    assert cells_of(first) == [[[a, s] for a, s in zip(AIM, SEEN, strict=True)]]
    assert [p.part for p in first.rows[0].cells[0]] == ["Objective", "Results"]


# ---- tables printed twice -----------------------------------------------------------------------


def overview_and_detail(*, order: tuple[int, int] = (0, 1)) -> Flow:
    """A domain with two short tables, and each of them whole in a later section."""
    items: list[Passage | Table] = [heading("Workshop")]
    tables = (("Aim", "Results"), ("Aim", "Results", "Questions"))
    for page, labels in enumerate((tables[order[0]], tables[order[1]]), 1):
        for n, name in enumerate(("Tools", "Benches")):
            place = Place(page=10 * page + n)
            items += [statement(name), replace(divided(*labels), place=place)]
    return flow(*items)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_whole_table_is_taken_in_the_place_of_the_first(order: tuple[int, int]) -> None:
    made = overview_and_detail(order=order)
    found = characteristics(made)
    assert [c.statement[0].text for c in found] == ["Tools", "Benches"]
    assert [text for _, text in said(found[0])[0]] == [AIM[0], SEEN[0], ASKED[0]]
    whole = drop_reprints(merge_parts(made))
    assert [f.code for f in whole.findings] == ["table-printed-twice"] * 2
    assert assembled(whole).ledger.unaccounted == assembled(made).ledger.unaccounted == 0


def test_tables_that_say_something_else_under_one_name_stay() -> None:
    other = divided("Aim", "Results", "Questions", rows=(ROW, ROW, ROW))
    made = flow(
        heading("Workshop"), statement("Tools"), divided("Aim", "Results"),
        statement("Tools"), replace(other, place=Place(page=2)),
    )  # fmt: skip
    assert len(tables_of(drop_reprints(merge_parts(made)))) == 2


def test_two_versions_with_the_same_parts_stay() -> None:
    made = flow(
        heading("Workshop"), statement("Tools"), divided("Aim", "Results"),
        heading("Kitchen"), statement("Tools"),
        replace(divided("Aim", "Results"), place=Place(page=2)),
    )  # fmt: skip
    assert len(tables_of(drop_reprints(merge_parts(made)))) == 2


def test_code_of_the_heads_is_the_code_of_the_characteristic() -> None:
    table = replace(descriptors(ROW), code="TK")
    other = replace(descriptors(ROW), code="CW")
    made = flow(heading("Workshop"), statement("Tools"), table, statement("Cups"), other)
    cells = [block for block in classify(made) if isinstance(block, Cells)]
    assert [block.role for block in cells] == ["characteristic"] * 2
    assert [c.code for c in characteristics(made)] == ["TK", "CW"]
