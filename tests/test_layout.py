"""One page: words into printed lines, furniture and notes beside them, lines into paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from builders import Sheet, line, text_width

from pipeline.pages.layout import page_to_layout, words_to_lines
from pipeline.pages.margins import Margins, split_margins
from pipeline.pages.paragraphs import Pitch, group_lines, group_loose, measure_pitch
from pipeline.records import Fragment, Layout, Line, box_of

# ---- words to lines -----------------------------------------------------------------------------


def lines_of(sheet: Sheet, edge: float | None = 520) -> list[Line]:
    return list(words_to_lines(sheet.words, 1, edge))


def only(sheet: Sheet) -> Line:
    (found,) = lines_of(sheet)
    return found


def test_words_of_one_height_are_a_line() -> None:
    sheet = Sheet().line("Tools hang here.", 40, 100).line("They are clean.", 40, 112)
    assert [each.text for each in lines_of(sheet)] == ["Tools hang here.", "They are clean."]


def test_words_come_from_left_to_right_whatever_their_order() -> None:
    sheet = Sheet().line("second", 100, 100).line("first", 40, 100.4)
    assert only(sheet).text == "first second"


def test_line_counts_words_and_knows_its_place() -> None:
    found = only(Sheet().line("Tools hang here.", 40, 100, 10, bold=True))
    assert found.words == 3
    assert found.place.page == 1
    assert (box_of(found).x0, box_of(found).top, box_of(found).bottom) == (40, 100, 110)
    assert (found.size, found.bold) == (10, True)
    assert found.room == pytest.approx(520 - box_of(found).x1)


def test_type_is_that_of_most_characters() -> None:
    found = only(Sheet().line("Note", 40, 100, bold=True).line("on everything else", 80, 100))
    assert not found.bold


def test_raised_mark_leaves_the_text() -> None:
    found = only(Sheet().line("without harm.^2", 40, 100))
    assert found.text == "without harm."
    assert found.marks == ("2",)
    assert (found.words, found.mark_words) == (2, 1)


@pytest.mark.parametrize("mark", ["1", "12", "a", "*", "†"])
def test_marks_of_every_kind(mark: str) -> None:
    assert only(Sheet().line(f"harm^{mark} done", 40, 100)).marks == (mark,)


@pytest.mark.parametrize("said", ["20 m^2 wide", "4.5km^2 wide", "2 m^3 deep"])
def test_power_of_a_length_is_no_mark(said: str) -> None:
    made = only(Sheet().line(said, 40, 100))
    assert (made.text, made.marks) == (said.replace("^", ""), ())


def test_text_close_behind_a_mark_stays_with_its_word() -> None:
    found = only(Sheet().line("is done^2, then", 40, 100))
    assert found.text == "is done, then"
    assert found.marks == ("2",)


def test_text_apart_from_a_mark_stays_apart() -> None:
    assert only(Sheet().line("is done^2 then", 40, 100)).text == "is done then"


def test_small_figure_on_the_base_line_is_text() -> None:
    """Only what is raised refers to a note."""
    found = only(Sheet().line("Level", 40, 100).line("2", 70, 104, size=6))
    assert found.text == "Level 2"
    assert not found.marks


def test_raised_word_is_no_mark() -> None:
    found = only(Sheet().line("the 1^st tool", 40, 100))
    assert "st" in found.text
    assert not found.marks


def test_glued_words_are_one() -> None:
    """As where the type changes inside a word; the line still counts what was read."""
    sheet = Sheet().line("work", 40, 100, bold=True).line("shop", 60, 100)
    sheet.words[1] = sheet.words[1]._replace(glued=True)
    assert (only(sheet).text, only(sheet).words) == ("workshop", 2)


@pytest.mark.parametrize("bullet", ["•", "▪", "■", "➢", "✦"])
def test_bullet_is_taken_from_the_text(bullet: str) -> None:
    found = only(Sheet().line(f"{bullet} clean tools", 40, 100))
    assert (found.bullet, found.text, found.words) == (bullet, "clean tools", 3)


def test_dash_is_a_bullet_where_it_hangs() -> None:
    found = only(Sheet().line("– \tclean tools", 40, 100))
    assert (found.bullet, found.text) == ("–", "clean tools")


def test_dash_close_to_text_is_none() -> None:
    found = only(Sheet().line("– clean tools", 40, 100))
    assert (found.bullet, found.text) == (None, "– clean tools")


@pytest.mark.parametrize(
    "marks",
    [("a)", "b)", "c)"), ("(i)", "(ii)", "(iii)"), ("3.", "4.", "5."), ("h)", "i)", "j)")],
)
def test_marks_that_count_are_bullets(marks: Sequence[str]) -> None:
    sheet = Sheet()
    for i, mark in enumerate(marks):
        sheet.line(f"{mark} Tools hang", 40, 100 + 24 * i).line("on their hooks.", 55, 112 + 24 * i)
    lines = lines_of(sheet)
    assert [each.bullet for each in lines] == [b for mark in marks for b in (mark, None)]
    assert {each.text for each in lines} == {"Tools hang", "on their hooks."}
    assert [len(group) for group in group_lines(lines, Pitch({}))] == [2, 2, 2]


@pytest.mark.parametrize(
    "texts",
    [("a) Tools hang", "hooks are there"), ("1.1 Tools", "1.2 Cups"), ("a) Tools", "c) Cups"),
     ("2. Tools", "(3) Cups"), ("a)", "b)")],
)  # fmt: skip
def test_marks_that_do_not_count_are_text(texts: Sequence[str]) -> None:
    sheet = Sheet()
    for i, text in enumerate(texts):
        sheet.line(text, 40, 100 + 12 * i)
    assert [each.text for each in lines_of(sheet)] == list(texts)


def test_marks_that_count_outside_tables_are_codes() -> None:
    sheet = Sheet().line("a) Tools are kept.", 40, 100).line("b) Cups are washed.", 40, 140)
    items = page_to_layout(sheet.page()).items
    assert [item.text for item in items if isinstance(item, Line)] == [
        "a) Tools are kept.",
        "b) Cups are washed.",
    ]


def test_bullet_alone_is_text() -> None:
    found = only(Sheet().line("•", 40, 100))
    assert (found.bullet, found.text) == (None, "•")


# ---- pages to layouts ---------------------------------------------------------------------------


def test_page_in_reading_order() -> None:
    sheet = Sheet()
    sheet.line("Above", 40, 50)
    bottom = sheet.table([("Poor", "Fair", "Good"), ("a", "b", "c")], 100)
    sheet.line("Below", 40, bottom + 20)
    above, table, below = page_to_layout(sheet.page()).items
    assert isinstance(table, Fragment)
    assert isinstance(above, Line)
    assert isinstance(below, Line)
    assert (above.text, below.text) == ("Above", "Below")
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["Poor", "Fair", "Good"], ["a", "b", "c"],
    ]  # fmt: skip


def test_neighbouring_cells_do_not_mix() -> None:
    """Lines of equal height in two cells are two lines."""
    sheet = Sheet()
    sheet.table([("All tools hang and are clean.", "Some", "None at all")], 100)
    (table,) = page_to_layout(sheet.page()).items
    assert isinstance(table, Fragment)
    assert [cell.text for cell in table.rows[0]] == [
        "All tools hang and are clean.", "Some", "None at all",
    ]  # fmt: skip


def test_spanning_row() -> None:
    sheet = Sheet()
    sheet.table(["1.1 Tools hang.", ("Poor", "Fair", "Good")], 100)
    (table,) = page_to_layout(sheet.page()).items
    assert isinstance(table, Fragment)
    assert [[(c.column, c.span) for c in row] for row in table.rows] == [
        [(0, 3)], [(0, 1), (1, 1), (2, 1)],
    ]  # fmt: skip


def test_empty_rows_are_left_out() -> None:
    sheet = Sheet()
    sheet.table([("Poor", "Fair", "Good"), ("\n", "", ""), ("a", "b", "c")], 100)
    (table,) = page_to_layout(sheet.page()).items
    assert isinstance(table, Fragment)
    assert len(table.rows) == 2


def test_page_border_is_no_table() -> None:
    sheet = Sheet().line("Text", 100, 100)
    for x in (0, 280, 560):
        sheet.rule(x, 0, x, 800)
    for y in (0, 800):
        sheet.rule(0, y, 560, y)
    assert [type(item) for item in page_to_layout(sheet.page()).items] == [Line]


def test_every_word_is_on_a_line() -> None:
    sheet = Sheet().line("Loose text^1 here", 40, 50)
    sheet.table([("Poor", "Fair", "Good"), ("a b", "c", "• d")], 100)
    sheet.line("Turned", 5, 300, upright=False)
    layout = page_to_layout(sheet.page())
    lines = [item for item in layout.items if isinstance(item, Line)]
    tables = [item for item in layout.items if isinstance(item, Fragment)]
    lines += [each for t in tables for row in t.rows for cell in row for each in cell.lines]
    lines += layout.beside
    assert sum(each.words + each.mark_words for each in lines) == len(sheet.words)


# ---- margins ------------------------------------------------------------------------------------


def margins(*sheets: Sheet) -> Margins:
    return split_margins([page_to_layout(sheet.page()) for sheet in sheets])


def book(pages: int, **spots: tuple[str, float]) -> list[Sheet]:
    """Pages of different text with the same things at the same heights; ``#`` is the number."""
    sheets = []
    for number in range(1, pages + 1):
        sheet = Sheet(number)
        for text, top in spots.values():
            sheet.line(text.replace("#", str(number)), 40, top)
        for i, word in enumerate(("Tools", "Benches", "Lamps", "Shelves")):
            # Four lines of text keep the furniture apart from what stands in the middle.
            sheet.line(f"{word} are kept on page {'abcdefg'[number]} alone.", 40, 300 + 30 * i)
        sheets.append(sheet)
    return sheets


def furniture(*sheets: Sheet) -> list[str]:
    return [each.text for each in margins(*sheets).furniture]


def test_running_heads_and_feet() -> None:
    sheets = book(3, head=("Kitchen Framework", 30), foot=("Second edition", 770))
    assert sorted(furniture(*sheets)) == ["Kitchen Framework"] * 3 + ["Second edition"] * 3


def test_title_that_every_page_repeats_is_furniture_but_on_the_first() -> None:
    sheets = book(2)
    for sheet in sheets:
        sheet.line("Kitchen Framework", 40, 30, 18)
    (head,) = margins(*sheets).furniture
    assert (head.text, head.place.page) == ("Kitchen Framework", 2)


def test_name_of_a_file_and_page_number_are_no_titles_in_whatever_type() -> None:
    sheets = book(2)
    for sheet in sheets:
        sheet.line("kitchens.xlsx", 40, 30, 18).line(f"Page {sheet.number} of 2", 40, 760, 18)
    found = furniture(*sheets)
    assert sorted(found) == ["Page 1 of 2", "Page 2 of 2", "kitchens.xlsx", "kitchens.xlsx"]


@pytest.mark.parametrize("number", ["#", "Page #", "Page # of 9", "- # -", "#/9"])
def test_page_numbers(number: str) -> None:
    found = furniture(*book(3, foot=(number, 770)))
    assert found == [number.replace("#", str(i)) for i in (1, 2, 3)]


def test_roman_page_numbers() -> None:
    sheets = book(3)
    for sheet, number in zip(sheets, ("i", "ii", "iii"), strict=True):
        sheet.line(number, 280, 770)
    assert furniture(*sheets) == ["i", "ii", "iii"]


def test_running_head_with_a_page_number() -> None:
    found = furniture(*book(3, head=("Kitchen Framework #", 30)))
    assert found == [f"Kitchen Framework {i}" for i in (1, 2, 3)]


def test_paragraphs_that_end_alike_at_the_foot_of_pages_are_text() -> None:
    sheets = book(3)
    for sheet, top in zip(sheets[:2], (480, 560), strict=True):
        sheet.line("Of what is said above there is", 40, top)
        sheet.line("nothing at all to be seen.", 40, top + 12)
    assert not furniture(*sheets)


def test_what_the_edge_of_the_paper_cuts_off_is_furniture_where_the_page_before_shows_it() -> None:
    first, second = Sheet(1), Sheet(2)
    first.table([("1.1", "Tools hang on hooks and are sharp.", "Tools lie about.")], 600)
    second.line("1.1", 40, -2).line("Tools hang on hooks", 80, -2).line("and are sharp.", 80, 10)
    second.line("Cups", 40, 60)
    assert furniture(first, second) == ["1.1 Tools hang on hooks", "and are sharp."]
    assert not furniture(Sheet(1), second)


def test_plain_text_that_ends_several_pages_at_any_height_is_furniture() -> None:
    sheets = book(4)
    for sheet, top in zip(sheets, (480, 560, 520), strict=False):
        sheet.line("Continued overleaf", 300, top)
    assert furniture(*sheets) == ["Continued overleaf"] * 3


def test_heading_at_the_foot_of_pages_is_no_furniture() -> None:
    sheets = book(4)
    for sheet, top in zip(sheets, (480, 560, 520), strict=False):
        sheet.line("Overall judgement", 40, top, bold=sheet.number < 3)
    assert not furniture(*sheets[:2])
    sheets[3].line("Overall judgement", 40, 200)
    assert not furniture(*sheets)


def test_text_in_the_middle_is_no_furniture() -> None:
    assert not furniture(*book(4, middle=("It is the same everywhere.", 400)))


def test_section_heading_that_recurs_once_is_no_furniture() -> None:
    """At the head of two pages of many, as where two domains begin on new pages."""
    sheets = book(6)
    for sheet in (sheets[1], sheets[4]):
        sheet.line("Summary of the outcome", 40, 60)
    assert not furniture(*sheets)


def test_heading_below_text_of_its_page_is_no_furniture() -> None:
    """Every domain begins a page: its title, then a heading that is the same for all of them."""
    sheets = book(6)
    for sheet, title in zip(
        sheets, ("Tools", "Cups", "Lamps", "Rooms", "Halls", "Yards"), strict=True
    ):
        sheet.line(title, 40, 40, size=14).line("Summary of the outcome", 40, 70)
    assert not furniture(*sheets)


def test_heading_that_stands_elsewhere_too_is_no_furniture() -> None:
    """Level 1 at the foot of a page, and Level 2 at that of the next."""
    sheets = book(2, foot=("Level #", 770))
    for sheet in sheets:
        for level in (1, 2):
            sheet.line(f"Level {level}", 40, 400 + 100 * level)
    assert not furniture(*sheets)


def test_same_words_at_other_heights_are_no_furniture() -> None:
    sheets = book(5)
    for i, sheet in enumerate(sheets):
        sheet.line("Summary of the outcome", 40, 30 + 12 * i)
    assert not furniture(*sheets)


def test_turned_text_outside_tables_is_furniture() -> None:
    sheets = book(3)
    sheets[1].turned(("Kitchen", "Framework"), 20, 400)
    assert furniture(*sheets) == ["Kitchen Framework"]


def test_turned_text_in_a_cell_is_read_along_its_lines() -> None:
    sheet = Sheet()
    sheet.table([("", "Poor", "Fair"), ("", "Tools\nlie\nabout\nhere.", "Tools hang.")], 100)
    sheet.turned(("Tools", "and"), 60, 160).turned(("cups",), 72, 160)
    (fragment,) = page_to_layout(sheet.page()).items
    assert isinstance(fragment, Fragment)
    lines = fragment.rows[1][0].lines
    assert [line.text for line in lines] == ["Tools and", "cups"]
    assert group_lines(lines, Pitch({})) == [list(lines)]
    assert all(box_of(line).height > box_of(line).width for line in lines)


def test_furniture_leaves_the_layout() -> None:
    made = margins(*book(3, head=("Kitchen Framework", 30)))
    assert all(each not in layout.items for layout in made.layouts for each in made.furniture)
    assert [len(layout.items) for layout in made.layouts] == [4, 4, 4]


def page_with_note(*, separator: bool, size: float = 8, top: float = 700) -> Sheet:
    sheet = book(1)[0]
    sheet.line("Nobody comes to harm.^1", 40, 500)
    if separator:
        sheet.rule(40, top - 5, 140, top - 5)
    sheet.line("1 Harm means every hurt that", 40, top, size)
    sheet.line("needs a plaster.", 40, top + size * 1.2, size)
    return sheet


def notes(*sheets: Sheet) -> list[tuple[str, str]]:
    found = margins(*sheets).footnotes
    return [(note.mark, " ".join(line.text for line in note.lines)) for note in found]


NOTE = [("1", "Harm means every hurt that needs a plaster.")]


def test_footnote_under_a_separator() -> None:
    assert notes(page_with_note(separator=True, size=10)) == NOTE


def test_footnote_without_a_separator() -> None:
    assert notes(page_with_note(separator=False)) == NOTE


def test_text_of_full_size_without_a_separator_is_no_footnote() -> None:
    assert not notes(page_with_note(separator=False, size=10))


def test_small_text_without_a_mark_is_no_footnote() -> None:
    sheet = book(1)[0].line("Printed by friends of the kitchen.", 40, 700, 8)
    assert not notes(sheet)


def test_small_text_above_the_middle_is_a_footnote_if_the_text_refers_to_it() -> None:
    assert notes(page_with_note(separator=False, top=100)) == NOTE
    assert not notes(book(1)[0].line("1 Harm means every hurt.", 40, 100, 8))


@pytest.mark.parametrize("head", ["1Harm", "^1 Harm", "1. Harm", "[1] Harm"])
def test_mark_of_a_footnote_is_no_part_of_its_text(head: str) -> None:
    sheet = book(1)[0].line("Nobody comes to harm.^1", 40, 500)
    sheet.line(f"{head} means every hurt.", 40, 700, 8)
    assert notes(sheet) == [("1", "Harm means every hurt.")]


def test_figure_that_sticks_to_a_word_is_no_mark_unless_the_text_refers_to_it() -> None:
    assert not notes(book(1)[0].line("3D printers are cleaned.", 40, 700, 8))


def test_footnotes_behind_a_table_in_the_middle_of_a_page() -> None:
    sheet = Sheet().line("Nobody^1 comes to harm^2.", 40, 100)
    sheet.line("^1 That is no visitor.", 40, 300, 8).line("^2 Or nearly none.", 40, 312, 8)
    sheet.line("The next part begins here.", 40, 340)
    assert notes(sheet) == [("1", "That is no visitor."), ("2", "Or nearly none.")]


def test_heading_below_a_short_rule_at_the_foot_is_no_footnote() -> None:
    """The rule may be the border of a cell above it."""
    sheet = book(1)[0].rule(40, 690, 140, 690).line("2 Places", 40, 700, 14)
    assert not notes(sheet)


def test_page_number_below_footnotes_is_furniture() -> None:
    sheets = [page_with_note(separator=True), *book(3)[1:]]
    for sheet in sheets:
        sheet.line(str(sheet.number), 280, 770)
    made = margins(*sheets)
    assert [each.text for each in made.furniture] == ["1", "2", "3"]
    assert notes(*sheets) == NOTE


# ---- remarks beside a line ----------------------------------------------------------------------


def loose_texts(sheet: Sheet) -> list[str]:
    return [item.text for item in page_to_layout(sheet.page()).items if isinstance(item, Line)]


def test_remark_far_right_of_a_heading_is_a_line_of_its_own() -> None:
    sheet = Sheet().line("Shared Tools", 40, 60, bold=True)
    assert loose_texts(sheet.line("Weight: 30", 420, 60, bold=True)) == [
        "Shared Tools",
        "Weight: 30",
    ]


def test_wide_space_inside_a_line_parts_nothing() -> None:
    assert loose_texts(Sheet().line("Tools hang", 40, 60).line("on hooks.", 130, 60)) == [
        "Tools hang on hooks."
    ]


# ---- paragraphs ---------------------------------------------------------------------------------

PITCH = Pitch({(10, False): 12.0})


def column(*parts: tuple[str, float], x: Sequence[float] = (), room: float | None = 0.0,
           bullets: Sequence[str | None] = ()) -> list[Line]:  # fmt: skip
    """Lines given by text and distance from the line before."""
    made: list[Line] = []
    top = 100.0
    for i, (text, gap) in enumerate(parts):
        top += gap
        left = x[i] if x else 40.0
        made.append(line(text, top=top, x=left, room=room, bullet=bullets[i] if bullets else None))
    return made


def grouped(lines: Sequence[Line], pitch: Pitch = PITCH) -> list[str]:
    return [" / ".join(each.text for each in group) for group in group_lines(lines, pitch)]


def test_gap_parts_paragraphs() -> None:
    lines = column(("One goes", 0), ("on.", 12), ("Two goes", 15), ("on.", 12))
    assert grouped(lines) == ["One goes / on.", "Two goes / on."]


def test_full_line_parts_nothing() -> None:
    """A sentence may end where the line does."""
    assert grouped(column(("One is full.", 0), ("It goes on.", 12))) == [
        "One is full. / It goes on."
    ]


def test_forced_break_parts_paragraphs() -> None:
    """The next word would have fitted behind the full stop."""
    lines = column(("One is short.", 0), ("Two comes then.", 12), room=100)
    assert grouped(lines) == ["One is short.", "Two comes then."]


@pytest.mark.parametrize(("word", "fits"), [("Till", True), ("Mummy", False)])
def test_letters_tell_whether_the_next_word_would_have_fitted(word: str, fits: bool) -> None:
    lines = column(("One is full.", 0), (f"{word} had another one.", 12), room=26)
    assert len(grouped(lines)) == 1 + fits


def test_early_end_inside_a_sentence_parts_nothing() -> None:
    """As before a long word that may not be broken, or a picture."""
    assert grouped(column(("One is", 0), ("short.", 12), room=100)) == ["One is / short."]


def test_bullet_begins_a_paragraph() -> None:
    lines = column(("These:", 0), ("cups;", 12), ("pans.", 12), bullets=(None, "•", "•"))
    assert grouped(lines) == ["These:", "cups;", "pans."]


def test_hanging_line_belongs_to_its_bullet() -> None:
    lines = column(
        ("cups that are", 0),
        ("clean;", 12),
        ("pans.", 12),
        x=(40, 50, 40),
        bullets=("•", None, "•"),
    )
    assert grouped(lines) == ["cups that are / clean;", "pans."]


def test_text_after_a_list_begins_anew() -> None:
    lines = column(
        ("cups that are", 0), ("clean.", 12), ("They shine", 12), ("brightly.", 12),
        x=(40, 50, 40, 40), bullets=("•", None, None, None),
    )  # fmt: skip
    assert grouped(lines) == ["cups that are / clean.", "They shine / brightly."]


def test_indent_begins_a_paragraph() -> None:
    lines = column(
        ("One goes", 0), ("on here", 12), ("Two goes", 12), ("on.", 12), x=(52, 40, 52, 40)
    )
    assert grouped(lines) == ["One goes / on here", "Two goes / on."]


def test_centred_lines_are_one_paragraph() -> None:
    lengths = (30, 22, 14, 28)
    lines = [
        line("x" * n, top=100 + 12 * i, x=200 - text_width("x" * n) / 2)
        for i, n in enumerate(lengths)
    ]
    assert len(grouped(lines)) == 1


def test_column_that_begins_higher_is_another_paragraph() -> None:
    assert grouped(column(("Left foot", 0), ("right head", -200))) == ["Left foot", "right head"]


def test_pitch_is_the_smallest_common_distance() -> None:
    lines = column(*[("x", 12)] * 8, *[("x", 16)] * 5, ("x", 11))
    assert measure_pitch([lines]).of(lines[0]) == 12


def test_unknown_pitch_is_a_fifth_more_than_the_size() -> None:
    assert measure_pitch([]).of(line("x", size=20)) == pytest.approx(24)


def test_change_of_type_parts_loose_text() -> None:
    lines = [line("Heading", bold=True), line("Text", top=12), line("larger", top=24, size=12)]
    assert [[each.text for each in group] for group in group_loose(lines)] == [
        ["Heading"], ["Text"], ["larger"],
    ]  # fmt: skip


def test_separator_is_found() -> None:
    layout: Layout = page_to_layout(page_with_note(separator=True).page())
    assert layout.separator == pytest.approx(694.75)


def test_pitch_where_no_distance_is_common() -> None:
    """Every distance between the lines is another one, as in text that a reader saw askew."""
    lines = [line("Tools hang.", top=10 * i + 0.2 * i * i) for i in range(14)]
    assert measure_pitch([lines]).of(lines[0]) == pytest.approx(10.2)
