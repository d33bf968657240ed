"""LibreOffice Calc, from flat ODS: everything on one sheet. A sheet has no footnotes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.sax.saxutils import escape

from layouts.blocks import Block, Cell, Document, Look, Para, Table, Text
from layouts.producers import opendocument as odf
from layouts.producers.styles import BOLD, SIZES

MASTER = (
    '<style:master-page style:name="Default" style:page-layout-name="Page">'
    '<style:header style:display="false"/><style:footer style:display="false"/>'
    "</style:master-page>"
)
DEFAULT = (
    '<style:default-style style:family="table-cell"><style:text-properties '
    'fo:font-family="Liberation Sans" fo:font-size="10pt"/></style:default-style>'
    '<style:style style:name="Default" style:family="table-cell"/>'
)
SHEET = (
    '<style:style style:name="Sheet" style:family="table" style:master-page-name="Default">'
    '<style:table-properties table:display="true"/></style:style>'
    '<style:style style:name="Row" style:family="table-row"><style:table-row-properties '
    'style:use-optimal-row-height="true"/></style:style>'
)


def write(document: Document, path: Path) -> None:
    """Write the document as flat ODS and convert it."""
    odf.convert(document_to_ods(document), path, ".fods")


def document_to_ods(document: Document) -> str:
    """The whole file; the first table's columns are those of the sheet.

    A sheet can only repeat what stands in one piece, so heads come again if there is one table.
    """
    first, *others = (block for block in document.blocks if isinstance(block, Table))
    look = replace(document.look, repeat=document.look.repeat and not others)
    rows = (row for block in document.blocks for row in _rows(block, first, look))
    columns = odf.columns(first, 0)
    sheet = '<table:table table:name="Sheet" table:style-name="Sheet">'
    return odf.document(
        "spreadsheet",
        DEFAULT,
        odf.column_styles(first, 0, look)
        + SHEET
        + "".join(_cell_styles(look))
        + odf.page_layout(look, 'style:scale-to-X="1"'),
        MASTER,
        f"{sheet}{columns}{''.join(rows)}</table:table>",
    )


def _cell_styles(look: Look) -> Iterator[str]:
    """A spreadsheet's cell has one type, so there is one style for each fill and weight."""
    wrap = 'fo:wrap-option="wrap"'
    for name in odf.CELL_STYLES:
        for weight in ("normal", "bold"):
            properties = odf.cell_properties(name, look, wrap)
            yield _style(f"{name}-{weight}", properties, look.size, weight)
    for name, size in SIZES.items():
        room = 'fo:padding-top="4pt" fo:padding-bottom="4pt"'
        properties = f"<style:table-cell-properties {wrap} {room}/>"
        yield _style(name, properties, size, "bold" if name in BOLD else "normal")


def _style(name: str, properties: str, size: float, weight: str) -> str:
    return (
        f'<style:style style:name="{name}" style:family="table-cell" '
        f'style:parent-style-name="Default">{properties}<style:text-properties '
        f'fo:font-size="{size}pt" fo:font-weight="{weight}"/></style:style>'
    )


def _rows(block: Block, first: Table, look: Look) -> Iterator[str]:
    if isinstance(block, Text):
        row = (Cell((block.para,), across=len(first.widths)),)
        yield from odf.rows(
            Table(first.widths, (row,), 0), lambda cell, _: (block.style, _text(cell))
        )
        return
    rows = odf.rows(block, _cell)
    head = "".join(rows[: block.head])
    yield f"<table:table-header-rows>{head}</table:table-header-rows>" if look.repeat else head
    yield from rows[block.head :]


def _cell(cell: Cell, fill: str) -> tuple[str, str]:
    bold = any(para.weight == "bold" for para in cell.paras)
    return f"{fill}-{'bold' if bold else 'normal'}", _text(cell)


def _text(cell: Cell) -> str:
    """Lines, with an empty one between paragraphs, for a sheet knows no other space."""
    lines: list[str] = []
    for para in cell.paras:
        if lines and not para.bullet:
            lines.append("<text:p/>")
        lines.append(f"<text:p>{_line(para)}</text:p>")
    return "".join(lines)


def _line(para: Para) -> str:
    if para.footnote:
        raise ValueError("a sheet has no footnotes")
    return ("• " if para.bullet else "") + escape(para.text)
