"""Marks of lists that are drawn and not set as characters, as browsers do."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from pipeline.geometry import Box
from pipeline.records import Word

BULLET = "•"
FARTHEST = 2.5  # sizes between a mark and the text behind it
OFF_LINE = 0.3  # share of the size by which the middle of a mark may miss that of small letters
SMALLEST = 0.22  # share of the size: what is drawn smaller beside large type is an ornament
CLEAR = 1.0  # sizes before a mark in which no other word of its line stands
LETTERS = 0.45  # of the size: how high above the foot of its line the middle of a mark stands
MOST = 500  # dots of a page: a drawing has more, no list


def with_drawn_marks(words: Sequence[Word], dots: Sequence[Box]) -> tuple[Word, ...]:
    """The words, and a bullet for each dot that stands in front of one."""
    if not dots or len(dots) > MOST:
        return tuple(words)
    upright = sorted((word for word in words if not word.turn), key=lambda word: word.bottom)
    bottoms = [word.bottom for word in upright]
    return (*words, *_marks(dots, upright, bottoms))


def _marks(dots: Sequence[Box], words: Sequence[Word], bottoms: Sequence[float]) -> Iterator[Word]:
    highest = max((word.size for word in words), default=0.0)
    for dot in dots:
        middle = dot.middle[1]
        first = bisect_left(bottoms, middle)
        last = bisect_left(bottoms, middle + highest)
        level = [word for word in words[first:last] if _is_level(dot, word)]
        behind = min((w for w in level if w.x0 >= dot.x1), key=lambda w: w.x0, default=None)
        if behind is None or behind.x0 - dot.x1 > FARTHEST * behind.size:
            continue
        if dot.height < SMALLEST * behind.size:
            continue
        before = (word for word in level if word.x0 < dot.x1)
        if not any(dot.x0 - word.x1 < CLEAR * behind.size for word in before):
            yield behind._replace(text=BULLET, x0=dot.x0, x1=dot.x1, glued=False, repairs=())


def _is_level(dot: Box, word: Word) -> bool:
    return abs(word.bottom - LETTERS * word.size - dot.middle[1]) <= OFF_LINE * word.size
