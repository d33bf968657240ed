"""Tables without columns drawn that have a row for each level: its name, a gap, what it says.

The names come again in one order, each in front of prose, and all of the prose begins at one edge.

entries    short texts in front of prose
wrapped    those that wrap made whole
levels     which of them name levels
stretches  where a table begins and ends
cells      its rows and columns
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pipeline.pages.level_rows.cells import fragment_of
from pipeline.pages.level_rows.entries import aligned_entries
from pipeline.pages.level_rows.levels import find_levels
from pipeline.pages.level_rows.stretches import Stretch, stretches_of
from pipeline.pages.level_rows.wrapped import whole_names
from pipeline.pages.printed import Row, printed_rows, with_fragments
from pipeline.records import Layout, Word

SAME_ROW = 0.45  # of the size: within it, a name and its prose stand on one base line


def find_level_rows(layouts: Sequence[Layout], words: Sequence[Sequence[Word]]) -> Sequence[Layout]:
    """The layouts with the fragments of such tables; unchanged where no names come again.

    ``words`` are those of each page that may stand in a table.
    """
    pages = [printed_rows(inside, SAME_ROW) for inside in words]
    entries = whole_names(pages, aligned_entries(pages), [layout.rules for layout in layouts])
    levels = find_levels([entry for page in entries for entry in page])
    if levels is None:
        return layouts
    found: list[list[Stretch]] = []
    last: Stretch | None = None
    for rows, page in zip(pages, entries, strict=True):
        stretches = list(stretches_of(rows, page, levels, last))
        last = stretches[-1] if stretches and stretches[-1].end == len(rows) else None
        found.append(stretches)
    rights = _right_edges(layouts, pages, found)
    each = zip(layouts, words, pages, found, strict=True)
    return [
        _with_tables(layout, inside, rows, stretches, rights)
        for layout, inside, rows, stretches in each
    ]


def _right_edges(
    layouts: Sequence[Layout], pages: Sequence[Sequence[Row]], found: Sequence[Sequence[Stretch]]
) -> dict[float, float]:
    """How far to the right the tables reach, for each width of page."""
    reach: dict[float, float] = defaultdict(float)
    for layout, rows, stretches in zip(layouts, pages, found, strict=True):
        ends = [
            w.x1 for stretch in stretches for row in rows[stretch.start : stretch.end] for w in row
        ]
        reach[layout.width] = max([reach[layout.width], *ends])
    return reach


def _with_tables(
    layout: Layout,
    words: Sequence[Word],
    rows: Sequence[Row],
    stretches: Sequence[Stretch],
    rights: Mapping[float, float],
) -> Layout:
    if not stretches:
        return layout
    fragments = [fragment_of(layout, rows, stretch, rights[layout.width]) for stretch in stretches]
    taken = [
        word for stretch in stretches for row in rows[stretch.start : stretch.end] for word in row
    ]
    return with_fragments(layout, words, fragments, taken)
