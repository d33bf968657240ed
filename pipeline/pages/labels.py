"""What names a table's rows: codes in a column of their own, and themes that hold for several rows.

A theme is what one of several label columns says: merged over its rows, or printed in the first of
them only and left empty in the others, or said again in each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.geometry import union
from pipeline.marks import is_code
from pipeline.pages.groups import GridRow
from pipeline.pages.parts import Part
from pipeline.records import GridCell, Line, Repair, box_of
from pipeline.scale import fold

Labels = frozenset[int]  # the columns that name rows


# ---- codes --------------------------------------------------------------------------------------


def with_code(label: Sequence[GridCell]) -> Sequence[GridCell]:
    """A code in a column of its own is put in front of the statement beside it."""
    if len(label) < 2 or not _is_code(label[0]):
        return label
    code, statement, *rest = label
    return [replace(statement, lines=(_one_line(code), *statement.lines)), *rest]


def _is_code(cell: GridCell) -> bool:
    return is_code(_unbroken(cell))


def _unbroken(cell: GridCell) -> str:
    return "".join(line.text for line in cell.lines)


def _one_line(code: GridCell) -> Line:
    """A code on one line, though a narrow column may have broken it."""
    first, *rest = code.lines
    if not rest:
        return replace(first, room=None)
    note = " + ".join(f"'{line.text}'" for line in code.lines)
    return replace(
        first,
        text=_unbroken(code),
        words=code.words,
        place=replace(first.place, box=union(box_of(line) for line in code.lines)),
        room=None,
        repairs=(Repair("broken-word", f"{note} rejoined"),),
    )


# ---- themes -------------------------------------------------------------------------------------


def themes_above(found: Sequence[Sequence[Part]]) -> list[list[Part]]:
    """The parts with each theme in a row across them, above the first row that it holds for.

    A theme that is only said again becomes one of the part's heads.
    """
    labelled = _labelled([part for parts in found for part in parts])
    sharing: dict[Labels, list[Part]] = defaultdict(list)
    for part, labels in labelled:
        sharing[labels].append(part)
    themes = {labels: _theme_columns(parts, labels) for labels, parts in sharing.items()}
    said: dict[int, str] = {}
    whole: list[Part] = []
    for part, labels in labelled:
        if part.banner or not part.opens:
            said = {}
        whole.append(_under_themes(part, labels, themes[labels], said))
    each = iter(whole)
    return [[next(each) for _ in parts] for parts in found]


def _labelled(parts: Iterable[Part]) -> list[tuple[Part, Labels]]:
    """Each part with its label columns; without a header they are those of the part before."""
    labelled: list[tuple[Part, Labels]] = []
    last: Part | None = None
    for part in parts:
        last = part if part.columns is not None else last
        alike = last and len(last.fragment.edges) == len(part.fragment.edges) and not part.other
        labelled.append((part, last.labels if last and alike else frozenset()))
    return labelled


def _theme_columns(parts: Sequence[Part], labels: Labels) -> Labels:
    """The label columns that hold themes; codes are themes where the names beside them are."""
    found: set[int] = set()
    after: int | None = None
    for column in sorted(labels, reverse=True):
        rows = [list(_before_label(part.body, column, labels)) for part in parts]
        filled = [cell for cells in rows for cell in cells if cell and cell.lines]
        coded = 2 * sum(map(_is_code, filled)) > len(filled)
        merged = any(_is_merged(part.body, column, labels) for part in parts)
        holds = merged or (not coded and (_left_empty(rows) or _said_again(filled)))
        if holds and (not coded or after in found):
            found.add(column)
        after = column
    return frozenset(found)


def _before_label(
    body: Iterable[GridRow], column: int, labels: Labels
) -> Iterator[GridCell | None]:
    """A column's cell in each row that has a label behind it, None where none begins there."""
    for row in body:
        if any(c.lines for c in row if c.column > column and c.column in labels):
            yield next((c for c in row if c.column == column), None)


def _is_merged(body: Sequence[GridRow], column: int, labels: Labels) -> bool:
    """Whether a cell of the column goes down over rows with labels of their own."""
    for i, row in enumerate(body):
        depth = max((c.depth for c in row if c.column == column and c.lines), default=1)
        if any(True for _ in _before_label(body[i + 1 : i + depth], column, labels)):
            return True
    return False


def _left_empty(rows: Iterable[Sequence[GridCell | None]]) -> bool:
    """Whether the column is mostly empty below its cells; a page's first row may go on."""
    cells = [cell for each in rows for cell in each[1:] if cell]
    return bool(cells) and 2 * sum(not cell.lines for cell in cells) >= len(cells)


def _said_again(filled: Sequence[GridCell]) -> bool:
    """Whether the cells say the same from row to row, and never again further down."""
    runs = [text for text, _ in groupby(fold(cell.text) for cell in filled)]
    return len(set(runs)) == len(runs) and 0 < 2 * len(runs) <= len(filled)


def _under_themes(part: Part, labels: Labels, themes: Labels, said: dict[int, str]) -> Part:
    """A part whose themes stand in rows of their own; ``said`` is what held for the last row."""
    body: list[GridRow] = []
    again: list[Line] = []
    for row in part.body:
        named = any(c.lines for c in row if c.column in labels - themes)
        cells = [c for c in row if c.column in themes and c.lines] if named else []
        new = [c for c in cells if said.get(c.column) != fold(c.text)]
        if new:
            kept = {i: text for i, text in said.items() if i < new[0].column}
            said.clear()
            said.update(kept | {c.column: fold(c.text) for c in cells})
        again += [line for c in cells if c not in new for line in c.lines]
        body += [(_across(cell, part),) for cell in _with_codes(new)]
        body.append(tuple(c for c in row if c not in cells))
    return replace(part, body=tuple(body), heads=(*part.heads, *again))


def _with_codes(cells: Sequence[GridCell]) -> Iterator[GridCell]:
    """The cells with each code put in front of the name beside it."""
    left = list(cells)
    while left:
        first, *left = with_code(left)
        yield first


def _across(cell: GridCell, part: Part) -> GridCell:
    return replace(cell, column=0, span=len(part.fragment.edges) - 1, depth=1)
