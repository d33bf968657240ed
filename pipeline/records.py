"""What flows between the stages: frozen records without behaviour beyond reading themselves.

A source is read into pages of words (PDF) or lines of cells (text dump). From there on the
smallest unit is the ``Line``: what is printed on one line of one column. A line is never edited: it
is placed in a passage, or booked as head, furniture, note or dropped. So the ledger can balance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from pipeline.geometry import Box

UNKNOWN = "\ufffd"  # in place of a character that the source does not tell
DESCENT = 0.2  # share of the size that the box of a word reaches below its base line
ASKEW = -1  # in place of a turn: by no multiple of a right angle

# ---- as read ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Repair:
    """A recorded mending, e.g. kind ``hyphen`` or ``page-break``; the note is for a person."""

    kind: str
    note: str


class Word(NamedTuple):
    """A run of characters of one size without white space, in points.

    ``bottom`` lies DESCENT times ``size`` under the base line and ``top`` one ``size`` above it, so
    that words of one printed line agree whatever their font; the box of turned text is that of its
    letters. ``turn`` is by how many degrees the sheet must be turned clockwise for the word to be
    upright, ASKEW for text that runs aslant. ``glued`` says that no white space parts the word from
    the one before, ``unspaced`` that the source ends a line behind it without white space,
    ``repairs`` how its text differs from the characters of the source. A tuple, since there are
    more words than anything else and a frozen dataclass takes four times as long to make.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    turn: int = 0
    glued: bool = False
    repairs: tuple[Repair, ...] = ()
    unspaced: bool = False

    @property
    def upright(self) -> bool:
        """Whether the word reads from left to right."""
        return not self.turn


@dataclass(frozen=True, slots=True)
class Page:
    """One page; ``rules`` are thin boxes, ``fills`` shaded ones, ``pictures`` those of images.

    ``turn`` is by how many degrees the page as displayed was turned clockwise, since most of its
    text is displayed sideways: everything here is as on the sheet so turned. ``beside`` are the
    texts of the words beside the part of the sheet that is displayed, which are left out.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Box, ...]
    fills: tuple[Box, ...]
    turn: int = 0
    pictures: tuple[Box, ...] = ()
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextRow:
    """One line of a text dump: its number (from 1) and its tab-separated cells as they stand."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Facts about the source file; ``pages`` is 1 for a text dump.

    ``scanned`` are the numbers of the pages that were read as pictures, ``layered`` those of them
    whose words come from their text layer as far as it goes.
    """

    file: str
    sha256: str
    format: Literal["pdf", "scan", "text"]
    pages: int
    scanned: tuple[int, ...] = ()
    layered: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A source as read: a PDF's pages or a dump's rows; ``words`` counts before any stage.

    ``title`` is what the file's own information calls it.
    """

    source: Source
    words: int
    pages: tuple[Page, ...] = ()
    rows: tuple[TextRow, ...] = ()
    findings: tuple[Finding, ...] = ()
    title: str | None = None


# ---- printed lines ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands: page and box (PDF), or first and last line of the file (text dump)."""

    page: int | None = None
    box: Box | None = None
    lines: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """What is printed on one line of one column; compared by identity.

    ``words`` counts the source words of ``text``. Footnote marks are taken out of the text:
    ``marks`` names them and ``mark_words`` counts those that were source words of their own;
    ``opens_note`` says that the first of them heads the line, as it does a footnote.
    ``size`` (points) and ``bold`` are those of most of its characters; size 0 where unknown.
    ``bullet`` is a list mark taken from the head of the line, counted in ``words``.
    ``room`` is the width in points left free between the line's end and the column's edge.
    ``turn`` is that of its words; ``repairs`` say how its text differs from the source.
    ``unspaced`` says that no white space follows in the source, ``cut`` that its last word goes on
    in the next line, without a hyphen.
    """

    text: str
    words: int
    place: Place
    size: float = 0.0
    bold: bool = False
    marks: tuple[str, ...] = ()
    mark_words: int = 0
    bullet: str | None = None
    room: float | None = None
    turn: int = 0
    repairs: tuple[Repair, ...] = ()
    opens_note: bool = False
    unspaced: bool = False
    cut: bool = False


def said_by(lines: Sequence[Line]) -> str:
    """The lines' texts with single spaces, but for words that the end of a line cut."""
    if True not in [line.cut for line in lines]:
        return " ".join([line.text for line in lines])
    return "".join([line.text if line.cut else f"{line.text} " for line in lines]).rstrip()


def box_of(line: Line) -> Box:
    """The box of a line that was read from a page; lines of a text dump have none."""
    assert line.place.box is not None
    return line.place.box


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of a fragment: its first column, how many columns it spans, its lines.

    ``depth`` is how many rows it goes down; the rows below the first do not list it again.
    """

    column: int
    span: int
    lines: tuple[Line, ...]
    depth: int = 1

    @property
    def text(self) -> str:
        """What its lines say."""
        return said_by(self.lines)

    @property
    def words(self) -> int:
        """How many words of the source its lines hold."""
        return sum(line.words for line in self.lines)


@dataclass(frozen=True, slots=True)
class Fragment:
    """What one page shows of a table. ``edges`` are the column edges, left to right.

    ``tops`` are the heights at which its rows begin, where rules tell. The first ``head_rows`` rows
    end a header that the page break before cut in two.
    """

    page: int
    box: Box
    edges: tuple[float, ...]
    rows: tuple[tuple[GridCell, ...], ...]
    head_rows: int = 0
    tops: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """One page in reading order: lines outside tables, and the fragments between them.

    ``loose`` are the words of these lines, which may yet turn out to stand in columns. ``beside``
    are lines of turned text outside tables, as set along the page's edge or across it.
    ``separator`` is the height of a short rule under the text, as it is drawn over footnotes.
    ``rules`` are the horizontal ones, and edges of shaded boxes, that belong to no fragment.
    ``strips`` are ruled columns on a page without tables; what they say is among the lines as well.
    ``fills`` are the shaded boxes.
    """

    number: int
    width: float
    height: float
    items: tuple[Line | Fragment, ...]
    separator: float | None = None
    loose: tuple[Word, ...] = ()
    rules: tuple[Box, ...] = ()
    beside: tuple[Line, ...] = ()
    strips: tuple[Fragment, ...] = ()
    fills: tuple[Box, ...] = ()


# ---- the scale ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Level:
    """One rating as the document names it; rank 1 is the worst."""

    name: str
    note: str | None
    rank: int


@dataclass(frozen=True, slots=True)
class Scale:
    """The levels in the order in which the tables print their columns."""

    levels: tuple[Level, ...]


# ---- made whole again ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """One paragraph: the text that its lines make and the repairs that it took.

    ``part`` names its row, or its half of a table, where several of these say what a level means.
    """

    text: str
    lines: tuple[Line, ...]
    repairs: tuple[Repair, ...] = ()
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a whole table: what its label column says, and a cell per level of the table.

    A row across the table that only heads those below it has no cells.
    """

    label: tuple[Passage, ...]
    cells: tuple[tuple[Passage, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A logical table. ``levels`` index the scale, in the order of ``Row.cells``.

    ``banner`` is text of a row that spans the table, such as a statement; ``heads`` are the
    lines of the level header and of its repeats, ``extra`` those of columns that are no level.
    ``code`` is what the heads print before the levels' names, another one in each table.
    """

    levels: tuple[int, ...]
    banner: tuple[Passage, ...]
    rows: tuple[Row, ...]
    heads: tuple[Line, ...] = ()
    extra: tuple[Line, ...] = ()
    place: Place = Place()
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its mark, its passage (the mark is not in the text)."""

    mark: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line that is in no output text, and why (a ghost read twice, for instance)."""

    line: Line
    reason: str


Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the data that a person should know; never an exception."""

    code: str
    severity: Severity
    message: str
    key: str | None = None
    place: Place | None = None


def plural(number: int, noun: str) -> str:
    """`1 change`, `2 changes`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Flow:
    """The whole document in reading order, made whole again.

    ``others`` are lines that belong to no running text and no descriptor table, such as those of
    tables without levels.
    """

    scale: Scale
    items: tuple[Passage | Table, ...]
    others: tuple[Line, ...] = ()
    furniture: tuple[Line, ...] = ()
    notes: tuple[Note, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    findings: tuple[Finding, ...] = ()


def table_passages(table: Table) -> Iterator[Passage]:
    """Every passage of a table, banner first, then row by row."""
    yield from table.banner
    for row in table.rows:
        yield from row.label
        for cell in row.cells:
            yield from cell
