"""Words that a text layer cuts or leaves without a letter, made whole; each mending is recorded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.read.letters import join_letters, merged, on_one_line, word_key
from pipeline.records import UNKNOWN, Page, Repair, Word

TOUCH = 0.12  # of the size: pieces of one word stand no further apart
COMMON = 2  # times that a piece stands elsewhere if it is a word of its own

# What fonts draw as one glyph: the commonest that have no character of their own first.
_GLYPHS = ("ti", "tt", "fi", "fl", "ff", "ffi", "ffl", "ft", "tti", "fti", "Th", "st", "ct", "fj")
_PIECES = re.compile(rf"^(?:ff[il]?|f[il])$|[\ufb00-\ufb06{UNKNOWN}]")
_ENDS = re.compile("(?:^(?:ff[il]?|f[il])|[\ufb00-\ufb06])$")
_BEGINS = re.compile("^(?:(?:ff[il]?|f[il])$|[\ufb00-\ufb06])")


def mend_words(pages: Sequence[Page]) -> list[Page]:
    """The pages with cut words rejoined and missing letters put in where the document has them."""
    spaced = join_letters(pages)
    if not any(map(_PIECES.search, {word.text for page in pages for word in page.words})):
        return spaced
    known = Counter(word_key(word.text) for page in spaced for word in page.words)
    return [_with_letters(_with_ligatures(page, known), known) for page in spaced]


# ---- ligatures ----------------------------------------------------------------------------------


def _with_ligatures(page: Page, known: Counter[str]) -> Page:
    """The page with words whole again that were cut where another font draws a ligature."""
    mended: list[Word] = []
    pieces: list[Word] = []
    for word in page.words:
        if pieces and not _is_cut(pieces[-1], word, known):
            mended.append(merged(pieces, "ligature"))
            pieces = []
        pieces.append(word)
    return replace(page, words=(*mended, *([merged(pieces, "ligature")] if pieces else [])))


def _is_cut(a: Word, b: Word, known: Counter[str]) -> bool:
    """Whether one word was cut between the two: at a ligature, and without a space to see."""
    if not (_ENDS.search(a.text) or _BEGINS.search(b.text)):
        return False
    if not on_one_line(a, b) or b.x0 - a.x1 > TOUCH * a.size:
        return False
    left, right = word_key(a.text), word_key(b.text)
    return left + right in known or known[left] < COMMON or known[right] < COMMON


def _with_letters(page: Page, known: Counter[str]) -> Page:
    """The page with the letters of glyphs without any, where the document has the whole word."""
    words = (_lettered(word, known) if UNKNOWN in word.text else word for word in page.words)
    return replace(page, words=tuple(words))


def _lettered(word: Word, known: Counter[str]) -> Word:
    tried = [word.text.replace(UNKNOWN, glyph) for glyph in _GLYPHS]
    best = max(tried, key=lambda text: known[word_key(text)])
    if not known[word_key(best)]:
        return word
    note = f"'{word.text}' read as '{best}', which stands elsewhere"
    return word._replace(text=best, repairs=(*word.repairs, Repair("ligature", note)))
