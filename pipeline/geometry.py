"""Boxes and one-dimensional clustering, in PDF points from the page's top left as displayed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle: x grows to the right, y (top, bottom) grows downwards."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        """Horizontal extent in points."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Vertical extent in points."""
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """The centre point (x, y)."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2

    def holds(self, x: float, y: float, slack: float = 0.0) -> bool:
        """Whether the point lies inside, or outside by no more than ``slack``."""
        return (
            self.x0 - slack <= x <= self.x1 + slack and self.top - slack <= y <= self.bottom + slack
        )

    def touches(self, other: Box, slack: float = 0.0) -> bool:
        """Whether the two overlap, or miss each other by no more than ``slack``."""
        return (
            self.x0 - slack <= other.x1
            and other.x0 - slack <= self.x1
            and self.top - slack <= other.bottom
            and other.top - slack <= self.bottom
        )


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around all of at least one."""
    each = list(boxes)
    return Box(
        min(b.x0 for b in each),
        min(b.top for b in each),
        max(b.x1 for b in each),
        max(b.bottom for b in each),
    )


def gap_between(left: Iterable[Box], right: Iterable[Box]) -> float | None:
    """How near the boxes of two columns come to one another; None if none are level."""
    others = list(right)
    return min(
        (
            max(a.x0, b.x0) - min(a.x1, b.x1)
            for a in left
            for b in others
            if a.top < b.bottom and b.top < a.bottom
        ),
        default=None,
    )


def turned(box: Box, turn: int, width: float = 0.0, height: float = 0.0) -> Box:
    """The box on a sheet of this size that is turned clockwise by 0, 90, 180 or 270 degrees."""
    match turn % 360:
        case 90:
            return Box(height - box.bottom, box.x0, height - box.top, box.x1)
        case 180:
            return Box(width - box.x1, height - box.bottom, width - box.x0, height - box.top)
        case 270:
            return Box(box.top, width - box.x1, box.bottom, width - box.x0)
        case _:
            return box


def runs(items: Iterable[T], follows: Callable[[T, T], bool]) -> Iterator[list[T]]:
    """The items in lists within which each one ``follows`` the one before it: (before, item)."""
    run: list[T] = []
    for item in items:
        if run and not follows(run[-1], item):
            yield run
            run = []
        run.append(item)
    if run:
        yield run


def clusters(values: Iterable[float], slack: float) -> list[list[float]]:
    """Sorted values in runs whose neighbours differ by no more than ``slack``."""
    return list(runs(sorted(values), lambda a, b: b - a <= slack))


def centres(values: Iterable[float], slack: float) -> list[float]:
    """One value, the mean, for each of the ``clusters``."""
    return [sum(run) / len(run) for run in clusters(values, slack)]
