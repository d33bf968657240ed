"""Hyphens, soft hyphens, ligatures, spaces, and where sentences end."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from builders import line
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import Passage, Repair
from pipeline.sentences import is_finished, starts_inside
from pipeline.vocabulary import Vocabulary, clean, join_lines

# A document whose lines a typesetter hyphenated: 'fur-ther' is no compound.
HYPHENATED = ["They go fur-", "ther than we did."]


def joined(*printed: str, document: list[str] | None = None) -> Passage:
    vocabulary = Vocabulary([*(HYPHENATED if document is None else document), *printed])
    return join_lines([line(text) for text in printed], vocabulary)


# ---- hyphens ------------------------------------------------------------------------------------


def test_lines_join_with_a_space() -> None:
    made = joined("Tools hang", "on hooks.")
    assert made.text == "Tools hang on hooks."
    assert made.repairs == ()
    assert len(made.lines) == 2


def test_hyphenated_word_is_rejoined_and_recorded() -> None:
    made = joined("A clean kit-", "chen is safe.")
    assert made.text == "A clean kitchen is safe."
    assert made.repairs == (Repair("hyphen", "'kit-' + 'chen' rejoined"),)


def test_document_spells_it_with_a_hyphen() -> None:
    document = [*HYPHENATED, "All re-use is good.", "They use it."]
    made = joined("There is much re-", "use here.", document=document)
    assert made.text == "There is much re-use here."
    assert made.repairs == ()


def test_document_spells_it_without_a_hyphen() -> None:
    document = [*HYPHENATED, "All reuse is good.", "They use it, re nothing."]
    made = joined("There is much re-", "use here.", document=document)
    assert made.text == "There is much reuse here."


def test_more_frequent_spelling_decides() -> None:
    both = ["All re-use is good, and re-use again.", "One reuse."]
    assert joined("Much re-", "use.", document=[*HYPHENATED, *both]).text == "Much re-use."


def test_part_of_compounds_at_a_line_is_no_sign_of_typesetters_hyphens() -> None:
    printed = ["Work is evidence-", "based."]
    assert joined(*printed, document=[]).text == "Work is evidence-based."


def test_cut_word_joins_without_a_space() -> None:
    above = replace(line("A respon"), cut=True)
    assert join_lines([above, line("sible cook.")], Vocabulary([])).text == "A responsible cook."


def test_document_without_typesetters_hyphens_means_them_all() -> None:
    """Its words are known whole, so that a break shows nothing but the compound."""
    document = ["Every step here is free.", "A drop, in the ocean."]
    made = joined("The hall is step-", "free at a drop-", "in time.", document=document)
    assert made.text == "The hall is step-free at a drop-in time."


def test_most_breaks_say_whether_lines_are_hyphenated() -> None:
    """One break that nothing speaks for does not outweigh those that the document explains."""
    twice = ["A step-by-", "step plan. A step-by-step plan. On-site, on-", "site and off-site."]
    assert joined("Spread micro-", "perimeters.", document=twice).text == "Spread micro-perimeters."


def test_first_part_of_a_compound_is_no_sign_of_hyphenation() -> None:
    assert joined("It is well-", "rehearsed.", document=[]).text == "It is well-rehearsed."


def test_compound_of_known_parts_keeps_its_hyphen() -> None:
    document = [*HYPHENATED, "It was long ago.", "That term ended."]
    assert joined("They are long-", "term plans.", document=document).text == (
        "They are long-term plans."
    )


def test_dash_at_a_line_end_is_no_hyphen() -> None:
    assert joined("Tools hang –", "on hooks.").text == "Tools hang – on hooks."


def test_hyphen_before_a_figure_or_nothing_stays() -> None:
    assert joined("Tools hang -", "on hooks.").text == "Tools hang - on hooks."
    assert joined("The end-").text == "The end-"


def test_soft_hyphen_goes_even_inside_a_line() -> None:
    assert joined("A kit\u00adchen is a kit\u00ad", "chen.").text == "A kitchen is a kitchen."


def test_unicode_hyphen_is_a_hyphen() -> None:
    assert joined("A clean kit\u2010", "chen.").text == "A clean kitchen."


def test_hyphen_over_three_lines() -> None:
    assert joined("un-", "der-", "stand it").text == "understand it"


def test_earlier_repairs_come_first() -> None:
    given_before = Repair("page-break", "paragraph joined")
    made = join_lines([line("kit-"), line("chen")], Vocabulary(HYPHENATED), [given_before])
    assert [repair.kind for repair in made.repairs] == ["page-break", "hyphen"]


def test_broken_word_is_no_evidence() -> None:
    """Neither half of a word that a line's end cut has been seen as a word."""
    vocabulary = Vocabulary(["They keep a kit-", "chen there."])
    assert "kit" not in vocabulary
    assert "chen" not in vocabulary
    assert "THERE" in vocabulary
    assert vocabulary.count("They") == 1


# ---- characters ---------------------------------------------------------------------------------


def test_ligatures_become_letters() -> None:
    assert clean("e\ufb03cient \ufb01sh of\ufb02ine") == "efficient fish offline"


def test_spaces_become_one() -> None:
    assert clean("  a\u00a0b\t\n c\u2003d ") == "a b c d"


def test_invisible_characters_go() -> None:
    assert clean("a\u200bb\ufeffc\u2060d") == "abcd"


def test_quotes_and_dashes_stay() -> None:
    text = "‘a’ “b” – c — d… ½ m²"
    assert clean(text) == text


def test_accents_are_composed() -> None:
    assert clean("cafe\u0301") == "café"


@given(st.text())
def test_clean_is_idempotent(text: str) -> None:
    assert clean(clean(text)) == clean(text)


AWKWARD = st.text(alphabet="aé e\u0301\ufb03\ufb01\u200b\u200c\u2060\ufeff\u00ad\u00a0-ʼn’\u0307\n")


@given(AWKWARD)
def test_clean_is_idempotent_where_it_is_hard(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "  " not in once


@given(st.lists(AWKWARD, min_size=1, max_size=6))
def test_joined_lines_are_clean(printed: list[str]) -> None:
    made = join_lines([line(text) for text in printed], Vocabulary(printed))
    assert made.text == clean(made.text)
    assert "\u00ad" not in made.text
    letters = [c for text in printed for c in clean(text) if c.isalpha()]
    accents = set("\u0301\u0307") & set("".join(printed))  # may compose once a hyphen is gone
    assert accents or [c for c in made.text if c.isalpha()] == letters


# ---- sentences ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["Done.", "Done!", "Done?", "These:", "these;", "“Done.”", "(Done.)", "Done. "]
)
def test_finished(text: str) -> None:
    assert is_finished(text)


@pytest.mark.parametrize("text", ["", "Done", "done,", "and", "‘Done’", "–"])
def test_unfinished(text: str) -> None:
    assert not is_finished(text)


@pytest.mark.parametrize("text", ["and so on", "‘inside’", ", too", "(also"])
def test_starts_inside(text: str) -> None:
    assert starts_inside(text)


@pytest.mark.parametrize("text", ["", "And", "‘Outside’", "1 tool", "– a dash"])
def test_starts_outside(text: str) -> None:
    assert not starts_inside(text)
