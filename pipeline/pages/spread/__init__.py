"""Tables whose columns are spread over several pages, put abreast to one.

A sheet that is wider than the paper shows some of its columns on each page, with the labels of its
rows on every page or on the first alone; facing pages do so too. What is joined has the same rows,
and heads that may be further levels of one scale.

strips   the tables that show the same columns
abreast  which rows of two tables are one, and what they make together
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from pipeline.pages.level_heads import find_levels
from pipeline.pages.spread.abreast import Pairing, at_same_heights, pair_strips, put_abreast
from pipeline.pages.spread.strips import (
    Strip,
    Tile,
    find_strips,
    headings_above,
    lines_inside,
    named_by_prose,
    shared_heads,
)
from pipeline.records import Finding, Layout, Line, Place, Severity, Word
from pipeline.scale import Header, fold, names_go_on

CONTINUED = 2  # words by which a heading that comes again may be longer

_UNMATCHED = (
    "seem to go on with the table on page {page}, but their rows cannot be matched for sure: they "
    "were not put together"
)
_UNNAMED = (
    "stand beside the rows of the table on page {page}, but nothing says that they are further "
    "levels: if they are, name all levels in a `.toml` beside the document"
)


@dataclass(frozen=True, slots=True)
class Spread:
    """The pages with such tables whole, the lines that are only printed again, and what to tell."""

    layouts: tuple[Layout, ...]
    again: tuple[Line, ...]
    findings: tuple[Finding, ...]


def join_spread(layouts: Sequence[Layout], levels: Sequence[str] = ()) -> Spread:
    """The pages with each table that is spread over several of them joined on the first one.

    ``levels`` are the names that a person has given.
    """
    strips = find_strips(layouts)
    joiner = _Joiner(frozenset(map(fold, levels)))
    while strips:
        base, *others = strips
        strips = joiner.join(base, others)
    return joiner.spread(layouts)


class _Joiner:
    """Puts strips beside others, and keeps what becomes of their lines."""

    def __init__(self, given: frozenset[str]) -> None:
        self._given = given
        self._tiles: list[Tile] = []  # that others were put beside
        self._beside: list[Tile] = []
        self._again: list[Line] = []
        self._findings: list[Finding] = []

    def join(self, base: Strip, others: Sequence[Strip]) -> list[Strip]:
        """Put beside a strip those that go on with its columns; the others are returned."""
        before: list[Header] = []
        left: list[Strip] = []
        for strip in others:
            labels = shared_heads(base, strip)
            further = named_by_prose(strip, labels)
            pairings = pair_strips(base, strip, labels)
            if not further or not (pairings or labels or len(base) == len(strip)):
                left.append(strip)  # as most: to find levels takes its time
                continue
            before = before or list(find_levels([tile.printed for tile in base]))
            goes_on = self._goes_on(before, further)
            columns = _Columns(strip[0], further, base[0].printed.page)
            if pairings and (goes_on or (goes_on is None and at_same_heights(pairings))):
                self._put(pairings)
                self._findings.append(columns.put_beside())
                before += further
                continue
            left.append(strip)
            if goes_on or (goes_on is None and pairings):
                self._findings.append(columns.apart(matched=bool(pairings)))
        return left

    def _goes_on(self, before: Sequence[Header], further: Sequence[Header]) -> bool | None:
        """Whether further columns show levels of the same scale; None if nothing tells."""
        if not before:
            return False
        if self._given:
            return {header.key for header in (*before, *further)} <= self._given
        return names_go_on(before, further)

    def _put(self, pairings: Sequence[Pairing]) -> None:
        for pairing in pairings:
            self._again += (*put_abreast(pairing), *_headings_again(pairing.tile, pairing.beside))
            self._tiles.append(pairing.tile)
            self._beside.append(pairing.beside)

    def spread(self, layouts: Sequence[Layout]) -> Spread:
        """The pages with what was put together."""
        if not self._beside:
            return Spread(tuple(layouts), (), tuple(self._findings))
        inside = [line for tile in self._beside for line in lines_inside(tile)]
        gone = {id(item) for item in (*self._again, *inside)}
        gone |= {id(tile.printed) for tile in self._beside}
        whole = tuple(self._rebuilt(layout, gone) for layout in layouts)
        return Spread(whole, tuple(self._again), tuple(self._findings))

    def _rebuilt(self, layout: Layout, gone: Container[int]) -> Layout:
        whole = {id(tile.printed): tile.whole for tile in self._tiles}
        items = tuple(whole.get(id(i), i) for i in layout.items if id(i) not in gone)
        moved = [tile.printed.box for tile in self._beside if tile.layout is layout]
        loose = (word for word in layout.loose if not any(b.holds(*_middle(word)) for b in moved))
        return replace(layout, items=items, loose=tuple(loose))


def _middle(word: Word) -> tuple[float, float]:
    return (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2


def _headings_again(tile: Tile, beside: Tile) -> list[Line]:
    """The lines above a tile that only say again, or in part, what stands above the other."""
    above = [fold(line.text) for line in headings_above(tile)]
    return [
        line
        for line in headings_above(beside)
        if any(_repeats(fold(line.text), text) for text in above)
    ]


def _repeats(text: str, before: str) -> bool:
    """Whether a heading is one that came before, cut off or with a word like "continued"."""
    longer = text.startswith(before) and len(text.split()) - len(before.split()) <= CONTINUED
    return bool(text) and (text in before or longer)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Columns that may go on with those of a page before, and what is told of them."""

    tile: Tile
    headers: Sequence[Header]
    page: int

    def put_beside(self) -> Finding:
        message = f"{self} were put beside the table on page {self.page}"
        return Finding("columns-put-beside", "info", message, place=self.place)

    def apart(self, *, matched: bool) -> Finding:
        message = f"{self} {(_UNNAMED if matched else _UNMATCHED).format(page=self.page)}"
        severity: Severity = "warning" if matched else "error"
        return Finding("columns-apart", severity, message, place=self.place)

    def __str__(self) -> str:
        return "the columns " + ", ".join(f"'{header.name}'" for header in self.headers)

    @property
    def place(self) -> Place:
        return Place(self.tile.printed.page, self.tile.printed.box)
