"""Tables without rules: columns from where the words stand under the names of the levels.

No table finder is needed once the header is known. Words below it belong to the column that they
stand in until a line runs across the columns; the next page goes on in the same ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from pipeline.geometry import Box
from pipeline.pages.bullets import list_sign
from pipeline.pages.groups import GridRow
from pipeline.pages.headrows import (
    ALIGNED,
    SAMPLE,
    HeadRow,
    Type,
    column_edges,
    find_heads,
    group_columns,
    header_candidates,
    heads_on,
    join_raised,
    prevailing_type,
)
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
    runs_across,
    segments_of,
    with_fragments,
    words_inside,
)
from pipeline.records import Fragment, GridCell, Layout, Line, Word
from pipeline.scale import Header, find_header_names, fold
from pipeline.sentences import starts_inside

ANOTHER = 0.2  # points by which type is of another size than the text
LARGER = 0.6  # points by which headings are larger than the text
HEADING = 1.5  # ... or this many times as large, wherever they stand
NAME_ROWS = 3  # printed rows that the name of a table takes at most
SMALLER = 0.97  # notes under a level's name are set smaller than this share of the text


def find_columns(
    layouts: Sequence[Layout],
    words: Sequence[Sequence[Word]],
    furniture: Sequence[Line],
    levels: Sequence[str] = (),
) -> tuple[list[Layout], list[Line]]:
    """The layouts with the fragments of unruled tables; unchanged where no header is found.

    ``words`` are those of each page that are not in ``furniture``, the lines beside the text. Those
    of these that turn out to be headers, repeated on top of each page, are the second of the
    results.
    """
    pages = [_rows(inside) for inside in words]
    if not any(pages):
        return list(layouts), []
    text = prevailing_type(pages)
    headers = [Header(name, None) for name in levels]
    heads_of = _heads_of(pages, layouts, text)
    if not headers:
        pairs = zip(pages, heads_of, strict=True)
        candidates = (c for rows, heads in pairs for c in header_candidates(rows, heads, text))
        headers = list(find_header_names(candidates))
    if len(headers) < 2:
        return list(layouts), []
    taken = [line for line in furniture if _says_names(line, headers)]
    if taken:
        words = words_inside(layouts, [line for line in furniture if line not in taken])
        pages = [_rows(inside) for inside in words]
        heads_of = _heads_of(pages, layouts, text)
    finder = _Finder(text)
    found: list[Layout] = []
    last: _Part | None = None
    following = [*pages[1:], []]
    begins = [
        find_heads(rows, heads, headers, text) for rows, heads in zip(pages, heads_of, strict=True)
    ]
    captions = _have_captions(pages, begins)
    for layout, inside, rows, after, at in zip(
        layouts, words, pages, following, begins, strict=True
    ):
        sheet = _Sheet(rows, at, layout.rules, after, captions)
        parts = finder.page_tables(sheet, last)
        last = parts[-1] if parts and parts[-1].end == len(rows) else None
        found.append(_with_tables(layout, inside, rows, parts) if parts else layout)
    return found, taken


def _heads_of(
    pages: Sequence[Sequence[Row]], layouts: Sequence[Layout], text: Type
) -> list[list[HeadRow]]:
    pairs = zip(pages, layouts, strict=True)
    return [heads_on(rows, layout.rules, text) for rows, layout in pairs]


def _have_captions(pages: Sequence[Sequence[Row]], begins: Sequence[Mapping[int, HeadRow]]) -> bool:
    """Whether a bold line stands right above most of the headers that do not begin a page."""
    above = [rows[k - 1] for rows, heads in zip(pages, begins, strict=True) for k in heads if k]
    bold = [all(w.bold for w in row) and len(segments_of(row)) == 1 for row in above]
    return 2 * sum(bold) > len(bold)


def _rows(words: Sequence[Word]) -> list[Row]:
    return join_raised(printed_rows(words))


def _says_names(line: Line, headers: Sequence[Header]) -> bool:
    """Whether a line holds the names of all levels and nothing else."""
    names = {header.key for header in headers}
    said = fold(line.text)
    letters = sorted(said.replace(" ", ""))
    return letters == sorted("".join(names).replace(" ", "")) and all(n in said for n in names)


# ---- tables on a page ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    """Rows ``start`` to ``end`` of a page, of which the first ``heads`` are a level header's."""

    start: int
    end: int
    heads: int
    edges: tuple[float, ...]
    named: bool = True  # the header's rows begin with the names; else they end one cut in two
    grouped: bool = False  # the first of them groups the levels


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page's printed rows, the level headers among them by their first row, and its rules.

    ``after`` are the rows of the next page: they show the columns of a header at the foot.
    ``captions`` says that the document's tables have names above their headers.
    """

    rows: Sequence[Row]
    heads: Mapping[int, HeadRow]
    rules: Sequence[Box]
    after: Sequence[Row]
    captions: bool

    def head_from(self, start: int) -> int | None:
        """The first row from ``start`` with which a header begins."""
        return next((k for k in range(start, len(self.rows)) if k in self.heads), None)


class _Finder:
    """Finds the tables of a document whose prevailing type is known."""

    def __init__(self, text: Type) -> None:
        self._text = text
        self._known: dict[tuple[int, ...], tuple[float, ...]] = {}
        self._names_inside = False  # whether rows of a table were seen that head those below

    def page_tables(self, sheet: _Sheet, last: _Part | None) -> list[_Part]:
        """The page's tables. ``last`` is the part with which the page before ended, if any."""
        parts = self._rest_of(last, sheet) if last else []
        start = parts[0].end if parts else 0
        while (head := sheet.head_from(start)) is not None:
            parts.append(self._table_at(head, sheet))
            start = parts[-1].end
        return parts

    def _rest_of(self, last: _Part, sheet: _Sheet) -> list[_Part]:
        """What the page's first rows are of the table before, maybe the rest of its header too."""
        first = sheet.head_from(0)
        if not sheet.rows or first == 0:
            return []
        above = sheet.rows[:first]
        if first is not None and first <= NAME_ROWS and self._is_name(above):
            return []
        end = self._table_end(sheet, 0, last.edges)
        only_head = last.heads == last.end - last.start
        heads = self._header_rest(sheet.rows[:end], cut=True) if only_head else 0
        return [_Part(0, end, heads, last.edges, named=False)] if end else []

    def _table_at(self, start: int, sheet: _Sheet) -> _Part:
        """The table whose header begins at ``start``."""
        head = sheet.heads[start]
        heads = head.lines + self._header_rest(sheet.rows[start + head.lines :])
        body = start + heads
        until = sheet.head_from(body)
        after = takewhile(lambda row: not self._is_heading(row), sheet.after)
        below = [*sheet.rows[body:until], *(after if until is None else ())]
        edges = self._edges_at(head, below[:SAMPLE])
        end = self._table_end(sheet, body, edges)
        return _Part(start, end, heads, edges, grouped=head.grouped)

    def _edges_at(self, head: HeadRow, below: Sequence[Row]) -> tuple[float, ...]:
        """Column edges; those of a table with its names at one place where nothing speaks against.

        Little may stand below, or cells so full that no gutter is left before the first level.
        """
        places = tuple(round(cell[0].x0) for cell in head.cells)
        known = self._known.get(places, ())
        shown = any(len(segments_of(row)) > 1 for row in below)
        edges = column_edges(head, below) if shown or not known else known
        if len(edges) < len(known) or (known and not any(crosses(row, known) for row in below)):
            return known
        if shown:
            self._known[places] = edges
        return edges

    def _header_rest(self, rows: Sequence[Row], cut: bool = False) -> int:
        """How many rows go on with a header: notes in smaller type, and names that a page cut."""
        for count, row in enumerate(rows):
            note = all(w.size < self._text.size * SMALLER for w in row)
            if not (note or (cut and self._is_bold([row]) and len(segments_of(row)) > 1)):
                return count
        return len(rows)

    def _is_name(self, rows: Sequence[Row]) -> bool:
        """Whether rows over a header at the head of a page name its table, in type of their own."""
        other = all(abs(w.size - self._text.size) > ANOTHER for row in rows for w in row)
        return self._is_bold(rows) or (other and not starts_inside(rows[0][0].text))

    def _is_bold(self, rows: Sequence[Row]) -> bool:
        """Whether rows are all in bold, in a document that is not."""
        return not self._text.bold and all(w.bold for row in rows for w in row)

    def _table_end(self, sheet: _Sheet, start: int, edges: tuple[float, ...]) -> int:
        """The first row from ``start`` that is no part of the table."""
        rows = sheet.rows
        first: list[Word] = []  # the words of the first column so far
        for i in range(start, len(rows)):
            heading = self._is_heading(rows[i]) and not _is_large_label(rows, i, edges)
            if i in sheet.heads or heading or _names_next(sheet, i, edges):
                return i
            across = crosses(rows[i], edges) or self._runs_through(rows[i], edges)
            leaves = across or _stands_apart(rows, i, first[-1:], i > start, edges)
            if leaves and not (_heads_rows(sheet, i, edges) or self._names_rows(sheet, i, edges)):
                return i
            first += takewhile(lambda word: not column_of(edges, word), rows[i])
        return len(rows)

    def _names_rows(self, sheet: _Sheet, i: int, edges: Sequence[float]) -> bool:
        """Whether a bold row in the first column alone heads rows of cells below it.

        No header stands between them; at a page's end, the document has had such rows before.
        """
        if not self._is_bold([sheet.rows[i]]) or any(column_of(edges, w) for w in sheet.rows[i]):
            return False
        if i + 1 == len(sheet.rows):
            return self._names_inside
        below = sheet.rows[i + 1]
        cells = {column_of(edges, w) for w in below}
        full = len(cells) == len(edges) - 1 > 1 and not crosses(below, edges)
        if i + 1 in sheet.heads or not full:
            return False
        self._names_inside = True
        return True

    def _is_heading(self, row: Row) -> bool:
        """Whether a row is set so much larger than the text that it stands in no cell."""
        return all(w.size > HEADING * self._text.size for w in row)

    def _runs_through(self, row: Row, edges: Sequence[float]) -> bool:
        """Whether a row in other type than the text runs on from one column into the next.

        An inner edge may chance to lie between two of its words.
        """
        other = all(w.bold for w in row) and not self._text.bold
        return other and len(segments_of(row)) == 1 < len({column_of(edges, w) for w in row})


def _names_next(sheet: _Sheet, i: int, edges: Sequence[float]) -> bool:
    """Whether a short row far below the table, right before the next header, names the next."""
    rows = sheet.rows
    if i == 0 or i + 1 not in sheet.heads or len(segments_of(rows[i])) > len(edges) - 2:
        return False
    above, row, below = rows[i - 1][0], rows[i][0], rows[i + 1][0]
    gap = row.bottom - above.bottom
    return gap > LOOSE_GAP * row.size and gap > below.bottom - row.bottom


def _heads_rows(sheet: _Sheet, i: int, edges: Sequence[float]) -> bool:
    """Whether a row across the columns stands between rules and is no caption of a table."""
    rows = sheet.rows
    if i == 0 or i + 1 in sheet.heads or not rule_above(rows[i - 1], rows[i], edges, sheet.rules):
        return False
    if i + 1 < len(rows):
        return rule_above(rows[i], rows[i + 1], edges, sheet.rules)
    if sheet.captions:
        return False
    last = rows[i][0]
    below = [r for r in sheet.rules if 0 < r.top - last.bottom < LOOSE_GAP * last.size]
    return any(runs_across(rule, edges) for rule in below)


def _stands_apart(
    rows: Sequence[Row], i: int, last: Sequence[Word], inside: bool, edges: Sequence[float]
) -> bool:
    """Whether a row in the first column alone is a heading or caption and no cell's text.

    ``last`` is the last word of that column, if any; ``inside`` says that rows of the table, of
    whatever column, stand above.
    """
    row = rows[i]
    first = row[0]
    if any(column_of(edges, w) for w in reversed(row)):
        return False
    if _rows_beside(rows, i):
        return False
    if i + 1 < len(rows) and _wraps(row, rows[i + 1], edges):
        return False
    if list_sign(row):
        first = row[1]._replace(x0=first.x0)  # signs of lists may be set in larger type
    if i + 1 < len(rows) and first.size > rows[i + 1][0].size + LARGER:
        return True
    if not last:
        return all(w.bold for w in row) or (inside and first.x0 < edges[0] + ALIGNED)
    above = last[0]
    gap = first.bottom - above.bottom
    other_type = all(w.bold for w in row) and not above.bold
    return gap > LOOSE_GAP * first.size or other_type or first.size > above.size + LARGER


def _rows_beside(rows: Sequence[Row], i: int) -> list[Row]:
    """The rows that another column has at nearly the same height."""
    first = rows[i][0]
    near = [r for r in rows[max(0, i - 1) : i + 2] if r is not rows[i]]
    return [r for r in near if abs(r[0].bottom - first.bottom) < 0.9 * first.size]


def _is_large_label(rows: Sequence[Row], i: int, edges: Sequence[float]) -> bool:
    """Whether a large row is a cell of the first column, beside lines of the others."""
    if any(column_of(edges, w) for w in rows[i]):
        return False
    beside = _rows_beside(rows, i)
    return bool(beside) and not any(column_of(edges, w) == 0 for r in beside for w in r)


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
    titles = rows[: int(part.grouped)]
    heads = rows[len(titles) : part.heads]
    grid = [_titles(page, segments_of(row), part.edges) for row in titles]
    grid += [grid_row(page, group, part.edges) for group in (heads, *bodies) if group]
    cut_head = part.heads > 0 and not part.named
    return Fragment(page, box, part.edges, tuple(grid), head_rows=int(cut_head))


def _titles(page: int, titles: Sequence[Row], edges: Sequence[float]) -> GridRow:
    """The row of what stands over several heads."""
    groups = group_columns(titles, edges)
    pairs = zip(titles, groups, strict=True)
    return tuple(GridCell(g.start, len(g), lines_of(title, page, None)) for title, g in pairs)
