"""Levels as headings: the name of each stands over the text that it heads, one below the other.

The names come again in one order and in one type, and say themselves that they rate. What they
head becomes a table with a row for each level, as if its name stood before its text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from pipeline.geometry import Box
from pipeline.marks import is_code
from pipeline.pages.run_in import names_out_of_lines
from pipeline.pages.turned import Named, Turned, names_in_order
from pipeline.records import Fragment, GridCell, Layout, Line, box_of
from pipeline.scale import LONGEST_NAME_WORDS, fold, rises_or_falls

LARGER = 0.3  # points by which headings are larger than the text
SMALL = 0.75  # times the size of the text: headings are larger than that
SAME_SIZE = 0.2  # points within which two headings are of one size

_Type = tuple[float, bool]
_Item = Line | Fragment


def find_level_sections(layouts: Sequence[Layout]) -> tuple[tuple[Layout, ...], Turned] | None:
    """The layouts with fragments of such sections, and what names their rows; None if none do."""
    layouts = names_out_of_lines(layouts)
    text = _text_type(layouts)
    items = [item for layout in layouts for item in layout.items]
    for kind in _heading_types(items, text):
        named = names_in_order(_headed(items, kind, text))
        if named and rises_or_falls(named[0]):
            turned = Turned(0, *named)
            heads = _Heads(kind, text, turned)
            return tuple(_with_sections(layouts, heads)), turned
    return None


# ---- headings -----------------------------------------------------------------------------------


def _type_of(line: Line) -> _Type:
    return round(line.size, 1), line.bold


def _text_type(layouts: Iterable[Layout]) -> _Type:
    """The type in which most words outside tables are set."""
    words: Counter[_Type] = Counter()
    for line in (i for layout in layouts for i in layout.items if isinstance(i, Line)):
        words[_type_of(line)] += line.words
    return max(words, key=lambda kind: words[kind], default=(0.0, False))


def _stands_out(line: Line, text: _Type) -> bool:
    """Whether a line is set as headings are: bold, or larger than the text."""
    size, bold = text
    return line.size > size + LARGER or (line.bold > bold and line.size > SMALL * size)


def _heading_types(items: Iterable[_Item], text: _Type) -> list[_Type]:
    """The types of headings, the commonest first."""
    lines = (item for item in items if isinstance(item, Line))
    kinds = Counter(_type_of(line) for line in lines if _stands_out(line, text))
    return [kind for kind, _ in kinds.most_common()]


def _headed(items: Sequence[_Item], kind: _Type, text: _Type) -> Iterator[Named]:
    """The headings of one type that come again, each with the text that it heads."""
    found: list[tuple[Line, list[str]]] = []
    under: list[str] | None = None
    for item in items:
        if isinstance(item, Line) and not _stands_out(item, text):
            if under is not None:
                under.append(item.text)
            continue
        under = None
        if isinstance(item, Line) and _type_of(item) == kind:
            under = []
            found.append((item, under))
    times = Counter(fold(line.text) for line, _ in found)
    for line, texts in found:
        short = len(line.text.split()) <= LONGEST_NAME_WORDS
        if texts and short and times[fold(line.text)] > 1:
            yield [line], " ".join(texts)


# ---- sections -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Heads:
    """How the headings that name levels are set, and what they name."""

    kind: _Type
    text: _Type
    turned: Turned

    def names(self, line: Line) -> bool:
        """Whether a line heads a level's text."""
        return _type_of(line) == self.kind and self.turned.level_of([line]) is not None

    def ends(self, item: _Item) -> bool:
        """Whether a level's text ends before this: at a table, or a heading of no lower tier."""
        if isinstance(item, Fragment):
            return True
        return _stands_out(item, self.text) and item.size > self.kind[0] - SAME_SIZE


@dataclass(frozen=True, slots=True)
class _Section:
    """A level's name, none where the page before holds it, and the lines that it heads."""

    name: tuple[Line, ...]
    lines: list[Line]


_Piece = _Item | list[_Section]


def _with_sections(layouts: Sequence[Layout], heads: _Heads) -> Iterator[Layout]:
    pages: list[list[_Piece]] = []
    rest: _Section | None = None  # of the page before: what the next one may begin with
    for layout in layouts:
        pieces = _pieces(layout.items, heads, rest)
        last = pieces[-1] if pieces else None
        rest = _rest_of(last) if isinstance(last, list) else None
        pages.append([piece for piece in pieces if piece != []])
    boxes = [box_of(line) for page in pages for line in _lines_of(page)]
    edges = _edges(min(box.x0 for box in boxes), max(box.x1 for box in boxes))
    for layout, page in zip(layouts, pages, strict=True):
        yield replace(layout, items=tuple(_fragments(layout.number, page, edges)))


def _rest_of(run: list[_Section]) -> _Section:
    """What the next page may go on with; a name at the foot of its page goes with its text."""
    name = () if run[-1].lines else run.pop().name
    return _Section(name, [])


def _pieces(items: Iterable[_Item], heads: _Heads, rest: _Section | None) -> list[_Piece]:
    """A page's items with the sections of levels in runs, of which the first may go on."""
    pieces: list[_Piece] = []
    run: list[_Section] | None = None
    if rest:
        run = [rest]
        pieces.append(run)
    for item in items:
        if isinstance(item, Line) and heads.names(item):
            if run and (named := _coded_end(run[-1])):
                pieces += named
                run = None
            if run is None:
                run = []
                pieces.append(run)
            run.append(_Section((item,), []))
        elif run is None or heads.ends(item):
            pieces.append(item)
            run = None
        elif isinstance(item, Line):
            run[-1].lines.append(item)
    return [_filled(piece) if isinstance(piece, list) else piece for piece in pieces]


def _coded_end(section: _Section) -> list[Line]:
    """The name of what comes next, taken from the section: a paragraph with a code like 1.2."""
    coded = (i for i, line in enumerate(section.lines) if i and _is_coded(line.text))
    start = next(coded, len(section.lines))
    named = section.lines[start:]
    del section.lines[start:]
    return named


def _is_coded(text: str) -> bool:
    code, _, rest = text.partition(" ")
    return is_code(code) and not code.rstrip(".:)").isdigit() and rest[:1].isupper()


def _filled(run: list[_Section]) -> list[_Section]:
    """A run without the section that was kept open for lines that did not come."""
    return [section for section in run if section.name or section.lines]


def _lines_of(pieces: Iterable[_Piece]) -> Iterator[Line]:
    """The lines of a page's sections."""
    for section in chain.from_iterable(piece for piece in pieces if isinstance(piece, list)):
        yield from (*section.name, *section.lines)


def _edges(left: float, right: float) -> tuple[float, ...]:
    """Those of two columns, of which the first stands before all lines."""
    return left - 2, left - 1, right + 1


def _fragments(page: int, pieces: Iterable[_Piece], edges: tuple[float, ...]) -> Iterator[_Item]:
    for piece in pieces:
        if not isinstance(piece, list):
            yield piece
            continue
        boxes = [box_of(line) for line in _lines_of([piece])]
        box = Box(edges[0], min(b.top for b in boxes), edges[-1], max(b.bottom for b in boxes))
        rows = tuple((GridCell(0, 1, s.name), _cell(s.lines, edges[-1] - 1)) for s in piece)
        yield Fragment(page, box, edges, rows)


def _cell(lines: Iterable[Line], right: float) -> GridCell:
    """The text of a level; other text on the page may reach further to the right."""
    own = (replace(line, room=max(0.0, right - box_of(line).x1)) for line in lines)
    return GridCell(1, 1, tuple(own))
