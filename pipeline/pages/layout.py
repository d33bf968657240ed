"""One page's words into printed lines: inside a ruled grid cell by cell, the rest as they stand."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from operator import attrgetter, itemgetter
from unicodedata import bidirectional

from pipeline.geometry import Box, turned
from pipeline.pages.bullets import counted_lines, list_sign
from pipeline.pages.grid import CellBox, Grid, rows_drawn, rules_to_grids
from pipeline.records import Fragment, GridCell, Layout, Line, Page, Place, Word, box_of
from pipeline.scale import LONGEST_NAME_WORDS
from pipeline.vocabulary import clean

_MARK = re.compile(r"^[\[(]?(?:\d{1,3}|[a-z]|[ivx]{1,4}|[*†‡§¶#]{1,3})[\])]?(?:,\d{1,3})*,?$")
_LENGTH = re.compile(r"(?:\d+(?:[.,]\d+)?)?(?:[cdkm]?m|ft|yd)")
RAISED_SIZE = 0.82  # a mark is smaller than this share of its line's size
CLOSING = ",.;:!?)]’”"
APART = 6.0  # points per point of size between a line's text and a remark beside it
HEADS_APART = 3.0  # ... between the heads of several columns in one cell
FAR_APART = 20.0  # ... where the remark is in the same type


def page_to_layout(page: Page) -> Layout:
    """The page's lines and table fragments in reading order."""
    drawn = [g for g in rules_to_grids(page.rules, 1) if g.box.height < page.height * 0.99]
    grids = [grid for grid in drawn if len(grid.edges) > 2]
    fragments, outside = grid_fragments(page.number, page.words, grids)
    loose = [word for word in outside if not word.turn]
    strips, _ = grid_fragments(page.number, loose, drawn) if drawn and not grids else ([], ())
    lines = loose_lines(loose, page.number, fragments)
    items = in_reading_order([*lines, *fragments])
    separator = _separator(page, grids)
    rows = rows_drawn(page.rules, page.fills)
    rules = tuple(r for r in rows if not any(g.box.touches(r) for g in grids))
    beside = tuple(_turned_lines([word for word in outside if word.turn], page.number))
    return Layout(
        page.number,
        page.width,
        page.height,
        items,
        separator,
        tuple(loose),
        rules,
        beside,
        tuple(strips),
        page.fills,
    )


def grid_fragments(
    page: int, words: Iterable[Word], grids: Sequence[Grid]
) -> tuple[list[Fragment], list[Word]]:
    """What the grids of a page hold, without empty ones, and the words that stand in none."""
    if not grids:
        return [], list(words)
    inside, outside = _words_by_cell(words, grids)
    found = [_fragment(page, grid, cells) for grid, cells in zip(grids, inside, strict=True)]
    return [fragment for fragment in found if fragment.rows], outside


def in_reading_order(items: Iterable[Line | Fragment]) -> tuple[Line | Fragment, ...]:
    """Lines and fragments of a page from top to bottom, then from left to right."""
    placed: list[tuple[float, float, Line | Fragment]] = []
    for item in items:
        box = item.box if isinstance(item, Fragment) else box_of(item)
        placed.append((box.top, box.x0, item))
    return tuple(item for _, _, item in sorted(placed, key=lambda p: p[:2]))


def _words_by_cell(
    words: Iterable[Word], grids: Sequence[Grid]
) -> tuple[list[dict[CellBox, list[Word]]], list[Word]]:
    """Words in the cell that holds their middle, grid by grid, and those in none."""
    inside: list[dict[CellBox, list[Word]]] = [defaultdict(list) for _ in grids]
    loose: list[Word] = []
    last: tuple[int, CellBox] | None = None  # words come cell by cell, so it is mostly the same
    for word in words:
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        if last is None or not last[1].box.holds(x, y):
            last = cell_at(x, y, grids)
        if last is None:
            loose.append(word)
        else:
            inside[last[0]][last[1]].append(word)
    return inside, loose


def cell_at(x: float, y: float, grids: Sequence[Grid]) -> tuple[int, CellBox] | None:
    """(index of its grid, cell) at a point."""
    for i, grid in enumerate(grids):
        if grid.box.holds(x, y):
            for cell in grid.cells:
                if cell.box.holds(x, y):
                    return i, cell
    return None


def _fragment(page: int, grid: Grid, words: dict[CellBox, list[Word]]) -> Fragment:
    filled = sorted({cell.row for cell in words if words[cell]})  # the others are left out
    rows: dict[int, list[GridCell]] = {row: [] for row in filled}
    for cell in (cell for cell in grid.cells if cell.row in rows):
        lines = tuple(words_to_lines(words.get(cell, ()), page, _text_edge(cell, words)))
        depth = sum(cell.row <= row < cell.row + cell.depth for row in filled)
        whole = GridCell(cell.column, cell.span, lines, depth)
        rows[cell.row] += _split_heads(whole, words.get(cell, ()), grid.edges)
    tops = {cell.row: cell.box.top for cell in grid.cells}
    whole_rows = tuple(map(tuple, rows.values()))
    return Fragment(page, grid.box, grid.edges, whole_rows, tops=tuple(tops[i] for i in filled))


def _split_heads(
    cell: GridCell, words: Sequence[Word], edges: Sequence[float]
) -> Sequence[GridCell]:
    """The heads that a cell over several columns holds: on its last line one for each of them.

    What stands above that line is part of each.
    """
    if cell.span == 1 or not cell.lines or any(word.turn for word in words):
        return [cell]
    *above, last = _words_by_line(words)
    heads = list(_far_apart(_in_writing_order(last)))
    columns = range(cell.column, cell.column + cell.span)
    at = [bisect(edges, box_around(head).middle[0]) - 1 for head in heads]
    if at != list(columns) or sum(map(len, above)) > LONGEST_NAME_WORDS:
        return [cell]
    page = cell.lines[0].place.page or 0
    lines = [next(iter(words_to_lines(head, page, None))) for head in heads]
    parts = zip(columns, lines, strict=True)
    return [GridCell(i, 1, (*cell.lines[:-1], line), cell.depth) for i, line in parts]


def _far_apart(row: Sequence[Word]) -> Iterator[list[Word]]:
    """A line in pieces, cut where its words stand far apart."""
    piece = [row[0]]
    for before, word in pairwise(row):
        if word.x0 - before.x1 > HEADS_APART * before.size:
            yield piece
            piece = []
        piece.append(word)
    yield piece


def _text_edge(cell: CellBox, words: dict[CellBox, list[Word]]) -> float:
    """Where the cell's text area ends: as far from the right edge as it begins from the left."""
    padding = min((w.x0 for w in words.get(cell, ())), default=cell.box.x0) - cell.box.x0
    return cell.box.x1 - min(max(padding, 0.0), cell.box.width / 8)


def loose_lines(words: Sequence[Word], page: int, fragments: Sequence[Fragment]) -> list[Line]:
    """The lines of words outside tables; what is set apart from a line's text comes alone."""
    edges = [w.x1 for w in words] + [f.box.x1 for f in fragments]
    edge = max(edges, default=0.0)
    rows = (_in_writing_order(row) for row in _words_by_line(words))
    return [_line(part, page, edge, None) for row in rows for part in _set_apart(row)]


def _set_apart(row: Sequence[Word]) -> list[Sequence[Word]]:
    """A line in two, where words stand far right of its text, above all in lesser type."""
    for i in range(1, len(row)):
        before, word = row[i - 1], row[i]
        lesser = word.size < before.size or word.bold < before.bold
        if word.x0 - before.x1 > (APART if lesser else FAR_APART) * before.size:
            return [row[:i], row[i:]]
    return [row]


def is_aside(line: Line, before: Line) -> bool:
    """Whether a line outside tables only stands beside the one before it."""
    box, other = box_of(line), box_of(before)
    level = min(box.bottom, other.bottom) - max(box.top, other.top) > line.size / 2
    return level and box.x0 - other.x1 > APART * before.size


def _separator(page: Page, grids: Sequence[Grid]) -> float | None:
    """The height of a short horizontal rule in the lower part, clear of all tables."""
    heights = [
        rule.top
        for rule in page.rules
        if rule.height <= 2
        and page.width * 0.05 < rule.width < page.width * 0.5
        and rule.top > page.height * 0.3
        and not any(g.box.touches(rule, 1.0) for g in grids)
    ]
    return max(heights, default=None)


# ---- words to lines -----------------------------------------------------------------------------


def words_to_lines(words: Iterable[Word], page: int, edge: float | None) -> Iterable[Line]:
    """Printed lines, top to bottom; ``edge`` is where the text area ends on the right (points).

    Lines of turned words come last. Here a) and 1. may be marks of a list, which outside cells are
    rather codes.
    """
    each = list(words)
    aslant = [word for word in each if word.turn]
    upright = [word for word in each if not word.turn] if aslant else each
    rows = [_in_writing_order(row) for row in _words_by_line(upright)]
    counted = counted_lines(rows)
    for i, row in enumerate(rows):
        yield _line(row, page, edge, counted.get(i))
    if aslant:
        yield from _turned_lines(aslant, page)


def _words_by_line(words: Sequence[Word]) -> Sequence[Sequence[Word]]:
    if len({word.bottom for word in words}) == 1:
        return [words]
    rows: list[list[Word]] = []
    tallest: Word | None = None  # of the last row
    for word in sorted(words, key=lambda w: (w.top + w.bottom, w.x0)):
        if tallest and (word.bottom == tallest.bottom or _same_line(tallest, word)):
            rows[-1].append(word)
            tallest = word if word.size > tallest.size else tallest
        else:
            rows.append([word])
            tallest = word
    return rows


def _turned_lines(words: Iterable[Word], page: int) -> Iterator[Line]:
    """Lines of words that are not upright, made as if the sheet were turned."""
    groups: dict[int, list[Word]] = defaultdict(list)
    for word in words:
        groups[word.turn].append(word)
    for turn, group in groups.items():
        quarter = max(turn, 0)
        for line in words_to_lines((_turned_word(word, quarter) for word in group), page, None):
            box = turned(box_of(line), -quarter)
            yield replace(line, place=Place(page=page, box=box), turn=turn)


def _turned_word(word: Word, turn: int) -> Word:
    box = turned(Box(word.x0, word.top, word.x1, word.bottom), turn)
    return word._replace(x0=box.x0, top=box.top, x1=box.x1, bottom=box.bottom, turn=0)


def _in_writing_order(row: Sequence[Word]) -> list[Word]:
    """The words of a line from its beginning, which may be at the right.

    Words that run the other way than most follow one another the other way.
    """
    rightward = sorted(row, key=attrgetter("x0"))
    if "".join([word.text for word in row]).isascii():
        return rightward
    other = [_runs_leftward(word) for word in rightward]
    if not any(other):
        return rightward
    plain = [any(bidirectional(c) == "L" for c in word.text) for word in rightward]
    if sum(other) > sum(plain):
        rightward, other = rightward[::-1], plain[::-1]
    runs = groupby(zip(rightward, other, strict=True), key=itemgetter(1))
    return [w for turned, run in runs for w, _ in (reversed([*run]) if turned else run)]


def _runs_leftward(word: Word) -> bool:
    return any(bidirectional(c) in ("R", "AL") for c in word.text)


def _same_line(tallest: Word, word: Word) -> bool:
    """Whether the word overlaps the line's tallest word by half of the smaller one's height."""
    overlap = min(tallest.bottom, word.bottom) - max(tallest.top, word.top)
    return overlap >= 0.5 * min(tallest.size, word.size)


def _line(words: Sequence[Word], page: int, edge: float | None, counted: str | None) -> Line:
    """A printed line; ``counted`` is the mark of a counted list with which it begins."""
    size = _prevailing(words)
    marks = [w for w in words if w.size < size and _is_mark(w, words, size)]
    marks = [w for w in marks if not _is_power(w, words[words.index(w) - 1])] if marks else marks
    body = [w for w in words if w not in marks] if marks else words
    bullet = counted or list_sign(body)
    skipped = [*marks, body[0]] if bullet == body[0].text else marks
    text = clean(_joined(words, skipped))
    opens_note = bool(marks) and words[0] in marks
    box = box_around(words if opens_note else body)
    return Line(
        text=text.removeprefix(counted or ""),
        words=len(body),
        place=Place(page=page, box=box),
        size=size,
        bold=_mostly_bold(body),
        marks=tuple(w.text.strip(",") for w in marks),
        mark_words=len(marks),
        opens_note=opens_note,
        unspaced=bool(body) and body[-1].unspaced,
        bullet=bullet,
        room=None if edge is None else max(0.0, edge - box.x1),
        repairs=tuple([repair for w in body if w.repairs for repair in w.repairs]),
    )


def box_around(words: Sequence[Word]) -> Box:
    """The box around words."""
    first = words[0]
    x0, top, x1, bottom = first.x0, first.top, first.x1, first.bottom
    for word in words:  # a call for each side would cost more, and each line is asked
        x0 = word.x0 if word.x0 < x0 else x0
        top = word.top if word.top < top else top
        x1 = word.x1 if word.x1 > x1 else x1
        bottom = word.bottom if word.bottom > bottom else bottom
    return Box(x0, top, x1, bottom)


def _prevailing(words: Sequence[Word]) -> float:
    """The size of most of the characters."""
    if len({word.size for word in words}) == 1:
        return words[0].size
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[word.size] += len(word.text)
    return sizes.most_common(1)[0][0]


def _mostly_bold(words: Sequence[Word]) -> bool:
    """Whether most of the characters are bold."""
    if len({word.bold for word in words}) == 1:
        return words[0].bold
    return sum(len(w.text) for w in words if w.bold) * 2 > sum(len(w.text) for w in words)


def _is_mark(word: Word, line: Sequence[Word], size: float) -> bool:
    """A small raised figure or sign that refers to a footnote."""
    if word.size > size * RAISED_SIZE or not _MARK.match(word.text):
        return False
    base = max((w.bottom - 0.2 * w.size for w in line if w.size == size), default=word.bottom)
    return base - (word.bottom - 0.2 * word.size) > 0.1 * size


def _is_power(word: Word, before: Word) -> bool:
    """Whether a raised figure makes an area or a volume of the length before it."""
    return word.glued and word.text in ("2", "3") and _LENGTH.fullmatch(before.text) is not None


def _joined(words: Sequence[Word], skip: Sequence[Word]) -> str:
    """The text of a line without the words to skip; a stop behind a footnote mark closes up."""
    if not skip and True not in [word.glued for word in words]:
        return " ".join([word.text for word in words])
    text = ""
    after_mark = False
    for word in words:
        if word in skip:
            after_mark = bool(text)
            continue
        closes = word.glued or (after_mark and word.text[0] in CLOSING)
        text += word.text if closes or not text else f" {word.text}"
        after_mark = False
    return text
