"""Which rows head a table's columns with levels, and which levels head the most tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pipeline.marks import split_mark
from pipeline.pages.groups import (
    Columns,
    GridRow,
    Groups,
    groups_levels,
    groups_of,
    main_group,
    spanning_cell,
)
from pipeline.records import Fragment, GridCell
from pipeline.scale import (
    PROSE,
    Candidate,
    Header,
    find_header_names,
    fold,
    headers_of,
    is_beside,
    is_label_header,
    levels_of,
    may_say,
    says_nothing,
    words_of,
)

BOLD = 0.2  # share of the prose that may be bold where bold type tells heads from it

_WORD = re.compile(r"[^\W\d_]{2,}")


def find_levels(fragments: Sequence[Fragment]) -> tuple[Header, ...]:
    """The levels' headers, without those of label columns before them and of others beside them."""
    headers = find_header_names(_candidates(fragments))
    while len(headers) > 2:
        below = _cells_below(fragments, headers)
        first, last = below[0], below[-1]
        rest = [c for cells in below[1:] for c in cells if c.lines]
        before = [header.key for header in headers[:-1]]
        if is_label_header(headers, [c for c in first if c.lines], rest):
            headers = headers[1:]
        elif is_beside(headers[-1].key, before) or says_nothing(last, [*first, *rest]):
            headers = headers[:-1]
        elif is_beside(headers[0].key, [header.key for header in headers[1:]]):
            headers = headers[1:]
        else:
            break
    return _one_scale(fragments, headers)


def _one_scale(fragments: Sequence[Fragment], headers: tuple[Header, ...]) -> tuple[Header, ...]:
    """The headers of the scale that says most, where two stand side by side."""
    groups: list[Groups] = []
    for fragment in fragments:
        for above, row in pairwise(((), *fragment.rows)):
            if columns := match_levels(row, headers):
                grouped = groups_levels(above, columns)
                groups.append(groups_of(above, columns) if grouped else ())
    below = _cells_below(fragments, headers)
    words = [sum(cell.words for cell in cells) for cells in below]
    chosen = main_group(groups, words)
    return tuple(headers[i] for i in chosen) if chosen else headers


def _cells_below(fragments: Sequence[Fragment], headers: Sequence[Header]) -> list[list[GridCell]]:
    """The cells, empty ones too, that stand below each of the headers."""
    below: list[list[GridCell]] = [[] for _ in headers]
    for fragment, columns, rows in bodies(fragments, headers):
        for row in rows:
            for cell in row:
                if cell.column in columns and cell.span < len(fragment.edges) - 1:
                    below[columns[cell.column]].append(cell)
    return below


def _candidates(fragments: Iterable[Fragment]) -> Iterator[Candidate]:
    for fragment in fragments:
        first = True
        for i, row in enumerate(fragment.rows):
            below = next((r for r in fragment.rows[i + 1 :] if not spanning_cell(r)), None)
            prose = below is None or any(cell.words >= PROSE for cell in below)
            yield Candidate(tuple(cell.lines for cell in row), prose, first)
            first = first and spanning_cell(row) is not None


def bodies(
    fragments: Iterable[Fragment], headers: Sequence[Header]
) -> Iterator[tuple[Fragment, Columns, list[GridRow]]]:
    """Each fragment that the headers head, with their columns and the rows below them."""
    for fragment in fragments:
        for i, row in enumerate(fragment.rows):
            if columns := match_levels(row, headers):
                yield fragment, columns, list(fragment.rows[i + 1 :])
                break


def match_levels(row: GridRow, headers: Sequence[Header]) -> Columns | None:
    """Which column shows which level if this row is the header; None if it is not.

    Levels may be missing and other columns may stand beside them, but the order is the scale's, or
    its reverse where a person has named the levels.
    """
    names = words_of(headers)
    if sum(may_say(c.text, names) for c in row) < 2:
        return None
    columns: Columns = {}
    order: list[int] = []
    rows = [c.lines for c in row], [c.lines[:1] for c in row]
    named, opened = (levels_of(lines, headers) for lines in rows)
    for cell, alone, first in zip(row, named, opened, strict=True):
        level = first if alone is None else alone
        if level is not None:
            order.append(level)
            columns.update(dict.fromkeys(range(cell.column, cell.column + cell.span), level))
    enough = len(order) >= max(2, (len(headers) + 1) // 2)
    in_order = order in (sorted(set(order)), sorted(set(order), reverse=True))
    heads = enough and in_order and not says_more(row, columns, headers, named_alone=False)
    return columns if heads else None


def says_more(
    row: GridRow, columns: Columns, headers: Sequence[Header], *, named_alone: bool
) -> bool:
    """Whether the cells begin with the names of their levels, but say more than these and a note.

    Those whose names stand on a line alone count only if ``named_alone``: text may be stuck to a
    header.
    """
    cells = [(c, headers[columns[c.column]]) for c in row if c.column in columns]
    longer = 0
    for cell, header in cells:
        first = fold(split_mark(cell.lines[0].text)[0]) if cell.lines else ""
        if named_alone or not header.key.startswith(first):
            said = f"{header.name} {header.note or ''}".split()
            longer += len(cell.text.split()) >= len(said) + PROSE
    return 2 * longer > len(cells)


def names_columns(row: GridRow, below: Iterable[GridRow]) -> bool:
    """Whether a row heads the columns below it with names: all bold, above prose that is not."""
    filled = [cell for cell in row if cell.lines]
    if not all(line.bold for cell in filled for line in cell.lines) or 2 * len(filled) < len(row):
        return False
    headers = headers_of([cell.lines for cell in filled])
    if headers is None or not all(_WORD.search(header.name) for header in headers):
        return False
    prose = [c for r in below for c in r if c.words >= PROSE]
    return bool(prose) and sum(c.lines[-1].bold for c in prose) <= BOLD * len(prose)
