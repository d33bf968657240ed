"""Where on a page such a table begins and ends.

What stands under a level's prose belongs to it until a line begins at the left without a name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.pages.level_rows.entries import SAME_EDGE, SAME_X, Entry
from pipeline.pages.level_rows.levels import HEAD, Levels
from pipeline.pages.printed import LOOSE_GAP, Row
from pipeline.records import Word

OTHER = -2  # what stands for the index of a level where a row names none and heads nothing


@dataclass(slots=True)
class Stretch:
    """Rows ``start`` to ``end`` of a page, where they begin, and where names and prose do.

    ``ranks`` holds the rows in which entries begin, with the index of the level, or another.
    """

    start: int
    end: int
    outer: float
    left: float
    edge: float
    labelled: bool
    ranks: dict[int, int] = field(default_factory=dict)
    label: Word | None = None  # the last one in the column before the names

    def add(self, entry: Entry, row: Row, rank: int) -> None:
        """Begin a row of the table with an entry."""
        self.ranks[entry.row] = rank
        self.end = max(self.end, entry.last + 1)
        self.left = min(self.left, entry.left) if rank >= 0 else self.left
        self.outer = min(self.outer, row[0].x0)
        self._see_label(row)
        if rank == HEAD:  # what stands below it goes on with no head
            self.ranks[entry.last + 1] = HEAD
            self.label = None

    def takes(self, i: int, row: Row) -> bool:
        """Whether a row in which no entry begins goes on with the table; if so, it is added."""
        before = [word for word in row if self.stands_before(word, self.edge)]
        if before and i >= self.end and not (self._goes_on(before) or self._is_cut(i, row)):
            return False
        self.end = max(self.end, i + 1)
        self._see_label(row)
        return True

    def _is_cut(self, i: int, row: Row) -> bool:
        """Whether a page's first row is the rest of one whose name wraps."""
        return i == 0 and any(abs(word.x0 - self.edge) <= SAME_X for word in row)

    @staticmethod
    def stands_before(word: Word, edge: float) -> bool:
        """Whether a word begins before an edge."""
        return word.x0 < edge - SAME_EDGE * word.size

    def _see_label(self, row: Row) -> None:
        label = [word for word in row if self.stands_before(word, self.left)]
        self.label = label[-1] if label else self.label

    def _goes_on(self, before: Row) -> bool:
        """Whether words before the prose are the next line of the column before the names."""
        if not self.labelled or any(word.x1 > self.left for word in before):
            return False
        last, first = self.label, before[0]
        if last is None:
            return True
        close = first.bottom - last.bottom < LOOSE_GAP * first.size
        return close and last.size == first.size and last.bold == first.bold


def stretches_of(
    rows: Sequence[Row], entries: Sequence[Entry], levels: Levels, last: Stretch | None
) -> Iterator[Stretch]:
    """The page's tables. ``last`` is the one with which the page before ended, if it did so."""
    by_row = {entry.row: entry for entry in entries}
    stretch = Stretch(0, 0, last.outer, last.left, last.edge, last.labelled) if last else None
    for i, row in enumerate(rows):
        entry = by_row.get(i)
        rank = levels.rank(entry) if entry else None
        if entry and rank is not None:
            if stretch is None or not entry.has_edge(stretch.edge):
                yield from _closed(stretch)
                stretch = _opened(entry, rows, by_row, levels.labelled, after=stretch)
            stretch.add(entry, row, rank)
        elif stretch and not stretch.takes(i, row):
            yield from _closed(stretch)
            stretch = None
    yield from _closed(stretch)


def _closed(stretch: Stretch | None) -> Iterator[Stretch]:
    if stretch and stretch.end > stretch.start:
        yield stretch


def _opened(
    entry: Entry,
    rows: Sequence[Row],
    by_row: Mapping[int, Entry],
    labelled: bool,
    after: Stretch | None,
) -> Stretch:
    """A table that begins with an entry, or with the one above it that names no level.

    Such a one heads the columns, or says in them what the rows below are about.
    """
    row = rows[entry.row]
    stretch = Stretch(entry.row, entry.row, row[0].x0, entry.left, entry.edge, labelled)
    for i in range(entry.row - 1, after.end - 1 if after else -1, -1):
        if i in by_row:
            if by_row[i].has_edge(entry.edge):
                stretch.start = i
                stretch.add(by_row[i], rows[i], OTHER)
            break
        if any(stretch.stands_before(word, stretch.edge) for word in rows[i]):
            break
    return stretch
