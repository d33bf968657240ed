"""The best pairing of two lists: one partner at most for each, the sum of the scores largest."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.compare.vectors import Matrix


def assign(scores: Matrix) -> list[tuple[int, int]]:
    """Pairs of (row, column) with the largest sum of scores; what scores 0 is never paired.

    Only rows and columns that some score connects compete, so each such group is solved for itself:
    the assignment problem of editions falls into very small ones.
    """
    pairs = []
    for rows, columns in _groups(scores > 0):
        part = scores[np.ix_(rows, columns)]
        found = _solve(part) if part.shape[0] <= part.shape[1] else _flip(_solve(part.T))
        pairs += [(rows[i], columns[j]) for i, j in found if part[i, j] > 0]
    return sorted(pairs)


def _flip(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(i, j) for j, i in pairs]


def _groups(linked: npt.NDArray[np.bool_]) -> list[tuple[list[int], list[int]]]:
    """Rows and columns that hang together, lowest row first."""
    groups = []
    free = set(np.flatnonzero(linked.any(axis=1)).tolist())
    while free:
        rows, columns, fresh = set[int](), set[int](), {min(free)}
        while fresh:
            rows |= fresh
            columns |= set(np.flatnonzero(linked[sorted(fresh)].any(axis=0)).tolist())
            fresh = set(np.flatnonzero(linked[:, sorted(columns)].any(axis=1)).tolist()) - rows
        free -= rows
        groups.append((sorted(rows), sorted(columns)))
    return groups


def _solve(scores: Matrix) -> list[tuple[int, int]]:
    """The whole assignment of no more rows than columns, by shortest augmenting paths.

    The Hungarian method in the form of Jonker and Volgenant, *A shortest augmenting path algorithm
    for dense and sparse linear assignment problems*, 1987: rows come in one by one, and each takes
    the cheapest way to a free column, on which earlier rows may change theirs.
    """
    cost = scores.max() - scores
    count, width = cost.shape
    row_price, column_price = np.zeros(count), np.zeros(width)
    row_of = np.full(width, -1)
    for start in range(count):
        reach, came_from = np.full(width, np.inf), np.full(width, -1)
        done = np.zeros(width, dtype=bool)
        row, column, so_far = start, -1, 0.0
        while row >= 0:
            further = so_far + cost[row] - row_price[row] - column_price
            shorter = ~done & (further < reach)
            reach[shorter], came_from[shorter] = further[shorter], column
            column = int(np.argmin(np.where(done, np.inf, reach)))
            so_far, row = float(reach[column]), int(row_of[column])
            done[column] = True
        others = done & (row_of >= 0)
        row_price[start] += so_far
        row_price[row_of[others]] += so_far - reach[others]
        column_price[done] -= so_far - reach[done]
        while column >= 0:
            before = int(came_from[column])
            row_of[column] = row_of[before] if before >= 0 else start
            column = before
    return [(int(row_of[column]), int(column)) for column in np.flatnonzero(row_of >= 0)]
