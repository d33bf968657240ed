"""What a person is told of tables, columns and rows that are left out of the data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.pages.level_heads import find_levels
from pipeline.pages.parts import Part
from pipeline.records import Finding, Line, Place, Severity, said_by
from pipeline.scale import rates

PROSE = 5  # words from which on a cell is taken for a descriptor, not for a mark or a name
SHOWN = 60  # characters of a text that are quoted


def table_left_out(part: Part) -> Finding:
    """A table without the levels; one that holds prose may have a scale of its own."""
    cells = [cell for row in part.body for cell in row if cell.lines]
    place = Place(part.fragment.page, part.fragment.box)
    words = sum(cell.words for cell in cells)
    heads = find_levels([replace(part.fragment, rows=part.body)])
    names = [header.name for header in heads]
    severity: Severity = "warning" if sum(c.words > PROSE for c in cells) > 1 else "info"
    if 2 * sum(map(rates, heads)) > len(heads):
        return _other_scale(names, words, severity, place)
    text = " ".join(cell.text for cell in cells)[:SHOWN]
    message = f"a table without the levels was left out of the data{_listed(names)}: '{text}'"
    return Finding("table-left-out", severity, message, place=place)


def columns_left_out(
    names: Sequence[str], lines: Sequence[Line], rows: int, *, another_scale: bool
) -> Finding:
    """Columns of a table of so many rows that show no level of the scale."""
    words, place = sum(line.words for line in lines), lines[0].place
    severity: Severity = "warning" if words > PROSE * rows else "info"
    if another_scale:
        return _other_scale(names, words, severity, place)
    message = f"{words} words in columns that are no level were left out of the data"
    return Finding("column-without-level", severity, message + _listed(names), place=place)


def row_left_out(lines: Sequence[Line], severity: Severity = "info") -> Finding:
    """A row that holds no descriptors."""
    text = said_by(lines)[:SHOWN]
    message = f"a row without descriptors was left out of the data: '{text}'"
    return Finding("row-without-descriptors", severity, message, place=lines[0].place)


def _other_scale(names: Sequence[str], words: int, severity: Severity, place: Place) -> Finding:
    """Text under a scale that is not the document's."""
    message = (
        f"{words} words under another scale were left out of the data{_listed(names)}: to extract "
        "them instead, name its `levels` in a `.toml` beside a copy of the document"
    )
    return Finding("other-scale", severity, message, place=place)


def _listed(names: Sequence[str]) -> str:
    """The names in brackets, if there are any."""
    quoted = ", ".join(f"'{name}'" for name in names)
    return f" ({quoted})" if names else ""
