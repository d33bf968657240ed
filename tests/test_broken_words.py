"""Words that a narrow column broke without a hyphen."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from builders import Sheet, cells_of, flow_of, tables_of

from pipeline.pages.broken_words import rejoin_words
from pipeline.pages.layout import page_to_layout
from pipeline.records import Finding, Flow, Fragment, Line

NARROW = (40.0, 100.0, 160.0)  # ten letters fit between the paddings
WIDE = "The station is clean. Each solution is a kind of action. An old edition is shown."


def all_unspaced(sheet: Sheet) -> Sheet:
    """No word has white space of the source behind it."""
    sheet.words = [word._replace(unspaced=True) for word in sheet.words]
    return sheet


def narrow(cell: str, said: str = WIDE, heads: Sequence[str] = ("**Poor", "**Good")) -> Sheet:
    """What the document says elsewhere, and below it a table with one cell of interest."""
    sheet = Sheet()
    top = sheet.text(said, 40)
    sheet.table([heads, (cell, "Nothing.")], top + 20, NARROW)
    return all_unspaced(sheet)


def said_in(flow: Flow) -> str:
    """What the cell of interest says."""
    (table,) = tables_of(flow)
    return " | ".join(cells_of(table)[0][0])


def doubts(flow: Flow) -> list[Finding]:
    return [found for found in flow.findings if found.code == "word-perhaps-broken"]


def test_word_that_stands_whole_elsewhere_is_joined() -> None:
    flow = flow_of(narrow("There is no\nambulancem\nan on duty.", f"{WIDE} An ambulanceman left."))
    assert said_in(flow) == "There is no ambulanceman on duty."
    (repair,) = tables_of(flow)[0].rows[0].cells[0][0].repairs
    assert (repair.kind, repair.note) == ("word-break", "'ambulancem' + 'an' rejoined")
    assert not doubts(flow)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("The\nrefrigerat\nion is old.", "The refrigeration is old."),
        ("They act\nunhesitati\nngly.", "They act unhesitatingly."),
        ("They are\ncooperativ\n.", "They are cooperativ."),
        ("They are\ncooperativ\ne.", "They are cooperative."),
    ],
)  # fmt: skip
def test_letters_tell_that_a_word_goes_on(cell: str, text: str) -> None:
    assert said_in(flow_of(narrow(cell))) == text


def test_words_that_fill_their_lines_stay_two() -> None:
    said = f"{WIDE} Every navigation is easy. It ends where it is short and small."
    flow = flow_of(narrow("Their\nnavigation\nends where\nit is easy.", said))
    assert said_in(flow) == "Their navigation ends where it is easy."
    assert not doubts(flow)


def test_what_letters_leave_open_is_an_issue() -> None:
    flow = flow_of(narrow("See the\nfoundation\nexplain it.", "A cat sat on a mat. The dog dug."))
    assert said_in(flow) == "See the foundation explain it."
    (doubt,) = doubts(flow)
    assert "'foundation' and 'explain'" in doubt.message
    assert doubt.place
    assert doubt.place.page == 1


@pytest.mark.parametrize(("unspaced", "end"), [(False, 94.0), (True, 88.0)])
def test_no_word_is_broken_where_a_space_or_room_follows(unspaced: bool, end: float) -> None:
    sheet = narrow("The\nrefrigerat\nion is old.")
    broken = (word for word in sheet.words if word.text == "refrigerat")
    whole = {word: word._replace(unspaced=unspaced, x1=end) for word in broken}
    sheet.words = [whole.get(word, word) for word in sheet.words]
    assert said_in(flow_of(sheet)) == "The refrigerat ion is old."


def test_name_of_a_level_is_whole() -> None:
    said = f"{WIDE} Some are unsatisfactory."
    flow = flow_of(narrow("No one asks us what we want.", said, ("**Unsatisfac\ntory", "**Good")))
    assert [level.name for level in flow.scale.levels] == ["Unsatisfactory", "Good"]


def test_word_that_a_page_break_cut() -> None:
    first, second = narrow("There is no\nrefrigerat"), Sheet(2)
    second.table([("**Poor", "**Good"), ("ion here.", "")], 40, NARROW)
    layouts = [page_to_layout(sheet.page()) for sheet in (first, all_unspaced(second))]
    whole = rejoin_words(layouts)
    (cut,) = [line for layout in whole.layouts for line in lines_of(layout.items) if line.cut]
    assert cut.text == "refrigerat"


def lines_of(items: Sequence[Line | Fragment]) -> list[Line]:
    fragments = [item for item in items if isinstance(item, Fragment)]
    return [line for f in fragments for row in f.rows for cell in row for line in cell.lines]


@pytest.mark.parametrize(("lines", "cut"), [(8, ["refrigerat"]), (2, [])])
def test_columns_without_rules_are_as_wide_as_their_widest_line(lines: int, cut: list[str]) -> None:
    sheet = narrow("\n".join([*["One here."] * (lines - 2), "The", "refrigerat", "ion here."]))
    (layout,) = rejoin_words([page_to_layout(sheet.page())], ruled=False).layouts
    assert [line.text for line in lines_of(layout.items) if line.cut] == cut
