"""What stands on a page beside its text: running heads, page numbers and footnotes.

Furniture is what comes again at the same height of other pages, figures apart, or ends several of
them, text that is turned, and what the edge of the paper cuts off, where the page before shows it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from pipeline.pages.footnotes import Footnote, every_line, split_footnotes
from pipeline.records import Fragment, Layout, Line, box_of, said_by

MARGIN = 0.14  # share of the page's height in which running heads and feet stand
SAME_HEIGHT = 2.0  # points, also within which lines begin at one edge
DEPTH = 3  # how many lines from the edge of the page may be furniture
OFTEN = 0.4  # share of the pages on which a running head of one side stands
NEARLY_ALL = 0.8  # share of the pages from which on even large type is furniture
LARGER = 1.1  # times the size of the text, from which on type is that of headings
CLOSE = 2.0  # distance, in sizes, within which a line belongs to what stands below it

_FIGURES = re.compile(r"\d+|\b[ivxlc]+\b", re.I)
_NUMBER_ONLY = re.compile(
    r"^\W*(?:page\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:/|of)\s*\d{1,4})?\W*$", re.I
)
_FILE_NAME = re.compile(r"\S\.(?:csv|docx?|od[st]|pdf|xls[xm]?)$", re.I)


@dataclass(frozen=True, slots=True)
class Margins:
    """Pages without what is beside the text, and that: furniture and footnotes."""

    layouts: tuple[Layout, ...]
    furniture: tuple[Line, ...]
    footnotes: tuple[Footnote, ...]


def split_margins(layouts: Sequence[Layout]) -> Margins:
    """Take furniture and footnotes out of the pages."""
    body_size = _body_size(layouts)
    furniture = dict.fromkeys(line for pair in pairwise(layouts) for line in _cut_off(*pair))
    furniture |= _furniture(_without(layouts, furniture), body_size)
    furniture |= dict.fromkeys(line for layout in layouts for line in layout.beside)
    cleaned, footnotes = split_footnotes(_without(layouts, furniture), body_size)
    return Margins(tuple(cleaned), tuple(furniture), tuple(footnotes))


def _without(layouts: Iterable[Layout], furniture: Container[Line]) -> list[Layout]:
    """The pages without their furniture."""
    return [
        replace(layout, items=tuple(i for i in layout.items if not _is_in(i, furniture)))
        for layout in layouts
    ]


def _is_in(item: Line | Fragment, furniture: Container[Line]) -> bool:
    return isinstance(item, Line) and item in furniture


def _body_size(layouts: Sequence[Layout]) -> float:
    """The size in which most of the text is set."""
    sizes: Counter[float] = Counter()
    for layout in layouts:
        for line in every_line(layout.items):
            sizes[line.size] += line.words
    return sizes.most_common(1)[0][0] if sizes else 0.0


# ---- furniture ----------------------------------------------------------------------------------


def _cut_off(before: Layout, layout: Layout) -> Sequence[Line]:
    """The lines from above the paper's edge on, if the page before shows them in a row of cells.

    Spreadsheets draw a merged cell anew on each page that it reaches, but what is above is hidden.
    """
    lines = [item for item in layout.items if isinstance(item, Line)]
    if not lines or box_of(lines[0]).top >= 0:
        return ()
    run = lines[:1]
    for line in lines[1:]:
        if box_of(line).top - box_of(run[-1]).bottom > line.size:
            break
        run.append(line)
    text = said_by(run)
    rows = (row for item in before.items if isinstance(item, Fragment) for row in item.rows)
    shown = any(text in " ".join(cell.text for cell in row) for row in rows)
    return run if shown else ()


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
    inner = _inner_prints(layouts, {edge.line for page in pages for _, edge in page})
    again: dict[Line, None] = {}
    for edges in spots.values():
        for edge in edges:
            alike = [e for e in edges if _comes_again(edge, e)]
            if _print_of(edge.line) not in inner and _is_furniture(
                edge, {e.page for e in alike}, len(layouts), body_size
            ):
                again[edge.line] = None
    for title in _titles(layouts[:1], body_size):
        again.pop(title, None)
    found: dict[Line, None] = {}
    for page in pages:  # what stands behind a line of text is text as well
        for side in (True, False):
            outer = [edge.line for top, edge in page if top is side]
            lines = outer if side else outer[::-1]
            found.update(dict.fromkeys(takewhile(again.__contains__, lines)))
    return found | dict.fromkeys(_turn_over(layouts, found))


def _turn_over(layouts: Sequence[Layout], furniture: Container[Line]) -> Iterator[Line]:
    """Lines in plain type that end a third of the pages, at other heights: 'Continued overleaf'."""
    lines = [[item for item in layout.items if isinstance(item, Line)] for layout in layouts]
    times = Counter(line.text for each in lines for line in each)
    ends = [
        _last_line(layout, each, furniture) for layout, each in zip(layouts, lines, strict=True)
    ]
    ending: dict[str, list[Line]] = defaultdict(list)
    for line in ends:
        if line and not (line.bold or line.opens_note) and line.words > 1:
            ending[line.text].append(line)
    for text, found in ending.items():
        heights = {round(box_of(line).bottom / SAME_HEIGHT) for line in found}
        if len(found) == times[text] and len(heights) > 1 and 3 * len(found) >= len(layouts):
            yield from found


def _last_line(layout: Layout, lines: Sequence[Line], furniture: Container[Line]) -> Line | None:
    """The line below all else on its page, furniture apart, if it ends no paragraph."""
    inside = [line for line in lines if line not in furniture]
    last = max(inside, key=lambda line: box_of(line).bottom, default=None)
    if last is None or len(inside) == 1:
        return None
    tables = [item.box.bottom for item in layout.items if isinstance(item, Fragment)]
    free = all(bottom <= box_of(last).bottom for bottom in tables)
    return None if not free or any(_goes_on(line, last) for line in inside) else last


def _goes_on(line: Line, last: Line) -> bool:
    """Whether the last line stands close under another one in its type, from the same edge on."""
    above, box = box_of(line), box_of(last)
    close = 0 < box.bottom - above.bottom < CLOSE * last.size
    return close and line.size == last.size and abs(above.x0 - box.x0) <= SAME_HEIGHT


def _inner_prints(layouts: Iterable[Layout], edges: set[Line]) -> set[tuple[str, float, bool]]:
    """What is printed again and again away from the edges: headings, wherever they stand."""
    lines = (item for layout in layouts for item in layout.items if isinstance(item, Line))
    times = Counter(_print_of(line) for line in lines if line not in edges)
    return {x for x, count in times.items() if count > 1 and not _NUMBER_ONLY.match(x[0])}


def _print_of(line: Line) -> tuple[str, float, bool]:
    return line.text, line.size, line.bold


def _titles(first: Sequence[Layout], body_size: float) -> Iterable[Line]:
    """The lines in the first page's largest type: a title, though other pages repeat it.

    A sheet is made smaller to fit its paper, the name of its file and the page's number are not.
    """
    for layout in first:
        lines = [line for line in every_line(layout.items) if not _says_no_title(line.text)]
        largest = max((line.size for line in lines), default=0.0)
        if largest > LARGER * body_size:
            yield from (line for line in lines if line.size == largest)


def _says_no_title(text: str) -> bool:
    return bool(_NUMBER_ONLY.match(text) or _FILE_NAME.search(text))


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
    heading = edge.line.size > body_size * LARGER or (edge.line.bold and edge.heads)
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
