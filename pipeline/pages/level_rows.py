"""Tables without columns drawn that have a row for each level: its name, a gap, what it says.

The names come again in one order, each in front of prose, and all of the prose begins at one edge.
What stands under a level's prose belongs to it until a line begins at the left without a name.
"""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile
from statistics import median_low

from pipeline.geometry import Box, clusters
from pipeline.pages.layout import box_around
from pipeline.pages.printed import (
    LOOSE_GAP,
    Row,
    lines_of,
    printed_rows,
    rule_above,
    segments_of,
    with_fragments,
)
from pipeline.pages.turned import names_in_order
from pipeline.records import Fragment, GridCell, Layout, Word
from pipeline.scale import LONGEST_NAME_WORDS, header_key
from pipeline.sentences import starts_inside

SAME_EDGE = 0.3  # of the size: within it, lines begin at one edge
SAME_ROW = 0.45  # of the size: within it, a name and its prose stand on one base line
WRAPPED = 1.12  # base line distance, as a share of the usual one, within which a name goes on

CLOSEST = 0.9  # distance between base lines, in sizes, that no two lines of a column fall below
PITCH = 1.2  # the usual distance where none can be measured
INSIDE = 0.25  # share of its places where the rest of a name stands beside that of a sentence
HEAD, OTHER = -1, -2  # what stands for the index of a level where a row names none
SAME_X = 3.0  # points within which the lines of a column begin at one place
WIDER = 1.25  # times the usual space that a gap before a known edge is

GridRow = tuple[GridCell, ...]
Rules = Sequence[Box]
_LIST_MARK = re.compile(r"[(\[]?(?:\w{1,2}|[ivx]{1,4})[.)\]]|\W+")


def find_level_rows(layouts: Sequence[Layout], words: Sequence[Sequence[Word]]) -> Sequence[Layout]:
    """The layouts with the fragments of such tables; unchanged where no names come again.

    ``words`` are those of each page that may stand in a table.
    """
    pages = [printed_rows(inside, SAME_ROW) for inside in words]
    entries = _whole_names(pages, _aligned(pages), [layout.rules for layout in layouts])
    levels = _find_levels([entry for page in entries for entry in page])
    if levels is None:
        return layouts
    found: list[list[_Part]] = []
    last: _Part | None = None
    for rows, page in zip(pages, entries, strict=True):
        parts = list(_parts(rows, page, levels, last))
        last = parts[-1] if parts and parts[-1].end == len(rows) else None
        found.append(parts)
    rights = _right_edges(layouts, pages, found)
    each = zip(layouts, words, pages, found, strict=True)
    return [
        _with_tables(layout, inside, rows, parts, rights) for layout, inside, rows, parts in each
    ]


def _right_edges(
    layouts: Sequence[Layout], pages: Sequence[Sequence[Row]], found: Sequence[Sequence[_Part]]
) -> dict[float, float]:
    """How far to the right the tables reach, for each width of page."""
    reach: dict[float, float] = defaultdict(float)
    for layout, rows, parts in zip(layouts, pages, found, strict=True):
        ends = [w.x1 for part in parts for row in rows[part.start : part.end] for w in row]
        reach[layout.width] = max([reach[layout.width], *ends])
    return reach


def _with_tables(
    layout: Layout,
    words: Sequence[Word],
    rows: Sequence[Row],
    parts: Sequence[_Part],
    rights: Mapping[float, float],
) -> Layout:
    if not parts:
        return layout
    fragments = [_fragment(layout, rows, part, rights[layout.width]) for part in parts]
    taken = [word for part in parts for row in rows[part.start : part.end] for word in row]
    return with_fragments(layout, words, fragments, taken)


# ---- names --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Entry:
    """A short text that stands in printed row ``row`` before a gap, and the line behind the gap.

    ``last`` is the row in which the short text ends, ``edge`` where the line behind it begins;
    ``labelled`` says that more stands before the short text.
    """

    row: int
    last: int
    name: tuple[Word, ...]
    edge: float
    prose: str
    labelled: bool

    @property
    def left(self) -> float:
        """Where the short text begins."""
        return self.name[0].x0

    @property
    def key(self) -> str:
        """The short text as names of levels are compared."""
        return header_key(lines_of(self.name))

    def has_edge(self, edge: float) -> bool:
        """Whether the line behind the gap begins at this edge."""
        return abs(self.edge - edge) <= SAME_X


def _aligned(pages: Sequence[Sequence[Row]]) -> list[list[_Entry]]:
    """Each page's entries whose prose begins where that of another entry begins."""
    wide = sorted(entry.edge for rows in pages for entry in _entries(rows, ()))
    shared = [edge for edge in wide if _is_shared(edge, wide)]
    found = [list(_entries(rows, shared)) for rows in pages]
    edges = sorted(entry.edge for page in found for entry in page)
    return [[entry for entry in page if _is_shared(entry.edge, edges)] for page in found]


def _is_shared(edge: float, edges: Sequence[float], others: int = 1) -> bool:
    """Whether at least so many others of the sorted edges are the same."""
    return bisect(edges, edge + SAME_X) - bisect_left(edges, edge - SAME_X) > others


def _entries(rows: Sequence[Row], edges: Sequence[float]) -> Iterator[_Entry]:
    """What may be a name in front of prose: parted by a wide gap, or at one of the edges."""
    for i, row in enumerate(rows):
        segments = segments_of(row)
        if edges:
            segments[-1:] = _cut_at(segments[-1], edges)
        *label, name, prose = ([], [], *segments)[-3:]
        short = 0 < len(name) <= LONGEST_NAME_WORDS and not _LIST_MARK.fullmatch(_text(name))
        if short and len(segments) <= 3:
            yield _Entry(i, i, tuple(name), prose[0].x0, _text(prose), any(label))


def _cut_at(words: Row, edges: Sequence[float]) -> list[Row]:
    """A segment in two where a word begins at one of the edges behind more than a usual space."""
    gaps = [b.x0 - a.x1 for a, b in pairwise(words)]
    for i, gap in enumerate(gaps, 1):
        if not _is_shared(words[i].x0, edges, others=0):
            continue
        others = [*gaps[: i - 1], *gaps[i:]]
        if others and gap > WIDER * median_low(others):
            return [words[:i], words[i:]]
    return [words]


def _text(words: Iterable[Word]) -> str:
    return " ".join(word.text for word in words)


def _whole_names(
    pages: Sequence[Sequence[Row]], entries: Sequence[Sequence[_Entry]], rules: Sequence[Rules]
) -> list[list[_Entry]]:
    """The entries with names that wrap made whole, and without those that are such a rest.

    A line is such a rest if it never stands but right below another, beside the inside of a
    sentence.
    """
    pitch = _pitch(pages, entries)
    chains = [
        {e.row: list(_chain(e, rows, drawn, pitch)) for e in found}
        for rows, found, drawn in zip(pages, entries, rules, strict=True)
    ]
    begins = _beginnings(entries, chains)
    return [
        [_whole(e, below[e.row], begins) for e in found if _text(e.name) in begins]
        for found, below in zip(entries, chains, strict=True)
    ]


def _beginnings(
    entries: Sequence[Sequence[_Entry]], chains: Sequence[Mapping[int, Sequence[tuple[int, Row]]]]
) -> set[str]:
    """The short texts that are no rest of the one above."""
    beside: dict[str, list[bool]] = defaultdict(list)
    alone: set[str] = set()
    for found, below in zip(entries, chains, strict=True):
        rests = {i for chain in below.values() for i, _ in chain}
        for entry in found:
            beside[_text(entry.name)].append(starts_inside(entry.prose))
            if entry.row not in rests and entry.row > 0:
                alone.add(_text(entry.name))
    return {text for text, inside in beside.items() if sum(inside) < INSIDE * len(inside)} | alone


def _pitch(pages: Sequence[Sequence[Row]], entries: Sequence[Sequence[_Entry]]) -> float:
    """The distance between the base lines of one paragraph, as a share of its size."""
    shares: list[float] = []
    for rows, found in zip(pages, entries, strict=True):
        edges = {round(e.edge) for e in found}
        prose = [word for row in rows for word in row if round(word.x0) in edges]
        shares += [(b.bottom - a.bottom) / b.size for a, b in pairwise(prose)]
    tight = sorted(share for share in shares if share > CLOSEST)
    return tight[len(tight) // 10] if tight else PITCH


def _chain(
    entry: _Entry, rows: Sequence[Row], rules: Rules, pitch: float
) -> Iterator[tuple[int, Row]]:
    """The lines below a name, with the rows that they stand in, as long as they are close."""
    edges = entry.left, entry.edge, max(word.x1 for word in rows[entry.row])
    last = entry.name[-1]
    for i in range(entry.row + 1, len(rows)):
        row = rows[i]
        if row[0].bottom - last.bottom > WRAPPED * pitch * last.size:
            return
        slack = SAME_EDGE * row[0].size
        line = [word for word in row if edges[0] - slack <= word.x0 < edges[1] - slack]
        if rule_above(rows[i - 1], row, edges, rules) or (line and line[-1].x1 > edges[1]):
            return
        if line:
            yield i, line
            last = line[-1]


def _whole(entry: _Entry, chain: Iterable[tuple[int, Row]], begins: Container[str]) -> _Entry:
    """The entry with the lines of a chain that only ever stand below another."""
    for i, line in takewhile(lambda item: _text(item[1]) not in begins, chain):
        entry = replace(entry, name=(*entry.name, *line), last=i)
    return entry


@dataclass(frozen=True, slots=True)
class _Levels:
    """The keys of the levels' names from top to bottom, and the texts that head their column.

    ``labelled`` says that a column stands before them, in which each block of levels has a name.
    """

    keys: tuple[str, ...]
    heads: frozenset[str]
    labelled: bool

    def rank(self, entry: _Entry) -> int | None:
        """The index of the level that an entry names, HEAD for a head, None for neither."""
        if entry.key in self.keys:
            return self.keys.index(entry.key)
        return HEAD if _text(entry.name) in self.heads else None


def _find_levels(entries: Sequence[_Entry]) -> _Levels | None:
    """The levels that the entries name: all of them, or those that begin at one place."""
    lines = {entry: lines_of(entry.name) for entry in entries}
    lefts = clusters({entry.left for entry in entries}, SAME_X)
    groups = [[e for e in entries if run[0] <= e.left <= run[-1]] for run in lefts]
    for group in (entries, *sorted(groups, key=len, reverse=True)):
        found = names_in_order((lines[e], e.prose) for e in group)
        if found:
            keys = tuple(header.key for header in found[0])
            first = [e.labelled for e in group if e.key == keys[0]]
            said = Counter((_text(e.name), e.prose) for e in entries if e.key not in keys)
            heads = frozenset(text for (text, _), count in said.items() if count > 1)
            return _Levels(keys, heads, sum(first) * 2 > len(first))
    return None


# ---- tables -------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Part:
    """Rows ``start`` to ``end`` of a page, where they begin, and where names and prose do.

    ``ranks`` holds the rows in which entries begin, with the index of the level, or another.
    """

    start: int
    end: int
    outer: float
    left: float
    edge: float
    labelled: bool
    ranks: dict[int, int] = field(default_factory=dict)
    label: Word | None = None  # the last one in the column before the names

    def add(self, entry: _Entry, row: Row, rank: int) -> None:
        """Begin a row of the table with an entry."""
        self.ranks[entry.row] = rank
        self.end = max(self.end, entry.last + 1)
        self.left = min(self.left, entry.left) if rank >= 0 else self.left
        self.outer = min(self.outer, row[0].x0)
        self._see_label(row)
        if rank == HEAD:  # what stands below it goes on with no head
            self.ranks[entry.last + 1] = HEAD
            self.label = None

    def takes(self, i: int, row: Row) -> bool:
        """Whether a row in which no entry begins goes on with the table; if so, it is added."""
        before = [word for word in row if self.stands_before(word, self.edge)]
        if before and i >= self.end and not (self._goes_on(before) or self._is_cut(i, row)):
            return False
        self.end = max(self.end, i + 1)
        self._see_label(row)
        return True

    def _is_cut(self, i: int, row: Row) -> bool:
        """Whether a page's first row is the rest of one whose name wraps."""
        return i == 0 and any(abs(word.x0 - self.edge) <= SAME_X for word in row)

    @staticmethod
    def stands_before(word: Word, edge: float) -> bool:
        """Whether a word begins before an edge."""
        return word.x0 < edge - SAME_EDGE * word.size

    def _see_label(self, row: Row) -> None:
        label = [word for word in row if self.stands_before(word, self.left)]
        self.label = label[-1] if label else self.label

    def _goes_on(self, before: Row) -> bool:
        """Whether words before the prose are the next line of the column before the names."""
        if not self.labelled or any(word.x1 > self.left for word in before):
            return False
        last, first = self.label, before[0]
        if last is None:
            return True
        close = first.bottom - last.bottom < LOOSE_GAP * first.size
        return close and last.size == first.size and last.bold == first.bold


def _parts(
    rows: Sequence[Row], entries: Sequence[_Entry], levels: _Levels, last: _Part | None
) -> Iterator[_Part]:
    """The page's tables. ``last`` is the one with which the page before ended, if it did so."""
    by_row = {entry.row: entry for entry in entries}
    part = _Part(0, 0, last.outer, last.left, last.edge, last.labelled) if last else None
    for i, row in enumerate(rows):
        entry = by_row.get(i)
        rank = levels.rank(entry) if entry else None
        if entry and rank is not None:
            if part is None or not entry.has_edge(part.edge):
                yield from _closed(part)
                part = _opened(entry, rows, by_row, levels.labelled, after=part)
            part.add(entry, row, rank)
        elif part and not part.takes(i, row):
            yield from _closed(part)
            part = None
    yield from _closed(part)


def _closed(part: _Part | None) -> Iterator[_Part]:
    if part and part.end > part.start:
        yield part


def _opened(
    entry: _Entry,
    rows: Sequence[Row],
    by_row: Mapping[int, _Entry],
    labelled: bool,
    after: _Part | None,
) -> _Part:
    """A table that begins with an entry, or with the one above it that names no level.

    Such a one heads the columns, or says in them what the rows below are about.
    """
    row = rows[entry.row]
    part = _Part(entry.row, entry.row, row[0].x0, entry.left, entry.edge, labelled)
    for i in range(entry.row - 1, after.end - 1 if after else -1, -1):
        if i in by_row:
            if by_row[i].has_edge(entry.edge):
                part.start = i
                part.add(by_row[i], rows[i], OTHER)
            break
        if any(part.stands_before(word, part.edge) for word in rows[i]):
            break
    return part


def _fragment(layout: Layout, rows: Sequence[Row], part: _Part, right: float) -> Fragment:
    inside = rows[part.start : part.end]
    box = box_around([word for row in inside for word in row])
    inner = (part.left - 1, part.edge - 1) if part.labelled else (part.edge - 1,)
    edges = (min(box.x0, part.outer) - 1, *inner, right + 1)
    starts = _row_starts(rows, part, edges, layout.rules)
    pieces = pairwise([*starts, part.end])
    grid = [_grid_row(layout.number, rows[a:b], edges) for a, b in pieces]
    if part.labelled:
        grid = _with_whole_labels(grid, [part.ranks.get(i, OTHER) for i in starts])
    return Fragment(layout.number, box, edges, tuple(grid))


def _row_starts(
    rows: Sequence[Row], part: _Part, edges: Sequence[float], rules: Rules
) -> list[int]:
    """Where the table's rows begin: below rules, and with each further name between two of them."""
    inner = range(part.start + 1, part.end)
    ruled = [i for i in inner if rule_above(rows[i - 1], rows[i], edges, rules)]
    starts: list[int] = []
    for a, b in pairwise([part.start, *ruled, part.end]):
        named = [i for i in part.ranks if a <= i < b]
        alone = len(named) == 1  # it may stand anywhere in its row
        starts += [a, *(i for i in named if i > a and not alone)]
    return starts


def _grid_row(page: int, rows: Iterable[Row], edges: Sequence[float]) -> GridRow:
    columns: list[list[Word]] = [[] for _ in edges[1:]]
    for word in (word for row in rows for word in row):
        columns[_column(edges, word)].append(word)
    cells = zip(columns, edges[1:], strict=True)
    return tuple(GridCell(i, 1, lines_of(c, page, x - 1)) for i, (c, x) in enumerate(cells))


def _column(edges: Sequence[float], word: Word) -> int:
    """The column in which a word begins."""
    return sum(word.x0 >= edge + 1 - SAME_EDGE * word.size for edge in edges[1:-1])


def _with_whole_labels(grid: Sequence[GridRow], ranks: Sequence[int]) -> list[GridRow]:
    """The rows with all that stands before a block of levels in the first row of the block."""
    done: list[GridRow] = []
    first, highest = 0, len(grid)
    for i, ((label, *cells), rank) in enumerate(zip(grid, ranks, strict=True)):
        if rank < 0 or rank <= highest or not done:
            first = i
            done.append((label, *cells))
        else:
            whole, *others = done[first]
            done[first] = replace(whole, lines=(*whole.lines, *label.lines)), *others
            done.append((replace(label, lines=()), *cells))
        highest = rank if rank >= 0 else len(grid)
    return done
