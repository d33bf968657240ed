"""Words without cells drawn around them: printed rows, and what stands in given columns."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from operator import attrgetter
from statistics import median_low

from pipeline.geometry import Box
from pipeline.pages.layout import in_reading_order, loose_lines, words_to_lines
from pipeline.records import Fragment, GridCell, Layout, Line, Word, box_of
from pipeline.sentences import is_finished, starts_inside

WIDE_GAP = 0.8  # points per point of size that part two cells of a header
SAME_BASE = 0.25  # share of the size within which words stand on one base line
GUTTER = 0.4  # points per point of size that part two columns where nothing crosses
AT_EDGE = 0.5  # points by which words may miss the place, one point behind it, where lines begin
LOOSE_GAP = 2.1  # base line distance, in sizes, that no paragraph gap inside a cell reaches
MARK_RISE = 0.3  # of the size, by which the middle of a raised mark may lie above its line
BESIDE = 0.5  # points by which the middle of a word may miss the box of the line that it is in
ROW_GAP = 1.25  # base line distance, as a share of the usual one, that parts rows of a table

Row = list[Word]


def printed_rows(words: Iterable[Word], slack: float = SAME_BASE) -> list[Row]:
    """Words on one base line, left to right, top to bottom; ``slack`` is a share of the size."""
    rows: list[Row] = []
    for word in sorted(words, key=attrgetter("bottom", "x0")):
        if rows and abs(word.bottom - rows[-1][0].bottom) <= slack * word.size:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=attrgetter("x0")) for row in rows]


def segments_of(row: Row) -> list[Row]:
    """The row cut at its wide gaps."""
    gaps = enumerate(pairwise(row), 1)
    cuts = [i for i, (a, b) in gaps if b.x0 - a.x1 > WIDE_GAP * b.size]
    return [row[i:j] for i, j in pairwise([0, *cuts, len(row)])] if cuts else [row]


def lines_of(words: Iterable[Word], page: int = 0, edge: float | None = None) -> tuple[Line, ...]:
    """The printed lines of some words; ``edge`` is where their text area ends on the right."""
    return tuple(words_to_lines(words, page, edge))


def words_inside(layouts: Sequence[Layout], furniture: Iterable[Line]) -> list[list[Word]]:
    """Each page's words that are no furniture."""
    beside: dict[int | None, list[Box]] = {}
    for line in (line for line in furniture if not line.turn):
        beside.setdefault(line.place.page, []).append(_with_marks(line))
    return [_inside(layout, beside.get(layout.number, [])) for layout in layouts]


def _with_marks(line: Line) -> Box:
    """The box of a line and of the raised marks at its ends, which are no part of its own box."""
    box = box_of(line)
    if not line.marks:
        return box
    reach, rise = line.size, MARK_RISE * line.size
    return Box(box.x0 - reach, box.top - rise, box.x1 + reach, box.bottom)


def _inside(layout: Layout, beside: Sequence[Box]) -> list[Word]:
    """The page's loose words that are no furniture."""
    level: dict[float, list[Box]] = {}  # the furniture at the height of a printed row
    kept: list[Word] = []
    for word in layout.loose:
        y = (word.top + word.bottom) / 2
        if y not in level:
            level[y] = [b for b in beside if b.holds(b.x0, y, BESIDE)]
        x = (word.x0 + word.x1) / 2
        if not (level[y] and any(b.holds(x, y, BESIDE) for b in level[y])):
            kept.append(word)
    return kept


def column_of(edges: Sequence[float], word: Word) -> int:
    """The column that holds the word's middle; what sticks out belongs to the outermost ones."""
    return bisect(edges, (word.x0 + word.x1) / 2, 1, len(edges) - 1) - 1


def crosses(row: Row, edges: Sequence[float]) -> bool:
    """Whether the row runs on over an inner edge, by a word on it or words too close beside it.

    A word that begins right at the edge is not too close: the column's lines begin there.
    """
    close = apart = 0
    for edge in edges[1:-1]:
        if [w for w in row if w.x0 < edge - 1 and w.x1 > edge + 1]:
            return True
        before = [w for w in row if w.x1 <= edge + 1]
        behind = [w for w in row if w.x0 >= edge - 1]
        if before and behind:
            left, right = max(before, key=attrgetter("x1")), min(behind, key=attrgetter("x0"))
            gap = right.x0 - left.x1
            near = gap < GUTTER * min(left.size, right.size) and abs(right.x0 - edge - 1) > AT_EDGE
            close, apart = close + near, apart + (not near)
    return close > apart


def rule_above(above: Row, row: Row, edges: Sequence[float], rules: Sequence[Box]) -> bool:
    """Whether a rule across most of the table parts two printed rows."""
    upper, lower = above[0].bottom - 0.3 * above[0].size, row[0].bottom - 0.6 * row[0].size
    return any(upper <= rule.middle[1] <= lower and runs_across(rule, edges) for rule in rules)


def runs_across(rule: Box, edges: Sequence[float]) -> bool:
    """Whether a rule covers most of the table's width."""
    return min(rule.x1, edges[-1]) - max(rule.x0, edges[0]) > (edges[-1] - edges[0]) / 2


def body_rows(
    rows: Sequence[Row], edges: Sequence[float], rules: Sequence[Box]
) -> list[Sequence[Row]]:
    """The rows of the table: between its rules, else wherever the first column begins anew."""
    ruled = [i for i in range(1, len(rows)) if rule_above(rows[i - 1], rows[i], edges, rules)]
    starts = ruled or _label_starts(rows, edges)
    return [rows[a:b] for a, b in pairwise([0, *starts, len(rows)])]


def _label_starts(rows: Sequence[Row], edges: Sequence[float]) -> list[int]:
    """Where the first column begins after a wide gap of its own, or after one of all columns."""
    places = [[column_of(edges, word) for word in row] for row in rows]
    pitch = _line_pitch(rows, places)
    starts: list[int] = []
    last: dict[int, Word] = {}
    for i, (row, at) in enumerate(zip(rows, places, strict=True)):
        columns = dict(zip(reversed(at), reversed(row), strict=True))  # the first word in each
        first, above = columns.get(0), last.get(0)
        if first:
            apart = above is not None and first.bottom - above.bottom > LOOSE_GAP * above.size
            gap = row[0].bottom - rows[i - 1][0].bottom if i else 0.0
            wide = len(columns) > 1 and gap > ROW_GAP * pitch
            anew = i > 0 and above is None and _begin_anew(columns, last, edges)
            if wide or anew or (apart and not _cuts_sentence(columns, last, ROW_GAP * pitch)):
                starts.append(i)
        last |= zip(at, row, strict=True)
    return starts


def _cuts_sentence(columns: Mapping[int, Word], last: Mapping[int, Word], gap: float) -> bool:
    """Whether a column's text goes on in mid-sentence and without a gap where a row may begin."""
    return any(
        starts_inside(word.text)
        and not is_finished(last[i].text)
        and word.bottom - last[i].bottom <= gap
        for i, word in columns.items()
        if i in last
    )


def _begin_anew(
    columns: Mapping[int, Word], last: Mapping[int, Word], edges: Sequence[float]
) -> bool:
    """Whether all columns begin a sentence, as in the first row below the rest of a cut one."""
    return len(columns) == len(edges) - 1 and all(
        not starts_inside(word.text) and (i not in last or is_finished(last[i].text))
        for i, word in columns.items()
    )


def _line_pitch(rows: Sequence[Row], places: Sequence[Sequence[int]]) -> float:
    """The usual distance between the base lines of a column; ``places`` are the words' columns."""
    last: dict[int, float] = {}
    gaps: list[float] = []
    for row, at in zip(rows, places, strict=True):
        for column, bottom in dict(zip(at, [w.bottom for w in row], strict=True)).items():
            if column in last:
                gaps.append(bottom - last[column])
            last[column] = bottom
    return median_low(gaps) if gaps else 0.0


def _spans(row: Row, edges: Sequence[float]) -> bool:
    """Whether a printed row stands across the columns, or in bold alone at their start."""
    alone = all(w.bold and column_of(edges, w) == 0 for w in row)
    return alone or (crosses(row, edges) and len(segments_of(row)) == 1)


def grid_row(page: int, rows: Sequence[Row], edges: Sequence[float]) -> tuple[GridCell, ...]:
    """The cells of some printed rows, or the one cell of a row that stands across the columns."""
    if len(rows) == 1 and _spans(rows[0], edges):
        return (GridCell(0, len(edges) - 1, lines_of(rows[0], page, edges[-1])),)
    columns: list[list[Word]] = [[] for _ in edges[1:]]
    for row in rows:
        for word in row:
            columns[column_of(edges, word)].append(word)
    return tuple(
        GridCell(i, 1, lines_of(words, page, max((w.x1 for w in words), default=None)))
        for i, words in enumerate(columns)
    )


def with_fragments(
    layout: Layout, words: Sequence[Word], fragments: Sequence[Fragment], taken: Iterable[Word]
) -> Layout:
    """The layout with further fragments, which took some of its loose words; others are lines."""
    inside = {id(word) for word in taken}
    kept = [item for item in layout.items if isinstance(item, Fragment)]
    rest = [word for word in words if id(word) not in inside]
    lines = loose_lines(rest, layout.number, fragments)
    return replace(layout, items=in_reading_order([*kept, *fragments, *lines]), loose=())
