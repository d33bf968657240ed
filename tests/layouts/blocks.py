"""What stands on the pages of a document, before any program draws it.

An arrangement turns a framework into these blocks, a producer turns the blocks into a PDF; neither
knows of the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Weight = Literal["plain", "bold", "small", "badge"]
Style = Literal["title", "subtitle", "part", "domain", "statement", "level", "caption", "prose"]
Fill = Literal["none", "head", "band"]
Drawing = Literal["ruled", "rows", "booktabs", "open", "shaded", "gaps"]


@dataclass(frozen=True)
class Footnote:
    """A note whose mark stands behind the words ``after``."""

    after: str
    text: str


@dataclass(frozen=True)
class Para:
    """One paragraph, in a cell or between the tables."""

    text: str
    weight: Weight = "plain"
    bullet: bool = False
    footnote: Footnote | None = None

    @property
    def cut(self) -> tuple[str, str]:
        """The text before the footnote's mark, and behind it."""
        if not self.footnote:
            return self.text, ""
        before, words, rest = self.text.partition(self.footnote.after)
        if not words:
            raise ValueError(f"{self.footnote.after!r} is not in {self.text!r}")
        return before + words, rest


@dataclass(frozen=True)
class Cell:
    """Paragraphs in one column and row, or across several."""

    paras: tuple[Para, ...] = ()
    across: int = 1
    down: int = 1
    fill: Fill = "none"


Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """Rows of cells; places that a cell from further left or above covers are left out of a row.

    The first ``head`` rows are level heads and what stands over them.
    """

    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    head: int

    @property
    def shares(self) -> list[float]:
        """The width of each column as a share of the table's."""
        whole = sum(self.widths)
        return [width / whole for width in self.widths]

    def grid(self) -> list[list[Cell | None]]:
        """A place for each row and column: its cell, or None where another cell reaches into it."""
        places: list[list[Cell | None]] = [[None] * len(self.widths) for _ in self.rows]
        taken: set[tuple[int, int]] = set()
        for y, row in enumerate(self.rows):
            free = (x for x in range(len(self.widths)) if (x, y) not in taken)
            for cell in row:
                x = next(free)
                places[y][x] = cell
                reach = range(x, x + cell.across)
                taken |= {(i, j) for i in reach for j in range(y, y + cell.down)}
        return places


@dataclass(frozen=True)
class Text:
    """A paragraph between the tables."""

    style: Style
    para: Para


Block = Text | Table


@dataclass(frozen=True)
class Look:
    """How a document is drawn; lengths are in points.

    ``gutter`` is the room between a cell's text and its edge, ``spacing`` that between paragraphs,
    ``indent`` that before the first line of a cell's second paragraph and those behind it.
    """

    drawing: Drawing = "ruled"
    size: float = 9.0
    gutter: float = 4.0
    spacing: float = 4.0
    indent: float = 0.0
    landscape: bool = False
    turned: bool = False  # landscape by /Rotate on a portrait page
    repeat: bool = True  # heads come again on each page
    whole_rows: bool = False  # no row goes on over the page
    justified: bool = False  # and hyphenated, where the program can
    spaced: bool = False  # the letters of domains' headings stand apart
    edge: bool = False  # the title stands upright on the edge of each page


@dataclass(frozen=True)
class Document:
    """All that a producer needs."""

    title: str
    language: str
    blocks: tuple[Block, ...]
    look: Look
