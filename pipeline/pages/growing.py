"""Tables that grow while the pages are gone through: what a cell, a row and a table have so far."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.pages.breaks import row_goes_on
from pipeline.pages.bullets import goes_on
from pipeline.pages.groups import Columns
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
    Severity,
    Table,
)
from pipeline.sentences import is_finished, starts_inside
from pipeline.vocabulary import Vocabulary, join_lines

PROSE = 5  # words from which on a cell is taken for a descriptor, not for a mark or a name

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


@dataclass(slots=True)
class GrowingRow:
    """A row so far: what each label column says of it, and a cell for each level that has one."""

    labels: dict[int, GrowingCell] = field(default_factory=dict)
    cells: dict[int, GrowingCell] = field(default_factory=dict)
    heading: bool = False  # stands across the table

    def lines(self) -> list[Line]:
        """Every line of the row, its label's first."""
        cells = (*self.labels.values(), *self.cells.values())
        return [line for cell in cells for group in cell.groups for line in group]

    def holds_marks(self) -> bool:
        """Whether each cell only says how many marks a level is worth."""
        texts = (" ".join(x.text for g in cell.groups for x in g) for cell in self.cells.values())
        return all(any(map(str.isdigit, t)) and len(_WORD.findall(t)) < 2 for t in texts)

    def is_cut(self, label: Sequence[GridCell], cells: Sequence[tuple[int, GridCell]]) -> bool:
        """Whether the next page's first row is the rest of this one: surely so without a label."""
        if not label:
            return True
        labelled = [(self.labels.get(c.column, GrowingCell()).last_line, c) for c in label]
        before, first = labelled[0][0], label[0].lines[0]
        open_label = before and starts_inside(first.text) and not is_finished(before.text)
        if before and open_label and not ends_early(before, first):
            return True
        levels = [(self.cells.get(level, GrowingCell()).last_line, cell) for level, cell in cells]
        return row_goes_on([*labelled, *levels])


@dataclass(slots=True)
class GrowingTable:
    """A table so far; ``part`` is the one that was added last."""

    part: Part
    columns: Columns
    labels: frozenset[int]  # the columns that name the rows
    banner: GrowingCell = field(default_factory=GrowingCell)
    rows: list[GrowingRow] = field(default_factory=list)
    heads: list[Line] = field(default_factory=list)
    joined: set[int] = field(default_factory=set)  # levels that have several cells in one row
    extra: list[Line] = field(default_factory=list)

    @property
    def levels(self) -> tuple[int, ...]:
        """The indices of the levels that it has columns for."""
        return tuple(sorted(set(self.columns.values())))

    def is_heading(self, spanning: GridCell) -> bool:
        """Whether a cell across the table names what stands below it, and is no text of all."""
        if spanning.span > len(self.columns):
            return True
        return spanning.span == len(self.columns) and all(line.bold for line in spanning.lines)

    def set_aside(self) -> Iterator[Finding]:
        """Take out what is no descriptor: columns that are no level, rows that say nothing."""
        if self.extra:
            words = sum(line.words for line in self.extra)
            severity: Severity = "warning" if words > PROSE * len(self.rows) else "info"
            message = f"{words} words in columns that are no level were left out of the data"
            place = self.extra[0].place
            yield Finding("column-without-level", severity, message, place=place)
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
            text = " ".join(line.text for line in lines)
            message = f"a row without descriptors was left out of the data: '{text[:60]}'"
            place = lines[0].place
            yield Finding("row-without-descriptors", "info", message, place=place)

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
        empty = GrowingCell()
        cells = (row.cells.get(level, empty) for level in self.levels if row.cells)
        label = (p for _, cell in sorted(row.labels.items()) for p in cell.passages(vocabulary))
        return Row(tuple(label), tuple(c.passages(vocabulary) for c in cells))
