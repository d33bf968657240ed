"""Fragments cut into parts: the stretches between their level headers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile

from pipeline.marks import split_code
from pipeline.pages.groups import (
    Columns,
    GridRow,
    groups_levels,
    halves_of,
    spanning_cell,
    wide_cells,
)
from pipeline.pages.level_heads import match_levels, names_columns, says_more
from pipeline.pages.turned import Turned, is_worded
from pipeline.records import Fragment, GridCell, Line
from pipeline.scale import PROSE, Header, fold, header_key, is_weight, text_of

SAME_EDGE = 4.0  # points by which the column edges of two fragments of one table may differ
SAME_SHARE = 0.02  # ... or this share of the table's width, where its width has changed
FULL = 0.7  # share of its cells that hold prose where a table says something for all levels


# ---- fragments into parts -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a fragment under at most one level header; ``columns`` is None without one."""

    fragment: Fragment
    banner: tuple[GridRow, ...] = ()
    heads: tuple[Line, ...] = ()
    columns: Columns | None = None
    body: tuple[GridRow, ...] = ()
    opens: bool = False  # the fragment's first part
    labels: frozenset[int] = frozenset()  # the columns that name rows
    head: GridRow = ()  # the level header
    other: bool = False  # its first row heads columns that show no levels
    halves: Mapping[int, str] = field(default_factory=dict)  # what groups columns of equal levels
    others: tuple[frozenset[int], ...] = ()  # the columns that show another scale, scale by scale


def fragment_parts(fragment: Fragment, headers: Sequence[Header]) -> list[Part]:
    """Cut a fragment at its level headers; a spanning row right above one is its banner."""
    parts: list[Part] = []
    cut_head = fragment.rows[: fragment.head_rows]
    part = Part(fragment, heads=tuple(_lines(cut_head)))
    body: list[GridRow] = []

    def close() -> None:
        if part.columns is not None or body:
            other = part.columns is None and names_columns(body[0], body[1:])
            parts.append(replace(part, body=tuple(body), opens=not parts, other=other))

    whole = fragment.rows[fragment.head_rows :]
    for i, (before, row) in enumerate(pairwise(((), *whole)), 1):
        found = match_levels(row, headers, before)
        if found is None or (part.columns and says_more(row, found, headers, named_alone=True)):
            if body and names_columns(row, whole[i:]):
                close()
                part, body = Part(fragment), []
            body.append(row)
            continue
        grouped = body.pop() if body and groups_levels(body[-1], found) else ()
        banner: list[GridRow] = []
        while body and spanning_cell(body[-1]):
            banner.insert(0, body.pop())
        close()
        part, body = _part_under(fragment, row, found, grouped), []
        part = replace(part, banner=tuple(banner))
    close()
    return parts


def _part_under(fragment: Fragment, head: GridRow, columns: Columns, grouped: GridRow) -> Part:
    """A part under a level header, and maybe a row above that groups its columns."""
    others = _other_scales(grouped, columns)
    return Part(
        fragment,
        heads=tuple(dict.fromkeys(_lines([grouped, head]))),  # one line may head several columns
        columns=columns,
        labels=_label_columns(head, columns).difference(*others),
        head=head,
        halves=halves_of(grouped, columns),
        others=others,
    )


def _lines(rows: Iterable[GridRow]) -> Iterator[Line]:
    return (line for row in rows for cell in row for line in cell.lines)


def _other_scales(grouped: GridRow, columns: Columns) -> tuple[frozenset[int], ...]:
    """The columns under each cell of the row above the header that covers none of the levels."""
    return tuple(frozenset(group) for group in wide_cells(grouped) if not set(group) & set(columns))


def all_parts(fragments: Sequence[Fragment], headers: Sequence[Header]) -> list[list[Part]]:
    """Each fragment's parts, with the heads and banners whole that a page break cut off."""
    found = [fragment_parts(fragment, headers) for fragment in fragments]
    _tell_scales_apart(found)
    for above, below in pairwise(found):
        if above and below:
            below[0] = _without_rest_of_head(above[-1], below[0], headers)
    headed = [part for parts in found for part in parts if part.columns]
    if 2 * sum(bool(part.banner) for part in headed) > len(headed):
        for above, below in pairwise(found):
            _move_banner(above, below)
    return found


def _tell_scales_apart(found: Iterable[list[Part]]) -> None:
    """Keep columns of another scale out of the labels, also where a break cut off what tells."""
    scales = {frozenset(_keys(p, group)) for parts in found for p in parts for group in p.others}
    for parts in found if scales else ():
        for i, part in enumerate(parts):
            groups = ({c for c in part.labels if scale & set(_keys(part, {c}))} for scale in scales)
            others = (*part.others, *(frozenset(group) for group in groups if group))
            parts[i] = replace(part, others=others, labels=part.labels.difference(*others))


def _keys(part: Part, columns: Container[int]) -> Iterator[str]:
    """What heads some columns."""
    return (header_key(c.lines) for c in part.head if c.column in columns and c.lines)


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
    lines = tuple(_lines(first.body[:1]))
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
    said = (n for n in counts if fold(text_of(cell.lines[:n])) == printed)
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
    first = list(takewhile(lambda row: _heads_rows(row, turned), fragment.rows))
    again = [row for row in fragment.rows[len(first) :] if _is_head(row, turned)]
    heads = [*first, *again]
    behind = [
        [c.column for c in row if c.column > turned.column and is_worded(c)]
        for row in named or heads
    ]
    counts = Counter(column for columns in behind for column in columns)
    # Tables that touch have their columns at different places, but only one behind the names.
    alone = all(len(columns) == 1 for columns in behind)
    told = list(counts) if alone else [column for column, _ in counts.most_common(1)]
    columns = dict.fromkeys(told, 0) | dict.fromkeys(range(turned.column), 1)
    return Part(
        fragment,
        heads=tuple(_lines(heads)),
        columns=columns if told else None,
        body=tuple(row for row in fragment.rows if row not in heads),
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
    return _is_head(row, turned) or (short and any(c.lines for c in row if c is not cell))


def _is_head(row: GridRow, turned: Turned) -> bool:
    """Whether a row holds a known head of the levels' column."""
    return any(c.column == turned.column and c.text in turned.heads for c in row if c.lines)


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
