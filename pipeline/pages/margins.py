"""What stands on a page beside its text: running heads, page numbers and footnotes.

Furniture is what comes again at the same height of other pages, figures apart, and text that is
turned. Footnotes stand under a short rule, or at the foot of the page in smaller type behind a
mark.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from pipeline.records import Fragment, Layout, Line, box_of

MARGIN = 0.14  # share of the page's height in which running heads and feet stand
SAME_HEIGHT = 2.0  # points
DEPTH = 3  # how many lines from the edge of the page may be furniture
OFTEN = 0.4  # share of the pages on which a running head of one side stands
NEARLY_ALL = 0.8  # share of the pages from which on even large type is furniture
CLOSE = 2.0  # distance, in sizes, within which a line belongs to what stands below it
SMALLER = 0.95  # footnotes are set smaller than this share of the text

_FIGURES = re.compile(r"\d+|\b[ivxlc]+\b", re.I)
_NUMBER_ONLY = re.compile(
    r"^\W*(?:page\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:/|of)\s*\d{1,4})?\W*$", re.I
)
NOTE_MARK = re.compile(r"^[\[(]?(\d{1,3}|[*†‡§¶]{1,3}|[a-z](?=[\])]))[\])]?\.?\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Margins:
    """Pages without what is beside the text, and that: furniture, and the notes page by page."""

    layouts: tuple[Layout, ...]
    furniture: tuple[Line, ...]
    footnotes: tuple[tuple[Line, ...], ...]


def split_margins(layouts: Sequence[Layout]) -> Margins:
    """Take furniture and footnotes out of the pages."""
    body_size = _body_size(layouts)
    furniture = _furniture(layouts, body_size)
    furniture |= dict.fromkeys(line for layout in layouts for line in layout.beside)
    cleaned: list[Layout] = []
    footnotes: list[tuple[Line, ...]] = []
    for layout in layouts:
        items = tuple(item for item in layout.items if item not in furniture)
        notes = _footnotes(items, layout, body_size)
        cleaned.append(replace(layout, items=tuple(item for item in items if item not in notes)))
        footnotes.append(notes)
    return Margins(tuple(cleaned), tuple(furniture), tuple(footnotes))


def _body_size(layouts: Sequence[Layout]) -> float:
    """The size in which most of the text is set."""
    sizes: Counter[float] = Counter()
    for layout in layouts:
        for line in _every_line(layout.items):
            sizes[line.size] += line.words
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _every_line(items: Iterable[Line | Fragment]) -> Iterable[Line]:
    for item in items:
        if isinstance(item, Fragment):
            for row in item.rows:
                for cell in row:
                    yield from cell.lines
        else:
            yield item


# ---- furniture ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line near the edge of its page; ``heads`` says that text stands right below it."""

    line: Line
    page: int
    heads: bool

    @property
    def height(self) -> float:
        return box_of(self.line).bottom


def _furniture(layouts: Sequence[Layout], body_size: float) -> dict[Line, None]:
    """Lines near the edge that stand at the same height of several pages with the same words."""
    spots: dict[tuple[bool, str], list[_Edge]] = defaultdict(list)
    pages = [list(_edge_lines(layout)) for layout in layouts]
    for page in pages:
        for top, edge in page:
            spots[top, _FIGURES.sub("#", edge.line.text.casefold())].append(edge)
    again: dict[Line, None] = {}
    for edges in spots.values():
        for edge in edges:
            alike = [e for e in edges if _comes_again(edge, e)]
            if _is_furniture(edge, {e.page for e in alike}, len(layouts), body_size):
                again[edge.line] = None
    found: dict[Line, None] = {}
    for page in pages:  # what stands behind a line of text is text as well
        for side in (True, False):
            outer = [edge.line for top, edge in page if top is side]
            lines = outer if side else outer[::-1]
            found.update(dict.fromkeys(takewhile(again.__contains__, lines)))
    return found


def _is_furniture(edge: _Edge, pages: set[int], count: int, body_size: float) -> bool:
    """Whether a line that stands on these pages, of ``count``, is furniture and no heading.

    A heading may stand on top of several pages too, but in larger type or right above its text,
    and not on pages that follow one another.
    """
    if _NUMBER_ONLY.match(edge.line.text):
        return len(pages) >= 2
    if len(pages) < (2 if count < 5 else 3):
        return False
    share = len(pages) / count
    if share >= NEARLY_ALL:
        return True
    heading = edge.line.size > body_size * 1.1 or (edge.line.bold and edge.heads)
    follows = any(page + step in pages for page in pages for step in (1, 2))
    return not heading and (share >= OFTEN or follows)


def _comes_again(edge: _Edge, other: _Edge) -> bool:
    """Whether two lines differ in nothing but figures that count the pages."""
    if abs(edge.height - other.height) > SAME_HEIGHT:
        return False
    turned = other.page - edge.page
    pairs = zip(_figures(edge.line.text), _figures(other.line.text), strict=False)
    return all(b - a in (0, turned) for a, b in pairs)


def _figures(text: str) -> list[int]:
    return [int(n) if n.isdigit() else _roman(n.casefold()) for n in _FIGURES.findall(text)]


def _roman(numeral: str) -> int:
    """The value of a roman numeral; nonsense has one too, which does no harm here."""
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[letter] for letter in numeral]
    return sum(-a if a < b else a for a, b in pairwise([*values, 0]))


def _edge_lines(layout: Layout) -> Iterable[tuple[bool, _Edge]]:
    """(stands at the top, line) for the outermost lines of the page."""
    lines = [item for item in layout.items if isinstance(item, Line)]
    tables = [item.box for item in layout.items if isinstance(item, Fragment)]
    tops = [box_of(line).top for line in lines] + [box.top for box in tables]
    by_height = sorted(lines, key=lambda line: box_of(line).top)
    for line in by_height[:DEPTH]:
        box = box_of(line)
        if box.bottom <= layout.height * MARGIN and all(box.bottom <= t.top + 1 for t in tables):
            below = min((top for top in tops if top >= box.bottom), default=layout.height)
            heads = below - box.bottom < CLOSE * line.size
            yield True, _Edge(line, layout.number, heads)
    for line in by_height[-DEPTH:]:
        top = box_of(line).top
        if top >= layout.height * (1 - MARGIN) and all(top >= t.bottom - 1 for t in tables):
            yield False, _Edge(line, layout.number, heads=False)


# ---- footnotes ----------------------------------------------------------------------------------


def _footnotes(
    items: Sequence[Line | Fragment], layout: Layout, body_size: float
) -> tuple[Line, ...]:
    """The lines of the page's footnotes, top to bottom."""
    below = sorted(_trailing_lines(items), key=lambda line: box_of(line).top)
    if layout.separator is not None:
        under = tuple(line for line in below if box_of(line).top >= layout.separator - 1)
        if under and _opens_note(under[0]):
            return under
    for i, line in enumerate(below):
        rest = below[i:]
        small = all(other.size < body_size * SMALLER for other in rest)
        if small and _opens_note(line) and box_of(line).top > layout.height / 2:
            return tuple(rest)
    return ()


def _trailing_lines(items: Sequence[Line | Fragment]) -> list[Line]:
    """Lines below the last table of the page."""
    floor = max((i.box.bottom for i in items if isinstance(i, Fragment)), default=0.0)
    return [i for i in items if isinstance(i, Line) and box_of(i).top >= floor - 1]


def _opens_note(line: Line) -> bool:
    """Whether the line begins with a footnote's mark, raised or not."""
    return bool(line.marks) or bool(NOTE_MARK.match(line.text))
