"""ReportLab's Platypus."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Spacer
from reportlab.platypus import Table as Grid

from layouts.blocks import Block, Cell, Document, Look, Para, Table, Text
from layouts.producers.notes import Notes
from layouts.producers.styles import BOLD, SIZES

MARGIN = 50.0
FILLS = {"head": colors.HexColor("#dde6ee"), "band": colors.HexColor("#eeeeee")}
FILLED = ("ruled", "shaded")
ALL = ((0, 0), (-1, -1))
LINES: dict[str, list[tuple[Any, ...]]] = {
    "ruled": [("GRID", *ALL, 0.5, colors.black)],
    "rows": [
        ("LINEABOVE", *ALL, 0.5, colors.black),
        ("LINEBELOW", (0, -1), (-1, -1), 0.5, colors.black),
    ],
    "open": [],
    "shaded": [("ROWBACKGROUNDS", *ALL, [colors.white, colors.HexColor("#f3f3f3")])],
}


def write(document: Document, path: Path) -> None:
    """Build the document; ``invariant`` leaves out dates and random names."""
    look, notes = document.look, Notes()
    size = A4[::-1] if look.landscape else A4
    template = BaseDocTemplate(
        str(path),
        pagesize=size,  # as displayed: with the rotation, the page itself is a portrait one
        rotation=90 if look.turned else 0,
        invariant=1,
        title=document.title,
        lang=document.language,
    )
    inner = (size[0] - 2 * MARGIN, size[1] - 2 * MARGIN)
    frame = Frame(MARGIN, MARGIN, *inner, 0, 0, 0, 0)
    page = PageTemplate(frames=[frame], onPage=_turn if look.turned else _leave)
    template.addPageTemplates([page])
    parts = (_block(block, look, inner[0], notes) for block in document.blocks)
    template.build([part for block in parts for part in block])


def _turn(canvas: Any, _: Any) -> None:
    """Set the content of a portrait page so that it stands upright once the page is turned."""
    canvas.transform(0, 1, -1, 0, A4[0], 0)


def _leave(canvas: Any, _: Any) -> None:
    pass


def _block(block: Block, look: Look, width: float, notes: Notes) -> Iterator[Any]:
    if isinstance(block, Text):
        size = SIZES[block.style]
        close = {"spaceBefore": size * 0.6, "spaceAfter": 5}
        close["keepWithNext"] = block.style not in ("prose", "subtitle", "title")
        yield _para(block.para, _style(size, block.style in BOLD, **close), notes)
    else:
        yield _table(block, look, width, notes)
        for number, text in notes.close():
            yield Paragraph(f"<super>{number}</super> {escape(text, quote=False)}", _style(8.0))
        yield Spacer(1, 8)


def _style(size: float, bold: bool = False, **more: Any) -> ParagraphStyle:
    font = "Helvetica-Bold" if bold else "Helvetica"
    return ParagraphStyle("", fontName=font, fontSize=size, leading=size * 1.2, **more)


def _table(table: Table, look: Look, width: float, notes: Notes) -> Grid:
    commands = [
        ("VALIGN", *ALL, "TOP"),
        ("LEFTPADDING", *ALL, look.gutter),
        ("RIGHTPADDING", *ALL, look.gutter),
        *LINES[look.drawing],
    ]
    data: list[list[Any]] = []
    for y, row in enumerate(table.grid()):
        data.append([_cell(cell, look, notes) if cell else "" for cell in row])
        for x, cell in enumerate(row):
            commands += _commands(cell, x, y, look) if cell else ()
    return Grid(
        data,
        colWidths=[width * share for share in table.shares],
        style=commands,
        repeatRows=table.head if look.repeat else 0,
        splitInRow=0 if look.whole_rows else 1,
    )


def _commands(cell: Cell, x: int, y: int, look: Look) -> Iterator[tuple[Any, ...]]:
    reach = ((x, y), (x + cell.across - 1, y + cell.down - 1))
    if reach[0] != reach[1]:
        yield ("SPAN", *reach)
    if cell.fill != "none" and look.drawing in FILLED:
        yield ("BACKGROUND", *reach, FILLS[cell.fill])


def _cell(cell: Cell, look: Look, notes: Notes) -> list[Paragraph]:
    parts = []
    for number, para in enumerate(cell.paras):
        more: dict[str, Any] = {"alignment": TA_JUSTIFY if look.justified else TA_LEFT}
        more["spaceAfter"] = 0 if para is cell.paras[-1] else look.spacing
        more["leftIndent"] = 9 if para.bullet else 0
        more["firstLineIndent"] = look.indent if number and not para.bullet else 0
        size = look.size * (0.8 if para.weight == "small" else 1)
        parts.append(_para(para, _style(size, para.weight == "bold", **more), notes))
    return parts


def _para(para: Para, style: ParagraphStyle, notes: Notes) -> Paragraph:
    before, behind = (escape(text, quote=False) for text in para.cut)
    mark = f"<super>{notes.mark(para.footnote.text)}</super>" if para.footnote else ""
    return Paragraph(before + mark + behind, style, bulletText="•" if para.bullet else None)
