"""Tables without rules whose columns stand so near that words may be in the wrong one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from pipeline.geometry import Box, gap_between
from pipeline.records import (
    Finding,
    Flow,
    Fragment,
    Layout,
    Line,
    Passage,
    Place,
    Row,
    Table,
    box_of,
)

UNCERTAIN = "columns-uncertain"
NEAR = 0.6  # points per point of size; spaces in justified lines come close to it, gutters do not


def uncertain_columns(layouts: Sequence[Layout], flow: Flow) -> list[Finding]:
    """A finding for each page with such a table; ``layouts`` show which tables have rules."""
    ruled = {
        layout.number: [item.box for item in layout.items if isinstance(item, Fragment)]
        for layout in layouts
    }
    nearest: dict[int, float] = {}
    for row in (row for item in flow.items if isinstance(item, Table) for row in item.rows):
        for page, gap in _gaps(row, ruled):
            nearest[page] = min(gap, nearest.get(page, gap))
    return [_finding(page, gap) for page, gap in sorted(nearest.items())]


def _finding(page: int, gap: float) -> Finding:
    return Finding(
        UNCERTAIN,
        "warning",
        f"columns without rules come within {max(gap, 0.0):.1f} points of one another, so words "
        "may stand in the wrong one: ask a second reader with `--second-reader camelot`",
        place=Place(page=page),
    )


def _gaps(row: Row, ruled: Mapping[int, Sequence[Box]]) -> Iterator[tuple[int, float]]:
    """(page, points between two columns) wherever that is little."""
    columns = [_lines(cell, ruled) for cell in (row.label, *row.cells)]
    for a, b in combinations(columns, 2):
        for page in a.keys() & b.keys():
            gap = gap_between(map(box_of, a[page]), map(box_of, b[page]))
            if gap is not None and gap < NEAR * min(line.size for line in (*a[page], *b[page])):
                yield page, gap


def _lines(
    cell: Sequence[Passage], ruled: Mapping[int, Sequence[Box]]
) -> Mapping[int, Sequence[Line]]:
    """The lines of a cell that no rules part from others, page by page."""
    lines: dict[int, list[Line]] = defaultdict(list)
    for line in (line for passage in cell for line in passage.lines):
        page = line.place.page or 0
        if not any(box.holds(*box_of(line).middle) for box in ruled.get(page, ())):
            lines[page].append(line)
    return lines
