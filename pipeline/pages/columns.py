"""Tables without rules: columns from where the words stand under the names of the levels.

No table finder is needed once the header is known. Words below it belong to the column that they
stand in until a line runs across the columns; the next page goes on in the same ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.geometry import Box
from pipeline.pages.layout import box_around
from pipeline.pages.printed import (
    LOOSE_GAP,
    Row,
    body_rows,
    column_of,
    crosses,
    grid_row,
    lines_of,
    printed_rows,
    rule_above,
    segments_of,
    with_fragments,
    words_inside,
)
from pipeline.records import Fragment, Layout, Line, Word
from pipeline.scale import (
    LONGEST_NAME_WORDS,
    Candidate,
    Header,
    find_header_names,
    fold,
    header_key,
)

ALIGNED = 3.0  # points within which a column's lines start at one edge
SAMPLE = 15  # rows below a header that show where its columns stand
LARGER = 0.6  # points by which headings are larger than the text
SMALLER = 0.97  # notes under a level's name are set smaller than this share of the text


def find_columns(
    layouts: Sequence[Layout], furniture: Sequence[Line], levels: Sequence[str] = ()
) -> tuple[list[Layout], list[Line]]:
    """The layouts with the fragments of unruled tables; unchanged where no header is found.

    ``furniture`` are lines beside the text, whose words belong to no column. Those among them that
    turn out to be headers, repeated on top of each page, are the second of the results.
    """
    words = words_inside(layouts, furniture)
    pages = [printed_rows(w for w in inside if w.upright) for inside in words]
    headers = [Header(name, None) for name in levels]
    headers = headers or list(find_header_names(c for rows in pages for c in _candidates(rows)))
    if len(headers) < 2 or not any(pages):
        return list(layouts), []
    names = {header.key for header in headers}
    heads = [line for line in furniture if _says_names(line, names)]
    if heads:
        words = words_inside(layouts, [line for line in furniture if line not in heads])
        pages = [printed_rows(w for w in inside if w.upright) for inside in words]
    finder = _Finder(pages, names)
    found: list[Layout] = []
    last: _Part | None = None
    following = [*pages[1:], []]
    for layout, inside, rows, after in zip(layouts, words, pages, following, strict=True):
        parts = finder.page_tables(rows, after, last, layout.rules)
        last = parts[-1] if parts and parts[-1].end == len(rows) else None
        found.append(_with_tables(layout, inside, rows, parts) if parts else layout)
    return found, heads


def _says_names(line: Line, names: set[str]) -> bool:
    """Whether a line holds the names of all levels and nothing else."""
    said = fold(line.text)
    letters = sorted(said.replace(" ", ""))
    return letters == sorted("".join(names).replace(" ", "")) and all(n in said for n in names)


# ---- headers ------------------------------------------------------------------------------------


def _candidates(rows: Sequence[Row]) -> Iterator[Candidate]:
    """Rows of short cells with text aligned below at least two of them."""
    for i, row in enumerate(rows):
        segments = segments_of(row)
        if len(segments) < 2 or any(len(s) > LONGEST_NAME_WORDS for s in segments):
            continue
        above = rows[i - 1] if i else None
        close = above is not None and row[0].bottom - above[0].bottom < LOOSE_GAP * row[0].size
        first = above is None or not close or len(segments_of(above)) < 2
        below = {round(s[0].x0) for r in rows[i + 1 : i + SAMPLE] for s in segments_of(r)}
        aligned = sum(any(abs(s[0].x0 - x) <= ALIGNED for x in below) for s in segments)
        if aligned >= 2:
            cells = tuple(lines_of(s) for s in segments)
            yield Candidate(cells, heads_prose=True, first=first)


def _edges(header: Row, below: Sequence[Row]) -> tuple[float, ...]:
    """Column edges under a header: in the widest gutter between the middles of two names."""
    cells = [(s[0].x0, s[-1].x1) for s in segments_of(header)]
    sample = [w for row in below for w in row if len(segments_of(row)) > 1]
    inner = [
        _gutter((a0 + a1) / 2, (b0 + b1) / 2, b0, sample) for (a0, a1), (b0, b1) in pairwise(cells)
    ]
    left = min([cells[0][0], *(w.x0 for w in sample)])
    right = max([cells[-1][1], *(w.x1 for w in sample)])
    first = [cells[0][0] - 1] if left < cells[0][0] - 2 * ALIGNED else []
    return (left - 1, *first, *inner, right + 1)


def _gutter(low: float, high: float, start: float, words: Sequence[Word]) -> float:
    """The x between ``low`` and ``high`` that no word covers, near where the next name starts."""
    spans = sorted((w.x0, w.x1) for w in words if w.x1 > low and w.x0 < high)
    gaps: list[tuple[float, float]] = []
    reach = low
    for x0, x1 in spans:
        if x0 > reach:
            gaps.append((reach, x0))
        reach = max(reach, x1)
    if reach < high:
        gaps.append((reach, high))
    if not gaps:
        return start - 1
    a, b = max(gaps, key=lambda g: (min(g[1], start) - g[0], g[1]))
    if sum(abs(w.x0 - b) <= 1 for w in words) > 1:
        return b - 1  # lines begin there, while those of the column before end anywhere
    return max((a + min(b, start)) / 2, a) if a < start else (a + b) / 2


# ---- tables on a page ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    """Rows ``start`` to ``end`` of a page, of which the first ``heads`` are a level header's."""

    start: int
    end: int
    heads: int
    edges: tuple[float, ...]
    named: bool = True  # the header's rows begin with the names; else they end one cut in two


class _Finder:
    """Finds the tables of a document whose levels' names and type are known."""

    def __init__(self, pages: Sequence[Sequence[Row]], names: set[str]) -> None:
        self._names = names
        self._known: dict[tuple[int, ...], tuple[float, ...]] = {}
        sizes: Counter[float] = Counter()
        bold = 0
        for word in (w for rows in pages for row in rows for w in row):
            sizes[word.size] += 1
            bold += word.bold
        self._size = sizes.most_common(1)[0][0]
        self._bold = bold * 2 > sizes.total()

    def page_tables(
        self, rows: Sequence[Row], after: Sequence[Row], last: _Part | None, rules: Sequence[Box]
    ) -> list[_Part]:
        """The page's tables. ``last`` is the part with which the page before ended, if it did so.

        ``after`` are the rows of the next page: they show the columns of a header at the foot.
        """
        parts: list[_Part] = []
        i = 0
        if last is not None:
            parts += self._rest_of(last, rows, rules)
            i = parts[0].end if parts else 0
        while i < len(rows):
            if self._is_header(rows[i]):
                parts.append(self._table_at(i, rows, after, rules))
                i = parts[-1].end
            else:
                i += 1
        return parts

    def _rest_of(self, last: _Part, rows: Sequence[Row], rules: Sequence[Box]) -> list[_Part]:
        """What the page's first rows are of the table before, maybe the rest of its header too."""
        if not rows or self._is_header(rows[0]):
            return []
        end = self._table_end(rows, 0, last.edges, rules)
        only_head = last.heads == last.end - last.start
        heads = self._header_rest(rows[:end]) if only_head else 0
        return [_Part(0, end, heads, last.edges, named=False)] if end else []

    def _table_at(
        self, start: int, rows: Sequence[Row], after: Sequence[Row], rules: Sequence[Box]
    ) -> _Part:
        """The table whose header begins at ``start``."""
        heads = 1 + self._header_rest(rows[start + 1 :])
        body = start + heads
        until = next((k for k in range(body, len(rows)) if self._is_header(rows[k])), None)
        below = [*rows[body:until], *(after if until is None else [])][:SAMPLE]
        edges = self._edges_at(rows[start], below)
        return _Part(start, self._table_end(rows, body, edges, rules), heads, edges)

    def _edges_at(self, header: Row, below: Sequence[Row]) -> tuple[float, ...]:
        """Column edges; where little stands below, those of a table with its names at one place."""
        places = tuple(round(segment[0].x0) for segment in segments_of(header))
        shown = any(len(segments_of(row)) > 1 for row in below)
        if places in self._known and not shown:
            return self._known[places]
        edges = _edges(header, below)
        if shown:
            self._known[places] = edges
        return edges

    def _is_header(self, row: Row) -> bool:
        """Whether most of the levels' names stand on the row."""
        keys = [header_key(lines_of(s)) for s in segments_of(row)]
        found = [key for key in keys if key in self._names]
        return len(found) >= max(2, len(self._names) // 2 + 1)

    def _header_rest(self, rows: Sequence[Row]) -> int:
        """How many rows go on with a header: names that wrap, and notes in smaller type."""
        for count, row in enumerate(rows):
            note = all(w.size < self._size * SMALLER for w in row)
            name = not self._bold and all(w.bold for w in row) and len(segments_of(row)) > 1
            if not (note or name):
                return count
        return len(rows)

    def _table_end(
        self, rows: Sequence[Row], start: int, edges: tuple[float, ...], rules: Sequence[Box]
    ) -> int:
        """The first row from ``start`` that is no part of the table."""
        last: dict[int, Word] = {}
        for i in range(start, len(rows)):
            row = rows[i]
            if self._is_header(row):
                return i
            across = crosses(row, edges) or self._runs_through(row, edges)
            leaves = across or _stands_apart(rows, i, last, edges)
            if leaves and not self._heads_rows(rows, i, edges, rules):
                return i
            for word in row:
                last[column_of(edges, word)] = word
        return len(rows)

    def _runs_through(self, row: Row, edges: Sequence[float]) -> bool:
        """Whether a row in other type than the text runs on from one column into the next.

        An inner edge may chance to lie between two of its words.
        """
        other = all(w.bold for w in row) and not self._bold
        return other and len(segments_of(row)) == 1 < len({column_of(edges, w) for w in row})

    def _heads_rows(
        self, rows: Sequence[Row], i: int, edges: Sequence[float], rules: Sequence[Box]
    ) -> bool:
        """Whether a row across the columns stands between rules and is no caption of a table."""
        if not 0 < i < len(rows) - 1 or self._is_header(rows[i + 1]):
            return False
        pairs = pairwise(rows[i - 1 : i + 2])
        return all(rule_above(above, row, edges, rules) for above, row in pairs)


def _stands_apart(
    rows: Sequence[Row], i: int, last: dict[int, Word], edges: Sequence[float]
) -> bool:
    """Whether a row in the first column alone is a heading or caption and no cell's text."""
    row = rows[i]
    first = row[0]
    if any(column_of(edges, w) for w in row):
        return False
    near = [r for r in rows[max(0, i - 1) : i + 2] if r is not row]
    if any(abs(r[0].bottom - first.bottom) < 0.9 * first.size for r in near):
        return False  # another column has a line at nearly the same height
    if i + 1 < len(rows) and _wraps(row, rows[i + 1], edges):
        return False
    if i + 1 < len(rows) and first.size > rows[i + 1][0].size + LARGER:
        return True
    above = last.get(0)
    if above is None:
        return all(w.bold for w in row) or (bool(last) and first.x0 < edges[0] + ALIGNED)
    gap = first.bottom - above.bottom
    other_type = all(w.bold for w in row) and not above.bold
    return gap > LOOSE_GAP * first.size or other_type or first.size > above.size + LARGER


def _wraps(row: Row, below: Row, edges: Sequence[float]) -> bool:
    """Whether a line breaks because the first column is full, as no heading's does."""
    first, following = row[0], below[0]
    close = 0 < following.bottom - first.bottom < LOOSE_GAP * first.size
    alike = following.size == first.size and following.bold == row[-1].bold
    full = row[-1].x1 + following.x1 - following.x0 > edges[1] - first.size
    return (
        close and alike and full and column_of(edges, following) == 0 and not crosses(below, edges)
    )


# ---- parts to fragments -------------------------------------------------------------------------


def _with_tables(
    layout: Layout, words: Sequence[Word], rows: Sequence[Row], parts: Sequence[_Part]
) -> Layout:
    """The layout with the parts as fragments and the rest of its words as lines."""
    fragments = [_fragment(layout, rows[p.start : p.end], p) for p in parts]
    taken = [w for p in parts for row in rows[p.start : p.end] for w in row]
    return with_fragments(layout, words, fragments, taken)


def _fragment(layout: Layout, rows: Sequence[Row], part: _Part) -> Fragment:
    page = layout.number
    box = box_around([w for row in rows for w in row])
    bodies = body_rows(rows[part.heads :], part.edges, layout.rules)
    groups = [rows[: part.heads], *bodies] if part.heads else bodies
    grid = tuple(grid_row(page, group, part.edges) for group in groups if group)
    cut_head = part.heads > 0 and not part.named
    return Fragment(page, box, part.edges, grid, head_rows=int(cut_head))
