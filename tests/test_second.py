"""The second reader: what it compares word by word, and camelot itself where it is installed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.util import find_spec
from itertools import product
from pathlib import Path

import pytest
from builders import TURNS, Sheet, assembled, flow_of, framework_pdf, pdf, say

from pipeline.errors import InputError, UsageError
from pipeline.models import Framework, Issue
from pipeline.pages import pages_to_flow
from pipeline.read import read_document, require_camelot
from pipeline.read.again import KnownSource, open_again
from pipeline.run import extract_document
from pipeline.second import ask_camelot, compare

needs_camelot = pytest.mark.skipif(find_spec("camelot") is None, reason="camelot is an extra")
Write = Callable[[str, bytes], Path]

HEAD = ("**Poor", "**Fair", "**Good")
TOOLS = ("Tools lie about on the floor.", "Some of the tools hang.", "All of the tools hang.")
CUPS = ("Nobody washes the cups here.", "Some of the cups are clean.", "All of the cups are clean.")
LABELLED = (40.0, 160.0, 280.0, 400.0, 520.0)
ROWS = (("1.1 Tools are kept.", *TOOLS), ("1.2 Cups are washed.", *CUPS))


def sheet_of(rows: Sequence[Sequence[str]], edges: Sequence[float]) -> Sheet:
    sheet = Sheet().line("1. Kitchen", 40, 30, 14, bold=True)
    sheet.table(rows, 60, edges)
    return sheet


def across() -> Sheet:
    """A row for each characteristic, the levels side by side."""
    return sheet_of([("", *HEAD), *ROWS], LABELLED)


def down() -> Sheet:
    """A row for each level, a table for each characteristic."""
    sheet = Sheet()
    bottom = 20.0
    for statement, *cells in ROWS:
        sheet.line(statement, 40, bottom + 20, bold=True)
        rows = list(zip(HEAD, cells, strict=True))
        bottom = sheet.table(rows, bottom + 40, (40.0, 120.0, 520.0))
    return sheet


def framework_of(sheet: Sheet) -> Framework:
    return assembled(flow_of(sheet)).framework


def changed(made: Framework, change: Callable[[list[dict[str, object]]], None]) -> Framework:
    """The framework after a change of its first characteristic's descriptors."""
    data = made.model_dump(mode="json")
    change(data["domains"][0]["characteristics"][0]["descriptors"])
    return Framework.model_validate(data)


def swap(descriptors: list[dict[str, object]]) -> None:
    a, b = descriptors[0], descriptors[1]
    a["paragraphs"], b["paragraphs"] = b["paragraphs"], a["paragraphs"]


def asked(made: Framework, sheet: Sheet, drawn: Sheet | None = None) -> list[Issue]:
    """What a reader says who sees the rules of a sheet, the same unless said otherwise."""
    return list(compare(made, {1: sheet.page()}, {1: [tuple((drawn or sheet).rules)]}))


def result(issues: Sequence[Issue]) -> tuple[int, int, int]:
    """How many cells are the same, differ, and have no grid."""
    assert issues[-1].code == "second-reader-result"
    words = issues[-1].message.replace(",", " ").split()
    same, other, blank = (
        int(words[words.index(name) + step])
        for name, step in (("agrees", 2), ("disagrees", 2), ("grid", 2))
    )
    return same, other, blank


def by_key(issues: Sequence[Issue], code: str = "second-reader-disagrees") -> dict[str, Issue]:
    return {str(issue.key): issue for issue in issues if issue.code == code}


# ---- comparing ----------------------------------------------------------------------------------


@pytest.mark.parametrize("sheet", [across(), down()])
def test_same_cells_are_no_issue(sheet: Sheet) -> None:
    (only,) = asked(framework_of(sheet), sheet)
    assert only.severity == "info"
    assert result([only]) == (6, 0, 0)


@pytest.mark.parametrize("sheet", [across(), down()])
def test_swapped_cells(sheet: Sheet) -> None:
    """The names of the levels tell, even where no other characteristic has these columns."""
    issues = asked(changed(framework_of(sheet), swap), sheet)
    found = by_key(issues)
    assert set(found) == {"1.1/poor", "1.1/fair"}
    assert found["1.1/poor"].message == (
        "the data has 'Some of the tools hang.' under 'Poor', camelot has it under 'Fair'"
    )
    assert result(issues) == (4, 2, 0)


def test_place_is_that_of_the_words() -> None:
    sheet = across()
    place = by_key(asked(changed(framework_of(sheet), swap), sheet))["1.1/poor"].place
    assert place
    assert place.page == 1
    assert place.bbox
    assert LABELLED[2] < place.bbox[0] < place.bbox[2] < LABELLED[3]


def test_words_at_a_column_edge() -> None:
    """The first word of each line stands in the cell before, as a wrong edge would have it."""
    sheet = across()
    made = framework_of(sheet)
    data = made.model_dump(mode="json")
    poor, fair, _ = data["domains"][0]["characteristics"][0]["descriptors"]
    (left, *_), (right, *_) = (d["paragraphs"][0]["places"] for d in (poor, fair))
    first, second = [w for w in sheet.words if w.text in ("Some", "of")][:2]
    left["bbox"][2], right["bbox"][0] = first.x1, second.x0
    found = by_key(asked(Framework.model_validate(data), sheet))
    assert set(found) == {"1.1/poor"}
    assert "'Some' under 'Poor'" in found["1.1/poor"].message


def test_words_in_another_row() -> None:
    """A row of the table that the data cut in the wrong place."""
    sheet = across()
    data = framework_of(sheet).model_dump(mode="json")
    one, two = data["domains"][0]["characteristics"]
    one["descriptors"][2]["paragraphs"] += two["descriptors"][2]["paragraphs"]
    two["descriptors"][2]["paragraphs"] = []
    found = by_key(asked(Framework.model_validate(data), sheet))
    assert set(found) == {"1.1/good"}
    assert "'All of the cups are clean.'" in found["1.1/good"].message
    assert found["1.1/good"].message.endswith("under 'Good' of 1.2")


def test_columns_taken_for_one_have_no_opinion() -> None:
    """Only the levels whose column is their own are compared, and the page says so."""
    sheet = across()
    drawn = sheet_of([("", "", ""), ("", "", ""), ("", "", "")], (40.0, 160.0, 400.0, 520.0))
    drawn.rules = [r for r in sheet.rules if abs(r.x0 - LABELLED[2]) > 1 or r.width > 1]
    issues = asked(changed(framework_of(sheet), swap), sheet, drawn)
    assert not by_key(issues)
    (blank,) = (i for i in issues if i.code == "second-reader-no-grid")
    assert (blank.severity, blank.place and blank.place.page) == ("info", 1)
    assert result(issues)[2] > 0


def test_no_table_at_all() -> None:
    sheet = across()
    issues = asked(framework_of(sheet), sheet, Sheet())
    assert [i.code for i in issues] == ["second-reader-no-grid", "second-reader-result"]
    assert "6 of 6 cells" in issues[0].message
    assert result(issues) == (0, 0, 6)


def test_columns_seen_too_many_are_no_disagreement() -> None:
    sheet = across()
    drawn = Sheet()
    drawn.rules = [*sheet.rules]
    drawn.rule(330, 60, 330, 200)
    issues = asked(framework_of(sheet), sheet, drawn)
    assert not by_key(issues)


def test_edge_through_running_text_is_no_disagreement() -> None:
    """Words part where a space is as wide as any; the columns of the data stand far apart."""
    sheet = across()
    drawn = Sheet()
    moved = {LABELLED[1]: LABELLED[1] - 30, LABELLED[2]: LABELLED[2] - 30}
    for rule in sheet.rules:
        x = round(rule.x0 + 0.25)
        shift = moved.get(float(x), x) - x if rule.width < 1 else 0
        drawn.rule(rule.x0 + shift, rule.top, rule.x1 + shift, rule.bottom)
    made = framework_of(sheet)
    assert not by_key(asked(made, sheet, drawn))
    assert by_key(asked(changed(made, swap), sheet))


def test_page_displayed_sideways() -> None:
    """It is compared as it was turned to be read; places are those on the page as displayed."""
    page = replace(across().page(), turn=90)
    flow = pages_to_flow([page])
    assert flow
    made = changed(assembled(flow).framework, swap)
    issues = compare(made, {1: page}, {1: [page.rules]})
    assert result(issues) == (4, 2, 0)
    place = by_key(issues)["1.1/poor"].place
    expected = made.domains[0].characteristics[0].descriptors[0].paragraphs[0].places
    assert place
    assert place.bbox
    assert expected[0].bbox
    assert place.bbox[1::2] == pytest.approx(expected[0].bbox[1::2], abs=0.2)


def test_table_that_reaches_over_another_is_not_asked_about_it() -> None:
    """The last line of a table stands in what the second reader takes for the next table."""
    sheet = sheet_of([("", *HEAD), *ROWS], LABELLED)
    first = tuple(sheet.rules)
    foot = max(rule.bottom for rule in first)
    sheet.table(
        [("", *HEAD), ("1.3 Plates", *TOOLS)], foot + 30, (40.0, 200.0, 300.0, 420.0, 520.0)
    )
    second = sheet.rules[len(first) :]
    made = framework_of(sheet)
    upper = [r for r in first if r.bottom < foot - 1] + [r for r in first if r.width < 1]
    shorter = Sheet()
    for rule in upper:
        shorter.rule(rule.x0, rule.top, rule.x1, min(rule.bottom, foot - 16))
    taller = Sheet()
    taller.rules = [*second]
    for x in (40, 200, 300, 420, 520):
        taller.rule(x, foot - 16, x, foot + 30)
    taller.rule(40, foot - 16, 520, foot - 16)
    walls = {1: [tuple(shorter.rules), tuple(taller.rules)]}
    issues = list(compare(made, {1: sheet.page()}, walls))
    assert not by_key(issues)
    assert result(issues)[0] == 9


def test_cell_over_two_columns_has_no_opinion() -> None:
    """A wall that the second reader missed in one row makes no words of that row wrong."""
    sheet = across()
    drawn = Sheet()
    top, bottom = sorted({round(r.top) for r in sheet.rules if r.width < 1})[1:3]
    drawn.rules = [
        r
        for r in sheet.rules
        if not (r.width < 1 and abs(r.x0 - LABELLED[2]) < 1 and top <= r.middle[1] <= bottom)
    ]
    assert len(drawn.rules) < len(sheet.rules)
    assert not by_key(asked(framework_of(sheet), sheet, drawn))


def test_level_named_in_the_note_of_another_is_no_head() -> None:
    head = ("**Poor", "**Fair", "**Good\nFair as well")
    sheet = sheet_of([("", *head), *ROWS], LABELLED)
    drawn = Sheet()
    drawn.rules = [*sheet.rules]
    drawn.rule(LABELLED[0], 75, LABELLED[-1], 75)
    issues = asked(framework_of(sheet), sheet, drawn)
    assert not by_key(issues)
    assert result(issues) == (6, 0, 0)


def test_text_that_is_not_printed_there() -> None:
    sheet = across()

    def reword(descriptors: list[dict[str, object]]) -> None:
        paragraphs = descriptors[2]["paragraphs"]
        assert isinstance(paragraphs, list)
        paragraphs[0]["text"] = "All of the tools lie."

    issues = asked(changed(framework_of(sheet), reword), sheet)
    found = by_key(issues, "text-not-as-printed")
    assert list(found) == ["1.1/good/1"]
    assert found["1.1/good/1"].severity == "warning"
    assert not by_key(issues)


# ---- columns that stand near --------------------------------------------------------------------


def near(gap: float, *, ruled: bool = False) -> list[tuple[str, int | None]]:
    """What is found of a table whose longest line comes so near to the next column."""
    sheet = Sheet().line("1.1 Tools are kept.", 40, 40, bold=True)
    x = (40.0, 200.0, 360.0)
    for row, top in ((HEAD, 60), (TOOLS, 75), (CUPS, 90), (TOOLS, 105)):
        for text, left in zip(row, x, strict=True):
            sheet.line(text.strip("*"), left, top, bold=text.startswith("*"))
    end = max(w.x1 for w in sheet.words if w.x1 < x[1])
    sheet.words = [
        w._replace(x0=w.x0 - end - gap + x[1], x1=w.x1 - end - gap + x[1]) if w.x0 < x[1] else w
        for w in sheet.words
    ]
    if ruled:
        for edge in (20.0, x[1] - 1, x[2] - 10, 540.0):
            sheet.rule(edge, 58, edge, 130)
        for height in (58.0, 73.0, 130.0):
            sheet.rule(20, height, 540, height)
    return [
        (finding.severity, finding.place.page if finding.place else None)
        for finding in flow_of(sheet).findings
        if finding.code == "columns-uncertain"
    ]


def test_columns_a_space_apart_are_uncertain() -> None:
    assert near(5) == [("warning", 1)]


def test_columns_well_apart_are_certain() -> None:
    assert near(8) == []


def test_columns_with_a_rule_between_them_are_certain() -> None:
    assert near(5, ruled=True) == []


# ---- camelot itself -----------------------------------------------------------------------------


def source_of(path: Path) -> tuple[Framework, KnownSource]:
    made = extract_document(path).framework
    known = open_again(path, made.source)
    assert known
    return made, known


def unruled_pdf() -> bytes:
    """A table of three levels without a rule; the lines of its cells are level."""
    content = say("Kitchen Framework", 40, 470, 16, "F2") + say("Tools", 40, 440, 13, "F2")
    content += say("1.1 Tools are kept in their place.", 40, 410, 10, "F2")
    columns = [
        ("Poor", "Tools lie about", "on the floor and", "nobody looks for", "them any more."),
        ("Fair", "Most tools hang", "on their hooks by", "the evening, and", "some are clean."),
        ("Good", "All tools hang", "where they should", "and are cleaned", "after each use."),
    ]
    for x, lines in zip((40, 160, 280), columns, strict=True):
        for y, text in zip((390, 372, 358, 344, 330), lines, strict=True):
            content += say(text, x, y, 10, "F2" if y == 390 else "F1")
    return pdf(content)


@needs_camelot
@pytest.mark.parametrize(("turn", "crop"), [*product(TURNS, [(0, 0), (30, 40)])])
def test_camelot_sees_ruled_cells(source: Write, turn: int, crop: tuple[int, int]) -> None:
    """However the page is turned, and wherever its crop box begins."""
    made, known = source_of(source("kitchen.pdf", framework_pdf(turn=turn, crop=crop)))
    assert result(ask_camelot(made, known)) == (3, 0, 0)
    assert set(by_key(ask_camelot(changed(made, swap), known))) == {"1.1/poor", "1.1/fair"}


@needs_camelot
def test_camelot_sees_unruled_cells(source: Write) -> None:
    made, known = source_of(source("kitchen.pdf", unruled_pdf()))
    assert result(ask_camelot(made, known)) == (3, 0, 0)
    assert set(by_key(ask_camelot(changed(made, swap), known))) == {"1.1/poor", "1.1/fair"}


@needs_camelot
def test_camelot_is_asked_about_some_pages_only(source: Write) -> None:
    made, known = source_of(source("kitchen.pdf", framework_pdf()))
    assert result(ask_camelot(made, known, only=[2])) == (0, 0, 0)


@needs_camelot
def test_scanned_pages_are_not_compared(source: Write) -> None:
    made, known = source_of(source("kitchen.pdf", framework_pdf()))
    scan = KnownSource(known.path, known.data, frozenset([1]))
    issues = ask_camelot(made, scan)
    assert "scanned" in issues[0].message
    assert result(issues) == (0, 0, 0)


@needs_camelot
def test_failure_of_camelot_is_a_sentence(source: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError("rotation should be clockwise")

    made, known = source_of(source("kitchen.pdf", framework_pdf()))
    monkeypatch.setattr("camelot.io.read_pdf", fail)
    with pytest.raises(InputError, match=r"cannot be read by camelot \(AssertionError"):
        ask_camelot(made, known)


def test_text_dump_is_not_compared(tmp_path: Path) -> None:
    path = tmp_path / "kitchen.txt"
    path.write_text("1.1 Tools are kept.\nPoor\tGood\nTools lie.\tAll tools hang.\n")
    made, known = source_of(path)
    (only,) = ask_camelot(made, known)
    assert (only.code, only.severity) == ("second-reader-no-grid", "info")


def test_camelot_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.read.find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"pip install '\.\[camelot\]'"):
        require_camelot()


# ---- in an extraction ---------------------------------------------------------------------------


@needs_camelot
def test_extraction_asks_where_columns_are_uncertain(source: Write) -> None:
    path = source("kitchen.pdf", unruled_pdf().replace(b"160 ", b"118 "))
    plain, second = extract_document(path), extract_document(path, second_reader="camelot")
    assert "columns-uncertain" in [issue.code for issue in plain.issues]
    assert second.framework == plain.framework
    assert second.issues[: len(plain.issues)] == plain.issues
    assert "second-reader-result" in [i.code for i in second.issues[len(plain.issues) :]]


def test_extraction_asks_nothing_where_columns_are_certain(
    source: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.second.ask_camelot", lambda *_: pytest.fail("asked"))
    path = source("kitchen.pdf", framework_pdf())
    assert extract_document(path, second_reader="camelot") == extract_document(path)
    assert read_document(path).words
