"""One page's words into printed lines: inside a ruled grid cell by cell, the rest as they stand."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from unicodedata import bidirectional

from pipeline.geometry import Box
from pipeline.pages.grid import CellBox, Grid, rows_drawn, rules_to_grids
from pipeline.records import Fragment, GridCell, Layout, Line, Page, Place, Word, box_of
from pipeline.vocabulary import clean

_BULLET = re.compile(r"^[•◦▪▫■□●○‣⁃∙·➢►✓✔❖\uf020-\uf0ff]$")
_DASH = re.compile(r"^[-–—*o]$")  # a bullet only where it hangs clear of the text
_MARK = re.compile(r"^[\[(]?(?:\d{1,3}|[a-z]|[ivx]{1,4}|[*†‡§¶#]{1,3})[\])]?(?:,\d{1,3})*,?$")
RAISED_SIZE = 0.82  # a mark is smaller than this share of its line's size
CLOSING = ",.;:!?)]’”"
HANGING_GAP = 0.45  # points per point of size between a dash and the text it announces


def page_to_layout(page: Page) -> Layout:
    """The page's lines and table fragments in reading order."""
    grids = [g for g in rules_to_grids(page.rules) if g.box.height < page.height * 0.99]
    inside, loose = _words_by_cell(page.words, grids)
    fragments = [
        _fragment(page.number, grid, cells) for grid, cells in zip(grids, inside, strict=True)
    ]
    fragments = [f for f in fragments if f.rows]
    lines = loose_lines(loose, page.number, fragments)
    items = in_reading_order([*lines, *fragments])
    separator = _separator(page, grids)
    drawn = rows_drawn(page.rules, page.fills)
    rules = tuple(r for r in drawn if not any(g.box.touches(r) for g in grids))
    return Layout(page.number, page.width, page.height, items, separator, tuple(loose), rules)


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
            last = _cell_at(x, y, grids)
        if last is None:
            loose.append(word)
        else:
            inside[last[0]][last[1]].append(word)
    return inside, loose


def _cell_at(x: float, y: float, grids: Sequence[Grid]) -> tuple[int, CellBox] | None:
    """(index of its grid, cell) at a point."""
    for i, grid in enumerate(grids):
        if grid.box.holds(x, y):
            for cell in grid.cells:
                if cell.box.holds(x, y):
                    return i, cell
    return None


def _fragment(page: int, grid: Grid, words: dict[CellBox, list[Word]]) -> Fragment:
    rows: dict[int, list[GridCell]] = defaultdict(list)
    for cell in grid.cells:
        lines = tuple(words_to_lines(words.get(cell, ()), page, _text_edge(cell, words)))
        rows[cell.row].append(GridCell(cell.column, cell.span, lines))
    filled = (tuple(row) for _, row in sorted(rows.items()) if any(c.lines for c in row))
    return Fragment(page, grid.box, grid.edges, tuple(filled))


def _text_edge(cell: CellBox, words: dict[CellBox, list[Word]]) -> float:
    """Where the cell's text area ends: as far from the right edge as it begins from the left."""
    padding = min((w.x0 for w in words.get(cell, ())), default=cell.box.x0) - cell.box.x0
    return cell.box.x1 - min(max(padding, 0.0), cell.box.width / 8)


def loose_lines(words: Sequence[Word], page: int, fragments: Sequence[Fragment]) -> list[Line]:
    """The lines of words outside tables; text turned at the page's edge comes apart."""
    edges = [w.x1 for w in words] + [f.box.x1 for f in fragments]
    edge = max(edges, default=0.0)
    upright = list(words_to_lines([w for w in words if w.upright], page, edge))
    turned = words_to_lines([w for w in words if not w.upright], page, None)
    return upright + list(turned)


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
    """Printed lines, top to bottom; ``edge`` is where the text area ends on the right (points)."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.top + w.bottom, w.x0)):
        if rows and _same_line(rows[-1], word):
            rows[-1].append(word)
        else:
            rows.append([word])
    for row in rows:
        yield _line(_in_writing_order(row), page, edge)


def _in_writing_order(row: Sequence[Word]) -> list[Word]:
    """The words of a line from its beginning, which may be at the right."""
    leftward = sum(_runs_leftward(w) for w in row) * 2 > len(row)
    return sorted(row, key=lambda w: -w.x1 if leftward else w.x0)


def _runs_leftward(word: Word) -> bool:
    return not word.text.isascii() and any(bidirectional(c) in ("R", "AL") for c in word.text)


def _same_line(row: Sequence[Word], word: Word) -> bool:
    """Whether the word overlaps the line's tallest word by half of the smaller one's height."""
    tallest = max(row, key=lambda w: w.size)
    overlap = min(tallest.bottom, word.bottom) - max(tallest.top, word.top)
    return overlap >= 0.5 * min(tallest.size, word.size)


def _line(words: Sequence[Word], page: int, edge: float | None) -> Line:
    size = _prevailing(words)
    marks = [w for w in words if w.size < size and _is_mark(w, words, size)]
    body = [w for w in words if w not in marks]
    bullet = _bullet(body)
    opens_note = words[0] in marks
    box = box_around(words if opens_note else body)
    bold = sum(len(w.text) for w in body if w.bold) * 2 > sum(len(w.text) for w in body)
    return Line(
        text=clean(_joined(words, skip=[*marks, body[0]] if bullet else marks)),
        words=len(body),
        place=Place(page=page, box=box),
        size=size,
        bold=bold,
        marks=tuple(w.text.strip(",") for w in marks),
        mark_words=len(marks),
        opens_note=opens_note,
        bullet=bullet,
        room=None if edge is None else max(0.0, edge - box.x1),
    )


def box_around(words: Sequence[Word]) -> Box:
    """The box around words."""
    return Box(
        min([w.x0 for w in words]),
        min([w.top for w in words]),
        max([w.x1 for w in words]),
        max([w.bottom for w in words]),
    )


def _prevailing(words: Sequence[Word]) -> float:
    """The size of most of the characters."""
    if len({word.size for word in words}) == 1:
        return words[0].size
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[word.size] += len(word.text)
    return sizes.most_common(1)[0][0]


def _is_mark(word: Word, line: Sequence[Word], size: float) -> bool:
    """A small raised figure or sign that refers to a footnote."""
    if word.size > size * RAISED_SIZE or not _MARK.match(word.text):
        return False
    base = max((w.bottom - 0.2 * w.size for w in line if w.size == size), default=word.bottom)
    return base - (word.bottom - 0.2 * word.size) > 0.1 * size


def _bullet(words: Sequence[Word]) -> str | None:
    """The list mark at the head of a line, if text follows it."""
    if len(words) < 2:
        return None
    first, second = words[0], words[1]
    if _BULLET.match(first.text):
        return first.text
    hangs = second.x0 - first.x1 > HANGING_GAP * second.size
    return first.text if hangs and _DASH.match(first.text) else None


def _joined(words: Sequence[Word], skip: Sequence[Word]) -> str:
    """The text of a line without the words to skip; a stop behind a footnote mark closes up."""
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
