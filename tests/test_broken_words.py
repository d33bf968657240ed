"""Words that a narrow column broke without a hyphen."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from builders import Sheet, cells_of, flow_of, tables_of

from pipeline.pages.broken_words import FEW, rejoin_words
from pipeline.pages.layout import page_to_layout
from pipeline.records import Finding, Flow, Fragment, Line

FRAMEWORKS = Path(__file__).with_name("layouts") / "frameworks"
NARROW = (40.0, 100.0, 160.0)  # ten letters fit between the paddings
WIDE = "The station is clean. Each solution is a kind of action. An old edition is shown."


def strings(value: object) -> Iterator[str]:
    """The texts in a piece of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings(part)


# What a whole document says, for letters to tell how it spells its words.
LONG = " ".join(strings(json.loads((FRAMEWORKS / "allotment-gardens.json").read_text("utf-8"))))


def all_unspaced(sheet: Sheet) -> Sheet:
    """No word has white space of the source behind it."""
    sheet.words = [word._replace(unspaced=True) for word in sheet.words]
    return sheet


def narrow(
    cell: str, said: str = WIDE, heads: Sequence[str] = ("**Poor", "**Good"), letters: int = 10
) -> Sheet:
    """What the document says elsewhere, and below it a table with one cell of interest.

    It is as wide as some ``letters``.
    """
    sheet = Sheet(height=3000)
    top = sheet.text(said, 40)
    edge = NARROW[0] + 8 + 5 * letters
    sheet.table([heads, (cell, "Nothing.")], top + 20, (NARROW[0], edge, edge + 60))
    return all_unspaced(sheet)


def said_in(flow: Flow) -> str:
    """What the cell of interest says."""
    (table,) = tables_of(flow)
    return " | ".join(cells_of(table)[0][0])


def doubts(flow: Flow) -> list[Finding]:
    return [found for found in flow.findings if found.code == "word-perhaps-broken"]


def test_word_that_stands_whole_elsewhere_is_joined() -> None:
    flow = flow_of(narrow("There is no\nambulancem\nan on duty.", "One ambulanceman left today."))
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
    assert said_in(flow_of(narrow(cell, LONG))) == text


def test_letters_of_a_short_document_only_say_that_a_word_may_go_on() -> None:
    flow = flow_of(narrow("The\nrefrigerat\nion is old."))
    assert said_in(flow) == "The refrigerat ion is old."
    (doubt,) = doubts(flow)
    assert "'refrigerat' and 'ion'" in doubt.message


@pytest.mark.parametrize(
    "cell",
    [
        "Have\ninformation\ne.g. leaflets.",
        "They like\nnewsletters\ne-mails too.",
        "There is\ncommunication\nl'indique.",
        "Norme di\nsicurezza\ne ordine.",
        "Use every\nspreadsheet\n.xlsx only.",
        "CHECK FOR\nHEPATITIS\nB AND C.",
        "Die ganze\nInstitution\nz.B. mit.",
    ],
)  # fmt: skip
@pytest.mark.parametrize("said", [WIDE, LONG])
def test_short_words_and_parts_of_signs_stay_apart(cell: str, said: str) -> None:
    longest = max(map(len, cell.split()))
    flow = flow_of(narrow(cell, said, letters=longest))
    assert said_in(flow) == cell.replace("\n", " ")


def test_word_with_and_without_a_letter_that_is_a_word_stays_apart() -> None:
    said = "Va a casa y a clase. La profesora habla."
    flow = flow_of(narrow("Ve el\nprofesor\na diario.", said, letters=8))
    assert said_in(flow) == "Ve el profesor a diario."


def test_letters_tell_less_where_whole_words_fill_their_lines() -> None:
    filling = sorted({word for word in LONG.split() if len(word) == 10 and word.isalpha()})
    flow = flow_of(narrow("\n".join([*filling, "refrigerat", "ion is old."]), LONG))
    assert said_in(flow).endswith("refrigerat ion is old.")
    (doubt,) = doubts(flow)
    assert "'refrigerat' and 'ion'" in doubt.message


BROKEN = (
    "administration authorization classification collaboration communication concentration "
    "configuration congratulation consideration consolidation demonstration determination "
    "discrimination documentation identification implementation interpretation investigation "
    "qualification recommendation rehabilitation representation"
).split()


@pytest.mark.parametrize(("words", "joined"), [(BROKEN, True), (BROKEN[:5], False)])
def test_column_that_many_words_fill_breaks_them(words: Sequence[str], joined: bool) -> None:
    cell = "\n".join(f"{word[:10]}\n{word[10:]} is" for word in words)
    flow = flow_of(narrow(cell, f"{WIDE} The nation rations its station."))
    whole = [word for word in words if word in said_in(flow)]
    assert (2 * len(whole) > len(words)) == joined


def test_parts_of_one_sign_are_joined_each_for_itself() -> None:
    said = f"{WIDE} The economic and the cultural."
    flow = flow_of(narrow("Some\nsocio-econo\nmic/cultur\nal norms", said, letters=11))
    assert said_in(flow) == "Some socio-economic/cultural norms"


def test_word_goes_on_in_its_paragraph_only() -> None:
    flow = flow_of(narrow("There is a\nrefrigerat\n\nion is old.", f"{WIDE} Refrigeration."))
    (table,) = tables_of(flow)
    assert cells_of(table)[0][0] == ["There is a refrigerat", "ion is old."]
    assert not [repair for each in table.rows[0].cells[0] for repair in each.repairs]


@pytest.mark.parametrize(("letters", "cut"), [(10, ["התנדבותית"]), (20, [])])
def test_leftward_lines_end_on_the_left(letters: int, cut: list[str]) -> None:
    sheet = narrow("התנדבותית\nשלנו", "התנדבותיתשלנו.", letters=letters)
    shift = 5.0 * (letters - 9)  # to the right edge of the column
    words = [word for word in sheet.words if word.text == "התנדבותית"]
    moved = {word: word._replace(x0=word.x0 + shift, x1=word.x1 + shift) for word in words}
    sheet.words = [moved.get(word, word) for word in sheet.words]
    (layout,) = rejoin_words([page_to_layout(sheet.page())]).layouts
    assert [line.text for line in lines_of(layout.items) if line.cut] == cut


def test_letters_with_signs_of_their_own_are_left_alone() -> None:
    flow = flow_of(narrow("यह नियम\nअनुशासनमय\nनीति से।", "मयन नीति।", letters=9))
    assert said_in(flow) == "यह नियम अनुशासनमय नीति से।"
    assert not doubts(flow)


@pytest.mark.parametrize(("pairs", "findings"), [(FEW, FEW), (FEW + 1, 1)])
def test_many_doubts_are_one_finding(pairs: int, findings: int) -> None:
    cells = "\n".join(f"The\n{chr(97 + i)}efrigerat\nion is old." for i in range(pairs))
    found = doubts(flow_of(narrow(cells)))
    assert len(found) == findings
    assert all(each.place for each in found)
    assert findings > 1 or f"{pairs} pairs" in found[0].message


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
    sheet = narrow("The\nrefrigerat\nion is old.", f"{WIDE} Refrigeration.")
    broken = (word for word in sheet.words if word.text == "refrigerat")
    whole = {word: word._replace(unspaced=unspaced, x1=end) for word in broken}
    sheet.words = [whole.get(word, word) for word in sheet.words]
    assert said_in(flow_of(sheet)) == "The refrigerat ion is old."


def test_name_of_a_level_is_whole() -> None:
    said = f"{WIDE} Some are unsatisfactory."
    flow = flow_of(narrow("No one asks us what we want.", said, ("**Unsatisfac\ntory", "**Good")))
    assert [level.name for level in flow.scale.levels] == ["Unsatisfactory", "Good"]


def test_word_that_a_page_break_cut() -> None:
    first, second = narrow("There is no\nrefrigerat", f"{WIDE} Refrigeration."), Sheet(2)
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
    cell = "\n".join([*["One here."] * (lines - 2), "The", "refrigerat", "ion here."])
    sheet = narrow(cell, f"{WIDE} Refrigeration.")
    (layout,) = rejoin_words([page_to_layout(sheet.page())], ruled=False).layouts
    assert [line.text for line in lines_of(layout.items) if line.cut] == cut
