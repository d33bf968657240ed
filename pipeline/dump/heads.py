"""The level header of each table, also where it is spread over several lines of the dump."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.dump.evidence import Evidence, likeness
from pipeline.dump.lines import DumpRow, letters, split_line
from pipeline.records import GridCell, Level, Line, Scale
from pipeline.scale import (
    Candidate,
    Header,
    build_scale,
    find_header_names,
    is_label_header,
)
from pipeline.sentences import is_finished, starts_inside

TALLEST_HEAD = 5  # rows that one header may be spread over
LONGEST_PIECE = 5  # words of a header's cell on one of its further rows
LONGEST_PREFIX = 12  # letters before a level's name, as in a longer form of the same name
SAME = 0.82  # likeness from which a misread name is still that name


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """A table's level header: rows [first, last] of the document, and what they hold.

    ``columns`` maps a cell's index to the level's; ``labels`` are the indexes of columns before
    the levels. ``leftover`` are cells among the header's rows that belong to the body,
    ``banner`` is a caption read into a level's cell.
    """

    first: int
    last: int
    columns: Mapping[int, int]
    labels: tuple[int, ...]
    lines: tuple[Line, ...]
    ghosts: tuple[Line, ...] = ()
    leftover: tuple[tuple[int, Line], ...] = ()
    banner: tuple[Line, ...] = ()


# ---- the scale ----------------------------------------------------------------------------------


def find_scale(rows: Sequence[DumpRow], levels: Sequence[str] = ()) -> tuple[Scale, bool] | None:
    """The scale that heads the most tables and whether its direction is assumed; None without.

    ``levels`` names it, worst first, where the document is not to be trusted.
    """
    if levels:
        return Scale(tuple(Level(name, None, rank) for rank, name in enumerate(levels, 1))), False
    headers = _levels_only(find_header_names(_candidates(rows)), rows)
    return build_scale(headers) if len(headers) >= 2 else None


def _candidates(rows: Sequence[DumpRow]) -> Iterator[Candidate]:
    end = -1
    for i, row in enumerate(rows):
        if not row.tabbed or len(row.lines) < 2 or i <= end:
            continue
        columns = [[cell] if cell else [] for cell in row.cells]
        end = _last_head_row(rows, i)
        for further in rows[i + 1 : end + 1]:
            for column, cell in zip(columns, further.cells, strict=False):
                if cell:
                    column.append(cell)
        yield Candidate(tuple(tuple(c) for c in columns), _heads_prose(rows[end + 1 : end + 4]))


def _last_head_row(rows: Sequence[DumpRow], first: int) -> int:
    """The last row of a header that starts at ``first``: the body starts where all cells do."""
    filled = {i for i, cell in enumerate(rows[first].cells) if cell}
    for i in range(first + 1, min(first + TALLEST_HEAD, len(rows))):
        row = rows[i]
        if not row.tabbed or row.blank:
            break
        if filled <= {k for k, cell in enumerate(row.cells) if cell} and not any(
            starts_inside(line.text) for line in row.lines
        ):
            return i - 1
        if any(is_finished(c.text) or len(c.text.split()) > LONGEST_PIECE for c in row.lines):
            break
    return first


def _heads_prose(rows: Iterable[DumpRow]) -> bool:
    """Whether text stands below: more than one word in a cell, or a full stop."""
    cells = [cell.text for row in rows if row.tabbed for cell in row.lines]
    return any(len(text.split()) > 1 or is_finished(text) for text in cells)


def _levels_only(headers: Sequence[Header], rows: Sequence[DumpRow]) -> Sequence[Header]:
    """The headers without those of a label column before the levels or of remarks behind them."""
    while len(headers) > 2:
        below = _cells_below(headers, rows)
        rest = [cell for column in below[1:] for cell in column]
        if is_label_header(headers, below[0], rest):
            headers = headers[1:]
        elif headers[-1].key in _REMARKS or (below[-1] and all(map(_is_number, below[-1]))):
            headers = headers[:-1]
        else:
            break
    return headers


_REMARKS = frozenset(
    "comment comments evidence mark marks note notes points remarks score scores total weight "
    "weighting".split()
)


def _is_number(cell: GridCell) -> bool:
    return not any(c.isalpha() for c in cell.text)


def _cells_below(headers: Sequence[Header], rows: Sequence[DumpRow]) -> list[list[GridCell]]:
    """For each header the filled cells below it, in all tables that it heads."""
    below: list[list[GridCell]] = [[] for _ in headers]
    indexes: list[int] | None = None
    for row in rows:
        if not row.tabbed or row.blank:
            indexes = None
        elif found := _indexes(row, [letters(header.name) for header in headers]):
            indexes = found
        elif indexes:
            for column, k in zip(below, indexes, strict=True):
                line = row.cells[k] if k < len(row.cells) else None
                column += [GridCell(k, 1, (line,))] if line else []
    return below


def _indexes(row: DumpRow, names: Sequence[str]) -> list[int] | None:
    """Where the cells stand that start with the names in order; None if one is lacking."""
    found: list[int] = []
    for k, cell in enumerate(row.cells):
        if len(found) < len(names) and cell and letters(cell.text).startswith(names[len(found)]):
            found.append(k)
    return found if len(found) == len(names) else None


# ---- the header of each table -------------------------------------------------------------------


def find_heads(rows: Sequence[DumpRow], scale: Scale, evidence: Evidence) -> list[Head]:
    """Every level header, in order."""
    names = [letters(level.name) for level in scale.levels]
    full = [letters(f"{level.name} {level.note or ''}") for level in scale.levels]
    variants = _variants(rows, names, full)
    heads: list[Head] = []
    i = 0
    while i < len(rows):
        columns = _match_row(rows[i], names, full) if rows[i].tabbed else {}
        if len(columns) >= max(2, (len(names) + 1) // 2):
            head = _grow(rows, i, columns, variants, evidence)
            heads.append(head)
            i = head.last
        i += 1
    return heads


def _variants(
    rows: Sequence[DumpRow], names: Sequence[str], full: Sequence[str]
) -> list[frozenset[str]]:
    """For each level all the ways in which the document words its header, as letters."""
    found = [{text} for text in full]
    for row in rows:
        for index, level in (_match_row(row, names, full) if row.tabbed else {}).items():
            cell = row.cells[index]
            found[level].add(letters(cell.text) if cell else full[level])
    return [frozenset(texts) for texts in found]


def _match_row(row: DumpRow, names: Sequence[str], full: Sequence[str]) -> dict[int, int]:
    """Cell index to level index, in the scale's order; empty if too few cells head a level."""
    columns: dict[int, int] = {}
    level = 0
    for i, cell in enumerate(row.cells):
        if cell is None:
            continue
        text = letters(cell.text)
        for k in range(level, len(names)):
            if _heads_level(text, names[k], full[k]):
                columns[i], level = k, k + 1
                break
    return columns if 2 * len(columns) >= len(row.lines) else {}


def _heads_level(text: str, name: str, full: str) -> bool:
    """Whether a cell's letters are a level's header, its start, or a variant of it.

    Words of a caption may stand before the name; the note behind it may be worded otherwise.
    """
    if not text:
        return False
    if full.startswith(text) and (len(text) >= 4 or text in (name, full)):
        return True
    if len(name) < 4:
        return False
    start = text.find(name)
    if start < 0:
        return len(text) <= len(name) + 2 and likeness(text, name) >= SAME
    rest = text[start:]
    if rest == name or len(rest) <= len(name) + 2:
        return start <= LONGEST_PREFIX
    return start <= 2 * LONGEST_PREFIX and likeness(rest, full[: len(rest)]) >= SAME


def _grow(
    rows: Sequence[DumpRow],
    first: int,
    columns: Mapping[int, int],
    variants: Sequence[frozenset[str]],
    evidence: Evidence,
) -> Head:
    """Take in the further rows of the header, as long as they hold pieces of the levels' texts."""
    banner, lines = _without_caption(rows[first], columns, variants)
    ghosts, leftover = [], []
    last = first
    for i in range(first + 1, min(first + TALLEST_HEAD, len(rows))):
        filled = [(k, cell) for k, cell in enumerate(rows[i].cells) if cell]
        pieces = [
            k for k, cell in filled if k in columns and _is_piece(cell.text, variants[columns[k]])
        ]
        if not rows[i].tabbed or not filled or 2 * len(pieces) < len(filled):
            break
        last = i
        for k, cell in filled:
            if k in pieces:
                lines.append(cell)
            elif k not in columns or evidence.unknown_share(cell.text) == 1.0:
                ghosts.append(cell)
            else:
                leftover.append((k, cell))
    labels = tuple(range(min(columns)))
    return Head(first, last, columns, labels, tuple(lines), tuple(ghosts), tuple(leftover), banner)


def _without_caption(
    row: DumpRow, columns: Mapping[int, int], variants: Sequence[frozenset[str]]
) -> tuple[tuple[Line, ...], list[Line]]:
    """The words of a caption that were read into a level's cell, and the cells without them."""
    banner: list[Line] = []
    lines: list[Line] = []
    for k, cell in enumerate(row.cells):
        if cell and (
            count := _caption_words(cell.text, variants[columns[k]] if k in columns else ())
        ):
            caption, cell = split_line(cell, count)
            banner.append(caption)
        lines += [cell] if cell else []
    return tuple(banner), lines


def _caption_words(text: str, variants: Collection[str]) -> int:
    """How many words stand before a level's header; one may belong to a longer form of its name."""
    words = text.split()
    for count in range(2, len(words)):
        rest = letters(" ".join(words[count:]))
        if len(rest) > 3 and any(full.startswith(rest) for full in variants):
            return count
    return 0


def _is_piece(text: str, variants: frozenset[str]) -> bool:
    """Whether a cell continues a level's header: its letters stand in it, maybe misread."""
    piece = letters(text)
    if len(piece) < 3:
        return False
    if any(piece in full for full in variants):
        return True
    longest = max(variants, key=len)
    if len(text.split()) > LONGEST_PIECE or len(piece) > len(longest):
        return False
    starts = range(len(longest) - len(piece) + 1)
    return max(likeness(piece, longest[s : s + len(piece)]) for s in starts) >= SAME
