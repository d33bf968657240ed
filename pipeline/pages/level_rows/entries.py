"""Short texts in front of prose: what may be the name of a level, a gap, and what stands behind.

All of the prose begins at one edge, where that of several names begins.
"""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low

from pipeline.pages.printed import Row, lines_of, segments_of
from pipeline.records import Word
from pipeline.scale import LONGEST_NAME_WORDS, header_key

SAME_EDGE = 0.3  # of the size: within it, lines begin at one edge
SAME_X = 3.0  # points within which the lines of a column begin at one place
WIDER = 1.25  # times the usual space that a gap before a known edge is

_LIST_MARK = re.compile(r"[(\[]?(?:\w{1,2}|[ivx]{1,4})[.)\]]|\W+")


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A short text that stands in printed row ``row`` before a gap, and the line behind the gap.

    ``last`` is the row in which the short text ends, ``edge`` where the line behind it begins;
    ``labelled`` says that more stands before the short text.
    """

    row: int
    last: int
    name: tuple[Word, ...]
    edge: float
    prose: str
    labelled: bool

    @property
    def left(self) -> float:
        """Where the short text begins."""
        return self.name[0].x0

    @property
    def key(self) -> str:
        """The short text as names of levels are compared."""
        return header_key(lines_of(self.name))

    def has_edge(self, edge: float) -> bool:
        """Whether the line behind the gap begins at this edge."""
        return abs(self.edge - edge) <= SAME_X


def aligned_entries(pages: Sequence[Sequence[Row]]) -> list[list[Entry]]:
    """Each page's entries whose prose begins where that of another entry begins."""
    parts = [[segments_of(row) for row in rows] for rows in pages]
    wide = sorted(entry.edge for rows in parts for entry in _entries(rows, ()))
    shared = [edge for edge in wide if _is_shared(edge, wide)]
    found = [list(_entries(rows, shared)) for rows in parts]
    edges = sorted(entry.edge for page in found for entry in page)
    return [[entry for entry in page if _is_shared(entry.edge, edges)] for page in found]


def _is_shared(edge: float, edges: Sequence[float], others: int = 1) -> bool:
    """Whether at least so many others of the sorted edges are the same."""
    return bisect(edges, edge + SAME_X) - bisect_left(edges, edge - SAME_X) > others


def _entries(rows: Sequence[Sequence[Row]], edges: Sequence[float]) -> Iterator[Entry]:
    """What may be a name in front of prose: parted by a wide gap, or at one of the edges.

    ``rows`` are the segments of each printed row.
    """
    for i, segments in enumerate(rows):
        if edges and len(segments) <= 3:
            segments = [*segments[:-1], *_cut_at(segments[-1], edges)]
        if not 1 < len(segments) <= 3:
            continue
        *label, name, prose = ([], *segments)[-3:]
        if len(name) <= LONGEST_NAME_WORDS and not _LIST_MARK.fullmatch(text_of(name)):
            yield Entry(i, i, tuple(name), prose[0].x0, text_of(prose), any(label))


def _cut_at(words: Row, edges: Sequence[float]) -> list[Row]:
    """A segment in two where a word begins at one of the edges behind more than a usual space."""
    at = [i for i in range(1, len(words)) if _is_shared(words[i].x0, edges, others=0)]
    gaps = [b.x0 - a.x1 for a, b in pairwise(words)] if at else []
    for i in at:
        others = [*gaps[: i - 1], *gaps[i:]]
        if others and gaps[i - 1] > WIDER * median_low(others):
            return [words[:i], words[i:]]
    return [words]


def text_of(words: Iterable[Word]) -> str:
    """The words' texts with single spaces."""
    return " ".join([word.text for word in words])
