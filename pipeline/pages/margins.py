"""What stands on a page beside its text: running heads, page numbers and footnotes.

Furniture is what comes again at the same height of other pages, figures apart. Footnotes stand
under a short rule, or at the foot of the page in smaller type behind a mark.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.records import Fragment, Layout, Line, box_of

MARGIN = 0.14  # share of the page's height in which running heads and feet stand
SAME_HEIGHT = 2.0  # points
DEPTH = 3  # how many lines from the edge of the page may be furniture
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
    furniture = _furniture(layouts)
    body_size = _body_size(layouts)
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


def _furniture(layouts: Sequence[Layout]) -> dict[Line, None]:
    """Lines near the edge that stand at the same height of several pages with the same words."""
    spots: dict[tuple[bool, str], list[tuple[float, Line, int]]] = defaultdict(list)
    for layout in layouts:
        for top, line in _edge_lines(layout):
            spots[top, _FIGURES.sub("#", line.text.casefold())].append(
                (box_of(line).bottom, line, layout.number)
            )
    least = 2 if len(layouts) < 5 else 3
    found: dict[Line, None] = {}
    for (_, template), standing in spots.items():
        for height, line, _page in standing:
            pages = {p for h, _, p in standing if abs(h - height) <= SAME_HEIGHT}
            alone = template.strip() and _NUMBER_ONLY.match(line.text) and len(pages) >= 2
            if len(pages) >= least or alone:
                found[line] = None
    return found


def _edge_lines(layout: Layout) -> Iterable[tuple[bool, Line]]:
    """(stands at the top, line) for the outermost lines, and for text turned along the edge."""
    lines = [item for item in layout.items if isinstance(item, Line)]
    tables = [item.box for item in layout.items if isinstance(item, Fragment)]
    by_height = sorted(lines, key=lambda line: box_of(line).top)
    for line in by_height[:DEPTH]:
        bottom = box_of(line).bottom
        if bottom <= layout.height * MARGIN and all(bottom <= t.top + 1 for t in tables):
            yield True, line
    for line in by_height[-DEPTH:]:
        top = box_of(line).top
        if top >= layout.height * (1 - MARGIN) and all(top >= t.bottom - 1 for t in tables):
            yield False, line


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
