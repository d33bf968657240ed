"""Tables whose levels stand down a column, a row for each, turned so that they stand in a row."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.marks import is_code
from pipeline.records import Fragment, GridCell, Line, Passage, Place, Row, Table, said_by
from pipeline.scale import PROSE, Header, header_of, levels_of, without_marks
from pipeline.sentences import is_finished

NAMED = 0.7  # share of a column's cells that must name levels
DEEPEST = 3  # the levels' names stand in one of so many first columns
FEWEST = 4  # names: of two levels, twice


@dataclass(frozen=True, slots=True)
class Turned:
    """The grid column that names the levels, their headers from top to bottom, its own heads."""

    column: int
    headers: tuple[Header, ...]
    heads: frozenset[str]

    def level_of(self, lines: Sequence[Line]) -> int | None:
        """The index of the level that a cell of the column names."""
        return levels_of([lines], self.headers)[0]


# What may be a level's name in a table, and the text behind it.
Named = tuple[Sequence[Line], str]


def find_turned(fragments: Sequence[Fragment]) -> Turned | None:
    """The short names that come again and again in the same order down a column before prose."""
    for column in range(DEEPEST):
        if found := names_in_order(_before_one(fragments, column)):
            turned = Turned(column, *found)
            return replace(turned, heads=turned.heads | _said_again(fragments, turned))
    return None


def _said_again(fragments: Iterable[Fragment], turned: Turned) -> set[str]:
    """What stands over the levels' names in rows of several cells that come again."""
    rows = (tuple(c.text for c in row) for fragment in fragments for row in fragment.rows)
    again = {row for row, count in Counter(rows).items() if count > 1 and sum(map(bool, row)) > 1}
    cells = (
        c
        for fragment in fragments
        for row in fragment.rows
        for c in row
        if c.column == turned.column and c.lines and tuple(x.text for x in row) in again
    )
    return {cell.text for cell in cells if turned.level_of(cell.lines) is None}


def _before_one(fragments: Iterable[Fragment], column: int) -> Iterator[Named]:
    """The filled cells of a column with one cell of words behind them, figures apart."""
    for row in (row for fragment in fragments for row in fragment.rows):
        cell = next((c for c in row if c.column == column and c.lines), None)
        texts = [c.text for c in row if c.column > column and is_worded(c)]
        if cell is not None and len(texts) == 1:
            yield cell.lines, texts[0]


def is_worded(cell: GridCell) -> bool:
    """Whether a cell holds more than figures and signs."""
    return any(map(str.isalpha, cell.text))


def names_in_order(
    entries: Iterable[Named],
) -> tuple[tuple[Header, ...], frozenset[str]] | None:
    """The names that mostly come in one order before prose, and heads of their column."""
    before, heads = _before_prose(entries)
    if len(before) < FEWEST:
        return None
    times_said = Counter(_text(lines) for lines in before)
    before = [x for x in before if times_said[_text(x)] > 1 or not is_code(_text(x))]
    named = [header_of(lines) for lines in before]
    blocks = Counter(_blocks(named))
    times = {block: _times(block, blocks) for block in blocks}
    best = max(blocks, key=lambda block: (times[block] * len(block), len(block)), default=())
    told = sum(header is not None and header.key in best for header in named)
    if len(best) > 1 and times[best] > 1 and told >= NAMED * len(named):
        others = [i for i, header in enumerate(named) if not header or header.key not in best]
        once = {_text(before[0])} if others == [0] else set()
        return without_marks([_commonest(key, named) for key in best]), heads | once
    return None


def _before_prose(entries: Iterable[Named]) -> tuple[list[Sequence[Line]], frozenset[str]]:
    """What stands before prose, without what mostly has the same words behind it: that is a head.

    The second of the results are these heads. A level may have the same sentence everywhere.
    """
    found: list[tuple[Sequence[Line], str]] = []
    behind: dict[str, list[str]] = defaultdict(list)
    for lines, text in entries:
        if len(text.split()) >= PROSE:
            found.append((lines, _text(lines)))
            behind[_text(lines)].append(text)
    heads = frozenset(
        text
        for text, said in behind.items()
        if max(Counter(said).values()) > max(1, len(said) / 2) and not is_finished(said[0])
    )
    return [lines for lines, text in found if text not in heads], heads


def _text(lines: Sequence[Line]) -> str:
    return said_by(lines)


def _blocks(named: Iterable[Header | None]) -> Iterator[tuple[str, ...]]:
    """The column's names, cut wherever one comes again."""
    block: list[str] = []
    for header in named:
        key = header.key if header else None
        if key is None:
            continue
        if key in block:
            yield tuple(block)
            block = []
        block.append(key)
    yield tuple(block)


def _times(block: tuple[str, ...], blocks: Counter[tuple[str, ...]]) -> int:
    """How often a block comes, also below a head of the column that is printed once."""
    return sum(count for other, count in blocks.items() if other[-len(block) :] == block)


def _commonest(key: str, named: Sequence[Header | None]) -> Header:
    return Counter(h for h in named if h and h.key == key).most_common(1)[0][0]


# ---- turning ------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Block:
    """What one characteristic has gathered so far: its statement may stand across its table."""

    across: tuple[Passage, ...]
    cells: dict[int, tuple[Passage, ...]]
    heads: tuple[Line, ...]
    extra: tuple[Line, ...] = ()
    beside: tuple[Passage, ...] = ()

    def items(self, place: Place) -> Iterator[Passage | Table]:
        """The table; what stands across it heads it where a statement stands beside the levels."""
        levels = tuple(sorted(self.cells))
        row = Row((), tuple(self.cells[level] for level in levels))
        yield from self.across if self.beside else ()
        name = self.beside or self.across
        yield Table(levels, name, (row,), self.heads, self.extra, place)


def turn_table(table: Table, turned: Turned) -> tuple[list[Passage | Table], tuple[Line, ...]]:
    """One table for each characteristic of a table that has a row for each of its levels.

    Lines that stand over no level are left over.

    A row's first cell is the descriptor, a second one the statement. A level that comes again, or
    an earlier one, begins the next characteristic; one that only goes on does not.
    """
    done: list[_Block] = []
    block = _Block(table.banner, {}, table.heads, table.extra)
    for row in table.rows:
        lines = tuple(line for passage in row.label for line in passage.lines)
        level = turned.level_of(lines)
        latest = next(reversed(block.cells), None)
        if latest is not None and (level is None or level < latest):
            done.append(block)
            block = _Block((), {}, ())
        if level is None or not row.cells:
            block.across += (*row.label, *(passage for cell in row.cells for passage in cell))
            continue
        descriptor, *statement = row.cells
        block.beside += _with_code(tuple(passage for cell in statement for passage in cell))
        block.cells[level] = block.cells.get(level, ()) + descriptor
        block.heads += lines
    if block.cells:
        done.append(block)
        block = _Block((), {}, ())
    named = (line for passage in block.across for line in passage.lines)
    over = (*block.heads, *block.extra, *named)
    return [item for each in done for item in each.items(table.place)], over


def _with_code(name: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """A statement with the code that stands in a column of its own before it."""
    if len(name) < 2 or not is_code(name[0].text):
        return name
    code, first, *others = name
    text = f"{code.text} {first.text}"
    whole = Passage(text, code.lines + first.lines, code.repairs + first.repairs)
    return (whole, *others)
