"""Which levels of two scales are the same: by name, by what stands under them, and by rank."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from pipeline.compare import limits
from pipeline.compare.assign import assign
from pipeline.compare.crosswalk import Crosswalk
from pipeline.compare.editions import Edition, Item
from pipeline.compare.vectors import Matrix, Text, Vector, Weights, add_up, cosine

Unit = tuple[
    Sequence[Item], Sequence[Item]
]  # what both editions say of one characteristic or domain


@dataclass(frozen=True, eq=False)
class _Cell:
    """What one level says of one thing: its vector, and how long each text is."""

    vector: Vector
    texts: Counter[str]


Said = Mapping[int, _Cell]  # by level


def align_levels(
    old: Edition, new: Edition, units: Sequence[Unit], weights: Weights, crosswalk: Crosswalk
) -> list[tuple[int, int, float, str]]:
    """Pairs of levels with their scores and reasons.

    A name that stayed is strong evidence, and what stands under the level is stronger: where a
    level is put in between, its name may pass to the texts above it. Another name needs texts that
    are more alike than those of different levels in one edition, or to be all that changed between
    two neighbours.
    """
    if not old.levels or not new.levels:
        return []
    units = units[:: len(units) // limits.LEVEL_UNITS + 1]
    names = np.array([[_is_named(a.name, b.name) for b in new.levels] for a in old.levels])
    before = [_by_level(items, weights) for items, _ in units]
    after = [_by_level(items, weights) for _, items in units]
    texts = _mean_likeness(before, after, len(old.levels), len(new.levels))
    apart = np.maximum.outer(
        _nearest_sibling(before, len(old.levels)), _nearest_sibling(after, len(new.levels))
    )
    clearly = apart + limits.LEVEL_MARGIN * (1 - apart)
    enough = texts >= np.maximum(clearly, limits.LEVEL)
    scores = np.where(names | enough, texts + limits.SAME_NAME * names + limits.TIE, 0.0)
    keys = [level.key for level in old.levels], [level.key for level in new.levels]
    pairs = assign(crosswalk.override(scores, *keys))
    spoken = crosswalk.override(np.ones_like(scores), *keys) == 1
    pairs += _between_neighbours(pairs, spoken & (texts >= np.maximum(apart, limits.LEVEL_BY_RANK)))
    return [(i, j, *_judge(bool(names[i, j]), float(texts[i, j]))) for i, j in sorted(pairs)]


def _judge(named: bool, likeness: float) -> tuple[float, str]:
    """Score and reason of a pair."""
    reason = "the same name" if named else "another name"
    return max(likeness, float(named)), f"{reason}, what stands under it {likeness:.0%} alike"


def _is_named(before: Text, after: Text) -> bool:
    return before.spelling == after.spelling


def _by_level(items: Sequence[Item], weights: Weights) -> Said:
    found = defaultdict[int, list[Text]](list)
    for item in items:
        if item.level is not None:
            found[item.level].append(item.text)
    return {
        level: _Cell(
            weights.vector(add_up(texts)),
            Counter({text.spelling: len(text.spelling) for text in texts}),
        )
        for level, texts in found.items()
    }


def _alike(left: _Cell, right: _Cell) -> float:
    """By what they speak of, and by what they have word for word."""
    size = left.texts.total() + right.texts.total()
    same = 2 * (left.texts & right.texts).total() / size if size else 0.0
    return 1 - (1 - cosine(left.vector, right.vector)) * (1 - same)


def _mean_likeness(left: Sequence[Said], right: Sequence[Said], rows: int, columns: int) -> Matrix:
    """How like each level on the left is to each on the right, over the units that have both."""
    total, count = np.zeros((rows, columns)), np.zeros((rows, columns))
    for a, b in zip(left, right, strict=True):
        for i, cell in a.items():
            for j, other in b.items():
                total[i, j] += _alike(cell, other)
                count[i, j] += 1
    return total / np.maximum(count, 1)


def _nearest_sibling(said: Sequence[Said], levels: int) -> Matrix:
    """How like the levels of one edition are to the most similar other one."""
    likeness = _mean_likeness(said, said, levels, levels)
    np.fill_diagonal(likeness, 0)
    nearest: Matrix = likeness.max(axis=1)
    return nearest


def _between_neighbours(
    pairs: Sequence[tuple[int, int]], likely: npt.NDArray[np.bool_]
) -> list[tuple[int, int]]:
    """Levels left over between two pairs (or at an end), as many on each side, are the same."""
    rows, columns = likely.shape
    found: list[tuple[int, int]] = []
    for (i, j), (below, beside) in pairwise([(-1, -1), *sorted(pairs), (rows, columns)]):
        rest = list(zip(range(i + 1, below), range(j + 1, beside), strict=False))
        if below - i == beside - j and all(likely[pair] for pair in rest):
            found += rest
    return found
