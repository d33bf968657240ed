"""From the outlines of a drawing to rules and shading, for whichever library read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, pairwise

from pipeline.geometry import Box, runs, union
from pipeline.read.matrix import Point

THICKEST_RULE = 3.5  # points; anything thicker is shading
SHORTEST_RULE = 4.0
SLANT = 0.5  # points by which a rule may miss the axis
LEAST_DOT, LARGEST_DOT = 1.2, 6.0  # points: a disc or a square before an item of a list
FEWEST_DOTS = 8  # of a dotted rule
DOTS_APART = 1.6  # heights of a dot between two of them
ROUND = 1.3  # times as long as wide that such a dot is at most


def outline_to_boxes(points: Sequence[Point], stroked: bool, filled: bool) -> Iterable[Box]:
    """The upright boxes that one outline paints, in display coordinates.

    A filled rectangle is one box, and so is a small filled shape, as a disc; of a stroked outline,
    each side along an axis is one, if it is long enough for a rule.
    """
    if filled and (box := _rectangle(points) or _dot(points)):
        yield box
    elif stroked:
        for (x0, y0), (x1, y1) in pairwise(points):
            wide, high = abs(x0 - x1), abs(y0 - y1)
            if min(wide, high) <= SLANT and max(wide, high) >= SHORTEST_RULE:
                yield Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _rectangle(points: Sequence[Point]) -> Box | None:
    """The rectangle that four or five points make, None for any other shape."""
    if not 4 <= len(points) <= 5:
        return None
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(x0 - x1) > SLANT and abs(y0 - y1) > SLANT:
            return None
    return _extent(points)


def _dot(points: Sequence[Point]) -> Box | None:
    """The box of a small shape, None for all others."""
    box = _extent(points)
    return box if len(points) > 2 and is_dot(box) else None


def _extent(points: Sequence[Point]) -> Box:
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def is_dot(box: Box) -> bool:
    """Whether a filled box is as small and as square as the mark of a list."""
    thin, long = sorted((box.width, box.height))
    return thin >= LEAST_DOT and long <= LARGEST_DOT and is_round(box)


def is_round(box: Box) -> bool:
    """Whether a box is about as high as wide."""
    thin, long = sorted((box.width, box.height))
    return long <= ROUND * thin


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn on a page: thin boxes, shaded ones, and small squares or discs."""

    rules: tuple[Box, ...]
    fills: tuple[Box, ...]
    dots: tuple[Box, ...]


def sort_boxes(boxes: Iterable[Box]) -> Drawn:
    """Thin boxes are rules, small ones dots, the others shading; specks are nothing."""
    rules: list[Box] = []
    fills: list[Box] = []
    dots: list[Box] = []
    for box in boxes:
        thin, long = sorted((box.width, box.height))
        if is_dot(box):
            dots.append(box)
        elif long >= SHORTEST_RULE:
            (rules if thin <= THICKEST_RULE else fills).append(box)
    down, across = _dotted(dots, upright=True), _dotted(dots, upright=False)
    if down and across:  # those of one direction alone may part columns that other rules do not
        rules += map(union, (*down, *across))
    ruled = set(map(id, chain(*down, *across)))
    return Drawn(tuple(rules), tuple(fills), tuple(dot for dot in dots if id(dot) not in ruled))


def _dotted(dots: Sequence[Box], *, upright: bool) -> list[list[Box]]:
    """The dots of each dotted rule, down the page or across it."""
    if len(dots) < FEWEST_DOTS:
        return []
    ordered = sorted(dots, key=lambda d: (d.x0, d.top) if upright else (d.top, d.x0))
    found = runs(ordered, partial(_follows, upright=upright))
    return [run for run in found if len(run) >= FEWEST_DOTS]


def _follows(a: Box, b: Box, *, upright: bool) -> bool:
    """Whether a dot is the next one of a dotted rule."""
    aside = b.x0 - a.x0 if upright else b.top - a.top
    gap = b.top - a.bottom if upright else b.x0 - a.x1
    return abs(aside) <= SLANT and 0 < gap <= DOTS_APART * a.height
