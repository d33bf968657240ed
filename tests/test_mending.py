"""Words that a text layer cuts or leaves without letters."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import Sheet, flow_of, pdf, say, tables_of

from pipeline.read import read_document
from pipeline.read.encodings import Encodings
from pipeline.read.mending import mend_words
from pipeline.records import Word

Write = Callable[[str, bytes], Path]


class Fonts:
    """One font for all characters, which names them or not; the reader makes the line ends."""

    def __init__(self, text: str, *, unnamed: bool) -> None:
        self._unnamed = unnamed
        self._made = {i for m in re.finditer("\r\n", text) for i in range(*m.span())}

    def unnamed(self, index: int) -> bool:
        return self._unnamed and index not in self._made

    def font(self, _: int) -> int:
        return 1


def by_encoding(text: str, *, unnamed: bool = True) -> str:
    return Encodings().read(text, Fonts(text, unnamed=unnamed))


def words_of(path: Path) -> list[str]:
    return [word.text for page in read_document(path).pages for word in page.words]


# ---- characters without a name ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ("the o\x1ece sta\x1b \x1cnds \x1dour for wa\x1fes", "the oﬃce staﬀ ﬁnds ﬂour for waﬄes"),
        ("the o\x0ece sta\x0b \x0cnds \rour for wa\x0fes", "the oﬃce staﬀ ﬁnds ﬂour for waﬄes"),
        ("\x10an o\x1ece\x11 \x15 or \x16 two stra\xffen", "“an oﬃce” – or — two straßen"),
        ("\\an o\x0ece\" { or | two stra\x19en", "“an oﬃce” – or — two straßen"),
        ("sta\x1b\r\nopen the\r\ndoor of\r\nit", "staﬀ\r\nopen the\r\ndoor of\r\nit"),
        ("\x88 people \x95 ask \x0f twice", "• people • ask • twice"),
        ("people\x92s \x93tools\x94 are kept", "people’s “tools” are kept"),
    ],
    ids=["T1", "OT1", "T1 signs", "OT1 signs", "lines", "bullets", "Windows"],
)  # fmt: skip
def test_numbers_of_glyphs(numbers: str, text: str) -> None:
    assert by_encoding(numbers) == text


def test_named_characters_stay_beside_those_without_a_name() -> None:
    text = 'the o\x0ece\r\nsays "no" | {x}'
    assert by_encoding(text, unnamed=False) == 'the oﬃce\r\nsays "no" | {x}'


def test_text_that_is_nothing_but_numbers_is_left() -> None:
    text = "\x01\x04\x05\x06\x07a\x08\x0e\x1eb"
    assert by_encoding(text) == text


def test_read_word_records_its_encoding(source: Write) -> None:
    content = "BT /F1 12 Tf 50 200 Td (the o\\036ce opens) Tj ET"
    words = read_document(source("office.pdf", pdf(content))).pages[0].words
    assert [word.text for word in words] == ["the", "oﬃce", "opens"]
    assert [word.repair is not None for word in words] == [False, True, False]


def test_page_without_ligatures_is_read_by_those_of_other_pages(source: Write) -> None:
    pages = ("BT /F3 12 Tf 50 200 Td (2024 { 25) Tj ET", "BT /F3 12 Tf 50 200 Td (sta\\013) Tj ET")
    assert words_of(source("years.pdf", pdf(*pages))) == ["2024", "–", "25", "staﬀ"]
    pages = (pages[0], "BT /F1 12 Tf 50 200 Td (staff) Tj ET")
    assert words_of(source("braces.pdf", pdf(*pages))) == ["2024", "{", "25", "staff"]


def test_font_without_letters_is_one_of_signs(source: Write) -> None:
    prices = "BT /F3 12 Tf 50 200 Td (o\\033ers) Tj ( \\2775) Tj /F4 12 Tf ( \\277) Tj (6) Tj ET"
    assert words_of(source("price.pdf", pdf(prices))) == ["oﬀers", "£5", "€6"]


def test_repair_of_a_word_is_one_of_its_paragraph(source: Write) -> None:
    sheet = Sheet()
    sheet.table(
        [("**Poor", "**Good"), ("We fi nd the tools by luck.", "We nd all.")], 60, (40, 200, 360)
    )
    words = list(sheet.words)
    sheet.words = [*mend_words([sheet.page()])[0].words]
    assert len(sheet.words) == len(words)  # a real space: nothing is joined
    sheet.words = [word._replace(x0=word.x0 - 3) if word.text == "nd" else word for word in words]
    sheet.words = [*mend_words([sheet.page()])[0].words]
    (table,) = tables_of(flow_of(sheet))
    poor = table.rows[0].cells[0][0]
    assert poor.text == "We find the tools by luck."
    assert [repair.kind for repair in poor.repairs] == ["ligature"]


# ---- accents printed over letters ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ("[(a) -111 (\\264) 444 (eb)] TJ", "aéb"),
        ("(a) Tj 8 0 Td (e\\264) Tj", "ae´"),
        ("2 3 Td (\\264) Tj -2 -3 Td (E) Tj", "É"),
    ],
)  # fmt: skip
def test_accent_over_a_letter(source: Write, shown: str, text: str) -> None:
    path = source("accent.pdf", pdf(f"BT /F1 12 Tf 50 200 Td {shown} ET"))
    assert words_of(path) == [text]


# ---- letters set apart --------------------------------------------------------------------------


def mended(sheet: Sheet) -> list[str]:
    return [word.text for word in mend_words([sheet.page()])[0].words]


def spaced(text: str, gap: float, size: float = 10) -> Sheet:
    """Every letter by itself, with the same gap behind each, and a space between words on top."""
    sheet, x = Sheet(), 40.0
    for letter in text:
        if letter != " ":
            sheet.line(letter, x, 100, size)
            x += size / 2
        x += gap * size
    return sheet


@pytest.mark.parametrize("gap", [0.02, 0.2, 0.5])
def test_letters_set_apart_are_words(gap: float) -> None:
    assert mended(spaced("CRITERION", gap)) == ["CRITERION"]


def test_wider_gaps_part_words_set_apart() -> None:
    assert mended(spaced("CRITERION 1 Tools", 0.4)) == ["CRITERION", "1", "Tools"]


@pytest.mark.parametrize("letters", ["ABCD", "1234", "xxxx", "MTWTF", "AI"])
def test_letters_that_stand_for_themselves(letters: str) -> None:
    assert mended(spaced(letters, 0.4)) == [*letters]


def test_letters_in_columns_stand_for_themselves() -> None:
    assert mended(spaced("POOR", 1.5)) == ["P", "O", "O", "R"]


# ---- ligatures ----------------------------------------------------------------------------------


def touching(*pieces: str, gap: float = 0.02) -> Sheet:
    """Words with a gap that no space leaves, and further down what else the document says."""
    sheet, x = Sheet(), 40.0
    for piece in pieces:
        sheet.line(piece, x, 100)
        x = sheet.words[-1].x1 + gap * 10
    return sheet


@pytest.mark.parametrize("pieces", [("o", "ffi", "ce"), ("o", "ﬃce"), ("sta", "ff"), ("fi", "nd")])
def test_word_cut_at_a_ligature_is_whole(pieces: tuple[str, ...]) -> None:
    assert mended(touching(*pieces)) == ["".join(pieces)]


def test_ligature_behind_a_tight_space_begins_a_word() -> None:
    sheet = touching("the", "ﬁrst", gap=0.08)
    for top in (120, 140):
        sheet.line("the ﬁrst", 40, top)
    assert mended(sheet) == ["the", "ﬁrst"] * 3


def test_words_that_touch_without_a_ligature_stay_apart() -> None:
    assert mended(touching("here.", "They")) == ["here.", "They"]


def test_glyph_without_a_letter_is_found_in_the_same_word_elsewhere() -> None:
    sheet = Sheet().line("Automa\ufffdon helps Na\ufffdons.", 40, 100).line("automation", 40, 120)
    words = mend_words([sheet.page()])[0].words
    assert [word.text for word in words] == ["Automation", "helps", "Na\ufffdons.", "automation"]
    assert words[0].repair
    assert words[0].repair.kind == "ligature"


def test_pages_without_cut_words_are_the_same() -> None:
    page = Sheet().line("a b c Tools 1 2", 40, 100).page()
    assert mend_words([page])[0] is page


def test_heading_whose_letters_are_placed_one_by_one(source: Write) -> None:
    widths = {"C": 8.7, "R": 8.7, "I": 3.3, "T": 7.3, "E": 8.0, "O": 9.3, "N": 8.7}
    content, x = "", 40.0
    for letter in "CRITERION":
        content += say(letter, x, 200, 12)
        x += widths[letter] + 5
    document = read_document(source("spaced.pdf", pdf(content)))
    assert [word.text for word in document.pages[0].words] == ["CRITERION"]
    assert document.words == 1


def test_mended_word_keeps_its_place() -> None:
    (word,) = mend_words([spaced("POOR", 0.4).page()])[0].words
    assert isinstance(word, Word)
    assert (word.x0, word.x1) == (40, 40 + 4 * 5 + 3 * 4)
