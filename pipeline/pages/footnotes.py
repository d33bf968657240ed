"""Footnotes: at the foot of the page, or in small print right behind the text that refers to them.

They stand under a short rule or in smaller type, and begin with a mark. Away from the page's foot,
where a list may look the same, the mark must be one that the text refers to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import takewhile

from pipeline.records import Fragment, Layout, Line, box_of

SMALLER = 0.95  # footnotes are set smaller than this share of the text
LARGER = 1.05  # times the size of the text, from which on nothing is a footnote

_SIGNS = r"[*†‡§¶]{1,3}"
_MARK = re.compile(rf"^[\[(]?(\d{{1,3}}|{_SIGNS}|[a-z](?=[\])]))[\])]?\.?\s+(?=\S)")
_STUCK_MARK = re.compile(rf"^(\d{{1,3}}|{_SIGNS})(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote's mark ("" if none is printed) and its lines, in whose text it is not."""

    mark: str
    lines: tuple[Line, ...]


def split_footnotes(
    layouts: Sequence[Layout], body_size: float
) -> tuple[list[Layout], list[Footnote]]:
    """Take the footnotes out of the pages; ``body_size`` (points) is that of the text."""
    referred = {mark for layout in layouts for mark in _referred_to(layout.items)}
    cleaned: list[Layout] = []
    notes: list[Footnote] = []
    for layout in layouts:
        lines = _note_lines(layout, body_size, referred)
        items = tuple(item for item in layout.items if item not in lines)
        cleaned.append(replace(layout, items=items))
        notes += _by_mark(lines, referred)
    return cleaned, notes


def every_line(items: Iterable[Line | Fragment]) -> Iterator[Line]:
    """The lines in and beside tables."""
    for item in items:
        if isinstance(item, Fragment):
            for row in item.rows:
                for cell in row:
                    yield from cell.lines
        else:
            yield item


def _referred_to(items: Iterable[Line | Fragment]) -> Iterator[str]:
    """The marks inside lines: one at the head of a line would be that of a note."""
    for line in every_line(items):
        yield from line.marks[1:] if line.opens_note else line.marks


def _note_lines(layout: Layout, body_size: float, referred: AbstractSet[str]) -> list[Line]:
    foot = _at_foot(layout, body_size, referred)
    return [*_behind_text(layout, body_size, referred, foot), *foot]


def _at_foot(layout: Layout, body_size: float, referred: AbstractSet[str]) -> list[Line]:
    """The lines of the notes at the foot of the page, top to bottom."""
    below = sorted(_trailing_lines(layout.items), key=lambda line: box_of(line).top)
    if layout.separator is not None:
        under = [line for line in below if box_of(line).top >= layout.separator - 1]
        heading = any(line.size > LARGER * body_size for line in under)
        if under and not heading and _mark_of(under[0], referred):
            return under
    for i, line in enumerate(below):
        rest = below[i:]
        small = all(other.size < body_size * SMALLER for other in rest)
        if small and _mark_of(line, referred) and box_of(line).top > layout.height / 2:
            return rest
    return []


def _trailing_lines(items: Sequence[Line | Fragment]) -> list[Line]:
    """Lines below the last table of the page."""
    floor = max((i.box.bottom for i in items if isinstance(i, Fragment)), default=0.0)
    return [i for i in items if isinstance(i, Line) and box_of(i).top >= floor - 1]


def _behind_text(
    layout: Layout, body_size: float, referred: AbstractSet[str], foot: Sequence[Line]
) -> Iterator[Line]:
    """Small print that begins with a mark which the text refers to, wherever it stands."""
    items = layout.items
    taken: set[Line] = set(foot)
    for i, item in enumerate(items):
        if not isinstance(item, Line) or item in taken or item.size >= body_size * SMALLER:
            continue
        if _mark_of(item, referred) not in referred:
            continue
        note = [item, *takewhile(_same_print(item), items[i + 1 :])]
        lines = [line for line in note if isinstance(line, Line) and line not in taken]
        taken.update(lines)
        yield from lines


def _same_print(first: Line) -> Callable[[Line | Fragment], bool]:
    return lambda item: isinstance(item, Line) and abs(item.size - first.size) < 0.1


def _by_mark(lines: Iterable[Line], referred: AbstractSet[str]) -> list[Footnote]:
    """The notes of a page, each from its mark to the next one."""
    notes: list[Footnote] = []
    for line in lines:
        mark = _mark_of(line, referred)
        if mark is not None or not notes:
            notes.append(Footnote(mark or "", (_without_mark(line, referred),)))
        else:
            notes[-1] = replace(notes[-1], lines=(*notes[-1].lines, line))
    return notes


def _mark_of(line: Line, referred: AbstractSet[str]) -> str | None:
    """The mark that the line begins with: raised, printed before the text, or stuck to it."""
    if line.opens_note:
        return line.marks[0]
    opening = _opening(line, referred)
    return opening.group(1) if opening else None


def _opening(line: Line, referred: AbstractSet[str]) -> re.Match[str] | None:
    """The mark at the head of the text; one that sticks to a word must be referred to."""
    if found := _MARK.match(line.text):
        return found
    stuck = _STUCK_MARK.match(line.text)
    return stuck if stuck and stuck.group(1) in referred else None


def _without_mark(line: Line, referred: AbstractSet[str]) -> Line:
    opening = None if line.opens_note else _opening(line, referred)
    return replace(line, text=line.text[opening.end() :]) if opening else line
