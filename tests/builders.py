"""Small pages, PDFs, printed lines and frameworks to test with; every text is invented.

``Sheet`` sets text in imaginary type and gives the Page that a reader would have made of it.
``pdf`` writes a real file byte by byte, so that readers can be tested without another tool.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import Literal

from pipeline.assemble import Assembled, assemble
from pipeline.classify import classify
from pipeline.config import Settings
from pipeline.geometry import Box
from pipeline.models import (
    Characteristic,
    Descriptor,
    Domain,
    Framework,
    Ledger,
    LevelModel,
    Paragraph,
    PlaceModel,
    ScaleModel,
    SourceModel,
)
from pipeline.pages import pages_to_flow
from pipeline.records import (
    Document,
    Flow,
    GridCell,
    Level,
    Line,
    Note,
    Page,
    Passage,
    Place,
    Row,
    Scale,
    Source,
    Table,
    Word,
)

LEVELS = ("Poor", "Fair", "Good")

# ---- pages --------------------------------------------------------------------------------------

ADVANCE = 0.5  # width of every character, as a share of the size
SPACE = 0.3  # width of a space
LEAD = 1.2  # from base line to base line
GAP = 0.6  # further room between two paragraphs
PADDING = 4.0
EDGES = (40.0, 200.0, 360.0, 520.0)

# One cell; "\n" breaks the line, "\n\n" the paragraph, "**" before it is bold, "\t" a wide space.
Cell = str
MERGED = "\v"  # instead of a text: the cell above goes on here
# One row; a single string is one cell across all columns.
TableRow = Cell | Sequence[Cell]


def text_width(text: str, size: float = 10) -> float:
    """How wide a piece of text without marks comes out."""
    return size * sum(SPACE if c == " " else ADVANCE for c in text)


def wrap(text: str, width: float, size: float = 10) -> list[str]:
    """Break one paragraph into lines as any typesetter would: as many words as fit."""
    lines: list[str] = []
    for forced in text.split("\n"):
        line = ""
        for word in forced.split(" "):
            longer = f"{line} {word}" if line else word
            if line and text_width(longer, size) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines


class Sheet:
    """A page that is being set: words and rules gather until ``page`` is asked for."""

    def __init__(self, number: int = 1, width: float = 560, height: float = 800) -> None:
        self.number, self.width, self.height = number, width, height
        self.words: list[Word] = []
        self.rules: list[Box] = []

    def page(self) -> Page:
        """The page as a reader would give it."""
        words, rules = tuple(self.words), tuple(self.rules)
        return Page(self.number, self.width, self.height, words, rules, ())

    def line(
        self, text: str, x: float, top: float, size: float = 10, *, bold: bool = False,
        upright: bool = True,
    ) -> Sheet:  # fmt: skip
        """One printed line; ``^2`` is a raised mark."""
        for token in re.split(r"[ ]", text):
            wide = token.startswith("\t")
            x += size if wide else 0.0
            glued = False
            for part in re.findall(r"\^\w+|\^[*†‡]|[^^\t]+", token):
                mark = part.startswith("^")
                type_size = size * 0.6 if mark else size
                bottom = top + size * (0.7 if mark else 1)
                end = x + type_size * ADVANCE * len(part.lstrip("^"))
                box = (x, bottom - type_size, end, bottom)
                turn = 0 if upright else 90
                self.words.append(Word(part.lstrip("^"), *box, type_size, bold, turn, glued))
                x, glued = end, True
            x += size * SPACE
        return self

    def turned(self, words: Sequence[str], x: float, bottom: float, size: float = 10) -> Sheet:
        """One line of words that is read upwards from a height."""
        for text in words:
            top = bottom - text_width(text, size)
            self.words.append(Word(text, x, top, x + size, bottom, size, False, 90))
            bottom = top - size * SPACE
        return self

    def text(
        self, text: str, top: float, x: float = 40, width: float = 480, size: float = 10, *,
        bold: bool = False,
    ) -> float:  # fmt: skip
        """A paragraph or several; where the next one would start is returned."""
        if text.startswith("**"):
            text, bold = text[2:], True
        for i, paragraph in enumerate(text.split("\n\n")):
            top += GAP * size if i else 0
            for line in wrap(paragraph, width, size):
                if line:
                    self.line(line, x, top, size, bold=bold)
                top += LEAD * size
        return top

    def table(
        self, rows: Sequence[TableRow], top: float, edges: Sequence[float] = EDGES,
        size: float = 10, *, ruled: bool = True,
    ) -> float:  # fmt: skip
        """A table, ruled unless said otherwise; its lower edge is returned."""
        rules = [*self.rules]
        self.rule(edges[0], top, edges[-1], top)
        for row, below in zip_longest(rows, rows[1:], fillvalue=""):
            whole = isinstance(row, str)
            cells = [row] if isinstance(row, str) else [cell.strip(MERGED) for cell in row]
            bounds = [(edges[0], edges[-1])] if whole else list(pairwise(edges))
            assert len(cells) == len(bounds)
            bottom = max(
                self.text(cell, top + PADDING, x0 + PADDING, x1 - x0 - 2 * PADDING, size)
                for cell, (x0, x1) in zip(cells, bounds, strict=True)
            )
            for x in sorted({x for bound in bounds for x in bound}):
                self.rule(x, top, x, bottom)
            for i, (x0, x1) in enumerate(pairwise(edges)):
                if isinstance(below, str) or below[i] != MERGED:
                    self.rule(x0, bottom, x1, bottom)
            top = bottom
        if not ruled:
            self.rules = rules
        return top

    def rule(self, x0: float, top: float, x1: float, bottom: float) -> Sheet:
        """A rule half a point thick."""
        across = x1 - x0 >= bottom - top
        dx, dy = (0.0, 0.25) if across else (0.25, 0.0)
        self.rules.append(Box(x0 - dx, top - dy, x1 + dx, bottom + dy))
        return self


def flow_of(*sheets: Sheet, levels: Sequence[str] = ()) -> Flow:
    """The flow of some pages, which must have level headers."""
    flow = pages_to_flow([sheet.page() for sheet in sheets], levels)
    assert flow is not None
    return flow


def tables_of(flow: Flow) -> list[Table]:
    """The whole tables, without the text between them."""
    return [item for item in flow.items if isinstance(item, Table)]


def texts(passages: Iterable[Passage]) -> list[str]:
    """What some passages say."""
    return [passage.text for passage in passages]


def cells_of(table: Table) -> list[list[list[str]]]:
    """Paragraphs of each cell of each row."""
    return [[texts(cell) for cell in row.cells] for row in table.rows]


def loose_of(flow: Flow) -> list[str]:
    """The text between the tables."""
    return [item.text for item in flow.items if isinstance(item, Passage)]


# ---- PDFs ---------------------------------------------------------------------------------------


def say(text: str, x: float, y: float, size: float = 10, font: str = "F1") -> str:
    """Content that prints a text, its base line beginning at (x, y) from the lower left."""
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /{font} {size} Tf {x} {y} Td ({escaped}) Tj ET\n"


@dataclass(frozen=True)
class PdfPage:
    """A page's content, and further entries of its dictionary such as ``/Rotate 90``."""

    content: str
    entries: str = ""
    box: str = "[0 0 400 300]"


def pdf(
    *pages: PdfPage | str, forms: Sequence[str] = (), user_password: str = "", title: str = ""
) -> bytes:
    """A PDF with Helvetica (F1), Helvetica-Bold (F2) and fonts that name no character (F3, F4).

    ``forms`` are drawn with ``/X0 Do``.
    """
    each = [page if isinstance(page, PdfPage) else PdfPage(page) for page in pages]
    first_form, first_page = 8, 8 + len(forms)
    kids = " ".join(f"{first_page + 2 * i} 0 R" for i in range(len(each)))
    named = " ".join(f"/X{i} {first_form + i} 0 R" for i in range(len(forms)))
    fonts = " ".join(f"/F{i} {i + 2} 0 R" for i in range(1, 5))
    resources = f"<< /Font << {fonts} >> /XObject << {named} >> >>"
    font = "<< /Type /Font /Subtype /Type1 /Encoding /WinAnsiEncoding /BaseFont /{} >>"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(each)} >>",
        font.format("Helvetica"),
        font.format("Helvetica-Bold"),
        *[_unnamed_font(7)] * 2,
        _stream("500 0 50 0 450 500 d1 50 0 400 500 re f"),
    ]
    for form in forms:
        head = "/Type /XObject /Subtype /Form /BBox [0 0 400 300]"
        objects.append(_stream(form, head))
    for i, page in enumerate(each):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox {page.box} /Resources {resources} "
            f"/Contents {first_page + 2 * i + 1} 0 R {page.entries} >>"
        )
        objects.append(_stream(page.content))
    trailer = ""
    if user_password:
        objects.append(_encryption(user_password))
        trailer = f" /Encrypt {len(objects)} 0 R /ID [<{_ID.hex()}> <{_ID.hex()}>]"
    if title:
        objects.append(f"<< /Title ({title}) >>")
        trailer += f" /Info {len(objects)} 0 R"
    return _file(objects, trailer)


def _unnamed_font(glyph: int) -> str:
    """A Type 3 font as TeX makes them of bitmaps; every glyph is the same box."""
    names = " ".join(f"/a{code}" for code in range(256))
    drawn = " ".join(f"/a{code} {glyph} 0 R" for code in range(256))
    return (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 500 700] /FontMatrix [.001 0 0 .001 0 0] "
        f"/FirstChar 0 /LastChar 255 /Widths [{'500 ' * 256}] /CharProcs << {drawn} >> "
        f"/Encoding << /Type /Encoding /Differences [0 {names}] >> >>"
    )


def _stream(content: str, head: str = "") -> str:
    return f"<< {head} /Length {len(content)} >>\nstream\n{content}\nendstream"


def _file(objects: Sequence[str], trailer: str) -> bytes:
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    size = len(objects) + 1
    out += f"trailer\n<< /Size {size} /Root 1 0 R{trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return out


_ID = bytes(range(16))
_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def _encryption(password: str) -> str:
    """The standard security handler's dictionary (revision 2, RC4 of 40 bits)."""
    padded = (password.encode() + _PAD)[:32]
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
    permissions = (-4).to_bytes(4, "little", signed=True)
    key = hashlib.md5(padded + owner + permissions + _ID).digest()[:5]
    user = _rc4(key, _PAD)
    return f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{owner.hex()}> /U <{user.hex()}> >>"


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


# Content of 400 by 300 points turned so that a page with /Rotate displays it upright, by the angle.
TURNS = {
    0: ("1 0 0 1", (0, 0)),
    90: ("0 1 -1 0", (300, 0)),
    180: ("-1 0 0 -1", (400, 300)),
    270: ("0 -1 1 0", (0, 400)),
}


def framework_pdf(
    descriptor: str = "Tools lie about here.", turn: int = 0, crop: tuple[int, int] = (0, 0)
) -> bytes:
    """One page that holds a framework: a domain with one characteristic.

    The page is displayed alike whatever its ``/Rotate``, and wherever its crop box begins.
    """
    content = say("Kitchen Framework", 40, 270, 16, "F2")
    content += say("Shared Tools", 40, 240, 13, "F2")
    content += say("Everyone can use what the kitchen owns.", 40, 220)
    content += say("1.1 Tools are kept in their place.", 40, 195, 10, "F2")
    edges, heights = (40, 150, 260, 370), (185, 165, 120)
    for x in edges:
        content += f"{x} {heights[-1]} m {x} {heights[0]} l S\n"
    for y in heights:
        content += f"{edges[0]} {y} m {edges[-1]} {y} l S\n"
    rows = (("Poor", "Fair", "Good"), (descriptor, "Most tools hang.", "All tools hang."))
    for row, y, font in zip(rows, (172, 150), ("F2", "F1"), strict=True):
        for text, x in zip(row, edges, strict=False):
            content += say(text, x + 4, y, 10, font)
    matrix, (x, y) = TURNS[turn]
    left, bottom = crop
    width, height = (400, 300) if turn % 180 == 0 else (300, 400)
    entries = f"/Rotate {turn} /CropBox [{left} {bottom} {left + width} {bottom + height}]"
    content = f"{matrix} {x + left} {y + bottom} cm\n{content}"
    return pdf(PdfPage(content, entries, "[0 0 500 500]"))


# ---- printed lines and what is made of them -----------------------------------------------------


def line(
    text: str, *, page: int = 1, top: float = 0, x: float = 40, size: float = 10,
    bold: bool = False, marks: Sequence[str] = (), bullet: str | None = None,
    room: float | None = None,
) -> Line:  # fmt: skip
    """A printed line of a page."""
    box = Box(x, top, x + text_width(text, size), top + size)
    words = len(text.split()) + (bullet is not None)
    place = Place(page=page, box=box)
    return Line(text, words, place, size, bold, tuple(marks), len(marks), bullet, room)


def dump_line(text: str, number: int) -> Line:
    """A line of a text dump, which knows no type."""
    return Line(text, len(text.split()), Place(lines=(number, number)))


def grid_cell(text: str, column: int = 0, *, bold: bool = False, size: float = 10) -> GridCell:
    """A cell with the text's lines, one below the other."""
    each = [t for t in text.split("\n") if t]
    lines = (line(t, top=i * size * LEAD, bold=bold, size=size) for i, t in enumerate(each))
    return GridCell(column, 1, tuple(lines))


def passage(
    text: str, *, size: float = 10, bold: bool = False, page: int = 1, marks: Sequence[str] = ()
) -> Passage:
    """A passage of one line."""
    return Passage(text, (line(text, page=page, size=size, bold=bold, marks=marks),))


def heading(text: str, size: float = 14, page: int = 1) -> Passage:
    """A bold passage in larger type."""
    return passage(text, size=size, bold=True, page=page)


def statement(text: str) -> Passage:
    """A bold passage in the type of the text."""
    return passage(text, bold=True)


def descriptors(
    *rows: Sequence[str], labels: Sequence[str] = (), banner: Sequence[Passage] = (),
    levels: Sequence[int] = (0, 1, 2), page: int = 1,
) -> Table:  # fmt: skip
    """A whole table: every cell a passage of one line, an empty one none."""
    named = [*labels, *[""] * (len(rows) - len(labels))]
    made = tuple(
        Row(
            (passage(label, page=page, bold=True),) if label else (),
            tuple((passage(cell, page=page),) if cell else () for cell in row),
        )
        for label, row in zip(named, rows, strict=True)
    )
    heads = tuple(line(LEVELS[i], bold=True, page=page) for i in levels)
    return Table(tuple(levels), tuple(banner), made, heads)


ROW = ("It is poor.", "It is fair.", "It is good.")


def flow(*items: Passage | Table, notes: Sequence[Note] = ()) -> Flow:
    """A flow with the levels Poor, Fair and Good."""
    ranks = enumerate(LEVELS, 1)
    scale = Scale(tuple(Level(name, None, rank) for rank, name in ranks))
    return Flow(scale, items, notes=tuple(notes))


def lines_in(flow: Flow) -> list[Line]:
    """Every line of a flow."""
    found = [*flow.others, *flow.furniture, *(d.line for d in flow.dropped)]
    found += [each for note in flow.notes for each in note.passage.lines]
    for item in flow.items:
        if isinstance(item, Passage):
            found += item.lines
            continue
        found += [*item.heads, *item.extra]
        passages = [*item.banner]
        for row in item.rows:
            passages += [*row.label, *(p for cell in row.cells for p in cell)]
        found += [each for p in passages for each in p.lines]
    return found


def document_of(words: int, form: Literal["pdf", "scan", "text"] = "pdf") -> Document:
    """A document of which only the facts are known."""
    return Document(Source("Kitchen Framework.pdf", "0" * 64, form, 1), words)


def assembled(made: Flow, settings: Settings | None = None) -> Assembled:
    """Classified and assembled, with the words that its lines count."""
    words = sum(each.words + each.mark_words for each in lines_in(made))
    return assemble(document_of(words), made, classify(made), settings or Settings())


# ---- frameworks ---------------------------------------------------------------------------------

PLACE = PlaceModel(page=1, bbox=(40.0, 100.0, 90.0, 110.0))


def paragraph(text: str, key: str = "k") -> Paragraph:
    """A paragraph on page 1."""
    return Paragraph(key=key, text=text, places=(PLACE,), bullet=None, marks=())


def characteristic(
    code: str | None = "1.1", cells: Sequence[Sequence[str]] = (("It is poor.",), ("It is good.",)),
    *, statement: str | None = "Tools are kept.",
) -> Characteristic:  # fmt: skip
    """A characteristic with the paragraphs of the levels poor and good."""
    key = code or "tools-are-kept"
    return Characteristic(
        key=key,
        code=code,
        statement=(paragraph(statement, f"{key}/statement/1"),) if statement else (),
        descriptors=tuple(
            Descriptor(
                level=level,
                paragraphs=tuple(
                    paragraph(text, f"{key}/{level}/{n}") for n, text in enumerate(cell, 1)
                ),
            )
            for level, cell in zip(("poor", "good"), cells, strict=True)
        ),
        rule=None,
    )


def domain(
    *characteristics: Characteristic, code: str | None = "1", title: str = "Tools"
) -> Domain:
    """A domain with an outcome of one paragraph."""
    outcome = (paragraph("Everyone can use them.", "1/outcome/1"),)
    key = code or title.casefold()
    return Domain(
        key=key,
        code=code,
        title=title,
        outcome=outcome,
        characteristics=characteristics,
        rule=None,
        places=(PLACE,),
    )


def framework(*domains: Domain) -> Framework:
    """A framework with the levels poor and good."""
    source = SourceModel(file="kitchen.pdf", sha256="0" * 64, format="pdf", pages=1)
    levels = (
        LevelModel(key="poor", name="Poor", rank=1),
        LevelModel(key="good", name="Good", rank=2, note="Most of it"),
    )
    scale = ScaleModel(levels=levels)
    return Framework(
        id="kitchen", title="Kitchen Framework", source=source, scale=scale, domains=domains
    )


def ledger(**counts: int) -> Ledger:
    """An account of ten words, all of them placed unless said otherwise."""
    given = {"words": 10, "placed": 10, "headers": 0, "furniture": 0, "notes": 0, "other": 0}
    return Ledger.model_validate(given | {"unaccounted": 0} | counts)
