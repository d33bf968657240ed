"""Words that a text layer cuts or leaves without letters."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import Sheet, flow_of, pdf, say, tables_of

from pipeline.geometry import Box
from pipeline.pages.layout import words_to_lines
from pipeline.read import read_document
from pipeline.read.again import KnownSource
from pipeline.read.encodings import Encodings
from pipeline.read.letters import letter_findings
from pipeline.read.mending import mend_words
from pipeline.records import Repair, Word

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
    assert [bool(word.repairs) for word in words] == [False, True, False]


def test_page_without_ligatures_is_read_by_those_of_other_pages(source: Write) -> None:
    pages = ("BT /F3 12 Tf 50 200 Td (2024 { 25) Tj ET", "BT /F3 12 Tf 50 200 Td (sta\\013) Tj ET")
    assert words_of(source("years.pdf", pdf(*pages))) == ["2024", "–", "25", "staﬀ"]
    pages = (pages[0], "BT /F1 12 Tf 50 200 Td (staff) Tj ET")
    assert words_of(source("braces.pdf", pdf(*pages))) == ["2024", "{", "25", "staff"]


def shifted(text: str) -> str:
    """A text as the numbers of glyphs, in octal."""
    return "".join(f"\\{ord(letter) - 29:03o}" for letter in text)


def test_numbers_of_the_usual_glyph_order(source: Write) -> None:
    text = "Who opens the hall, and when? Nobody said (in 2024)."
    content = (
        f"BT /F3 12 Tf 50 200 Td ({shifted(text)}\\003\\266\\377) Tj /F1 12 Tf ( THE END) Tj ET"
    )
    path = source("order.pdf", pdf(content))
    assert words_of(path) == [*text.split(), "’\ufffd", "THE", "END"]


@pytest.mark.parametrize(
    ("private", "text"),
    [
        ("R\uf765\uf776\uf769\uf765\uf777 \uf732\uf730\uf732\uf734", "Review 2024"),
        ("caf\uf7e9 \ue123", "café \ue123"),
        (
            "\uf054\uf068\uf065 \uf0b7 \uf0fc \uf04a \uf061\uf072\uf065\uf02e",
            "The \uf0b7 \uf0fc \uf04a are.",
        ),
    ],
    ids=["small capitals", "accents", "symbols"],
)
def test_letters_of_the_private_area(private: str, text: str) -> None:
    assert by_encoding(private, unnamed=False) == text


def test_glyph_of_which_nothing_is_known_is_no_hyphen(source: Write) -> None:
    shown = "/F1 12 Tf (An office) Tj 0 -20 Td (an o) Tj /F3 12 Tf (\\002) Tj /F1 12 Tf (ce) Tj"
    path = source("office.pdf", pdf(f"BT 50 200 Td {shown} ET"))
    assert words_of(path) == ["An", "office", "an", "office"]


def test_capitals_without_a_name_are_capitals() -> None:
    text = "GOOD HALLS HOLD THEIR OLD DOORS\x1b OPEN ALL DAY FOR ALL WHO COME"
    assert by_encoding(text) == text.replace("\x1b", "ﬀ")


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


@pytest.mark.parametrize(
    "letters", ["ABCD", "DCBA", "1234", "xxxx", "MTWTF", "YNNYY", "aeiouy", "AI"]
)
def test_letters_that_stand_for_themselves(letters: str) -> None:
    assert mended(spaced(letters, 0.4)) == [*letters]


def test_letters_in_columns_stand_for_themselves() -> None:
    assert mended(spaced("POOR", 1.5)) == ["P", "O", "O", "R"]


WIDE = "CDGNOR"


def in_columns(*rows: str, places: tuple[float, ...], centred: bool = False) -> Sheet:
    """Letters of two widths in the columns of a table without rules."""
    sheet = Sheet()
    for i, row in enumerate(rows):
        for letter, place in zip(row, places, strict=True):
            width = 7.2 if letter in WIDE else 6.7
            x0 = place - width / 2 if centred else place
            sheet.line(letter, x0, 100 + 20 * i)
            sheet.words[-1] = sheet.words[-1]._replace(x1=x0 + width)
    return sheet


@pytest.mark.parametrize("centred", [False, True])
@pytest.mark.parametrize(
    ("rows", "places"),
    [
        (("ACEAB",), (40, 53, 66, 79, 92)),
        (("ACEAB", "CAEBA"), (40, 52, 65, 76, 88)),
        (("ACEAB", "ACEAC", "CAEBA"), (40, 52, 65, 76, 88)),
    ],
)
def test_letters_of_any_width_in_columns_stand_for_themselves(
    rows: tuple[str, ...], places: tuple[float, ...], centred: bool
) -> None:
    assert mended(in_columns(*rows, places=places, centred=centred)) == [*"".join(rows)]


def test_headings_set_apart_below_one_another_are_no_columns() -> None:
    sheet, words = Sheet(), ("LEVELS", "LEVERS", "SEVERE", "GOLDEN")
    for i, word in enumerate(words):
        x = 40.0
        for letter in word:
            width = 7.2 if letter in WIDE else 6.7
            sheet.line(letter, x, 100 + 20 * i)
            sheet.words[-1] = sheet.words[-1]._replace(x1=x + width)
            x += width + 2.5
    assert mended(sheet) == [*words]


@pytest.mark.parametrize(("between", "texts"), [(1, "C A R E"), (4, "CARE")])
def test_letters_are_not_joined_over_a_rule(between: int, texts: str) -> None:
    sheet = spaced("CARE", 0.4)
    for letter in sheet.words[between - 1 :: between]:
        sheet.rules.append(Box(letter.x1 + 1, 80, letter.x1 + 1.5, 140))
    assert mended(sheet) == texts.split()


def pieces(*parts: str, gap: float, size: float = 10, top: float = 100, bold: bool = True) -> Sheet:
    """A line whose letters are a gap apart but for those that the reader left together.

    Between two strings stands a space, which has the gap on both sides.
    """
    sheet, x = Sheet(), 40.0
    for part in parts:
        for piece in part.split("|"):
            sheet.line(piece, x, top, size, bold=bold)
            x = sheet.words[-1].x1 + gap * size
        x += (gap + 0.28) * size
    return sheet


@pytest.mark.parametrize(
    ("parts", "gap"),
    [
        (("1|.", "T|O|O|L|S", "O|N", "T|H|E", "P|L|AT|E"), 0.2),
        (("2|.|1", "Trus|t", "–", "Wha|t", "we", "v|a|lue"), 0.15),
        (("C|A|R|E", "(|A", "V|I|E|W|)|:", "H|O|U|R|S|-|A|G|O"), 0.4),
    ],
)
def test_pieces_between_letters_set_apart_belong_to_their_words(
    parts: tuple[str, ...], gap: float
) -> None:
    assert mended(pieces(*parts, gap=gap)) == [part.replace("|", "") for part in parts]


def test_short_line_is_set_apart_as_another_in_its_type() -> None:
    sheet = pieces("L|O|W", gap=0.25)
    sheet.words += pieces("M|E|D|I|U|M", gap=0.25, top=140).words
    assert mended(sheet) == ["LOW", "MEDIUM"]
    assert mended(pieces("L|O|W", gap=0.25)) == ["L", "O", "W"]


def test_code_of_a_letter_and_a_figure_keeps_its_parts() -> None:
    sheet = pieces("H|E|A|D|I|N|G", gap=0.25)
    sheet.words += pieces("A|1", gap=0.25, top=140).words
    assert mended(sheet) == ["HEADING", "A", "1"]
    sheet = pieces("H|E|A|D|I|N|G", "O|N|E", gap=0.15)  # no space is as narrow
    sheet.words += pieces("A|1", gap=0.15, top=140).words
    assert mended(sheet) == ["HEADING", "ONE", "A1"]


def test_small_capitals_set_apart_are_words_with_their_capital() -> None:
    sheet = Sheet()
    for letter, size, x in (("T", 10, 40), ("o", 8, 47), ("o", 8, 53), ("l", 8, 59), ("s", 8, 65)):
        sheet.line(letter, x, 100 if size == 10 else 101.6, size)
    assert mended(sheet) == ["Tools"]


def test_text_behind_letters_set_apart_keeps_its_words() -> None:
    sheet = pieces("T|O|O|L|S", gap=0.2)
    sheet.line("are at a hand.", sheet.words[-1].x1 + 6, 100, bold=True)
    assert mended(sheet) == ["TOOLS", "are", "at", "a", "hand."]


def test_cell_beside_letters_set_apart_is_not_joined() -> None:
    sheet = pieces("M|E|T|E|R|S", gap=0.25)
    beyond = sheet.words[-1].x1 + 4.5 - sheet.words[0].x0  # less than a space would take
    sheet.words += [w._replace(x0=w.x0 + beyond, x1=w.x1 + beyond) for w in sheet.words]
    assert mended(sheet) == ["METERS", "METERS"]


@pytest.mark.parametrize(
    ("text", "gap", "unsure"),
    [
        ("FOODONTHEPLATE", 0.3, True),
        ("PLATE", 0.3, True),
        ("FOODONTHEPLATE", 0.15, False),
        ("FOOD ON THE PLATE", 0.3, False),
    ],
)
def test_letters_that_may_be_several_words_are_an_issue(
    text: str, gap: float, unsure: bool
) -> None:
    pages = mend_words([spaced(text, gap).page()])
    found = [finding.code for finding in letter_findings(pages)]
    assert found == (["letter-spacing-unsure"] if unsure else [])


def test_word_that_stands_elsewhere_is_sure() -> None:
    pages = mend_words([spaced("PLATE", 0.3).line("Every plate, please.", 40, 140).page()])
    assert pages[0].words[0].text == "PLATE"
    assert not letter_findings(pages)


def test_single_letters_amid_words_are_joined_with_an_issue() -> None:
    pages = mend_words([Sheet().line("Vitamins A C D E K are", 40, 100).page()])
    (finding,) = letter_findings(pages)
    assert "'ACDEK'" in finding.message


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
    assert [repair.kind for repair in words[0].repairs] == ["ligature"]


def test_mended_word_keeps_the_repairs_of_its_pieces() -> None:
    accent = Repair("accent", "'´E' read as 'É', its accents stand over letters")
    sheet = spaced("ÉCOLES", 0.1)
    sheet.words[0] = sheet.words[0]._replace(repairs=(accent,))
    (word,) = mend_words([sheet.page()])[0].words
    assert [repair.kind for repair in word.repairs] == ["accent", "letter-spacing"]
    sheet = Sheet().line("É�ude étude", 40, 100)
    sheet.words[0] = sheet.words[0]._replace(text="é�ons", repairs=(accent,))
    sheet.words[1] = sheet.words[1]._replace(text="étions")
    word = mend_words([sheet.page()])[0].words[0]
    assert [repair.kind for repair in word.repairs] == ["accent", "ligature"]
    (line,) = words_to_lines([word], 1, None)
    assert line.repairs == word.repairs


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


def test_page_that_is_read_again_has_the_same_words(source: Write) -> None:
    """Its encoding, the gap between its letters and its cut words are told by another page."""
    told = (
        "BT /F3 12 Tf 40 250 Td (sta\\013 is o\\016ered help to \\014nd the hall) Tj ET",
        say("H E A D I N G S   F O R", 40, 200, 14, "F2"),
    )
    there = (
        'BT /F3 12 Tf 40 250 Td (\\\\here" we said { twice) Tj ET',
        say("A N", 40, 200, 14, "F2"),
    )
    path = source("again.pdf", pdf("".join(told), "".join(there)))
    pages = read_document(path).pages
    assert [word.text for word in pages[1].words] == ["“here”", "we", "said", "–", "twice", "AN"]
    again = KnownSource(path, path.read_bytes(), frozenset())
    assert again.pages([2]) == {2: pages[1]}
    assert again.pages([]) == {}
