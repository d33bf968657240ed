"""Pages into whole tables and paragraphs: what a page break cut is joined again, and recorded.

Geometry decides where there is any: the column edges say which fragment goes on, the place of the
level header where a table begins, and the last line's free room whether its paragraph had ended.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.pages.breaks import Breaks, Foot, Head, foot_of
from pipeline.pages.broken_words import rejoin_words
from pipeline.pages.cell_heads import names_out_of_cells
from pipeline.pages.columns import find_columns
from pipeline.pages.groups import GridRow, spanning_cell
from pipeline.pages.growing import GrowingCell, GrowingRow, GrowingTable, Slot
from pipeline.pages.heads_above import find_heads_above
from pipeline.pages.labels import themes_above, with_code
from pipeline.pages.layout import is_aside
from pipeline.pages.left_out import PROSE, row_left_out, table_left_out
from pipeline.pages.level_heads import bodies, find_levels, find_phrases, match_levels
from pipeline.pages.level_rows import find_level_rows
from pipeline.pages.level_sections import find_level_sections
from pipeline.pages.margins import Margins, split_margins
from pipeline.pages.paragraphs import group_lines, group_loose, measure_pitch
from pipeline.pages.parts import (
    Part,
    all_parts,
    code_of,
    same_columns,
    same_edges,
    turned_part,
    without_stuck_body,
)
from pipeline.pages.printed import words_inside
from pipeline.pages.shaded import find_shaded_rows
from pipeline.pages.spread import join_spread
from pipeline.pages.transposed import levels_across
from pipeline.pages.turned import Turned, find_turned, turn_table
from pipeline.records import (
    Finding,
    Flow,
    Fragment,
    GridCell,
    Layout,
    Line,
    Note,
    Passage,
    Place,
    Repair,
    Scale,
    Table,
    Word,
    box_of,
    said_by,
)
from pipeline.scale import Header, build_scale, fold, odd_ones, rises_or_falls
from pipeline.sentences import is_finished, starts_inside
from pipeline.vocabulary import Vocabulary, join_lines

_TO_FILL_IN = re.compile(r"_{4,}|\.{6,}|…{2,}")
NAME_LINES = 4  # lines above a table that may name it


def realign_layouts(layouts: Sequence[Layout], levels: Sequence[str] = ()) -> Flow | None:
    """Make the pages' tables and paragraphs whole; None if no table has a header of levels.

    ``levels`` names the levels, worst first, where the document's own header is not to be trusted.
    """
    spread = join_spread(layouts, levels)
    margins = split_margins(spread.layouts)
    margins = replace(
        margins,
        layouts=levels_across(names_out_of_cells(margins.layouts)),
        furniture=(*margins.furniture, *spread.again),
    )
    flow = _realigned(margins, levels)
    return replace(flow, findings=(*spread.findings, *flow.findings)) if flow else None


@dataclass(frozen=True, slots=True)
class _Found:
    """The pages with their tables, and the levels across these or down them."""

    margins: Margins
    headers: Sequence[Header] = ()
    turned: Turned | None = None
    findings: tuple[Finding, ...] = ()


def _realigned(margins: Margins, levels: Sequence[str]) -> Flow | None:
    found = _find_tables(margins, levels)
    if found is None:
        return None
    headers = found.turned.headers if found.turned else found.headers
    flow = _Realigner(found.margins, headers, ranked=bool(levels), turned=found.turned).flow()
    return replace(flow, findings=(*found.findings, *flow.findings))


def _find_tables(margins: Margins, levels: Sequence[str]) -> _Found | None:
    """The levels, looked for in one way after the other: first where cells are drawn."""
    headers = _headers(margins.layouts, levels)
    turned = None if levels else _turned(margins.layouts, headers)
    if headers or turned:
        return _Found(margins, headers, turned)
    beside = [*margins.furniture, *(line for note in margins.footnotes for line in note.lines)]
    words = words_inside(margins.layouts, beside)
    if not levels and (found := _find_drawn(margins, words)):
        return found
    if phrases := find_phrases(_fragments(margins.layouts)):
        return _Found(margins, phrases)
    columns, taken = find_columns(margins.layouts, words, beside, levels)
    whole = rejoin_words(columns, ruled=False)
    furniture = tuple(line for line in margins.furniture if line not in taken)
    margins = replace(margins, layouts=whole.layouts, furniture=furniture)
    if headers := _headers(margins.layouts, levels):
        return _Found(margins, headers, findings=whole.findings)
    if not levels and (sections := find_level_sections(margins.layouts)):
        layouts, turned = sections
        return _Found(replace(margins, layouts=layouts), turned=turned)
    return None


def _find_drawn(margins: Margins, words: Sequence[Sequence[Word]]) -> _Found | None:
    """The levels above the rules of tables, in shaded rows, or in front of prose."""
    above = tuple(find_heads_above(margins.layouts, words))
    if headers := _headers(above, ()):
        return _Found(replace(margins, layouts=above), headers)
    for find in (find_shaded_rows, find_level_rows):
        layouts = tuple(find(margins.layouts, words))
        if turned := _turned(layouts, ()):
            return _Found(replace(margins, layouts=layouts), turned=turned)
    return None


def _fragments(layouts: Iterable[Layout]) -> list[Fragment]:
    return [i for layout in layouts for i in layout.items if isinstance(i, Fragment)]


def _headers(layouts: Sequence[Layout], levels: Sequence[str]) -> tuple[Header, ...]:
    """The levels' headers; empty if fewer than two, or if they head no table."""
    fragments = _fragments(layouts)
    headers = tuple(Header(name, None) for name in levels) or find_levels(fragments)
    if len(headers) < 2 or not any(True for _ in bodies(fragments, headers)):
        return ()
    phrases = () if levels else find_phrases(fragments)
    return phrases if _says_more(phrases, headers, fragments) else headers


def _says_more(
    phrases: Sequence[Header], names: Sequence[Header], fragments: Sequence[Fragment]
) -> bool:
    """Whether phrases head more tables than names do, which are some other row or begin them."""
    if not phrases:
        return False
    headed, named = (sum(1 for _ in bodies(fragments, heads)) for heads in (phrases, names))
    begun = len(phrases) == len(names) and all(
        phrase.key.startswith(name.key) for phrase, name in zip(phrases, names, strict=True)
    )
    more = headed > named and not rises_or_falls(names)
    return more or (begun and 2 * headed > named)


def _turned(layouts: Sequence[Layout], headers: Sequence[Header]) -> Turned | None:
    """The levels down a column, unless they are the rows of tables that have levels across."""
    fragments = _fragments(layouts)
    turned = find_turned(fragments)
    pairs = (pair for fragment in fragments for pair in pairwise(((), *fragment.rows)))
    across = [found for above, row in pairs if (found := match_levels(row, headers, above))]
    below = turned and all(turned.column in columns for columns in across)
    return turned if below else None


# ---- building -----------------------------------------------------------------------------------


class _Realigner:
    """One pass over the pages; what it has seen last decides whether the next fragment goes on."""

    def __init__(
        self,
        margins: Margins,
        headers: Sequence[Header],
        ranked: bool,
        turned: Turned | None = None,
    ) -> None:
        self._margins = margins
        self._headers = headers
        self._ranked = ranked
        self._turned = turned
        layouts = margins.layouts
        fragments = _fragments(layouts)
        parts = (
            [[turned_part(fragment, turned)] for fragment in fragments]
            if turned
            else themes_above(all_parts(fragments, headers))
        )
        self._parts = dict(zip(map(id, fragments), parts, strict=True))
        rows = (row for part in self._parts.values() for p in part for row in p.body)
        self._across = Counter(fold(c.text) for row in rows if (c := spanning_cell(row)))
        columns = list(_cell_columns(layouts))
        loose = [[i for i in layout.items if isinstance(i, Line)] for layout in layouts]
        self._pitch = measure_pitch(columns)
        self._vocabulary = Vocabulary(line.text for lines in (*columns, *loose) for line in lines)
        self._breaks = Breaks(layouts, self._pitch)
        self._items: list[Passage | GrowingTable] = []
        self._other: Part | None = None  # the last one without levels that had heads of its own
        self._loose: list[Line] = []
        self._others: list[Line] = []
        self._findings: list[Finding] = []

    def flow(self) -> Flow:
        """The document made whole."""
        for layout in self._margins.layouts:
            for item in layout.items:
                if isinstance(item, Line):
                    self._loose.append(item)
                else:
                    self._drop_remarks()
                    self._drop_repeated_name(item)
                    self._flush()
                    self._take(item)
            self._flush()
        scale = self._scale()
        items = tuple(done for item in self._items for done in self._finished(item))
        return Flow(
            scale=scale,
            items=items,
            others=tuple(self._others),
            furniture=self._margins.furniture,
            notes=tuple(self._notes()),
            findings=tuple(self._findings),
        )

    def _scale(self) -> Scale:
        """The levels with their ranks; what is uncertain about them is noted."""
        scale, assumed = build_scale(self._headers)
        if self._ranked:
            rising = (replace(level, rank=i) for i, level in enumerate(scale.levels, 1))
            return Scale(tuple(rising))
        if assumed:
            names = ", ".join(f"'{level.name}'" for level in scale.levels)
            message = f"nothing says which level is the best: taken as from worst to best: {names}"
            self._note_level("scale-order-assumed", message, 0)
            if 2 * sum(len(h.name.split()) >= PROSE for h in self._headers) > len(self._headers):
                message = (
                    f"what was taken for the levels reads as text: {names}: "
                    "if these are none, name the levels in the settings"
                )
                self._note_level("level-uncertain", message, 0)
        for odd in () if assumed else odd_ones(self._headers):
            name = scale.levels[odd].name
            message = (
                f"'{name}' was taken for a level, though others rate and it does not: "
                "if it is none, name the levels in the settings"
            )
            self._note_level("level-uncertain", message, odd)
        return scale

    def _note_level(self, code: str, message: str, level: int) -> None:
        """A warning about a level, with the place of its first head."""
        heads = (
            cell.lines[0].place
            for parts in self._parts.values()
            for part in parts
            for cell in part.head
            if cell.lines and (part.columns or {}).get(cell.column) == level
        )
        self._findings.append(Finding(code, "warning", message, place=next(heads, None)))

    # -- text outside tables

    def _drop_remarks(self) -> None:
        """Book what only stands beside the lines right above a table."""
        for i in range(len(self._loose) - 1, max(0, len(self._loose) - NAME_LINES), -1):
            line = self._loose[i]
            if is_aside(line, self._loose[i - 1]):
                self._others.append(self._loose.pop(i))
                message = f"a remark beside a line was left out of the data: '{line.text[:60]}'"
                self._findings.append(Finding("remark-left-out", "info", message, place=line.place))

    def _flush(self) -> None:
        """Turn the loose lines so far into passages, the first maybe the end of the last one."""
        groups = group_loose(self._loose)
        self._loose = []
        for group in groups:
            last = self._items[-1] if self._items else None
            if isinstance(last, Passage) and _goes_on(last, group):
                pages = f"pages {last.lines[-1].place.page} and {group[0].place.page}"
                repair = Repair("page-break", f"paragraph joined over {pages}")
                lines = (*last.lines, *group)
                kept = tuple(r for r in last.repairs if r.kind == repair.kind)
                self._items[-1] = join_lines(lines, self._vocabulary, (*kept, repair))
            else:
                self._items.append(join_lines(group, self._vocabulary))

    def _drop_repeated_name(self, fragment: Fragment) -> None:
        """Book lines above a table that only repeat what stood above it on the page before."""
        name, table = self._items[-2:] if len(self._items) > 1 else (None, None)
        if not (isinstance(name, Passage) and isinstance(table, GrowingTable) and self._loose):
            return
        lines = tuple(self._loose)
        same = join_lines(lines, self._vocabulary).text == name.text
        if same and table.part.fragment.page != fragment.page:
            table.heads += lines
            self._loose = []

    def _notes(self) -> Iterator[Note]:
        for note in self._margins.footnotes:
            yield Note(note.mark, join_lines(note.lines, self._vocabulary))

    # -- fragments

    def _take(self, fragment: Fragment) -> None:
        for part in self._parts[id(fragment)]:
            table = self._open_table(part)
            if table is None:
                self._leave_out(part)
                continue
            goes_on = table.part is not part
            if goes_on and part.head:
                part = without_stuck_body(part, table.part.head)
            table.heads += part.heads
            if goes_on:
                table.heads += [line for row in part.banner for c in row for line in c.lines]
            foot = foot_of(table.part.fragment) if goes_on else None
            table.part = part
            for i, row in enumerate(part.body):
                self._add_row(table, row, foot if i == 0 else None)

    def _leave_out(self, part: Part) -> None:
        """Book a table without the levels; one that holds prose may have a scale of its own."""
        lines = [line for row in part.body for c in row for line in c.lines]
        self._others += (*part.heads, *lines)
        self._findings.append(table_left_out(part))

    def _open_table(self, part: Part) -> GrowingTable | None:
        """The table that the part belongs to, begun here or before; None if to none."""
        last = self._items[-1] if self._items else None
        table = last if isinstance(last, GrowingTable) else None
        if part.columns is None:
            return None if self._is_other(part) else self._go_on(table, part)
        self._other = None
        if table and part.opens and self._repeats(table, part):
            return table
        banner = GrowingCell()
        for row in part.banner:
            for cell in row:
                banner.add(group_lines(cell.lines, self._pitch))
        begun = GrowingTable(part, part, banner)
        self._items.append(begun)
        return begun

    def _is_other(self, part: Part) -> bool:
        """Whether a part without levels has heads of its own, or goes on with one that had."""
        self._other = other = part if part.other else self._other
        return other is not None and same_edges(other.fragment.edges, part.fragment.edges)

    def _go_on(self, table: GrowingTable | None, part: Part) -> GrowingTable | None:
        if table and same_edges(table.part.fragment.edges, part.fragment.edges):
            return table
        return self._headless(part)

    def _headless(self, part: Part) -> GrowingTable | None:
        """A table without a header of its own, with the columns of the last one that had."""
        tables = [item for item in self._items if isinstance(item, GrowingTable)]
        if not tables or not same_columns(tables[-1].part.fragment, part):
            return None
        place = Place(part.fragment.page, part.fragment.box)
        message = "the table has no header: its columns are taken from the table before"
        self._findings.append(Finding("header-assumed", "warning", message, place=place))
        begun = GrowingTable(part, tables[-1].headed)
        self._items.append(begun)
        return begun

    def _repeats(self, table: GrowingTable, part: Part) -> bool:
        """Whether a header only repeats that of the table before: on a new page, or at once."""
        if part.fragment.page == table.part.fragment.page and table.rows:
            return False
        same = set(part.columns or ()) == set(table.columns)
        banner = [c.text for row in part.banner for c in row if c.lines]
        printed = [said_by(group) for group in table.banner.groups]
        return same and " ".join(banner) == " ".join(printed)

    def _add_row(self, table: GrowingTable, row: GridRow, foot: Foot | None) -> None:
        """Add a grid row; ``foot`` is that of the page before if the row is first on its page."""
        spanning = spanning_cell(row)
        if spanning and self._is_to_fill_in(spanning, table):
            once = self._across[fold(spanning.text)] == 1
            table.extra += spanning.lines
            grave = once and spanning.words >= PROSE
            self._findings.append(row_left_out(spanning.lines, "warning" if grave else "info"))
            return
        if spanning and table.is_heading(spanning):
            table.rows.append(GrowingRow(heading=True))
            heading = table.rows[-1].labels.setdefault(spanning.column, GrowingCell())
            heading.add(group_lines(spanning.lines, self._pitch))
            return
        labels = table.headed.labels
        label = with_code([c for c in row if c.column in labels and c.lines])
        cells = [(slot, c) for c in row if c.lines and (slot := table.slot_of(c))]
        for cell in row:
            if cell.column not in labels and cell.column not in table.columns:
                table.leave_out(cell)
        self._note_spans(table, cells)
        self._note_joined(table, cells)
        cut = foot is not None and bool(table.rows) and table.rows[-1].is_cut(label, cells)
        if not table.rows or (label and not cut):
            table.rows.append(GrowingRow())
        target = table.rows[-1]
        top = min((box_of(c.lines[0]).top for c in (*label, *(c for _, c in cells))), default=0.0)
        head = Head(table.part.fragment.edges[0], top)
        for cell in label:
            grown = target.labels.setdefault(cell.column, GrowingCell())
            self._grow(grown, cell, foot if cut else None, head)
        for slot, cell in cells:
            grown = target.cells.setdefault(slot, GrowingCell())
            item = grown.listed(cell) if cut else cell
            self._grow(grown, item, foot if cut else None, head)

    def _is_to_fill_in(self, spanning: GridCell, table: GrowingTable) -> bool:
        """Whether a cell across a table only asks for something, as 'Evidence:' does in each.

        What comes again in bold, or above rows with names, may be a heading; a sentence that comes
        again is said of both.
        """
        if self._turned or spanning.span < len(table.columns):
            return False
        asks = spanning.text.endswith(":") or bool(_TO_FILL_IN.search(spanning.text))
        sentence = spanning.words >= PROSE and is_finished(spanning.text)
        again = self._across[fold(spanning.text)] > 1 and not sentence
        return asks and again if table.is_heading(spanning) else asks or again

    def _note_spans(self, table: GrowingTable, cells: Iterable[tuple[Slot, GridCell]]) -> None:
        for slot, cell in cells:
            spanned = {table.columns.get(cell.column + i, slot.level) for i in range(cell.span)}
            if len(spanned) > 1:
                text = cell.text[:60]
                message = f"the cell spans several levels and stands under the first: '{text}'"
                place = cell.lines[0].place
                self._findings.append(Finding("cell-spans-levels", "warning", message, place=place))

    def _note_joined(self, table: GrowingTable, cells: Sequence[tuple[Slot, GridCell]]) -> None:
        """Say once for each level of a table that its head stands over several cells of prose."""
        if self._turned:
            return
        told = Counter(slot for slot, c in cells if c.words >= PROSE)
        found = {slot for slot, count in told.items() if count > 1}
        for slot in sorted(found - table.joined):
            name, first = self._headers[slot.level].name, next(c for i, c in cells if i == slot)
            message = f"'{name}' heads several columns: what their cells say was put together"
            place = first.lines[0].place
            self._findings.append(Finding("columns-joined", "error", message, place=place))
        table.joined |= found

    def _grow(self, target: GrowingCell, cell: GridCell, foot: Foot | None, head: Head) -> None:
        """Add a cell's paragraphs; after a page break the first may be the rest of the last one."""
        groups = group_lines(cell.lines, self._pitch)
        if foot and target.groups:
            paragraph = target.groups[-1]
            if self._breaks.goes_on(paragraph, groups[0], foot, head):
                pages = f"pages {paragraph[-1].place.page} and {groups[0][0].place.page}"
                repair = Repair("page-break", f"paragraph joined over {pages}")
                target.extend_last(groups.pop(0), repair)
        target.add(groups)

    def _finished(self, item: Passage | GrowingTable) -> Sequence[Passage | Table]:
        if isinstance(item, Passage):
            return [item]
        self._findings += item.set_aside()
        table = item.finished(self._vocabulary, code_of(item.part, self._headers))
        if self._turned is None:
            return [table]
        tables, over = turn_table(table, self._turned)
        self._others += over
        return tables


def _cell_columns(layouts: Iterable[Layout]) -> Iterator[list[Line]]:
    """The lines of each table cell."""
    for layout in layouts:
        for item in layout.items:
            if isinstance(item, Fragment):
                for row in item.rows:
                    yield from (list(cell.lines) for cell in row if cell.lines)


def _goes_on(last: Passage, group: Sequence[Line]) -> bool:
    """Whether loose lines go on with the paragraph that the page before ended with."""
    before, line = last.lines[-1], group[0]
    if before.place.page == line.place.page or line.bullet:
        return False
    if before.bold != line.bold or abs(before.size - line.size) > 0.6:
        return False
    return starts_inside(line.text) and not is_finished(last.text)
