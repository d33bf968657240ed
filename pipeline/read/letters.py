"""Words that are set with space between their letters, as headings are, made whole.

Readers of PDFs take such a gap for a space, but not each: where a pair is kerned, or the gap is
small, some letters stay together. All pieces of a line are therefore looked at as one. Between
letters the gap is the same throughout the line, and between words it is clearly wider.

Codes and ticks in the columns of a table look much the same. They stand at the same places on other
lines, or evenly, whatever the width of the letters.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, compress, groupby, pairwise
from statistics import median_low

from pipeline.geometry import Box, runs
from pipeline.records import DESCENT, Finding, Page, Place, Repair, Word

UNSURE = "letter-spacing-unsure"
SPACED = 4  # letters from which on single ones in a row are a word with space between its letters
FEW = 3  # gaps beside single letters that tell as much, if none is as wide as a space
APART = 0.8  # of the size: single letters further apart stand for themselves
FURTHEST = 2.1  # of the size: no space between words that are set so is wider
WIDER = 1.5  # times the usual gap between letters, from which on it parts words ...
BEYOND = 0.1  # ... with this share of the size on top
EVEN = 0.05  # of the size: gaps that are meant to be the same differ by no more
SPACE = 0.22  # of the size: a space is as wide in most fonts, and no narrower
CLEAR = 0.12  # of the size: less than this between the two kinds of gaps leaves doubt
SAME_PLACE = 0.01  # of the size: what is meant to stand at one place differs by no more
OTHER = 0.02  # of the size: gaps that differ by as much are two, however the letters are kerned
SAME_BASE = 0.1  # of the size: base lines of one printed line differ by no more
SMALL_CAPITALS = 0.65  # of the size: small capitals are no smaller

_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_VOWEL = re.compile("[aeiouàâäåæèéêëìíîïòóôöøùúûü]")
_CONSONANT = re.compile("[^aeiouyàâäåæèéêëìíîïòóôöøùúûü]")  # y may be either, so it tells nothing
_KIND = "letter-spacing"
_DOUBT = "; where words end is not sure"

Style = tuple[float, bool]  # size, and whether bold
Places = tuple[str, float, float]  # of two words: what of them stands where


def merged(words: Sequence[Word], kind: str, remark: str = "") -> Word:
    """One word from its pieces, with their repairs."""
    if len(words) == 1:
        return words[0]
    text = "".join(word.text for word in words)
    note = " + ".join(f"'{word.text}'" for word in words) + f" rejoined{remark}"
    bold = 2 * sum(len(word.text) for word in words if word.bold) > len(text)
    last = words[-1]
    repairs = *(repair for word in words for repair in word.repairs), Repair(kind, note)
    return words[0]._replace(
        text=text, x1=last.x1, bold=bold, repairs=repairs, unspaced=last.unspaced
    )


def on_one_line(a: Word, b: Word) -> bool:
    """Whether two words are set in one size on one base line."""
    level = abs(a.bottom - b.bottom) <= SAME_BASE * a.size
    return level and a.size == b.size and not (a.turn or b.turn or b.glued)


def join_letters(pages: Sequence[Page]) -> list[Page]:
    """The pages with the words whole whose letters are set apart."""
    suspects = [page for page in pages if _has_singles(page)]
    if not suspects:
        return list(pages)
    styles: dict[Style, float] = {}
    for page in suspects:
        for line in _lines(page):
            if (gap := _letter_gap(line)) is not None:
                styles.setdefault(_style(line), gap)
    if not styles:
        return list(pages)
    known = {word_key(word.text) for page in pages for word in page.words}
    return [_joined(page, styles, known) for page in pages]


def word_key(text: str) -> str:
    """A word as words are compared."""
    return text.casefold().strip(".,;:!?()[]“”\"'‘’")


def letter_findings(pages: Sequence[Page]) -> tuple[Finding, ...]:
    """A finding for each line of words with letters set apart of which the ends are not sure."""
    return tuple(
        Finding(
            UNSURE,
            "warning",
            f"the letters of '{text}' are set apart so that it is not sure where its words end: "
            "compare them with the page",
            place=Place(page.number, Box(words[0].x0, words[0].top, words[-1].x1, words[0].bottom)),
        )
        for page in pages
        for unsure, line in groupby(page.words, key=_is_unsure)
        if unsure
        for words in [list(line)]
        for text in [" ".join(word.text for word in words)]
    )


def _is_unsure(word: Word) -> bool:
    return any(repair.kind == _KIND and repair.note.endswith(_DOUBT) for repair in word.repairs)


def _has_singles(page: Page) -> bool:
    """Whether as many single letters and signs in a row stand on a page as letters apart leave."""
    return "x" * FEW in "".join(["x" if len(word.text) == 1 else " " for word in page.words])


# ---- lines --------------------------------------------------------------------------------------


def _lines(page: Page) -> Iterator[list[Word]]:
    """The words that stand behind one another, but for those in columns of a table."""
    lines = list(runs(page.words, _goes_on))
    several = [sum(map(_is_letter, line)) > 1 for line in lines]
    if not any(several):
        yield from lines
        return
    columns = _columns(compress(lines, several))
    uprights = [rule for rule in page.rules if rule.height > rule.width]

    def is_whole(a: Word, b: Word) -> bool:
        return columns.isdisjoint(_places(a, b)) and not any(
            a.x1 <= (rule.x0 + rule.x1) / 2 <= b.x0 and rule.top < a.bottom and a.top < rule.bottom
            for rule in uprights
        )

    for line, is_suspect in zip(lines, several, strict=True):
        if not is_suspect:
            yield line
        elif _is_even(line):
            yield from ([word] for word in line)
        else:
            yield from runs(line, is_whole)


def _goes_on(a: Word, b: Word) -> bool:
    """Whether a word stands behind another one on its line."""
    return _on_one_base(a, b) and 0 <= _gap(a, b) <= FURTHEST


def _on_one_base(a: Word, b: Word) -> bool:
    """Whether two words are set on one base line, in one size or that of its small capitals."""
    if a.size == b.size:
        return on_one_line(a, b)
    smaller, larger = sorted((a.size, b.size))
    level = abs((a.bottom - DESCENT * a.size) - (b.bottom - DESCENT * b.size)) <= EVEN * smaller
    return level and smaller >= SMALL_CAPITALS * larger and not (a.turn or b.turn or b.glued)


def _gap(a: Word, b: Word) -> float:
    """The room between two words as a share of their size, the larger one beside small capitals."""
    return (b.x0 - a.x1) / (max(a.size, b.size) or 1.0)


def _gaps(line: Sequence[Word]) -> list[float]:
    """The room between its words as a share of the largest size, which letters' spacing goes by."""
    size = max(word.size for word in line) or 1.0
    return [(b.x0 - a.x1) / size for a, b in pairwise(line)]


def _style(line: Sequence[Word]) -> Style:
    return max(word.size for word in line), line[0].bold


def _is_letter(word: Word) -> bool:
    return len(word.text) == 1 and word.text.isalnum()


# ---- letters in columns --------------------------------------------------------------------------


def _places(a: Word, b: Word) -> tuple[Places, Places]:
    """Where two words begin, and where they have their middle."""
    starts = "start", round(a.x0, 1), round(b.x0, 1)
    return starts, ("middle", round((a.x0 + a.x1) / 2, 1), round((b.x0 + b.x1) / 2, 1))


def _columns(lines: Iterable[Sequence[Word]]) -> set[Places]:
    """The places of letters side by side that on another line have another gap between them.

    With space between the letters of words it is the gap that is the same.
    """
    gaps: dict[Places, list[float]] = {}
    for a, b in chain.from_iterable(map(pairwise, lines)):
        if _is_letter(a) and _is_letter(b):
            for places in _places(a, b):
                gaps.setdefault(places, []).append(_gap(a, b))
    return {places for places, seen in gaps.items() if max(seen) - min(seen) > OTHER}


def _is_even(line: Sequence[Word]) -> bool:
    """Whether letters stand at even distances, and not with even gaps between them."""
    if not all(map(_is_letter, line)) or _spread(_gaps(line)) <= OTHER:
        return False
    near = SAME_PLACE * line[0].size
    starts = [b.x0 - a.x0 for a, b in pairwise(line)]
    middles = [(b.x0 + b.x1 - a.x0 - a.x1) / 2 for a, b in pairwise(line)]
    return min(_spread(starts), _spread(middles)) <= near


def _spread(values: Sequence[float]) -> float:
    return max(values) - min(values)


# ---- the gap between letters --------------------------------------------------------------------


def _letter_gap(line: Sequence[Word]) -> float | None:
    """The usual gap between the letters of a line that is set so; none for others."""
    gaps, start = _gaps(line), 0
    for single, run in groupby(line, key=_is_letter):
        letters = list(run)
        end = start + len(letters)
        if single and len(letters) >= SPACED and _spells(letters):
            gap = median_low(gaps[start : end - 1])
            return gap if gap <= APART else None
        start = end
    return _narrow_gap(line, gaps)


def _spells(run: Sequence[Word]) -> bool:
    """Whether single letters can make words, so that they are not meant as such."""
    letters = "".join(word.text for word in run if word.text.isalpha()).lower()
    mixed = _VOWEL.search(letters) and _CONSONANT.search(letters)
    listed = letters in _ALPHABET or letters[::-1] in _ALPHABET
    return len(letters) >= SPACED and bool(mixed) and not listed


def _narrow_gap(line: Sequence[Word], gaps: Sequence[float]) -> float | None:
    """The same for a line of which many letters stay together, as the gap is a narrow one."""
    pairs = zip(pairwise(line), gaps, strict=True)
    beside = [gap for (a, b), gap in pairs if _is_letter(a) or _is_letter(b)]
    usual = median_low(beside) if len(beside) >= FEW else SPACE
    if usual + EVEN > SPACE:
        return None
    wide = [gap for gap in gaps if gap > usual + EVEN]
    narrow = sum(gap <= usual + EVEN for gap in beside)
    most = narrow >= FEW and 2 * narrow >= len(gaps) - len(wide)
    return usual if most and wide and min(wide) > _parting(usual) else None


def _parting(gap: float) -> float:
    """From where on a gap parts words, by that between letters."""
    return WIDER * gap + BEYOND


def _cut(gaps: Sequence[float], gap: float) -> float:
    """The same, closer to it where the gaps between letters are even, as of most producers."""
    inside = [g for g in gaps if g <= _parting(gap)]
    uneven = sum(g > gap + EVEN for g in inside)
    return min(_parting(gap), gap + 2 * EVEN) if 4 * uneven <= len(inside) else _parting(gap)


# ---- words --------------------------------------------------------------------------------------


def _joined(page: Page, styles: Mapping[Style, float], known: Container[str]) -> Page:
    """The page with the words whole in the lines that are set so, or in the type of one that is."""
    words: list[Word] = []
    for line in _lines(page):
        gap = _letter_gap(line) if len(line) > 1 else None
        if gap is None and _is_alike(line, styles):
            gap = styles[_style(line)]
        words += line if gap is None else _words(line, gap, known)
    return replace(page, words=tuple(words)) if len(words) < len(page.words) else page


def _is_alike(line: Sequence[Word], styles: Mapping[Style, float]) -> bool:
    """Whether the gaps of a line are those of a line in the same type that is sure to be set so.

    It is too short to tell by itself, so each gap has to be one of the two kinds. A letter as far
    from a figure as a space is wide is a code of two parts.
    """
    gap = styles.get(_style(line))
    if gap is None or len(line) == 1:
        return False
    gaps = _gaps(line)
    inside = [gap - 2 * EVEN <= g <= gap + EVEN / 2 for g in gaps]  # kerning takes away
    two_kinds = all(near or g > _parting(gap) for near, g in zip(inside, gaps, strict=True))
    text = "".join(word.text for word in line)
    short = all(len(word.text) <= 2 for word in line) and text.isalpha()
    return any(inside) and two_kinds and (short or gap + EVEN < SPACE)


def _words(line: Sequence[Word], gap: float, known: Container[str]) -> list[Word]:
    """The words that the pieces of a line make whose letters are a gap apart.

    A gap as wide as a space, and no wider one, leaves doubt about words that are not ``known``.
    """
    gaps = _gaps(line)
    cut = _cut(gaps, gap)
    wide = [g for g in gaps if g > cut]
    tells = gap < SPACE or bool(wide)  # else the gaps may be spaces between words as well
    pieces = [[line[0]]]
    inner: list[float] = [gap]
    for (a, b), between in zip(pairwise(line), gaps, strict=True):
        letters = _is_letter(a) and _is_letter(b)
        if between <= (cut if letters else gap + EVEN) and (letters or tells):
            inner.append(between)
            pieces[-1].append(b)
        else:
            pieces.append([b])
    joined = ("".join(word.text for word in piece) for piece in pieces if len(piece) > 1)
    if wide:
        unsure = min(wide) - max(inner) < CLEAR
    else:
        unsure = gap >= SPACE and not all(word_key(text) in known for text in joined)
    return [merged(piece, _KIND, _DOUBT if unsure else "") for piece in pieces]
