"""Scripts that run from right to left, in words and lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from builders import Sheet, pdf, say

from pipeline.pages.layout import words_to_lines
from pipeline.read import read_document
from pipeline.read.leftward import as_read, in_parts, mostly_leftward, runs_leftward
from pipeline.records import Word


def read(text: str, edges: Sequence[float]) -> str:
    return as_read(text, lambda i: edges[i])


@pytest.mark.parametrize(
    ("text", "edges", "word"),
    [
        ("شجرة", (40, 30, 20, 10), "شجرة"),
        ("ةرجش", (10, 20, 30, 40), "شجرة"),
        ("ساللم", (50, 30, 30, 20, 10), "سلالم"),
        ("بلاد", (10, 20, 20, 30), "دلاب"),
        ("ال", (10, 10), "لا"),
        ("لا", (20, 10), "لا"),
        ("בית,", (30, 20, 10, 5), "בית,"),
        (")2023(", (), "(2023)"),
        ("(a)", (), "(a)"),
    ],
    ids=[
        "read",
        "as it stands",
        "glyph turned",
        "glyph",
        "one",
        "two",
        "stop",
        "brackets",
        "latin",
    ],
)
def test_letters_in_the_order_of_reading(text: str, edges: tuple[float, ...], word: str) -> None:
    assert read(text, edges) == word


@pytest.mark.parametrize(
    ("text", "edges", "word"),
    [
        ("ל12:00-", (60, 20, 25, 30, 35, 40, 50), "ל-12:00"),
        ("כ40%-", (60, 20, 25, 30, 50), "כ-40%"),
        ("וב־.2025", (60, 55, 50, 10, 20, 25, 30, 35), "וב־2025."),
        (",כאן", (10, 40, 30, 20), "כאן,"),
        ("٪٤٠", (10, 20, 30), "٤٠٪"),
        ("כאן(.", (40, 30, 20, 15, 10), "כאן)."),
        (")כאן", (50, 40, 30, 20), "(כאן"),
        ("(כאן)", (50, 40, 30, 20, 10), "(כאן)"),
        ("www.example.org).", tuple(range(17)), "www.example.org)."),
        ("בית,", (30, 20, 10, 5), "בית,"),
    ],
)
def test_figures_and_signs_stand_where_they_are_printed(
    text: str, edges: tuple[float, ...], word: str
) -> None:
    assert in_parts(text, lambda i: edges[i]) == word


def test_signs_are_moved_only_where_most_letters_run_leftward() -> None:
    assert mostly_leftward("בית Hall גדול 2024")
    assert not mostly_leftward("A hall (בית), large")


def test_marks_stay_at_their_letters() -> None:
    assert read("שָׁלוֹם", range(7)) == "שָׁלוֹם"


def test_other_scripts_run_rightward() -> None:
    assert not runs_leftward("Naïve café’s 2023 " + "и так далее")
    assert runs_leftward("A בית is a house")


def test_word_has_the_box_of_all_its_letters(source: Callable[[str, bytes], Path]) -> None:
    """Its first letter is the one at the right, and the source begins with it or with the last."""
    names = " ".join(f"/afii{number}" for number in range(57664, 57691))  # alef and so on
    latin, hebrew = b"/Encoding /WinAnsiEncoding", f"/Encoding << /Differences [65 {names}] >>"
    data = pdf(say("CBA", 40, 200)).replace(latin, hebrew.encode())
    (word,) = read_document(source("word.pdf", data)).pages[0].words
    assert word.text == "אבג"
    assert word.x0 == 40
    assert word.x1 == pytest.approx(40 + 3 * 2.78)


def line(*texts: str) -> str:
    """What a printed line says, its words given from left to right."""
    sheet = Sheet()
    words: list[Word] = []
    for i, text in enumerate(texts):
        sheet.line(text, 40 + 60 * i, 100)
        words = [*words, sheet.words[-1]]
    (made,) = words_to_lines(reversed(words), 1, None)
    return made.text


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        (("A", "גדול", "בית", "here"), "A בית גדול here"),
        (("(2023)", "בית"), "בית (2023)"),
        (("שלי", "Small", "Hall", "בית", "זה"), "זה בית Small Hall שלי"),
        (("A", "hall’s", "door"), "A hall’s door"),
    ],
)
def test_words_in_the_order_of_reading(printed: tuple[str, ...], text: str) -> None:
    assert line(*printed) == text
