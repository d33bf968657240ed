"""From the outlines of a drawing to rules and shading, for whichever library read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.geometry import Box, union

Point = tuple[float, float]

THICKEST_RULE = 3.5  # points; anything thicker is shading
SHORTEST_RULE = 4.0
SLANT = 0.5  # points by which a rule may miss the axis


def outline_to_boxes(points: Sequence[Point], stroked: bool, filled: bool) -> Iterable[Box]:
    """The upright boxes that one outline paints, in display coordinates.

    A filled rectangle is one box; of a stroked outline, each side along an axis is one.
    """
    if filled and (box := _rectangle(points)):
        yield box
    elif stroked:
        for (x0, y0), (x1, y1) in pairwise(points):
            if abs(x0 - x1) <= SLANT or abs(y0 - y1) <= SLANT:
                yield Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _rectangle(points: Sequence[Point]) -> Box | None:
    """The rectangle that four or five points make, None for any other shape."""
    if not 4 <= len(points) <= 5:
        return None
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(x0 - x1) > SLANT and abs(y0 - y1) > SLANT:
            return None
    return union(Box(x, y, x, y) for x, y in points)


def rules_and_fills(boxes: Iterable[Box]) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
    """Thin boxes are rules, the others shading; specks are neither."""
    rules: list[Box] = []
    fills: list[Box] = []
    for box in boxes:
        thin, long = sorted((box.width, box.height))
        if long < SHORTEST_RULE:
            continue
        (rules if thin <= THICKEST_RULE else fills).append(box)
    return tuple(rules), tuple(fills)
