"""Whether a page break cut a paragraph or fell between two, as far as the page can tell.

Letters decide first. Where a sentence ends exactly at the break, geometry does: a paragraph that
went on would have filled its last line and the room below it, and the space after a paragraph is
part of its cell's height.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from statistics import median

from pipeline.pages.paragraphs import INDENT, OFF_AXIS, Pitch, ends_early, group_lines
from pipeline.records import Fragment, GridCell, Layout, Line, box_of
from pipeline.sentences import is_finished, starts_inside

NEAR = 0.6  # points within which two heights are the same
LOWER = 2.0  # points by which a first line stands lower where a paragraph begins with a gap
WIDOW = 2  # typesetters move as many lines so that none stands alone


def _is_next_item(paragraph: Sequence[Line], line: Line) -> bool:
    """Whether a line in lower case is an item of a list: what stands before it is one, and short.

    The first item comes behind a colon.
    """
    before = paragraph[-1]
    listed = is_finished(before.text) or starts_inside(paragraph[0].text)
    return listed and ends_early(before, line)


def _is_indented(paragraph: Sequence[Line], line: Line, shift: float) -> bool:
    """Whether a line on a page that is shifted stands further right than lines of a paragraph do.

    The second line of an item may, behind a mark that is not known as one.
    """
    before = paragraph[-1]
    if paragraph[0].bullet or (len(paragraph) == 1 and not is_finished(before.text)):
        return False
    box, other = box_of(line), box_of(before)
    centred = abs(box.middle[0] - shift - other.middle[0]) <= OFF_AXIS * line.size
    return box.x0 - shift > other.x0 + INDENT * line.size and not centred


@dataclass(frozen=True, slots=True)
class Foot:
    """A table's foot on a page: two edges, and the last line of each cell of its last row."""

    page: int
    left: float
    bottom: float
    last: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """Where a table's first row on a page begins."""

    left: float
    top: float


def foot_of(fragment: Fragment) -> Foot:
    """The foot of a fragment."""
    last = tuple(cell.lines[-1] for cell in fragment.rows[-1] if cell.lines)
    return Foot(fragment.page, fragment.edges[0], fragment.box.bottom, last)


class Breaks:
    """The document's habits at the foot of its pages, measured once."""

    def __init__(self, layouts: Sequence[Layout], pitch: Pitch) -> None:
        self._pitch = pitch
        self._full_line_goes_on = _full_line_goes_on(list(_cell_columns(layouts)), pitch)
        ended, cut = _gaps_below(layouts)
        self._cut = min(cut, default=0.0)
        self._ended = median(ended) if ended else self._cut
        # Pages with footnotes leave the table less room, so they say nothing of its limit.
        free = [layout for layout in layouts if layout.separator is None]
        self._free_pages = {layout.number for layout in free}
        bottoms = [i.box.bottom for layout in free for i in layout.items if isinstance(i, Fragment)]
        self._limit = max(bottoms, default=0.0)

    def goes_on(
        self, paragraph: Sequence[Line], group: Sequence[Line], foot: Foot, head: Head
    ) -> bool:
        """Whether ``group``, first on its page, goes on with a paragraph of the page before.

        It may stand lower than its row begins, as after a paragraph's space, or where text is
        centred in its cell.
        """
        before, line = paragraph[-1], group[0]
        if line.bullet or _is_indented(paragraph, line, head.left - foot.left):
            return False
        if starts_inside(line.text):
            return not _is_next_item(paragraph, line)
        if box_of(line).top > head.top + LOWER or ends_early(before, line):
            return False
        if not is_finished(before.text):
            return True
        if self._had_room(before, group, foot) or self._makes_the_foot(before, foot):
            return False
        return self._full_line_goes_on

    def _had_room(self, before: Line, group: Sequence[Line], foot: Foot) -> bool:
        """Whether another line would have fitted below and no widow explains its absence."""
        if foot.page not in self._free_pages or len(group) <= WIDOW:
            return False
        return box_of(before).bottom + self._pitch.of(before) + self._cut <= self._limit + NEAR

    def _makes_the_foot(self, before: Line, foot: Foot) -> bool:
        """Whether the space after this paragraph, no other column's text, sets the row's height."""
        if self._ended - self._cut <= NEAR:
            return False
        if abs(box_of(before).bottom + self._ended - foot.bottom) > NEAR:
            return False
        others = [line for line in foot.last if line is not before and not is_finished(line.text)]
        return all(box_of(line).bottom + self._cut < foot.bottom - NEAR for line in others)


def _cell_columns(layouts: Sequence[Layout]) -> Iterator[Sequence[Line]]:
    for layout in layouts:
        for item in layout.items:
            if isinstance(item, Fragment):
                yield from (cell.lines for row in item.rows for cell in row if cell.lines)


def _gaps_below(layouts: Sequence[Layout]) -> tuple[list[float], list[float]]:
    """Distances (points) of the lowest line from its table's edge: at ends, and at page breaks."""
    ended: list[float] = []
    cut: list[float] = []
    for layout in layouts:
        for item, following in zip_longest(layout.items, layout.items[1:]):
            if isinstance(item, Fragment):
                foot = foot_of(item)
                gap = foot.bottom - max(box_of(line).bottom for line in foot.last)
                (cut if following is None else ended).append(gap)
    return ended, cut


def _full_line_goes_on(columns: Sequence[Sequence[Line]], pitch: Pitch) -> bool:
    """Whether paragraphs here mostly go on after a full line that ends a sentence."""
    inside = final = 0
    for lines in columns:
        groups = group_lines(lines, pitch)
        for group in groups:
            for above, below in pairwise(group):
                inside += is_finished(above.text) and not ends_early(above, below)
        for group, following in pairwise(groups):
            last = group[-1]
            final += is_finished(last.text) and not ends_early(last, following[0])
    return inside > final


def row_goes_on(pairs: Sequence[tuple[Line | None, GridCell]]) -> bool:
    """Whether the first row of a page is the rest of the last row of the page before.

    ``pairs`` holds, for every filled cell, the last line of the cell above it (None if empty).
    Each column votes: in mid-sentence it goes on, after a full stop or an early end it does not.
    """
    votes = 0
    for before, cell in pairs:
        if before is None:
            continue
        line = cell.lines[0]
        if starts_inside(line.text):
            votes += 1
        elif is_finished(before.text) or ends_early(before, line):
            votes -= 1
    return votes > 0
