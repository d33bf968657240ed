"""Level heads over tables without rules: on one base line or several, and the columns below them.

A head may be a badge with letters of two sizes, break in two lines, or stand at another height than
the heads beside it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations, pairwise
from statistics import median

from pipeline.geometry import Box
from pipeline.pages.bullets import list_sign
from pipeline.pages.printed import (
    LOOSE_GAP,
    WIDE_GAP,
    Row,
    crosses,
    lines_of,
    rule_above,
    segments_of,
)
from pipeline.records import Line, Word
from pipeline.scale import (
    Candidate,
    Header,
    header_key,
    levels_of,
    may_say,
    most_name_words,
    words_of,
)

ALIGNED = 3.0  # points within which a column's lines start at one edge
SAMPLE = 15  # rows below a header that show where its columns stand
RAISED = 1.25  # how much larger a badge's figure is than its letters, or text than its marks
NEXT_LINE = 1.6  # base line distance, in sizes, within which a head goes on
TALLEST = 5  # base lines of a header

_LIST_MARK = re.compile(r"\W|[(\[]?\w{1,3}[.)\]]")  # stands before a text and in no column


@dataclass(frozen=True, slots=True)
class Type:
    """The type in which most of the words are set."""

    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class HeadRow:
    """The heads of a table: on how many base lines they stand, and the words of each.

    ``grouped`` says that the first of the lines only says what several of the heads have in common.
    """

    lines: int
    cells: tuple[Row, ...]
    grouped: bool = False


def prevailing_type(pages: Sequence[Sequence[Row]]) -> Type:
    """The type of the pages' text."""
    words = [word for rows in pages for row in rows for word in row]
    sizes = Counter([word.size for word in words])
    bold = sum([word.bold for word in words])
    return Type(sizes.most_common(1)[0][0], bold * 2 > len(words))


def join_raised(rows: Sequence[Row]) -> list[Row]:
    """The rows, with small letters beside large ones on the row of these: badges, raised marks."""
    joined: list[Row] = []
    for row in rows:
        if joined and (_beside(joined[-1], row) or _beside(row, joined[-1])):
            joined[-1] = sorted([*joined[-1], *row], key=lambda w: w.x0)
        else:
            joined.append(row)
    return joined


def _beside(small: Row, large: Row) -> bool:
    """Whether every word of a row stands right beside a larger one and at its height."""
    if max([word.size for word in large]) < RAISED * small[0].size:
        return False
    return all(any(_is_raised(word, other) for other in large) for word in small)


def _is_raised(word: Word, large: Word) -> bool:
    if large.size < RAISED * word.size:
        return False
    apart = max(large.x0 - word.x1, word.x0 - large.x1)
    level = min(word.bottom, large.bottom) - max(word.top, large.top) > word.size / 2
    return level and abs(apart) <= WIDE_GAP * word.size


# ---- heads --------------------------------------------------------------------------------------


def heads_on(rows: Sequence[Row], rules: Sequence[Box], text: Type) -> list[HeadRow]:
    """The heads of a table that would begin on each row of a page."""
    return [_head_at(rows, i, rules, text) for i in range(len(rows))]


def header_candidates(
    rows: Sequence[Row], heads: Sequence[HeadRow], text: Type
) -> Iterator[Candidate]:
    """Rows of short cells that stand over columns of text."""
    parts = [segments_of(row) for row in rows]
    for i, row in enumerate(rows):
        if list_sign(row) or any(len(s) > most_name_words(s[0].bold) for s in parts[i]):
            continue
        head = heads[i]
        if len(head.cells) < 2 or (i + 1 < len(rows) and _groups(rows, heads, i, text)):
            continue
        first = i == 0 or _stands_first(rows[i - 1], row) or _groups(rows, heads, i - 1, text)
        if _stands_over(head, parts[i + head.lines : i + SAMPLE], text):
            cells = _longest_run([lines_of(cell) for cell in head.cells])
            yield Candidate(cells, heads_prose=True, first=first)


def _stands_first(above: Row, row: Row) -> bool:
    """Whether the row above is far off, or has no columns."""
    close = row[0].bottom - above[0].bottom < LOOSE_GAP * row[0].size
    return not close or len(segments_of(above)) < 2


def _longest_run(cells: Sequence[tuple[Line, ...]]) -> tuple[tuple[Line, ...], ...]:
    """The cells, or of names that come again the most that differ from each other."""
    runs: list[dict[str, tuple[Line, ...]]] = [{}]
    for cell in cells:
        key = header_key(cell)
        if key in runs[-1]:
            runs.append({})
        runs[-1][key] = cell
    return tuple(max(runs, key=len).values())


def _groups(rows: Sequence[Row], heads: Sequence[HeadRow], i: int, text: Type) -> bool:
    """Whether a row of heads only says what several of the heads right below have in common."""
    above, row = rows[i], rows[i + 1]
    if text.bold or not all(w.bold for w in (*above, *row)) or _stands_first(above, row):
        return False
    return len(heads[i + 1].cells) > len(segments_of(above)) and heads[i].lines == 1


def group_columns(titles: Sequence[Row], edges: Sequence[float]) -> list[range]:
    """The columns under each title: they begin where it does, or have their middle under its own.

    Columns of labels may stand before them.
    """
    count = len(edges) - 1
    splits = combinations(range(count), len(titles))
    return min(
        ([range(a, b) for a, b in pairwise((*starts, count))] for starts in splits),
        key=lambda groups: sum(map(partial(_off, edges), titles, groups)),
    )


def _off(edges: Sequence[float], title: Row, group: range) -> float:
    """How far a title stands from where one over these columns would."""
    left, right = edges[group.start], edges[group.stop]
    middle = (title[0].x0 + title[-1].x1) / 2
    return min(abs(title[0].x0 - left - 1), abs(middle - (left + right) / 2))


def find_heads(
    rows: Sequence[Row], heads: Sequence[HeadRow], headers: Sequence[Header], text: Type
) -> dict[int, HeadRow]:
    """The rows of a page with which level headers begin: those that hold most of the names."""
    found: dict[int, HeadRow] = {}
    names = words_of(headers)
    for i, head in enumerate(heads):
        said = [" ".join([w.text for w in cell]) for cell in head.cells]
        if not may_say(" ".join(said), names) or sum(may_say(x, names) for x in said) < 2:
            continue
        levels = levels_of([lines_of(cell) for cell in head.cells], headers)
        named = [level for level in levels if level is not None]
        if len(named) >= max(2, len(headers) // 2 + 1):
            grouped = i > 0 and _groups(rows, heads, i - 1, text)
            found[i - grouped] = HeadRow(head.lines + grouped, head.cells, grouped)
    return found


def _head_at(rows: Sequence[Row], i: int, rules: Sequence[Box], text: Type) -> HeadRow:
    """The heads that begin on a row, with the lines in the same type that go on with them."""
    block = [rows[i]]
    for row in rows[i + 1 : i + TALLEST]:
        if not _goes_on(block, row, text):
            break
        if rule_above(block[-1], row, _reach(row), rules):
            break
        block.append(row)
    return HeadRow(len(block), _columns([s for row in block for s in segments_of(row)]))


def _goes_on(block: Sequence[Row], row: Row, text: Type) -> bool:
    """Whether a row is another line of the heads: in their bold type, each part under one head."""
    first = block[0][0]
    if text.bold or row[0].bottom - block[-1][0].bottom >= NEXT_LINE * first.size:
        return False
    if not all(w.bold and abs(w.size - first.size) < 0.1 for w in (*block[-1], *row)):
        return False
    heads = [_reach(head) for head in _columns([s for r in block for s in segments_of(r)])]
    parts = [_reach(part) for part in segments_of(row)]
    return all(sum(_overlap(part, head) for head in heads) == 1 for part in parts)


def _columns(segments: Sequence[Row]) -> tuple[Row, ...]:
    """Segments that stand over one another, as one, left to right."""
    if len(segments) == 1:
        return tuple(segments)
    columns: list[Row] = []
    last = (0.0, 0.0)
    for segment in sorted(segments, key=lambda s: s[0].x0):
        reach = _reach(segment)
        if columns and _overlap(reach, last):
            columns[-1] = [*columns[-1], *segment]
            last = (min(last[0], reach[0]), max(last[1], reach[1]))
        else:
            columns.append(segment)
            last = reach
    return tuple(columns)


def _reach(words: Row) -> tuple[float, float]:
    """How far words reach to the left and to the right."""
    return min([w.x0 for w in words]), max([w.x1 for w in words])


def _overlap(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _stands_over(head: HeadRow, below: Sequence[Sequence[Row]], text: Type) -> bool:
    """Whether at least two heads stand over columns: at their left edge, or in another type.

    ``below`` are the segments of each row below.
    """
    starts = {round(segment[0].x0) for segments in below for segment in segments}
    aligned = sum(any(abs(c[0].x0 - x) <= ALIGNED for x in starts) for c in head.cells)
    if aligned >= 2:
        return True
    words = [w for cell in head.cells for w in cell]
    if not all(w.bold > text.bold or w.size > text.size for w in words):
        return False
    heads = [_reach(cell) for cell in head.cells]
    reaches = ([_reach(s) for s in segments] for segments in below if len(segments) > 1)
    return any(
        sum(any(_overlap(head, part) for part in parts) for head in heads) >= 2 for parts in reaches
    )


# ---- the columns below --------------------------------------------------------------------------


def column_edges(head: HeadRow, below: Sequence[Row]) -> tuple[float, ...]:
    """Column edges under heads: in the widest gutter between the middles of two names."""
    cells = [_reach(cell) for cell in head.cells]
    rows = [row for row in below if len(segments_of(row)) > 1]
    sample = [w for row in rows for w in row]
    starts = [w.x0 for row in below for w in row]
    inner = [
        _gutter((a0 + a1) / 2, (b0 + b1) / 2, b0, sample, starts)
        for (a0, a1), (b0, b1) in pairwise(cells)
    ]
    left = min([cells[0][0], *(w.x0 for w in sample)])
    right = max([cells[-1][1], *(w.x1 for w in sample)])
    return (left - 1, *_label_edge(cells[0], left, rows), *inner, right + 1)


def _label_edge(first: tuple[float, float], left: float, rows: Sequence[Row]) -> list[float]:
    """Where the first level's column begins, if labels stand before it."""
    if left >= first[0] - 2 * ALIGNED:
        return []
    if not _run_over(first[0], rows):
        return [first[0] - 1]
    # The name stands in the middle of its column, whose text begins left of it.
    words = [w for row in rows for w in row]
    text = [w for w in words if not _LIST_MARK.fullmatch(w.text)]
    gaps = _free(left, sum(first) / 2, text)
    wide = [(a, b) for a, b in gaps if b - a > WIDE_GAP * median(w.size for w in words)]
    if not wide:
        return []
    a, b = max(wide, key=lambda gap: gap[1] - gap[0])
    marks = [w.x0 for w in words if (a + b) / 2 < w.x0 < b]  # before the items of a list
    return [min([b, *marks]) - 1]


def _run_over(x: float, rows: Sequence[Row]) -> bool:
    """Whether text that begins left of ``x`` runs on over it: in a word, or in most rows."""
    if any(w.x0 < x - ALIGNED and w.x1 > x for row in rows for w in row):
        return True
    both = [row for row in rows if row[0].x0 < x - ALIGNED and row[-1].x1 > x]
    return 2 * sum(crosses(row, (0.0, x - 1, row[-1].x1)) for row in both) > len(both)


def _free(low: float, high: float, words: Sequence[Word]) -> list[tuple[float, float]]:
    """The stretches between ``low`` and ``high`` that no word covers."""
    gaps: list[tuple[float, float]] = []
    reach = low
    for x0, x1 in sorted([(w.x0, w.x1) for w in words if w.x1 > low and w.x0 < high]):
        if x0 > reach:
            gaps.append((reach, x0))
        reach = max(reach, x1)
    if reach < high:
        gaps.append((reach, high))
    return gaps


def _gutter(
    low: float, high: float, name: float, words: Sequence[Word], starts: Sequence[float]
) -> float:
    """The x between ``low`` and ``high`` that no word covers, near where the next name starts.

    ``starts`` are the places where words begin, also in rows that one column fills alone.
    """
    if _begin_at(name, starts) and not any(w.x0 < name - 1 < w.x1 for w in words):
        return name - 1  # the name stands at the left edge of its column
    gaps = _free(low, high, words)
    if not gaps:
        return name - 1
    a, b = max(gaps, key=lambda g: (min(g[1], name) - g[0], g[1]))
    if _begin_at(b, starts):
        return b - 1  # lines begin there, while those of the column before end anywhere
    return max((a + min(b, name)) / 2, a) if a < name else (a + b) / 2


def _begin_at(x: float, starts: Sequence[float]) -> bool:
    return len([start for start in starts if abs(start - x) <= 1]) > 1
