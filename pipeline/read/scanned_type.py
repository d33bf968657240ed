"""The few sizes and the two weights of type that the lines of a scan are set in.

What is measured on a picture is a little off, and later stages compare sizes and weights.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median

from pipeline.read.measure import ASCENT, InkLine
from pipeline.records import Word

APART = 0.045  # share by which two type sizes must differ to be told apart ...
RARE, FAR = 0.1, 0.075  # ... or so far, if that many letters less are set in one
BOLDER = 1.22  # times the usual stem: regular and bold of any family are further apart
HEAVIEST = 0.35  # of the size: stems of any type are narrower
SPREADS = tuple(0.05 * step for step in range(15))  # points by which ink may have spread
FEWEST = 5  # lines from which the shape of a family's letters is told
OTHER_FAMILY = 0.15  # share by which the letters of one family may be higher than another's


class Types:
    """The few sizes and the two weights that a document's lines are set in.

    A measured size is a few per cent off, and later stages compare sizes: so lines of one type are
    given one size, the usual one among those near it.
    """

    NEAR = 0.025  # share of a size by which measuring a line is off as a rule
    NEAR_SURE = 0.075  # ... and now and then
    NEAR_UNSURE = 0.2  # ... and where no letter shows the size

    def __init__(self, lines: Iterable[InkLine], printed: Iterable[Word] = ()) -> None:
        sure = [line for line in lines if line.sure and line.stroke]
        self._rise = _rise(sure)
        sizes: Counter[float] = Counter()
        strokes: Counter[tuple[float, float]] = Counter()
        for line in sure:
            letters = sum(len(word.text) for word in line.words)
            size = self._measured(line)
            sizes[round(size, 2)] += letters
            strokes[line.stroke, size] += letters
        self._sizes = _usual(sizes, self.NEAR)
        self._printed = _as_printed(self._sizes, printed)
        self._weights = _weights(strokes)

    def size(self, line: InkLine) -> float:
        """The size of the line's type in points."""
        own = self._measured(line)
        if line.sure:
            ranked, near = sorted(self._sizes, key=lambda s: abs(s - own)), self.NEAR_SURE
        else:
            ranked, near = self._sizes, self.NEAR_UNSURE  # the commonest first
        size = next((s for s in ranked if abs(s - own) <= near * s), round(own, 1))
        return self._printed.get(size, size)

    def bold(self, line: InkLine) -> bool:
        """Whether the line is set in the bolder of two weights."""
        return self._weights is not None and self._weights.bold(line.stroke, self._measured(line))

    def _measured(self, line: InkLine) -> float:
        """The line's size as its capitals show it."""
        heights = [h for h in (line.capitals, line.ascenders / self._rise) if h]
        return fmean(heights) / ASCENT if heights else line.size


def _rise(lines: Iterable[InkLine]) -> float:
    """How much higher letters like b are than capitals, from lines that have both."""
    both = [line.ascenders / line.capitals for line in lines if line.capitals and line.ascenders]
    return median(both) if len(both) >= FEWEST else 1.0


def _usual(sizes: Counter[float], near: float) -> list[float]:
    """The values around which the others gather, the commonest first."""
    found: dict[float, int] = {}
    rest = dict(sizes)
    while rest:
        peak = max(rest, key=lambda p: (sum(_around(rest, p, near).values()), p))
        around = _around(rest, peak, near)
        count = sum(around.values())
        if all(_is_another(peak, count, other, n) for other, n in found.items()):
            found[round(_mean(around.items()), 1)] = count
        rest = {size: n for size, n in rest.items() if size not in around}
    return list(found)


def _is_another(size: float, count: int, other: float, more: int) -> bool:
    """Whether a size is not a commoner one, of which some lines were measured wrong."""
    away = abs(size - other)
    return away > FAR * other or (away > APART * other and count > RARE * more)


def _as_printed(measured: Sequence[float], printed: Iterable[Word]) -> dict[float, float]:
    """For each measured size, the one of the document's words that are no pictures.

    The usual size of either is taken for the same, since letters that are higher in one family
    than in another are measured larger.
    """
    sizes = Counter[float]()
    for word in printed:
        sizes[word.size] += len(word.text)
    if not (sizes and measured):
        return {}
    factor = sizes.most_common(1)[0][0] / measured[0]
    if abs(factor - 1) > OTHER_FAMILY:
        factor = 1.0
    nearest = {size: min(sizes, key=lambda s: abs(s - size * factor)) for size in measured}
    return {m: p for m, p in nearest.items() if abs(p - m * factor) <= APART * p}


def _around(values: Mapping[float, int], peak: float, near: float) -> dict[float, int]:
    return {value: n for value, n in values.items() if abs(value - peak) <= near * peak}


@dataclass(frozen=True, slots=True)
class _Weights:
    """Two weights of type, told by the width of the stems.

    Ink ``spread`` by the same width whatever the size of the type; for the rest, stems are wider in
    larger type. ``mixed`` is how unlike the lines of one weight are, by how unlike the weights are.
    """

    spread: float
    valley: float
    mixed: float

    def bold(self, stroke: float, size: float) -> bool:
        """Whether a line is set in the bolder one."""
        return (stroke - self.spread) / size > self.valley


def _weights(strokes: Mapping[tuple[float, float], int]) -> _Weights | None:
    """The two weights of lines counted by stroke and size, or None if all have one."""
    found: list[_Weights] = []
    type_like = {(w, size): n for (w, size), n in strokes.items() if w <= HEAVIEST * size}
    for spread in SPREADS:
        ratios = sorted(
            ((width - spread) / size, math.sqrt(n)) for (width, size), n in type_like.items()
        )
        if ratios and ratios[0][0] > 0:
            found += _parted(ratios, spread)
    return min(found, key=lambda weights: weights.mixed, default=None)


def _parted(values: Sequence[tuple[float, float]], spread: float) -> Iterator[_Weights]:
    """Ways of putting the ordered values in two groups as far apart as two weights are.

    The upper group is the smaller one: nobody sets most of a document in bold.
    """
    whole, total, squares = (sum(n * v**power for v, n in values) for power in (0, 1, 2))
    n = first = 0.0
    for (value, count), (following, _) in pairwise(values):
        n, first = n + count, first + value * count
        m, second = whole - n, total - first
        low, high = first / n, second / m
        if m < n and high >= BOLDER * low:
            within = (squares - low * first - high * second) / whole
            yield _Weights(spread, (value + following) / 2, within / (high - low) ** 2)


def _mean(values: Collection[tuple[float, int]]) -> float:
    return sum(v * n for v, n in values) / sum(n for _, n in values)
