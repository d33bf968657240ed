"""Which rows head a table's columns with levels, and which levels head the most tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, takewhile
from statistics import median_low

from pipeline.marks import is_mark, split_mark
from pipeline.pages.groups import (
    Columns,
    GridRow,
    Groups,
    covered,
    groups_levels,
    groups_of,
    main_group,
    may_group,
    spanning_cell,
    wide_cells,
)
from pipeline.records import Fragment, GridCell
from pipeline.scale import (
    PROSE,
    Candidate,
    Column,
    Header,
    find_header_names,
    fold,
    headers_of,
    levels_of,
    may_say,
    phrases_of,
    without_others,
    words_of,
)

BOLD = 0.2  # share of the prose that may be bold where bold type tells heads from it

_WORD = re.compile(r"[^\W\d_]{2,}")

_Body = tuple[Fragment, Columns, list[GridRow]]  # a fragment, its columns, the rows below its head


def find_levels(fragments: Sequence[Fragment]) -> tuple[Header, ...]:
    """The levels' headers, without those of label columns before them and of others beside them."""
    return _levels_among(find_header_names(_candidates(fragments)), fragments)


def find_phrases(fragments: Sequence[Fragment]) -> tuple[Header, ...]:
    """The levels' headers where their names are longer than names are, to be asked last.

    They head several tables with the same words, or one in bold over plain prose.
    """
    votes: Counter[tuple[Header, ...]] = Counter()
    for fragment in fragments:
        first = sum(1 for _ in takewhile(lambda row: spanning_cell(row) is not None, fragment.rows))
        for row in fragment.rows[first : first + 1]:
            if headers := phrases_of([cell.lines for cell in row]):
                votes[headers] += 2 if _is_bold_head(row, fragment.rows[first + 1 :]) else 1
    (headers, times), *_ = (*votes.most_common(1), ((), 0))
    return _levels_among(headers, fragments) if times > 1 else ()


def _levels_among(headers: tuple[Header, ...], fragments: Sequence[Fragment]) -> tuple[Header, ...]:
    """The headers without those of columns that show no levels."""
    while len(headers) > 2:
        fewer = without_others(_columns_below(fragments, headers))
        if len(fewer) == len(headers):
            break
        headers = fewer
    return _one_scale(fragments, headers)


def _one_scale(fragments: Sequence[Fragment], headers: tuple[Header, ...]) -> tuple[Header, ...]:
    """The headers of the scale that says most, where two stand side by side."""
    if not any(may_group(row) for fragment in fragments for row in fragment.rows):
        return headers  # as mostly
    groups: list[Groups] = []
    for fragment in fragments:
        for above, row in pairwise(((), *fragment.rows)):
            if columns := match_levels(row, headers, above):
                grouped = groups_levels(above, columns)
                groups.append(groups_of(above, columns) if grouped else ())
    if not any(groups):
        return headers
    below = _cells_below(list(bodies(fragments, headers)), len(headers))
    words = [sum(cell.words for cell in cells) for cells in below]
    chosen = main_group(groups, words)
    return tuple(headers[i] for i in chosen) if chosen else headers


def _columns_below(fragments: Sequence[Fragment], headers: Sequence[Header]) -> list[Column]:
    """The columns under the headers: their cells, how wide they mostly are, and how many rows."""
    widths: list[Counter[float]] = [Counter() for _ in headers]
    rows: list[int] = []
    found = list(bodies(fragments, headers))
    opens = all(min(columns) == 0 for _, columns, _ in found) or any(map(_has_themes, found))
    for fragment, columns, body in found:
        rows.append(len(body))
        for column, level in columns.items():
            widths[level][round(fragment.edges[column + 1] - fragment.edges[column])] += 1
    usual = median_low(rows) if rows else 0
    return [
        Column(
            header,
            cells,
            width=width.most_common(1)[0][0] if width else None,
            rows=usual if opens and not i else 0,
        )
        for i, (header, cells, width) in enumerate(
            zip(headers, _cells_below(found, len(headers)), widths, strict=True)
        )
    ]


def _has_themes(body: _Body) -> bool:
    """Whether cells before the named columns go down over several rows, which need names too."""
    _, columns, rows = body
    before = (c for row in rows for c in row if c.column < min(columns))
    return any(cell.lines and cell.depth > 1 for cell in before)


def _cells_below(found: Iterable[_Body], headers: int) -> list[list[GridCell]]:
    """The cells, empty ones too, that stand below each of so many headers."""
    below: list[list[GridCell]] = [[] for _ in range(headers)]
    for fragment, columns, rows in found:
        for row in rows:
            for cell in row:
                if cell.column in columns and cell.span < len(fragment.edges) - 1:
                    below[columns[cell.column]].append(cell)
    return below


def _is_passed_over(row: GridRow) -> bool:
    """Whether a row between names and prose is across the table, or says the levels' marks."""
    filled = [cell.text for cell in row if cell.lines]
    return spanning_cell(row) is not None or (bool(filled) and all(map(is_mark, filled)))


def _candidates(fragments: Iterable[Fragment]) -> Iterator[Candidate]:
    for fragment in fragments:
        first = True
        for i, (above, row) in enumerate(pairwise(((), *fragment.rows)), 1):
            rest = fragment.rows[i:]
            below = next((r for r in rest if not _is_passed_over(r)), None)
            prose = below is None or any(cell.words >= PROSE for cell in below)
            cells = _without_groups(row, above, rest) if prose else row
            yield Candidate(tuple(cell.lines for cell in cells), prose, first)
            first = first and spanning_cell(row) is not None


def _without_groups(row: GridRow, above: GridRow, below: Iterable[GridRow]) -> GridRow:
    """A row in which names come again, with those of the group alone that says most below."""
    groups = wide_cells(above)
    keys = [fold(cell.text) for cell in row if cell.lines] if len(groups) > 1 else []
    if len(set(keys)) == len(keys):
        return row
    cells = [cell for other in below for cell in other]
    main = max(groups, key=lambda group: sum(c.words for c in cells if c.column in group))
    return tuple(c for c in row if c.column in main or not any(c.column in g for g in groups))


def bodies(fragments: Iterable[Fragment], headers: Sequence[Header]) -> Iterator[_Body]:
    """Each fragment that the headers head, with their columns and the rows below them."""
    for fragment in fragments:
        for i, (above, row) in enumerate(pairwise(((), *fragment.rows)), 1):
            if columns := match_levels(row, headers, above):
                yield fragment, columns, list(fragment.rows[i:])
                break


def match_levels(row: GridRow, headers: Sequence[Header], above: GridRow = ()) -> Columns | None:
    """Which column shows which level if this row is the header; None if it is not.

    Levels may be missing and other columns may stand beside them, but the order is the scale's, or
    its reverse where a person has named the levels. The same levels may come again, each time under
    another cell of the row ``above``.
    """
    names = words_of(headers)
    if sum(may_say(c.text, names) for c in row) < 2:
        return None
    named = levels_of([c.lines for c in row], headers)
    longer = any(level is None and c.lines[1:] for level, c in zip(named, row, strict=True))
    opened = levels_of([c.lines[:1] for c in row], headers) if longer else named
    found: Columns = {}
    for cell, alone, first in zip(row, named, opened, strict=True):
        level = first if alone is None else alone
        if level is not None:
            found[cell.column] = level
    shown = _whole_groups(found, above)
    order = list(dict.fromkeys(shown.values()))
    enough = len(order) >= max(2, (len(headers) + 1) // 2)
    in_order = order in (sorted(order), sorted(order, reverse=True))
    columns = {i: shown[c.column] for c in row if c.column in shown for i in covered(c)}
    heads = enough and in_order and not says_more(row, columns, headers, named_alone=False)
    return columns if heads else None


def _whole_groups(found: Columns, above: GridRow) -> Columns:
    """The columns with the levels that they name, where these come again the fullest groups alone.

    There are none where levels come again that nothing groups.
    """
    if len(set(found.values())) == len(found):
        return found
    groups = [{i: level for i, level in found.items() if i in group} for group in wide_cells(above)]
    named = [tuple(group.values()) for group in groups]
    fullest = max(named, key=len, default=())
    once = len(set(fullest)) == len(fullest)
    whole = (group for group, levels in zip(groups, named, strict=True) if levels == fullest)
    return {i: level for group in whole for i, level in group.items()} if once else {}


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
    if not _is_bold_head(row, below):
        return False
    headers = headers_of([cell.lines for cell in row if cell.lines])
    return headers is not None and all(_WORD.search(header.name) for header in headers)


def _is_bold_head(row: GridRow, below: Iterable[GridRow]) -> bool:
    filled = [cell for cell in row if cell.lines]
    if not all(line.bold for cell in filled for line in cell.lines) or 2 * len(filled) < len(row):
        return False
    prose = [c for r in below for c in r if c.words >= PROSE]
    return bool(prose) and sum(c.lines[-1].bold for c in prose) <= BOLD * len(prose)
