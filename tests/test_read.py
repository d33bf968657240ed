"""Source files: what a reader finds on a page, and what it says of files that it cannot read."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import PdfPage, pdf, say
from conftest import ROOT

from pipeline.errors import InputError, UsageError
from pipeline.read import READERS, read_document
from pipeline.read.fonts import is_bold
from pipeline.read.info import own_title
from pipeline.read.pdfium import touch
from pipeline.read.pictured import pictured_pages
from pipeline.records import ASKEW, Page, Word
from pipeline.run import extract_document

Write = Callable[[str, bytes], Path]

both = pytest.mark.parametrize("reader", READERS)


@pytest.fixture
def read(source: Write) -> Callable[..., Page]:
    """Reads the first page of a PDF given as bytes."""

    def first_page(data: bytes, reader: str = "pdfium") -> Page:
        return read_document(source("page.pdf", data), reader).pages[0]

    return first_page


# ---- what cannot be read ------------------------------------------------------------------------

SAMPLE = ROOT / "raw" / "repair-workshops-2023.pdf"


def refusal(path: Path, reader: str = "pdfium") -> str:
    """The message, which must be one sentence that names the file and says what to do."""
    with pytest.raises(InputError) as caught:
        read_document(path, reader)
    message = str(caught.value)
    assert message.startswith(str(path))
    rest = message.removeprefix(str(path))
    assert "\n" not in rest
    assert re.search(r": \w.*\.$", rest), "no remedy after a colon"
    return rest


def test_missing(tmp_path: Path) -> None:
    assert "does not exist" in refusal(tmp_path / "absent.pdf")


def test_folder(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root reads everything")
def test_unreadable(source: Write) -> None:
    path = source("locked.pdf", pdf(say("Locked", 10, 10)))
    path.chmod(0)
    assert "permissions" in refusal(path)


@pytest.mark.parametrize("name", ["empty.pdf", "empty.txt"])
@pytest.mark.parametrize("data", [b"", b" \n\t\n"])
def test_empty(source: Write, name: str, data: bytes) -> None:
    assert "is empty" in refusal(source(name, data))


def test_not_a_pdf(source: Write) -> None:
    assert "is not a PDF" in refusal(source("page.pdf", b"<html><p>Not found</p></html>"))


def test_unknown_suffix(source: Write) -> None:
    assert "neither a PDF nor a text dump" in refusal(source("table.docx", b"PK\x03\x04"))


@pytest.mark.parametrize("share", [0.01, 0.5, 0.9])
def test_truncated(source: Write, share: float) -> None:
    data = SAMPLE.read_bytes()
    assert "cut off" in refusal(source("half.pdf", data[: int(share * len(data))]))


@both
def test_damaged(source: Write, reader: str) -> None:
    """Beginning and end are there, but nothing in between."""
    data = SAMPLE.read_bytes()
    path = source("damaged.pdf", data[:50] + b"\0" * 2000 + b"\n%%EOF\n")
    assert "damaged" in refusal(path, reader)


@both
def test_password(source: Write, reader: str) -> None:
    data = pdf(say("Secret", 10, 10), user_password="open sesame")
    assert "password" in refusal(source("secret.pdf", data), reader)


@both
def test_no_text_layer(source: Write, reader: str) -> None:
    path = source("drawing.pdf", pdf("10 10 m 200 10 l S\n0.5 g 20 50 100 100 re f\n"))
    assert "no text layer" in refusal(path, reader)


@both
def test_no_pages(source: Write, reader: str) -> None:
    """Also right after a protected file, whose error pdfium keeps in mind."""
    refusal(source("secret.pdf", pdf(say("Secret", 10, 10), user_password="open sesame")), reader)
    assert re.search("has no pages|damaged", refusal(source("hollow.pdf", pdf()), reader))


def test_binary_text(source: Write) -> None:
    assert "binary" in refusal(source("picture.txt", bytes(range(256)) * 8))


def test_unknown_reader(source: Write) -> None:
    path = source("page.pdf", pdf(say("Words", 10, 10)))
    with pytest.raises(UsageError, match="no reader 'pdfbox': choose one of pdfium, pdfplumber"):
        read_document(path, "pdfbox")


# ---- words --------------------------------------------------------------------------------------


def word(page: Page, text: str) -> Word:
    """The only word of that text."""
    (found,) = [w for w in page.words if w.text == text]
    return found


@both
def test_words_have_text_box_size_and_weight(read: Callable[..., Page], reader: str) -> None:
    content = say("Tools hang", 100, 200, 10) + say("Tidy", 50, 100, 16, "F2")
    page = read(pdf(content), reader)
    assert [w.text for w in page.words] == ["Tools", "hang", "Tidy"]
    assert (page.width, page.height) == (400, 300)
    tools, tidy = word(page, "Tools"), word(page, "Tidy")
    # The base line is 200 above the foot, the box reaches a fifth of the size below it.
    assert (tools.x0, tools.bottom, tools.top) == pytest.approx((100, 102, 92), abs=0.1)
    assert tools.x1 == pytest.approx(100 + 24.46, abs=0.5)  # Helvetica's widths
    assert (tools.size, tools.bold, tools.upright) == (10, False, True)
    assert (tidy.size, tidy.bold) == (16, True)


@both
def test_words_are_counted(source: Write, reader: str) -> None:
    path = source("two.pdf", pdf(say("One two", 10, 10), say("Three", 10, 10)))
    document = read_document(path, reader)
    assert document.words == 3
    assert [page.number for page in document.pages] == [1, 2]
    assert (document.source.file, document.source.format, document.source.pages) == (
        "two.pdf",
        "pdf",
        2,
    )


@both
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_turned_page_reads_as_displayed(
    read: Callable[..., Page], reader: str, rotate: int
) -> None:
    """The text is turned against the page, so that a reader sees it upright at (40, 60)."""
    width, height = (400, 300) if rotate % 180 == 0 else (300, 400)
    matrices = {
        0: "1 0 0 1 40 240",
        90: "0 1 -1 0 60 40",
        180: "-1 0 0 -1 360 60",
        270: "0 -1 1 0 340 260",
    }
    content = f"BT /F1 10 Tf {matrices[rotate]} Tm (Upright) Tj ET\n"
    page = read(pdf(PdfPage(content, f"/Rotate {rotate}")), reader)
    found = word(page, "Upright")
    assert (page.width, page.height) == (width, height)
    assert found.upright
    assert (found.x0, found.bottom) == pytest.approx((40, 62), abs=0.2)


@both
def test_rules_turn_with_the_page(read: Callable[..., Page], reader: str) -> None:
    content = say("Turned", 10, 10) + "100 50 m 100 250 l S\n"
    page = read(pdf(PdfPage(content, "/Rotate 90")), reader)
    (rule,) = page.rules
    assert (rule.x0, rule.x1) == pytest.approx((50, 250), abs=0.1)
    assert (rule.top, rule.bottom) == pytest.approx((100, 100), abs=0.1)


@both
def test_cropped_page_begins_at_its_crop_box(read: Callable[..., Page], reader: str) -> None:
    content = say("Inside", 100, 200) + "100 150 m 200 150 l S\n"
    page = read(pdf(PdfPage(content, "/CropBox [50 20 350 280]")), reader)
    assert (page.width, page.height) == (300, 260)
    inside, (rule,) = word(page, "Inside"), page.rules
    assert (inside.x0, inside.bottom) == pytest.approx((50, 82), abs=0.2)
    assert (rule.x0, rule.top) == pytest.approx((50, 130), abs=0.2)


def test_remarks_beside_the_displayed_sheet_are_not_read(source: Write) -> None:
    content = say("Inside", 100, 200) + say("Printed at noon", 55, 8) + say("Proof", 360, 200)
    data = pdf(PdfPage(content, "/CropBox [50 20 350 280]"))
    document = read_document(source("cropped.pdf", data))
    assert [word.text for word in document.pages[0].words] == ["Inside"]
    (finding,) = document.findings
    assert (finding.code, finding.severity) == ("text-beside-sheet", "info")
    assert "4 words on 1 page " in finding.message
    assert "'Printed at noon Proof'" in finding.message


def test_text_that_was_cut_off_is_a_warning(source: Write) -> None:
    content = say("Inside", 100, 200) + say("a " * 30, 55, 8)
    data = pdf(PdfPage(content, "/CropBox [50 20 350 280]"))
    assert [f.severity for f in read_document(source("cut.pdf", data)).findings] == ["warning"]


@both
def test_page_whose_box_begins_elsewhere(read: Callable[..., Page], reader: str) -> None:
    page = read(pdf(PdfPage(say("Inside", 100, 200), box="[50 20 450 320]")), reader)
    inside = word(page, "Inside")
    assert (inside.x0, inside.bottom) == pytest.approx((50, 122), abs=0.2)


@both
def test_raised_mark_is_a_word_of_its_own(read: Callable[..., Page], reader: str) -> None:
    content = say("done", 50, 100) + say("2", 72.3, 104, 6) + say(", too", 75.7, 100)
    page = read(pdf(content), reader)
    assert [w.text for w in page.words] == ["done", "2", ",", "too"]
    mark = word(page, "2")
    assert (mark.glued, word(page, "done").glued, word(page, "too").glued) == (True, False, False)
    assert mark.size == 6
    assert mark.bottom < word(page, "done").bottom - 2


@pytest.mark.parametrize("size", [6, 10])
def test_mark_raised_by_text_rise(read: Callable[..., Page], size: int) -> None:
    """What a typesetter means by superscript, in the same or a smaller size (pdfium only)."""
    rise = f"/F1 {size} Tf 4 Ts (2) Tj /F1 10 Tf 0 Ts"
    page = read(pdf(f"BT /F1 10 Tf 50 100 Td (done) Tj {rise} (, too) Tj ET\n"))
    assert [w.text for w in page.words] == ["done", "2", ",", "too"]
    base = word(page, "2").bottom - 0.2 * size
    assert base == pytest.approx(196, abs=0.1)


def test_mark_raised_on_a_turned_page(read: Callable[..., Page]) -> None:
    text = "(done) Tj /F1 6 Tf 4 Ts (2) Tj /F1 10 Tf 0 Ts ( too) Tj"
    page = read(pdf(PdfPage(f"BT /F1 10 Tf 0 1 -1 0 60 40 Tm {text} ET\n", "/Rotate 90")))
    assert [w.text for w in page.words] == ["done", "2", "too"]


@both
def test_drawn_discs_and_squares_are_bullets(read: Callable[..., Page], reader: str) -> None:
    content = say("Tools hang.", 60, 120) + say("Cups are clean.", 60, 87)
    content += "50 122 4 4 re f\n"
    content += "48 90 m 48 91 49 92 50 92 c 51 92 52 91 52 90 c 52 89 51 88 50 88 c "
    content += "49 88 48 89 48 90 c f\n"
    page = read(pdf(content), reader)
    marks = [word for word in page.words if word.text == "\N{BULLET}"]
    marks.sort(key=lambda word: word.top)
    assert [(round(word.x0), word.size) for word in marks] == [(50, 10), (48, 10)]


@both
@pytest.mark.parametrize("crossed", [False, True])
def test_dotted_rules_are_no_bullets(read: Callable[..., Page], reader: str, crossed: bool) -> None:
    """They are rules where they run both ways; else they may part columns that others do not."""
    content = say("Tools hang.", 60, 120)
    content += "".join(f"52 {90 + 4 * i} 2 2 re f\n" for i in range(12))
    if crossed:
        content += "".join(f"{56 + 4 * i} 90 2 2 re f\n" for i in range(12))
    page = read(pdf(content), reader)
    assert all(word.text != "\N{BULLET}" for word in page.words)
    assert len(page.rules) == (2 if crossed else 0)


@both
def test_dots_behind_or_far_from_a_text_are_no_bullets(
    read: Callable[..., Page], reader: str
) -> None:
    content = say("Tools hang.", 60, 120) + "10 122 4 4 re f\n117 122 4 4 re f\n"
    content += say("everywhere", 125, 120)
    assert all(word.text != "\N{BULLET}" for word in read(pdf(content), reader).words)


def test_turned_word_is_not_upright(read: Callable[..., Page]) -> None:
    content = say("Level", 50, 50) + "BT /F1 10 Tf 0 1 -1 0 200 100 Tm (Margin) Tj ET\n"
    page = read(pdf(content))
    assert word(page, "Level").upright
    assert not word(page, "Margin").upright


SIDEWAYS = {90: "0 1 -1 0 60 40", 180: "-1 0 0 -1 360 60", 270: "0 -1 1 0 340 260"}
LONG = "Everyone puts the tools back in their place (at the end of each day)."


@pytest.mark.parametrize("rotate", [0, 90])
@pytest.mark.parametrize("turn", SIDEWAYS)
def test_page_displayed_sideways_is_read_as_if_turned(
    read: Callable[..., Page], turn: int, rotate: int
) -> None:
    shown = (turn + rotate) % 360  # the text is turned against the sheet, not as it is displayed
    matrix = SIDEWAYS.get(shown, "1 0 0 1 40 240")
    text = LONG.replace("(", "\\(").replace(")", "\\)")
    content = f"BT /F1 5 Tf {matrix} Tm ({text}) Tj ET\n"
    page = read(pdf(PdfPage(content, f"/Rotate {rotate}")))
    assert page.turn == turn
    assert [w.text for w in page.words] == LONG.split()
    assert all(w.upright for w in page.words)
    assert page.words[0].x0 == pytest.approx(40, abs=0.2)
    assert page.words[0].bottom == pytest.approx(61, abs=0.2)
    assert (page.width, page.height) == ((300, 400) if shown % 180 else (400, 300))


def test_box_of_a_turned_word_is_that_of_its_letters(read: Callable[..., Page]) -> None:
    content = say("Level", 50, 50) + "BT /F1 10 Tf 0 1 -1 0 200 100 Tm (Margin) Tj ET\n"
    margin = word(read(pdf(content)), "Margin")
    assert margin.turn == 90
    assert margin.bottom == pytest.approx(200, abs=0.2)  # it is read upwards from there
    assert margin.bottom - margin.top == pytest.approx(30.6, abs=0.1)
    assert 190 < margin.x0 < margin.x1 < 203


def test_turned_words_of_neighbouring_lines_are_two(read: Callable[..., Page]) -> None:
    """Where one begins at the height at which the other ends."""
    content = say("Enough upright words stand on this page to show how it is read.", 40, 280)
    for text, x, y in (("Above", 60, 60), ("Beside", 80, 88.3)):
        content += f"BT /F1 10 Tf 0 1 -1 0 {x} {y} Tm ({text}) Tj ET\n"
    found = read(pdf(content)).words
    assert [word.text for word in found if word.turn] == ["Above", "Beside"]


@pytest.mark.parametrize("turn", [0, 90])
def test_words_without_room_between_them_touch(turn: int) -> None:
    def word_at(x0: float, top: float, x1: float, bottom: float) -> Word:
        return Word("re", x0, top, x1, bottom, 10, False, turn)

    beside = {0: word_at(49.9, 100, 60, 110), 90: word_at(40, 90, 50, 100.1)}
    rounded = {0: word_at(50.2, 100, 60, 110), 90: word_at(40, 90, 50, 99.8)}
    apart = {0: word_at(52, 100, 62, 110), 90: word_at(40, 88, 50, 98)}
    below = {0: word_at(50, 112, 60, 122), 90: word_at(52, 90, 62, 100)}
    first = word_at(40, 100, 50, 110)
    touching = [touch(first, each[turn]) for each in (beside, rounded, apart, below)]
    assert touching == [True, True, False, False]


@both
def test_word_tells_whether_its_line_ends_without_a_space(source: Write, reader: str) -> None:
    lines = ("One two ", "broken three", "half-", "full words")
    content = "".join(say(line, 50, 200 - 20 * i) for i, line in enumerate(lines))
    words = read_document(source("ends.pdf", pdf(content)), reader).pages[0].words
    assert [word.text for word in words if word.unspaced] == ["three", "words"]


def test_text_set_aslant_has_no_turn(read: Callable[..., Page]) -> None:
    content = say("Level", 50, 50) + "BT /F1 10 Tf 7 7 -7 7 200 100 Tm (Draft) Tj ET\n"
    assert word(read(pdf(content)), "Draft").turn == ASKEW


@both
def test_typographic_characters(read: Callable[..., Page], reader: str) -> None:
    content = say("‘Tools’ – café", 50, 50)
    assert [w.text for w in read(pdf(content), reader).words] == ["‘Tools’", "–", "café"]


def test_hyphen_at_a_line_end_is_a_hyphen(read: Callable[..., Page]) -> None:
    content = say("work-", 50, 100) + say("shops open", 50, 88)
    assert [w.text for w in read(pdf(content)).words] == ["work-", "shops", "open"]


@pytest.mark.parametrize(
    ("name", "bold"),
    [
        ("ABCDEF+CMBX10", True),
        ("SFBX1000", True),
        ("Helvetica-Bold", True),
        ("Frutiger-Bd", True),
        ("CMR10", False),
        ("Bodoni", False),
        ("Subx", False),
    ],
)
def test_bold_by_the_name_of_the_font(name: str, bold: bool) -> None:
    assert is_bold(name) is bold


# ---- rules and shading --------------------------------------------------------------------------

ACROSS = (50, 200, 250, 200)  # x0, top, x1, bottom


@both
@pytest.mark.parametrize(
    "drawing",
    ["50 100 m 250 100 l S", "50 99.5 200 1 re f", "q 2 0 0 2 0 0 cm 25 50 m 125 50 l S Q"],
    ids=["stroked line", "thin filled rectangle", "scaled"],
)
def test_rule(read: Callable[..., Page], reader: str, drawing: str) -> None:
    page = read(pdf(say("Words", 10, 10) + drawing + "\n"), reader)
    (rule,) = page.rules
    assert (rule.x0, rule.top, rule.x1, rule.bottom) == pytest.approx(ACROSS, abs=0.6)
    assert not page.fills


@both
def test_stroked_rectangle_is_four_rules(read: Callable[..., Page], reader: str) -> None:
    page = read(pdf(say("Words", 10, 10) + "50 100 200 80 re S\n"), reader)
    corners = sorted((r.x0, r.top, r.x1, r.bottom) for r in page.rules)
    expected = [(50, 120, 50, 200), (50, 120, 250, 120), (50, 200, 250, 200), (250, 120, 250, 200)]
    assert len(corners) == 4
    for found, wanted in zip(corners, expected, strict=True):
        assert found == pytest.approx(wanted, abs=0.1)


@both
def test_filled_rectangle_is_shading(read: Callable[..., Page], reader: str) -> None:
    page = read(pdf(say("Words", 10, 10) + "0.9 g 50 100 200 80 re f\n"), reader)
    assert not page.rules
    (fill,) = page.fills
    assert (fill.x0, fill.top, fill.x1, fill.bottom) == pytest.approx((50, 120, 250, 200), abs=0.1)


@both
def test_slanted_line_and_speck_are_no_rules(read: Callable[..., Page], reader: str) -> None:
    page = read(pdf(say("Words", 10, 10) + "50 100 m 250 180 l S\n50 50 2 2 re f\n"), reader)
    assert not page.rules
    assert not page.fills


@both
def test_rules_inside_a_form(read: Callable[..., Page], reader: str) -> None:
    """A form may be drawn in several places; each time its rules stand where it is put."""
    content = say("Words", 10, 10) + "q 1 0 0 1 50 100 cm /X0 Do Q q 1 0 0 1 50 160 cm /X0 Do Q\n"
    page = read(pdf(content, forms=["0 0 m 200 0 l S"]), reader)
    corners = sorted((r.x0, r.top, r.x1, r.bottom) for r in page.rules)
    assert len(corners) == 2
    assert corners[0] == pytest.approx((50, 140, 250, 140), abs=0.1)
    assert corners[1] == pytest.approx(ACROSS, abs=0.1)


def test_unpainted_path_is_nothing(read: Callable[..., Page]) -> None:
    page = read(pdf(say("Words", 10, 10) + "50 100 200 80 re n\n50 50 m 250 50 l n\n"))
    assert not page.rules
    assert not page.fills


def test_words_beside_the_sheet_say_nothing_of_its_pictures(source: Write) -> None:
    """A picture of writing with a stamp over it is a scan, wherever else there are words."""
    stripes = bytes([*[255] * 12, 0, 0] * 28).hex()
    picture = f"q 400 0 0 300 0 0 cm BI /W 392 /H 1 /BPC 8 /CS /G /F /AHx ID {stripes}> EI Q\n"
    beside = "".join(say("Hello there", 900, 100 + 20 * i) for i in range(3))
    for content in (say("Seen", 40, 100), say("Seen", 40, 100) + beside, beside):
        document = source("stamp.pdf", pdf(picture + content))
        (found,) = pictured_pages(document.read_bytes(), read_document(document, ocr="never").pages)
        assert found.kind == "scan"


# ---- text dumps ---------------------------------------------------------------------------------


def test_dump_rows_and_words(source: Write) -> None:
    document = read_document(source("dump.txt", b"Poor\tGood\r\nSome tools.\t\n\nLast"))
    assert [row.cells for row in document.rows] == [
        ("Poor", "Good"), ("Some tools.", ""), ("",), ("Last",),
    ]  # fmt: skip
    assert [row.number for row in document.rows] == [1, 2, 3, 4]
    assert document.words == 5
    assert document.source.format == "text"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_dump_encodings(source: Write, encoding: str) -> None:
    document = read_document(source("dump.txt", "Café ‘tools’ – all".encode(encoding)))
    assert document.rows[0].cells == ("Café ‘tools’ – all",)


# ---- the file's own information -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("Kitchen  Framework", "Kitchen Framework"),
        ("Kitchen Framework - Google Sheets", "Kitchen Framework"),
        ("Microsoft Word - Kitchen Framework", "Kitchen Framework"),
        ("Microsoft Word - kitchen_v3.docx", None),
        ("Untitled-1", None),
        ("", None),
    ],
)
def test_title_in_the_files_information(printed: str, title: str | None) -> None:
    assert own_title(pdf(say("Tools.", 40, 200), title=printed)) == title


def test_framework_without_a_printed_title_has_that_of_the_files_information(
    tmp_path: Path,
) -> None:
    path = tmp_path / "export-7.pdf"
    rows = [("Poor", "Fair", "Good"), ("No tool hangs.", "Most hang.", "All tools hang there.")]
    content = "".join(
        say(text, x + 4, y, 10, font)
        for row, y, font in zip(rows, (252, 230), ("F2", "F1"), strict=True)
        for text, x in zip(row, (40, 150, 260), strict=True)
    )
    content += "".join(f"{x} 200 m {x} 270 l S\n" for x in (40, 150, 260, 370))
    content += "".join(f"40 {y} m 370 {y} l S\n" for y in (200, 245, 270))
    path.write_bytes(pdf(content, title="Kitchen Framework"))
    assert extract_document(path).framework.title == "Kitchen Framework"
