"""Text dumps: one small invented input for every kind of damage, and the law of the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

from pipeline.dump import realign_dump
from pipeline.errors import InputError
from pipeline.read.text import read_text
from pipeline.records import Document, Flow, Line, Passage, Table, table_passages

HEAD = "Poor\tFair\tGood"


# ---- reading a flow -----------------------------------------------------------------------------


def document(text: str) -> Document:
    return read_text(Path("dump.txt"), text.encode())


def flow_of(text: str) -> Flow:
    """The flow of a dump; every word of the dump must be in it exactly once."""
    source = document(text)
    flow = realign_dump(source)
    assert flow is not None
    lines = list(lines_of(flow))
    assert len({id(line) for line in lines}) == len(lines)
    assert sum(line.words + line.mark_words for line in lines) == source.words
    return flow


def lines_of(flow: Flow) -> Iterator[Line]:
    for item in flow.items:
        if isinstance(item, Passage):
            yield from item.lines
        else:
            for passage in table_passages(item):
                yield from passage.lines
            yield from (*item.heads, *item.extra)
    yield from (*flow.others, *flow.furniture)
    for note in flow.notes:
        yield from note.passage.lines
    yield from (dropped.line for dropped in flow.dropped)


def tables(flow: Flow) -> list[Table]:
    return [item for item in flow.items if isinstance(item, Table)]


def passages(flow: Flow) -> list[str]:
    return [item.text for item in flow.items if isinstance(item, Passage)]


def cells(table: Table) -> list[list[str]]:
    """The cells of a table's only row."""
    (row,) = table.rows
    return [[passage.text for passage in cell] for cell in row.cells]


def repairs(flow: Flow) -> set[str]:
    every = [p for table in tables(flow) for p in table_passages(table)]
    every += [item for item in flow.items if isinstance(item, Passage)]
    return {repair.kind for passage in every for repair in passage.repairs}


def dropped(flow: Flow) -> list[str]:
    return [d.line.text for d in flow.dropped]


# ---- the file -----------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_usual_encoding_is_read(encoding: str) -> None:
    read = read_text(Path("a.txt"), "Café – tea\t£2\nopen".encode(encoding))
    assert read.rows[0].cells == ("Café – tea", "£2")
    assert read.words == 5


@pytest.mark.parametrize("data", [b"\x00\x01\x02PK\x00\x00", b" \n\t\n"])
def test_what_is_no_text_is_refused_with_a_remedy(data: bytes) -> None:
    with pytest.raises(InputError, match=r"^a\.txt .*: \w+"):
        read_text(Path("a.txt"), data)


def test_line_numbers_are_those_of_an_editor() -> None:
    rows = document("one\r\ntwo\x0cstill two\nthree").rows
    assert [row.number for row in rows] == [1, 2, 3]


# ---- clean dumps --------------------------------------------------------------------------------

CLEAN = f"""Boat Hire Review

1 Safety

1.1 Boats are safe to use.

{HEAD}
Boats leak.\tBoats are checked once a year.\tBoats are checked every week.

1.2 Hirers know what to do.

{HEAD}
Nobody explains anything.\tHirers are given a leaflet.\tHirers are shown round the boat.

About this review

The review is held each spring.
"""


def test_a_clean_dump_comes_out_as_it_is() -> None:
    flow = flow_of(CLEAN)
    assert passages(flow) == [
        "Boat Hire Review",
        "1 Safety",
        "1.1 Boats are safe to use.",
        "1.2 Hirers know what to do.",
        "About this review",
        "The review is held each spring.",
    ]
    first, second = tables(flow)
    assert cells(first)[1] == ["Boats are checked once a year."]
    assert cells(second)[2] == ["Hirers are shown round the boat."]
    assert not flow.dropped
    assert not flow.findings
    assert not repairs(flow)
    assert first.place.lines == (7, 8)


def test_a_label_column_makes_rows() -> None:
    (table,) = tables(
        flow_of(
            "Aspect\tPoor\tGood\tMarks\n"
            "1.1 Hulls\tHulls leak.\tHulls are dry.\t10\n"
            "1.2 Oars\tOars are lost.\tOars are kept\t20\n"
            "\t\tin a rack.\t\n"
        )
    )
    assert [[p.text for p in row.label] for row in table.rows] == [["1.1 Hulls"], ["1.2 Oars"]]
    assert [p.text for p in table.rows[1].cells[1]] == ["Oars are kept in a rack."]
    assert [line.text for line in table.extra] == ["10", "20"]


@pytest.mark.parametrize("count", range(2, 7))
def test_any_number_of_levels(count: int) -> None:
    head = "\t".join(f"Level {i}" for i in range(count))
    body = "\t".join(f"Step {i} of the rescue plan is done." for i in range(count))
    flow = flow_of(f"1.1 Rescue.\n\n{head}\n{body}\n\n1.2 Ropes.\n\n{head}\n{body}\n")
    assert [level.rank for level in flow.scale.levels] == list(range(1, count + 1))
    assert [len(cells(table)) for table in tables(flow)] == [count, count]


def test_no_descriptor_table_is_no_flow() -> None:
    assert realign_dump(document("Minutes\n\nThe crew met.\n\tThey had tea.\n")) is None


def test_list_marks_part_paragraphs() -> None:
    (table,) = tables(flow_of("Poor\tGood\n• Sails are torn.\t• Sails are\n\twhole.\n• Worn.\t\n"))
    assert cells(table) == [["Sails are torn.", "Worn."], ["Sails are whole."]]
    assert table.rows[0].cells[0][0].lines[0].bullet == "•"


# ---- page breaks --------------------------------------------------------------------------------


def test_cells_are_joined_over_a_page_break() -> None:
    flow = flow_of(
        f"{HEAD}\n"
        "Boats leak.\tBoats are checked by\tBoats are checked every week.\n"
        "\n7\n\n"
        "\tthe owner once a year.\tChecks are written down.\n"
    )
    (table,) = tables(flow)
    assert cells(table)[1] == ["Boats are checked by the owner once a year."]
    assert cells(table)[2] == ["Boats are checked every week.", "Checks are written down."]
    assert [line.text for line in flow.furniture] == ["7"]
    assert repairs(flow) == {"page-break"}


def test_cells_that_lost_the_empty_ones_before_them_find_their_column() -> None:
    (table,) = tables(
        flow_of(
            f"{HEAD}\n"
            "Boats leak.\tBoats are checked by\tBoats are checked every\n"
            "\n"
            "the owner once a year.\tweek.\n"
        )
    )
    assert cells(table)[1:] == [
        ["Boats are checked by the owner once a year."],
        ["Boats are checked every week."],
    ]


def test_an_empty_cell_may_be_lost_between_two() -> None:
    (table,) = tables(
        flow_of(
            f"{HEAD}\n"
            "Nobody has looked at the\tBoats are checked each year.\tBoats are checked every\n"
            "\n"
            "boats.\tweek.\n"
        )
    )
    assert cells(table)[0] == ["Nobody has looked at the boats."]
    assert cells(table)[2] == ["Boats are checked every week."]


def test_a_repeated_header_goes_on_with_the_same_table() -> None:
    (table,) = tables(
        flow_of(f"1.1 Boats.\n\n{HEAD}\nLeaks\tDry in\tDry.\n\n{HEAD}\nare common.\tsummer.\t\n")
    )
    assert cells(table) == [["Leaks are common."], ["Dry in summer."], ["Dry."]]
    assert len(table.heads) == 6


def test_running_lines_and_rules_inside_a_table_are_furniture() -> None:
    body = "Leaks.\tThe hull is dry in\tThe hull is dry.\n\nB7\n\n\tsummer.\t\n--\t---\t--\n\n"
    page = f"{HEAD}\n{body}"
    flow = flow_of(f"B7\n\nHulls\n\n1.1 Hulls.\n\n{page}1.2 Decks.\n\n{page}")
    assert [line.text for line in flow.furniture].count("B7") == 2
    assert passages(flow) == ["B7", "Hulls", "1.1 Hulls.", "1.2 Decks."]
    assert all(cells(table)[1] == ["The hull is dry in summer."] for table in tables(flow))


# ---- loose continuations ------------------------------------------------------------------------

LOOSE = f"""1.1 Crews are ready.

{HEAD}
No crew.\tA crew can be called by\tA crew is always on

telephone within the hour.

Its members know the harbour.

duty at the harbour.

Its boat is fuelled.

1.2 Crews are trained.

{HEAD}
No training.\tTraining is offered.\tTraining is required.
"""


def test_loose_paragraphs_go_to_the_columns_in_order() -> None:
    flow = flow_of(LOOSE)
    first, second = tables(flow)
    assert cells(first) == [
        ["No crew."],
        ["A crew can be called by telephone within the hour.", "Its members know the harbour."],
        ["A crew is always on duty at the harbour.", "Its boat is fuelled."],
    ]
    assert cells(second)[2] == ["Training is required."]
    assert "column-continuation" in repairs(flow)
    assert passages(flow) == ["1.1 Crews are ready.", "1.2 Crews are trained."]


def test_text_that_continues_nothing_stays_outside() -> None:
    flow = flow_of(f"{HEAD}\nLeaks.\tDry.\tAlways dry.\n\nGlossary\n\nA hull is a body.\n")
    assert passages(flow) == ["Glossary", "A hull is a body."]


def test_an_appendix_of_many_paragraphs_is_all_kept() -> None:
    """As long as each way of putting them into the columns was tried, it took minutes."""
    words = [f"{a}{b}{c}" for a in "bcdfgl" for b in "aeiou" for c in "mnrst"]
    lines = [
        " ".join(words[(i * k + k) % len(words)] for k in range(1, 12)).capitalize() + "."
        for i in range(300)
    ]
    table = f"1.1 Boats.\n{HEAD}\nThey leak here.\tThey are dry.\tThey stay dry.\n"
    flow = flow_of(table + table.replace("1.1", "1.2") + "\n" + "\n\n".join(lines))
    assert sum(line.words for line in lines_of(flow)) == len(f"{table} {table}".split()) + 11 * 300


def test_a_paragraph_without_evidence_is_named() -> None:
    flow = flow_of(
        f"1.1 Crews.\n\n{HEAD}\n"
        "No crew.\tA crew can be called by\tA crew is on duty.\n\n"
        "telephone.\n\nBoats are fuelled.\n"
    )
    assert "uncertain-column" in {finding.code for finding in flow.findings}


# ---- printed lines ------------------------------------------------------------------------------

PRINTED = """1.1 Boats are clean.

Poor\tFair\tGood Adds more
\t\tthings to all of 'Fair'
Boats are\tBoats are washed\tBoats are washed
dirty.\tonce a week by\tafter every trip
\tthe crew.\tand look new.
\t\t
\tRopes are coiled\tRopes are
\tand dry.\treplaced in time.

1.2 Decks are clean.

Poor\tFair\tGood Adds more
\t\tthings to all of 'Fair'
Decks are\tDecks are swept\tDecks are scrubbed.
dirty.\tevery day.\t
"""


def test_printed_lines_become_paragraphs() -> None:
    flow = flow_of(PRINTED)
    assert [(level.name, level.note) for level in flow.scale.levels] == [
        ("Poor", None),
        ("Fair", None),
        ("Good", "Adds more things to all of 'Fair'"),
    ]
    assert cells(tables(flow)[0]) == [
        ["Boats are dirty."],
        ["Boats are washed once a week by the crew.", "Ropes are coiled and dry."],
        ["Boats are washed after every trip and look new.", "Ropes are replaced in time."],
    ]
    assert repairs(flow) == {"printed-lines"}


# ---- ghosts -------------------------------------------------------------------------------------


def test_lines_read_twice_are_dropped_with_a_reason() -> None:
    damaged = PRINTED.replace(
        "\tthe crew.\tand look new.\n", "\tthe crew.\tand look new.\n\tcrew.\tlook new.\n"
    )
    flow = flow_of(damaged)
    assert dropped(flow) == ["crew.", "look new."]
    assert all(d.reason for d in flow.dropped)
    assert cells(tables(flow)[0]) == cells(tables(flow_of(PRINTED))[0])


def test_a_bad_copy_of_a_line_is_dropped() -> None:
    damaged = PRINTED.replace("dirty.\tonce", "\tBoals arc woshad\t\ndirty.\tonce")
    flow = flow_of(damaged + PRINTED.replace("1.", "2."))
    assert dropped(flow) == ["Boals arc woshad"]


def test_the_start_of_the_line_below_is_dropped() -> None:
    damaged = PRINTED.replace("\tRopes are coiled\t", "\tRopes are\t\n\tRopes are coiled\t")
    flow = flow_of(damaged)
    assert dropped(flow) == ["Ropes are"]
    assert cells(tables(flow)[0])[1][1] == "Ropes are coiled and dry."


def test_a_row_read_twice_is_dropped_in_whatever_columns() -> None:
    line = "Boats are washed by the whole crew on Fridays.\tBoats are washed after every trip."
    ghost = "\tBoats are woshed by the whole crew on Fridoys.\tBoats are woshed after every trip."
    flow = flow_of(f"{HEAD}\nDirty.\t{line}\n{ghost}\n")
    assert len(dropped(flow)) == 2
    assert cells(tables(flow)[0])[2] == ["Boats are washed after every trip."]


def test_a_first_letter_read_twice_is_cut_off() -> None:
    flow = flow_of(f"{HEAD}\nB Boats are dirty.\tBoats are washed.\tBoats shine.\n")
    assert dropped(flow) == ["B"]
    assert cells(tables(flow)[0])[0] == ["Boats are dirty."]


def test_a_line_of_text_is_no_ghost_only_because_its_words_are_rare() -> None:
    flow = flow_of(
        f"{HEAD}\n"
        "Mooring ropes\tHarbour staff\tQualified riggers\n"
        "chafe unseen.\tinspect moorings;\texamine chandlery,\n"
        "\tskippers sign.\tthen certify it.\n"
    )
    assert not flow.dropped
    assert cells(tables(flow)[0])[1] == ["Harbour staff inspect moorings; skippers sign."]


# ---- cut and broken cells -----------------------------------------------------------------------


def test_a_cut_cell_is_healed_by_its_twin() -> None:
    whole = (
        "Skippers check the engine before every trip and write the result in a book. "
        "Contracts with the boatyard say that each engine is serviced every spring."
    )
    flow = flow_of(
        f"1.1 Engines.\n\n{HEAD}\n"
        f"No checks are made.\t{whole}\tChecks are shared.\n\n"
        f"2.1 Engines of hired boats.\n\n{HEAD}\n"
        "No checks are made.\tSkippers check the engine\tChecks are shared.\n\n"
        "before every write the book. Contracts boatyard say engine is"
        "\ttrip and result in a with the that each serviced every spring.\t\t\n"
    )
    last = tables(flow)[-1]
    assert " ".join(cells(last)[1]) == whole
    assert "cut-cell" in repairs(flow)


def test_a_cut_cell_without_a_twin_is_named() -> None:
    flow = flow_of(
        f"{HEAD}\nNo checks are made.\tSkippers check the engine\tChecks are shared.\n\n"
        "before every write the book and boatyard say so\ttrip and result in a\t\n"
    )
    assert "cut-cell" in {finding.code for finding in flow.findings}


def test_a_refrain_that_breaks_off_is_completed() -> None:
    table = "{0}\nDoes not meet the standard for 'Fair'.\tBoats float.\tBoats sail.\n\n"
    whole = "".join(f"1.{i} Boats {i}.\n\n" + table.format(HEAD) for i in range(1, 5))
    flow = flow_of(
        f"{whole}1.5 Boats 5.\n\n{HEAD}\nDoes not\tBoats\tBoats\nmeet the\tfloat.\tsail.\n"
    )
    assert cells(tables(flow)[-1])[0] == ["Does not meet the standard for 'Fair'."]
    assert "refrain" in repairs(flow)


# ---- headings and statements --------------------------------------------------------------------


def test_a_statement_in_the_first_row_is_the_banner() -> None:
    flow = flow_of(f"\t1.1 Boats are safe.\t\n{HEAD}\nLeaks.\tDry.\tAlways dry.\n")
    (table,) = tables(flow)
    assert [p.text for p in table.banner] == ["1.1 Boats are safe."]


def test_its_clipped_copy_in_the_cell_before_is_dropped() -> None:
    body = f"{HEAD}\nBoats leak.\tBoats are dry.\tBoats stay dry.\n\n"
    flow = flow_of(f"1.1 Boats float.\n\n{body}Boats are sal\tBoats are safe at sea.\t\n{body}")
    assert dropped(flow) == ["Boats are sal"]
    assert [p.text for p in tables(flow)[1].banner] == ["Boats are safe at sea."]


def test_a_statement_split_in_two_is_joined() -> None:
    flow = flow_of(
        f"1.1 Boats are safe in any weather and\n\nin any season.\t\t\n{HEAD}\nLeaks.\tDry.\tOK.\n"
    )
    assert passages(flow) == ["1.1 Boats are safe in any weather and in any season."]
    assert repairs(flow) == {"split-paragraph"}


def test_the_end_of_a_statement_in_the_first_row_is_dropped() -> None:
    flow = flow_of(
        "1.1 Boats are safe in any weather.\n\n"
        f"safe in any weather.\t\t\n{HEAD}\nLeaks.\tDry.\tOK.\n"
    )
    assert passages(flow) == ["1.1 Boats are safe in any weather."]
    assert dropped(flow) == ["safe in any weather."]


# ---- footnotes ----------------------------------------------------------------------------------


def test_footnotes_leave_the_flow_and_marks_the_text() -> None:
    flow = flow_of(
        "Safety¹\n\nBoats are safe in all weathers.3\n\n"
        f"{HEAD}\nLeaks.\tDry in\tDry.\n\n"
        "¹ See the harbour rules.\n\nSee the weather report.\n\n³ See the tide table.\n\n"
        "\tsummer.\t\n"
    )
    assert [(note.mark, note.passage.text) for note in flow.notes] == [
        ("1", "See the harbour rules."),
        ("2", "See the weather report."),
        ("3", "See the tide table."),
    ]
    assert passages(flow) == ["Safety", "Boats are safe in all weathers."]
    assert cells(tables(flow)[0])[1] == ["Dry in summer."]


def test_square_metres_are_no_footnote() -> None:
    flow = flow_of(f"{HEAD}\nUnder 5 m².\tFrom 5 m² up.\tOver 9 m².\n")
    assert cells(tables(flow)[0])[0] == ["Under 5 m²."]


# ---- a real dump --------------------------------------------------------------------------------

REAL = ROOT.parent / "shared" / "documents" / "cqc-asc-2009" / "cqc-asc-2009.txt"


@pytest.mark.skipif(not REAL.exists(), reason="the shared documents are not here")
def test_every_word_of_a_badly_damaged_dump_is_accounted_for() -> None:
    flow = flow_of(REAL.read_text(encoding="utf-8"))
    assert len(flow.scale.levels) == 4
    assert len(tables(flow)) == 43


# ---- found by random damage ---------------------------------------------------------------------


def test_a_cell_of_invisible_characters_breaks_nothing() -> None:
    flow = flow_of(f"{HEAD}\nBoats leak.\tBoats are dry\t\u200b\n\n\u200b\tin summer.\t\n")
    assert cells(tables(flow)[0])[1] == ["Boats are dry in summer."]


def test_text_between_the_rows_of_a_repeated_header_is_kept() -> None:
    head = (
        "Poor\tFair Adds something to all of\tGood Adds something to all of\n{}\t'Poor'\t'Fair'\n"
    )
    first = head.format("") + "Boats leak\tBoats are\tBoats stay\n\n"
    flow = flow_of(f"1.1 Boats.\n\n{first}{head.format('all the')}\ntime.\tdry.\tdry.\n")
    assert cells(tables(flow)[0])[0] == ["Boats leak all the time."]
