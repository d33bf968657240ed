"""Level heads that stand above the rules of their table, as where only its body has borders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from pipeline.geometry import Box
from pipeline.pages.grid import SNAP
from pipeline.pages.headrows import NEXT_LINE, TALLEST
from pipeline.pages.layout import box_around
from pipeline.pages.printed import (
    LOOSE_GAP,
    Row,
    column_of,
    crosses,
    lines_of,
    printed_rows,
    segments_of,
    with_fragments,
)
from pipeline.records import Fragment, GridCell, Layout, Word
from pipeline.scale import LONGEST_NAME_WORDS


def find_heads_above(layouts: Sequence[Layout], words: Sequence[Sequence[Word]]) -> list[Layout]:
    """The layouts with rows of short texts right above ruled tables as their first rows.

    ``words`` are those of each page that may stand in a header.
    """
    return [_with_heads(layout, loose) for layout, loose in zip(layouts, words, strict=True)]


def _with_heads(layout: Layout, words: Sequence[Word]) -> Layout:
    tables = [item for item in layout.items if isinstance(item, Fragment)]
    rows = printed_rows(words) if tables else []
    heads = [(table, head) for table in tables if (head := _rows_over(table, rows, layout.fills))]
    if not heads:
        return layout
    headed = [table for table, _ in heads]
    others = tuple(item for item in layout.items if item not in headed)
    whole = [_headed(table, head) for table, head in heads]
    taken = [word for _, head in heads for row in head for word in row]
    return with_fragments(replace(layout, items=others), words, whole, taken)


def _rows_over(table: Fragment, rows: Sequence[Row], fills: Sequence[Box]) -> list[Row]:
    """The printed rows of a header right above a table: those in its shading, else the next ones.

    Each column from one on has its head; those before it may hold what names the rows.
    """
    top = table.box.top
    shaded = [f.top for f in fills if abs(f.bottom - top) <= SNAP and f.touches(table.box, SNAP)]
    above = [row for row in rows if box_around(row).middle[1] < top]
    if shaded:
        head = [row for row in above if box_around(row).middle[1] > min(shaded)]
    else:
        head = list(_next_rows(above[::-1], top))[::-1]
    return head if len(head) <= TALLEST and _heads_columns(head, table.edges) else []


def _next_rows(above: Sequence[Row], top: float) -> Iterator[Row]:
    """The rows above a table from below, as far as each has several parts and is near the last."""
    near = LOOSE_GAP
    for row in takewhile(lambda row: len(segments_of(row)) > 1, above):
        if top - row[0].bottom > near * row[0].size:
            return
        yield row
        top, near = row[0].bottom, NEXT_LINE


def _heads_columns(head: Sequence[Row], edges: Sequence[float]) -> bool:
    """Whether the rows hold a short text over each column, those of labels perhaps apart."""
    if not head or any(crosses(row, edges) or not _over(row, edges) for row in head):
        return False
    counts = [len(words) for words in _columns(head, edges)]
    named = [i for i, count in enumerate(counts) if count]
    last = range(named[0], len(counts))
    return len(named) > 1 and named == list(last) and max(counts) <= LONGEST_NAME_WORDS


def _over(row: Row, edges: Sequence[float]) -> bool:
    return row[0].x0 >= edges[0] - SNAP and row[-1].x1 <= edges[-1] + SNAP


def _columns(head: Sequence[Row], edges: Sequence[float]) -> list[list[Word]]:
    columns: list[list[Word]] = [[] for _ in edges[1:]]
    for row in head:
        for word in row:
            columns[column_of(edges, word)].append(word)
    return columns


def _headed(table: Fragment, head: Sequence[Row]) -> Fragment:
    """The table with a row of heads on top."""
    box = box_around([word for row in head for word in row])
    cells = tuple(
        GridCell(i, 1, lines_of(words, table.page))
        for i, words in enumerate(_columns(head, table.edges))
    )
    whole = replace(table.box, top=box.top)
    tops = (box.top, *table.tops) if table.tops else ()
    return replace(table, box=whole, rows=(cells, *table.rows), tops=tops)
