"""Tables that grow while the pages are gone through: what a cell, a row and a table have so far."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from pipeline.pages.breaks import row_goes_on
from pipeline.pages.bullets import goes_on
from pipeline.pages.groups import Columns
from pipeline.pages.left_out import columns_left_out, row_left_out
from pipeline.pages.paragraphs import ends_early
from pipeline.pages.parts import Part
from pipeline.records import (
    Finding,
    GridCell,
    Line,
    Passage,
    Place,
    Repair,
    Row,
    Table,
    said_by,
)
from pipeline.sentences import is_finished, starts_inside
from pipeline.vocabulary import Vocabulary, join_lines

_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(slots=True)
class GrowingCell:
    """A cell so far: paragraphs as lines, and the repairs that each took."""

    groups: list[list[Line]] = field(default_factory=list)
    repairs: list[list[Repair]] = field(default_factory=list)

    @property
    def last_line(self) -> Line | None:
        """The line with which it ends so far."""
        return self.groups[-1][-1] if self.groups else None

    def add(self, groups: Iterable[list[Line]]) -> None:
        """Add whole paragraphs."""
        for group in groups:
            self.groups.append(list(group))
            self.repairs.append([])

    def extend_last(self, lines: Iterable[Line], repair: Repair) -> None:
        """Add the rest of the last paragraph."""
        self.groups[-1].extend(lines)
        self.repairs[-1].append(repair)

    def listed(self, cell: GridCell) -> GridCell:
        """A cell whose first line may go on with the list that a page break cut."""
        bullets = [line.bullet for group in self.groups for line in group if line.bullet]
        first = cell.lines[0]
        mark = goes_on(bullets[-1], first.text) if bullets and not first.bullet else None
        if mark is None:
            return cell
        item = replace(first, text=first.text[len(mark) :].lstrip(), bullet=mark)
        return replace(cell, lines=(item, *cell.lines[1:]))

    def passages(self, vocabulary: Vocabulary) -> tuple[Passage, ...]:
        """The paragraphs with their lines joined."""
        pairs = zip(self.groups, self.repairs, strict=True)
        return tuple(join_lines(g, vocabulary, r) for g, r in pairs)


class Slot(NamedTuple):
    """What a column shows: a level, and which half of the table where each shows all levels."""

    level: int
    half: str | None


@dataclass(slots=True)
class GrowingRow:
    """A row so far: what each label column says of it, and a cell for each level that has one."""

    labels: dict[int, GrowingCell] = field(default_factory=dict)
    cells: dict[Slot, GrowingCell] = field(default_factory=dict)
    heading: bool = False  # stands across the table

    def lines(self) -> list[Line]:
        """Every line of the row, its label's first."""
        cells = (*self.labels.values(), *self.cells.values())
        return [line for cell in cells for group in cell.groups for line in group]

    def holds_marks(self) -> bool:
        """Whether each cell only says how many marks a level is worth."""
        texts = (said_by([x for g in cell.groups for x in g]) for cell in self.cells.values())
        return all(any(map(str.isdigit, t)) and len(_WORD.findall(t)) < 2 for t in texts)

    def is_cut(self, label: Sequence[GridCell], cells: Sequence[tuple[Slot, GridCell]]) -> bool:
        """Whether the next page's first row is the rest of this one: surely so without a label."""
        if not label:
            return True
        labelled = [(self.labels.get(c.column, GrowingCell()).last_line, c) for c in label]
        before, first = labelled[0][0], label[0].lines[0]
        open_label = before and starts_inside(first.text) and not is_finished(before.text)
        if before and open_label and not ends_early(before, first):
            return True
        levels = [(self.cells.get(slot, GrowingCell()).last_line, cell) for slot, cell in cells]
        return row_goes_on([*labelled, *levels])


@dataclass(slots=True)
class GrowingTable:
    """A table so far; ``part`` is the one that was added last, ``headed`` that with its heads."""

    part: Part
    headed: Part
    banner: GrowingCell = field(default_factory=GrowingCell)
    rows: list[GrowingRow] = field(default_factory=list)
    heads: list[Line] = field(default_factory=list)
    joined: set[Slot] = field(default_factory=set)  # that have several cells in one row
    extra: list[Line] = field(default_factory=list)
    beside: dict[int, list[Line]] = field(default_factory=dict)  # those of columns, by the column

    @property
    def columns(self) -> Columns:
        """Which grid column shows which level."""
        return self.headed.columns or {}

    @property
    def levels(self) -> tuple[int, ...]:
        """The indices of the levels that it has columns for."""
        return tuple(sorted(set(self.columns.values())))

    def slot_of(self, cell: GridCell) -> Slot | None:
        """What a cell's column shows; None if it shows no level."""
        level = self.columns.get(cell.column)
        return None if level is None else Slot(level, self.headed.halves.get(cell.column))

    def is_heading(self, spanning: GridCell) -> bool:
        """Whether a cell across the table names what stands below it, and is no text of all."""
        if spanning.span > len(self.columns):
            return True
        return spanning.span == len(self.columns) and all(line.bold for line in spanning.lines)

    def leave_out(self, cell: GridCell) -> None:
        """Book a cell whose column is neither a label nor a level."""
        self.extra += cell.lines
        if cell.lines:
            self.beside.setdefault(cell.column, []).extend(cell.lines)

    def set_aside(self) -> Iterator[Finding]:
        """Take out what is no descriptor: columns that are no level, rows that say nothing."""
        for scale in self.headed.others:
            yield from self._left_out(scale, another_scale=True)
        yield from self._left_out(set(self.beside).difference(*self.headed.others))
        told = [bool(row.cells) and not row.holds_marks() for row in self.rows]
        last = max((i for i, tells in enumerate(told) if tells), default=-1)
        kept = [
            tells or (row.heading and not row.cells and i < last)
            for i, (row, tells) in enumerate(zip(self.rows, told, strict=True))
        ]
        aside = [row for row, keep in zip(self.rows, kept, strict=True) if not keep]
        self.rows = [row for row, keep in zip(self.rows, kept, strict=True) if keep]
        for row in aside:
            lines = row.lines()
            self.extra += lines
            yield row_left_out(lines)

    def _left_out(
        self, columns: AbstractSet[int], *, another_scale: bool = False
    ) -> Iterator[Finding]:
        lines = [line for i in sorted(columns) for line in self.beside.get(i, ())]
        names = [cell.text for cell in self.headed.head if cell.column in columns and cell.lines]
        if lines:
            yield columns_left_out(names, lines, len(self.rows), another_scale=another_scale)

    def finished(self, vocabulary: Vocabulary, code: str | None) -> Table:
        """The whole table; ``code`` stands before the names of its levels."""
        return Table(
            levels=self.levels,
            banner=self.banner.passages(vocabulary),
            rows=tuple(self._whole(row, vocabulary) for row in self.rows),
            heads=tuple(self.heads),
            extra=tuple(self.extra),
            place=Place(self.part.fragment.page, self.part.fragment.box),
            code=code,
        )

    def _whole(self, row: GrowingRow, vocabulary: Vocabulary) -> Row:
        halves: list[str | None] = [*dict.fromkeys(self.headed.halves.values())] or [None]
        label = (p for _, cell in sorted(row.labels.items()) for p in cell.passages(vocabulary))
        cells = (
            tuple(p for half in halves for p in _passages(row, Slot(level, half), vocabulary))
            for level in self.levels
            if row.cells
        )
        return Row(tuple(label), tuple(cells))


def _passages(row: GrowingRow, slot: Slot, vocabulary: Vocabulary) -> Iterator[Passage]:
    if slot in row.cells:
        for passage in row.cells[slot].passages(vocabulary):
            yield replace(passage, part=slot.half) if slot.half else passage
