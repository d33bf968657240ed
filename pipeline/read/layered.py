"""The text layer of a scan: its words put on the lines that its picture shows, and judged.

What a recognition left behind the picture tells words, but its boxes are rough and it knows no
rules. So the picture says where lines stand, and the layer what they say.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate
from statistics import fmean

from pipeline.geometry import Box
from pipeline.read.measure import measure_line
from pipeline.read.picture import Picture
from pipeline.read.recognise import RawLine, Recogniser
from pipeline.records import Finding, Page, Place, Word

ABOVE = 0.25  # share of a line's height by which the middle of its words may lie outside
FILLED = 0.5  # share of a line's width that the words of its text fill
SAMPLE = 8  # lines that are read again to judge a layer
FEWEST = 3  # of them that tell something
WELL_READ = 0.85  # trust from which a line that was read again tells something
OTHER = 0.6  # likeness of letters below which a layer belongs to another picture
POOR = 0.85  # share of words that are the same, below which a layer is poor
A_STAMP = 20  # words that may stand on a page beside its text
SHOWN = 4  # words that differ, as examples

_WIDTHS = dict.fromkeys("iljtfrI.,;:'’!|()[]", 0.55) | dict.fromkeys("mwMWABCDGHKNOQRUVXY", 1.45)
_LATIN = re.compile(r"[a-z]")


@dataclass(frozen=True, slots=True)
class LayerLines:
    """A layer on its picture: lines it has words for, ``bare`` ones, and words beside all lines."""

    lines: tuple[RawLine, ...]
    bare: tuple[Box, ...]
    stray: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """How like a layer is to what its picture says, in letters and in whole words."""

    letters: float
    words: float
    examples: tuple[str, ...]

    @property
    def foreign(self) -> bool:
        """Whether the layer says something else altogether."""
        return self.letters < OTHER


def words_on_picture(page: Page, angle: float, scale: float) -> list[Word]:
    """The page's words in pixels of its picture, which was turned to mend a skew of ``angle``."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    across, down = page.width / 2, page.height / 2
    placed: list[Word] = []
    for word in page.words:
        x, y = (word.x0 + word.x1) / 2 - across, (word.top + word.bottom) / 2 - down
        x, y = (across + x * cos - y * sin) * scale, (down + x * sin + y * cos) * scale
        wide, high = (word.x1 - word.x0) * scale / 2, (word.bottom - word.top) * scale / 2
        size = word.size * scale
        placed.append(
            word._replace(x0=x - wide, top=y - high, x1=x + wide, bottom=y + high, size=size)
        )
    return placed


def layer_to_lines(words: Iterable[Word], pieces: Sequence[Box]) -> LayerLines:
    """The words on the lines of the picture, which are ``pieces``."""
    on: dict[int, list[Word]] = {}
    stray: list[Word] = []
    for word in words:
        index = _piece_of(word, pieces)
        if index is None:
            stray.append(word)
        else:
            on.setdefault(index, []).append(word)
    lines: list[RawLine] = []
    bare: list[Box] = []
    for index, piece in enumerate(pieces):
        line = _line(piece, on.get(index, []))
        if line:
            lines.append(line)
        else:
            bare.append(piece)
    return LayerLines(tuple(lines), tuple(bare), tuple(stray))


def _piece_of(word: Word, pieces: Sequence[Box]) -> int | None:
    """On which line a word stands."""
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    off = [
        (abs(y - piece.middle[1]), index)
        for index, piece in enumerate(pieces)
        if piece.x0 <= x <= piece.x1
        and piece.top - ABOVE * piece.height <= y <= piece.bottom + ABOVE * piece.height
    ]
    return min(off)[1] if off else None


def _line(piece: Box, words: Sequence[Word]) -> RawLine | None:
    """A line with the text of its words; None if they do not fill it."""
    if sum(word.x1 - word.x0 for word in words) < FILLED * piece.width:
        return None
    text = ""
    middles: list[float] = []
    for word in sorted(words, key=lambda w: w.x0):
        if text and not word.glued:
            text += " "
            middles.append(middles[-1])
        text += word.text
        middles += _middles(word)
    return RawLine(piece, text, tuple(middles), (1.0,) * len(text))


def _middles(word: Word) -> list[float]:
    """About where the characters of a word stand, since some are narrow and some wide."""
    widths = [_WIDTHS.get(character, 1.0) for character in word.text]
    step = (word.x1 - word.x0) / sum(widths)
    ends = accumulate(widths)
    return [word.x0 + (end - width / 2) * step for end, width in zip(ends, widths, strict=True)]


# ---- judging ------------------------------------------------------------------------------------


def judge_layer_lines(
    found: LayerLines, picture: Picture, scale: float, recogniser: Recogniser
) -> Judgement | None:
    """The layer compared with some lines that are read again; None if these tell nothing.

    A layer most of whose words stand beside all lines is not of this picture.
    """
    beside, placed = len(found.stray), sum(len(line.text.split()) for line in found.lines)
    if beside > max(placed, A_STAMP):
        return Judgement(0.0, 0.0, tuple(word.text for word in found.stray[:SHOWN]))
    return _judge_lines(found.lines, picture, scale, recogniser)


def _judge_lines(
    lines: Sequence[RawLine], picture: Picture, scale: float, recogniser: Recogniser
) -> Judgement | None:
    long = [line for line in lines if _LATIN.search(_letters(line.text)) and " " in line.text]
    step = max(1, len(long) // SAMPLE)
    sample = long[step // 2 :: step][:SAMPLE]
    again = {
        line.box: line for line in recogniser.lines(picture, scale, [s.box for s in sample], [])
    }
    pairs = [
        (_words(line.text.split()), _words_by_ink(picture, again[line.box]))
        for line in sample
        if line.box in again and fmean(again[line.box].trust) >= WELL_READ
    ]
    if len(pairs) < FEWEST:
        return None
    likeness = [SequenceMatcher(None, "".join(a), "".join(b)).ratio() for a, b in pairs]
    same = sum((Counter(a) & Counter(b)).total() for a, b in pairs)
    most = sum(max(len(a), len(b)) for a, b in pairs)
    odd = [word for a, b in pairs for word in (Counter(a) - Counter(b))]
    return Judgement(fmean(likeness), same / max(most, 1), tuple(odd[:SHOWN]))


def _words_by_ink(picture: Picture, line: RawLine) -> list[str]:
    """The words of a line, cut where their ink is."""
    return _words(word.text for word in measure_line(picture, line).words)


def _words(texts: Iterable[str]) -> list[str]:
    """Words as they are compared."""
    return [word for word in map(_letters, texts) if word]


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in plain if character.isalnum())


def layer_finding(number: int, judged: Judgement) -> Finding | None:
    """What a person should know of a page's text layer."""
    if judged.foreign:
        message = (
            "the page's text layer says something else than its picture, "
            "which was read by OCR instead"
        )
        return Finding("text-layer-foreign", "warning", message, place=Place(page=number))
    if judged.words >= POOR:
        return None
    examples = ", ".join(f"'{word}'" for word in judged.examples)
    message = (
        f"{1 - judged.words:.0%} of the words in the page's text layer are not what its picture "
        f"says, as far as was tried ({examples}): try `--ocr always`, which reads the picture "
        "instead"
    )
    return Finding("text-layer-poor", "warning", message, place=Place(page=number))
