"""Which rows of a fragment head its columns with levels, and the stretches between such headers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from statistics import median_low

from pipeline.level_columns import Column, is_weight, without_others
from pipeline.marks import split_code, split_mark
from pipeline.pages.groups import (
    Columns,
    GridRow,
    Groups,
    covered,
    groups_levels,
    groups_of,
    main_group,
)
from pipeline.pages.turned import Turned, is_worded
from pipeline.records import Fragment, GridCell, Line
from pipeline.scale import (
    PROSE,
    Candidate,
    Header,
    find_header_names,
    fold,
    header_key,
    headers_of,
    levels_of,
    may_say,
    words_of,
)

SAME_EDGE = 4.0  # points by which the column edges of two fragments of one table may differ
SAME_SHARE = 0.02  # ... or this share of the table's width, where its width has changed
BOLD = 0.2  # share of the prose that may be bold where bold type tells heads from it
FULL = 0.7  # share of its cells that hold prose where a table says something for all levels

_WORD = re.compile(r"[^\W\d_]{2,}")


# ---- the level header ---------------------------------------------------------------------------


def find_levels(fragments: Sequence[Fragment]) -> tuple[Header, ...]:
    """The levels' headers, without those of label columns before them and of others beside them."""
    headers = find_header_names(_candidates(fragments))
    while len(headers) > 2:
        fewer = without_others(_columns_below(fragments, headers))
        if len(fewer) == len(headers):
            break
        headers = fewer
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


def _columns_below(fragments: Sequence[Fragment], headers: Sequence[Header]) -> list[Column]:
    """The columns under the headers: their cells, how wide they mostly are, and how many rows."""
    widths: list[Counter[float]] = [Counter() for _ in headers]
    rows: list[int] = []
    opens = True
    for fragment, columns, body in bodies(fragments, headers):
        rows.append(len(body))
        opens = opens and min(columns) == 0
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
            zip(headers, _cells_below(fragments, headers), widths, strict=True)
        )
    ]


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
    heads = enough and in_order and not _says_more(row, columns, headers, named_alone=False)
    return columns if heads else None


def _says_more(
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


# ---- fragments into parts -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a fragment under at most one level header; ``columns`` is None without one."""

    fragment: Fragment
    banner: tuple[GridRow, ...]
    heads: tuple[Line, ...]
    columns: Columns | None
    body: tuple[GridRow, ...]
    opens: bool  # the fragment's first part
    labels: frozenset[int] = frozenset()  # the columns that name rows
    head: GridRow = ()  # the level header
    other: bool = False  # its first row heads columns that show no levels


def fragment_parts(fragment: Fragment, headers: Sequence[Header]) -> list[Part]:
    """Cut a fragment at its level headers; a spanning row right above one is its banner."""
    parts: list[Part] = []
    cut_head = fragment.rows[: fragment.head_rows]
    heads = tuple(line for row in cut_head for cell in row for line in cell.lines)
    banner: tuple[GridRow, ...] = ()
    columns: Columns | None = None
    labels: frozenset[int] = frozenset()
    head: GridRow = ()
    body: list[GridRow] = []

    def close() -> None:
        if columns is not None or body:
            opens = not parts
            other = columns is None and names_columns(body[0], body[1:])
            rows = tuple(body)
            parts.append(Part(fragment, banner, heads, columns, rows, opens, labels, head, other))

    whole = fragment.rows[fragment.head_rows :]
    for i, row in enumerate(whole):
        found = match_levels(row, headers)
        if found is None or (columns and _says_more(row, found, headers, named_alone=True)):
            if body and names_columns(row, whole[i + 1 :]):
                close()
                banner, heads, columns, labels, head, body = (), (), None, frozenset(), (), []
            body.append(row)
            continue
        grouped = body.pop() if body and groups_levels(body[-1], found) else ()
        above: list[GridRow] = []
        while body and spanning_cell(body[-1]):
            above.insert(0, body.pop())
        close()
        banner, columns, body = tuple(above), found, []
        labels, head = _label_columns(row, found) - _other_scales(grouped, found), row
        # A line over several columns is part of the head of each.
        heads = tuple(dict.fromkeys(line for cell in (*grouped, *row) for line in cell.lines))
    close()
    return parts


def _other_scales(grouped: GridRow, columns: Columns) -> frozenset[int]:
    """The columns under a cell of the row above the header that covers none of the levels."""
    wide = (covered(cell) for cell in grouped if cell.span > 1)
    return frozenset(i for under in wide if not set(under) & set(columns) for i in under)


def all_parts(fragments: Sequence[Fragment], headers: Sequence[Header]) -> list[list[Part]]:
    """Each fragment's parts, with the heads and banners whole that a page break cut off."""
    found = [fragment_parts(fragment, headers) for fragment in fragments]
    for above, below in pairwise(found):
        if above and below:
            below[0] = _without_rest_of_head(above[-1], below[0], headers)
    headed = [part for parts in found for part in parts if part.columns]
    if 2 * sum(bool(part.banner) for part in headed) > len(headed):
        for above, below in pairwise(found):
            _move_banner(above, below)
    return found


def _without_rest_of_head(last: Part, first: Part, headers: Sequence[Header]) -> Part:
    """A part whose first row only ends the header at the foot of the page before, without it."""
    if last.body or last.columns is None or first.columns is not None or not first.body:
        return first
    heads = {cell.column: cell.text for cell in last.head}
    for cell in first.body[0]:
        level = last.columns.get(cell.column)
        if cell.lines and level is None:
            return first
        if cell.lines and level is not None:
            whole = f"{headers[level].name} {headers[level].note or ''}"
            if fold(f"{heads.get(cell.column, '')} {cell.text}") != fold(whole):
                return first
    lines = tuple(line for cell in first.body[0] for line in cell.lines)
    return replace(first, heads=(*first.heads, *lines), body=first.body[1:], other=False)


def _move_banner(above: list[Part], below: list[Part]) -> None:
    """Move a spanning row from a page's end over the header that begins the next page."""
    if not (above and below and above[-1].body):
        return
    last, first = above[-1], below[0]
    begins = first.columns is not None and first.opens and not first.banner
    if begins and last.fragment.page < first.fragment.page and spanning_cell(last.body[-1]):
        above[-1] = replace(last, body=last.body[:-1])
        below[0] = replace(first, banner=last.body[-1:])


def without_stuck_body(part: Part, first: GridRow) -> Part:
    """A part under a repeat of the header ``first``, with what stands in its cells below that.

    Some producers draw no rule between a repeated header and the rest of a row that was cut.
    """
    printed = {cell.column: fold(cell.text) for cell in first}
    cells = [(cell, _lines_of_head(cell, printed.get(cell.column))) for cell in part.head]
    below = tuple(replace(cell, lines=cell.lines[n:]) for cell, n in cells)
    if not any(cell.lines for cell in below):
        return part
    moved = {line for cell in below for line in cell.lines}
    heads = tuple(line for line in part.heads if line not in moved)
    return replace(part, heads=heads, head=first, body=(below, *part.body))


def _lines_of_head(cell: GridCell, printed: str | None) -> int:
    """How many of the cell's lines say what the header says in that column; else all of them."""
    if printed == "":
        return 0
    counts = range(1, len(cell.lines))
    said = (n for n in counts if fold(" ".join(x.text for x in cell.lines[:n])) == printed)
    return next(said, len(cell.lines))


def code_of(part: Part, headers: Sequence[Header]) -> str | None:
    """What stands before the levels' names, where another code does so in each table."""
    if part.columns is None or not any(header.coded for header in headers):
        return None
    return split_code([c.text for c in part.head if c.column in part.columns])[0] or None


def _label_columns(head: GridRow, levels: Columns) -> frozenset[int]:
    """The columns before the levels, except those that hold marks."""
    before = {cell.column: cell for cell in head if cell.column < min(levels)}
    beside = {i for i, c in before.items() if c.lines and is_weight(header_key(c.lines))}
    return frozenset(range(min(levels))) - beside


def turned_part(fragment: Fragment, turned: Turned) -> Part:
    """A fragment with the levels down a column: the cell behind says what each looks like."""
    named = [row for row in fragment.rows if _names_level(row, turned)]
    heads = list(takewhile(lambda row: _heads_rows(row, turned), fragment.rows))
    behind = [
        [c.column for c in row if c.column > turned.column and is_worded(c)]
        for row in named or heads
    ]
    counts = Counter(column for columns in behind for column in columns)
    # Tables that touch have their columns at different places, but only one behind the names.
    alone = all(len(columns) == 1 for columns in behind)
    told = list(counts) if alone else [column for column, _ in counts.most_common(1)]
    return Part(
        fragment,
        (),
        tuple(line for row in heads for cell in row for line in cell.lines),
        dict.fromkeys(told, 0) | dict.fromkeys(range(turned.column), 1) if told else None,
        fragment.rows[len(heads) :],
        opens=True,
        labels=frozenset([turned.column]),
    )


def _names_level(row: GridRow, turned: Turned) -> bool:
    return any(
        c.column == turned.column and turned.level_of(c.lines) is not None for c in row if c.lines
    )


def _heads_rows(row: GridRow, turned: Turned) -> bool:
    """Whether a row only says what stands in the columns."""
    cell = next((c for c in row if c.column == turned.column and c.lines), None)
    if cell is None or spanning_cell(row) or _names_level(row, turned):
        return False
    short = all(len(c.text.split()) < PROSE for c in row)
    return cell.text in turned.heads or (short and any(c.lines for c in row if c is not cell))


def spanning_cell(row: GridRow) -> GridCell | None:
    """The only filled cell of a row, if it spans several columns."""
    filled = [cell for cell in row if cell.lines]
    return filled[0] if len(filled) == 1 and filled[0].span > 1 else None


def same_edges(a: Sequence[float], b: Sequence[float]) -> bool:
    """Whether two fragments have the same columns, wherever on the page they stand."""
    if len(a) != len(b):
        return False
    slack = max(SAME_EDGE, SAME_SHARE * (a[-1] - a[0]))
    return all(abs((x - a[0]) - (y - b[0])) <= slack for x, y in zip(a, b, strict=True))


def same_columns(before: Fragment, part: Part) -> bool:
    """Whether a part without a header has the columns of the table before: alike, or as many.

    Where a producer fits the columns to each table's text, full rows have to do for alike.
    """
    if same_edges(before.edges, part.fragment.edges):
        return True
    told = sum(len(c.text.split()) >= PROSE for row in part.body for c in row)
    full = told > FULL * sum(len(row) for row in part.body)
    return full and len(before.edges) == len(part.fragment.edges)
