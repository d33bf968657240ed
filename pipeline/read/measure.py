"""What the ink of a recognised line tells: where its words end, its base line, size and weight."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.read.picture import Picture
from pipeline.read.recognise import RawLine, crop

ASCENT = 0.71  # height of capitals and of letters like b, as a share of the type size
X_HEIGHT = 0.51  # height of letters like x
NO_SPACE = 0.13  # of the size: letters stand that close
SPACE = 0.21  # of the size: letters of one word do not stand that far apart
OF_USUAL = 0.6  # share of the line's usual space from which a gap is one too
ASIDE = 0.3  # of its distance from where the space was seen that a gap's width loses
LETTER = 0.6  # share of the small letters' height that marks, dots and dirt do not reach
ROUGH = 1.5  # pixels by which the edge of a letter may be measured wrong
SPECK = 0.12  # of the letters' height: anything smaller both ways is dirt

_TALL = re.compile(r"[bdfhklA-Z0-9ß]")
_ASCENDER = re.compile(r"[bdfhklß]")
_DEEP = re.compile(r"[gjpqyQJ()\[\]{}/|@$§&]")
_BRACKET = re.compile(r"[()\[\]{}/|@$§&]")
_ENDS_WORD = re.compile(r"[,.;:!?)]")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_MARKED = re.compile(r"^(.*?[^\W\d_].*?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)([,.;:]?)$")

Ink = npt.NDArray[np.bool_]
Depth = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class InkWord:
    """A word in pixels; a ``raised`` one is a small mark that follows without a space."""

    text: str
    x0: float
    x1: float
    trust: float
    raised: bool = False


@dataclass(frozen=True, slots=True)
class InkLine:
    """A line's words in pixels, ``stroke`` the width of its stems.

    The ``size`` is ``sure`` where a capital or a letter like b shows it. How high ``capitals`` and
    ``ascenders`` are is 0 where the line has none: which are higher, and by how much, is the
    family's own way.
    """

    words: tuple[InkWord, ...]
    base: float
    size: float
    sure: bool
    stroke: float
    capitals: float = 0.0
    ascenders: float = 0.0


@dataclass(frozen=True, slots=True)
class _Blot:
    """A connected piece of ink: a letter, several that touch, a dot."""

    x0: int
    top: int
    x1: int
    bottom: int


@dataclass(frozen=True, slots=True)
class _Cut:
    """A space: characters ``start`` to ``end`` of the text, and where it is on the picture."""

    start: int
    end: int
    at: float
    width: float


@dataclass(frozen=True, slots=True)
class _Token:
    """Characters ``start`` to ``end`` of a line's text, and the stretch of the line they fill."""

    start: int
    end: int
    left: float
    right: float


def measure_line(picture: Picture, line: RawLine) -> InkLine:
    """Words with their true edges; spaces that the reader missed are put in."""
    depth = _depth(crop(picture, line.box))
    ink = np.asarray(depth >= 0, np.bool_)
    zone = _zone(ink)
    blots = _blots(ink, zone)
    left, top = int(line.box.x0), int(line.box.top)
    middles = [x - left for x in line.middles]
    about = max(zone[1] - zone[0], 1) / (ASCENT if _is_capitals(line.text) else X_HEIGHT)
    tokens = _tokens(line.text, middles, blots, ink.shape[1], about)
    heights = _heights(line.text, tokens, blots, zone, depth)
    size = heights.size
    words = tuple(w for t in tokens for w in _words(line, t, blots, left, size))
    stroke = _stroke(ink[zone[0] : zone[1]])
    return InkLine(
        words, top + heights.base, size, heights.sure, stroke, heights.capitals, heights.ascenders
    )


def _is_capitals(text: str) -> bool:
    """Whether the densest rows of a line are those of its capitals."""
    return sum(c.isupper() for c in text) > sum(c.islower() for c in text)


# ---- ink ----------------------------------------------------------------------------------------


def _depth(piece: Picture) -> Depth:
    """By how much each pixel passes the level from which it is ink, dark or light as it may be."""
    level, _ = cv2.threshold(piece, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    depth = level - piece.astype(np.float32)
    return depth if (depth >= 0).mean() < 0.5 else -0.5 - depth


def _zone(ink: Ink) -> tuple[int, int]:
    """The rows of the small letters, where the ink is densest."""
    rows = ink.sum(axis=1)
    (dense,) = np.nonzero(rows > 0.35 * np.percentile(rows, 90))
    if not len(dense):
        return 0, len(rows)
    runs = np.split(dense, np.nonzero(np.diff(dense) > 1)[0] + 1)
    best = max(runs, key=lambda run: float(rows[run].sum()))
    return int(best[0]), int(best[-1]) + 1


def _blots(ink: Ink, zone: tuple[int, int]) -> list[_Blot]:
    """The pieces of ink that belong to the line: no dirt, nothing of the lines above and below."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    height = zone[1] - zone[0]
    found: list[_Blot] = []
    for x, y, width, tall, _ in stats[1:count].tolist():
        blot = _Blot(x, y, x + width, y + tall)
        near = blot.bottom > zone[0] - 0.6 * height and blot.top < zone[1] + 0.4 * height
        cut_off = (blot.top == 0 and blot.bottom < zone[0]) or (
            blot.bottom == len(ink) and blot.top > zone[1]
        )
        if near and not cut_off and max(width, tall) > SPECK * height:
            found.append(blot)
    return found


def _stroke(rows: Ink) -> float:
    """How wide the stems are: the shorter runs of ink along the rows of the small letters."""
    padded = np.pad(rows, ((0, 0), (1, 1))).astype(np.int8)
    steps = np.diff(padded, axis=1)
    starts, ends = np.nonzero(steps == 1), np.nonzero(steps == -1)
    runs = np.sort(ends[1] - starts[1])
    runs = runs[runs > 1]
    middle = runs[len(runs) // 5 : len(runs) * 3 // 5 + 1]
    return float(middle.mean()) if len(middle) else 0.0


# ---- words --------------------------------------------------------------------------------------


def _tokens(
    text: str, middles: Sequence[float], blots: Sequence[_Blot], width: int, size: float
) -> list[_Token]:
    """The text cut at the gaps in its ink."""
    gaps = _gaps(blots)
    cuts: list[_Cut] = []
    for match in re.finditer(r"\s+", text.rstrip()):
        cut = _cut_at(middles, match.span(), gaps, after=cuts[-1].at if cuts else 0.0)
        if cut.width == 0 or cut.width > NO_SPACE * size:
            cuts.append(cut)
    usual = median([cut.width for cut in cuts if cut.width] or [0.0])
    taken = {cut.at for cut in cuts}
    wide = [g for g in gaps if g[1] - g[0] >= max(SPACE * size, OF_USUAL * usual)]
    missed = [_missed_cut(text, middles, g) for g in wide if (g[0] + g[1]) / 2 not in taken]
    if len(missed) * 3 <= max(len(text.replace(" ", "")), 3):  # else the letters are set wide
        cuts = sorted([*cuts, *missed], key=lambda cut: cut.at)
    return list(_between(text, cuts, width))


def _gaps(blots: Sequence[_Blot]) -> list[tuple[float, float]]:
    """The stretches without ink between the first and the last blot."""
    gaps: list[tuple[float, float]] = []
    reach: float | None = None
    for blot in sorted(blots, key=lambda b: b.x0):
        if reach is not None and blot.x0 > reach:
            gaps.append((reach, float(blot.x0)))
        reach = float(blot.x1) if reach is None else max(reach, blot.x1)
    return gaps


def _cut_at(
    middles: Sequence[float],
    span: tuple[int, int],
    gaps: Sequence[tuple[float, float]],
    after: float,
) -> _Cut:
    """Where a space of the text is on the picture: the widest gap between its neighbours.

    A gap that lies aside counts less, and one that the space before has taken not at all.
    """
    start, end = span
    low, high = middles[max(start - 1, 0)], middles[end]
    centre, slack = (low + high) / 2, 0.25 * (high - low)
    near = [(a, b) for a, b in gaps if max(low - slack, after) < (a + b) / 2 < high + slack]
    if not near:
        return _Cut(start, end, max(centre, after + 1), 0.0)
    a, b = max(near, key=lambda g: g[1] - g[0] - ASIDE * abs((g[0] + g[1]) / 2 - centre))
    return _Cut(start, end, (a + b) / 2, b - a)


def _missed_cut(text: str, middles: Sequence[float], gap: tuple[float, float]) -> _Cut:
    """Where a space is missing in the text; behind a comma nearby rather than in a word."""
    at = (gap[0] + gap[1]) / 2
    index = sum(x < at for x in middles)
    for near in (index, index - 1, index + 1):
        if 0 < near < len(text) and _ENDS_WORD.match(text[near - 1]) and text[near].isalpha():
            index = near
            break
    return _Cut(index, index, at, gap[1] - gap[0])


def _between(text: str, cuts: Sequence[_Cut], width: int) -> Iterator[_Token]:
    ends = [_Cut(0, 0, 0.0, 0.0), *cuts, _Cut(len(text), len(text), float(width), 0.0)]
    for before, after in pairwise(ends):
        if text[before.end : after.start].strip():
            yield _Token(before.end, after.start, before.at, after.at)


def _words(
    line: RawLine, token: _Token, blots: Sequence[_Blot], left: int, size: float
) -> Iterator[InkWord]:
    text = "".join(line.text[token.start : token.end].split())
    sure = [line.trust[i] for i in range(token.start, token.end) if not line.text[i].isspace()]
    own = _inside(token, blots)
    x0 = left + min((b.x0 for b in own), default=token.left)
    x1 = left + max((b.x1 for b in own), default=token.right)
    trust = sum(sure) / len(sure)
    marked = _MARKED.match(text)
    if not marked:
        yield InkWord(text.translate(_RAISED), x0, x1, trust)
        return
    body, mark, stop = marked.groups()
    width = min(0.35 * size * len(mark), (x1 - x0) / 2)
    yield InkWord(body, x0, x1 - width, trust)
    yield InkWord(mark.translate(_RAISED) + stop, x1 - width, x1, trust, raised=True)


# ---- height -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Heights:
    """A line's base below the piece's top, and how high its letters are; 0 where it has none."""

    base: float
    capitals: float
    ascenders: float
    small: float

    @property
    def sure(self) -> bool:
        """Whether letters were measured that show the size of the type."""
        return max(self.capitals, self.ascenders) > 0

    @property
    def size(self) -> float:
        """The size of the type."""
        tall = [height for height in (self.capitals, self.ascenders) if height]
        return fmean(tall) / ASCENT if tall else self.small / X_HEIGHT


def _heights(
    text: str,
    tokens: Iterable[_Token],
    blots: Sequence[_Blot],
    zone: tuple[int, int],
    depth: Depth,
) -> _Heights:
    """How far known letters of the line reach."""
    capitals: list[float] = []
    ascenders: list[float] = []
    bottoms: list[float] = []
    for token in tokens:
        word = text[token.start : token.end]
        own = [b for b in _inside(token, blots) if b.bottom - b.top >= LETTER * (zone[1] - zone[0])]
        if own and not _DEEP.search(word):
            bottoms.append(_edge(max(own, key=lambda b: b.bottom), depth, upper=False))
        if own and _TALL.search(word) and not _BRACKET.search(word):
            top = _edge(min(own, key=lambda b: b.top), depth, upper=True)
            (ascenders if _ASCENDER.search(word) else capitals).append(top)
    base = _usual(bottoms or _letter_bottoms(blots, zone, depth) or [zone[1]])
    small = max(base - zone[0], 1.0)
    high = [base - _usual(tops) if tops else 0.0 for tops in (capitals, ascenders)]
    caps, rise = (h if h > 0.9 * (zone[1] - zone[0]) else 0.0 for h in high)
    return _Heights(base, caps, rise, small)


def _letter_bottoms(blots: Iterable[_Blot], zone: tuple[int, int], depth: Depth) -> list[float]:
    """Where single letters end, of which most stand on the base line."""
    letters = [b for b in blots if b.bottom - b.top >= LETTER * (zone[1] - zone[0])]
    return [_edge(blot, depth, upper=False) for blot in letters] if len(letters) > 2 else []


def _edge(blot: _Blot, depth: Depth, upper: bool) -> float:
    """Where a blot begins or ends, between two rows of pixels."""
    row, beyond, sign = (blot.top, blot.top - 1, -1) if upper else (blot.bottom - 1, blot.bottom, 1)
    inner = float(depth[row, blot.x0 : blot.x1].max())
    outer = float(depth[beyond, blot.x0 : blot.x1].max()) if 0 <= beyond < len(depth) else inner
    share = inner / (inner - outer) if outer < 0 <= inner else 0.5
    return row + 0.5 + sign * share


def _usual(values: Sequence[float]) -> float:
    """Where most of the values lie, finer than the pixels in which each of them is measured."""
    middle = median(values)
    return fmean([v for v in values if abs(v - middle) <= ROUGH] or [middle])


def _inside(token: _Token, blots: Sequence[_Blot]) -> list[_Blot]:
    return [b for b in blots if token.left <= (b.x0 + b.x1) / 2 < token.right]
