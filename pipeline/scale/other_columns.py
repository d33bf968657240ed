"""Columns that stand beside the levels: the criteria, marks, notes, room to write in."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from statistics import median

from pipeline.marks import begins_with_code
from pipeline.records import GridCell
from pipeline.scale.direction import rates
from pipeline.scale.header import LONGEST_NAME_WORDS, PROSE, Header, fold
from pipeline.sentences import is_finished

SILENT = 0.2  # share of a column's cells that may hold words although it is no level

# What heads a column of criteria, whatever the framework calls them.
_LABELS = set(
    "aspect aspects area areas attribute attributes capability capabilities category categories "
    "characteristic characteristics competency component components criteria criterion description "
    "descriptor dimension dimensions domain element elements feature function functions indicator "
    "indicators item objective outcome practice practices principle quality question requirement "
    "section skill standard standards statement subject task theme topic".split()
)
# What heads a column beside the levels: how much a criterion counts, or room to write in.
_BESIDE = set(
    "action actions comment comments evidence feedback mark marks note notes points rating remark "
    "remarks result score scores total weight weighting".split()
)


def is_label_header(
    headers: Sequence[Header], first: Sequence[GridCell], rest: Sequence[GridCell]
) -> bool:
    """Whether the first of the headers names a column of criteria and no level.

    ``first`` are the filled body cells below it, ``rest`` those of the other columns. The type
    decides before the name: criteria are set bold or carry codes, descriptors do neither. A name
    decides only if no other header shares it ('Below Standard', 'Meets Standard').
    """
    if not first or not rest:
        return False
    bold, others = (_share(cells, _bold) for cells in (first, rest))
    if bold > 0.6 and others < 0.3:
        return True
    if _share(first, _coded) > 0.6 and _share(rest, _coded) < 0.3:
        return True
    if not rates(headers[0]) and _names_rows(first, rest):
        return True
    own, *levels = (set(header.key.split()) for header in headers)
    return bool(own & _LABELS) and not any(own & level for level in levels)


def _names_rows(first: Sequence[GridCell], rest: Sequence[GridCell]) -> bool:
    """Whether the cells are short names, another one in each row, before cells of prose."""
    names = [cell.text for cell in first]
    if len(names) < 2 or len({fold(name) for name in names}) < len(names):
        return False
    if any(is_finished(name) or len(name.split()) > LONGEST_NAME_WORDS for name in names):
        return False
    usual = median(len(cell.text.split()) for cell in rest)
    return usual >= 2 * median(len(name.split()) for name in names) and usual >= PROSE


def is_beside(key: str, others: Sequence[str]) -> bool:
    """Whether a header, given as its key, names a column that is neither label nor level."""
    own = set(key.split()) & _BESIDE
    return bool(own) and not any(own & set(other.split()) for other in others)


def says_nothing(cells: Sequence[GridCell], others: Sequence[GridCell]) -> bool:
    """Whether a column is left empty, or holds figures only, where others hold prose."""
    prose = sum(_worded(cell) for cell in others)
    return sum(map(_worded, cells)) <= SILENT * len(cells) and prose > len(others) / 2


def _worded(cell: GridCell) -> bool:
    return len(re.findall(r"[^\W\d_]{2,}", cell.text)) > 1


def _share(cells: Sequence[GridCell], test: Callable[[GridCell], bool]) -> float:
    return sum(map(test, cells)) / len(cells)


def _bold(cell: GridCell) -> bool:
    return cell.lines[0].bold


def _coded(cell: GridCell) -> bool:
    return begins_with_code(cell.text)
