"""Words that a text layer cuts or leaves without a letter, made whole; each mending is recorded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median_low

from pipeline.records import Page, Repair, Word

SPACED = 4  # letters from which on single ones in a row are a word with space between its letters
APART = 0.8  # of the size: single letters further apart stand for themselves
WIDER = 1.5  # times the usual gap between letters, from which on it parts words ...
BEYOND = 0.1  # ... with this share of the size on top
TOUCH = 0.12  # of the size: pieces of one word stand no further apart
COMMON = 2  # times that a piece stands elsewhere if it is a word of its own
SAME_BASE = 0.1  # of the size: base lines of one printed line differ by no more

_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_VOWEL = re.compile("[aeiouyàâäåæèéêëìíîïòóôöøùúûü]")
UNKNOWN = "\ufffd"
# What fonts draw as one glyph: the commonest that have no character of their own first.
_GLYPHS = ("ti", "tt", "fi", "fl", "ff", "ffi", "ffl", "ft", "tti", "fti", "Th", "st", "ct", "fj")
_PIECES = re.compile(rf"^(?:ff[il]?|f[il])$|[\ufb00-\ufb06{UNKNOWN}]")
_ENDS = re.compile("(?:^(?:ff[il]?|f[il])|[\ufb00-\ufb06])$")
_BEGINS = re.compile("^(?:(?:ff[il]?|f[il])$|[\ufb00-\ufb06])")


def mend_words(pages: Sequence[Page]) -> list[Page]:
    """The pages with cut words rejoined and missing letters put in where the document has them."""
    spaced = [_unspaced(page) if _has_singles(page) else page for page in pages]
    if not any(map(_PIECES.search, {word.text for page in pages for word in page.words})):
        return spaced
    known = Counter(_key(word.text) for page in spaced for word in page.words)
    return [_with_letters(_with_ligatures(page, known), known) for page in spaced]


def _has_singles(page: Page) -> bool:
    """Whether as many single letters in a row as make a word stand on a page."""
    texts = [word.text for word in page.words]
    single = "".join(["x" if len(text) == 1 and text.isalnum() else " " for text in texts])
    return "x" * SPACED in single


def _key(text: str) -> str:
    """A word as words are compared."""
    return text.casefold().strip(".,;:!?()[]“”\"'‘’")


def _merged(words: Sequence[Word], kind: str) -> Word:
    """One word from its pieces."""
    if len(words) == 1:
        return words[0]
    text = "".join(word.text for word in words)
    note = " + ".join(f"'{word.text}'" for word in words) + " rejoined"
    bold = 2 * sum(len(word.text) for word in words if word.bold) > len(text)
    first = words[0]._replace(text=text, x1=words[-1].x1, bold=bold)
    return first._replace(repair=Repair(kind, note))


def _on_one_line(a: Word, b: Word) -> bool:
    """Whether two words are set in one size on one base line."""
    level = abs(a.bottom - b.bottom) <= SAME_BASE * a.size
    return level and a.size == b.size and not (a.turn or b.turn or b.glued)


# ---- letters set apart --------------------------------------------------------------------------


def _unspaced(page: Page) -> Page:
    """The page with words that are set with space between their letters as one each."""
    mended: list[Word] = []
    run: list[Word] = []
    for word in page.words:
        if run and not (len(word.text) == 1 and _follows(run[-1], word)):
            mended += _spaced_words(run)
            run = []
        if len(word.text) == 1 and word.text.isalnum():
            run.append(word)
        else:
            mended.append(word)
    return replace(page, words=(*mended, *_spaced_words(run)))


def _follows(a: Word, b: Word) -> bool:
    return _on_one_line(a, b) and 0 <= b.x0 - a.x1 <= APART * a.size


def _spaced_words(run: Sequence[Word]) -> Sequence[Word]:
    """The words that single letters in a row make, or the letters if they are meant as such."""
    letters = "".join(word.text for word in run if word.text.isalpha()).lower()
    if len(letters) < SPACED or letters in _ALPHABET or not _VOWEL.search(letters):
        return run
    gaps = [b.x0 - a.x1 for a, b in pairwise(run)]
    between = WIDER * median_low(gaps) + BEYOND * run[0].size
    pieces = [[run[0]]]
    for gap, word in zip(gaps, run[1:], strict=True):
        if gap > between:
            pieces.append([])
        pieces[-1].append(word)
    return [_merged(piece, "letter-spacing") for piece in pieces]


# ---- ligatures ----------------------------------------------------------------------------------


def _with_ligatures(page: Page, known: Counter[str]) -> Page:
    """The page with words whole again that were cut where another font draws a ligature."""
    mended: list[Word] = []
    pieces: list[Word] = []
    for word in page.words:
        if pieces and not _is_cut(pieces[-1], word, known):
            mended.append(_merged(pieces, "ligature"))
            pieces = []
        pieces.append(word)
    return replace(page, words=(*mended, *([_merged(pieces, "ligature")] if pieces else [])))


def _is_cut(a: Word, b: Word, known: Counter[str]) -> bool:
    """Whether one word was cut between the two: at a ligature, and without a space to see."""
    if not (_ENDS.search(a.text) or _BEGINS.search(b.text)):
        return False
    if not _on_one_line(a, b) or b.x0 - a.x1 > TOUCH * a.size:
        return False
    left, right = _key(a.text), _key(b.text)
    return left + right in known or known[left] < COMMON or known[right] < COMMON


def _with_letters(page: Page, known: Counter[str]) -> Page:
    """The page with the letters of glyphs without any, where the document has the whole word."""
    words = (_lettered(word, known) if UNKNOWN in word.text else word for word in page.words)
    return replace(page, words=tuple(words))


def _lettered(word: Word, known: Counter[str]) -> Word:
    tried = [word.text.replace(UNKNOWN, glyph) for glyph in _GLYPHS]
    best = max(tried, key=lambda text: known[_key(text)])
    if not known[_key(best)]:
        return word
    note = f"'{word.text}' read as '{best}', which stands elsewhere"
    return word._replace(text=best, repair=Repair("ligature", note))
